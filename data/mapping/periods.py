"""First and last day of the period that each row is about."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

import pandas as pd

from data.mapping.declaration import Period
from data.sources.base import FIRST_YEAR, MONTH_NUMBERS, Intake

MONTHS_IN: Final[Mapping[str, int]] = MappingProxyType({"month": 1, "quarter": 3, "half-year": 6, "year": 12})
WEEK_DAYS: Final[Mapping[str, tuple[int, str]]] = MappingProxyType(
    {"starts": (6, "Sunday"), "ends": (5, "Saturday")}
)
"""On which day a week starts and ends, as pandas counts them, and its name."""


def _numbers(count: int, *prefixes: str) -> dict[str, str]:
    return {
        f"{prefix}{form}": str(number)
        for number in range(1, count + 1)
        for prefix in ("", *prefixes)
        for form in (str(number), f"{number:02d}", f"{number}.0")
    }


NUMBER_WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "week": MappingProxyType(_numbers(53, "w", "week ")),
        "month": MappingProxyType(
            _numbers(12) | {name: str(number) for name, number in MONTH_NUMBERS.items()}
        ),
        "quarter": MappingProxyType(_numbers(4, "q")),
        "half-year": MappingProxyType(_numbers(2, "h", "s")),
    }
)
"""Period kind → what a table writes for its number within the year → the number."""


def period_bounds(intake: Intake, period: Period) -> pd.DataFrame:
    """`period_start` and `period_end` of each row; rows whose period makes no sense are refused.

    Weeks are MMWR weeks, Sunday to Saturday; week 1 is the first with at least four days in the year (CDC,
    MMWR weeks fact sheet).
    """
    start = _by_number(intake, period) if period.year else _by_date(intake, period)
    start = start.reindex(intake.rows.index)
    bounds = pd.DataFrame({"period_start": start, "period_end": end_of(start, period.kind)})
    ahead = start > pd.Timestamp(date.today()) + pd.Timedelta(days=1)
    column = period.column or period.year or ""
    intake.refuse(ahead, "a period that has not begun", column)
    intake.refuse(start.dt.year < FIRST_YEAR, f"before {FIRST_YEAR}", column)
    return bounds.loc[intake.rows.index]


def end_of(start: pd.Series, kind: str) -> pd.Series:
    """Last day of the period of a kind that begins on each day."""
    if kind == "day":
        return start
    if kind == "week":
        return start + pd.Timedelta(days=6)
    return start + pd.offsets.MonthEnd(MONTHS_IN[kind])


def start_of(day: pd.Series, kind: str) -> pd.Series:
    """First day of the period of a kind in which each day lies."""
    if kind == "day":
        return day
    if kind == "week":
        return day - pd.to_timedelta((day.dt.day_of_week + 1) % 7, unit="D")
    month = day.dt.month - (day.dt.month - 1) % MONTHS_IN[kind]
    return _first_of(day.dt.year, month)


def readable_days(cells: pd.Series, period: Period) -> pd.Series:
    """Days of a column of dates, refusing nothing; null where one cannot be read."""
    return pd.to_datetime(cells, format=period.format, errors="coerce").dt.normalize()


def _by_date(intake: Intake, period: Period) -> pd.Series:
    column = str(period.column)
    day = intake.day(column, str(period.format)).dt.normalize()
    if period.kind == "week":
        weekday, name = WEEK_DAYS[str(period.week_day)]
        reason = f"not a {name}, on which a week {period.week_day}"
        intake.refuse(day.dt.day_of_week != weekday, reason, column)
    return start_of(day.reindex(intake.rows.index), period.kind)


def _by_number(intake: Intake, period: Period) -> pd.Series:
    year = intake.year(str(period.year))
    if period.number is None:
        return _first_of(year, pd.Series(1, index=year.index))
    number = intake.word(period.number, NUMBER_WORDS[period.kind])
    year = year.reindex(intake.rows.index)
    number = number.reindex(intake.rows.index).astype("int64")
    if period.kind != "week":
        return _first_of(year, (number - 1) * MONTHS_IN[period.kind] + 1)
    start = _mmwr_week_one(year) + pd.to_timedelta((number - 1) * 7, unit="D")
    beyond = start >= _mmwr_week_one(year + 1)
    intake.refuse(beyond, "a year that has no week 53", period.number)
    return start


def _mmwr_week_one(year: pd.Series) -> pd.Series:
    """Sunday of the week that holds 4 January, and so at least four days of the year."""
    fourth = _first_of(year, pd.Series(1, index=year.index)) + pd.Timedelta(days=3)
    return start_of(fourth, "week")


def _first_of(year: pd.Series, month: pd.Series) -> pd.Series:
    return pd.to_datetime(pd.DataFrame({"year": year, "month": month, "day": 1}))
