"""Dated events as a CSV: `kind, place, start, end, title, source, edition`.

`start` may be called `date`; `end` and `edition` may be left out. An event that is not marked `public`
is for partners only: nothing becomes public by forgetting a word.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pandas as pd

from data.sources.base import Converted, Intake, Loader
from data.sources.event_rows import ISO_DAY, event_days, only_events
from model.events import EDITIONS, EVENT_KINDS
from model.place_codes import fips, state_fips
from model.places import places

LONGEST_TITLE: Final = 200
UNMARKED: Final = "partner"
FORMER_KINDS: Final[Mapping[str, str]] = MappingProxyType({"programme start": "program start"})
"""Words that older lists have."""


def known_place(text: str) -> str | None:
    """A place's code from `US`, `39`, `39061`, `NYC`, or codes that lost their zeros; None for others."""
    candidates = (text.upper(), fips(text), state_fips(text))
    return next((code for code in candidates if code in places()), None)


def _convert(intake: Intake, start_column: str) -> Converted:
    kind = intake.word("kind", {word: word for word in EVENT_KINDS} | dict(FORMER_KINDS))
    place = intake.rows["place"].map(known_place)
    intake.refuse(place.isna(), "not a known place (US, a state's or a county's FIPS code)", "place")
    for column in ("title", "source"):
        words = intake.rows[column]
        intake.refuse(words == "", "empty", column)
        intake.refuse(~words.map(str.isprintable), "holds what cannot be printed", column)
    intake.refuse(intake.rows["title"].str.len() > LONGEST_TITLE, f"longer than {LONGEST_TITLE}", "title")
    start = event_days(intake, start_column)
    end = _ends(intake, start)
    edition = _editions(intake)
    events = pd.DataFrame({"kind": kind, "place": place, "start": start, "end": end, "edition": edition})
    events = events.loc[intake.rows.index].join(intake.rows[["title", "source"]])
    intake.repeated(events.drop(columns="edition"), "event")
    return only_events(events.loc[intake.rows.index])


def _ends(intake: Intake, start: pd.Series) -> pd.Series:
    """Last days; null where there is none."""
    if "end" not in intake.rows:
        return pd.Series(pd.NaT, index=intake.rows.index, dtype="datetime64[s]")
    lasting = intake.rows["end"] != ""
    filled = intake.rows["end"].where(lasting, start.dt.strftime(ISO_DAY))
    intake.rows = intake.rows.assign(end=filled)
    end = event_days(intake, "end")
    intake.refuse(end < start.reindex(end.index), "before the start", "end")
    return end.where(lasting.reindex(end.index)).reindex(intake.rows.index)


def _editions(intake: Intake) -> pd.Series:
    if "edition" not in intake.rows:
        return pd.Series(UNMARKED, index=intake.rows.index)
    return intake.word("edition", {word: word for word in EDITIONS} | {"": UNMARKED})


def _from_start(intake: Intake) -> Converted:
    """Events whose first day stands in `start`."""
    return _convert(intake, "start")


def _from_date(intake: Intake) -> Converted:
    """Events whose first day stands in `date`."""
    return _convert(intake, "date")


_SAYING: Final = frozenset({"kind", "place", "title", "source"})
LOADERS: Final = (
    Loader("events", _SAYING | {"start"}, _from_start),
    Loader("events", _SAYING | {"date"}, _from_date),
)
