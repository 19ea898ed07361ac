"""The real health files beside the project, as the loaders read them, against the agencies' own figures.

The expected figures were counted in the files with a plain CSV reader, or are printed in them.
"""

import csv
from pathlib import Path

import pandas as pd
import pytest
from observed import matching, only, value

from data.pipeline.harvest import files_under, harvest

SOURCES = Path(__file__).resolve().parents[3] / "shared" / "sources"
pytestmark = [
    pytest.mark.extract,
    pytest.mark.sources,
    pytest.mark.skipif(not SOURCES.is_dir(), reason="no agency files in ../shared/sources"),
]

JURISDICTIONS = "cdc-dose/DOSE_dx Jurisdiction Counts & Rates.csv"
COUNTIES = "cdc-dose/DOSE_dx County Counts & Rates.csv"
SYNDROMIC = "cdc-dose/DOSE_SyS Jurisdiction.csv"


def place_series(path):
    """Rows of a file by a plain CSV reader."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def loaded(*paths):
    return harvest([file for path in paths for file in files_under(SOURCES / path)], lambda path: None)


@pytest.fixture(scope="module")
def wonder():
    return loaded("cdc-wonder")


@pytest.fixture(scope="module")
def dose():
    return loaded(JURISDICTIONS, COUNTIES, SYNDROMIC)


@pytest.fixture(scope="module")
def deaths(wonder):
    return only(wonder)


@pytest.fixture(scope="module")
def nonfatal(dose):
    return only(dose)


@pytest.fixture(scope="module")
def states():
    return only(loaded("cdc-vsrr-state"))


def test_every_row_of_every_file_is_kept(wonder, dose):
    reports = [*wonder.reports, *dose.reports]
    assert len(reports) == 16
    for report in reports:
        assert report.rows == len(place_series(report.path)), report.path
        assert report.quarantined == 0
        drugs = 8 if report.source in ("dose_discharge_state", "dose_syndromic") else 1
        assert report.observations == drugs * report.rows


def test_data_dictionaries_are_not_data():
    reports = loaded("cdc-dose").reports
    assert {report.path.name for report in reports if report.outcome == "not data"} == {
        "DOSE_SyS Data Dictionary.csv",
        "DOSE_dx Data Dictionary.csv",
    }


# --- WONDER ---


@pytest.mark.parametrize(
    ("year", "shown", "suppressed", "missing", "zeros"),
    [
        (2010, 32_729, 1655, 6, 708),
        (2014, 41_382, 1650, 5, 636),
        (2017, 64_437, 1590, 5, 573),
        (2020, 86_237, 1504, 6, 478),  # in the file 5 and 479: 02261 has 0 deaths among 0 residents
        (2021, 101_342, 1400, 0, 446),
        (2022, 102_443, 1413, 0, 436),
    ],
)
def test_deaths_of_a_year_add_up_to_the_counts_shown(deaths, year, shown, suppressed, missing, zeros):
    rows = matching(deaths, period_start=f"{year}-01-01")
    assert rows["value"].sum() == shown
    counted = rows["status"].value_counts()
    assert counted.get("suppressed", 0) == suppressed
    assert counted.get("missing", 0) == missing
    assert (rows["value"] == 0).sum() == zeros
    assert rows.loc[rows["value"] > 0, "value"].min() == 10


@pytest.mark.parametrize(
    ("place", "year", "expected", "population"),
    [
        ("01003", 2010, 26, 182_265),
        ("01009", 2010, 10, 57_322),
        ("01073", 2022, 381, 665_409),
        ("01001", 2022, "suppressed", 59_759),
        ("09001", 2022, 267, None),
        ("02261", 2020, "missing", None),
        ("02261", 2012, 0, 9_717),
        ("51515", 2012, 0, 5_964),
        ("51515", 2013, "suppressed", 5_948),
        ("51515", 2014, "missing", None),
        ("51515", 2020, "missing", None),
        ("46113", 2016, 0, 14_415),
        ("02270", 2010, 0, 7_459),
    ],
)
def test_counties_with_their_quirks(deaths, place, year, expected, population):
    wanted = {"place": place, "period_end": f"{year}-12-31"}
    assert value(deaths, **wanted) == expected
    people = matching(deaths, **wanted)["denominator"].item()
    assert (None if pd.isna(people) else people) == population


def test_51515_ends_with_2020_and_connecticut_keeps_its_counties_without_a_population(deaths):
    assert matching(deaths, place="51515")["period_end"].max() == pd.Timestamp("2020-12-31")
    newest = matching(deaths, period_end="2022-12-31")
    without = newest.loc[newest["denominator"].isna(), "place"]
    assert sorted(without) == [f"090{number:02d}" for number in range(1, 16, 2)]


def test_crude_rates_come_out_as_the_agency_prints_them(wonder, deaths):
    for report in wonder.reports:
        year = report.path.name[:4]
        rows = matching(deaths, period_end=f"{year}-12-31").set_index("place")
        for line in place_series(report.path):
            if line["Crude Rate"].replace(".", "", 1).isdigit():
                row = rows.loc[line["FIPS"].zfill(5)]
                made = 1e5 * row["numerator"] / row["denominator"]
                assert made == pytest.approx(float(line["Crude Rate"]), abs=0.00501), line


# --- DOSE discharge ---


@pytest.mark.parametrize(
    ("indicator", "drug", "place", "period", "expected"),
    [
        ("ed_visits", "all", "02", ("2018-01-01", "2018-12-31"), 792),
        ("ed_visits", "opioids", "02", ("2018-01-01", "2018-12-31"), 230),
        ("ed_visits", "fentanyl", "02", ("2018-01-01", "2018-12-31"), "not_reported"),
        ("ed_visits", "cocaine", "02", ("2018-01-01", "2018-12-31"), "suppressed"),
        ("ed_visits", "benzodiazepines", "02", ("2018-01-01", "2018-12-31"), 44),
        ("hospitalizations", "all", "02", ("2018-01-01", "2018-12-31"), 335),
        ("ed_visits", "all", "US", ("2023-01-01", "2023-12-31"), 307_848),
        ("ed_visits", "methamphetamine", "US", ("2023-01-01", "2023-12-31"), 4_387),
        ("hospitalizations", "heroin", "US", ("2023-01-01", "2023-12-31"), 6_072),
        ("ed_visits", "all", "55", ("2023-12-01", "2023-12-31"), 481),
        ("hospitalizations", "cocaine", "55", ("2023-12-01", "2023-12-31"), 27),
    ],
)
def test_figures_of_jurisdictions(nonfatal, indicator, drug, place, period, expected):
    rows = matching(nonfatal, source="dose_discharge_state", indicator=indicator, drug=drug, place=place)
    assert value(rows, period_start=period[0], period_end=period[1]) == expected


def test_figures_of_counties_pooled_and_of_single_years(nonfatal):
    counties = matching(nonfatal, source="dose_discharge_county")
    pooled = matching(counties, period_kind="pooled years")
    single = matching(counties, period_kind="year")
    assert value(pooled, place="55141", denominator=368_716.0) == 350
    assert value(single, place="55141", period_end="2023-12-31", denominator=73_939.0) == 78
    assert value(pooled, place="04001", denominator=333_791.0) == 280
    assert pooled["value"].sum() == 1_468_369
    assert matching(single, period_end="2023-12-31")["value"].sum() == 302_874
    assert counties["status"].value_counts().to_dict() == {
        "ok": 11_357,
        "suppressed": 2_755,
        "not_reported": 84,
    }
    unknown = matching(counties, status="not_reported")["place"]
    assert set(unknown[unknown.str[:2] != "40"]) == {"15005"}


def printed(path, column):
    """Line of the file → number printed in a column, where there is one."""
    found = {}
    for number, line in enumerate(place_series(SOURCES / path)):
        if line[column].replace(".", "", 1).isdigit():
            found[number] = float(line[column])
    return found


@pytest.mark.parametrize(
    ("path", "source", "drug", "column"),
    [
        (COUNTIES, "dose_discharge_county", "all", "rate_alldrug"),
        (JURISDICTIONS, "dose_discharge_state", "all", "rate_alldrug"),
        (JURISDICTIONS, "dose_discharge_state", "heroin", "rate_heroin"),
        (JURISDICTIONS, "dose_discharge_state", "methamphetamine", "rate_methamphetamine"),
    ],
)
def test_rates_come_out_as_the_agency_prints_them(nonfatal, path, source, drug, column):
    rows = matching(nonfatal, source=source, drug=drug).reset_index(drop=True)
    made = 1e5 * rows["numerator"] / rows["denominator"]
    rates = printed(path, column)
    assert len(rates) > 400
    for line, rate in rates.items():
        assert made[line] == pytest.approx(rate, abs=0.0501), rows.loc[line]


# --- DOSE syndromic ---


@pytest.mark.parametrize(
    ("place", "drug", "kind", "end", "expected"),
    [
        ("02", "all", "12-month-ending", "2019-12-31", 76.4),
        ("02", "fentanyl", "12-month-ending", "2019-12-31", "suppressed"),
        ("02", "all", "12-month-ending", "2019-01-31", "not_reported"),
        ("39", "all", "12-month-ending", "2025-01-31", 48.2),
        ("39", "all", "month", "2020-09-30", 82.6),
        ("39", "all", "month", "2020-03-31", "suppressed"),
        ("38", "all", "month", "2024-01-31", "not_participating"),
        ("56", "heroin", "month", "2025-06-30", 0.0),
        ("56", "opioids", "month", "2025-06-30", "suppressed"),
    ],
)
def test_figures_of_syndromic_surveillance(nonfatal, place, drug, kind, end, expected):
    rows = matching(nonfatal, source="dose_syndromic", place=place, drug=drug, period_kind=kind)
    assert value(rows, period_end=end) == expected


def test_symbols_are_counted_as_they_stand_in_the_file(nonfatal):
    rows = matching(nonfatal, source="dose_syndromic")
    counted = rows["status"].value_counts().to_dict()
    assert counted == {"ok": 34_752, "suppressed": 17_310, "not_reported": 10_338, "not_participating": 1_248}
    assert set(matching(rows, status="not_participating")["place"]) == {"38"}
    assert rows.groupby("status")["note"].nunique().to_dict() == dict.fromkeys(counted, 1)


# --- VSRR, how far the records are in ---


def test_records_pending_and_received_by_state_and_month(states):
    ohio = {"place": "39", "indicator": "records_pending"}
    assert value(states, **ohio, period_end="2025-01-31") == 0.025921184
    assert value(states, **ohio, period_end="2025-02-28") == 0.049206448
    complete = matching(states, indicator="records_complete")
    assert len(complete) == len(matching(states, indicator="records_pending")) == 6_588
    assert set(complete["value"]) == {100.0}
    assert "36" not in set(complete["place"])
