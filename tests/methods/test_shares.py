"""Intervals of differences of shares, against published values."""

import numpy as np
import pytest

from methods.shares import share_difference, wilson_interval

PUBLISHED = (
    (56, 70, 48, 80, 5.24, 33.39),
    (9, 10, 3, 10, 17.05, 80.90),
    (6, 7, 2, 7, 5.82, 80.62),
    (5, 56, 0, 29, -3.81, 19.26),
    (0, 10, 0, 20, -16.11, 27.75),
)
"""Newcombe 1998, table II, method 10: both counts with their totals, and the limits in percentage points."""


@pytest.mark.parametrize(("part", "whole", "before", "whole_before", "lower", "upper"), PUBLISHED)
def test_the_published_limits(part, whole, before, whole_before, lower, upper):
    difference, low, high = share_difference([part], [whole], [before], [whole_before])
    assert difference[0] == pytest.approx((part / whole - before / whole_before) * 100)
    assert (low[0], high[0]) == (pytest.approx(lower, abs=0.006), pytest.approx(upper, abs=0.006))


@pytest.mark.parametrize(
    ("part", "whole", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_published_score_intervals(part, whole, lower, upper):
    """Newcombe 1998, Statistics in Medicine 17:857, table I, method 3."""
    low, high = wilson_interval([part], [whole])
    assert (low[0], high[0]) == (pytest.approx(lower, abs=6e-5), pytest.approx(upper, abs=6e-5))


def test_nothing_is_known_without_a_total():
    for values in zip(*share_difference([1, 1, np.nan], [np.nan, 0, 5], [1, 1, 1], [5, 5, 5]), strict=True):
        assert np.isnan(values).all()
