"""Which reported counts are still incomplete.

The rule uses what the agency publishes. NCHS notes "Underreported due to incomplete data" at every count of
a period that late records may still change, for all jurisdictions alike, so the note bounds how far back a
series may be incomplete and tells none of them apart. Its own prediction does: the reported count weighted up
by the share of records that are pending, and where few are, the reported count itself.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from methods.rates import Floats

LATE_SHARE = 0.02
"""Predicted over reported by more than this is more than the usual allowance for pending records: in VSRR's
national counts of settled years predicted exceeds reported by 1.0% to 1.6%."""


def is_incomplete(
    reported: ArrayLike, predicted: ArrayLike, flagged: ArrayLike, late_share: float = LATE_SHARE
) -> NDArray[np.bool_]:
    """Whether counts are incomplete: flagged, and not predicted within a share of what is reported.

    Parameters
    ----------
    reported, predicted
        Of one shape; NaN where there is none. A flagged count without a prediction is incomplete.
    flagged
        Whether the agency says that late records may still change the count.
    late_share
        As a fraction of reported.
    """
    with np.errstate(invalid="ignore"):
        all_there = np.asarray(predicted, float) <= np.asarray(reported, float) * (1 + late_share)
    return np.asarray(flagged, bool) & ~all_there


def incomplete_tail(reported: Floats, predicted: Floats, flagged: NDArray[np.bool_]) -> int:
    """Length of the unbroken run of newest periods that are incomplete.

    Parameters
    ----------
    reported, predicted, flagged
        As for `is_incomplete`, of shape (n,), oldest first.

    Returns
    -------
    int
        0 where the newest period is complete.
    """
    incomplete = is_incomplete(reported, predicted, flagged)
    whole = np.flatnonzero(~incomplete)
    return len(incomplete) - (int(whole[-1]) + 1 if len(whole) else 0)
