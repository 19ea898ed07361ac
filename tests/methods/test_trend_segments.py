"""Trend segments against published results, an implementation of their own, and simulated truth."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis_profiles import examples
from scipy.optimize import lsq_linear
from scipy.stats import linregress, t

from methods.trend_segments import most_joinpoints, trend_segments

US_RATES = [6.1, 6.2, 6.8, 8.2, 8.9, 9.4, 10.1, 11.5, 11.9, 11.9]
US_RATES += [11.9, 12.3, 13.2, 13.1, 13.8, 14.7, 16.3, 19.8, 21.7]
"""Age-adjusted drug overdose deaths per 100,000, United States, 1999 to 2017 (NCHS Data Brief 329)."""
HIV_RATES = {
    "both": [17.6, 17.4, 17.3, 17.1, 15.3, 15.3, 14.2, 11.1, 13.6, 12.9, 8.1, 11.6, 12.2],
    "women": [11.6, 11.1, 11.1, 10.9, 9.1, 8.6, 8.2, 6.3, 7.8, 7.5, 4.6, 6.7, 7.3],
    "men": [23.9, 24, 23.7, 23.6, 21.7, 22.3, 20.5, 16.2, 19.5, 18.4, 11.7, 16.6, 17.2],
}
"""HIV diagnoses per 100,000, Argentina, 2010 to 2022: the example data of the R package joinpointR."""


def spans(found):
    return [(segment.first, segment.last) for segment in found.segments]


def test_the_trend_of_the_nation_is_that_of_the_data_brief():
    """NCHS Data Brief 329: 10% per year from 1999 through 2006, 3% through 2014, 16% through 2017."""
    found = trend_segments(range(1999, 2018), US_RATES)
    assert spans(found) == [(1999, 2006), (2006, 2014), (2014, 2017)]
    assert [round(segment.percent) for segment in found.segments] == [10, 3, 16]
    assert all(segment.lower > 0 for segment in found.segments)


def brute_force(years, values, weights, number):
    """Joinpoints, slopes and mean squared error of the best fit, each tried as lines of free height and slope
    that must meet, by another solver."""
    years, logs, root = np.asarray(years, float), np.log(values), np.sqrt(np.asarray(weights, float))
    best = None
    for chosen in combinations(years[2:-2], number):
        if any(later - earlier < 3 for earlier, later in pairwise(chosen)):
            continue
        knots = np.array([years[0], *chosen, years[-1]])
        heights = np.array([np.interp(years, knots, unit) for unit in np.eye(len(knots))]).T
        fit = lsq_linear(heights * root[:, None], logs * root, tol=1e-14)
        if best is None or fit.cost < best[0]:
            best = fit.cost, chosen, np.diff(fit.x) / np.diff(knots)
    cost, chosen, slopes = best
    return list(chosen), slopes, 2 * cost / len(years)


@pytest.mark.parametrize(
    ("who", "bic", "joinpoints"), [("both", -3.775, []), ("women", -3.686, [2020]), ("men", -3.85, [])]
)
def test_the_independent_implementation_has_the_published_bic(who, bic, joinpoints):
    """joinpointR, vignette "Introduction": joinpoints and BIC, chosen by BIC from up to two joinpoints."""
    years, scores = np.arange(2010, 2023), {}
    for number in range(3):
        chosen, _, error = brute_force(years, HIV_RATES[who], np.ones(13), number)
        scores[np.log(error) + (2 * number + 2) * np.log(13) / 13] = chosen
    assert min(scores) == pytest.approx(bic, abs=0.0005)
    assert scores[min(scores)] == joinpoints


@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_the_independent_implementation(seed):
    chance = np.random.default_rng(seed)
    years, bend = np.arange(2008, 2022), chance.integers(4, 10)
    counts = chance.poisson(150 * np.exp(np.where(np.arange(14) < bend, 0.12, -0.02).cumsum()))
    found = trend_segments(years, counts / 3.7, counts)
    number = len(found.segments) - 1
    joinpoints, slopes, error = brute_force(years, counts / 3.7, counts, number)
    assert [segment.last for segment in found.segments[:-1]] == joinpoints
    assert [segment.percent for segment in found.segments] == pytest.approx(np.expm1(slopes) * 100)
    # The interval, from its definition.
    freedom = 14 - 2 * number - 2
    for segment, slope in zip(found.segments, slopes, strict=True):
        within = (years >= segment.first) & (years <= segment.last)
        spread = np.cov(years[within], aweights=counts[within], ddof=0) * counts[within].sum()
        margin = t.ppf(0.975, freedom) * np.sqrt(error * 14 / freedom / spread)
        limits = np.expm1([slope - margin, slope + margin]) * 100
        assert (segment.lower, segment.upper) == pytest.approx(tuple(limits))


@given(st.lists(st.floats(5, 50), min_size=5, max_size=6))
@settings(max_examples=examples(25))
def test_few_years_have_one_line_as_scipy_fits_it(values):
    """Up to six years have no joinpoint; the line and its interval are those of simple regression."""
    assume(np.ptp(values) > 0.01)
    years = np.arange(2015, 2015 + len(values))
    (segment,) = trend_segments(years, values).segments
    line = linregress(years, np.log(values))
    margin = t.ppf(0.975, len(values) - 2) * line.stderr
    expected = np.expm1([line.slope, line.slope - margin, line.slope + margin]) * 100
    assert (segment.percent, segment.lower, segment.upper) == pytest.approx(tuple(expected), abs=1e-6)


def test_the_number_of_joinpoints_is_bounded_by_the_number_of_years():
    """The default table of Joinpoint: 0 to 6 years 0, 7 to 11 1, to 16 2, to 21 3, to 26 4, above 5."""
    upper = {6: 0, 7: 1, 11: 1, 12: 2, 16: 2, 17: 3, 21: 3, 22: 4, 26: 4, 27: 5, 40: 5}
    assert {years: most_joinpoints(years) for years in upper} == upper


def test_joinpoints_keep_two_years_from_the_ends_and_each_other():
    values = [10, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 80]
    found = trend_segments(range(2000, 2012), values)
    ends = [2000, *[segment.last for segment in found.segments]]
    assert all(later - earlier >= 3 for earlier, later in pairwise(ends[1:-1]))
    assert ends[1] >= 2002
    assert ends[-2] <= 2009 or len(ends) == 2


def test_an_exact_exponential_is_one_segment_without_error():
    found = trend_segments(range(2000, 2013), 20 * 1.05 ** np.arange(13))
    (segment,) = found.segments
    assert segment.percent == pytest.approx(5)
    assert (segment.lower, segment.upper) == pytest.approx((5, 5))
    assert found.fitted == pytest.approx(20 * 1.05 ** np.arange(13))


def test_the_unit_of_the_values_does_not_matter():
    per_100 = trend_segments(range(1999, 2018), np.array(US_RATES) / 1000)
    assert [segment.percent for segment in per_100.segments] == pytest.approx(
        [segment.percent for segment in trend_segments(range(1999, 2018), US_RATES).segments]
    )


@pytest.mark.parametrize(
    ("years", "values", "counts"),
    [
        (range(2010, 2014), [1, 2, 3, 4], None),
        ([2010, 2011, 2013, 2014, 2015], [1, 2, 3, 4, 5], None),
        (range(2010, 2015), [1, 2, 0, 4, 5], None),
        (range(2010, 2015), [1, 2, np.nan, 4, 5], None),
        (range(2010, 2015), [1, 2, 3, 4, 5], [20, 30, 0, 40, 50]),
    ],
)
def test_what_has_no_segments_is_refused(years, values, counts):
    with pytest.raises(ValueError, match="segments need"):
        trend_segments(years, values, counts)


SHAPES = (
    (13, (), (0.05,), 200, 0.0),
    (13, (7,), (0.15, -0.03), 150, 0.0),
    (13, (7,), (0.15, -0.03), 150, 0.05),
    (13, (4, 9), (0.03, 0.2, -0.02), 500, 0.02),
    (19, (7, 15), (0.10, 0.03, 0.16), 500, 0.02),
)
"""Years, joinpoints, slopes, first expected count, and spread of the true rates around the lines."""


def held(shape, times):
    """How often the number of joinpoints is found, the intervals hold the true slope where it is, and the
    interval of its segment holds that of a year, whatever was found."""
    years, joinpoints, slopes, first, spread = shape
    chance = np.random.default_rng(7)
    lengths = np.diff([0, *joinpoints, years - 1])
    yearly = np.repeat(slopes, lengths)
    logs = np.log(first) + np.concatenate([[0], yearly.cumsum()])
    right, in_right, in_years = [], [], []
    for _ in range(times):
        counts = chance.poisson(np.exp(logs + chance.normal(0, spread, years)))
        found = trend_segments(np.arange(years), counts, counts).segments
        limits = np.log1p([[each.lower / 100, each.upper / 100] for each in found])
        of_years = np.repeat(limits, [each.last - each.first for each in found], axis=0)
        in_years.append(np.mean((of_years[:, 0] <= yearly) & (yearly <= of_years[:, 1])))
        right.append(len(found) == len(slopes))
        if right[-1]:
            in_right.append(np.mean((limits[:, 0] <= slopes) & (slopes <= limits[:, 1])))
    return np.mean(right), np.mean(in_right), np.mean(in_years)


def test_intervals_hold_the_true_change_about_as_often_as_is_said():
    right, in_right, in_years = held(SHAPES[1], 80)
    assert right > 0.8
    assert in_right > 0.88
    assert in_years > 0.84


@pytest.mark.full
@pytest.mark.parametrize("shape", SHAPES)
def test_intervals_hold_the_true_change_in_many_simulations(shape):
    """The figures of docs/methods.md."""
    right, in_right, in_years = held(shape, 400)
    assert right > 0.8
    assert in_right > 0.88
    assert in_years > 0.84
