"""Events: something dated at a place, with who says so."""

import csv
import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pandas as pd

from model.observations import EVENT_COLUMNS

EVENT_KINDS: Final = (
    "policy",
    "program start",
    "large seizure",
    "clinic closure",
    "public alert",
    "change of definition",
    "hidta designation",
)
DESIGNATED: Final = ": designated to "
"""Stands in the title of a designation before the HIDTA's name, as printed."""
EDITIONS: Final = ("public", "partner")
SHIPPED: Final = Path(__file__).parent / "reference" / "events.csv"
DEFINED_FOR: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "CDC, DOSE discharge data dictionary": ("ed_visits", "hospitalizations"),
        "CDC, DOSE syndromic data dictionary": ("syndromic_visits",),
    }
)
"""Who states a change of definition → the indicators it is of, where it is not of all."""
_SAYING: Final = ["kind", "place", "start", "end", "title", "source"]


def concerns(source: str, indicator: str) -> bool:
    """Whether a change of definition that a source states is one of an indicator's."""
    return indicator in DEFINED_FOR.get(source, (indicator,))


def event_frame(rows: pd.DataFrame | None) -> pd.DataFrame:
    """Complete events to the contract: every column, in order, of its type, with an id each.

    Parameters
    ----------
    rows
        `kind, place, start, end, title, source, edition`; None is no event. An empty `end` is null.

    Returns
    -------
    DataFrame
        `EVENT_COLUMNS`; text as ``str``, `start` and `end` as ``datetime64[s]``. Events that say the
        same have the same id, and stand once.
    """
    given = pd.DataFrame(columns=[*_SAYING, "edition"]) if rows is None else rows
    frame = given[[*_SAYING, "edition"]].reset_index(drop=True).copy()
    for day in ("start", "end"):
        frame[day] = pd.to_datetime(frame[day]).astype("datetime64[s]")
    frame = frame.astype(dict.fromkeys(("kind", "place", "title", "source", "edition"), "str"))
    frame["event"] = pd.Series(
        [_id(words) for words in frame[_SAYING].itertuples(index=False)],
        index=frame.index,
        dtype="str",
    )
    return frame[list(EVENT_COLUMNS)].drop_duplicates("event").reset_index(drop=True)


def _id(words: tuple) -> str:
    return hashlib.sha256("\x1f".join(str(word) for word in words).encode()).hexdigest()[:12]


def shipped_events() -> pd.DataFrame:
    """Changes of data definition that ship with the product, each with its source."""
    with SHIPPED.open(encoding="utf-8", newline="") as table:
        rows = pd.DataFrame(list(csv.DictReader(table)), dtype="str")
    return event_frame(rows.assign(end=rows["end"].replace("", None)))
