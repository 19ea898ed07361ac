"""Unsuppressed county counts of a partner, as arrays of whole states.

Only what is whole can be protected: a state's counties enter for the years in which every county has a
count of every drug. What is left out is named with the reason.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from methods.sums import MONTHS_OF_A_YEAR
from model import catalog
from model.catalog_drugs import classes_around
from model.observations import WHOLE, broken_down
from model.places import member_sets, state_of

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class YearCube:
    """Counts of one calendar year.

    Attributes
    ----------
    year
        The calendar year.
    counties
        Ascending, of whole states alone.
    drugs
        Parents before what they hold, `all` first where it is there.
    counts : (counties, drugs)
    elsewhere
        Drugs among them that an agency publishes by county itself: the attacker knows them, and they are not
        released again.
    """

    year: int
    counties: tuple[str, ...]
    drugs: tuple[str, ...]
    counts: Counts
    elsewhere: frozenset[str] = frozenset()

    @property
    def released(self) -> NDArray[np.bool_]:
        """Which drugs are released, shape (drugs,)."""
        return np.array([drug not in self.elsewhere for drug in self.drugs])

    @property
    def states(self) -> tuple[str, ...]:
        """Codes of the states, ascending."""
        return tuple(sorted({county[:2] for county in self.counties}))

    @property
    def state_numbers(self) -> Counts:
        """Position in `states` of each county's state."""
        return np.searchsorted(np.array(self.states), np.array([county[:2] for county in self.counties]))


@dataclass(frozen=True)
class MonthCube:
    """Counts of all drugs by month, without a gap.

    Attributes
    ----------
    months : (months,) datetime64[M]
    counties
        Ascending, of whole states alone.
    counts : (counties, months)
    """

    months: NDArray[np.datetime64]
    counties: tuple[str, ...]
    counts: Counts


@dataclass(frozen=True)
class Cube:
    """What one partner counts of one indicator on one basis.

    Attributes
    ----------
    source, indicator, basis
        What is counted, by whom, and where.
    as_of
        The newest day of its figures.
    years
        One a calendar year, oldest first.
    months
        None where no state has a gapless run of months of all drugs.
    left_out
        Why figures are not in it, a sentence each.
    """

    source: str
    indicator: str
    basis: str
    as_of: pd.Timestamp
    years: tuple[YearCube, ...]
    months: MonthCube | None
    left_out: tuple[str, ...]


def parents_of(drugs: tuple[str, ...]) -> Counts:
    """Position of the narrowest class that each drug is within, -1 where it is within none of them."""
    narrowest = [max(_holding(drug, drugs), key=_depth, default="") for drug in drugs]
    return np.array([drugs.index(parent) if parent else -1 for parent in narrowest], dtype=np.int64)


def _holding(drug: str, drugs: Collection[str]) -> frozenset[str]:
    return (classes_around(drug) & set(drugs)) - {drug}


def _depth(drug: str) -> int:
    return 0 if drug == WHOLE else len(classes_around(drug))


def _is_chain(drug: str, drugs: Collection[str]) -> bool:
    """Whether the classes around a drug are within each other; two that are not would both bound it, which
    the protection does not look at."""
    around = sorted(_holding(drug, drugs), key=_depth)
    return all(outer == WHOLE or outer in classes_around(inner) for outer, inner in pairwise(around))


def is_protectable(indicator: str) -> bool:
    """Whether counts of an indicator can be protected by what is done here: whole numbers of people that add
    up over places, in an indicator that everybody may see."""
    entry = catalog.INDICATORS[indicator]
    return entry.edition == "public" and entry.counts_people and entry.adds_over_places and not entry.decimals


def cubes(observations: pd.DataFrame, partners: frozenset[str], published: pd.DataFrame) -> Iterator[Cube]:
    """What partners supply and the public edition may show.

    Parameters
    ----------
    observations
        Newest vintages, all sources.
    partners
        Sources that are partners'.
    published
        `indicator, drug, basis` of which agencies publish counties themselves: what is published already
        cannot be protected a second time, so the partner's own figures of it are left out.
    """
    rows = observations[observations["source"].isin(partners) & ~broken_down(observations)]
    rows = rows[(rows["place_kind"] == "county") & rows["status"].ne("predicted")]
    for (source, indicator, basis), own in rows.groupby(["source", "indicator", "basis"], sort=True):
        if is_protectable(str(indicator)):
            twins = published[(published["indicator"] == indicator) & (published["basis"] == basis)]
            yield _cube(str(source), str(indicator), str(basis), own, frozenset(twins["drug"]))


