"""Simulated files of Census Bureau county population totals, vintages 2020 and 2024.

The quirks of the real files: state rows among county rows; codes that lost their zeros in the older
one; Latin-1 in the newer one; Connecticut's counties in the older one and its planning regions in the
newer one.
"""

from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from data.simulator.common import reference_table, write_table
from data.simulator.residents import (
    CONNECTICUT,
    VALDEZ_CORDOVA,
    all_counties,
    county_growth,
    residents_by_year,
)
from data.simulator.truth import Simulation
from model.places import places

CENSUS_CORRECTION: Final = -0.0063
"""How far the older vintage, carried forward from the 2010 census, fell short by 2020."""

OLDER_YEARS: Final = tuple(range(2010, 2021))
NEWER_YEARS: Final = tuple(range(2020, 2025))


def write(folder: Path, run: Simulation) -> list[Path]:
    """Write vintage 2020, then vintage 2024."""
    older, newer = _counties("2016"), _counties("2022")
    growth = county_growth(run.seed)
    drifted = 1.0 + CENSUS_CORRECTION * (np.array(OLDER_YEARS) - OLDER_YEARS[0]) / 10.0
    older_counts = np.round(residents_by_year(older, growth, OLDER_YEARS) * drifted).astype(np.int64)
    newer_counts = np.round(residents_by_year(newer, growth, NEWER_YEARS)).astype(np.int64)
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


def _counties(connecticut: str) -> list[str]:
    """Counties of a vintage: Alaska as divided in 2019, Connecticut as it was in 2016 or 2022."""
    regions = {county for county in all_counties() if county[:2] == CONNECTICUT and county >= "09100"}
    left_out = {county for county in all_counties() if county[:2] == CONNECTICUT} - regions
    left_out = regions if connecticut == "2016" else left_out
    return [county for county in all_counties() if county not in left_out | {VALDEZ_CORDOVA}]


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
