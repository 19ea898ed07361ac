"""A table as an attacker sees it: cells in boxes, sums that are known, and cells that are within others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from methods.suppression.labels import Floats

Index = NDArray[np.intp]
MOST_ROUNDS = 50
SLACK = 1e-6
"""By which arithmetic may miss a whole number."""


class Contradiction(ValueError):
    """Figures that cannot all be true: they do not add up."""


@dataclass(frozen=True)
class Table:
    """What is published of a table.

    Attributes
    ----------
    low, high : (cells,)
        Least and most that each cell can be by what is said of it; equal where it is shown.
    rows, cells : (entries,)
        Which cells each sum is over: pairs of a sum and a cell.
    sum_low, sum_high : (sums,)
        Least and most of each sum; equal where it is published.
    inner, outer : (pairs,)
        The inner cell is at most the outer one: a class of drugs within a wider one.
    """

    low: Floats
    high: Floats
    rows: Index
    cells: Index
    sum_low: Floats
    sum_high: Floats
    inner: Index
    outer: Index

    def within(self, low: Floats, high: Floats) -> "Table":
        """The same table with other boxes."""
        return replace(self, low=low, high=high)

    def sums_of(self, cell: int) -> Index:
        """The sums that a cell is in."""
        return self.rows[self.cells == cell]

    def cells_of(self, row: int) -> Index:
        """The cells that a sum is over."""
        return self.cells[self.rows == row]


def table_of(
    low: Floats,
    high: Floats,
    sums: Sequence[tuple[Index, float, float]],
    nested: Sequence[tuple[int, int]] = (),
) -> Table:
    """A table from its parts.

    Parameters
    ----------
    sums
        Cells, least and most of each sum.
    nested
        Pairs of an inner and an outer cell.
    """
    nothing = np.array([], dtype=np.intp)
    rows = [np.full(len(cells), number, dtype=np.intp) for number, (cells, _, _) in enumerate(sums)]
    pairs = np.array(nested, dtype=np.intp).reshape(-1, 2)
    return Table(
        low,
        high,
        np.concatenate([nothing, *rows]),
        np.concatenate([nothing, *(np.asarray(cells, dtype=np.intp) for cells, _, _ in sums)]),
        np.array([least for _, least, _ in sums], dtype=np.float64),
        np.array([most for _, _, most in sums], dtype=np.float64),
        pairs[:, 0],
        pairs[:, 1],
    )


def propagate(table: Table) -> tuple[Floats, Floats]:
    """Bounds of every cell by subtraction alone: each sum less the others, inner at most outer, to the end.

    These are what an attacker finds with a calculator; linear programming finds more.

    Returns
    -------
    low, high : (cells,)

    Raises
    ------
    Contradiction
        If a cell's least is above its most.
    """
    low, high = table.low.copy(), table.high.copy()
    for _ in range(MOST_ROUNDS):
        before = low.copy(), high.copy()
        _nest(table, low, high)
        _subtract(table, low, high)
        if (low > high + SLACK).any():
            raise Contradiction("the figures of a table do not add up")
        if np.array_equal(low, before[0]) and np.array_equal(high, before[1]):
            break
    return low, high


def _nest(table: Table, low: Floats, high: Floats) -> None:
    np.minimum.at(high, table.inner, high[table.outer])
    np.maximum.at(low, table.outer, low[table.inner])


def _subtract(table: Table, low: Floats, high: Floats) -> None:
    """Tighten bounds in place by each sum less the other cells."""
    rows, cells = table.rows, table.cells
    endless = np.isinf(high)
    finite = np.where(endless, 0.0, high)
    least, most = np.zeros_like(table.sum_low), np.zeros_like(table.sum_low)
    open_cells = np.zeros_like(table.sum_low)
    np.add.at(least, rows, low[cells])
    np.add.at(most, rows, finite[cells])
    np.add.at(open_cells, rows, endless[cells])
    most_of_others = np.where(open_cells[rows] - endless[cells] > 0, np.inf, most[rows] - finite[cells])
    np.minimum.at(high, cells, table.sum_high[rows] - (least[rows] - low[cells]))
    np.maximum.at(low, cells, table.sum_low[rows] - most_of_others)
