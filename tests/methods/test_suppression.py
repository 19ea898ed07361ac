"""Withholding counts: the attacker against known values and another solver, and the protection."""

from itertools import combinations

import numpy as np
import pytest
from scipy.optimize import linprog

from methods.suppression.labels import Label, is_small
from methods.suppression.over_time import tighten_windows
from methods.suppression.policy import POLICIES
from methods.suppression.protect import Protection, Secret, narrower_cells
from methods.suppression.table import Contradiction, propagate, table_of
from methods.suppression.tightest import Attacker
from methods.suppression.years import Year, YearLabels, certify, protect

POLICY = POLICIES["1-9"]
EXAMPLE = np.array([[4, 12, 15], [22, 9, 30], [18, 14, 5]])
SMALL = (0, 4, 8)
TWO_A_LINE = (*SMALL, 1, 5, 6)


def example(low, high):
    """The table of three by three, with all margins published."""
    cells = np.arange(9).reshape(3, 3)
    lines = [*cells, *cells.T]
    sums = [(line, float(EXAMPLE.ravel()[line].sum())) for line in lines]
    return table_of(low, high, [(line, total, total) for line, total in sums])


def withheld(cells):
    """The example with some cells withheld under a word that says nothing."""
    low, high = EXAMPLE.ravel().astype(float), EXAMPLE.ravel().astype(float)
    low[list(cells)], high[list(cells)] = 0.0, np.inf
    return example(low, high)


def test_withholding_the_small_counts_alone_gives_all_three_away():
    attacker = Attacker(withheld(SMALL))
    assert [attacker.tightest(cell) for cell in SMALL] == [(4, 4), (9, 9), (5, 5)]


def test_two_in_each_line_still_reveal_that_one_is_at_least_five():
    attacker = Attacker(withheld(TWO_A_LINE))
    assert [attacker.tightest(cell) for cell in SMALL] == [(0, 16), (5, 21), (1, 17)]


def _ends(cells):
    """Boxes of 1 to 9 of the small cells, and of 10 or more of the others withheld."""
    low, high = EXAMPLE.ravel().astype(float), EXAMPLE.ravel().astype(float)
    low[list(cells)], high[list(cells)] = 10.0, np.inf
    return (1.0, low), (9.0, high)


@pytest.mark.parametrize("key", [b"a", b"b", b"c", b"d", b"e"])
def test_the_protection_needs_four_more_cells_and_no_three_would_do(key):
    counts = EXAMPLE.ravel()
    labels = np.where(is_small(counts, POLICY), Label.SMALL, Label.SHOWN).astype(np.int8)
    frame = example(counts.astype(float), counts.astype(float))
    made = Protection(
        frame,
        counts,
        labels,
        np.zeros(9, dtype=bool),
        POLICY,
        Secret(key, "example"),
        lambda cell: (frame.cells_of(line) for line in frame.sums_of(cell)),
    )
    kept = made.protect()
    assert not len(made.narrower())
    assert ((kept != Label.SHOWN) & ~is_small(counts, POLICY)).sum() <= 4
    for three in combinations(set(range(9)) - set(SMALL), 3):
        low, high = (np.where(is_small(counts, POLICY), end, value) for end, value in _ends((*SMALL, *three)))
        assert len(narrower_cells(example(low, high), np.array(SMALL), POLICY))


@pytest.mark.parametrize("seed", range(12))
def test_the_attacker_is_as_good_as_another_solver_and_better_than_subtraction(seed):
    draw = np.random.default_rng(seed)
    counts = draw.integers(0, 30, 12)
    cells = np.arange(12).reshape(3, 4)
    held = draw.random(12) < 0.6
    low, high = np.where(held, 0.0, counts), np.where(held, 40.0, counts)
    lines = [*cells, *cells.T]
    table = table_of(
        low, high, [(line, float(counts[line].sum()), float(counts[line].sum())) for line in lines]
    )
    by_hand = propagate(table)
    attacker = Attacker(table)
    sums = np.array([np.isin(np.arange(12), line) for line in lines], dtype=float)
    for cell in np.flatnonzero(held):
        aim = np.eye(12)[cell]
        known = {"A_eq": sums, "b_eq": sums @ counts, "bounds": list(zip(low, high, strict=True))}
        least, most = linprog(aim, **known).fun, -linprog(-aim, **known).fun
        assert attacker.tightest(int(cell)) == pytest.approx((least, most), abs=1e-6)
        assert by_hand[0][cell] <= least + 1e-6 and by_hand[1][cell] >= most - 1e-6
        assert by_hand[0][cell] <= counts[cell] <= by_hand[1][cell]


def test_figures_that_do_not_add_up_are_a_contradiction():
    with pytest.raises(Contradiction):
        propagate(table_of(np.array([1.0, 2.0]), np.array([1.0, 2.0]), [(np.array([0, 1]), 5.0, 5.0)]))


def small_year(seed):
    """Three states of a few counties, all drugs, opioids and heroin nested."""
    draw = np.random.default_rng(seed)
    states = np.repeat([0, 1, 2], [6, 8, 9])
    everything = draw.poisson(draw.lognormal(2.8, 1.0, len(states)))
    opioids = draw.binomial(everything, 0.7)
    counts = np.stack([everything, opioids, draw.binomial(opioids, 0.3)], axis=1).astype(np.int64)
    return Year(counts, states, np.array([-1, 0, 1]), np.zeros(3, dtype=bool), True, "2023")


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("policy", POLICIES.values(), ids=list(POLICIES))
def test_every_small_count_is_held_back_and_certified(seed, policy):
    year = small_year(seed)
    labels = protect(year, policy, b"key")
    assert (labels.counties[is_small(year.counts, policy)] != Label.SHOWN).all()
    assert certify(year, labels, policy).narrower == 0
    again = protect(year, policy, b"key")
    assert (again.counties == labels.counties).all() and (again.states == labels.states).all()


def test_labels_of_the_small_counts_alone_are_not_certified():
    found = 0
    for seed in range(6):
        year = small_year(seed)
        counties, states = (
            np.where(is_small(counts, POLICY), Label.SMALL, Label.SHOWN).astype(np.int8)
            for counts in (year.counts, year.totals)
        )
        found += certify(year, YearLabels(counties, states), POLICY).narrower
    assert found > 0


def test_windows_that_overlap_give_away_what_each_hides_alone():
    draw = np.random.default_rng(5)
    months = draw.poisson(draw.lognormal(-0.2, 0.7, (200, 1)), (200, 60))
    total = np.pad(months.cumsum(axis=1), ((0, 0), (1, 0)))
    windows = (total[:, 12:] - total[:, :-12]).astype(float)
    small = (windows >= 1) & (windows <= 9)
    low, high, consistent = tighten_windows(np.where(small, 1.0, windows), np.where(small, 9.0, windows))
    assert consistent.all()
    assert ((low <= windows) & (windows <= high)).all()
    assert ((low > 1) | (high < 9))[small].mean() > 0.15


def test_windows_that_contradict_each_other_are_left_and_said():
    windows = np.array([[20.0, 5.0, 30.0] + [0.0] * 20, [0.0] * 23])
    windows[0, 12] = 100.0
    assert tighten_windows(windows, windows)[2].tolist() == [False, True]
