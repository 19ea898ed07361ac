"""Where a series of reported counts is still incomplete."""

import numpy as np
from numpy.typing import NDArray

from methods.rates import Floats

LATE_SHARE = 0.02
"""Predicted over reported by more than this is more than the usual allowance for pending records: in VSRR's
national counts of settled years predicted exceeds reported by 1.0% to 1.6%."""


def incomplete_tail(
    reported: Floats, predicted: Floats, flagged: NDArray[np.bool_], late_share: float = LATE_SHARE
) -> int:
    """Length of the run of newest periods that are incomplete.

    A period is incomplete where the agency flags it as underreported, or predicts more than it reports by
    more than a share. A period with neither a reported value nor a flag ends the run.

    Parameters
    ----------
    reported, predicted
        Of shape (n,), oldest first; NaN where there is none.
    flagged
        Of shape (n,); whether the agency says that the period reports too little.
    late_share
        As a fraction of reported.

    Returns
    -------
    int
        0 where the newest period is complete.
    """
    with np.errstate(invalid="ignore"):
        late = predicted > reported * (1 + late_share)
    complete = ~(flagged | late)
    whole = np.flatnonzero(complete)
    return len(complete) - (int(whole[-1]) + 1 if len(whole) else 0)
