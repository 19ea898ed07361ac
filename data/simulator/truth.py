"""The simulated course of events that the files report on: deaths by county and month, and by drug.

State totals follow published yearly totals and, after the last of those, assumed national changes.
Within a state, risk follows a smooth surface. Deaths are counted twice over, as the agency does: by
county of residence, and by the area they occurred in.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from data.simulator.common import (
    Counts,
    Floats,
    Months,
    monthly_rates,
    months_before,
    reference_table,
    stream,
)
from data.simulator.drugs import simulate_drugs
from data.simulator.surface import county_middles, smooth_field, smoothed
from methods.sums import windows
from model.places import PUERTO_RICO, components_of, in_geography, places, populations_2020

FIRST_MONTH: Final = np.datetime64("2014-02", "M")
FIRST_YEAR: Final = 2014
REPORTING_MONTHS: Final = 5  # from the last month of deaths in a file to its publication

BEFORE_PUBLISHED: Final = 47_055 / 52_404  # national final counts of 2014 and 2015 (NCHS)
ASSUMED_CHANGES: Final = (0.865, 0.945, 0.965, 0.98)
"""National change a year after the last published one; the last stands for all later years."""

NEW_YORK: Final = "36"
DYING_AWAY: Final = 0.03  # share of residents' deaths that occur in another area
VISITORS: Final = 0.004  # deaths of people living abroad, as a share of residents'


@dataclass(frozen=True)
class Truth:
    """What really happened, in the simulation.

    Attributes
    ----------
    months : ndarray of datetime64[M], shape (months,)
        From February 2014, so that the first window of 12 ends in January 2015.
    counties : tuple of str
        5-digit codes of the 2016 geography, ascending.
    county_deaths : ndarray of int64, shape (counties, months)
        Deaths by county of residence.
    areas : tuple of str
        Reporting areas: 2-digit states but New York, ``NYC``, ``NY-REST`` and Puerto Rico (``72``).
    area_deaths : Mapping of str to ndarray of int64, shape (areas, months)
        Deaths by area of occurrence, by drug of the catalog (`all` among them); classes overlap.
    """

    months: Months
    counties: tuple[str, ...]
    county_deaths: Counts
    areas: tuple[str, ...]
    area_deaths: Mapping[str, Counts]

    @property
    def window_ends(self) -> Months:
        """Last months of the windows of 12, shape (months - 11,)."""
        return self.months[11:]

    @property
    def county_windows(self) -> Counts:
        """Deaths in the 12 months ending, shape (counties, months - 11)."""
        return windows(self.county_deaths)

    def before(self, months: int) -> "Truth":
        """What had happened whole months earlier."""
        return replace(
            self,
            months=self.months[:-months],
            county_deaths=self.county_deaths[:, :-months],
            area_deaths={drug: deaths[:, :-months] for drug, deaths in self.area_deaths.items()},
        )


@dataclass(frozen=True)
class Simulation:
    """What the files of one run are written from.

    Attributes
    ----------
    truth : Truth
        What there is to report.
    seed : int
        Not negative.
    today : datetime.date
        Day on which the files could have been downloaded.
    """

    truth: Truth
    seed: int
    today: datetime.date


def simulate_truth(seed: int, today: datetime.date) -> Truth:
    """Simulate deaths to five months before a day.

    Parameters
    ----------
    seed : int
        Not negative.
    today : datetime.date
        Day on which the simulated files would be published.

    Returns
    -------
    Truth
    """
    last = months_before(today, REPORTING_MONTHS)
    months = np.arange(FIRST_MONTH, last + 1)
    known = (code for code, place in places().items() if place.kind == "county")
    counties = tuple(sorted(code for code in known if in_geography(code, "2016")))
    areas, yearly = _yearly_totals(seed, last.astype(object).year)
    expected = monthly_rates(yearly)[:, 1 : 1 + len(months)]
    middles = county_middles(counties)
    area_of = np.array([areas.index(_area(county)) for county in counties])
    risk = _county_shares(seed, counties, middles, area_of, expected)
    rates = np.round(risk * expected[area_of], 9)  # beyond what another machine's arithmetic may change
    county_deaths = stream(seed, "deaths by county").poisson(rates)
    occurred = _occurrence(seed, areas, area_of, middles, county_deaths, expected)
    return Truth(months, counties, county_deaths, areas, simulate_drugs(seed, areas, months, occurred))


def _area(county: str) -> str:
    """Area that reports the deaths in a county."""
    if county[:2] != NEW_YORK:
        return county[:2]
    return "NYC" if county in components_of("NYC") else "NY-REST"


def _yearly_totals(seed: int, last_year: int) -> tuple[tuple[str, ...], Floats]:
    """Areas, and their deaths by calendar year from 2014 to the year after the last; (areas, years)."""
    table = reference_table("published_state_deaths.csv", ("place",))
    wide = table.pivot(index="place", columns="year", values="deaths")
    published = wide.to_numpy(dtype=float)
    draw = stream(seed, "later years")
    columns = [published[:, :1] * BEFORE_PUBLISHED, published]
    latest = published[:, -1]
    # One year beyond the last keeps the curve of the last months from ending in a kink.
    for step in range(last_year + 1 - int(wide.columns.max())):
        change = ASSUMED_CHANGES[min(step, len(ASSUMED_CHANGES) - 1)]
        following = latest * np.exp(draw.normal(0.0, 0.05, len(latest)))
        latest = following * change * latest.sum() / following.sum()
        columns.append(latest[:, None])
    return tuple(wide.index), np.concatenate(columns, axis=1)


def _county_shares(
    seed: int, counties: tuple[str, ...], middles: Floats, area_of: Counts, expected: Floats
) -> Floats:
    """Share of its area's deaths that each county has each month, shape (counties, months)."""
    population = np.array([float(populations_2020()[county]) for county in counties])
    in_area = np.bincount(area_of, population, minlength=len(expected))
    residents = np.where(in_area > 0, in_area, 1.0)
    draw = stream(seed, "risk of counties")
    steady = 0.24 * smooth_field(middles, 260.0, draw) + 0.16 * smooth_field(middles, 90.0, draw)
    steady += draw.normal(0.0, 0.22, len(counties)) + 0.07 * np.log(population / 30_000.0)
    drift = 0.2 * smooth_field(middles, 400.0, draw)
    # Neighboring states' rates reach across the border, so that the map has no steep steps there.
    log_rates = np.log(np.clip(expected[area_of], 0.1, None) / residents[area_of, None])
    around = smoothed(middles, log_rates, population, 110.0)
    course = np.linspace(-1.0, 1.0, expected.shape[1])
    weights = population[:, None] * np.exp(around + steady[:, None] + drift[:, None] * course)
    totals = np.zeros_like(expected)
    np.add.at(totals, area_of, weights)
    return np.asarray(weights / totals[area_of])


