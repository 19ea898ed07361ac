"""Windows of 12 months: the attacker over time, and whole series that are held back from it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis_profiles import examples
from scipy.optimize import linprog

from methods.suppression.labels import is_small
from methods.suppression.over_time import tighten_windows
from methods.suppression.policy import POLICIES
from methods.suppression.series import Series, certify_series, part_bounds, protect_series

NCHS = POLICIES["1-9"]
FEW = settings(max_examples=examples(20))


def windows_of(months):
    """Sums of 12 months that follow each other, along the last axis."""
    return np.lib.stride_tricks.sliding_window_view(months, 12, axis=-1).sum(axis=-1)


def said_of(windows):
    """What is said of windows of which only small ones are withheld."""
    small = is_small(windows, NCHS)
    return np.where(small, 1.0, windows), np.where(small, 9.0, windows)


def span(first, last, months):
    return ((np.arange(months) >= first) & (np.arange(months) < last)) * 1.0


@FEW
@given(st.integers(0, 10**6), st.integers(15, 20))
def test_windows_are_bounded_as_another_linear_program_over_months_bounds_them(seed, windows):
    random = np.random.default_rng(seed)
    months = random.poisson(random.uniform(0.3, 1.5), size=windows + 11)
    truth = windows_of(months)
    low, high = said_of(truth)
    nothing = random.random(windows) < 0.15
    low, high = np.where(nothing, 0.0, low), np.where(nothing, np.inf, high)
    found_low, found_high, consistent = tighten_windows(low[None], high[None])
    assert consistent.all()
    assert (found_low[0] <= truth).all()
    assert (truth <= found_high[0]).all()
    rules = np.array([span(at, at + 12, windows + 11) for at in range(windows)])
    limited = np.isfinite(high)
    for at in range(windows):
        ends = [
            linprog(
                sign * rules[at],
                A_ub=np.concatenate([-rules, rules[limited]]),
                b_ub=np.concatenate([-low, high[limited]]),
            )
            for sign in (1, -1)
        ]
        assert found_low[0, at] == pytest.approx(ends[0].fun, abs=1e-6)
        assert found_high[0, at] == (np.inf if ends[1].status else pytest.approx(-ends[1].fun, abs=1e-6))


def test_windows_that_contradict_each_other_are_told_and_left_as_given():
    random = np.random.default_rng(5)
    truth = windows_of(random.poisson(1.0, size=(3, 31))).astype(float)
    low, high = truth.copy(), truth.copy()
    low[1, 3], high[1, 3] = 9.0, 4.0
    found_low, found_high, consistent = tighten_windows(low, high)
    assert consistent.tolist() == [True, False, True]
    np.testing.assert_array_equal(found_low, low)
    np.testing.assert_array_equal(found_high, high)


def test_windows_that_only_together_contradict_each_other_are_told():
    truth = np.array([[30.0, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 90]])
    falling = truth.copy()
    falling[0, 1:12] = 0.0
    assert tighten_windows(truth, truth)[2].tolist() == [True]
    assert tighten_windows(falling, falling)[2].tolist() == [True]
    # Months 1 to 12 are at most 4 of the first window and 4 of the last, which say 30 for all of them.
    low, high = np.zeros((1, 13)), np.full((1, 13), np.inf)
    low[0, 6], high[0, 0], high[0, 12] = 30.0, 4.0, 4.0
    assert tighten_windows(low, high)[2].tolist() == [False]


def test_small_windows_of_many_places_are_bounded_by_their_neighbors_and_not_by_themselves():
    random = np.random.default_rng(8)
    months = random.poisson(random.lognormal(-0.3, 0.7, size=(200, 1)), size=(200, 40))
    windows = windows_of(months)
    small = is_small(windows, NCHS)
    low, high = said_of(windows)
    found_low, found_high, consistent = tighten_windows(low, high)
    assert consistent.all()
    assert (found_low <= windows).all()
    assert (windows <= found_high).all()
    narrower = small & ((found_low > 1) | (found_high < 9))
    assert narrower.sum() > 0.15 * small.sum()
    alone = [tighten_windows(low[:, [at]], high[:, [at]])[:2] for at in range(windows.shape[1])]
    for at, (one_low, one_high) in enumerate(alone):
        np.testing.assert_array_equal(one_low[:, 0], low[:, at])
        np.testing.assert_array_equal(one_high[:, 0], high[:, at])


def series_of(counts, groups=None, years=None, by_month=False, held=None):
    """Series from January on; counts of some years published, the small ones withheld."""
    counts = np.asarray(counts)
    places, months = counts.shape
    calendar = np.arange(months) // 12
    published = [year for year in (years or []) if (year + 1) * 12 <= months]
    year_of = np.full(months, -1)
    low, high = np.zeros((places, len(published))), np.zeros((places, len(published)))
    small = np.zeros((places, len(published)), dtype=bool)
    for at, year in enumerate(published):
        year_of[calendar == year] = at
        total = counts[:, calendar == year].sum(axis=1)
        small[:, at] = is_small(total, NCHS)
        low[:, at] = np.where(small[:, at], NCHS.least, total)
        high[:, at] = np.where(small[:, at], NCHS.most, total)
    held_back = small if held is None else small | held
    groups = np.zeros(places, dtype=int) if groups is None else np.asarray(groups)
    return Series(counts, groups, year_of, low, high, held_back, by_month)


def small_series(seed):
    """2 to 5 places in one or two groups, 24 to 40 months, some calendar years published."""
    random = np.random.default_rng(seed)
    places, months = random.integers(2, 6), random.integers(24, 41)
    counts = random.poisson(random.choice([0.4, 0.8, 2.5], size=(places, 1)), size=(places, months))
    groups = np.sort(random.integers(0, 2, size=places)) if seed % 3 == 0 else np.zeros(places, dtype=int)
    groups -= groups.min()
    years = [year for year in range(3) if random.random() < 0.6]
    held = random.random((places, len([y for y in years if (y + 1) * 12 <= months]))) < 0.15
    return series_of(counts, groups, years, by_month=False, held=held)


def extremes(series, held, place, part):
    """Least and most of a window by a model of all months of all places."""
    places, months = series.counts.shape
    equal, equal_to, most, most_to = [], [], [], []

    def row(chosen, weights):
        made = np.zeros((places, months))
        made[chosen] = weights
        return made.ravel()

    for group in np.unique(series.groups):
        for month in range(months):
            inside = series.groups == group
            equal.append(row(inside, span(month, month + 1, months)))
            equal_to.append(series.counts[inside, month].sum())
    for at in range(places):
        for year in range(series.year_low.shape[1]):
            weights = row(at, (series.year_of == year) * 1.0)
            most += [weights, -weights]
            low, high = series.year_low[at, year], series.year_high[at, year]
            if series.year_held[at, year] and low == high:
                # Held back so that small ones can be anything: above the policy.
                low, high = float(NCHS.most + 1), 1e4
            most_to += [high, -low]
        if not held[at]:
            for first in range(months - 11):
                equal.append(row(at, span(first, first + 12, months)))
                equal_to.append(series.counts[at, first : first + 12].sum())
    asked = row(place, span(part, part + 12, months))
    found = [
        linprog(
            sign * asked,
            A_eq=np.array(equal),
            b_eq=equal_to,
            A_ub=np.array(most) if most else None,
            b_ub=most_to or None,
        )
        for sign in (1, -1)
    ]
    assert all(one.status == 0 for one in found)
    return found[0].fun, -found[1].fun


def years_are_safe(series, held):
    """Whether every small count of a year can be anything within the policy, as was made sure before."""
    for place, year in np.argwhere(series.year_high > series.year_low):
        first = int(np.flatnonzero(series.year_of == year)[0])
        least, most = extremes(series, held, place, first)
        if least > NCHS.least + 1e-6 or most < NCHS.most - 1e-6:
            return False
    return True


def test_a_certified_window_cannot_be_bounded_by_a_model_of_all_months_of_all_places():
    asked, of_years = 0, 0
    for seed in range(30):
        series = small_series(seed)
        held = protect_series(series, NCHS)
        if not years_are_safe(series, held):
            continue
        low, high = part_bounds(series, held)
        small = is_small(series.parts(), NCHS) & held[:, None]
        for place, part in np.argwhere(small & (low <= NCHS.least) & (high >= NCHS.most))[::3]:
            least, most = extremes(series, held, place, part)
            assert least <= NCHS.least + 1e-6, (seed, place, part)
            assert most >= NCHS.most - 1e-6, (seed, place, part)
            asked += 1
            of_years += bool((series.year_of[part : part + 12] >= 0).any())
    assert asked > 50
    assert of_years > 10


def test_most_small_series_can_be_protected_and_their_certificate_says_so():
    sound, cells = 0, 0
    for seed in range(40):
        series = small_series(seed)
        held = protect_series(series, NCHS)
        certificate = certify_series(series, held, NCHS)
        assert certificate.cells == is_small(series.parts(), NCHS).sum()
        assert certificate.narrower == 0 or held[series.groups == 0].all() or held[series.groups == 1].all()
        assert held[is_small(series.parts(), NCHS).any(axis=1)].all()
        assert held[series.year_held.any(axis=1)].all()
        sound += certificate.narrower == 0
        cells += certificate.cells
    assert cells > 0
    assert sound > 0


def test_a_small_series_alone_in_its_group_is_given_away_by_the_group_and_another_is_held_back_with_it():
    small, cheap, dear = np.tile([1, 0], 12), np.full(24, 2), np.full(24, 50)
    series = series_of([small, cheap, dear])
    alone = np.array([True, False, False])
    np.testing.assert_array_equal(part_bounds(series, alone)[0][0], np.full(13, 6.0))
    np.testing.assert_array_equal(part_bounds(series, alone)[1][0], np.full(13, 6.0))
    assert certify_series(series, alone, NCHS).narrower == 13
    held = protect_series(series, NCHS)
    assert held.tolist() == [True, True, False]
    assert certify_series(series, held, NCHS).narrower == 0


def test_a_group_of_one_place_that_is_small_cannot_be_certified():
    series = series_of([np.tile([1, 0], 12), np.full(24, 9)], groups=[0, 1])
    held = protect_series(series, NCHS)
    assert held[0]
    certificate = certify_series(series, held, NCHS)
    assert (certificate.cells, certificate.narrower) == (13, 13)


def test_series_without_a_small_part_are_all_shown():
    series = series_of(np.full((3, 30), 4), years=[0, 1])
    assert not protect_series(series, NCHS).any()
    assert certify_series(series, np.zeros(3, dtype=bool), NCHS).cells == 0


def test_a_year_that_is_held_back_holds_back_the_series_though_no_part_of_it_is_small():
    series = series_of(np.full((3, 24), 4), years=[0], held=np.array([[False], [True], [False]]))
    assert protect_series(series, NCHS).tolist() == [False, True, False]


def test_small_parts_that_are_shown_count_as_given_away():
    series = series_of([np.tile([1, 0], 12), np.full(24, 2)])
    assert certify_series(series, np.zeros(2, dtype=bool), NCHS).narrower == 13


def test_a_published_year_bounds_the_windows_within_it():
    small, other = np.tile([1, 0], 12), np.full(24, 3)
    both = np.ones(2, dtype=bool)
    free = part_bounds(series_of([small, other]), both)
    np.testing.assert_array_equal((free[0][0, 0], free[1][0, 0]), (0, 42))
    # The first window is the first year, which is said to be 1 to 9; the last is the second year, unsaid.
    told = part_bounds(series_of([small, other], years=[0]), both)
    np.testing.assert_array_equal((told[0][0, 0], told[1][0, 0]), (1, 9))
    np.testing.assert_array_equal((told[0][0, 12], told[1][0, 12]), (0, 42))
    # Six months of the first year may be all of its 9 and none, six of the second anything within 21.
    np.testing.assert_array_equal((told[0][0, 6], told[1][0, 6]), (0, 30))


def test_months_are_parts_too_where_they_are_published():
    quiet, busy = np.full(24, 1), np.full(24, 40)
    assert series_of([quiet, busy]).parts().shape == (2, 13)
    series = series_of([quiet, busy], by_month=True)
    assert series.parts().shape == (2, 13 + 24)
    assert protect_series(series, NCHS).tolist() == [True, True]
    # Windows of 12 are no small count, months of 1 are.
    assert certify_series(series, np.ones(2, dtype=bool), NCHS).cells == 24
    assert protect_series(series_of([quiet, busy]), NCHS).tolist() == [False, False]


def test_withholding_only_the_small_windows_and_not_the_series_is_found_out():
    random = np.random.default_rng(4)
    counts = random.poisson(0.8, size=(12, 40))
    series = series_of(counts)
    windows = series.parts()
    assert protect_series(series, NCHS)[is_small(windows, NCHS).any(axis=1)].all()
    low, high, _ = tighten_windows(*said_of(windows))
    narrower = is_small(windows, NCHS) & ((low > 1) | (high < 9))
    assert narrower.any()
    hidden = tighten_windows(np.zeros((12, 29)), np.full((12, 29), np.inf))
    assert (hidden[0] == 0).all()
    assert np.isinf(hidden[1]).all()
