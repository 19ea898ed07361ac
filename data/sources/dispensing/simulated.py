"""Simulated files of CDC dispensing rates: opioids by county, naloxone and buprenorphine by state.

The quirks of the real files: a byte-order mark; rows in no order; `Data unavailable` for some small
counties, and rates that round to 0; every rate a second time, binned.
"""

from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from data.simulator.common import Floats, stream, write_table
from data.simulator.residents import VALDEZ_CORDOVA
from data.simulator.states import deaths_by_year, residents, state_codes
from data.simulator.truth import Simulation, Truth
from model.places import components_of, places, populations_2020

COUNTY_FILE: Final = "CDC_County_Opioid_Dispensing_Rates.csv"
NALOXONE_FILE: Final = "State Naloxone Dispensing Rates.csv"
BUPRENORPHINE_FILE: Final = "State Buprenorphine Dispensing Rates.csv"
UNAVAILABLE: Final = "Data unavailable"
YEARS: Final = 5
YEARS_TO_PUBLICATION: Final = 2

TYPICAL_COUNTY: Final = 35.0
YEARLY_CHANGE: Final = 0.95
"""Opioid prescriptions per 100 residents of the typical county in the first year, and what becomes of it."""
NALOXONE: Final = (0.22, 0.64)
BUPRENORPHINE: Final = (4.7, 4.7)
"""Rates of the typical state in the first and the last year."""


def write(folder: Path, run: Simulation) -> list[Path]:
    """Write opioids, naloxone and buprenorphine, for the five years to the last full year but one."""
    last = run.today.year - YEARS_TO_PUBLICATION
    years = range(last - YEARS + 1, last + 1)
    return [
        _counties(folder, run.truth, run.seed, years),
        _states(folder / NALOXONE_FILE, "naloxone", NALOXONE, run.truth, run.seed, years),
        _states(folder / BUPRENORPHINE_FILE, "buprenorphine", BUPRENORPHINE, run.truth, run.seed, years),
    ]


def _counties(folder: Path, truth: Truth, seed: int, years: range) -> Path:
    draw = stream(seed, "opioid dispensing by county")
    counties = sorted({*truth.counties, *components_of(VALDEZ_CORDOVA)} - {VALDEZ_CORDOVA})
    state_level = dict(zip(state_codes(), draw.normal(0.0, 0.3, len(state_codes())), strict=True))
    level = np.array([state_level[county[:2]] for county in counties]) + draw.normal(0.0, 0.55, len(counties))
    course = np.log(YEARLY_CHANGE) * np.arange(len(years)) + draw.normal(
        0.0, 0.06, (len(counties), len(years))
    )
    rates = TYPICAL_COUNTY * np.exp(level[:, None] + course)
    small = np.array([populations_2020()[county] for county in counties]) < 6_000
    # Some small counties have no pharmacy in the sample, and a few next to none.
    absent = draw.random(rates.shape) < np.where(small, 0.08, 0.002)[:, None]
    rates[draw.random(rates.shape) < np.where(small, 0.008, 0.0)[:, None]] = 0.0
    rows = pd.DataFrame(
        [
            {
                "FullGeoName": f"{places()[county].abbreviation}, {places()[county].name.split(' ')[0]}",
                "YEAR": year,
                "STATE_NAME": places()[county[:2]].name,
                "STATE_ABBREV": places()[county].abbreviation,
                "COUNTY_NAME": places()[county].name,
                "STATE_COUNTY_FIP_U": county,
            }
            for county in counties
            for year in years
        ]
    )
    return _write(folder / COUNTY_FILE, rows, "opioid", rates.ravel(), absent.ravel(), draw)


def _states(path: Path, drug: str, ends: tuple[float, float], truth: Truth, seed: int, years: range) -> Path:
    """More is dispensed where more people die of opioids."""
    draw = stream(seed, f"{drug} dispensing by state")
    burden = deaths_by_year(truth, "opioids", years).sum(axis=1) / residents()
    need = np.log(burden / np.median(burden))
    course = np.linspace(np.log(ends[0]), np.log(ends[1]), len(years))
    level = 0.5 * need + draw.normal(0.0, 0.4, len(need))
    rates = np.exp(level[:, None] + course + draw.normal(0.0, 0.08, (len(need), len(years))))
    rows = pd.DataFrame(
        [
            {
                "YEAR": year,
                "STATE_NAME": places()[code].name,
                "STATE_ABBREV": places()[code].abbreviation,
                "STATE_FIPS": code,
            }
            for code in state_codes()
            for year in years
        ]
    )
    return _write(path, rows, drug, rates.ravel(), np.zeros(len(rows), dtype=bool), draw)


def _write(
    path: Path, rows: pd.DataFrame, drug: str, rates: Floats, absent: np.ndarray, draw: np.random.Generator
) -> Path:
    """Write the rates as numbers and binned by quarters of their distribution."""
    rounded = np.round(rates, 1)
    edges = np.round(np.quantile(rounded[~absent], (0.25, 0.5, 0.75)), 1)
    low, middle, high = (f"{edge:.1f}" for edge in edges)
    bins = np.array([f"<{low}", f"{low} - {middle}", f"{middle} - {high}", f">{high}"])
    binned = bins[np.searchsorted(edges, rounded, side="right")]
    words = [UNAVAILABLE if gone else f"{rate:.12g}" for rate, gone in zip(rounded, absent, strict=True)]
    table = rows.copy()
    table[f"{drug}_dispensing_rate"] = words
    table[f"{drug.capitalize()} Dispensing Rate (per 100 persons)"] = np.where(absent, UNAVAILABLE, binned)
    return write_table(path, table.iloc[draw.permutation(len(table))], encoding="utf-8-sig")
