"""Counties by drug in one calendar year: protect, certify, attack.

Within a state a table has a cell for each county and drug, a sum for each drug, and drugs that are within
wider ones. States have a table of their own under the nation. A state's total that is small is held back, and
that of another state with it; the counties below follow.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from methods.sums import by_group
from methods.suppression.labels import Counts, Floats, Label, Labels, boxes, is_small
from methods.suppression.lp_bounds import Attacker
from methods.suppression.policy import Policy
from methods.suppression.protect import Protection, Secret, narrower_cells
from methods.suppression.table import SLACK, Contradiction, Index, Table, table_of


@dataclass(frozen=True)
class Year:
    """True counts of one year, and what of them is published in sum.

    Attributes
    ----------
    counts : (counties, drugs)
    states : (counties,)
        Number of each county's state, from 0 without a gap.
    parents : (drugs,)
        Number of the narrowest drug that each is within; -1 for none.
    fixed : (drugs,)
        Drugs that are published elsewhere by the same policy, counties alone: their labels stay, and they
        have no totals.
    nation : bool
        Whether the sum of the states is published.
    name : str
        Tells its choices from those of other years.
    """

    counts: Counts
    states: NDArray[np.int64]
    parents: NDArray[np.int64]
    fixed: NDArray[np.bool_]
    nation: bool
    name: str

    @property
    def totals(self) -> Counts:
        """Counts of the states, shape (states, drugs)."""
        return by_group(self.counts, self.states, int(self.states.max(initial=-1)) + 1)


@dataclass(frozen=True)
class YearLabels:
    """What is said of each count.

    Attributes
    ----------
    counties : (counties, drugs)
    states : (states, drugs)
    """

    counties: Labels
    states: Labels


@dataclass(frozen=True)
class Certificate:
    """Whether small counts can be anything within the policy, for an attacker who knows every label.

    Attributes
    ----------
    cells
        How many small counts there are.
    narrower
        How many of them the attacker is seen to bound more tightly. 0 is certain; of a total that others
        cannot make up for only its own counts are counted.
    """

    cells: int
    narrower: int


def protect(year: Year, policy: Policy, key: bytes) -> YearLabels:
    """Choose the labels of one year.

    Parameters
    ----------
    key
        The secret on which the choice between counts that would do equally depends.

    Raises
    ------
    methods.suppression.protect.Unprotectable
        If a table cannot be protected.
    """
    totals = year.totals
    states = np.where(year.fixed, Label.SHOWN, _small_or_shown(totals, policy)).astype(np.int8)
    if year.nation:
        top = _table(totals, year, np.zeros(len(totals), dtype=np.int64), totals.sum(axis=0)[None])
        states = _protected(top, totals, states, year, policy, Secret(key, f"{year.name}|states"))
    counties = _below(states, year, policy)
    for state in range(len(totals)):
        inside = np.flatnonzero(year.states == state)
        table = _table(year.counts[inside], year, *_sums(year, states, state, policy))
        secret = Secret(key, f"{year.name}|{state}")
        counties[inside] = _protected(table, year.counts[inside], counties[inside], year, policy, secret)
    return _with_less_of_blocks(year, YearLabels(counties, states), policy)


def _with_less_of_blocks(year: Year, labels: YearLabels, policy: Policy) -> YearLabels:
    """Show again what is held back in vain under a state's total that was held back for another state's."""
    for state, drug in np.argwhere(labels.states == Label.SECONDARY):
        block = np.flatnonzero((year.states == state) & (labels.counties[:, drug] == Label.BLOCK))
        others = block[~is_small(year.counts[block, drug], policy)]
        for county in others[np.argsort(-year.counts[others, drug], kind="stable")]:
            labels.counties[county, drug] = Label.SHOWN
            if not _suffices(year, labels, int(state), policy):
                labels.counties[county, drug] = Label.BLOCK
    return labels


def _suffices(year: Year, labels: YearLabels, state: int, policy: Policy) -> bool:
    """Whether a state's small counts are still open, and its totals, of every drug that what is shown of one
    bounds, still make up for those of others."""
    claims = np.flatnonzero(is_small(year.counts[year.states == state], policy).ravel())
    if len(narrower_cells(_labeled(year, labels, state, policy), claims, policy)):
        return False
    reserves = _Reserves(year, labels, policy)
    return all(reserves.suffice(*at) for at in np.ndindex(labels.states.shape))


def certify(year: Year, labels: YearLabels, policy: Policy) -> Certificate:
    """Attack the labels of one year with everything that is published and the labels besides.

    A state whose total is held back can only be another than it is if others make up for it: their counties
    are asked whether they can.
    """
    small = is_small(year.counts, policy)
    narrower = 0
    reserves = _Reserves(year, labels, policy)
    for state in range(len(labels.states)):
        inside = np.flatnonzero(year.states == state)
        claims = np.flatnonzero(small[inside].ravel())
        table = _labeled(year, labels, state, policy)
        stuck = set(narrower_cells(table, claims, policy).tolist())
        moved = [drug for drug in range(len(year.parents)) if not reserves.suffice(state, drug)]
        stuck |= {int(cell) for cell in claims if cell % len(year.parents) in moved}
        narrower += len(stuck)
    shown = small & (labels.counties == Label.SHOWN)
    return Certificate(int(small.sum()), narrower + int(shown.sum()))


def _small_or_shown(counts: Counts, policy: Policy) -> Labels:
    return np.where(is_small(counts, policy), Label.SMALL, Label.SHOWN).astype(np.int8)


def _below(states: Labels, year: Year, policy: Policy) -> Labels:
    """Labels of counties to begin with: small ones, and whole states whose total is held back."""
    labels = _small_or_shown(year.counts, policy)
    above = states[year.states]
    few = np.isin(above, (Label.SMALL, Label.SMALL_OR_ZERO))
    labels[few] = Label.SMALL_OR_ZERO
    labels[np.isin(above, (Label.SECONDARY, Label.BLOCK))] = Label.BLOCK
    return labels


def _sums(year: Year, states: Labels, state: int, policy: Policy) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Numbers of the one total, and its least and most for each drug.

    A total that is held back is taken as known all the same, except where it is small: then it is within the
    policy, because other states make up for it.
    """
    total, held = year.totals[state].astype(np.float64), states[state]
    free = year.fixed
    low = np.where(
        held == Label.SMALL, float(policy.least), np.where(held == Label.SMALL_OR_ZERO, 0.0, total)
    )
    high = np.where(np.isin(held, (Label.SMALL, Label.SMALL_OR_ZERO)), float(policy.most), total)
    numbers = np.zeros(int((year.states == state).sum()), dtype=np.int64)
    return numbers, np.where(free, 0.0, low)[None], np.where(free, np.inf, high)[None]


