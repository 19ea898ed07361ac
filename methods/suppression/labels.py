"""What is said of a count, and what an attacker who knows it may take for granted."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from methods.suppression.policy import Policy

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
Labels = NDArray[np.int8]


class Label(IntEnum):
    """Why a count is not shown, if it is not.

    What is published says less: `SMALL` is published as such, and every other label as one word for all of
    them. An attacker who knows the labels apart is the stronger one, against whom everything is certified.
    """

    SHOWN = 0
    SMALL = 1
    """Within the policy."""
    SMALL_OR_ZERO = 2
    """As small, in a block whose zeros are held back with it."""
    SECONDARY = 3
    """Above the policy; held back so that others cannot be worked out."""
    BLOCK = 4
    """Anything: every count of the block is held back."""


def boxes(counts: Counts, labels: Labels, policy: Policy) -> tuple[Floats, Floats]:
    """Least and most that each count can be, by its label; both are the count where it is shown."""
    low = np.select(
        [labels == Label.SHOWN, labels == Label.SMALL, labels == Label.SECONDARY],
        [counts.astype(np.float64), float(policy.least), float(policy.most + 1)],
        default=0.0,
    )
    high = np.select(
        [labels == Label.SHOWN, (labels == Label.SMALL) | (labels == Label.SMALL_OR_ZERO)],
        [counts.astype(np.float64), float(policy.most)],
        default=np.inf,
    )
    return low, high


def is_small(counts: Counts, policy: Policy) -> NDArray[np.bool_]:
    """Which counts the policy withholds."""
    return np.asarray((counts >= policy.least) & (counts <= policy.most))