def _occurrence(
    seed: int,
    areas: tuple[str, ...],
    area_of: Counts,
    middles: Floats,
    county_deaths: Counts,
    expected: Floats,
) -> Counts:
    """Deaths by area of occurrence, shape (areas, months)."""
    draw = stream(seed, "deaths by occurrence")
    residents = np.zeros(expected.shape, dtype=np.int64)
    np.add.at(residents, area_of, county_deaths)
    island = areas.index(PUERTO_RICO)
    counted = np.bincount(area_of, minlength=len(areas)).clip(1)
    centers = np.stack(
        [np.bincount(area_of, axis, minlength=len(areas)) / counted for axis in middles.T], axis=1
    )
    distance = np.linalg.norm(centers[:, None] - centers[None, :], axis=2)
    pull = np.exp(-distance / 250.0) * expected.mean(axis=1)
    np.fill_diagonal(pull, 0.0)
    pull[:, island] = 0.0
    moves = DYING_AWAY * pull / pull.sum(axis=1, keepdims=True)
    np.fill_diagonal(moves, 1.0 - DYING_AWAY)
    occurred = draw.multinomial(residents, moves[:, None, :]).sum(axis=0).T
    visitors = draw.poisson(VISITORS * expected)
    visitors[island] = draw.poisson(expected[island])
    return np.asarray(occurred + visitors)
