"""How sure ranks are: intervals by simulation from the counts behind the figures.

Each count is given the values that it makes plausible, the posterior of a Poisson mean under Jeffreys' prior,
which is Gamma(count + 1/2); the places are ranked anew in each of many draws, and the interval of a place's
rank is the middle 95% of its ranks (Goldstein and Spiegelhalter 1996; how often such intervals hold the true
rank is stated in docs/methods.md). The generator is seeded, so the same figures have the same intervals.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from methods.rates import Floats

DRAWS: Final = 500
SEED: Final = 20_251
COVERED: Final = 0.95
SURE: Final = 0.95
"""From this probability on a place is said to be the highest."""


@dataclass(frozen=True)
class RankIntervals:
    """The ranks that places may have, 1 the highest.

    Attributes
    ----------
    lower, upper
        Ends of the 95% interval of each rank, shape (n,), at least 1.
    highest
        Probability of each place to be the highest, shape (n,).
    """

    lower: NDArray[np.int32]
    upper: NDArray[np.int32]
    highest: Floats


def rank_intervals(
    count: ArrayLike, divisor: ArrayLike, before: ArrayLike | None = None, draws: int = DRAWS
) -> RankIntervals:
    """Ranks of counts over a divisor, such as rates, or of the ratio of counts to those of a year earlier.

    Parameters
    ----------
    count
        Events, shape (n,), none of them NaN.
    divisor
        What they are divided by, above 0; 1 ranks the counts themselves.
    before
        Events a year earlier, to rank changes.
    """
    events = np.asarray(count, dtype=np.float32)
    chance = np.random.default_rng(SEED)
    shape = (draws, len(events))
    drawn = chance.standard_gamma(events + np.float32(0.5), shape, dtype=np.float32)
    drawn /= np.asarray(divisor, dtype=np.float32)
    if before is not None:
        earlier = np.asarray(before, dtype=np.float32)
        drawn /= chance.standard_gamma(earlier + np.float32(0.5), shape, dtype=np.float32)
    return _summary(drawn)


def _summary(drawn: NDArray[np.float32]) -> RankIntervals:
    draws, places = drawn.shape
    order = np.argsort(-drawn, axis=1)
    ranks = np.empty((draws, places), dtype=np.int32)
    np.put_along_axis(ranks, order, np.arange(1, places + 1, dtype=np.int32)[None, :], axis=1)
    outside = round(draws * (1 - COVERED) / 2)
    ends = np.partition(ranks, (outside, draws - 1 - outside), axis=0)
    first = np.bincount(order[:, 0], minlength=places) / draws if places else np.empty(0)
    return RankIntervals(ends[outside], ends[draws - 1 - outside], first)
