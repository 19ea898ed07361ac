"""A small list of simulated events, one of each kind that is not a fact about a real place."""

import datetime
from pathlib import Path
from typing import Final

import pandas as pd

from data.simulator.common import write_table
from data.simulator.truth import Simulation

FILE: Final = "events.csv"
SAID: Final = "Simulated: "
EVENTS: Final = (
    ("policy", "US", 1000, None, "naloxone sold without a prescription", "public"),
    ("policy", "39", 1300, None, "Good Samaritan law extended", "public"),
    ("program start", "39061", 800, None, "naloxone from public vending machines", "public"),
    ("program start", "54", 600, None, "mobile treatment with buprenorphine", "public"),
    ("large seizure", "04", 450, None, "large seizure of fentanyl at the border", "public"),
    ("clinic closure", "54039", 300, None, "an opioid treatment program closes", "public"),
    ("public alert", "42101", 500, 470, "alert on medetomidine in the drug supply", "public"),
    ("public alert", "39061", 200, 186, "alert shared between agencies before its release", "partner"),
)
"""Kind, place, days before today of the first and the last day, title, edition."""


def write(folder: Path, run: Simulation) -> list[Path]:
    """Write the file, of events before the day."""
    rows = [
        {
            "kind": kind,
            "place": place,
            "start": run.today - datetime.timedelta(days=start),
            "end": "" if end is None else run.today - datetime.timedelta(days=end),
            "title": SAID + title,
            "source": "simulated, not a real event",
            "edition": edition,
        }
        for kind, place, start, end, title, edition in EVENTS
    ]
    return [write_table(folder / FILE, pd.DataFrame(rows))]
