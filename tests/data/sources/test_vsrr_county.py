"""NCHS VSRR by county: a file in the agency's format in, observations out."""

import pandas as pd
import pytest
from agency_files import COUNTY, SUPPRESSED_COUNTY, in_snake_case
from observed import in_order, matching, only, value


@pytest.mark.parametrize("code", ["01003", "1003", "1003.0", " 1003 "])
def test_county_codes_get_their_leading_zero_back(harvested, code):
    found = only(harvested(a=COUNTY.text({"fips": code})))
    assert value(found, place="01003", basis="residence", period_start="2024-01-01") == 55
    assert set(found["as_of"]) == {pd.Timestamp("2026-08-09")}


@pytest.mark.parametrize(
    ("count", "footnote", "expected"),
    [
        ("0", "", 0.0),
        ("1,055", "", 1055.0),
        ("", SUPPRESSED_COUNTY, "suppressed"),
        ("", "", "missing"),
    ],
)
def test_a_true_zero_a_suppressed_and_an_absent_count_are_three_things(harvested, count, footnote, expected):
    found = harvested(a=COUNTY.text({"provisional_drug_overdose_deaths": count, "footnote": footnote}))
    assert value(only(found), place="01003") == expected


def test_several_periods_and_vintages_of_a_county_file_all_load(harvested):
    rows = [{"year": 2025}, {"year": 2024}, {"year": 2024, "data_as_of": "01/14/2026"}]
    (found,) = harvested(a=COUNTY.text(*rows)).observations
    assert sorted(found["as_of"].dt.strftime("%Y-%m")) == ["2026-01", "2026-08", "2026-08"]


def test_records_pending_in_a_county_stand_beside_its_count(harvested):
    rows = [
        {"percentage_of_records_pending_investigation": "0.35"},
        {"fips": 1001, "percentage_of_records_pending_investigation": ""},
        {
            "fips": 1005,
            "percentage_of_records_pending_investigation": "1.2",
            "provisional_drug_overdose_deaths": "",
            "footnote": SUPPRESSED_COUNTY,
        },
    ]
    found = only(harvested(a=COUNTY.text(*rows)))
    common = {"drug": "all", "basis": "residence", "period_end": "2024-12-31", "as_of": "2026-08-09"}
    assert value(found, indicator="records_pending", place="01003", **common, status="provisional") == 0.35
    assert value(found, indicator="records_pending", place="01005") == 1.2
    assert value(found, indicator="deaths", place="01005") == "suppressed"
    assert "01001" not in set(matching(found, indicator="records_pending")["place"])


@pytest.mark.parametrize("day", ["2026-08-09T00:00:00.000", "2026-08-09T00:00:00", "2026-08-09"])
def test_the_api_shortens_names_of_the_county_file_and_writes_iso_days(harvested, day):
    row = {"percentage_of_records_pending_investigation": "0.35"}
    short = {
        "provisional_drug_overdose_deaths": "provisional_drug_overdose",
        "percentage_of_records_pending_investigation": "percentage_of_records_pending",
    }
    api = in_snake_case(COUNTY.text({**row, "data_as_of": day}), **short)
    assert "provisional_drug_overdose," in api
    assert "provisional_drug_overdose_deaths" not in api
    found = only(harvested(a=api))
    pd.testing.assert_frame_equal(in_order(found), in_order(only(harvested(a=COUNTY.text(row)))))
