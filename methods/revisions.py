"""By how much figures moved from one release to a later one."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from methods.rates import Floats

TENTHS: Final = (0.1, 0.5, 0.9)
"""The 10th percentile, the median and the 90th."""


@dataclass(frozen=True)
class Moved:
    """How figures that both releases show moved.

    Attributes
    ----------
    figures
        How many there are.
    percent
        10th percentile, median and 90th of the change in percent of the earlier figure, zeros left out;
        NaN without any.
    difference
        The same of the later figure less the earlier one.
    rose, fell, stayed
        How many did.
    """

    figures: int
    percent: Floats
    difference: Floats
    rose: int
    fell: int
    stayed: int


def moved(then: ArrayLike, later: ArrayLike) -> Moved:
    """Compare figures of one release with those of a later one.

    Parameters
    ----------
    then, later
        Of the same facts, shape (n,); NaN where a release shows none, which leaves the fact out.
    """
    before, after = np.asarray(then, dtype=float), np.asarray(later, dtype=float)
    both = ~np.isnan(before) & ~np.isnan(after)
    before, difference = before[both], (after - before)[both]
    known = before > 0
    return Moved(
        figures=len(difference),
        percent=_percentiles(100 * difference[known] / before[known]),
        difference=_percentiles(difference),
        rose=int((difference > 0).sum()),
        fell=int((difference < 0).sum()),
        stayed=int((difference == 0).sum()),
    )


def _percentiles(numbers: Floats) -> NDArray[np.float64]:
    return np.quantile(numbers, TENTHS) if len(numbers) else np.full(len(TENTHS), np.nan)
