"""The calendar of periods: their ends, and the period a year earlier."""

from calendar import month_name
from datetime import date, timedelta
from typing import Final

import pandas as pd

WEEKS_OF_A_YEAR: Final = 52 * 7
"""Days: a week is compared with the one 52 weeks earlier, which ends on the same day of the week."""


def month_end_of(month: str) -> date:
    """Last day of a month written `YYYY-MM`."""
    return pd.Period(month, "M").end_time.date()


def last_day_of(period: str) -> date:
    """The day itself, or the last day of a month written `YYYY-MM`."""
    return month_end_of(period) if len(period) == len("2024-12") else date.fromisoformat(period)


def months_later(day: date, months: int) -> date:
    """Month end a number of months after (or, below zero, before) another."""
    return (pd.Timestamp(day) + pd.offsets.MonthEnd(months)).date()


def month_of(day: date) -> str:
    """Month of a day, written `YYYY-MM`."""
    return f"{day.year}-{day.month:02d}"


def period_words(day: date) -> str:
    """Month of a day in words."""
    return f"{month_name[day.month]} {day.year}"


def year_earlier(period_kind: str, day: date) -> date:
    """End of the same period a year before: the same week of 52, the same day, the same month."""
    if period_kind == "week":
        return day - timedelta(days=WEEKS_OF_A_YEAR)
    if period_kind == "day":
        return (pd.Timestamp(day) - pd.DateOffset(years=1)).date()
    return months_later(day, -12)


def years_apart(period_kind: str, end: date, other: date | None) -> bool:
    """Whether two periods of a kind end on the same day of a year, a week in the same of 52."""
    if other is None:
        return False
    if period_kind == "week":
        return (end - other).days % WEEKS_OF_A_YEAR == 0
    return end.month == other.month and (period_kind != "day" or end.day == other.day)
