"""Simulated files of Census Bureau county population totals, vintages 2020 and 2024.

The quirks of the real files: state rows among county rows; codes that lost their zeros in the older
one; Latin-1 in the newer one; Connecticut's counties in the older one and its planning regions in the
newer one.
"""

from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from data.simulator.common import Floats, reference_table, stream, write_table
from model.places import places, populations_2020

CONNECTICUT: Final = "09"
VALDEZ_CORDOVA: Final = "02261"
CENSUS_YEAR: Final = 2020
CENSUS_CORRECTION: Final = -0.0063
"""How far the older vintage, carried forward from the 2010 census, fell short by 2020."""

OLDER_YEARS: Final = tuple(range(2010, 2021))
NEWER_YEARS: Final = tuple(range(2020, 2025))


def write(folder: Path, seed: int) -> list[Path]:
    """Write both vintages.

    Parameters
    ----------
    folder : Path
        Where to write.
    seed : int
        Not negative.

    Returns
    -------
    list of Path
        Vintage 2020, then vintage 2024.
    """
    older, newer = _counties("2016"), _counties("2022")
    growth = dict(zip(_all_counties(), _growth(seed), strict=True))
    drifted = 1.0 + CENSUS_CORRECTION * (np.array(OLDER_YEARS) - OLDER_YEARS[0]) / 10.0
    older_counts = np.round(_residents(older, growth, OLDER_YEARS) * drifted).astype(np.int64)
    newer_counts = np.round(_residents(newer, growth, NEWER_YEARS)).astype(np.int64)
    older_rows, newer_rows = _rows(older, older_counts, OLDER_YEARS), _rows(newer, newer_counts, NEWER_YEARS)

    # Chugach and Copper River did not exist at the 2010 census.
    census = older_rows["POPESTIMATE2010"].astype(str)
    split = (older_rows["STATE"] == "02") & older_rows["COUNTY"].isin(("063", "066"))
    older_rows.insert(7, "CENSUS2010POP", census.where(~split, "X"))
    older_rows.insert(8, "ESTIMATESBASE2010", older_rows["POPESTIMATE2010"])
    for column in ("SUMLEV", "STATE", "COUNTY"):
        older_rows[column] = older_rows[column].astype(int)
    newer_rows.insert(7, "ESTIMATESBASE2020", newer_rows["POPESTIMATE2020"])
    return [
        write_table(folder / "co-est2020-alldata.csv", older_rows, line_end="\r\n"),
        write_table(folder / "co-est2024-alldata.csv", newer_rows, encoding="latin-1"),
    ]


def _all_counties() -> list[str]:
    return sorted(code for code, place in places().items() if place.kind == "county")


def _counties(connecticut: str) -> list[str]:
    """Counties of a vintage: Alaska as divided in 2019, Connecticut as it was in 2016 or 2022."""
    regions = {county for county in _all_counties() if county[:2] == CONNECTICUT and county >= "09100"}
    left_out = {county for county in _all_counties() if county[:2] == CONNECTICUT} - regions
    left_out = regions if connecticut == "2016" else left_out
    return [county for county in _all_counties() if county not in left_out | {VALDEZ_CORDOVA}]


def _growth(seed: int) -> Floats:
    """Yearly growth of each county beyond its state's, as a share."""
    return stream(seed, "growth of counties").normal(0.0, 0.004, len(_all_counties()))


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
    growth = dict(zip(_all_counties(), _growth(seed), strict=True))
    return _residents(list(counties), growth, years)


def _residents(counties: list[str], growth: dict[str, float], years: tuple[int, ...]) -> Floats:
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


def _rows(counties: list[str], counts: np.ndarray, years: tuple[int, ...]) -> pd.DataFrame:
    """State and county rows in the order of codes; a state is the sum of its counties."""
    columns = [f"POPESTIMATE{year}" for year in years]
    county_rows = pd.DataFrame(counts, columns=columns)
    county_rows.insert(0, "code", counties)
    states = county_rows.groupby(county_rows["code"].str[:2])[columns].sum().reset_index()
    states["code"] += "000"
    rows = pd.concat([states, county_rows]).sort_values("code", ignore_index=True)
    state = rows["code"].str[:2]
    facts = reference_table("published_state_population.csv", ("state",)).set_index("state")
    described = pd.DataFrame(
        {
            "SUMLEV": np.where(rows["code"].str.endswith("000"), "040", "050"),
            "REGION": state.map(facts["region"]),
            "DIVISION": state.map(facts["division"]),
            "STATE": state,
            "COUNTY": rows["code"].str[2:],
            "STNAME": [places()[code].name for code in state],
            "CTYNAME": [_name(code) for code in rows["code"]],
        }
    )
    return pd.concat([described, rows[columns]], axis=1)


def _name(code: str) -> str:
    """Name of a county, or of the state for its total."""
    return places()[code[:2] if code.endswith("000") else code].name
