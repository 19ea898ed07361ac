"""Simulated files of U.S. Customs and Border Protection drug seizures, nationwide and air-and-marine.

The quirks of the real files: fiscal years from October, the running one called `2026 (FYTD)` and put
first; months in alphabetical order; weights converted from grams (`4.40924524e-05`); single events of
0.0 lb; no row where nothing was seized; lines ended as on Windows.
"""

import calendar
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from data.simulator.common import (
    Counts,
    Floats,
    Months,
    monthly_rates,
    months_before,
    reference_table,
    stream,
    write_table,
)
from data.simulator.truth import Simulation

HERE: Final = Path(__file__).parent
FIRST_MONTH: Final = np.datetime64("2018-10", "M")
FIRST_YEAR: Final = 2019
LAST_OF_FIRST_FILE: Final = 2022
ASSUMED_CHANGE: Final = 0.96  # of events and weights a year, after the last published year
POUNDS_A_GRAM: Final = 0.00220462262
FIELD_OFFICES: Final = "Office of Field Operations"
BORDER: Final = ("component", "region", "land_filter", "area")


@dataclass(frozen=True)
class _Format:
    """How one of the two pairs of files is named and laid out."""

    kind: str
    stem: str
    area_column: str
    traces: float
    """Share of single events whose weight is next to nothing."""


FORMATS: Final = (
    _Format("nationwide", "nationwide-drugs", "Area of Responsibility", 0.03),
    _Format("air_marine", "amo-drug-seizures", "Branch", 0.06),
)


def write(folder: Path, run: Simulation) -> list[Path]:
    """Write nationwide to fiscal year 2022 and from 2023 to the month before the day, then air-and-marine."""
    months = np.arange(FIRST_MONTH, months_before(run.today, 1) + 1)
    last = months[-1].astype(object)
    running = int(_fiscal_years(months)[-1])
    names = ("fy19-fy22", f"fy23-fy{running % 100}-{calendar.month_abbr[last.month].lower()}")
    paths = []
    for form in FORMATS:
        rows = _seizures(form, run.seed, months)
        earlier = rows["year"] <= LAST_OF_FIRST_FILE
        for name, part in zip(names, (rows[earlier], rows[~earlier]), strict=True):
            path = folder / f"{form.stem}-{name}.csv"
            paths.append(write_table(path, _layout(part, form, running), line_end="\r\n"))
    return paths


