"""Between which limits each figure of a set of places lies, the withheld ones included."""

import numpy as np

from methods.bounds import UNKNOWN
from methods.rates import Floats, rate
from model import catalog
from queries.store import Columns


def withheld_most(entry: catalog.Indicator, source: str) -> int:
    """Highest count that a source withholds of an indicator; 0 where that is not stated."""
    # A partner's own table may withhold other counts.
    return 0 if catalog.is_partners(source) else entry.suppressed_most


def figure_limits(
    rows: Columns, *, measure: str, entry: catalog.Indicator, source: str
) -> tuple[Floats, Floats]:
    """Limits of a count, a rate or a published figure of each place.

    Parameters
    ----------
    rows
        `shown, count, denominator, status`, as `queries.measures.measure_columns` has them.
    measure
        Any but `change`, which may be below zero.

    Returns
    -------
    lower, upper
        Equal to the figure where it is known. A suppressed count lies between 1 and the highest that its
        source withholds; of every other absent figure nothing is known but that it is not negative.
    """
    shown = np.asarray(rows["shown"], dtype=float)
    lower, upper = (np.where(np.isnan(shown), limit, shown) for limit in UNKNOWN)
    most = withheld_most(entry, source)
    hidden = np.isnan(rows["count"]) & (np.asarray(rows["status"], dtype=object) == "suppressed")
    if most and measure in ("count", "rate"):
        for limits, count in ((lower, 1), (upper, most)):
            limits[hidden] = _figure(count, rows["denominator"][hidden], measure)
    unlimited = np.isnan(lower) | np.isnan(upper)
    return np.where(unlimited, UNKNOWN[0], lower), np.where(unlimited, UNKNOWN[1], upper)


def _figure(count: int, denominator: Floats, measure: str) -> Floats:
    counts = np.full(len(denominator), float(count))
    return counts if measure == "count" else rate(counts, denominator, catalog.RATE_PER)