def _table(
    counts: Counts,
    year: Year,
    groups: NDArray[np.int64],
    sum_low: Floats,
    sum_high: Floats | None = None,
) -> Table:
    """A table of places and drugs with a total for each group of places and drug."""
    high = sum_low if sum_high is None else sum_high
    low = np.where(year.fixed, 0.0, sum_low)
    boxes = counts.ravel().astype(np.float64)
    return frame(boxes, boxes, low, np.where(year.fixed, np.inf, high), groups, year.parents)


def frame(
    low: Floats,
    high: Floats,
    sum_low: Floats,
    sum_high: Floats,
    groups: NDArray[np.int64],
    parents: NDArray[np.int64],
) -> Table:
    """A table of places and drugs.

    Parameters
    ----------
    low, high : (places x drugs,)
        Boxes, drugs of the first place first.
    sum_low, sum_high : (groups, drugs)
        Totals.
    groups : (places,)
        Which group each place is in.
    parents : (drugs,)
        As of `Year`.
    """
    drugs = len(parents)
    cells = np.arange(len(groups) * drugs).reshape(len(groups), drugs)
    sums = [
        (cells[groups == group, drug], float(sum_low[group, drug]), float(sum_high[group, drug]))
        for group in range(len(sum_low))
        for drug in range(drugs)
    ]
    inside = [drug for drug in range(drugs) if parents[drug] >= 0]
    nested = [(int(row[drug]), int(row[parents[drug]])) for row in cells for drug in inside]
    return table_of(low, high, sums, nested)


def _protected(
    table: Table, counts: Counts, labels: Labels, year: Year, policy: Policy, secret: Secret
) -> Labels:
    flat = labels.ravel().copy()
    # A block that makes up for another state's total is opened with that in view, and not here.
    fixed = np.broadcast_to(year.fixed, counts.shape).ravel() | (flat == Label.BLOCK)
    blocks = _BlocksByDrug(len(counts), year.parents)
    made = Protection(table, counts.ravel(), flat, fixed, policy, secret, blocks)
    return made.protect().reshape(counts.shape)


class _BlocksByDrug:
    """The cells of a drug in all places; then of the drugs it is within, the narrowest first; then of those
    within it."""

    def __init__(self, places: int, parents: NDArray[np.int64]) -> None:
        self._cells = np.arange(places * len(parents)).reshape(places, len(parents))
        self._parents = parents

    def __call__(self, cell: int) -> Iterator[Index]:
        drug = cell % len(self._parents)
        yield self._cells[:, drug]
        above = int(self._parents[drug])
        while above >= 0:
            yield self._cells[:, above]
            above = int(self._parents[above])
        for child in np.flatnonzero(self._parents == drug):
            yield self._cells[:, child]


