"""The attacker with linear programming: the tightest interval of a cell, given everything published."""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from methods.suppression.labels import Floats
from methods.suppression.table import SLACK, Contradiction, Index, Table, propagate


@dataclass
class Attacker:
    """One model of a table, of which only the objective changes from question to question (HiGHS)."""

    table: Table

    def __post_init__(self) -> None:
        self._low, self._high = propagate(self.table)
        self._model = _model(self.table, self._low, self._high)
        self._whole = False

    def lp_bounds(self, cell: int, whole: bool = False) -> tuple[float, float]:
        """Least and most of a cell; of whole numbers where asked, which is never wider.

        Raises
        ------
        Contradiction
            If the figures do not add up.
        """
        return self._reach([cell], False, whole)[cell], self._reach([cell], True, whole)[cell]

    def extent(self, cells: Index) -> tuple[float, float]:
        """Least and most of the sum of some cells."""
        worlds = (self._reach(cells.tolist(), up, whole=False) for up in (False, True))
        least, most = (float(world[cells].sum()) for world in worlds)
        return least, most

    def reaches(self, cells: Index, up: bool, ends: Floats) -> Index:
        """Which of some cells do not reach their ends, each in a world of whole numbers.

        Worlds in which many reach theirs at once are tried first; what remains is asked one by one.

        Parameters
        ----------
        cells
            Positions of cells.
        up
            Whether the ends are the most, or the least.
        ends : (cells,)
            What each should reach.
        """
        wanted = dict(zip(cells.tolist(), ends.tolist(), strict=True))
        missing = list(wanted)
        while missing:
            world = self._reach(missing, up, whole=False)
            left = [cell for cell in missing if not _reached(world[cell], wanted[cell], up)]
            if not _is_whole(world) or len(left) == len(missing):
                break
            missing = left
        return np.array(
            [cell for cell in missing if not self._reached_alone(cell, wanted[cell], up)], dtype=np.intp
        )

    def _reached_alone(self, cell: int, end: float, up: bool) -> bool:
        world = self._reach([cell], up, whole=False)
        if not _reached(world[cell], end, up):
            return False
        return _is_whole(world) or _reached(self._reach([cell], up, whole=True)[cell], end, up)

    def _reach(self, cells: Sequence[int], up: bool, whole: bool) -> Floats:
        """A world in which the sum of some cells is the most, or the least, that it can be."""
        count = len(self._low)
        if whole != self._whole:
            kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
            everything = np.arange(count, dtype=np.int32)
            self._model.changeColsIntegrality(count, everything, np.full(count, kind))
            self._whole = whole
        costs = np.zeros(count)
        costs[list(cells)] = -1.0 if up else 1.0
        self._model.changeColsCost(count, np.arange(count, dtype=np.int32), costs)
        self._model.run()
        status = self._model.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return np.array(self._model.getSolution().col_value)
        if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            # Only cells that subtraction leaves without a limit have none.
            return np.where(np.isinf(self._high) & (costs != 0), np.inf, self._low)
        raise Contradiction("the figures of a table do not add up")


class _Silent(highspy.Highs):
    """The library prints its name as soon as its callbacks are enabled, before an option can be set."""

    def enableCallbacks(self) -> None:
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()


def _model(table: Table, low: Floats, high: Floats) -> highspy.Highs:
    """Columns are the cells, rows the sums and then the nested pairs."""
    order = np.argsort(table.rows, kind="stable")
    sums, pairs = len(table.sum_low), len(table.inner)
    lengths = np.concatenate([np.bincount(table.rows, minlength=sums), np.full(pairs, 2)])
    beside = np.stack([table.inner, table.outer], axis=1).ravel()
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(low), sums + pairs
    lp.col_cost_ = np.zeros(len(low))
    lp.col_lower_, lp.col_upper_ = low, np.where(np.isinf(high), highspy.kHighsInf, high)
    lp.row_lower_ = np.concatenate([table.sum_low, np.full(pairs, -highspy.kHighsInf)])
    most = np.concatenate([table.sum_high, np.zeros(pairs)])
    lp.row_upper_ = np.where(np.isinf(most), highspy.kHighsInf, most)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate([[0], lengths.cumsum()])
    lp.a_matrix_.index_ = np.concatenate([table.cells[order], beside])
    lp.a_matrix_.value_ = np.concatenate([np.ones(len(table.cells)), np.tile([1.0, -1.0], pairs)])
    model = _Silent()
    model.setOptionValue("threads", 1)
    model.passModel(lp)
    return model


def _reached(value: float, end: float, up: bool) -> bool:
    return value >= end - SLACK if up else value <= end + SLACK


def _is_whole(world: Floats) -> bool:
    finite = world[np.isfinite(world)]
    return bool((np.abs(finite - np.rint(finite)) < SLACK).all())
