"""The real files of laboratories, pharmacies and county context beside the project."""

from pathlib import Path

import pandas as pd
import pytest

from data.pipeline.harvest import files_under, harvest
from model.observation_schema import check
from model.places import places

SOURCES = Path(__file__).resolve().parents[3] / "shared" / "sources"
FOLDERS = ("cdc-dispensing", "dea-nflis", "cdc-svi", "nchs-urban-rural", "ondcp-hidta")
pytestmark = [
    pytest.mark.sources,
    pytest.mark.skipif(not SOURCES.is_dir(), reason="no agency files in ../shared/sources"),
]


@pytest.fixture(scope="module")
def found():
    paths = [path for folder in FOLDERS for path in files_under(SOURCES / folder)]
    return harvest(paths, lambda path: None)


@pytest.fixture(scope="module")
def observations(found):
    return check(pd.concat(found.observations, ignore_index=True), found.sources)


def test_every_row_of_every_file_is_used(found):
    rows = {report.source: report.rows for report in found.reports}
    assert rows == {
        "opioid_dispensing": 15_720,
        "naloxone_dispensing": 255,
        "buprenorphine_dispensing": 255,
        "nflis_state": 89_839,
        "nflis_query": 8_923,
        "svi": 3_144,
        "urban_rural": 3_149,
        "hidta_announced": 60,
    }
    assert [report.quarantined for report in found.reports] == [0] * len(rows)


def figure(observations, **wanted):
    rows = observations
    for column, cell in wanted.items():
        end = column == "period_end"
        rows = rows[rows[column] == (pd.Timestamp(cell) if end else cell)]
    assert len(rows) == 1, rows
    return rows["value"].iloc[0]


@pytest.mark.parametrize(("year", "reports"), [(2015, 149), (2020, 3_477), (2024, 29_896)])
def test_xylazine_reports_of_all_states(observations, year, reports):
    end = f"{year}-12-31"
    assert figure(observations, source="nflis_state", drug="xylazine", place="US", period_end=end) == reports


def test_shares_are_of_all_reports_of_a_drug(observations):
    """Counted in the file by hand: 1,233,743 reports in 2024, of which 209,004 and 151 name no drug."""
    rows = observations[observations["source"] == "nflis_state"]
    total = figure(rows, drug="all", place="US", period_end="2024-12-31")
    assert total == 1_233_743 - 209_004 - 151
    assert (rows["numerator"] <= rows["denominator"]).all()


def test_the_fentanyl_class_by_half_year(observations):
    """Sum of the export's rows of the first half of 2024."""
    rows = observations[observations["source"] == "nflis_query"]
    assert figure(rows, drug="fentanyl_related", place="US", period_end="2024-06-30") == 105_641
    assert set(rows["as_of"]) == {pd.Timestamp("2026-03-03")}
    assert set(rows["period_kind"]) == {"half-year"}


def test_dispensing_rates(observations):
    ohio = {"place": "39", "period_end": "2019-12-31"}
    assert figure(observations, indicator="buprenorphine_dispensing", **ohio) == 9.1
    assert figure(observations, indicator="naloxone_dispensing", **ohio) == 0.4
    counties = observations[observations["indicator"] == "opioid_dispensing"]
    assert counties["status"].eq("not_reported").sum() == 293
    assert counties["value"].eq(0).sum() == 31
    assert counties.loc[counties["place"].str.startswith("09"), "place"].nunique() == 8


def test_social_vulnerability_of_2022(observations):
    assert figure(observations, indicator="svi", place="56041") == 0.2803
    assert figure(observations, indicator="svi_household", place="56041") == 0.391
    assert {f"091{number}0" for number in range(1, 10)} <= set(
        observations.loc[observations["indicator"] == "svi", "place"]
    )


def test_urban_rural_classes_of_2013(observations):
    classes = observations[observations["indicator"] == "urban_rural"]["value"].value_counts()
    assert classes.to_dict() == {6: 1341, 5: 641, 3: 373, 2: 368, 4: 358, 1: 68}


def test_designations_are_events_of_known_counties(found):
    events = pd.concat(found.events)
    assert len(events) == 60
    assert set(events["place"]) <= set(places())
    assert events["title"].str.startswith("Announced in 2014: ").sum() == 16
