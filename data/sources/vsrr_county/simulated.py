"""Simulated file of CDC/NCHS VSRR provisional drug overdose deaths by county of residence.

The quirks of the real file: a byte-order mark; FIPS without leading zeros; counts of 1 to 9 withheld
with a footnote, zeros shown; county names without the word "County".
"""

import datetime
import re
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from data.simulator.common import MARK, Floats, completeness, stream
from data.simulator.residents import CLASS_SIZES
from data.simulator.truth import Simulation
from methods.sums import windows
from model.places import places, populations_2020

FILE: Final = "VSRR_Provisional_County-Level_Drug_Overdose_Death_Counts.csv"
FIRST_END: Final = np.datetime64("2020-01", "M")
FOOTNOTE: Final = "Numbers between 1 and 9 are suppressed in accordance with NCHS confidentiality standards"
KINDS_OF_COUNTY: Final = re.compile(
    r" (County|Parish|Borough|City and Borough|Census Area|Municipality|city)$"
)

PENDING: Final = "Percentage Of Records Pending Investigation"
WINDOWS_WITH_PENDING: Final = 12
"""Older windows are complete."""


def write(folder: Path, run: Simulation) -> list[Path]:
    """Write the file; its figures are of the Sunday on or before the day."""
    draw = stream(run.seed, "reports by county")
    states = np.array([county[:2] for county in run.truth.counties])
    _, state_of = np.unique(states, return_inverse=True)
    speed = np.exp(draw.normal(0.0, 0.4, state_of.max() + 1))[state_of]
    share = completeness(len(run.truth.months), speed)
    reported = windows(draw.binomial(run.truth.county_deaths, share))
    pending = _pending(draw, state_of, reported.shape[1])
    oldest_pending = reported.shape[1] - WINDOWS_WITH_PENDING
    described = _described(run.truth.counties, run.today)
    path = folder / FILE
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        for number in np.flatnonzero(run.truth.window_ends >= FIRST_END):
            end = run.truth.window_ends[number].astype(object)
            rows = _rows(described, end, reported[:, number])
            if number >= oldest_pending:
                rows[PENDING] = pending[:, number]
            rows.to_csv(
                file, index=False, header=bool(end.year == 2020 and end.month == 1), lineterminator="\n"
            )
    return [path]


def _pending(draw: np.random.Generator, state_of: np.ndarray, ends: int) -> Floats:
    """Percent of records pending investigation, shape (counties, windows), higher in the newest."""
    level = np.exp(draw.normal(np.log(0.07), 0.8, state_of.max() + 1))[state_of, None]
    newest = 1.0 + 1.2 * np.exp(-np.arange(ends)[::-1] / 1.2)
    return np.asarray(np.round(level * newest * draw.gamma(2.0, 0.5, (len(state_of), ends)), 2))


def _described(counties: tuple[str, ...], today: datetime.date) -> pd.DataFrame:
    """Columns that every window repeats."""
    published = today - datetime.timedelta(days=(today.weekday() + 1) % 7)
    found = [places()[county] for county in counties]
    residents = np.array([populations_2020()[county] for county in counties])
    return pd.DataFrame(
        {
            "Data as of": published.strftime("%m/%d/%Y"),
            "ST_ABBREV": [place.abbreviation for place in found],
            "STATE_NAME": [places()[county[:2]].name for county in counties],
            "COUNTYNAME": [KINDS_OF_COUNTY.sub("", place.name) for place in found],
            "FIPS": [int(county) for county in counties],
            "STATEFIPS": [int(county[:2]) for county in counties],
            "COUNTYFIPS": [int(county[2:]) for county in counties],
            "CODE2013": 1 + (residents[:, None] < np.array(CLASS_SIZES)).sum(axis=1),
        }
    )


def _rows(described: pd.DataFrame, end: datetime.date, counts: np.ndarray) -> pd.DataFrame:
    """Rows of one window in the agency's order of columns. `end` is the first day of its last month."""
    following = datetime.date(end.year + end.month // 12, end.month % 12 + 1, 1)
    last_day = (following - datetime.timedelta(days=1)).strftime("%m/%d/%Y")
    first_day = following.replace(year=following.year - 1).strftime("%m/%d/%Y")
    hidden = (counts > 0) & (counts < 10)
    rows = described.copy()
    rows.insert(1, "Year", end.year)
    rows.insert(2, "Month", end.month)
    rows["Provisional Drug Overdose Deaths"] = np.where(hidden, "", counts.astype(str))
    rows["Footnote"] = np.where(hidden, FOOTNOTE, "")
    rows[PENDING] = ""
    rows["HistoricalDataCompletenessNote"] = ""
    rows["MonthEndingDate"] = rows["End Date"] = last_day
    rows.insert(len(rows.columns) - 1, "Start Date", first_day)
    return rows.assign(**MARK)
