"""Simulated files of CDC DOSE discharge data: jurisdictions, counties, and sex by age.

The quirks of the real files: counts of 1 to 9 and rates on 1 to 19 withheld; `NA` before a drug had a code
of its own, and for a jurisdiction that joined late; pooled years among single ones, over person-years;
`US` as the jurisdictions taking part; a county where nothing is collected.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from data.simulator import dose
from data.simulator.common import Counts, Floats, Months, stream, write_table
from data.simulator.residents import simulated_residents
from data.simulator.truth import Simulation, Truth
from model.place_codes import state_from_abbreviation
from model.places import label, places

JURISDICTION_FILE: Final = "DOSE_dx Jurisdiction Counts & Rates.csv"
COUNTY_FILE: Final = "DOSE_dx County Counts & Rates.csv"
STRATA_FILE: Final = "DOSE_dx Overall by Sex & Age.csv"

FIRST_YEAR: Final = 2018
PUBLISHED_FROM_MONTH: Final = 7
"""From July on, the year before last is out."""

JURISDICTIONS: Final = (
    *("AZ", "CA", "CO", "DC", "FL", "GA", "HI", "IA", "IL", "IN", "KY", "MD", "MI", "MN"),
    *("MO", "MS", "MT", "NC", "NE", "NJ", "NY", "OK", "OR", "RI", "SC", "SD", "TX", "WI"),
)
JOINED: Final[Mapping[str, int]] = {"OK": 2021}
KALAWAO: Final = "15005"

RATES: Final[Mapping[str, float]] = {"ED": 122.0, "HOSP": 50.0}
"""Visits a year per 100,000 residents, about."""

HOSPITAL_SHIFT: Final[Mapping[str, float]] = {"opioid": 0.85, "stimulant": 3.6}
"""How the share of a drug among hospitalizations relates to that among visits."""

CODES: Final[Mapping[str, np.datetime64]] = {
    "fentanyl": np.datetime64("2020-10", "M"),
    "methamphetamine": np.datetime64("2022-10", "M"),
}
SAME_STATE: Final = 0.97
"""Share of visits by residents of the state whose county is known."""

SEXES: Final[Mapping[str, float]] = {"M": 0.55, "F": 0.449, "Missing": 0.001}
AGES: Final[Mapping[str, float]] = {
    "0-14": 0.09,
    "15-24": 0.18,
    "25-34": 0.23,
    "35-54": 0.29,
    "55+": 0.209,
    "Missing": 0.001,
}
RESIDENTS_BY_AGE: Final[Mapping[str, float]] = {
    "0-14": 0.18,
    "15-24": 0.13,
    "25-34": 0.14,
    "35-54": 0.26,
    "55+": 0.29,
}
HIDDEN: Final = "suppressed"


def write(folder: Path, run: Simulation) -> list[Path]:
    """Write jurisdictions, counties, and sex by age, to the last year published by the day."""
    last = run.today.year - (2 if run.today.month >= PUBLISHED_FROM_MONTH else 3)
    years = tuple(range(FIRST_YEAR, last + 1))
    months = np.arange(np.datetime64(f"{FIRST_YEAR}-01", "M"), np.datetime64(f"{last + 1}-01", "M"))
    states = [str(state_from_abbreviation(name)) for name in JURISDICTIONS]
    counties = tuple(county for county in run.truth.counties if county[:2] in states)
    state_of = np.array([states.index(county[:2]) for county in counties])
    people = np.round(simulated_residents(run.seed, counties, years))
    residents = np.stack([np.bincount(state_of, column) for column in people.T], axis=1).astype(np.float64)
    taking_part = np.array([[year >= JOINED.get(name, 0) for year in years] for name in JURISDICTIONS])
    draw = stream(run.seed, "discharges")
    counts = {
        dataset: _monthly(draw, run.truth, months, np.repeat(residents * taking_part, 12, axis=1), dataset)
        for dataset in RATES
    }
    yearly = counts["ED"]["drug"].reshape(len(states), len(years), 12).sum(axis=2)
    by_county = _by_county(draw, run.truth, counties, state_of, people, yearly)
    return [
        write_table(
            folder / JURISDICTION_FILE, _jurisdictions(counts, residents, taking_part, years), line_end="\r\n"
        ),
        write_table(
            folder / COUNTY_FILE,
            _counties(by_county, people, counties, taking_part[state_of], years),
            line_end="\r\n",
        ),
        write_table(
            folder / STRATA_FILE, _strata(draw, counts, (residents * taking_part).sum(axis=0), years)
        ),
    ]


def _monthly(
    draw: np.random.Generator, truth: Truth, months: Months, residents: Floats, dataset: str
) -> dict[str, Counts]:
    """Counts by drug, each of shape (states, months)."""
    level = np.exp(draw.normal(0.0, 0.25, (len(residents), 1)))
    expected = RATES[dataset] / 12e5 * residents * level * dose.course(truth, months)
    likely = dose.shares(draw, len(residents), months)
    if dataset == "HOSP":
        likely = {drug: share * HOSPITAL_SHIFT.get(drug, 1.0) for drug, share in likely.items()}
    return dose.nested(draw, draw.poisson(expected), likely)


def _by_county(
    draw: np.random.Generator,
    truth: Truth,
    counties: tuple[str, ...],
    state_of: Counts,
    people: Floats,
    yearly: Counts,
) -> Counts:
    """Visits by county of residence and year, shape (counties, years): where people die, more are treated."""
    known = {county: number for number, county in enumerate(truth.counties)}
    deaths = truth.county_deaths[[known[county] for county in counties], -60:].sum(axis=1)
    weights = people.mean(axis=1) * 1e-4 + 0.5 * deaths
    visits = np.zeros((len(counties), yearly.shape[1]), dtype=np.int64)
    for state in range(len(yearly)):
        inside = state_of == state
        known_home = draw.binomial(yearly[state], SAME_STATE)
        visits[inside] = draw.multinomial(known_home, weights[inside] / weights[inside].sum()).T
    return visits


def _shown(counts: Counts) -> np.ndarray:
    """Counts as text, 1 to 9 withheld."""
    return np.where((counts > 0) & (counts < 10), HIDDEN, counts.astype(str))


def _rates(counts: Counts, people: Floats) -> np.ndarray:
    """Rates per 100,000 as text, withheld on 1 to 19."""
    rate = np.char.mod("%.1f", 1e5 * counts / np.maximum(people, 1.0))
    return np.where((counts > 0) & (counts < 20), HIDDEN, rate)


def _with_years(counts: Counts, years: int) -> Counts:
    """Each year's total before its twelve months, shape (..., years * 13)."""
    monthly = counts.reshape(*counts.shape[:-1], years, 12)
    both = np.concatenate([monthly.sum(axis=-1, keepdims=True), monthly], axis=-1)
    return np.asarray(both.reshape(*counts.shape[:-1], years * 13))


