"""Smoothed rates: by hand, beside the field's own implementation, and what holds for every input."""

import numpy as np
import pytest
from esda.smoothing import Empirical_Bayes
from hypothesis import given
from hypothesis import strategies as st

from methods.smoothing import empirical_bayes

AREAS = st.lists(st.tuples(st.integers(0, 500), st.integers(1_000, 2_000_000)), min_size=1, max_size=40)


def test_two_areas_by_hand():
    """m = 40/2000 = 0.02, A = 0.0001 - 0.02/1000 = 0.00008, w = 0.00008/(0.00008 + 0.00002) = 0.8."""
    assert empirical_bayes([10, 30], [1000, 1000]) == pytest.approx([0.012, 0.028])


def test_a_spread_that_chance_explains_leaves_one_rate():
    """m = 0.02; the spread, 0.000001, is below the 0.00002 of chance alone."""
    assert empirical_bayes([19, 21], [1000, 1000]) == pytest.approx([0.02, 0.02])


def test_the_fewer_the_people_the_nearer_to_the_rate_of_all():
    """Both small areas have the same rate; the smaller is drawn further."""
    smoothed = empirical_bayes([2, 20, 4000, 1000], [1_000, 10_000, 2_000_000, 2_000_000])
    overall = 5022 / 4_011_000
    assert abs(smoothed[0] - overall) < abs(smoothed[1] - overall) < 0.002 - overall


def test_the_values_of_esda_where_the_variance_needs_no_clamp():
    chance = np.random.default_rng(3)
    people = chance.integers(2_000, 900_000, 300).astype(float)
    counts = chance.poisson(people * chance.gamma(4, 0.00008, 300)).astype(float)
    theirs = Empirical_Bayes(counts, people).r.ravel()
    assert empirical_bayes(counts, people) == pytest.approx(theirs, rel=1e-12)


def test_a_withheld_count_takes_no_part():
    with_it = empirical_bayes([10, np.nan, 30, 5], [1000, 50, 1000, np.nan])
    assert np.isnan(with_it[[1, 3]]).all()
    assert with_it[[0, 2]] == pytest.approx(empirical_bayes([10, 30], [1000, 1000]))


def test_nothing_to_smooth():
    assert np.isnan(empirical_bayes([np.nan, 3], [100, 0])).all()
    assert len(empirical_bayes([], [])) == 0
    assert empirical_bayes([0, 0], [10, 20]).tolist() == [0, 0]


@given(AREAS)
def test_an_estimate_lies_between_the_rate_and_that_of_all(areas):
    counts, people = np.array(areas, dtype=float).T
    rates, overall = counts / people, counts.sum() / people.sum()
    smoothed = empirical_bayes(counts, people)
    assert (smoothed >= np.minimum(rates, overall) - 1e-12).all()
    assert (smoothed <= np.maximum(rates, overall) + 1e-12).all()
