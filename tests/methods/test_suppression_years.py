"""Counts of counties by drug: protected, certified, and attacked by another solver that sees all at once."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis_profiles import examples, is_full
from scipy.optimize import LinearConstraint, milp

from bench.naive import primary_only, smallest_beside_one, smallest_in_every_block
from methods.suppression.labels import Label, boxes, is_small
from methods.suppression.policy import POLICIES
from methods.suppression.protect import Unprotectable
from methods.suppression.years import Year, attack, certify, protect

NCHS = POLICIES["1-9"]
SEEDS = range(8)
PARENTS = ([-1], [-1, 0], [-1, 0, 1], [-1, 0, 0, 1], [-1, -1, 0])


def nested_counts(random, parents, means):
    """Counts by place and drug, each drug's at most that of the drug it is within."""
    counts = np.zeros((len(means), len(parents)), dtype=np.int64)
    for drug, parent in enumerate(parents):
        if parent < 0:
            counts[:, drug] = random.poisson(means)
        else:
            counts[:, drug] = random.binomial(counts[:, parent], random.uniform(0.3, 0.9))
    return counts


def small_year(seed, fixed=()):
    """2 to 4 states of 3 to 8 counties; some states so small that their totals are withheld."""
    random = np.random.default_rng(seed)
    sizes = random.integers(3, 9, size=random.integers(2, 5))
    states = np.repeat(np.arange(len(sizes)), sizes)
    parents = np.array(PARENTS[seed % len(PARENTS)])
    scale = random.choice([0.7, 8.0, 25.0], size=len(sizes), p=[0.2, 0.3, 0.5])
    counts = nested_counts(random, parents, random.lognormal(0, 1.2, len(states)) * scale[states])
    return Year(counts, states, parents, np.isin(np.arange(len(parents)), fixed), True, f"{seed}")


@cache
def small_years(name):
    """Small years of a policy, with the labels that were chosen; without those that cannot be protected."""
    made = []
    for seed in SEEDS:
        year = small_year(seed)
        try:
            made.append((year, protect(year, POLICIES[name], b"key")))
        except Unprotectable:
            continue
    return made


class Cube:
    """All counties of all states in one model: totals of states by their labels, totals of the nation."""

    def __init__(self, year, labels, policy):
        places, drugs = year.counts.shape
        number = np.arange(places * drugs).reshape(places, drugs)
        self.low, self.high = boxes(year.counts.ravel(), labels.counties.ravel(), policy)
        state_low, state_high = boxes(year.totals, labels.states, policy)
        rows, least, most = [], [], []
        for drug, parent in enumerate(year.parents):
            if not year.fixed[drug]:
                for state in range(len(year.totals)):
                    rows.append(np.isin(np.arange(number.size), number[year.states == state, drug]) * 1.0)
                    least.append(state_low[state, drug])
                    most.append(state_high[state, drug])
                if year.nation:
                    rows.append(np.isin(np.arange(number.size), number[:, drug]) * 1.0)
                    least.append(year.counts[:, drug].sum())
                    most.append(year.counts[:, drug].sum())
            if parent >= 0:
                for row in number:
                    rows.append(np.eye(number.size)[row[drug]] - np.eye(number.size)[row[parent]])
                    least.append(-np.inf)
                    most.append(0.0)
        self.rules = [LinearConstraint(np.array(rows), least, most)] if rows else []

    def bounds(self, cell):
        """Least and most of a cell, in whole numbers."""
        ends = []
        for sign in (1.0, -1.0):
            found = milp(
                sign * np.eye(len(self.low))[cell],
                integrality=np.ones(len(self.low)),
                bounds=(self.low, self.high),
                constraints=self.rules,
                # With it HiGHS, which SciPy brings, calls some worlds optimal that are not.
                options={"presolve": False},
            )
            assert found.status in (0, 3, 4), found.message
            ends.append(-sign * np.inf if found.status in (3, 4) else sign * found.fun)
        return ends


