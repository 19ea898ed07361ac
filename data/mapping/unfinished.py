"""Periods of a partner's table that were not over, or not whole, when it was made: gaps, and no low
figures."""

import re
from datetime import date
from typing import Final

import pandas as pd

from data.mapping.declaration import TableMapping
from data.mapping.fields import DAY_OF_MONTH
from data.mapping.periods import readable_days, start_of
from model.observations import ABSENT_STATUSES, NUMBER_COLUMNS

NOTE: Final = "not complete: {why}"


def with_unfinished_periods(
    mapping: TableMapping, figures: pd.DataFrame, rows_in_file: pd.DataFrame
) -> pd.DataFrame:
    """Figures of unfinished periods without their numbers, and later ones marked as provisional.

    A period is unfinished if it ends after the day through which the mapping says that the table is complete.
    Without that, it is if it ends after the day that the figures are of, or today; and where the rows are
    dated by single days, the last period if its own last day is not among them.

    Parameters
    ----------
    figures
        Observations, with `as_of`.
    rows_in_file
        Every row of the table, refused or not.
    """
    unfinished, why = _unfinished(mapping, figures, rows_in_file)
    if unfinished.any():
        numbers = [name for name in NUMBER_COLUMNS if name in figures]
        figures = figures.assign(note=figures.get("note", ""))
        figures.loc[unfinished, numbers] = float("nan")
        figures.loc[unfinished, ["status", "note"]] = ["missing", NOTE.format(why=why)]
    if mapping.provisional_after is None:
        return figures
    later = figures["period_end"] > pd.Timestamp(mapping.provisional_after)
    shown = ~figures["status"].isin(ABSENT_STATUSES)
    return figures.assign(status=figures["status"].mask(later & shown, "provisional"))


def _unfinished(
    mapping: TableMapping, figures: pd.DataFrame, rows_in_file: pd.DataFrame
) -> tuple[pd.Series, str]:
    """Which figures are of an unfinished period, and how that is known."""
    end = figures["period_end"]
    if mapping.complete_through:
        through = mapping.complete_through
        return end > pd.Timestamp(through), f"the table is complete through {through}"
    if mapping.as_of:
        return end > figures["as_of"], "it had not ended on the day that the figures are of"
    last = _last_day(mapping, rows_in_file)
    if last is not None:
        # Where the last day is the end of its period, no period ends later.
        return end > last, f"the last row is of {last.date()}"
    return end > pd.Timestamp(date.today()), "it has not ended"


def _last_day(mapping: TableMapping, rows_in_file: pd.DataFrame) -> pd.Timestamp | None:
    """The newest day of a table of months or longer periods whose rows are dated by single days; None where
    the date only names the period, by its first day say."""
    period = mapping.period
    has_days = period.format and set(re.findall(r"%.", period.format)) & DAY_OF_MONTH
    if period.kind in ("day", "week") or not has_days or period.column not in rows_in_file:
        return None
    days = readable_days(rows_in_file[period.column], period).dropna()
    if days.empty or days.eq(start_of(days, period.kind)).all():
        return None
    return days.max()
