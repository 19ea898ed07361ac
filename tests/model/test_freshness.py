"""How old a copy is and whether a newer one is to be had, by the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.catalog import SOURCES
from model.freshness import freshness, months_later, next_due


def row(through, as_of, months, lag):
    return {"through": through, "as_of": as_of, "period_months": months, "lag_days": lag}


VSRR = row(date(2025, 2, 28), date(2025, 7, 16), 1, 165)


def test_ages_are_counted_from_the_period_and_from_the_vintage():
    found = freshness(VSRR, date(2025, 7, 20))
    assert (found.period_age_days, found.vintage_age_days) == (142, 4)


@pytest.mark.parametrize(
    ("today", "outdated"),
    [
        (date(2025, 9, 11), False),
        (date(2025, 9, 12), False),
        (date(2025, 9, 13), True),
        (date(2026, 9, 12), True),
    ],
)
def test_a_copy_of_a_monthly_source_is_old_once_the_next_month_was_expected(today, outdated):
    # March 2025 ends on the 31st; 165 days later is 12 September.
    found = freshness(VSRR, today)
    assert found.due == date(2025, 9, 12)
    assert found.is_outdated is outdated


def test_a_copy_of_a_source_without_a_schedule_is_never_called_old():
    found = freshness(row(date(2013, 12, 31), date(2013, 12, 31), 0, 0), date(2026, 11, 22))
    assert (found.due, found.is_outdated) == (None, False)
    assert found.period_age_days == 4709


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 2, 28), 1, date(2025, 3, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 12, 31), 3, date(2025, 3, 31)),
        (date(2024, 12, 31), 24, date(2026, 12, 31)),
        (date(2024, 1, 30), 1, date(2024, 2, 29)),
        (date(2024, 11, 23), 2, date(2025, 1, 23)),
    ],
)
def test_months_later_keeps_the_end_of_a_month_at_the_end(day, months, expected):
    assert months_later(day, months) == expected


@given(st.dates(date(1999, 1, 1), date(2090, 1, 1)), st.integers(1, 120), st.integers(0, 900))
def test_the_next_period_is_due_after_it_ends(through, months, lag):
    due = next_due(through, months, lag)
    assert due - timedelta(days=lag) == months_later(through, months) > through


def test_every_source_of_the_catalog_has_a_delay_with_its_schedule():
    for source in SOURCES.values():
        assert (source.period_months > 0) == (source.lag_days > 0), source.id


def test_a_row_without_dates_is_refused():
    with pytest.raises(TypeError, match="are dates"):
        freshness(row("2025-02-28", date(2025, 7, 16), 1, 165), date(2025, 9, 1))
