"""What a change on a year earlier compares.

Late records make a reported fall look larger than it is, so predicted is compared with predicted where both
years have a prediction, else reported with reported.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from methods.rates import Floats
from queries.estimates import Row, known_number

AnyRow = TypeVar("AnyRow", Row, Row | None)


def compared_values(
    *, value: Floats, before: Floats, expected: Floats, expected_before: Floats
) -> tuple[Floats, Floats]:
    """What the change of each place compares, now and a year earlier.

    Parameters
    ----------
    value, before
        Reported, now and a year earlier; NaN for none.
    expected, expected_before
        Predicted.
    """
    predicted = compares_predicted(value=value, expected=expected, expected_before=expected_before)
    return np.where(predicted, expected, value), np.where(predicted, expected_before, before)


def compares_predicted(*, value: Floats, expected: Floats, expected_before: Floats) -> NDArray[np.bool_]:
    """Whether the change of each place compares predicted counts, as `compared_values` chooses."""
    return ~(np.isnan(value) | np.isnan(expected) | np.isnan(expected_before))


def compared_row(*, reported: AnyRow, predicted: Row | None, known: str = "compared_before") -> AnyRow | Row:
    """The row of one period whose change is stated.

    Parameters
    ----------
    known
        Column that a prediction has a number in where it can be compared.
    """
    if predicted is None or known_number(predicted[known]) is None:
        return reported
    return predicted
