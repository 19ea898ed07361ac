"""Simulated file of CDC/NCHS VSRR provisional drug overdose deaths, states and nation.

The quirks of the real file: `NY` is New York State without New York City (`YC`); numbers end in `.0`;
a blank gives its reason in the footnote; some states' early figures by drug are withheld for low data
quality, and two states have no rows by drug at all.
"""

import calendar
import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from data.simulator.common import (
    Counts,
    Floats,
    completeness,
    monthly_rates,
    reference_table,
    stream,
    write_table,
)
from data.simulator.truth import FIRST_YEAR, Simulation, Truth
from methods.sums import windows
from model.places import NATION, PUERTO_RICO, places

HERE: Final = Path(__file__).parent
FILE: Final = "VSRR_Provisional_Drug_Overdose_Death_Counts.csv"

OVERDOSE: Final = "Number of Drug Overdose Deaths"
ALL_CAUSES: Final = "Number of Deaths"
SPECIFIED: Final = "Percent with drugs specified"
COPY_MONTHS: Final = 4
"""How much older the copy of this file is than that of the counties: those who load files by hand seldom have
them all of one day, so no view may take it that sources end together."""
BY_DRUG: Final = {
    "Cocaine (T40.5)": "cocaine",
    "Heroin (T40.1)": "heroin",
    "Methadone (T40.3)": "methadone",
    "Natural & semi-synthetic opioids (T40.2)": "natural_opioids",
    "Natural & semi-synthetic opioids, incl. methadone (T40.2, T40.3)": "natural_opioids_methadone",
    "Natural, semi-synthetic, & synthetic opioids, incl. methadone (T40.2-T40.4)": (
        "natural_synthetic_opioids_methadone"
    ),
    "Opioids (T40.0-T40.4,T40.6)": "opioids",
    "Psychostimulants with abuse potential (T43.6)": "psychostimulants",
    "Synthetic opioids, excl. methadone (T40.4)": "synthetic_opioids",
}
INDICATORS: Final = tuple(sorted((*BY_DRUG, OVERDOSE, ALL_CAUSES, SPECIFIED)))

FINAL: Final = "Numbers may differ from published reports using final data. See Technical Notes."
INCOMPLETE: Final = "Underreported due to incomplete data."
LOW_QUALITY: Final = " Data not shown due to low data quality."
SUPPRESSED: Final = "  Data suppressed (<10)."
WITHOUT_DRUGS: Final = ("22", "42")
"""Louisiana and Pennsylvania."""

SPECIAL: Final = {
    "NYC": ("YC", "New York City"),
    "NY-REST": ("NY", "New York"),
    "US": ("US", "United States"),
}
PENDING_OF_NATION: Final = 0.155  # percent of death records whose cause is pending, in a usual month
PENDING_IN_OVERDOSE: Final = 0.22  # share of the records pending investigation that become overdose deaths


@dataclass(frozen=True)
class _Reports:
    """What has been reported, in windows of 12 months; the nation is the last area.

    Shapes are (areas, windows). `pending` is in percent, `reported_share` from 0 to 1.
    """

    areas: tuple[str, ...]
    counts: dict[str, Counts]
    all_causes: Counts
    specified: Floats
    low_quality: Counts
    pending: Floats
    reported_share: Floats


def write(folder: Path, run: Simulation) -> list[Path]:
    """Write the file; counts of the year before last and earlier are final."""
    truth = run.truth.before(COPY_MONTHS)
    reports = _reports(truth, run.seed)
    labels = _labels(reports.areas)
    order = sorted(range(len(labels)), key=lambda number: labels[number])
    frames = [
        _rows(reports, truth, area, labels[area], indicator, run.today)
        for area in order
        for indicator in INDICATORS
        if indicator not in BY_DRUG or reports.areas[area] not in WITHOUT_DRUGS
    ]
    return [write_table(folder / FILE, pd.concat(frames, ignore_index=True))]


def _labels(areas: tuple[str, ...]) -> list[tuple[str, str]]:
    """Abbreviation and name of each area, as the agency writes them."""
    return [SPECIAL.get(area) or (str(places()[area].abbreviation), places()[area].name) for area in areas]


def _with_nation(counts: Counts, areas: tuple[str, ...]) -> Counts:
    """Counts with a last row for the nation, which leaves Puerto Rico out."""
    island = areas.index(PUERTO_RICO)
    return np.concatenate([counts, counts.sum(axis=0, keepdims=True) - counts[island]], axis=0)


def _reports(truth: Truth, seed: int) -> _Reports:
    """What of the truth has been reported."""
    draw = stream(seed, "reports by state")
    months, areas = len(truth.months), truth.areas
    share = completeness(months, np.exp(draw.normal(0.0, 0.4, len(areas))))
    # The same share for every class, so that nested classes stay nested.
    monthly = {
        drug: np.floor(counts * share + 0.5).astype(np.int64) for drug, counts in truth.area_deaths.items()
    }
    facts = reference_table("published_areas.csv", ("place",), HERE).set_index("place").loc[list(areas)]
    low_months = facts["months_of_low_quality"].to_numpy(dtype=np.int64)
    likely = _specified_share(low_months, months, draw)
    specified = windows(_with_nation(draw.binomial(monthly["all"], likely), areas))
    all_causes = _all_causes(draw, facts["deaths_all_causes_2019"].to_numpy(dtype=float), months)
    counts = {drug: windows(_with_nation(values, areas)) for drug, values in monthly.items()}
    true_counts = windows(_with_nation(truth.area_deaths["all"], areas))
    number = np.arange(months - 11)
    low_quality = np.append(low_months, 0)[:, None] > number
    all_windows = windows(_with_nation(all_causes, areas))
    return _Reports(
        areas=(*areas, NATION),
        counts=counts,
        all_causes=all_windows,
        specified=100.0 * specified / np.clip(counts["all"], 1, None),
        low_quality=low_quality.astype(np.int64),
        pending=_pending(draw, all_windows, areas),
        reported_share=counts["all"] / np.clip(true_counts, 1, None),
    )


