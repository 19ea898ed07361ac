"""Class limits found while a view is answered: thirds for a map of nine classes, quantiles of several maps.

`methods.classes` finds those of single maps when publishing, with libraries that serving workers spare."""

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


def quantile_limits(values: ArrayLike, decimals: int, classes: int) -> tuple[float, ...]:
    """Upper limits of quantile classes, rounded to the digits that the legend shows; equal ones are merged.

    Parameters
    ----------
    values
        Shape (n,); NaN and infinities are ignored.
    decimals
        Digits the legend shows.
    classes
        Classes wanted.

    Returns
    -------
    tuple of float
        Ascending; the last is the maximum. Empty where there are no values.
    """
    finite = np.asarray(values, dtype=float)
    finite = finite[np.isfinite(finite)]
    if len(finite) == 0:
        return ()
    steps = np.arange(1, classes + 1) / classes
    return tuple(np.unique(np.round(np.quantile(finite, steps), decimals)).tolist())


def tercile_of(values: ArrayLike, limits: tuple[float, ...]) -> np.ndarray:
    """Third (0 the lowest) that each value belongs to. Shape (n,); values must not be NaN."""
    return np.searchsorted(limits, np.asarray(values, dtype=float), side="left")
