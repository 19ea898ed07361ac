"""How numbers, periods and places are written, the same wherever they stand."""

import math
from calendar import month_abbr, month_name
from datetime import date

from methods.rounding import rounded as rounded

MINUS = "−"
MONTHS, SHORT_MONTHS = tuple(month_name), tuple(month_abbr)
"""Names by number; the calendar's own lists write a date at each look."""


def number(value: float | None, decimals: int = 0) -> str:
    """A number with thousands commas and a true minus sign; a dash where there is none.

    Halves round away from zero, as people do by hand.
    """
    if value is None or math.isnan(value):
        return "–"
    scale = 10**decimals
    rounded = math.floor(abs(value) * scale + 0.5 + 1e-9) / scale
    sign = MINUS if value < 0 and rounded else ""
    return f"{sign}{rounded:,.{decimals}f}"


def signed_percent(value: float | None) -> str:
    """A change in percent with its sign: "+3.1%", "−12.0%"."""
    text = number(value, 1)
    if value is None or math.isnan(value):
        return text
    sign = "+" if value > 0 and text.strip("0.") else ""
    return f"{sign}{text}%"


def counted(count: float, singular: str, plural: str) -> str:
    """A number of things: "1 county", "3,142 counties"."""
    return f"{number(count)} {singular if count == 1 else plural}"


def pounds(weight: float) -> str:
    """A weight: "10,914.7 lb"; of less than the last digit "under 0.1 lb", which is not none."""
    return "under 0.1 lb" if 0 < weight < 0.05 else f"{number(weight, 1)} lb"


def limits_words(least: float, most: float, decimals: int) -> str:
    """A number known within limits: "between 5.4 and 47.8", "9.9" where both are one, or "cannot be
    stated"."""
    if math.isinf(least) or math.isinf(most):
        return "cannot be stated"
    low, high = number(least, decimals), number(most, decimals)
    return low if low == high else f"between {low} and {high}"


def month(day: date) -> str:
    """A month in words: "December 2025"."""
    return f"{MONTHS[day.month]} {day.year}"


def short_month(day: date) -> str:
    """A month in short: "Dec 2025"."""
    return f"{SHORT_MONTHS[day.month]} {day.year}"


def day_words(day: date) -> str:
    """A day in words: "9 August 2026"."""
    return f"{day.day} {month(day)}"
