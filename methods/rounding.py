"""The one rule by which figures are rounded for people."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def rounded(values: ArrayLike, decimals: int) -> NDArray[np.float64]:
    """Numbers as they are written, halves away from zero, still as numbers; null stays null."""
    given = np.asarray(values, dtype=float)
    scale = 10.0**decimals
    return np.sign(given) * np.floor(np.abs(given) * scale + 0.5 + 1e-9) / scale
