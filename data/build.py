"""Turns all observations into the tables of an extract."""

from dataclasses import dataclass

import pandas as pd

from data import catalog, schema
from data.denominators import with_denominators
from data.observations import identity
from methods.classes import quantile_edges
from methods.rates import UNRELIABLE_BELOW, rate


@dataclass(frozen=True)
class SourceState:
    """What is known of a source's newest vintage."""

    simulated: bool
    as_of_stated: bool


MAPPED_PLACE_KINDS = ("county", "state")
CHANGE_EDGES = (-25.0, -10.0, 10.0, 25.0, 1e9)
"""Upper edges, in percent, of the diverging classes of a change; the middle class is "within 10%"."""


def merge(older: pd.DataFrame, newer: pd.DataFrame) -> pd.DataFrame:
    """All vintages of all facts. The same fact of the same vintage is taken from `newer`."""
    combined = pd.concat([newer, older], ignore_index=True)
    keys = identity(combined).assign(as_of=combined["as_of"])
    return combined[~keys.duplicated()].reset_index(drop=True)


def build_tables(everything: pd.DataFrame, states: dict[str, SourceState]) -> dict[str, pd.DataFrame]:
    """Make an extract's tables, checked against the contract.

    Parameters
    ----------
    everything
        Observations of every vintage.
    states
        Source → what is known of it.

    Returns
    -------
    dict
        A frame for each of `data.extract.TABLES`.

    Raises
    ------
    data.schema.BrokenContract
        If the observations do not fulfil the contract.
    """
    complete = with_denominators(everything)
    newest_first = complete.sort_values("as_of", ascending=False, kind="stable")
    superseded = identity(newest_first).duplicated()
    observations = schema.check(newest_first[~superseded].reset_index(drop=True))
    return {
        "observations": observations,
        "series": observations,
        "vintages": newest_first[superseded].reset_index(drop=True),
        "coverage": coverage(observations),
        "classes": class_edges(observations),
        "sources": _sources(observations, states),
    }


def _sources(observations: pd.DataFrame, states: dict[str, SourceState]) -> pd.DataFrame:
    summary = observations.groupby("source", as_index=False).agg(
        as_of=("as_of", "max"), through=("period_end", "max"), observations=("value", "size")
    )
    known = summary["source"].map(states)
    return summary.assign(
        simulated=[state.simulated for state in known], as_of_stated=[state.as_of_stated for state in known]
    )


def coverage(observations: pd.DataFrame) -> pd.DataFrame:
    """Which periods are published, by indicator, drug and place kind, and where they come from.

    Returns
    -------
    DataFrame
        `indicator, drug, place_kind, source, basis, period_end, as_of`; `as_of` is the newest.
    """
    reported = observations[observations["status"] != "predicted"]
    keys = ["indicator", "drug", "place_kind", "source", "basis", "period_end"]
    return reported.groupby(keys, as_index=False).agg(as_of=("as_of", "max"))


def class_edges(observations: pd.DataFrame) -> pd.DataFrame:
    """Upper class edges of every map, the same for all periods so that colours keep their meaning.

    Quantiles of released, non-zero values over all periods; for rates only of reliable ones.

    Returns
    -------
    DataFrame
        `indicator, drug, place_kind, measure, edges` (list of float, in the measure's unit).
    """
    mapped = observations[
        observations["place_kind"].isin(MAPPED_PLACE_KINDS)
        & observations["value"].gt(0)
        & observations["status"].ne("predicted")
    ]
    rows = []
    for (indicator, drug, place_kind), group in mapped.groupby(["indicator", "drug", "place_kind"]):
        entry = catalog.INDICATORS[str(indicator)]
        if not entry.on_map or not entry.comparable:
            continue
        for measure in entry.measures:
            edges = _edges(group, entry, measure)
            rows.append((indicator, drug, place_kind, measure, edges))
    return pd.DataFrame(rows, columns=["indicator", "drug", "place_kind", "measure", "edges"])


def _edges(group: pd.DataFrame, entry: catalog.Indicator, measure: str) -> list[float]:
    if measure == "change":
        return list(CHANGE_EDGES)
    if measure == "rate":
        reliable = group[group["numerator"] >= UNRELIABLE_BELOW]
        values = rate(reliable["numerator"], reliable["denominator"], catalog.RATE_PER)
        return quantile_edges(values, decimals=1)
    return quantile_edges(group["value"], entry.decimals)
