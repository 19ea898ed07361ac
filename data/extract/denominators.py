"""Puts the population beside each count whose rate is wanted.

Never divides a count of one geography by the population of another: a place without a population of
its own boundaries gets no denominator, and so no rate.
"""

import pandas as pd

from model import catalog
from model.observations import broken_down
from model.places import components_of

LONGEST_CARRY_YEARS = 2
"""A population may stand in for a year up to this much later, until the Census publishes it."""


def with_denominators(observations: pd.DataFrame) -> pd.DataFrame:
    """Fill `numerator` and `denominator` where the catalog names a denominator and the source brings none.

    The population is the Census estimate for the year in which the middle of the period lies, or the
    newest one at most `LONGEST_CARRY_YEARS` older. Of several vintages of an estimate the newest is
    taken, whatever vintage of the count it divides.

    Parameters
    ----------
    observations
        By the observation contract, population included.

    Returns
    -------
    DataFrame
        The same rows in the same order.
    """
    divided = [entry.id for entry in catalog.INDICATORS.values() if entry.denominator]
    divide_themselves = [entry.id for entry in catalog.SOURCES.values() if entry.own_denominators]
    rows = (
        observations["indicator"].isin(divided)
        & ~observations["source"].isin(divide_themselves)
        & ~broken_down(observations)
    )
    if not rows.any():
        return observations
    counts = observations.loc[rows]
    middle = counts["period_start"] + (counts["period_end"] - counts["period_start"]) / 2
    wanted = pd.DataFrame({"place": counts["place"], "year": middle.dt.year}, index=counts.index)
    population = _population(observations)
    denominator = pd.Series(float("nan"), index=counts.index)
    for years_older in range(LONGEST_CARRY_YEARS + 1):
        keys = pd.MultiIndex.from_arrays([wanted["place"], wanted["year"] - years_older])
        found = pd.Series(population.reindex(keys).to_numpy(), index=counts.index)
        denominator = denominator.fillna(found)
    filled = observations.copy()
    filled.loc[rows, "numerator"] = counts["value"]
    filled.loc[rows, "denominator"] = denominator
    return filled


def _population(observations: pd.DataFrame) -> pd.Series:
    """Newest vintage of each place and year, with places that others nest in exactly added up."""
    rows = observations[
        (observations["indicator"] == "population") & (observations["place_kind"] != "cbp_area")
    ]
    newest = rows.sort_values("as_of").drop_duplicates(["place", "period_end"], keep="last")
    population = pd.Series(
        newest["value"].to_numpy(),
        index=pd.MultiIndex.from_arrays([newest["place"], newest["period_end"].dt.year]),
    )
    sums = [
        parts
        for place in observations["place"].unique()
        if (parts := _sum_of_parts(population, str(place))) is not None
    ]
    # A population of its own goes before the sum of its parts.
    combined = pd.concat([population, *sums])
    return combined[~combined.index.duplicated()]


def _sum_of_parts(population: pd.Series, place: str) -> pd.Series | None:
    """Population of a place whose successors fill exactly its boundaries, by year."""
    components = components_of(place)
    if not components:
        return None
    by_year = population.loc[population.index.get_level_values(0).isin(components)].unstack(0)
    whole = by_year.dropna()
    if whole.shape[1] < len(components):
        return None
    total = whole.sum(axis=1)
    return pd.Series(total.to_numpy(), index=pd.MultiIndex.from_arrays([[place] * len(total), total.index]))
