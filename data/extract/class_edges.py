"""Upper class edges of every map, found once when publishing and the same for all its periods."""

from typing import Final

import numpy as np
import pandas as pd

from methods.classes import ABOVE_ALL, METHODS, NO_CLASS, class_edges, classify
from methods.rates import is_unreliable, rate
from model import catalog
from model.observations import broken_down

MAPPED_PLACE_KINDS: Final = ("county", "state")
MAP_KEYS: Final = ["indicator", "drug", "place_kind", "period_kind", "source"]
FEWEST_CLASSED: Final = 20
MOST_IN_ONE_CLASS: Final = 0.7
CHANGE_EDGES: Final = (-25.0, -10.0, 10.0, 25.0, ABOVE_ALL)
"""Upper edges, in percent, of the diverging classes of a change; the middle class is "within 10%"."""
FIXED: Final = "fixed"
"""Method of edges that are the same whatever the values."""


def edges_of_maps(observations: pd.DataFrame) -> pd.DataFrame:
    """Upper class edges of every map by every method.

    Made of released, non-zero values over all periods; for rates only of reliable ones.

    Returns
    -------
    DataFrame
        `indicator, drug, place_kind, period_kind, source, measure, method, edges` (list of float, in the
        measure's unit).
    """
    mapped = observations[
        observations["place_kind"].isin(MAPPED_PLACE_KINDS)
        & observations["value"].gt(0)
        & observations["status"].ne("predicted")
        & ~broken_down(observations)
    ]
    rows = []
    for keys, group in mapped.groupby(MAP_KEYS):
        entry = catalog.INDICATORS[str(keys[0])]
        if not entry.classed:
            continue
        # Smoothed rates are colored by the classes of the observed ones.
        for measure in (measure for measure in entry.measures if measure != "smoothed"):
            found = _by_method(group, entry, measure)
            rows += [(*keys, measure, method, edges) for method, edges in found.items() if edges]
    return pd.DataFrame(rows, columns=[*MAP_KEYS, "measure", "method", "edges"])


def _by_method(group: pd.DataFrame, entry: catalog.Indicator, measure: str) -> dict[str, list[float]]:
    if measure == "change":
        return {FIXED: list(CHANGE_EDGES)}
    decimals = entry.decimals_of(measure)
    values = _telling_values(group, measure, decimals)
    return {method: class_edges(values, decimals, method) for method in METHODS}


def _telling_values(group: pd.DataFrame, measure: str, decimals: int) -> np.ndarray:
    """Values of all periods; of the newest one where quantiles of all would put nearly all its places into
    one class, as with a drug that was hardly there before."""
    values = _classed(group, measure)
    newest = _classed(group[group["period_end"] == group["period_end"].max()], measure)
    classes = classify(newest, class_edges(values, decimals))
    known = classes[classes != NO_CLASS]
    if len(known) >= FEWEST_CLASSED and np.bincount(known).max() > MOST_IN_ONE_CLASS * len(known):
        return newest
    return values


def _classed(group: pd.DataFrame, measure: str) -> np.ndarray:
    """Values that make a map's classes: for rates only those that are reliable."""
    if measure == "rate":
        reliable = group[group["numerator"].notna() & ~is_unreliable(group["numerator"])]
        return rate(reliable["numerator"], reliable["denominator"], catalog.RATE_PER)
    if measure == "share":
        return rate(group["numerator"], group["denominator"], 100)
    return group["value"].to_numpy(dtype=float)
