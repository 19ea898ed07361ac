"""Simulated files of CDC DOSE syndromic data: jurisdictions, and sex by age.

The quirks of the real files: symbols for what is withheld (`*`), not shared (`§`) and not taken part in
(`¶`); no figures from March to August 2020, and none for 12 months that contain them; `Annual` rows that
roll from month to month.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from data.simulator import dose
from data.simulator.common import (
    Counts,
    Floats,
    Months,
    months_before,
    reference_table,
    stream,
    write_table,
)
from data.simulator.truth import Simulation
from data.sources.dose_syndromic.declaration import RATE_WITHHELD_BELOW
from methods.sums import windows
from model.places import places

JURISDICTION_FILE: Final = "DOSE_SyS Jurisdiction.csv"
STRATA_FILE: Final = "DOSE_SyS Overall by Sex & Age.csv"

FIRST_MONTH: Final = np.datetime64("2019-01", "M")
PAUSE: Final = (np.datetime64("2020-03", "M"), np.datetime64("2020-08", "M"))
REPORTING_MONTHS: Final = 2  # from the last month in a file to its publication

RATE: Final = 55.0
"""Suspected overdoses per 10,000 ED visits, about."""

VISITS_A_YEAR: Final = 0.43
"""ED visits of a resident."""

NOT_SHARING: Final = ("CA", "DE", "IA", "MO", "OK")
NOT_TAKING_PART: Final = ("ND",)

SEXES: Final[Mapping[str, tuple[float, float]]] = {
    "M": (0.54, 0.455),
    "F": (0.455, 0.54),
    "Missing": (0.005, 0.005),
}
AGES: Final[Mapping[str, tuple[float, float]]] = {
    "<15": (0.08, 0.17),
    "15-24": (0.18, 0.13),
    "25-34": (0.23, 0.15),
    "35-44": (0.19, 0.13),
    "45-54": (0.13, 0.12),
    "55-64": (0.11, 0.12),
    "65+": (0.078, 0.179),
    "Missing": (0.002, 0.001),
}
"""Share of suspected overdoses, and of all visits."""


def write(folder: Path, run: Simulation) -> list[Path]:
    """Write jurisdictions, and sex by age, to two months before the day."""
    months = np.arange(FIRST_MONTH, months_before(run.today, REPORTING_MONTHS) + 1)
    draw = stream(run.seed, "syndromic visits")
    table = reference_table("published_state_population.csv", ("state",))
    names = [str(places()[state].abbreviation) for state in table["state"]]
    visits = (
        table["population_2020"].to_numpy(dtype=float)[:, None] * VISITS_A_YEAR / 12.0 * np.ones(len(months))
    )
    level = np.exp(draw.normal(0.0, 0.3, (len(names), 1)))
    overdoses = draw.poisson(RATE / 1e4 * visits * level * dose.course(run.truth, months))
    counts = dose.nested(draw, overdoses, dose.shares(draw, len(names), months))
    symbols = {**dict.fromkeys(NOT_SHARING, "§"), **dict.fromkeys(NOT_TAKING_PART, "¶")}
    frames = [
        _rows(
            {drug: count[number] for drug, count in counts.items()},
            visits[number],
            months,
            symbols.get(name, ""),
        ).assign(jurisdiction=name)
        for number, name in enumerate(names)
    ]
    jurisdictions = pd.concat(frames).sort_values("jurisdiction", kind="stable")
    jurisdictions.insert(0, "jurisdiction", jurisdictions.pop("jurisdiction"))
    shared = np.array([name not in symbols for name in names])
    national = {drug: count[shared].sum(axis=0) for drug, count in counts.items()}
    strata = _strata(draw, national, visits[shared].sum(axis=0), months)
    return [
        write_table(folder / JURISDICTION_FILE, jurisdictions, line_end="\r\n"),
        write_table(folder / STRATA_FILE, strata, line_end="\r\n"),
    ]


def _strata(
    draw: np.random.Generator, counts: Mapping[str, Counts], visits: Floats, months: Months
) -> pd.DataFrame:
    """Rows of all jurisdictions together by sex and age, totals of both among them."""
    cells = [(sex, age) for sex in SEXES for age in AGES]
    weights = np.array([SEXES[sex][0] * AGES[age][0] for sex, age in cells])
    of_visits = np.array([SEXES[sex][1] * AGES[age][1] for sex, age in cells])
    divided = dose.nested_cells(draw, counts, weights / weights.sum())
    frames = []
    for sex in (*SEXES, "Total"):
        for age in (*AGES, "Total"):
            inside = np.array([sex in (own, "Total") and age in (group, "Total") for own, group in cells])
            own = {drug: by_cell[:, inside].sum(axis=1) for drug, by_cell in divided.items()}
            rows = _rows(own, visits * of_visits[inside].sum(), months, "")
            rows.insert(0, "geoid", "US")
            rows.insert(4, "sex", sex)
            rows.insert(5, "ageRange", age)
            frames.append(rows)
    return pd.concat(frames)


def _rows(counts: Mapping[str, Counts], visits: Floats, months: Months, symbol: str) -> pd.DataFrame:
    """Annual and monthly rows of one place; `symbol` stands for every rate, where it is not empty."""
    paused = (months >= PAUSE[0]) & (months <= PAUSE[1])
    of_month = {drug: _rates(count, visits, paused, symbol) for drug, count in counts.items()}
    in_window = windows(paused.astype(np.int64)) > 0
    rolling = np.convolve(visits, np.ones(12), mode="valid")
    too_early = np.full(11, symbol or "§")
    of_year = {
        drug: np.concatenate([too_early, _rates(windows(count), rolling, in_window, symbol)])
        for drug, count in counts.items()
    }
    year = months.astype("datetime64[Y]").astype(int) + 1970
    calendar = pd.DataFrame({"year": year, "month": months.astype(int) % 12 + 1})
    return pd.concat(
        [
            calendar.assign(rate_time=words, **{f"{drug}_rate": rates for drug, rates in by_drug.items()})
            for words, by_drug in (("Annual", of_year), ("Monthly", of_month))
        ]
    )


def _rates(counts: Counts, visits: Floats, paused: np.ndarray, symbol: str) -> np.ndarray:
    """Rates per 10,000 visits as text; withheld on 1 to 19 and while data collection paused."""
    if symbol:
        return np.full(len(counts), symbol)
    withheld = paused | ((counts > 0) & (counts < RATE_WITHHELD_BELOW))
    return np.where(withheld, "*", np.char.mod("%.1f", 1e4 * counts / visits))
