"""Puts the rows of a map into the order of the outlines they are drawn on."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.extract.outlines import Outlines, drawn_on


@dataclass(frozen=True, eq=False)
class Fit:
    """Which rows have an outline, and where it stands.

    Attributes
    ----------
    index
        Place of every outline, in their order.
    rows, positions
        Numbers of the rows that have an outline, and those of their outlines; each of shape (drawn,).
    has_outline
        Of every row, shape (rows,).
    """

    index: pd.Index
    rows: NDArray[np.intp]
    positions: NDArray[np.intp]
    has_outline: NDArray[np.bool_]

    def place(self, column: NDArray[Any], absent: object) -> NDArray[Any]:
        """A column of the rows in the outlines' order, with `absent` for outlines without a row."""
        placed = np.full(len(self.index), absent, dtype=column.dtype)
        placed[self.positions] = column[self.rows]
        return placed


@lru_cache(maxsize=32)
def fit(outlines: Outlines, level: str, listed: tuple[str, ...]) -> Fit:
    """How a map's rows fit outlines; remembered, because most periods list the same places."""
    index = _index(outlines, level)
    outline = drawn_on(outlines, listed)
    positions = index.get_indexer(pd.Index([outline.get(place, "") for place in listed], dtype=object))
    has_outline = positions >= 0
    return Fit(index, np.flatnonzero(has_outline), positions[has_outline], has_outline)


@lru_cache(maxsize=8)
def _index(outlines: Outlines, level: str) -> pd.Index:
    order = outlines.state_places if level == "state" else outlines.county_places
    return pd.Index(list(order), dtype=object, name="place")
