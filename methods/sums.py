"""Sums of counts over consecutive months and over groups of places."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

MONTHS_OF_A_YEAR: Final = 12


def windows(monthly: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sums over every 12 consecutive months.

    Parameters
    ----------
    monthly : ndarray, shape (..., months)
        Counts a month.

    Returns
    -------
    ndarray, shape (..., months - 11)
        The first window ends with the twelfth month.
    """
    zero = np.zeros((*monthly.shape[:-1], 1), dtype=monthly.dtype)
    cumulative = np.concatenate([zero, np.cumsum(monthly, axis=-1)], axis=-1)
    return cumulative[..., MONTHS_OF_A_YEAR:] - cumulative[..., :-MONTHS_OF_A_YEAR]


def by_group(counts: NDArray[np.int64], groups: NDArray[np.int64], number: int) -> NDArray[np.int64]:
    """Sums over the places of each group.

    Parameters
    ----------
    counts : ndarray, shape (places, ...)
    groups : ndarray, shape (places,)
        Which group each place is in, from 0.
    number : int
        How many groups there are.

    Returns
    -------
    ndarray, shape (number, ...)
    """
    sums = np.zeros((number, *counts.shape[1:]), dtype=np.int64)
    np.add.at(sums, groups, counts)
    return sums