@pytest.mark.parametrize("name", POLICIES)
def test_most_small_cubes_can_be_protected_and_those_are_certified(name):
    policy = POLICIES[name]
    for year, labels in small_years(name):
        certificate = certify(year, labels, policy)
        assert certificate.cells == is_small(year.counts, policy).sum()
        assert certificate.narrower == 0, year.name
    assert len(small_years(name)) >= 0.75 * len(SEEDS)


@pytest.mark.parametrize("name", POLICIES)
def test_every_small_count_of_a_county_or_state_is_held_back(name):
    policy = POLICIES[name]
    for year, labels in small_years(name):
        assert (labels.counties[is_small(year.counts, policy)] != Label.SHOWN).all()
        assert (labels.states[is_small(year.totals, policy)] != Label.SHOWN).all()


@pytest.mark.parametrize("name", POLICIES)
def test_a_label_is_never_untrue(name):
    policy = POLICIES[name]
    for year, labels in small_years(name):
        for counts, said in ((year.counts, labels.counties), (year.totals, labels.states)):
            low, high = boxes(counts, said, policy)
            assert (low <= counts).all()
            assert (counts <= high).all()
            assert not (said[(counts == 0)] == Label.SMALL).any() or policy.least == 0


@pytest.mark.random
@pytest.mark.parametrize("name", POLICIES)
def test_a_solver_that_sees_all_states_at_once_cannot_bound_a_small_count(name):
    policy = POLICIES[name]
    states_held = 0
    for year, labels in small_years(name)[:: 1 if is_full() else 2]:
        cube = Cube(year, labels, policy)
        states_held += int((labels.states != Label.SHOWN).sum())
        for cell in np.flatnonzero(is_small(year.counts, policy)):
            least, most = cube.bounds(cell)
            assert least <= policy.least, (year.name, cell)
            assert most >= policy.most, (year.name, cell)
    assert states_held > 0, "no case in which states make up for each other"


def test_a_solver_that_sees_all_states_at_once_bounds_some_small_count_where_only_they_are_held_back():
    found = 0
    for year, _ in small_years("1-9")[:3]:
        cube = Cube(year, primary_only(year, NCHS), NCHS)
        for cell in np.flatnonzero(is_small(year.counts, NCHS)):
            least, most = cube.bounds(cell)
            found += least > 1 or most < 9
    assert found > 3


def test_the_same_key_gives_the_same_labels_and_another_key_others():
    differ = 0
    for year, labels in small_years("1-9"):
        again, other = protect(year, NCHS, b"key"), protect(year, NCHS, b"another")
        np.testing.assert_array_equal(again.counties, labels.counties)
        np.testing.assert_array_equal(again.states, labels.states)
        differ += not np.array_equal(other.counties, labels.counties)
    assert differ > 0


def test_drugs_that_are_published_elsewhere_keep_their_labels_and_the_others_are_protected_around_them():
    made = 0
    for seed in SEEDS:
        year = small_year(seed, fixed=(0,))
        try:
            labels = protect(year, NCHS, b"key")
        except Unprotectable:
            continue
        np.testing.assert_array_equal(labels.counties[:, 0], primary_only(year, NCHS).counties[:, 0])
        assert (labels.states[:, 0] == Label.SHOWN).all()
        assert certify(year, labels, NCHS).narrower == 0, year.name
        made += 1
        cube = Cube(year, labels, NCHS)
        for cell in np.flatnonzero(is_small(year.counts, NCHS)):
            least, most = cube.bounds(cell)
            assert (least <= 1, most >= 9) == (True, True)
    assert made >= 0.5 * len(SEEDS)


def test_a_small_count_alone_in_its_state_is_known_exactly_where_nothing_else_is_held_back():
    counts = np.array([[40], [35], [7], [50], [60], [3], [2], [44]])
    states = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    year = Year(counts, states, np.array([-1]), np.array([False]), True, "alone")
    labels = primary_only(year, NCHS)
    assert certify(year, labels, NCHS).narrower == 3
    found = attacked(year, labels)
    assert (found.low[2, 0, 0], found.high[2, 0, 0]) == (7, 7)
    assert (found.low[[5, 6], 0, 0].tolist(), found.high[[5, 6], 0, 0].tolist()) == ([1, 1], [4, 4])
    assert certify(year, protect(year, NCHS, b"key"), NCHS).narrower == 0


