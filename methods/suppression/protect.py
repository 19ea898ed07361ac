"""Protect, then prune: which cells of one table to hold back besides the small ones.

The way is that of complementary suppression with an attacker in the loop: hold back what opens the tightest
cell, ask the attacker again, and at last show again whatever was held back in vain.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from methods.suppression.labels import Counts, Floats, Label, Labels, boxes, is_small
from methods.suppression.lp_bounds import Attacker
from methods.suppression.policy import Policy
from methods.suppression.table import SLACK, Index, Table, propagate

CHOSEN_AMONG: Final = 3
"""The secret decides among so many of the smallest cells that would do: always taking the smallest would tell
that nothing smaller is large."""


class Unprotectable(RuntimeError):
    """A table in which every count is held back, and a small one still can be worked out."""


@dataclass(frozen=True)
class Secret:
    """Decides between cells that would do equally, always alike for the same table."""

    key: bytes
    of: str

    def order(self, cells: Index) -> Index:
        """The cells in an order that nobody without the key can foresee."""
        digests = [
            hashlib.blake2b(f"{self.of}|{cell}".encode(), key=self.key, digest_size=8).digest()
            for cell in cells
        ]
        return np.asarray(cells)[np.argsort(np.array(digests, dtype="S8"), kind="stable")]


Blocks = Callable[[int], Iterator[Index]]
"""Where to look for something to hold back that opens a cell: blocks of cells, the nearest first."""


@dataclass
class Protection:
    """The labels of one table while they are being chosen.

    Attributes
    ----------
    frame
        The table's sums and nested pairs; its boxes are made of the labels.
    counts : (cells,)
        True counts.
    labels : (cells,)
        To begin with, and then as they were chosen.
    fixed : (cells,)
        Cells whose label must stay: they are published elsewhere.
    blocks
        As `Blocks`.
    """

    frame: Table
    counts: Counts
    labels: Labels
    fixed: NDArray[np.bool_]
    policy: Policy
    secret: Secret
    blocks: Blocks

    def protect(self) -> Labels:
        """Hold back until the attacker cannot bound a small count, then show what need not be held back.

        It is done twice: once with counts that have all the room of the policy, which often open several
        small ones and so are few, and once with any that have the room that is wanting, which are smaller.
        What costs less is kept.

        Raises
        ------
        Unprotectable
            If nothing is left to hold back.
        """
        before = self.labels
        found = []
        for spare in (True, False):
            self.labels = before.copy()
            self._protect(spare)
            found.append((self._cost(), self.labels))
        self.labels = min(found, key=lambda each: each[0])[1]
        return self.labels

    def _cost(self) -> float:
        """Share of the counts that are held back though they are not small, and of what they count."""
        held = (self.labels != Label.SHOWN) & ~is_small(self.counts, self.policy)
        return float(held.mean() + self.counts[held].sum() / max(self.counts.sum(), 1))

    def _protect(self, spare: bool) -> None:
        while len(narrower := self.narrower()):
            closed = [cell for cell in narrower if not self._is_open(cell)]
            # What only linear programming finds is opened one by one, because each may open others.
            for cell in closed or narrower[:1]:
                if not closed or not self._is_open(cell):
                    self._open(int(cell), spare)
        self._prune()

    def table(self) -> Table:
        """What an attacker sees who knows every label."""
        return self.frame.within(*boxes(self.counts, self.labels, self.policy))

    def claims(self) -> Index:
        """Cells that must be able to be anything within the policy."""
        return np.flatnonzero(is_small(self.counts, self.policy) & (self.labels != Label.SHOWN))

    def narrower(self) -> Index:
        """Small cells that the attacker bounds more tightly than the policy, by subtraction or else by linear
        programming."""
        claims = self.claims()
        low, high = propagate(self.table())
        by_hand = claims[
            (low[claims] > self.policy.least + SLACK) | (high[claims] < self.policy.most - SLACK)
        ]
        if len(by_hand) or not len(claims):
            return by_hand
        return narrower_cells(self.table(), claims, self.policy)

    def _is_open(self, cell: int) -> bool:
        low, high = propagate(self.table())
        return bool(low[cell] <= self.policy.least + SLACK and high[cell] >= self.policy.most - SLACK)

    def _open(self, cell: int, spare: bool) -> None:
        """Hold back one thing more that gives a cell room: at best something that can move both ways, as far
        as is wanting or with room to spare, else something that can move the way that is wanting, else a
        whole block."""
        low, high = propagate(self.table())
        down, up = self._room()
        less, more = low[cell] - self.policy.least, self.policy.most - high[cell]
        full = float(self.policy.most - self.policy.least)
        free = (self.labels == Label.SHOWN) & ~self.fixed
        large = free & (self.counts > self.policy.most)
        zero = free & (self.counts == 0)
        ways = (
            large & (up >= (full if spare else less)) & (down >= (full if spare else more)),
            zero & (up >= full) & (less > SLACK) & (more <= SLACK),
            large & (down > 0) & (more > SLACK),
            zero & (up >= full) & (less > SLACK),
        )
        for number, way in enumerate(ways):
            for block in self.blocks(cell):
                some = block[way[block]]
                if len(some):
                    self._hold(int(some[np.argmax(down[some])]) if number == 2 else self._chosen(some))
                    return
        for hold in (self._relabel, self._hold_all):
            if any(hold(block) for block in self.blocks(cell)):
                return
        raise Unprotectable("every count of a table is held back, and a small one can still be worked out")

    def _room(self) -> tuple[Floats, Floats]:
        """How far each cell could move down and up if it were held back: never below what is within it, above
        what it is within, nor, where it is large, into the small ones."""
        low, high = np.zeros(len(self.counts)), np.full(len(self.counts), np.inf)
        shown_low, shown_high = boxes(self.counts, self.labels, self.policy)
        np.maximum.at(low, self.frame.outer, shown_low[self.frame.inner])
        np.minimum.at(high, self.frame.inner, shown_high[self.frame.outer])
        large = self.counts > self.policy.most
        low = np.where(large, np.maximum(low, self.policy.most + 1), low)
        high = np.where(large, high, np.minimum(high, self.policy.most))
        return self.counts - low, high - self.counts

    def _chosen(self, cells: Index) -> int:
        smallest = cells[np.argsort(self.counts[cells], kind="stable")][:CHOSEN_AMONG]
        return int(self.secret.order(smallest)[0])

    def _hold(self, cell: int) -> None:
        large = self.counts[cell] > self.policy.most
        self.labels[cell] = Label.SECONDARY if large else Label.SMALL_OR_ZERO

    def _relabel(self, block: Index) -> bool:
        """Say of the small cells and zeros of a block only that they are small or zero."""
        few = block[(self.counts[block] <= self.policy.most) & ~self.fixed[block]]
        few = few[self.labels[few] < Label.SMALL_OR_ZERO]
        self.labels[few] = Label.SMALL_OR_ZERO
        return bool(len(few))

    def _hold_all(self, block: Index) -> bool:
        free = block[~self.fixed[block]]
        changed = free[self.labels[free] != Label.BLOCK]
        self.labels[changed] = Label.BLOCK
        return bool(len(changed))

    def _prune(self) -> None:
        """Show again what is held back in vain: in blocks, and then the largest first."""
        blocked = np.isin(self.labels, (Label.SMALL_OR_ZERO, Label.BLOCK))
        self._show(np.flatnonzero(blocked & ~is_small(self.counts, self.policy) & ~self.fixed))
        large = np.flatnonzero(self.labels == Label.SECONDARY)
        for cell in large[np.argsort(-self.counts[large], kind="stable")]:
            self._show(np.array([cell]))

    def _show(self, cells: Index) -> None:
        """Show as many of some cells as the small ones allow, by halves."""
        if not len(cells):
            return
        was = self.labels[cells]
        self.labels[cells] = Label.SHOWN
        if not len(self.narrower()):
            return
        self.labels[cells] = was
        if len(cells) > 1:
            middle = len(cells) // 2
            self._show(cells[:middle])
            self._show(cells[middle:])


def narrower_cells(table: Table, claims: Index, policy: Policy) -> Index:
    """Which of some cells cannot be both the least and the most of the policy, in worlds of whole numbers."""
    attacker = Attacker(table)
    ends = np.ones(len(claims))
    high = attacker.reaches(claims, True, policy.most * ends)
    low = attacker.reaches(claims, False, policy.least * ends)
    return np.union1d(high, low)
