"""Intervals of ranks, against a simulation written plainly and by how often they hold the true rank."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis_profiles import examples
from scipy.stats import rankdata

from methods.ranks import SURE, rank_intervals


def brute_force(count, divisor, draws, seed):
    """The same from another generator, ranked draw by draw."""
    chance = np.random.RandomState(seed)
    ranks = np.array(
        [
            rankdata(-np.array([chance.gamma(events + 0.5) for events in count]) / divisor)
            for _ in range(draws)
        ]
    )
    return *np.percentile(ranks, [2.5, 97.5], axis=0), (ranks == 1).mean(axis=0)


def test_agrees_with_a_brute_force_simulation():
    chance = np.random.default_rng(3)
    people = chance.uniform(3e4, 9e5, 40)
    count = chance.poisson(people * 25e-5 * np.exp(chance.normal(0, 0.5, 40)))
    found = rank_intervals(count, people, draws=4000)
    lower, upper, highest = brute_force(count, people, 4000, seed=8)
    assert np.abs(found.lower - lower).max() <= 1
    assert np.abs(found.upper - upper).max() <= 1
    np.testing.assert_allclose(found.highest, highest, atol=0.03)


def true_ranks(rates):
    return rankdata(-rates).astype(int)


@pytest.mark.parametrize(
    ("places", "people", "spread"), [(51, (6e5, 3e7), 0.45), (88, (3e4, 9e5), 0.5), (500, (3e4, 1e6), 0.5)]
)
def test_intervals_hold_the_true_rank_about_as_often_as_they_say(places, people, spread):
    chance = np.random.default_rng(11)
    held, claims = [], []
    for _ in range(40):
        residents = np.exp(chance.uniform(*np.log(people), places))
        rates = np.exp(chance.normal(np.log(22e-5), spread, places))
        count = chance.poisson(rates * residents)
        known = count >= 20
        found, truth = rank_intervals(count[known], residents[known]), true_ranks(rates[known])
        held.append(np.mean((found.lower <= truth) & (truth <= found.upper)))
        first = int(np.argmax(found.highest))
        if found.highest[first] >= SURE:
            claims.append(truth[first] == 1)
    assert np.mean(held) > 0.92
    assert not claims or np.mean(claims) >= 0.9


def test_places_far_apart_have_one_rank_each():
    found = rank_intervals([100_000, 10_000, 1_000], [1.0, 1.0, 1.0])
    assert found.lower.tolist() == found.upper.tolist() == [1, 2, 3]
    assert found.highest.tolist() == [1, 0, 0]


def test_changes_are_ranked_by_the_ratio_of_both_years():
    found = rank_intervals([2_000, 90_000], [1, 1], before=[1_000, 90_000])
    assert found.lower.tolist() == found.upper.tolist() == [1, 2]


def test_the_same_figures_have_the_same_intervals():
    first, again = (rank_intervals([30, 40, 50], [1e5, 1e5, 1e5]) for _ in range(2))
    assert first.lower.tolist() == again.lower.tolist()
    assert first.highest.tolist() == again.highest.tolist()


@given(st.lists(st.tuples(st.integers(0, 5000), st.floats(1e3, 1e7)), min_size=1, max_size=60))
@settings(max_examples=examples(40, 400))
def test_a_rank_is_among_the_places_and_one_of_them_is_the_highest(places):
    count, people = map(np.array, zip(*places, strict=True))
    found = rank_intervals(count, people, draws=100)
    assert (found.lower >= 1).all() and (found.lower <= found.upper).all()
    assert (found.upper <= len(places)).all()
    assert found.highest.sum() == pytest.approx(1)