def _cube(source: str, indicator: str, basis: str, rows: pd.DataFrame, twins: frozenset[str]) -> Cube:
    reasons = [
        f"{catalog.drug_label(drug)}: an agency publishes these counts by county itself."
        for drug in sorted(twins & set(rows["drug"]))
    ]
    there = set(rows["drug"])
    crossed = {drug for drug in there - twins if not _is_chain(drug, there)}
    reasons += [
        f"{catalog.drug_label(drug)}: is within two classes that are not within each other."
        for drug in sorted(crossed)
    ]
    own = rows[rows["drug"].isin(there - crossed)]
    years, incomplete = _years(own, twins) if there - twins - crossed else ((), [])
    months = None if WHOLE in twins else _months(own[own["drug"] == WHOLE])
    return Cube(source, indicator, basis, rows["as_of"].max(), years, months, (*reasons, *incomplete))


def _years(rows: pd.DataFrame, twins: frozenset[str]) -> tuple[tuple[YearCube, ...], list[str]]:
    yearly = pd.concat([rows[rows["period_kind"] == "year"], _summed_months(rows)], ignore_index=True)
    yearly = yearly.drop_duplicates(["drug", "place", "period_end"])
    found, reasons = [], []
    for year, of_year in yearly.groupby(yearly["period_end"].dt.year, sort=True):
        wide = of_year.pivot(index="place", columns="drug", values="value")
        drugs = ordered(tuple(map(str, wide.columns)))
        whole, incomplete = _whole_states(wide[list(drugs)])
        if incomplete:
            reasons.append(f"{year}: not every county has every count in {', '.join(incomplete)}.")
        if len(whole):
            counts = whole.to_numpy(dtype=np.float64).astype(np.int64)
            found.append(
                YearCube(int(str(year)), tuple(map(str, whole.index)), drugs, counts, twins & set(drugs))
            )
    return tuple(found), reasons


def _summed_months(rows: pd.DataFrame) -> pd.DataFrame:
    """Calendar years of places whose every month is there with a count."""
    monthly = rows[(rows["period_kind"] == "month") & rows["value"].notna()]
    year = monthly["period_end"].dt.year.rename("year")
    sums = monthly.groupby(["drug", "place", year]).agg(value=("value", "sum"), months=("value", "size"))
    sums = sums[sums["months"] == MONTHS_OF_A_YEAR].reset_index()
    return sums.assign(period_end=pd.to_datetime(sums["year"].astype(str) + "-12-31").astype("datetime64[s]"))


def ordered(drugs: tuple[str, ...]) -> tuple[str, ...]:
    """Classes before those within them."""
    return tuple(sorted(drugs, key=lambda drug: (_depth(drug), drug)))


def _whole_states(wide: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Rows of states whose every county has every count, and the codes of the other states."""
    known = wide[(wide.notna() & (wide >= 0) & (wide % 1 == 0)).all(axis=1)].sort_index()
    there = set(known.index)
    states = sorted({state for place in wide.index if (state := state_of(str(place)))})
    whole = {
        state for state in states if {place for place in there if place[:2] == state} in member_sets(state)
    }
    return known[known.index.str[:2].isin(whole)], [state for state in states if state not in whole]


def _months(rows: pd.DataFrame) -> MonthCube | None:
    """The months that every county of a state has, of the states that have the newest."""
    monthly = rows[(rows["period_kind"] == "month") & rows["value"].notna()]
    if monthly.empty:
        return None
    wide = monthly.pivot(index="place", columns="period_end", values="value").sort_index(axis=1)
    months = wide.columns.to_numpy().astype("datetime64[M]")
    gaps = np.flatnonzero(np.diff(months).astype(int) != 1)
    first = int(gaps[-1]) + 1 if len(gaps) else 0
    whole, _ = _whole_states(wide.iloc[:, first:])
    if len(months) - first < MONTHS_OF_A_YEAR or whole.empty:
        return None
    counts = whole.to_numpy(dtype=np.float64).astype(np.int64)
    return MonthCube(months[first:], tuple(map(str, whole.index)), counts)
