"""The columns of a histogram of places."""

import numpy as np
import pytest

from methods.histogram import COLUMNS, column_of, histogram, histogram_range

ORDERED = np.arange(0, 1001, 10)


@pytest.mark.parametrize(
    ("values", "diverging", "expected"),
    [
        (ORDERED, False, (0, 990)),
        (ORDERED, True, (10, 990)),
        ([-5, 7, 9], False, (-5, 9)),
        ([7, 7], False, (0, 7)),
        ([7, 7], True, (7, 8)),
    ],
)
def test_the_range_leaves_out_a_hundredth_and_starts_at_zero_unless_values_lie_on_both_sides(
    values, diverging, expected
):
    assert histogram_range(values, diverging=diverging) == expected


def test_what_lies_beyond_an_end_stands_in_its_column():
    columns = column_of([-50, 0, 9.9, 10, 399, 400, 1000], (0, 400))
    assert columns.tolist() == [0, 0, 0, 1, COLUMNS - 1, COLUMNS - 1, COLUMNS - 1]


def test_zeros_are_counted_and_not_drawn_where_figures_cannot_fall():
    found = histogram([0, 0, 5, 400], diverging=False)
    assert (found.columns.tolist(), found.zeros) == ([-1, -1, 0, COLUMNS - 1], 2)
    assert (found.lowest, found.median, found.highest) == (0, 202.5, 400)


def test_zeros_of_changes_are_drawn_and_what_lies_beyond_the_ends_is_counted():
    found = histogram([-900, *range(-100, 101), 900], diverging=True)
    assert found.zeros == 0 and (found.columns >= 0).all()
    assert (found.low, found.high, found.below, found.beyond) == (-99, 99, 2, 2)