def _fiscal_years(months: Months) -> Counts:
    """Fiscal year of each month; it begins in October of the year before."""
    return np.asarray(1970 + (months.astype(np.int64) + 3) // 12)


def _seizures(form: _Format, seed: int, months: Months) -> pd.DataFrame:
    """Events and pounds by area, drug and month, where there were any."""
    draw = stream(seed, f"seizures {form.kind}")
    table = reference_table("simulated_areas.csv", (), HERE)
    areas = table[table["file"] == form.kind].reset_index(drop=True)
    years = _fiscal_years(months)
    events_a_month, pounds_a_month = _drug_months(form.kind, int(years[-1]), len(months))
    drug = areas["drug_type"].map({name: number for number, name in enumerate(events_a_month.index)})
    events_share, weight_share = (_shares(areas, column) for column in ("events_size", "weight_size"))
    rates = events_a_month.to_numpy()[drug] * events_share[:, None]
    events = draw.poisson(rates * draw.gamma(8.0, 1.0 / 8.0, rates.shape))
    heaviness = (weight_share / events_share)[:, None]
    spread = 1.5 / np.clip(events, 1, None) ** 0.35
    pounds = events * heaviness * np.exp(draw.normal(0.0, 1.0, rates.shape) * spread - spread**2 / 2.0)
    pounds = _matched(draw, pounds, drug.to_numpy(), years, pounds_a_month.to_numpy())
    pounds = _as_weighed(draw, form, areas["component"].to_numpy(), events, pounds)
    area, month = np.nonzero(events)
    rows = areas[[*BORDER, "drug_type"]].iloc[area].reset_index(drop=True)
    calendar_month = months[month].astype(np.int64) % 12 + 1
    return rows.assign(
        year=years[month],
        month=[calendar.month_abbr[number].upper() for number in calendar_month],
        events=events[area, month],
        pounds=pounds[area, month],
    )


def _shares(areas: pd.DataFrame, column: str) -> Floats:
    """Each area's part of its drug, from rough relative sizes; shape (area-drugs,)."""
    return np.asarray(areas[column] / areas.groupby("drug_type")[column].transform("sum"), dtype=np.float64)


def _drug_months(kind: str, last_year: int, months: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Expected national events and pounds by drug (rows) and month (columns)."""
    table = reference_table("published_seizures.csv", (), HERE)
    table = table[table["file"] == kind]
    tables = []
    for column in ("events", "weight_lb"):
        yearly = table.pivot(index="drug_type", columns="fiscal_year", values=column)
        later = range(int(yearly.columns.max()) + 1, last_year + 1)
        for year in later:
            yearly[year] = yearly[year - 1] * ASSUMED_CHANGE
        rates = monthly_rates(yearly.loc[:, FIRST_YEAR:last_year].to_numpy(dtype=float))[:, :months]
        tables.append(pd.DataFrame(rates, index=yearly.index))
    return tables[0], tables[1]


def _matched(
    draw: np.random.Generator, pounds: Floats, drug: Counts, years: Counts, pounds_a_month: Floats
) -> Floats:
    """Weights scaled so that each drug's fiscal year is near its total; shape (area-drugs, months)."""
    matched = np.zeros_like(pounds)
    for year in np.unique(years):
        within = years == year
        wanted = pounds_a_month[:, within].sum(axis=1)
        wanted = wanted * np.exp(draw.normal(0.0, 0.02, len(wanted)))
        drawn = np.bincount(drug, pounds[:, within].sum(axis=1), minlength=len(wanted))
        scale = np.where(drawn > 0, wanted / np.where(drawn > 0, drawn, 1.0), 0.0)
        matched[:, within] = pounds[:, within] * scale[drug, None]
    return matched


def _as_weighed(
    draw: np.random.Generator, form: _Format, component: np.ndarray, events: Counts, pounds: Floats
) -> Floats:
    """Weights with the rounding of whoever weighed them, traces and zeros among single events."""
    chance = draw.uniform(size=events.shape)
    trace = np.round(draw.uniform(0.01, 0.5, events.shape), 2) * POUNDS_A_GRAM
    weighed = np.where((events == 1) & (chance < form.traces), trace, pounds)
    weighed = np.where((events == 1) & (chance < form.traces / 6.0), 0.0, weighed)
    if form.kind == "air_marine":
        return np.asarray(np.round(weighed, 2), dtype=np.float64)
    by_grams = np.round(weighed / POUNDS_A_GRAM, 2) * POUNDS_A_GRAM
    by_office = (component == FIELD_OFFICES)[:, None]
    return np.asarray(np.where(by_office, by_grams, np.round(weighed, 4)), dtype=np.float64)


def _layout(rows: pd.DataFrame, form: _Format, running: int) -> pd.DataFrame:
    """Rows in the agency's order, columns and words."""
    first = (rows["year"] == running) & (running > LAST_OF_FIRST_FILE)
    ordered = rows.assign(later=~first).sort_values(["later", "year", "month", *BORDER, "drug_type"])
    year = ordered["year"].astype(str)
    return pd.DataFrame(
        {
            "FY": year.where(ordered["later"], year + " (FYTD)"),
            "Month (abbv)": ordered["month"],
            "Component": ordered["component"],
            "Region": ordered["region"],
            "Land Filter": ordered["land_filter"],
            form.area_column: ordered["area"],
            "Drug Type": ordered["drug_type"],
            "Count of Event": ordered["events"],
            "Sum Qty (lbs)": [repr(float(weight)) for weight in ordered["pounds"]],
        }
    )
