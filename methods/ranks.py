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

Floats32 = NDArray[np.float32]

DRAWS: Final = 500
DRAWS_AT_ONCE: Final = 50
"""All of them for every county would take 30 MB for a moment."""
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

    lower: NDArray[np.int16]
    upper: NDArray[np.int16]
    highest: Floats


def rank_intervals(
    count: ArrayLike, divisor: ArrayLike, before: ArrayLike | None = None, draws: int = DRAWS
) -> RankIntervals:
    """Ranks of counts over a divisor, such as rates, or of the ratio of counts to those of a year earlier.

    Parameters
    ----------
    count
        Events, shape (n,), none of them NaN; at most 32,767 places.
    divisor
        What they are divided by, above 0; 1 ranks the counts themselves.
    before
        Events a year earlier, to rank changes.
    """
    events, divisors = np.asarray(count, dtype=np.float32), np.asarray(divisor, dtype=np.float32)
    earlier = None if before is None else np.asarray(before, dtype=np.float32)
    chance = np.random.default_rng(SEED)
    ranks = np.empty((draws, len(events)), dtype=np.int16)
    for start in range(0, draws, DRAWS_AT_ONCE):
        block = ranks[start : start + DRAWS_AT_ONCE]
        drawn = _drawn(chance, events, block.shape) / divisors
        if earlier is not None:
            drawn /= _drawn(chance, earlier, block.shape)
        places = np.arange(1, len(events) + 1, dtype=np.int16)
        np.put_along_axis(block, np.argsort(-drawn, axis=1), places[None, :], axis=1)
    outside = round(draws * (1 - COVERED) / 2)
    highest = (ranks == 1).mean(axis=0)
    ranks.partition((outside, draws - 1 - outside), axis=0)
    return RankIntervals(ranks[outside], ranks[draws - 1 - outside], highest)


def _drawn(chance: np.random.Generator, counts: Floats32, shape: tuple[int, ...]) -> Floats32:
    """Means that counts make plausible."""
    return chance.standard_gamma(counts + np.float32(0.5), shape, dtype=np.float32)
