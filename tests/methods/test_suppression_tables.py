"""The attacker and the protection of one table: a worked example, linear programming and enumeration."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis_profiles import examples
from scipy.optimize import linprog

from methods.suppression.labels import Label, boxes, is_small
from methods.suppression.lp_bounds import Attacker
from methods.suppression.policy import POLICIES
from methods.suppression.protect import Protection, Secret, Unprotectable, narrower_cells
from methods.suppression.table import Contradiction, propagate, table_of

NCHS = POLICIES["1-9"]
EXAMPLE = np.array([4, 12, 15, 22, 9, 30, 18, 14, 5])
PRIMARY = (0, 4, 8)
LINES = [np.arange(9).reshape(3, 3)[line] for line in range(3)]
LINES += [np.arange(9).reshape(3, 3)[:, line] for line in range(3)]
FEW = settings(max_examples=examples(40))


def example(held, low=0.0, high=np.inf):
    """The worked example with all margins published and some cells held back."""
    is_held = np.isin(np.arange(9), held)
    sums = [(line, float(EXAMPLE[line].sum()), float(EXAMPLE[line].sum())) for line in LINES]
    return table_of(np.where(is_held, low, EXAMPLE), np.where(is_held, high, EXAMPLE).astype(float), sums)


def place_series(cell):
    yield from (line for line in LINES if cell in line)


def protection(key):
    labels = np.where(is_small(EXAMPLE, NCHS), Label.SMALL, Label.SHOWN).astype(np.int8)
    fixed = np.zeros(9, dtype=bool)
    secret = Secret(key, "example")
    return Protection(example(()), EXAMPLE, labels, fixed, NCHS, secret, place_series)


def bounds(table, cell, whole=False):
    """Least and most of a cell by another solver."""
    answers = []
    equal, equal_to, most, most_to = [], [], [], []
    for row in range(len(table.sum_low)):
        line = np.isin(np.arange(len(table.low)), table.cells_of(row)).astype(float)
        if table.sum_low[row] == table.sum_high[row]:
            equal.append(line)
            equal_to.append(table.sum_low[row])
            continue
        most.append(-line)
        most_to.append(-table.sum_low[row])
        if np.isfinite(table.sum_high[row]):
            most.append(line)
            most_to.append(table.sum_high[row])
    for inner, outer in zip(table.inner, table.outer, strict=True):
        most.append(np.eye(len(table.low))[inner] - np.eye(len(table.low))[outer])
        most_to.append(0.0)
    for sign in (1.0, -1.0):
        found = linprog(
            sign * np.eye(len(table.low))[cell],
            A_eq=np.array(equal) if equal else None,
            b_eq=equal_to or None,
            A_ub=np.array(most) if most else None,
            b_ub=most_to or None,
            bounds=np.stack([table.low, table.high], axis=1),
            integrality=np.full(len(table.low), int(whole)),
        )
        answers.append(np.inf * -sign if found.status in (3, 4) else found.fun * sign)
    return answers


@st.composite
def tables(draw, most_cells=9, most_count=40):
    """True counts, and a table that they are a world of: boxes, sums that overlap, nested pairs."""
    count = draw(st.integers(2, most_cells))
    truth = np.array(draw(st.lists(st.integers(0, most_count), min_size=count, max_size=count)))
    low, high = [], []
    for value in truth.tolist():
        shown = draw(st.integers(0, 3)) == 0
        low.append(value if shown else max(0, value - draw(st.integers(0, 8))))
        endless = not shown and most_count > 12 and draw(st.booleans())
        high.append(np.inf if endless else value if shown else value + draw(st.integers(0, 8)))
    cells = st.lists(st.integers(0, count - 1), min_size=1, max_size=count, unique=True)
    sums = []
    for chosen in draw(st.lists(cells, min_size=1, max_size=4)):
        total = float(truth[chosen].sum())
        around = draw(st.sampled_from([0, 0, 0, 2]))
        sums.append((np.array(chosen), total - around, total + around))
    pairs = [(i, j) for i in range(count) for j in range(count) if i != j and truth[i] < truth[j]]
    nested = draw(st.lists(st.sampled_from(pairs), max_size=3)) if pairs else []
    return truth, table_of(np.array(low, float), np.array(high, float), sums, nested)


def test_withholding_only_the_small_cells_of_the_worked_example_gives_them_away():
    attacker = Attacker(example(PRIMARY))
    assert [attacker.lp_bounds(cell) for cell in PRIMARY] == [(4, 4), (9, 9), (5, 5)]
    low, high = propagate(example(PRIMARY))
    np.testing.assert_array_equal(low[list(PRIMARY)], [4, 9, 5])
    np.testing.assert_array_equal(high[list(PRIMARY)], [4, 9, 5])


def test_two_cells_withheld_on_every_line_still_reveal_that_one_is_at_least_five():
    attacker = Attacker(example((*PRIMARY, 1, 5, 6)))
    found = [attacker.lp_bounds(cell) for cell in PRIMARY]
    np.testing.assert_allclose(found, [(0, 16), (5, 21), (1, 17)], atol=1e-6)


@pytest.mark.parametrize("box", [(0.0, np.inf), "labels"])
def test_no_three_more_cells_make_the_worked_example_safe(box):
    others = [cell for cell in range(9) if cell not in PRIMARY]
    safe = []
    for extra in combinations(others, 3):
        if box == "labels":
            labels = np.zeros(9, dtype=np.int8)
            labels[list(PRIMARY)], labels[list(extra)] = Label.SMALL, Label.SECONDARY
            table = example(()).within(*boxes(EXAMPLE, labels, NCHS))
        else:
            table = example((*PRIMARY, *extra), *box)
        if not len(narrower_cells(table, np.array(PRIMARY), NCHS)):
            safe.append(extra)
    assert safe == []


@pytest.mark.parametrize("key", [b"", b"one", b"two", b"three", b"four", b"five", b"six"])
def test_the_worked_example_is_protected_with_four_more_cells(key):
    made = protection(key)
    assert set(made.narrower().tolist()) == set(PRIMARY)
    labels = made.protect()
    assert len(made.narrower()) == 0
    assert (labels[list(PRIMARY)] != Label.SHOWN).all()
    extra = np.flatnonzero((labels != Label.SHOWN) & ~is_small(EXAMPLE, NCHS))
    assert len(extra) == 4
    for cell in PRIMARY:
        least, most = bounds(made.table(), cell, whole=True)
        assert least <= 1
        assert most >= 9


def test_the_same_secret_chooses_the_same_cells_and_another_may_choose_others():
    chosen = {key: tuple(protection(bytes([key])).protect().tolist()) for key in range(8)}
    assert all(tuple(protection(bytes([key])).protect().tolist()) == chosen[key] for key in range(8))
    assert len(set(chosen.values())) > 1


def test_a_table_with_nothing_left_to_hold_back_is_refused():
    labels, fixed = np.array([Label.SMALL, Label.SHOWN], dtype=np.int8), np.array([False, True])
    counts = np.array([3, 40])
    cells = np.arange(2)
    frame = table_of(counts.astype(float), counts.astype(float), [(cells, 43.0, 43.0)])
    made = Protection(frame, counts, labels, fixed, NCHS, Secret(b"", ""), lambda cell: iter([cells]))
    with pytest.raises(Unprotectable):
        made.protect()


@FEW
@given(tables())
def test_the_attacker_finds_what_another_linear_program_finds(drawn):
    _, table = drawn
    attacker = Attacker(table)
    found = np.array([attacker.lp_bounds(cell) for cell in range(len(table.low))])
    expected = np.array([bounds(table, cell) for cell in range(len(table.low))])
    np.testing.assert_allclose(found, expected, atol=1e-5)


@FEW
@given(tables(most_cells=5, most_count=12))
def test_the_attacker_with_whole_numbers_finds_what_enumeration_finds(drawn):
    truth, table = drawn
    ranges = [range(int(a), int(b) + 1) for a, b in zip(table.low, table.high, strict=True)]
    if np.prod([len(values) for values in ranges], dtype=float) > 40_000:
        ranges = [values if at < 3 else range(truth[at], truth[at] + 1) for at, values in enumerate(ranges)]
        table = table.within(
            np.array([values[0] for values in ranges], float),
            np.array([values[-1] for values in ranges], float),
        )
    worlds = np.array(list(product(*ranges)))
    for row in range(len(table.sum_low)):
        sums = worlds[:, table.cells_of(row)].sum(axis=1)
        worlds = worlds[(sums >= table.sum_low[row]) & (sums <= table.sum_high[row])]
    for inner, outer in zip(table.inner, table.outer, strict=True):
        worlds = worlds[worlds[:, inner] <= worlds[:, outer]]
    attacker = Attacker(table)
    found = np.array([attacker.lp_bounds(cell, whole=True) for cell in range(len(truth))])
    np.testing.assert_allclose(found, np.stack([worlds.min(axis=0), worlds.max(axis=0)], axis=1), atol=1e-5)


def test_whole_numbers_bound_a_cell_more_tightly_than_fractions_can():
    pairs = [(np.array(pair), 3.0, 3.0) for pair in ((0, 1), (1, 2), (0, 2))]
    loose = [(cells, 2.0, 3.0) for cells, _, _ in pairs]
    table = table_of(np.zeros(4), np.full(4, 9.0), [*loose, (np.arange(4), 5.0, 5.0)])
    attacker = Attacker(table)
    assert attacker.lp_bounds(3) == pytest.approx((0.5, 2))
    assert attacker.lp_bounds(3, whole=True) == pytest.approx((1, 2))
    assert attacker.lp_bounds(3) == pytest.approx((0.5, 2)), "fractions again after whole numbers"


@FEW
@given(tables())
def test_subtraction_is_never_tighter_than_linear_programming_and_never_excludes_the_truth(drawn):
    truth, table = drawn
    low, high = propagate(table)
    assert (low <= truth).all()
    assert (truth <= high).all()
    expected = np.array([bounds(table, cell) for cell in range(len(truth))])
    assert (low <= expected[:, 0] + 1e-6).all()
    assert (high >= expected[:, 1] - 1e-6).all()


@FEW
@given(tables(), st.integers(0, 12), st.booleans())
def test_what_is_reached_together_is_what_each_cell_reaches_alone(drawn, beyond, up):
    truth, table = drawn
    cells = np.arange(len(truth))
    ends = truth + beyond if up else truth - beyond
    found = Attacker(table).reaches(cells, up, ends.astype(float))
    alone = Attacker(table)
    extremes = np.array([alone.lp_bounds(cell, whole=True)[int(up)] for cell in cells])
    short = extremes < ends - 1e-6 if up else extremes > ends + 1e-6
    assert sorted(found.tolist()) == np.flatnonzero(short).tolist()


@pytest.mark.parametrize(
    ("low", "high", "sums", "nested"),
    [
        ([3, 4], [3, 4], [([0, 1], 8, 8)], []),
        ([1, 10], [9, np.inf], [([0, 1], 10, 10)], []),
        ([5, 3], [5, 3], [], [(0, 1)]),
    ],
)
def test_figures_that_contradict_each_other_are_refused(low, high, sums, nested):
    table = table_of(np.array(low, float), np.array(high, float), sums, nested)
    with pytest.raises(Contradiction):
        propagate(table)
    with pytest.raises(Contradiction):
        Attacker(table)


def test_a_contradiction_that_subtraction_does_not_see_is_refused_by_the_linear_program():
    pairs = [([0, 1], 2, 2), ([1, 2], 2, 2), ([0, 2], 2, 2), ([0, 1, 2], 4, 4)]
    table = table_of(np.zeros(3), np.full(3, 9.0), [(np.array(cells), *ends) for cells, *ends in pairs])
    propagate(table)
    with pytest.raises(Contradiction):
        Attacker(table).lp_bounds(0)


def test_a_cell_without_any_limit_does_not_make_others_seem_to_reach_their_ends():
    table = table_of(np.zeros(3), np.full(3, np.inf), [(np.array([1, 2]), 5.0, 5.0)])
    missing = Attacker(table).reaches(np.array([0, 1]), True, np.array([10.0, 10.0]))
    assert missing.tolist() == [1]
    assert Attacker(table).lp_bounds(0) == (0, np.inf)
