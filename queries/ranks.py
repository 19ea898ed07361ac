"""The rule by which places are ranked, and how sure their ranks are."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from methods import rates
from methods.ranks import RankIntervals, rank_intervals
from model import catalog
from model.places import PUERTO_RICO
from queries.measures import Words
from queries.store import Columns

Flags = NDArray[np.bool_]

RANKED_STATUSES: Final = ("ok", "predicted", "provisional")
"""Statuses of figures that are reliable enough to be ranked and compared."""


def has_rank(places: Words) -> NDArray[np.bool_]:
    """Which places are ranked and counted among those of their kind: Puerto Rico is not a state."""
    return places != PUERTO_RICO


def is_reliable(status: Words) -> NDArray[np.bool_]:
    """Which figures may be ranked."""
    return np.isin(status.astype(str), RANKED_STATUSES)


def ranks_of(values: rates.Floats) -> NDArray[np.int64]:
    """Rank of each value, 1 the highest, the best one for equals; 0 for none."""
    ascending = np.sort(values[~np.isnan(values)])
    rank = len(ascending) - np.searchsorted(ascending, values, side="right") + 1
    return np.where(np.isnan(values), 0, rank)


def rank_columns(rows: Columns, is_ranked: Flags, *, measure: str, entry: catalog.Indicator) -> Columns:
    """Ranks of places with their intervals.

    Parameters
    ----------
    rows
        As `queries.measures.measure_columns` has them, with `before`, which a change is on.
    is_ranked
        Which of them are ranked.

    Returns
    -------
    dict of str to ndarray
        `rank`, and `rank_lower` and `rank_upper`, the ends of its interval; 0 for none. `highest`, the
        probability of each place to be the highest; NaN where that is not known.
    """
    ranks = ranks_of(np.where(is_ranked, rows["shown"], np.nan))
    columns = {"rank": ranks, "rank_lower": np.zeros_like(ranks), "rank_upper": np.zeros_like(ranks)}
    found = intervals_of_ranks(rows, is_ranked, measure=measure, entry=entry)
    highest = np.full(len(ranks), np.nan)
    if found:
        columns["rank_lower"][is_ranked], columns["rank_upper"][is_ranked] = found.lower, found.upper
        highest[is_ranked] = found.highest
    return columns | {"highest": highest}


def intervals_of_ranks(
    rows: Columns, is_ranked: Flags, *, measure: str, entry: catalog.Indicator
) -> RankIntervals | None:
    """How sure the ranks of some places among each other are; None where chance is not assessed for all of
    them: rates published without counts, weights, and predictions without an interval."""
    assessed = entry.counts_people and measure in ("count", "rate", "change")
    if not assessed or not is_ranked.any() or np.isnan(rows["lower"][is_ranked]).any():
        return None
    of_ranked: dict[str, NDArray[Any]] = {
        name: rows[name][is_ranked] for name in ("count", "denominator", "before")
    }
    divisor = of_ranked["denominator"] if measure == "rate" else np.ones(int(is_ranked.sum()))
    before = of_ranked["before"] if measure == "change" else None
    return rank_intervals(of_ranked["count"], divisor, before)