def _specified_share(low_months: Counts, months: int, draw: np.random.Generator) -> Floats:
    """Share of death records that name a drug; it passes 90% when an area's quality suffices."""
    without = draw.uniform(-160.0, -40.0, len(low_months))
    sufficient = np.where(low_months > 0, low_months, without)[:, None]
    return np.clip(1.0 - 0.1 * np.exp((sufficient - np.arange(months) + 11) / 90.0), 0.5, 0.999)


def _all_causes(draw: np.random.Generator, in_2019: Floats, months: int) -> Counts:
    """Deaths from all causes by area and month, in proportion to those of 2019."""
    table = reference_table("published_drug_deaths.csv", ())
    national = table["deaths_all_causes"].to_numpy(dtype=float)
    year_of_base = national[table["year"].to_numpy() == 2019][0]
    first = national[:1] * 0.97
    later = np.repeat(national[-1:], FIRST_YEAR + months // 12 + 2 - int(table["year"].max()))
    rates = monthly_rates(np.concatenate([first, national, later]))[1 : months + 1]
    season = 1.0 + 0.06 * np.cos(2.0 * np.pi * np.arange(1, months + 1) / 12.0)
    return draw.poisson(in_2019[:, None] * rates * season / year_of_base)


def _pending(draw: np.random.Generator, all_causes: Counts, areas: tuple[str, ...]) -> Floats:
    """Percent of death records whose cause is pending, higher in the newest windows."""
    level = np.exp(draw.normal(np.log(0.07), 0.9, len(areas)))[:, None]
    wander = np.cumsum(draw.normal(0.0, 0.08, (len(areas), all_causes.shape[1])), axis=1)
    age = np.arange(all_causes.shape[1])[::-1]
    pending = level * np.exp(np.clip(wander, -0.8, 0.8)) * (1.0 + 0.8 * np.exp(-age / 1.2))
    island = areas.index(PUERTO_RICO)
    weights = np.delete(all_causes[:-1], island, axis=0)
    nation = np.average(np.delete(pending, island, axis=0), axis=0, weights=weights)
    scale = PENDING_OF_NATION / nation.mean()
    return np.clip(np.concatenate([pending, nation[None]], axis=0) * scale, 0.0, 3.0)


def _rows(
    reports: _Reports, truth: Truth, area: int, label: tuple[str, str], indicator: str, today: datetime.date
) -> pd.DataFrame:
    """Rows of one area and indicator, oldest first."""
    ends = truth.window_ends.astype(object)
    final = np.array([end.year <= today.year - 2 for end in ends])
    footnote = np.where(final, FINAL, INCOMPLETE).astype(object)
    if indicator == SPECIFIED:
        shown, predicted = _text(np.round(reports.specified[area], 8)), _blank(len(ends))
    elif indicator == ALL_CAUSES:
        shown, predicted = _text(reports.all_causes[area].astype(float)), _blank(len(ends))
    else:
        counts = reports.counts[BY_DRUG.get(indicator, "all")][area]
        modeled = _predicted(reports, area, counts)
        low = (reports.low_quality[area] == 1) & (indicator in BY_DRUG)
        hidden = (counts > 0) & (counts < 10) & ~low & (indicator in BY_DRUG)
        shown = np.where(low | hidden, "", _text(counts.astype(float)))
        predicted = np.where(low | (hidden & (modeled < 10)), "", _text(modeled))
        footnote += np.where(low, LOW_QUALITY, np.where(hidden, SUPPRESSED, ""))
    return pd.DataFrame(
        {
            "State": label[0],
            "Year": [end.year for end in ends],
            "Month": [calendar.month_name[end.month] for end in ends],
            "Period": "12 month-ending",
            "Indicator": indicator,
            "Data Value": shown,
            "Percent Complete": "100.0",
            "Percent Pending Investigation": _text(np.round(reports.pending[area], 9)),
            "State Name": label[1],
            "Footnote": footnote,
            "Footnote Symbol": np.where(final, "**", "*"),
            "Predicted Value": predicted,
        }
    )


def _predicted(reports: _Reports, area: int, counts: Counts) -> Floats:
    """Counts as they are expected to become: late records and those pending investigation added."""
    overdoses = np.clip(reports.counts["all"][area], 1, None)
    added = PENDING_IN_OVERDOSE * reports.pending[area] / 100.0 * reports.all_causes[area] / overdoses
    share = np.clip(reports.reported_share[area], 0.5, 1.0)
    return np.asarray(np.round(counts * (1.0 + np.clip(added, 0.0, 0.15)) / share))


def _text(values: Floats) -> np.ndarray:
    """Numbers as the file writes them: `2970.0`."""
    return np.array([repr(float(value)) for value in values], dtype=object)


def _blank(rows: int) -> np.ndarray:
    return np.full(rows, "", dtype=object)
