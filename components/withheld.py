"""How high a withheld rate could be: the highest count the agency withholds, over the population."""

import base64
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model import catalog
from model.view import View
from queries.results import MapResult
from queries.withheld_limits import withheld_most


def highest_rates(rows: pd.DataFrame, entry: catalog.Indicator) -> NDArray[np.float64]:
    """The highest that each withheld rate could be.

    Parameters
    ----------
    rows
        `count, denominator, status`, one row a place.
    entry
        The indicator, which says the highest count that its agency withholds.

    Returns
    -------
    array
        Per 100,000, rounded up to the digits shown, of the rows whose count is suppressed; NaN without a
        population.
    """
    withheld = (rows["status"].to_numpy() == "suppressed") & np.isnan(rows["count"].to_numpy())
    population = rows["denominator"].to_numpy()[withheld]
    known = np.where(population > 0, population, np.nan)
    # An upper bound is rounded up; what floating point adds is not.
    return np.ceil(np.round(entry.suppressed_most / known * catalog.RATE_PER * 10, 6)) / 10


def withheld_values(view: View, result: MapResult) -> dict[str, Any]:
    """What the hover card of a suppressed place says: nothing where the bound is not known.

    Returns
    -------
    dict
        `most`, base64 of int32, tenths per 100,000 of the suppressed places alone, in their order, 0 where
        there is no population; `most_words`, the sentence form.
    """
    entry = catalog.INDICATORS[view.indicator]
    most = withheld_most(entry, result.provenance.source) if result.provenance else 0
    if not (most and view.measure in ("rate", "smoothed", "count") and "rate" in entry.measures):
        return {}
    tenths = np.rint(np.nan_to_num(highest_rates(result.places, entry)) * 10)
    return {
        "most": base64.b64encode(tenths.astype(np.int32).tobytes()).decode("ascii"),
        "most_words": f"at most {{most}} per {catalog.RATE_PER:,}, which is {entry.suppressed_most} over the "
        "population",
    }
