"""Changes of a share of a whole."""

import numpy as np
from numpy.typing import ArrayLike

from methods.rates import Floats

Z = 1.959963984540054
"""Of a two-sided 95% interval."""


def wilson_interval(part: ArrayLike, whole: ArrayLike) -> tuple[Floats, Floats]:
    """Score interval of a share, as a fraction, shape (n,) each (Wilson 1927); NaN where it has no whole."""
    count, total = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = count / total
        middle = share + Z**2 / (2 * total)
        half = Z * np.sqrt(share * (1 - share) / total + Z**2 / (4 * total**2))
        scale = 1 + Z**2 / total
        return (middle - half) / scale, (middle + half) / scale


def share_difference(
    part: ArrayLike, whole: ArrayLike, part_before: ArrayLike, whole_before: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """Difference between two independent shares with its 95% interval.

    The limits come from the score intervals of both (Newcombe 1998, Statistics in Medicine 17:873, method
    10).

    Returns
    -------
    difference, lower, upper
        In percentage points, shape (n,); NaN where either share has no whole.
    """
    now, whole_now = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    then, whole_then = np.asarray(part_before, dtype=float), np.asarray(whole_before, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        share, earlier = now / whole_now, then / whole_then
    (low, high), (low_before, high_before) = (
        wilson_interval(now, whole_now),
        wilson_interval(then, whole_then),
    )
    difference = share - earlier
    lower = difference - np.sqrt((share - low) ** 2 + (high_before - earlier) ** 2)
    upper = difference + np.sqrt((high - share) ** 2 + (earlier - low_before) ** 2)
    known = (whole_now > 0) & (whole_then > 0)
    return tuple(np.where(known, each * 100, np.nan) for each in (difference, lower, upper))  # type: ignore[return-value]
