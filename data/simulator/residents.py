"""Residents of counties as the simulated files have them, in any year."""

from typing import Final

import numpy as np

from data.simulator.common import Floats, reference_table, stream
from model.places import places, populations_2020

CONNECTICUT: Final = "09"
VALDEZ_CORDOVA: Final = "02261"
CENSUS_YEAR: Final = 2020
CLASS_SIZES: Final = (1_000_000, 500_000, 250_000, 50_000, 20_000)
"""Residents from which a county falls in urban-rural class 1 to 5. The real classes depend on
metropolitan areas too; here they only fill the agencies' formats."""


def all_counties() -> list[str]:
    """Codes of the counties of every geography, ascending."""
    return sorted(code for code, place in places().items() if place.kind == "county")


def county_growth(seed: int) -> dict[str, float]:
    """Yearly growth of each county beyond its state's, as a share."""
    draw = stream(seed, "growth of counties")
    return dict(zip(all_counties(), draw.normal(0.0, 0.004, len(all_counties())), strict=True))


def simulated_residents(seed: int, counties: tuple[str, ...], years: tuple[int, ...]) -> Floats:
    """Residents as the newer vintage has them, carried back and forward to any years.

    Parameters
    ----------
    seed : int
        Not negative.
    counties : tuple of str
        5-digit codes of any geography.
    years : tuple of int
        Calendar years.

    Returns
    -------
    ndarray, shape (counties, years)
    """
    return residents_by_year(list(counties), county_growth(seed), years)


def residents_by_year(counties: list[str], growth: dict[str, float], years: tuple[int, ...]) -> Floats:
    """Residents by county and year, shape (counties, years)."""
    table = reference_table("published_state_population.csv", ("state",)).set_index("state")
    known = (2010, 2020, 2024)
    levels = np.log(table[[f"population_{year}" for year in known]].to_numpy(dtype=float))
    course = {
        state: np.interp(years, known, level) - level[known.index(CENSUS_YEAR)]
        for state, level in zip(table.index, levels, strict=True)
    }
    since = np.array(years) - CENSUS_YEAR
    return np.array(
        [
            populations_2020()[county] * np.exp(course[county[:2]] + growth[county] * since)
            for county in counties
        ]
    )
