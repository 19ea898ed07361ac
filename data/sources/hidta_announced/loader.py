"""Counties that the Office of National Drug Control Policy announced as newly designated to a HIDTA.

A partial list: only designations that were announced, and never the list of counties in a HIDTA. So each
is an event, dated by its announcement, and no figure.

Quirks: a day or only a year under `announced`; `St. Lucie County`; one HIDTA under two spellings, which
stay as printed.
"""

from typing import Final

import pandas as pd

from data.sources.base import Converted, Intake, Loader
from data.sources.event_rows import event_days, only_events
from model.events import DESIGNATED
from model.place_codes import fips
from model.places import places

REQUIRED: Final = frozenset({"announced", "county", "state", "fips", "hidta as printed", "source url"})
ONLY_A_YEAR: Final = r"\d{4}"


def convert(intake: Intake) -> Converted:
    """One event a county and announcement."""
    place = intake.rows["fips"].map(fips)
    known = {code: found.abbreviation for code, found in places().items() if found.kind == "county"}
    state = place.map(known)
    elsewhere = state != intake.rows["state"].str.upper()
    intake.refuse(state.isna(), "not a known county", "fips")
    intake.refuse(elsewhere.reindex(intake.rows.index), "not the state of the county", "state")
    for column in ("hidta as printed", "source url"):
        words = intake.rows[column]
        intake.refuse((words == "") | ~words.map(str.isprintable), "empty or not printable", column)
    year_alone = intake.rows["announced"].str.fullmatch(ONLY_A_YEAR)
    first_day = intake.rows["announced"].mask(year_alone, intake.rows["announced"] + "-01-01")
    intake.rows = intake.rows.assign(announced=first_day)
    start = event_days(intake, "announced")
    rows = intake.rows
    when = ("Announced in " + start.dt.strftime("%Y")).where(year_alone.reindex(rows.index), "Announced")
    events = pd.DataFrame(
        {
            "kind": "hidta designation",
            "place": place.loc[rows.index],
            "start": start,
            "end": pd.NaT,
            "title": when + DESIGNATED + rows["hidta as printed"],
            "source": rows["source url"],
            "edition": "public",
        }
    )
    intake.repeated(events, "designation")
    return only_events(events.loc[intake.rows.index])


LOADERS: Final = (Loader("hidta_announced", REQUIRED, convert),)
