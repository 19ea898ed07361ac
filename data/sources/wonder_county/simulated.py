"""Simulated files of CDC WONDER county deaths by year, one a year, with the columns trimmed to four.

The quirks of the real files: the year stands in the name alone; a byte-order mark; FIPS without leading
zeros; counts of 1 to 9 and their rates withheld, rates on fewer than 20 deaths not given; counties under
their former codes; a county without figures after it was merged; no population of Connecticut's counties
from 2022.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from data.simulator.common import Counts, Floats, stream, write_table
from data.simulator.residents import CONNECTICUT, simulated_residents
from data.simulator.truth import Simulation, Truth

FILE: Final = "{year}_cdc_wonder_raw_mortality.csv"
FIRST_YEAR: Final = 2010
FIRST_SIMULATED_YEAR: Final = 2015
"""First whole year of the simulated deaths by county."""

NATIONAL_DEATHS: Final[Mapping[int, int]] = {
    2010: 38_329,
    2011: 41_340,
    2012: 41_502,
    2013: 43_982,
    2014: 47_055,
}
"""Final national counts of the years before (NCHS)."""

FORMER_CODES: Final[Mapping[str, str]] = {"02158": "02270", "46102": "46113"}
BEDFORD_CITY: Final = 51515
BEDFORD_RESIDENTS: Final = 6_200
LAST_YEAR_OF_BEDFORD: Final = 2013
LAST_YEAR_LISTING_BEDFORD: Final = 2020
FIRST_YEAR_OF_REGIONS: Final = 2022
HIDDEN: Final = "Suppressed"


def write(folder: Path, run: Simulation) -> list[Path]:
    """Write a file a year, oldest first, to the last full year but one."""
    years = tuple(range(FIRST_YEAR, run.today.year - 1))
    residents = np.round(simulated_residents(run.seed, run.truth.counties, years)).astype(np.int64)
    deaths = _deaths(run.truth, residents, years, run.seed)
    codes = np.array([int(FORMER_CODES.get(county, county)) for county in run.truth.counties])
    return [
        write_table(
            folder / FILE.format(year=year),
            _rows(codes, deaths[:, number], residents[:, number], year),
            encoding="utf-8-sig",
            line_end="\r\n",
        )
        for number, year in enumerate(years)
    ]


def _deaths(truth: Truth, residents: Counts, years: tuple[int, ...], seed: int) -> Counts:
    """Deaths by county and year, shape (counties, years); earlier years follow the first simulated ones."""
    of_month = truth.months.astype("datetime64[Y]").astype(int) + 1970
    later = [
        truth.county_deaths[:, of_month == year].sum(axis=1) for year in years if year >= FIRST_SIMULATED_YEAR
    ]
    level = _usual(np.stack(later[:3], axis=1), residents[:, 0], truth.counties)
    draw = stream(seed, "deaths by county before 2015")
    earlier = [draw.poisson(level * total / level.sum()) for total in NATIONAL_DEATHS.values()]
    return np.stack([*earlier, *later], axis=1)


def _usual(first: Counts, residents: Counts, counties: tuple[str, ...]) -> Floats:
    """Deaths a year each county would expect, its own drawn a quarter of the way to its state's rate."""
    _, state = np.unique([county[:2] for county in counties], return_inverse=True)
    own = first.mean(axis=1)
    rate = np.bincount(state, own) / np.bincount(state, residents)
    return np.asarray(0.75 * own + 0.25 * rate[state] * residents, dtype=np.float64)


def _rows(codes: Counts, deaths: Counts, residents: Counts, year: int) -> pd.DataFrame:
    """The agency's four columns of one year."""
    hidden = (deaths > 0) & (deaths < 10)
    rate = np.char.mod("%.2f", 1e5 * deaths / residents)
    unknown = (codes // 1000 == int(CONNECTICUT)) & (year >= FIRST_YEAR_OF_REGIONS)
    rows = pd.DataFrame(
        {
            "FIPS": codes,
            "Deaths": np.where(hidden, HIDDEN, deaths.astype(str)),
            "Population": np.where(unknown, "Not Available", residents.astype(str)),
            "Crude Rate": np.select(
                [hidden, unknown, deaths < 20], [HIDDEN, "Not Available", "Unreliable"], default=rate
            ),
        }
    )
    if year > LAST_YEAR_LISTING_BEDFORD:
        return rows
    absent = year > LAST_YEAR_OF_BEDFORD
    figures = ["Missing"] * 3 if absent else ["0", str(BEDFORD_RESIDENTS), "Unreliable"]
    bedford = pd.DataFrame([[BEDFORD_CITY, *figures]], columns=rows.columns)
    return pd.concat([rows, bedford]).sort_values("FIPS", ignore_index=True)