def _calendar(years: tuple[int, ...]) -> pd.DataFrame:
    """Month, year and time frame of the year and the twelve months of each year, and their first month."""
    each = np.repeat(years, 13)
    month = np.tile(np.arange(13), len(years))
    first = (each - 1970).astype("datetime64[Y]").astype("datetime64[M]") + np.maximum(month - 1, 0)
    return pd.DataFrame(
        {
            "month": np.where(month == 0, "all", month.astype(str)),
            "year": each,
            "time_frame": np.where(month == 0, "annual", "monthly"),
            "first": first.astype("datetime64[s]"),
        }
    )


def _figures(
    calendar: pd.DataFrame, by_drug: Mapping[str, Counts], people: Floats, names: Mapping[str, str]
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Columns of counts and of rates, by drug; `NA` before a drug has a code of its own."""
    counts, rates = {}, {}
    for drug, monthly in by_drug.items():
        both = _with_years(monthly, len(calendar) // 13)
        no_code = calendar["first"].to_numpy() < CODES.get(drug, np.datetime64("1999-01", "M"))
        name = names.get(drug, drug)
        counts[f"count_{name}"] = np.where(no_code, "NA", _shown(both))
        rates[f"rate_{name}"] = np.where(no_code, "NA", _rates(both, people))
    return counts, rates


def _jurisdictions(
    counts: Mapping[str, Mapping[str, Counts]],
    residents: Floats,
    taking_part: np.ndarray,
    years: tuple[int, ...],
) -> pd.DataFrame:
    """Rows of each jurisdiction and of all together, by month, year and data set."""
    calendar = _calendar(years)
    frames = []
    for number, name in enumerate((*JURISDICTIONS, "US")):
        inside = (
            np.arange(len(JURISDICTIONS)) == number if name != "US" else np.full(len(JURISDICTIONS), True)
        )
        population = np.repeat((residents * taking_part)[inside].sum(axis=0), 13)
        for dataset, by_drug in counts.items():
            own = {drug: monthly[inside].sum(axis=0) for drug, monthly in by_drug.items()}
            shown, rates = _figures(calendar, own, population, {"drug": "alldrug"})
            rows = calendar.assign(dataset=dataset, **shown, population=population.astype(int), **rates)
            rows.insert(0, "jurisdiction", name)
            frames.append(rows[population > 0])
    ordered = pd.concat(frames).drop(columns="first")
    return ordered.sort_values("jurisdiction", kind="stable")


def _counties(
    visits: Counts, people: Floats, counties: tuple[str, ...], taking_part: np.ndarray, years: tuple[int, ...]
) -> pd.DataFrame:
    """Rows of each county by year, and of its newest five years pooled."""
    described = pd.DataFrame(
        {
            "jurisdiction": [places()[county].abbreviation for county in counties],
            "county": [label(county).split(",")[0] for county in counties],
            "fips": list(counties),
        }
    )
    collected = np.array([county != KALAWAO for county in counties])
    frames = [
        described.assign(
            year=str(year),
            dataset="ED",
            count_alldrug=np.where(collected, _shown(visits[:, number]), "NA"),
            population=people[:, number].astype(int).astype(str),
            rate_alldrug=np.where(collected, _rates(visits[:, number], people[:, number]), "NA"),
            type="1 year",
            person_years=".",
        )[taking_part[:, number]]
        for number, year in enumerate(years)
    ]
    if len(years) >= 5:
        known = collected & taking_part[:, -5:].all(axis=1)
        pooled, person_years = visits[:, -5:].sum(axis=1), people[:, -5:].sum(axis=1)
        frames.append(
            described.assign(
                year=f"{years[-5]}-{years[-1]}",
                dataset="ED",
                count_alldrug=np.where(known, _shown(pooled), "NA"),
                population=".",
                rate_alldrug=np.where(known, _rates(pooled, person_years), "NA"),
                type="5 year",
                person_years=np.where(known, person_years.astype(int).astype(str), "NA"),
            )
        )
    return pd.concat(frames).sort_values(["jurisdiction", "fips"], kind="stable")


def _strata(
    draw: np.random.Generator,
    counts: Mapping[str, Mapping[str, Counts]],
    residents: Floats,
    years: tuple[int, ...],
) -> pd.DataFrame:
    """Rows of all jurisdictions together by sex and age, in the words of the agency's dictionary."""
    calendar = _calendar(years)
    cells = [(sex, age, of_sex * of_age) for sex, of_sex in SEXES.items() for age, of_age in AGES.items()]
    weights = np.array([weight for _, _, weight in cells])
    frames = []
    for dataset, by_drug in counts.items():
        national = {drug: monthly.sum(axis=0) for drug, monthly in by_drug.items()}
        divided = dose.nested_cells(draw, national, weights / weights.sum())
        for number, (sex, age, _) in enumerate(cells):
            known = "Missing" not in (sex, age)
            people = np.repeat(residents, 13) * (0.5 * RESIDENTS_BY_AGE[age] if known else 0.0)
            own = {drug: by_cell[:, number] for drug, by_cell in divided.items()}
            shown, rates = _figures(calendar, own, people, {"drug": "alldrug", "benzodiazepine": "benzo"})
            rows = calendar.assign(
                dataset=dataset,
                population=people.astype(int).astype(str) if known else "NA",
                **shown,
                **(rates if known else dict.fromkeys(rates, "NA")),
            )
            rows.insert(0, "state", "US")
            rows.insert(1, "sex", sex)
            rows.insert(2, "age", age)
            frames.append(rows)
    return pd.concat(frames).drop(columns="first")
