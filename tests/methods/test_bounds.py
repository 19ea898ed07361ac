"""The least and the most that a median can be, against every way of filling in what is withheld."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.bounds import median_bounds

figures = st.one_of(
    st.integers(0, 30).map(lambda value: (value, value)),
    st.tuples(st.integers(0, 5), st.integers(0, 9)).map(lambda pair: (pair[0], sum(pair))),
)


@given(st.lists(figures, min_size=1, max_size=5))
def test_they_are_the_extremes_of_all_fillings_and_both_occur(limits):
    fillings = product(*(range(lower, upper + 1) for lower, upper in limits))
    medians = [float(np.median(filling)) for filling in fillings]
    assert median_bounds(*zip(*limits, strict=True)) == (min(medians), max(medians))


def test_a_worked_case():
    # Of five rates two are withheld counts of 1 to 9 among 10,000 and 50,000 people.
    lower, upper = [0, 12.0, 30.0, 10.0, 2.0], [0, 12.0, 30.0, 90.0, 18.0]
    assert median_bounds(lower, upper) == (10.0, 18.0)


def test_what_has_no_limit_leaves_the_median_without_one():
    assert median_bounds([1, 0], [1, np.inf]) == (0.5, np.inf)
    assert median_bounds([1, 2, 0], [1, 2, np.inf]) == (1, 2)


@pytest.mark.parametrize(("lower", "upper"), [([], []), ([1, 2], [3]), ([4], [3])])
def test_limits_that_are_none_are_refused(lower, upper):
    with pytest.raises(ValueError, match="limit"):
        median_bounds(lower, upper)


def test_coverage_of_the_bounds_in_a_simulated_state():
    """The true median lies within the bounds whatever the withheld counts are: always, for they are no
    estimate."""
    chance = np.random.default_rng(4)
    for _ in range(200):
        people = np.exp(chance.normal(10, 1, 90))
        count = chance.poisson(people * 22e-5)
        withheld = (count >= 1) & (count <= 9)
        rate = count / people * 1e5
        lower = np.where(withheld, 1 / people * 1e5, rate)
        upper = np.where(withheld, 9 / people * 1e5, rate)
        least, most = median_bounds(lower, upper)
        assert least <= np.median(rate) <= most
