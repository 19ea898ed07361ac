"""The columns of a histogram of places."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

COLUMNS: Final = 40
TAIL: Final = 0.01
"""Share of the values at an end that would stretch the rest; the end columns hold them."""


@dataclass(frozen=True)
class Histogram:
    """Which column each value stands in, and what is said of all of them.

    Attributes
    ----------
    columns
        Shape (n,), 0 the first; -1 for zeros that are not drawn. What lies beyond an end is in its column.
    low, high
        Where the first column starts and the last one ends.
    median
        Of the values drawn.
    zeros
        How many are not drawn, because their column would press all others flat.
    below, beyond
        How many lie beyond the ends.
    """

    columns: NDArray[np.intp]
    low: float
    high: float
    lowest: float
    highest: float
    median: float
    zeros: int
    below: int
    beyond: int


def histogram(values: ArrayLike, *, diverging: bool) -> Histogram:
    """Place values in columns.

    Parameters
    ----------
    values
        Shape (n,), at least one; none of them NaN.
    diverging
        Whether the values lie on both sides of zero; zeros of others are said in words.
    """
    numbers = np.asarray(values, dtype=float)
    low, high = histogram_range(numbers, diverging=diverging)
    left_out = (numbers == 0) & (not diverging)
    return Histogram(
        np.where(left_out, -1, column_of(numbers, (low, high))),
        low,
        high,
        float(numbers.min()),
        float(numbers.max()),
        float(np.median(numbers if left_out.all() else numbers[~left_out])),
        int(left_out.sum()),
        int((numbers < low).sum()),
        int((numbers > high).sum()),
    )


def histogram_range(values: ArrayLike, *, diverging: bool) -> tuple[float, float]:
    """Where the first column starts and the last one ends.

    Parameters
    ----------
    values
        Shape (n,), at least one; none of them NaN.
    diverging
        Whether the values lie on both sides of zero; others start at zero, or below where any is.

    Returns
    -------
    tuple of float
        From the lowest to the highest value, without the hundredth at an end.
    """
    ordered = np.sort(np.asarray(values, dtype=float))

    def at(share: float) -> float:
        return float(ordered[int(np.floor(share * (len(ordered) - 1) + 0.5))])

    low = at(TAIL) if diverging else min(0.0, float(ordered[0]))
    high = at(1 - TAIL)
    return (low, high) if high > low else (float(ordered[0]), float(ordered[0]) + 1)


def column_of(values: ArrayLike, ends: tuple[float, float]) -> NDArray[np.intp]:
    """Column that each value stands in, 0 the first. Shape (n,); what lies beyond an end is in its column."""
    low, high = ends
    share = (np.asarray(values, dtype=float) - low) / (high - low)
    return np.clip((share * COLUMNS).astype(int), 0, COLUMNS - 1)
