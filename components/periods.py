"""How a period is written, by its kind."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from components.numbers import day_words, month, short_month

KIND_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "12-month-ending": "in 12 months ending",
        "year": "in the year",
        "pooled years": "in the pooled years",
        "half-year": "in the half-year",
        "quarter": "in the quarter",
        "month": "in the month",
        "fiscal month": "in the fiscal month",
        "week": "in the week ending",
        "day": "on the day",
    }
)
"""What stands before a period in the sentence of filters."""

SERIES_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "12-month-ending": "12 months ending each month",
        "year": "each year",
        "pooled years": "several years together",
        "half-year": "each half-year",
        "quarter": "each quarter",
        "month": "each month",
        "fiscal month": "each fiscal month",
        "week": "each week",
        "day": "each day",
    }
)
"""What one point of a series covers."""

HOVER_FORMS: Final[Mapping[str, str]] = MappingProxyType(
    {"year": "%Y", "pooled years": "to %Y", "week": "week ending %-d %b %Y", "day": "%-d %b %Y"}
)
"""How a chart's hover card writes a date, where it is not a month (d3-time-format)."""

LONGEST_GAP_DAYS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "12-month-ending": 31,
        "month": 31,
        "fiscal month": 31,
        "quarter": 92,
        "half-year": 184,
        "year": 366,
        "pooled years": 366,
        "week": 7,
        "day": 1,
    }
)
"""Days from one period's end to the next; what is further apart has a gap between."""


def drawn_by_year(kind: str) -> bool:
    """Whether periods of a kind are called by their year."""
    return kind in ("year", "pooled years")


def drawn_day(kind: str, end: date) -> date:
    """Where a period stands on an axis of time: a year at its own tick, not at the next one's."""
    return end.replace(month=1, day=1) if drawn_by_year(kind) else end


def period_label(kind: str, start: date, end: date) -> str:
    """A period as it stands in a list of choices: "December 2025", "2022", "January to June 2024"."""
    if kind == "year":
        return str(end.year)
    if kind == "pooled years":
        return f"{start.year} to {end.year}"
    if kind in ("half-year", "quarter"):
        return f"{month(start).split()[0]} to {month(end)}"
    return day_words(end) if kind in ("week", "day") else month(end)


def period_phrase(kind: str, start: date, end: date) -> str:
    """A period as it stands in a title: "12 months ending December 2025"."""
    before = {"12-month-ending": "12 months ending ", "week": "week ending "}.get(kind, "")
    after = " together" if kind == "pooled years" else ""
    return f"{before}{period_label(kind, start, end)}{after}"


def period_value(kind: str, end: date) -> str:
    """A period as it stands in the URL: its month, or its last day where a month holds several."""
    return end.isoformat() if kind in ("week", "day") else end.isoformat()[:7]


def short_period(kind: str, end: date) -> str:
    """The shortest words for a period's end."""
    if kind in ("year", "pooled years"):
        return str(end.year)
    return day_words(end) if kind in ("week", "day") else short_month(end)
