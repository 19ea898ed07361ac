"""Thirds against mapclassify's quantiles, and where there are none."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from mapclassify import Quantiles

from methods.terciles import tercile_limits, tercile_of


def test_limits_are_those_of_mapclassify():
    values = np.random.default_rng(7).gamma(2.0, 15.0, 1500).round(1)
    expected = Quantiles(values, k=3).bins[:2].round(1)
    assert tercile_limits(values, 1) == tuple(expected)
    assert (np.bincount(tercile_of(values, tercile_limits(values, 1))) > 480).all()


def test_a_value_on_a_limit_belongs_to_the_third_below():
    assert tercile_of([1.0, 2.0, 2.1, 5.0, 5.1], (2.0, 5.0)).tolist() == [0, 0, 1, 1, 2]


def test_what_is_unknown_is_ignored():
    assert tercile_limits([np.nan, 1, 2, 3, np.inf], 1) == tercile_limits([1, 2, 3], 1)


def test_figures_too_alike_have_no_thirds():
    assert tercile_limits([], 1) == ()
    assert tercile_limits([np.nan], 1) == ()
    assert tercile_limits([3, 3, 3, 3, 9], 1) == ()
    assert tercile_limits([1, 9, 9, 9, 9], 1) == ()
    assert tercile_limits([1.01, 1.02, 1.03], 1) == ()


@given(st.lists(st.floats(-1e6, 1e6), max_size=60))
def test_each_third_has_a_figure_where_there_are_thirds(values):
    limits = tercile_limits(values, 1)
    if limits:
        assert limits[0] < limits[1]
        assert set(tercile_of(np.round(values, 1), limits)) == {0, 1, 2}
