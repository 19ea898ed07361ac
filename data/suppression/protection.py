"""Decides what of a cube is held back, and certifies that no small count can be bounded more tightly."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.extract.suppression_report import KEYS, TALLIES
from data.suppression.cost import percent, series_cost, year_cost
from data.suppression.cubes import Cube, MonthCube, YearCube, parents_of
from data.suppression.release import (
    Decided,
    DecidedSeries,
    series_rows,
    year_rows,
)
from methods.sums import by_group
from methods.suppression.labels import Counts, Label, Labels, is_small
from methods.suppression.policy import DEFAULT, Policy
from methods.suppression.series import Series, certify_series, protect_series
from methods.suppression.years import Certificate, Year, YearLabels, certify
from methods.suppression.years import protect as protect_year
from model import catalog
from model.observations import COLUMNS, WHOLE, observation_frame
from model.places import NATION, member_sets

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Protected:
    """What is released of a cube, and what stands behind it.

    Attributes
    ----------
    rows
        Observations.
    cells, uncertified
        Small counts, and how many of them are not certified.
    cost
        As `data.suppression.cost` has it.
    """

    cube: Cube
    rows: pd.DataFrame
    cells: int
    uncertified: int
    cost: pd.DataFrame

    @property
    def sentences(self) -> list[str]:
        """What was done, for the person who publishes."""
        name = f"{self.cube.source}, {catalog.INDICATORS[self.cube.indicator].label}"
        sums = self.cost[list(TALLIES)].sum()
        large, deaths = sums["cells"] - sums["primary_cells"], sums["deaths"] - sums["primary_deaths"]
        lost = (
            "none"
            if not large
            else f"{sums['secondary_cells']:,} ({percent(sums['secondary_cells'], large)})"
        )
        share = f", {percent(sums['secondary_deaths'], deaths)} of what they count" if deaths else ""
        return [
            f"{name}: {self.cells:,} small counts, {self.uncertified:,} of them not certified; of "
            f"{large:,} others withheld: {lost}{share}.",
            *(f"{name}, left out: {reason}" for reason in self.cube.left_out),
        ]


def protect(cube: Cube, policy: Policy, key: bytes, progress: Progress) -> Protected:
    """Protect one cube, year by year and then over time.

    Parameters
    ----------
    key
        The secret that the choice of what is withheld depends on.
    """
    labels: dict[int, YearLabels] = {}
    rows, costs, cells, uncertified = [], [], 0, 0
    for done, year in enumerate(cube.years):
        progress(f"Protecting {year.year}", done, len(cube.years))
        made, certificate = _year(year, key, policy)
        labels[year.year] = made
        decided = Decided(_statuses(made.counties, policy), _statuses(made.states, policy))
        rows.append(year_rows(cube, year, decided))
        costs.append(year_cost(cube, year, decided, policy))
        cells, uncertified = cells + certificate.cells, uncertified + certificate.narrower
    if cube.months is not None:
        progress("Protecting series", len(cube.years), len(cube.years))
        held, checked, narrower = _series(cube.months, cube.years, labels, policy)
        rows.append(series_rows(cube, cube.months, held))
        costs.append(series_cost(cube, cube.months, held, policy))
        cells, uncertified = cells + checked, uncertified + narrower
    return Protected(
        cube,
        observation_frame(_joined(rows, COLUMNS)),
        cells,
        uncertified,
        _joined(costs, (*KEYS, *TALLIES)),
    )


def _joined(parts: list[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(columns))


def _year(cube: YearCube, key: bytes, policy: Policy) -> tuple[YearLabels, Certificate]:
    """Labels of one year and their certificate; without one, everything is counted as not certified."""
    year = Year(
        cube.counts,
        cube.state_numbers,
        parents_of(cube.drugs),
        ~cube.released,
        frozenset(cube.states) in member_sets(NATION),
        str(cube.year),
    )
    labels = protect_year(year, policy, key)
    return labels, certify(year, labels, policy)


def _statuses(labels: Labels, policy: Policy) -> NDArray[np.object_]:
    """What is said of each count: the word for a small one stands for the default policy alone."""
    small = "suppressed" if policy == DEFAULT else "withheld"
    return np.select([labels == Label.SHOWN, labels == Label.SMALL], ["ok", small], "withheld").astype(object)


def _series(
    months: MonthCube, years: tuple[YearCube, ...], labels: dict[int, YearLabels], policy: Policy
) -> tuple[DecidedSeries, int, int]:
    """Which series are held back of counties and of states, how many small parts they have, and how many of
    those are not certified."""
    states = sorted({county[:2] for county in months.counties})
    numbers = np.searchsorted(states, [county[:2] for county in months.counties])
    counties = _series_of(
        months, years, labels, policy, list(months.counties), months.counts, numbers, "county"
    )
    above = by_group(months.counts, numbers, len(states))
    nobody = np.zeros(len(states), dtype=np.int64)
    larger = _series_of(months, years, labels, policy, states, above, nobody, "state")
    held = [protect_series(series, policy) for series in (counties, larger)]
    certificates = [certify_series(*each, policy) for each in zip((counties, larger), held, strict=True)]
    return (
        DecidedSeries(*held),
        sum(certificate.cells for certificate in certificates),
        sum(certificate.narrower for certificate in certificates),
    )


def _series_of(
    months: MonthCube,
    years: tuple[YearCube, ...],
    labels: dict[int, YearLabels],
    policy: Policy,
    places: list[str],
    counts: Counts,
    groups: NDArray[np.int64],
    level: str,
) -> Series:
    """Counts by month with what is said of the years they lie in."""
    known = [year for year in years if WHOLE in year.drugs]
    low, high = np.zeros((len(places), len(known))), np.full((len(places), len(known)), np.inf)
    held = np.zeros(low.shape, dtype=bool)
    for position, year in enumerate(known):
        there = pd.Index(year.counties if level == "county" else year.states).get_indexer(pd.Index(places))
        drug = year.drugs.index(WHOLE)
        of_year = (labels[year.year].counties if level == "county" else labels[year.year].states)[there, drug]
        own = (
            year.counts[:, drug]
            if level == "county"
            else by_group(year.counts, year.state_numbers, len(year.states))[:, drug]
        )
        value = own[there].astype(np.float64)
        held[:, position] = of_year != Label.SHOWN
        open_small = held[:, position] & is_small(own[there], policy)
        low[:, position] = np.where(open_small, policy.least, value)
        high[:, position] = np.where(open_small, policy.most, value)
    calendar = months.months.astype("datetime64[Y]").astype(int) + 1970
    year_of = pd.Index([year.year for year in known]).get_indexer(pd.Index(calendar))
    return Series(counts, groups, year_of.astype(np.int64), low, high, held, by_month=level == "state")
