"""What can be said of a group when some of its figures are withheld: the least and the most that it can be.

A withheld count is known within the limits that its agency states, such as 1 to 9. A median rises with every
figure it is of, so that of the lower and that of the upper limits are the least and the greatest it can be,
and both can occur (partial identification: Manski 2003, chapter 1).
"""

import numpy as np
from numpy.typing import ArrayLike

UNKNOWN = (0.0, float("inf"))
"""Limits of a rate of which nothing is stated."""


def median_bounds(lower: ArrayLike, upper: ArrayLike) -> tuple[float, float]:
    """The least and the greatest that the median of figures can be.

    Parameters
    ----------
    lower, upper
        Limits of each figure, shape (n,), n at least 1; equal where it is known, infinite where it has none.

    Returns
    -------
    tuple of float
        Equal where the median is known; infinite where it has no limit.

    Raises
    ------
    ValueError
        If there is no figure, or a lower limit above its upper one.
    """
    least, most = np.asarray(lower, dtype=float), np.asarray(upper, dtype=float)
    if least.shape != most.shape or least.ndim != 1 or not len(least):
        raise ValueError(f"expected two sets of limits of one length, got {least.shape} and {most.shape}")
    if (least > most).any():
        raise ValueError("a lower limit lies above its upper one")
    return _median(least), _median(most)


def _median(values: np.ndarray) -> float:
    """The median; of two middle values of which one is infinite, infinite."""
    ordered = np.sort(values)
    middle = ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]
    return float(middle.mean())
