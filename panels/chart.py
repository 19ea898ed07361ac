"""What a panel's chart holds: series on one axis of values, from its table, so that no number can differ."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from queries.results import ResolvedView

MOST_SERIES: Final = 8
"""More lines in one chart cannot be told apart."""
Limits = tuple[tuple[float | None, ...], tuple[float | None, ...]]
NO_LIMITS: Final[Limits] = ((), ())
NO_MEASURE: Final = (
    "lower",
    "upper",
    "rank",
    "rank_lower",
    "rank_upper",
    "counties",
    "counties_released",
    "counted",
)
"""Columns of numbers that are not what a table shows."""
TELLS_APART: Final = ("place", "name", "indicator", "drug", "series", "area", "measure", "label")
"""Columns of words that a table's lines are told apart by."""


@dataclass(frozen=True)
class Series:
    """One line, row of bars or row of dots.

    Attributes
    ----------
    at
        Names of bars and dots, or last days of the periods of a line, ascending.
    values
        In the digits of the screen; None for what has no figure, which is drawn as a gap and never as zero.
    lower, upper
        Limits of the 95% intervals; empty where there are none.
    predicted
        Whether it is the agency's expectation and not a report, drawn broken.
    fitted
        Whether it is a line fitted to another, drawn thin and broken.
    token
        The color that it has on screen, as the stylesheet names it; empty for one without its own.
    """

    name: str
    at: tuple[str, ...] | tuple[date, ...]
    values: tuple[float | None, ...]
    lower: tuple[float | None, ...] = ()
    upper: tuple[float | None, ...] = ()
    predicted: bool = False
    fitted: bool = False
    token: str = ""


@dataclass(frozen=True)
class Chart:
    """Series on one axis of values.

    Attributes
    ----------
    unit
        Of the values, as the axis says it.
    decimals
        Digits behind the point.
    """

    form: Literal["line", "bar", "dot"]
    series: tuple[Series, ...]
    unit: str
    decimals: int


def numbers_of(column: pd.Series) -> tuple[float | None, ...]:
    """The numbers of a column, None for what is missing."""
    return tuple(None if pd.isna(value) else float(value) for value in column)


def limits_of(rows: pd.DataFrame) -> Limits:
    """Lower and upper limits; none where no row has them."""
    if not {"lower", "upper"} <= set(rows) or rows["lower"].isna().all():
        return NO_LIMITS
    return numbers_of(rows["lower"]), numbers_of(rows["upper"])


def days_of(column: pd.Series) -> tuple[Any, ...]:
    """The days of a column."""
    return tuple(day.date() for day in pd.to_datetime(column))


def decimals_in(column: pd.Series) -> int:
    """Digits behind the point that a column has."""
    known = column.dropna()
    return 0 if (known == known.round()).all() else 1


def chart_over_time(_resolved: ResolvedView, _found: Any, rows: pd.DataFrame) -> Chart | None:
    """Lines of a table that has a period's end, a number and more than one period in a line."""
    measures = [
        name
        for name in rows
        if is_numeric_dtype(rows[name]) and not is_bool_dtype(rows[name]) and name not in NO_MEASURE
    ]
    if "period_end" not in rows or not measures or rows.empty:
        return None
    apart = [name for name in TELLS_APART if name in rows and rows[name].nunique() > 1]
    parts = list(rows.groupby(apart, sort=False)) if apart else [((), rows)]
    if len(parts) > MOST_SERIES or not any(part["period_end"].nunique() > 1 for _, part in parts):
        return None
    if any(part["period_end"].duplicated().any() for _, part in parts):
        return None
    column = str(measures[0])
    series = tuple(
        Series(
            _series_name(part, apart, column),
            days_of(part["period_end"]),
            numbers_of(part[column]),
            *limits_of(part),
        )
        for _, part in ((key, each.sort_values("period_end")) for key, each in parts)
    )
    return Chart("line", series, column, decimals_in(rows[column]))


def _series_name(part: pd.DataFrame, apart: list[str], column: str) -> str:
    """What a line is called: the words that tell it apart, its name before its code."""
    said = [str(part[name].iloc[0]) for name in apart if not (name == "place" and "name" in apart)]
    return ", ".join(said) or (str(part["name"].iloc[0]) if "name" in part else column)
