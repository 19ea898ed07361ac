"""Simulated files of NFLIS-Drug: all drugs by state and year, and a query of the fentanyl class by half-year.

The quirks of the real files: pseudo-drugs such as `No Analysis`; the pseudo-state `XX`, Puerto Rico and
Guam; no row where there is no report; in the query, every cell quoted, trailing blanks, several substances of
one drug, and a newest half-year that is not complete.
"""

import csv
import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from data.simulator.common import MARK, Counts, Floats, reference_table, stream, write_table
from data.simulator.states import deaths_by_year, residents, state_codes
from data.simulator.truth import Simulation, Truth
from model.places import places

HERE: Final = Path(__file__).parent
STATE_FILE: Final = "NFLIS-Drug_total_reports_by_state_{first}-{last}.csv"
QUERY_FILE: Final = "NFLIS_Drug_DQS_{day:%Y_%m_%d}_13_26_55.csv"
FIRST_YEAR: Final = 2015
KNOWN_YEARS: Final = (2015, 2018, 2021, 2024)
YEARS_TO_PUBLICATION: Final = 2
QUERIED_YEARS: Final = 4
REPORTED_SO_FAR: Final = 0.75  # of the newest half-year
ELSEWHERE: Final = {"GU": 0.0003, "PR": 0.003, "XX": 0.0003}
"""Places beside the states, and their share of all reports."""
QUERIED_CLASS: Final = "Fentanyl and Fentanyl-related"
CLASS_CODE: Final = "33"
SALTS: Final[Mapping[str, tuple[tuple[str, str, float], ...]]] = {
    "1504": (("1504", "FENTANYL", 0.4), ("2408", "FENTANYL SALT UNDETERMINED", 0.6))
}
"""Base code → the substances it is reported as: code, name, share. Others are one substance."""


def write(folder: Path, run: Simulation) -> list[Path]:
    """Write all drugs by year to the last full year but one, then the query to the last full year."""
    years = range(FIRST_YEAR, run.today.year)
    drugs = reference_table("simulated_lab_drugs.csv", ("code", "base", "category", "follows"), HERE)
    reports = _reports(drugs, run.truth, run.seed, years)
    return [
        _by_year(folder, drugs, reports, years[: 1 - YEARS_TO_PUBLICATION]),
        _by_half(folder, drugs, reports, years, run.seed, run.today),
    ]


def _places() -> list[str]:
    """Abbreviations of the states, then of the places beside them."""
    return [str(places()[code].abbreviation) for code in state_codes()] + list(ELSEWHERE)


def _reports(drugs: pd.DataFrame, truth: Truth, seed: int, years: range) -> Counts:
    """Reports by drug, place and year."""
    draw = stream(seed, "laboratory reports")
    known = np.log(drugs[[f"reports_{year}" for year in KNOWN_YEARS]].to_numpy(dtype=float) + 0.01)
    national = np.exp([np.interp(list(years), KNOWN_YEARS, course) for course in known])
    expected = [
        _shares(truth, follows, draw, years) * course
        for follows, course in zip(drugs["follows"], national, strict=True)
    ]
    return draw.poisson(np.round(expected, 9))


def _shares(truth: Truth, follows: str, draw: np.random.Generator, years: range) -> Floats:
    """Share of a drug's reports that each place has, shape (places, years)."""
    habits = np.exp(draw.normal(0.0, 0.35, len(state_codes())))
    weights = np.repeat((residents() * habits)[:, None], len(years), axis=1)
    if follows:
        deaths = deaths_by_year(truth, follows, years) + 1e-5 * residents()[:, None]
        weights = np.sqrt(weights * deaths * residents().sum() / deaths.sum(axis=0))
    in_states = weights / weights.sum(axis=0) * (1.0 - sum(ELSEWHERE.values()))
    beside = np.repeat(np.array(list(ELSEWHERE.values()))[:, None], len(years), axis=1)
    return np.concatenate([in_states, beside])


