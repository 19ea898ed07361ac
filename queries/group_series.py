"""The series of a group: in each period the sum over its counties with a released figure.

Only released values are queried, so nothing withheld can enter a sum.
"""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model.periods import year_earlier
from queries.store import Columns, Reader

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
NEVER: Final = ("modeled", "flagged", "without_interval", "change_without_interval")
"""No sum is of predicted counts, which agencies give for states alone."""


def group_series(
    reader: Reader, indicator: str, drug: str, kind: str, source: str, counties: tuple[str, ...]
) -> Columns:
    """Sums over the released counties of a group, each beside the sum of a year earlier.

    Returns
    -------
    dict of str to ndarray
        One row a period in which any is released, with the columns of `source_series`. `value` adds up the
        `released` counties; `numerator` and `denominator` the `rated` ones, which have a population;
        `compared` and `compared_before` the `paired` ones, which are released a year earlier too.
        `released_run`, `rated_run` and `paired_run` change from one period to the next where those counties
        do.
    """
    keys = {"indicator": indicator, "drug": drug, "period_kind": kind, "source": source}
    values = reader.fetch("group_values", **keys, counties=list(counties))
    rows = values.to_pandas(date_as_object=False)
    days, period = np.unique(rows["period_end"].to_numpy().astype("datetime64[D]"), return_inverse=True)
    county, places = pd.factorize(rows["place"])

    def by_county(column: str) -> Floats:
        table = np.full((len(days), len(places)), np.nan)
        table[period, county] = rows[column].to_numpy(dtype=float)
        return table

    value, numerator, denominator = map(by_county, ("value", "numerator", "denominator"))
    before = _year_before(value, days, kind)
    released = ~np.isnan(value)
    rated = ~np.isnan(numerator) & (denominator > 0)
    paired = released & ~np.isnan(before)
    provisional = pd.Series(rows["status"].eq("provisional").to_numpy()).groupby(period).any()
    return {
        "period_end": days.astype("datetime64[s]"),
        "value": _sum(value, released),
        "numerator": _sum(numerator, rated),
        "denominator": _sum(denominator, rated),
        "status": np.where(provisional.to_numpy(dtype=bool), "provisional", "ok").astype(object),
        **{name: np.zeros(len(days), dtype=bool) for name in NEVER},
        "compared": _sum(value, paired),
        "compared_before": _sum(before, paired),
        "status_before": np.full(len(days), None),
        "released": released.sum(axis=1),
        "rated": rated.sum(axis=1),
        "paired": paired.sum(axis=1),
        "released_run": _runs(released),
        "rated_run": _runs(rated),
        "paired_run": _runs(paired),
        "note": np.full(len(days), "", dtype=object),
        "basis": rows.groupby(period)["basis"].first().to_numpy(dtype=object),
        "source": np.full(len(days), source, dtype=object),
        "as_of": rows.groupby(period)["as_of"].max().to_numpy().astype("datetime64[s]"),
    }


def _year_before(value: Floats, days: NDArray[np.datetime64], kind: str) -> Floats:
    """The same counties' values a year earlier, NaN in periods that have no such period."""
    position = {day: row for row, day in enumerate(days.tolist())}
    rows = [position.get(year_earlier(kind, day), -1) for day in days.tolist()]
    with_none = np.vstack([value, np.full((1, value.shape[1]), np.nan)])
    return with_none[rows]


def _sum(value: Floats, which: Flags) -> Floats:
    """Sum of some counties in each period; NaN of none."""
    return np.where(which.any(axis=1), np.where(which, value, 0.0).sum(axis=1), np.nan)


def _runs(which: Flags) -> NDArray[np.intp]:
    """A number a period that changes where the counties do."""
    changed = (which[1:] != which[:-1]).any(axis=1)
    return np.concatenate([[0], np.cumsum(changed)])[: len(which)]
