"""Rates and intervals: published check values, an independent computation, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2

from methods.rates import (
    is_clear_change,
    percent_change,
    percent_change_interval,
    poisson_interval,
    rate,
    rate_interval,
    width_step,
)

COUNTS = st.integers(0, 200_000)


@pytest.mark.parametrize(("events", "lower", "upper"), [(10, 4.795, 18.390), (20, 12.217, 30.888)])
def test_poisson_limits_of_the_published_table(events, lower, upper):
    low, high = poisson_interval([events])
    assert (round(float(low[0]), 3), round(float(high[0]), 3)) == (lower, upper)


@pytest.mark.parametrize(("events", "width"), [(7, 166), (8, 154), (10, 136)])
def test_relative_width_by_which_nchs_judges_a_rate(events, width):
    lower, upper = rate_interval([events], [50_000], 100_000)
    value = rate([events], [50_000], 100_000)
    assert round(float((upper - lower)[0] / value[0] * 100)) == width


def test_zero_events_have_a_lower_limit_of_zero_and_an_upper_one_above():
    lower, upper = poisson_interval([0])
    assert lower[0] == 0
    assert upper[0] == pytest.approx(-np.log(0.025))


@given(COUNTS)
def test_poisson_limits_agree_with_chi_square_quantiles(events):
    lower, upper = poisson_interval([events])
    expected = chi2.ppf(0.025, 2 * events) / 2 if events else 0
    assert lower[0] == pytest.approx(expected, rel=1e-6, abs=1e-9)
    assert upper[0] == pytest.approx(chi2.ppf(0.975, 2 * events + 2) / 2, rel=1e-6)


@given(st.lists(COUNTS, min_size=2, max_size=20, unique=True))
def test_limits_enclose_the_count_and_rise_with_it(counts):
    events = np.sort(counts)
    lower, upper = poisson_interval(events)
    assert (lower <= events).all()
    assert (events <= upper).all()
    assert (np.diff(lower) > 0).all()
    assert (np.diff(upper) > 0).all()


@given(st.floats(0.5, 0.98), COUNTS)
def test_more_confidence_is_a_wider_interval(confidence, events):
    narrow, wide = poisson_interval([events], confidence), poisson_interval([events], 0.99)
    assert wide[0][0] <= narrow[0][0]
    assert narrow[1][0] <= wide[1][0]


@pytest.mark.parametrize("denominator", [np.nan, 0, -5])
def test_without_a_population_there_is_no_rate(denominator):
    assert np.isnan(rate([12], [denominator], 100_000)).all()
    assert np.isnan(rate_interval([12], [denominator], 100_000)).all()


def test_missing_never_becomes_zero():
    missing = np.array([np.nan])
    assert np.isnan(poisson_interval(missing)).all()
    assert np.isnan(rate(missing, [1000], 100_000)).all()
    assert np.isnan(percent_change(missing, [10])).all()
    assert np.isnan(percent_change([10], missing)).all()
    assert np.isnan(percent_change_interval(missing, [10])).all()
    assert np.isnan(percent_change_interval([10], missing)).all()


def test_a_rate_is_per_what_is_asked():
    assert rate([30], [60_000], 100_000).tolist() == [50.0]
    assert rate([0], [60_000], 100_000).tolist() == [0.0]


def test_no_percent_change_from_zero():
    assert np.isnan(percent_change([5, 0], [0, 0])).all()
    assert np.isnan(percent_change_interval([5, 0], [0, 0])).all()


def test_percent_change_of_known_figures():
    assert percent_change([150, 50, 0, 100], [100] * 4).tolist() == pytest.approx([50, -50, -100, 0])


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_change_limits_agree_with_the_exact_binomial_interval(now, before):
    lower, upper = percent_change_interval([now], [before])
    share = binomtest(now, now + before).proportion_ci(0.95, method="exact")
    assert lower[0] == pytest.approx((share.low / (1 - share.low) - 1) * 100, rel=1e-6, abs=1e-6)
    assert upper[0] == pytest.approx((share.high / (1 - share.high) - 1) * 100, rel=1e-6, abs=1e-6)


@given(COUNTS, st.integers(1, 200_000))
def test_change_limits_enclose_the_change(now, before):
    lower, upper = percent_change_interval([now], [before])
    change = percent_change([now], [before])
    assert -100 <= lower[0] <= change[0] <= upper[0]


def test_the_width_of_an_interval_of_the_presentation_standard():
    """Crude Poisson: 7 events give 166% and exceed the 160% of NCHS (2023); 8 give 154%, 10 give 136%."""
    events = np.array([7.0, 8.0, 10.0, 100.0, 110.0, 5000.0])
    lower, upper = poisson_interval(events)
    assert width_step(events, lower, upper).tolist() == [3, 2, 2, 1, 0, 0]
    assert width_step(events / 7, lower / 7, upper / 7).tolist() == [3, 2, 2, 1, 0, 0]


def test_no_width_without_a_value_and_its_interval():
    assert width_step([0, np.nan, 5, 5], [0, 1, np.nan, 3], [3, 4, np.nan, 5]).tolist() == [-1, -1, -1, 0]


@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000)), min_size=1, max_size=50))
def test_a_clear_change_is_one_whose_interval_leaves_out_zero(pairs):
    now, before = (np.array(counts, dtype=float) for counts in zip(*pairs, strict=True))
    lower, upper = percent_change_interval(now, before)
    assert is_clear_change(now, before).tolist() == ((lower > 0) | (upper < 0)).tolist()


def test_a_change_with_a_count_missing_is_not_clear():
    assert not is_clear_change([np.nan, 30, 5], [10, np.nan, 0]).any()


@pytest.mark.parametrize("expected", [25, 40, 100, 400, 2000])
def test_where_nothing_changed_at_most_a_fortieth_rises_by_chance(expected):
    """What the panel of rising places says of chance, of counts of at least 20 in both years."""
    chance = np.random.default_rng(expected)
    now, before = (chance.poisson(expected, 40_000) for _ in range(2))
    counted = (now >= 20) & (before >= 20)
    lower, _ = percent_change_interval(now[counted], before[counted])
    assert np.mean(lower > 0) <= 0.025
