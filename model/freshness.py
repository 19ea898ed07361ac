"""How old a copy of a source's figures is, and whether newer ones have probably been published since.

Nothing here says that an agency is late: the copy is as old as its last download.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Freshness:
    """A source on a day.

    Attributes
    ----------
    period_age_days
        Days since its newest period ended.
    vintage_age_days
        Days since its figures were as they are.
    due
        Day by which the next period is expected; None for a source without a schedule.
    is_outdated
        Whether that day is past, so that newer figures have probably been published.
    """

    period_age_days: int
    vintage_age_days: int
    due: date | None
    is_outdated: bool


def freshness(source: Mapping[str, object], today: date) -> Freshness:
    """Say how fresh a source is.

    Parameters
    ----------
    source
        Its row in the extract's table of sources: `through` and `as_of` are dates, `period_months` and
        `lag_days` whole numbers.
    """
    through, as_of = source["through"], source["as_of"]
    months, lag = source["period_months"], source["lag_days"]
    if not (isinstance(through, date) and isinstance(as_of, date)):
        raise TypeError(f"through and as_of are dates, not {through!r} and {as_of!r}")
    due = next_due(through, int(str(months)), int(str(lag)))
    return Freshness(
        (today - through).days, (today - as_of).days, due, is_outdated=due is not None and today > due
    )


def next_due(through: date, period_months: int, lag_days: int) -> date | None:
    """Day by which the period after `through` is expected; None for 0 months, which is no schedule."""
    if period_months == 0:
        return None
    return months_later(through, period_months) + timedelta(days=lag_days)


def months_later(day: date, months: int) -> date:
    """The same day of a later month. The last of a month stays the last, whatever its length."""
    year, index = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, index + 1)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, index + 1, last if is_last else min(day.day, last))
