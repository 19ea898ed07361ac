"""The rule by which places are ranked."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from methods import rates
from queries.measures import Words

RANKED_STATUSES: Final = ("ok", "predicted", "provisional")
"""Statuses of figures that are reliable enough to be ranked and compared."""


def is_reliable(status: Words) -> NDArray[np.bool_]:
    """Which figures may be ranked."""
    return np.isin(status.astype(str), RANKED_STATUSES)


def ranks_of(values: rates.Floats) -> NDArray[np.int64]:
    """Rank of each value, 1 the highest, the best one for equals; 0 for none."""
    ascending = np.sort(values[~np.isnan(values)])
    rank = len(ascending) - np.searchsorted(ascending, values, side="right") + 1
    return np.where(np.isnan(values), 0, rank)
