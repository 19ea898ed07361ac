"""Thirds of figures, for a map of nine classes."""

import numpy as np
from numpy.typing import ArrayLike

TERCILES = 3


def tercile_limits(values: ArrayLike, decimals: int) -> tuple[float, ...]:
    """Upper limits of the lower two thirds, rounded to the digits that the legend shows.

    Parameters
    ----------
    values
        Shape (n,); NaN and infinities are ignored.
    decimals
        Digits the legend shows; values are rounded before they are parted, so that legend and color agree.

    Returns
    -------
    tuple of float
        Two ascending limits, each belonging to the third below it; empty where the values are too alike to be
        parted in three.
    """
    finite = np.asarray(values, dtype=float)
    finite = np.round(finite[np.isfinite(finite)], decimals)
    if len(finite) == 0:
        return ()
    low, high = np.round(np.quantile(finite, (1 / 3, 2 / 3)), decimals).tolist()
    return (low, high) if len(np.unique(tercile_of(finite, (low, high)))) == TERCILES else ()


def tercile_of(values: ArrayLike, limits: tuple[float, ...]) -> np.ndarray:
    """Third (0 the lowest) that each value belongs to. Shape (n,); values must not be NaN."""
    return np.searchsorted(limits, np.asarray(values, dtype=float), side="left")
