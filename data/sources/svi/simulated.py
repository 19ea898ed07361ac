"""Simulated file of the CDC/ATSDR Social Vulnerability Index, counties, edition of 2022.

The quirks of the real files: a byte-order mark; the edition's year in the name alone; Connecticut's nine
planning regions; `-999` for every figure of one county, as some editions have it.
"""

from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from data.simulator.common import Floats, stream, write_table
from data.simulator.truth import Simulation, Truth
from model.places import in_geography, places, populations_2020

FILE: Final = "SVI_2022_US_county.csv"
THEMES: Final = 4
WITHOUT_FIGURES: Final = "35039"
"""The county whose income figures the Census Bureau withheld in one edition (Rio Arriba, New Mexico)."""
ABSENT: Final = "-999"


def write(folder: Path, run: Simulation) -> list[Path]:
    """Write the file; vulnerable counties have somewhat more deaths."""
    counties = sorted(
        code for code, place in places().items() if place.kind == "county" and in_geography(code, "2022")
    )
    ranks = np.round(_ranks(counties, run.truth, run.seed), 4)
    rows = pd.DataFrame(
        [
            {
                "ST": code[:2],
                "STATE": places()[code[:2]].name,
                "ST_ABBR": places()[code].abbreviation,
                "STCNTY": code,
                "COUNTY": places()[code].name,
                "FIPS": code,
                "LOCATION": f"{places()[code].name}, {places()[code[:2]].name}",
                "E_TOTPOP": populations_2020()[code],
            }
            for code in counties
        ]
    )
    columns = [*(f"RPL_THEME{number}" for number in range(1, THEMES + 1)), "RPL_THEMES"]
    without = rows["FIPS"] == WITHOUT_FIGURES
    for column, rank in zip(columns, ranks.T, strict=True):
        rows[column] = np.where(without, ABSENT, [f"{share:.12g}" for share in rank])
    return [write_table(folder / FILE, rows, encoding="utf-8-sig")]


def _ranks(counties: list[str], truth: Truth, seed: int) -> Floats:
    """Percentile ranks of the themes, then of their sum, shape (counties, themes + 1)."""
    draw = stream(seed, "social vulnerability")
    people = np.array([float(populations_2020()[code]) for code in truth.counties])
    risk = np.log((truth.county_deaths.sum(axis=1) + 1.0) / people)
    scores = dict(zip(truth.counties, (risk - risk.mean()) / risk.std(), strict=True))
    # Counties made since have no deaths of their own in the simulation.
    known = np.array([scores.get(code, 0.0) for code in counties])
    states = sorted({code[:2] for code in counties})
    by_state = dict(zip(states, draw.normal(0.0, 0.6, len(states)), strict=True))
    common = 0.4 * known + np.array([by_state[code[:2]] for code in counties])
    themes = common[:, None] + draw.normal(0.0, 0.7, (len(counties), THEMES))
    scored = np.column_stack([themes, themes.sum(axis=1)])
    # Beyond what another machine's arithmetic may change, so that ranks stay.
    order = rankdata(np.round(scored, 9), method="min", axis=0)
    return np.asarray((order - 1.0) / (len(counties) - 1.0))