def attacked(year, labels, policy=NCHS):
    """An attack on all states of a year whose totals are shown."""
    low, high = boxes(year.counts, labels.counties, policy)
    totals = year.totals[:, :, None].astype(float)
    parts = low[:, :, None], high[:, :, None], totals, totals
    return attack(*parts, year.states, year.parents, float(policy.most))


def bounded(year, labels, policy=NCHS):
    """How many small counts an attack bounds more tightly than the policy, and how many it knows."""
    found = attacked(year, labels, policy)
    assert found.covered.all()
    low, high = found.low[:, :, 0], found.high[:, :, 0]
    small = is_small(year.counts, policy)
    assert (low <= year.counts).all()
    assert (year.counts <= high).all()
    narrower = small & ((low > policy.least) | (high < policy.most))
    return int(narrower.sum()), int((narrower & (low == high)).sum())


@cache
def medium_year():
    """6 states, 250 counties, 5 drugs."""
    random = np.random.default_rng(0)
    states = np.sort(random.integers(0, 6, size=250))
    parents = np.array([-1, 0, 1, 1, 0])
    counts = nested_counts(random, parents, random.lognormal(4.8, 1.1, size=250))
    return Year(counts, states, parents, np.zeros(5, dtype=bool), True, "medium")


def lost(labels, year):
    """Share of counts above the small ones that are held back."""
    others = ~is_small(year.counts, NCHS)
    return float((labels.counties[others] != Label.SHOWN).sum() / others.sum())


def test_withholding_only_small_counts_of_a_medium_cube_gives_some_away():
    year = medium_year()
    narrower, exact = bounded(year, primary_only(year, NCHS))
    assert narrower > exact > 0
    assert certify(year, primary_only(year, NCHS), NCHS).narrower == narrower


@pytest.mark.parametrize("rule", [smallest_beside_one, smallest_in_every_block])
def test_withholding_the_smallest_other_county_by_rule_still_gives_some_away(rule):
    year = medium_year()
    narrower, _ = bounded(year, rule(year, NCHS))
    assert narrower > 0


def test_the_protected_medium_cube_gives_nothing_away_and_loses_little():
    year = medium_year()
    labels = protect(year, NCHS, b"key")
    assert (labels.states == Label.SHOWN).all()
    assert bounded(year, labels) == (0, 0)
    assert certify(year, labels, NCHS).narrower == 0
    assert 0 < lost(labels, year) <= 0.02
    assert lost(labels, year) < lost(smallest_in_every_block(year, NCHS), year)


def test_an_attack_says_which_tables_do_not_add_up_and_goes_on_with_the_others():
    low = np.array([[[3.0]], [[1.0]], [[1.0]], [[20.0]]])
    high = np.array([[[3.0]], [[9.0]], [[9.0]], [[20.0]]])
    totals = np.array([[[2.0]], [[24.0]]])
    parents, groups = np.array([-1]), np.array([0, 0, 1, 1])
    found = attack(low, high, totals, totals, groups, parents, 9.0)
    assert found.covered.ravel().tolist() == [False, False, True, True]
    assert found.low.ravel().tolist() == [3, 1, 4, 20]
    assert found.high.ravel().tolist() == [3, 9, 4, 20]


@settings(max_examples=examples(6, 120))
@given(st.integers(0, 10**6))
def test_an_attack_finds_what_another_linear_program_finds(seed):
    random = np.random.default_rng(seed)
    parents = np.array(PARENTS[seed % len(PARENTS)])
    counts = nested_counts(random, parents, random.lognormal(1.5, 1.0, size=5))
    year = Year(counts, np.zeros(5, dtype=int), parents, np.zeros(len(parents), dtype=bool), False, "")
    labels = primary_only(year, NCHS)
    labels.states[:] = Label.SHOWN
    found = attacked(year, labels)
    cube = Cube(year, labels, NCHS)
    low, high = found.low.ravel(), found.high.ravel()
    for cell in np.flatnonzero(is_small(counts, NCHS)):
        np.testing.assert_allclose((low[cell], high[cell]), cube.bounds(cell), atol=1e-6)
