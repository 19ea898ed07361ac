"""The attacker over time: windows of 12 months overlap, and what is shown of some bounds the others.

With C(t) the deaths up to month t, a window is C(t) - C(t-12), and C never falls. Every bound on a window is
then a bound on the difference of two values of C, and the tightest that follow from all of them together are
shortest paths (Floyd 1962). They are exact, and whole where the bounds are.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from methods.sums import MONTHS_OF_A_YEAR
from methods.suppression.labels import Floats

BATCH: Final = 128
"""Places at a time, so that their paths take some tens of megabytes."""


def tighten_windows(low: Floats, high: Floats) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Tightest bounds of each place's windows of 12 months.

    Parameters
    ----------
    low, high : (places, windows)
        What is said of windows that end in consecutive months: equal where one is shown, 0 and infinity where
        nothing is said.

    Returns
    -------
    low, high : (places, windows)
    consistent : (places,)
        False where the figures contradict each other, as revised ones may; their bounds are left as given.
    """
    found_low, found_high = low.copy(), high.copy()
    consistent = np.ones(len(low), dtype=bool)
    for start in range(0, len(low), BATCH):
        part = slice(start, start + BATCH)
        paths = _shortest(low[part], high[part])
        sound = (paths.diagonal(axis1=1, axis2=2) >= 0).all(axis=1)
        first = np.arange(low.shape[1])
        found_high[part][sound] = paths[:, first, first + MONTHS_OF_A_YEAR][sound]
        found_low[part][sound] = -paths[:, first + MONTHS_OF_A_YEAR, first][sound]
        consistent[part] = sound
    return found_low, found_high, consistent


def _shortest(low: Floats, high: Floats) -> Floats:
    """Most that C(j) - C(i) can be, shape (places, points, points)."""
    places, windows = low.shape
    points = windows + MONTHS_OF_A_YEAR
    paths = np.full((places, points, points), np.inf)
    every, first = np.arange(points), np.arange(windows)
    paths[:, every, every] = 0.0
    paths[:, every[1:], every[:-1]] = 0.0
    paths[:, first, first + MONTHS_OF_A_YEAR] = high
    paths[:, first + MONTHS_OF_A_YEAR, first] = np.minimum(-low, paths[:, first + MONTHS_OF_A_YEAR, first])
    for through in range(points):
        np.minimum(paths, paths[:, :, through, None] + paths[:, None, through, :], out=paths)
    return paths
