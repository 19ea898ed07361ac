"""Where the agency's predicted counts stand in for reported ones.

Late records make a recent count too low and a reported fall too large. In a period that the agency notes as
underreported its predictions are shown, for all places alike, where it gives them; in every other period the
reported counts are. A change compares predicted with predicted and reported with reported counts, never one
with the other. How far a prediction may be off is not known until several vintages of the file are kept, so
one that adds more than the usual allowance (`methods.completeness`) to what is reported has no interval.
"""

from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from methods.completeness import is_incomplete
from methods.rates import Floats
from queries.estimates import Row, known_number
from queries.store import Columns

AnyRow = TypeVar("AnyRow", Row, Row | None)
NOTE: Final = "underreported"
"""In the note of a count that late records may still change."""


def noted(notes: NDArray[Any]) -> NDArray[np.bool_]:
    """Whether the agency's notes call counts underreported."""
    return np.array([NOTE in (note or "") for note in notes.tolist()], dtype=bool)


def with_predictions(rows: Columns) -> Columns:
    """Places of one period, with predicted counts where they stand in for reported ones.

    Parameters
    ----------
    rows
        `value`, `numerator`, `status`, `flagged` (whether the agency notes the count as underreported) and
        `expected` (the predicted count, NaN for none).

    Returns
    -------
    dict of str to ndarray
        The columns, with `reported` and `reported_status` (of the count reported), `of_predicted` (whether
        `value` is a predicted count) and `without_interval` (whether that adds more than the usual
        allowance).
    """
    reported, expected = rows["value"].astype(float), rows["expected"].astype(float)
    predicted = rows["flagged"] & ~np.isnan(reported) & ~np.isnan(expected)
    numerator = rows["numerator"].astype(float)
    return rows | {
        "reported": reported,
        "reported_status": rows["status"],
        "value": np.where(predicted, expected, reported),
        "numerator": np.where(predicted & ~np.isnan(numerator), expected, numerator),
        "status": status_shown(rows["status"], predicted & (expected != reported)),
        "of_predicted": predicted,
        "without_interval": predicted & is_incomplete(reported, expected, rows["flagged"]),
    }


def status_shown(status: NDArray[Any], is_prediction: NDArray[np.bool_]) -> NDArray[Any]:
    """Statuses, with `predicted` where a predicted count that differs from the reported one is shown."""
    shown = status.astype(object)
    shown[is_prediction] = "predicted"
    return shown


def compared(now: Columns, before: Columns) -> Columns:
    """What the change of each place compares.

    Parameters
    ----------
    now
        Columns of `with_predictions`.
    before
        `reported`, `expected` and `flagged` of the same places a year earlier, NaN and False where there is
        none.

    Returns
    -------
    dict of str to ndarray
        `compared` (which is `value` too), `compared_before`, `status`, `of_predicted` (whether predicted
        counts are compared) and `without_interval` (of the change).
    """
    predicted = now["of_predicted"] & ~np.isnan(before["expected"])
    later = np.where(predicted, now["expected"], now["reported"])
    return {
        "value": later,
        "compared": later,
        "status": status_shown(now["reported_status"], predicted & (now["expected"] != now["reported"])),
        "compared_before": np.where(predicted, before["expected"], before["reported"]),
        "of_predicted": predicted,
        "without_interval": predicted
        & (
            now["without_interval"] | is_incomplete(before["reported"], before["expected"], before["flagged"])
        ),
    }


def shown_counts(rows: Columns) -> Floats:
    """The counts shown of a series, one a reported row.

    Parameters
    ----------
    rows
        Columns of `queries.series.beside_year_earlier`.
    """
    modeled, days = rows["modeled"], rows["period_end"]
    predicted = dict(zip(days[modeled].tolist(), rows["value"][modeled].tolist(), strict=True))
    reported = rows["value"][~modeled].astype(float)
    expected = np.array([predicted.get(day, np.nan) for day in days[~modeled].tolist()], dtype=float)
    stands_in = rows["flagged"][~modeled] & ~np.isnan(reported) & ~np.isnan(expected)
    return np.where(stands_in, expected, reported)


def shown_row(*, reported: Row, predicted: Row | None, known: str = "value") -> Row:
    """The row of a place and period that is shown: the predicted one where it stands in.

    Parameters
    ----------
    reported, predicted
        Rows of one place and period with `flagged`.
    known
        Column that both must have a number in.
    """
    if predicted is None or not reported["flagged"]:
        return reported
    both = known_number(reported[known]) is not None and known_number(predicted[known]) is not None
    return predicted if both else reported


def compared_row(*, reported: AnyRow, predicted: Row | None, known: str = "compared_before") -> AnyRow | Row:
    """The row of a place and period whose change is stated: the predicted one where both years have one.

    Parameters
    ----------
    known
        Column that a prediction has a number in where it can be compared.
    """
    if reported is None or predicted is None or not reported["flagged"]:
        return reported
    return reported if known_number(predicted[known]) is None else predicted
