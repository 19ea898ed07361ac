"""Simulated tables of a partner: every county's deaths, unsuppressed, with the mappings that explain them.

They are what the public edition has to protect: counts by county of residence and drug in calendar years, and
of all drugs by month. No agency publishes such counts; the format is a plain table of the kind that medical
examiners share with health departments.
"""

from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import yaml

from data.simulator.common import Counts, write_table
from data.simulator.drugs import simulate_drugs
from data.simulator.truth import Truth

SOURCE: Final = "user_simulated_examiners"
DRUGS: Final = ("all", "opioids", "synthetic_opioids", "heroin", "cocaine", "psychostimulants")
YEARS: Final = 7
"""Whole calendar years in the tables, the last that are known."""
STREAM_OFFSET: Final = 1_000_003
"""Keeps the drugs of counties independent of those of states, which are drawn with the seed itself."""


def write(folder: Path, truth: Truth, seed: int) -> list[tuple[Path, Path]]:
    """Write both tables.

    Parameters
    ----------
    folder : Path
        Where to write.
    truth : Truth
        What there is to report.
    seed : int
        Not negative.

    Returns
    -------
    list of (Path, Path)
        A table and its mapping.
    """
    years = whole_years(truth)
    by_drug = county_deaths(truth, seed)
    by_year = pd.concat(
        [_yearly(truth, by_drug[drug], drug, year) for year in years for drug in DRUGS], ignore_index=True
    )
    first = int(np.flatnonzero(truth.months == np.datetime64(f"{years[0]}-01", "M"))[0])
    by_month = pd.DataFrame(
        {
            "FIPS": np.repeat(truth.counties, len(truth.months) - first),
            "Month": np.tile(truth.months[first:].astype(str), len(truth.counties)),
            "Deaths": truth.county_deaths[:, first:].ravel(),
        }
    )
    year_drug = {"column": "Drug", "words": {drug: drug for drug in DRUGS}}
    return [
        _written(folder, "deaths_by_year", by_year, {"kind": "year", "year": "Year"}, year_drug),
        _written(
            folder,
            "deaths_by_month",
            by_month,
            {"kind": "month", "column": "Month", "format": "%Y-%m"},
            "all",
        ),
    ]


def county_deaths(truth: Truth, seed: int) -> dict[str, Counts]:
    """Deaths by county of residence, drug and month; the classes nest as their codes do.

    Returns
    -------
    dict of str to ndarray of int64, shape (counties, months)
        By the drugs of `DRUGS`.
    """
    drawn = simulate_drugs(seed + STREAM_OFFSET, truth.counties, truth.months, truth.county_deaths)
    return {drug: drawn[drug] for drug in DRUGS}


def in_year(truth: Truth, deaths: Counts, year: int) -> Counts:
    """Deaths in a calendar year, shape (counties,)."""
    return np.asarray(deaths[:, truth.months.astype("datetime64[Y]").astype(int) + 1970 == year].sum(axis=1))


def whole_years(truth: Truth) -> list[int]:
    """The calendar years in the tables."""
    found, months = np.unique(truth.months.astype("datetime64[Y]").astype(int) + 1970, return_counts=True)
    return [int(year) for year in found[months == 12][-YEARS:]]


def _yearly(truth: Truth, deaths: Counts, drug: str, year: int) -> pd.DataFrame:
    counted = in_year(truth, deaths, year)
    return pd.DataFrame({"FIPS": truth.counties, "Year": year, "Drug": drug, "Deaths": counted})


def _written(
    folder: Path, name: str, rows: pd.DataFrame, period: dict[str, Any], drug: str | dict[str, Any]
) -> tuple[Path, Path]:
    mapping = {
        "source": {
            "id": SOURCE,
            "agency": "Simulated medical examiners",
            "title": "Overdose deaths by county of residence, unsuppressed (simulated)",
            "short": "Simulated examiners",
            "citation": "Simulated medical examiners. Figures that are made up and describe nobody.",
        },
        "indicator": "deaths",
        "unit": "deaths",
        "basis": "residence",
        "drug": drug,
        "place": {"key": "fips", "column": "FIPS"},
        "period": period,
        "value": {"column": "Deaths"},
    }
    described = folder / f"{name}.yaml"
    described.write_text(yaml.safe_dump(mapping, sort_keys=False), encoding="utf-8")
    return write_table(folder / f"{name}.csv", rows, encoding="utf-8"), described
