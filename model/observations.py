"""The observation contract: columns, types, keys and legal words, declared once.

An observation is one indicator, drug, place and period: a value, or the reason there is none.
"""

from typing import Final

import pandas as pd

KNOWN_STATUSES: Final = ("ok", "predicted", "provisional", "unreliable")
"""Statuses under which an observation carries a value."""

ABSENT_STATUSES: Final = ("suppressed", "withheld", "not_reported", "not_participating", "missing")
"""Statuses that say why there is no value. None of them means zero."""

HELD_STATUSES: Final = ("suppressed", "withheld")
"""Statuses of a count that is known and not shown: because it is small, or because it would give away one
that is."""

PLACE_KINDS: Final = (
    "nation",
    "state",
    "reporting_area",
    "county",
    "cbp_component",
    "cbp_area",
)
PERIOD_KINDS: Final = (
    "day",
    "week",
    "month",
    "12-month-ending",
    "quarter",
    "half-year",
    "year",
    "pooled years",
    "fiscal month",
)
BASES: Final = ("residence", "occurrence", "agency area", "laboratory submission")

STRATA: Final = ("sex", "age", "race_ethnicity", "intent")

TEXT_COLUMNS: Final = (
    "source",
    "indicator",
    "drug",
    "place_kind",
    "place",
    "basis",
    "period_kind",
    *STRATA,
    "status",
    "note",
)
NUMBER_COLUMNS: Final = ("value", "lower", "upper", "numerator", "denominator")
DATE_COLUMNS: Final = ("period_start", "period_end", "as_of")

IDENTITY: Final = (
    "source",
    "indicator",
    "drug",
    "place_kind",
    "place",
    "basis",
    "period_kind",
    "period_start",
    "period_end",
    *STRATA,
)
"""What makes two observations the same fact, except that a reported and a predicted value of one
place and period stand side by side; `identity` tells those apart."""
COLUMNS: Final = (*IDENTITY, *NUMBER_COLUMNS, "status", "note", "as_of")

WHOLE: Final = "all"
"""The stratum of a figure that is not broken down."""

SORT_ORDER: Final = (
    "indicator",
    "drug",
    "place_kind",
    "period_kind",
    "period_end",
    "place",
    "source",
    *STRATA,
    "status",
    "as_of",
)
"""Rows are stored in this order, so that a query for one map reads few row groups."""

SERIES_ORDER: Final = (
    "indicator",
    "drug",
    "place",
    "period_kind",
    "period_end",
    "source",
    *STRATA,
    "status",
    "as_of",
)
"""The order of the second copy of the facts, so that a query for one place's series reads one row group."""


EVENT_COLUMNS: Final = ("event", "kind", "place", "start", "end", "title", "source", "edition")
"""Something dated at a place: `event` is its id, `source` who says so, `edition` who may see it."""


def broken_down(observations: pd.DataFrame) -> pd.Series:
    """Whether each row is of one stratum rather than of everybody."""
    return (observations[list(STRATA)] != WHOLE).any(axis=1)


def identity(observations: pd.DataFrame) -> pd.DataFrame:
    """Identity columns of each row, with `predicted` telling modeled from reported values."""
    keys = observations[list(IDENTITY)].copy()
    keys["predicted"] = observations["status"].eq("predicted")
    return keys


def observation_frame(rows: pd.DataFrame) -> pd.DataFrame:
    """Complete a loader's frame to the contract: every column, in order, of its declared type.

    Parameters
    ----------
    rows
        Any subset of `COLUMNS`. Strata left out mean `all`; a missing `note` is empty; missing
        numbers are null.

    Returns
    -------
    DataFrame
        The columns of `COLUMNS`: text as ``str``, numbers as ``float64``, dates as
        ``datetime64[s]``.

    Raises
    ------
    KeyError
        If a column that has no default is missing.
    """
    defaults: dict[str, str | float] = {
        **dict.fromkeys(STRATA, WHOLE),
        "note": "",
        **dict.fromkeys(NUMBER_COLUMNS, float("nan")),
    }
    complete = rows.copy()
    for name, value in defaults.items():
        if name not in rows:
            complete[name] = value
    complete = complete[list(COLUMNS)].reset_index(drop=True)
    types = {
        **dict.fromkeys(TEXT_COLUMNS, "str"),
        **dict.fromkeys(NUMBER_COLUMNS, "float64"),
        **dict.fromkeys(DATE_COLUMNS, "datetime64[s]"),
    }
    return complete.astype(types)