def _by_year(folder: Path, drugs: pd.DataFrame, reports: Counts, years: range) -> Path:
    drug, place, year = np.nonzero(reports[:, :, : len(years)])
    table = pd.DataFrame(
        {
            "SHEET_YEAR": np.array(years)[year],
            "State": np.array(_places())[place],
            "BaseCode": drugs["code"].to_numpy()[drug],
            "BaseDescription": drugs["base"].to_numpy()[drug],
            "DrugCategory": drugs["category"].to_numpy()[drug],
            "ReportCount": reports[drug, place, year],
        }
    )
    ordered = table.sort_values(["SHEET_YEAR", "State", "ReportCount"], ascending=[True, True, False])
    name = STATE_FILE.format(first=years[0], last=years[-1])
    return write_table(folder / name, ordered)


def _by_half(
    folder: Path, drugs: pd.DataFrame, reports: Counts, years: range, seed: int, today: datetime.date
) -> Path:
    draw = stream(seed, "laboratory reports by half-year")
    rows = []
    for number, (code, base, category) in enumerate(
        zip(drugs["code"].tolist(), drugs["base"].tolist(), drugs["category"], strict=True)
    ):
        if category != QUERIED_CLASS:
            continue
        whole = reports[number][:, -QUERIED_YEARS:]
        first = draw.binomial(whole, 0.5)
        halves = np.stack([first, whole - first], axis=-1)
        halves[:, -1, -1] = draw.binomial(halves[:, -1, -1], REPORTED_SO_FAR)
        substances = SALTS.get(code) or ((code, base.upper(), 1.0),)
        split = draw.multinomial(halves, [share for *_, share in substances])
        for place, year, half, substance in zip(*np.nonzero(split), strict=True):
            rows.append(
                {
                    "YYYY": years[year - QUERIED_YEARS],
                    "PERIOD": ("SA1 (JAN - JUN)", "SA2 (JUL - DEC)")[half],
                    "DRUG_REPORTS": split[place, year, half, substance],
                    "SUBSTANCE_ID": substances[substance][0],
                    "SUBSTANCE_DESCRIPTION": substances[substance][1],
                    "BASE_ID": code,
                    "BASE_DESCRIPTION": base,
                    "STATE": _places()[place],
                }
            )
    table = _as_exported(pd.DataFrame(rows), today).iloc[draw.permutation(len(rows))]
    path = folder / QUERY_FILE.format(day=today)
    table.to_csv(path, index=False, lineterminator="\n", quoting=csv.QUOTE_ALL)
    return path


def _as_exported(rows: pd.DataFrame, today: datetime.date) -> pd.DataFrame:
    """The export's columns in its order."""
    codes = {place.abbreviation: place for place in places().values() if place.kind == "state"}
    names = {"GU": "Guam", "XX": "Unknown"}
    complete = rows.assign(
        LABTYPE="Local/Municipal,State,Federal,Private",
        RPTAGGR="DrugReport  ",
        QUERY_RUN_DATE=f"{today:%Y-%m-%d} 13:26:55",
        DRUG_CATEGORY_CODE=CLASS_CODE,
        DRUG_CATEGORY_DESCRIPTION=QUERIED_CLASS,
        STATE_LONG_NAME=[codes[state].name if state in codes else names[state] for state in rows["STATE"]],
        STATE_FIPS=[
            codes[state].place if state in codes else {"GU": "66"}.get(state, "") for state in rows["STATE"]
        ],
    )
    order = ["LABTYPE", "RPTAGGR", "YYYY", "PERIOD", "DRUG_REPORTS", "QUERY_RUN_DATE", "SUBSTANCE_ID"]
    order += ["SUBSTANCE_DESCRIPTION", "BASE_ID", "BASE_DESCRIPTION", "DRUG_CATEGORY_CODE"]
    order += ["DRUG_CATEGORY_DESCRIPTION", "STATE", "STATE_LONG_NAME", "STATE_FIPS"]
    return complete[order].assign(**MARK)