def _labeled(year: Year, labels: YearLabels, state: int, policy: Policy) -> Table:
    inside = np.flatnonzero(year.states == state)
    low, high = boxes(year.counts[inside].ravel(), labels.counties[inside].ravel(), policy)
    groups, sum_low, sum_high = _sums(year, labels.states, state, policy)
    return frame(low, high, sum_low, sum_high, groups, year.parents)


class _Reserves:
    """Whether states whose total is held back can make up for one that is small."""

    def __init__(self, year: Year, labels: YearLabels, policy: Policy) -> None:
        self._year, self._labels, self._policy = year, labels, policy

    def suffice(self, state: int, drug: int) -> bool:
        """Whether a state's total of a drug, if it is held back as small, can be all that is small."""
        held = self._labels.states[state, drug]
        if not self._year.nation or held not in (Label.SMALL, Label.SMALL_OR_ZERO):
            return True
        total = int(self._year.totals[state, drug])
        down, up = 0.0, 0.0
        for other in np.flatnonzero(self._labels.states[:, drug] != Label.SHOWN):
            if other != state:
                least, most = self._extent(int(other), drug)
                own = float(self._year.totals[other, drug])
                down += own - least
                up += most - own
        return down >= self._policy.most - total - SLACK and up >= total - self._policy.least - SLACK

    def _extent(self, state: int, drug: int) -> tuple[float, float]:
        """What a state's total of one drug could be by its counties, everything else being as it is."""
        table = _labeled(self._year, self._labels, state, self._policy)
        least, most = table.sum_low.copy(), table.sum_high.copy()
        least[drug], most[drug] = 0.0, np.inf
        drugs = len(self._year.parents)
        cells = np.arange(drug, len(table.low), drugs)
        found = Attacker(replace(table, sum_low=least, sum_high=most)).extent(cells)
        label = self._labels.states[None, state, drug]
        said = boxes(self._year.totals[None, state, drug], label, self._policy)
        return max(found[0], float(said[0][0])), min(found[1], float(said[1][0]))


@dataclass(frozen=True)
class Attacked:
    """What an attacker knows after an attack.

    Attributes
    ----------
    low, high : (places, drugs, periods)
        Bounds of each cell. A cell that can be all that is said of it is left with its box.
    covered : (places, drugs, periods)
        False in tables whose figures do not add up.
    """

    low: Floats
    high: Floats
    covered: NDArray[np.bool_]


def attack(
    low: Floats,
    high: Floats,
    sum_low: Floats,
    sum_high: Floats,
    groups: NDArray[np.int64],
    parents: NDArray[np.int64],
    most: float,
) -> Attacked:
    """Attack a bare release: bounds by subtraction, then by linear programming.

    Parameters
    ----------
    low, high : (places, drugs, periods)
        What is said of each cell: equal where it is shown.
    sum_low, sum_high : (groups, drugs, periods)
        What is said of each total.
    groups : (places,)
        Which total each place is in.
    parents : (drugs,)
        As of `Year`.
    most
        Highest small count: a cell that can be more is no small count for sure.
    """
    found_low, found_high = low.copy(), high.copy()
    covered = np.ones(low.shape, dtype=bool)
    for period in range(low.shape[2]):
        for group in range(len(sum_low)):
            inside = np.flatnonzero(groups == group)
            part = np.ix_(inside, np.arange(low.shape[1]), np.array([period]))
            nested = np.isfinite(high[part]).any(axis=(0, 2)) & (parents >= 0)
            told = np.isfinite(sum_high[group, :, period]) | nested
            if not told.any() or (low[part] == high[part]).all():
                continue
            table = frame(
                low[part].ravel(),
                high[part].ravel(),
                sum_low[None, group, :, period],
                sum_high[None, group, :, period],
                np.zeros(len(inside), dtype=np.int64),
                parents,
            )
            try:
                bounds = _tight(table, most)
            except Contradiction:
                covered[part] = False
                continue
            for kept, found in zip((found_low, found_high), bounds, strict=True):
                kept[part] = found.reshape(low[part].shape)
    return Attacked(found_low, found_high, covered)


def _tight(table: Table, most: float) -> tuple[Floats, Floats]:
    """Tightest bounds of the cells that cannot be all that is said of them."""
    attacker = Attacker(table)
    held = np.flatnonzero(table.low < table.high)
    stuck = attacker.reaches(held, True, np.minimum(table.high[held], most + 1))
    # Of a cell that may be no small count, how little it can be says nothing about one.
    small = np.setdiff1d(held[table.high[held] <= most], stuck)
    stuck = np.union1d(stuck, attacker.reaches(small, False, table.low[small])).astype(np.intp)
    low, high = table.low.copy(), table.high.copy()
    for cell in stuck:
        low[cell], high[cell] = attacker.lp_bounds(int(cell), whole=True)
    return low, high
