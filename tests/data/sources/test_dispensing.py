"""CDC dispensing rates: a file in the agency's format in, observations out."""

import pandas as pd
import pytest
from agency_files import Form
from observed import matching, only, value

COUNTY = Form(
    {
        "FullGeoName": "OH, Athens",
        "YEAR": "2023",
        "STATE_NAME": "Ohio",
        "STATE_ABBREV": "OH",
        "COUNTY_NAME": "Athens County",
        "STATE_COUNTY_FIP_U": "39009",
        "opioid_dispensing_rate": "31.4",
        "Opioid Dispensing Rate (per 100 persons)": "31.4 - 49.8",
    }
)


def state_form(drug):
    return Form(
        {
            "YEAR": "2023",
            "STATE_NAME": "Ohio",
            "STATE_ABBREV": "OH",
            "STATE_FIPS": "39",
            f"{drug}_dispensing_rate": "1.2",
            f"{drug.capitalize()} Dispensing Rate (per 100 persons)": ">0.6",
        }
    )


def test_the_rate_is_the_value_and_the_binned_column_is_not_read(harvested):
    text = COUNTY.text({}, {"year": 2019, "opioid_dispensing_rate": 50}, {"state_county_fip_u": "1001"})
    found = only(harvested(a=b"\xef\xbb\xbf" + text.encode()))
    assert value(found, place="39009", period_end="2023-12-31") == 31.4
    assert value(found, place="39009", period_start="2019-01-01") == 50
    assert value(found, place="01001") == 31.4
    assert set(found["indicator"]) == {"opioid_dispensing"}
    assert set(found["basis"]) == {"agency area"}
    assert set(found["place_kind"]) == {"county"}
    assert set(found["as_of"]) == {pd.Timestamp("2023-12-31")}
    assert found[["numerator", "denominator"]].isna().all(axis=None)


def test_unavailable_is_not_reported_and_zero_is_a_value(harvested):
    rows = [
        {"opioid_dispensing_rate": "Data unavailable", "opioid_dispensing_rate_per_100_persons": "x"},
        {"state_county_fip_u": "51049", "opioid_dispensing_rate": "0"},
    ]
    found = only(harvested(a=COUNTY.text(*rows)))
    assert value(found, place="39009") == "not_reported"
    assert value(found, place="51049") == 0


def test_former_counties_of_connecticut_keep_their_codes(harvested):
    rows = [{"state_county_fip_u": f"090{number:02d}"} for number in range(1, 16, 2)]
    found = only(harvested(a=COUNTY.text(*rows)))
    assert sorted(found["place"]) == [row["state_county_fip_u"] for row in rows]


@pytest.mark.parametrize("drug", ["naloxone", "buprenorphine"])
def test_states_and_the_nation(harvested, drug):
    nation = {
        "state_name": "United States",
        "state_abbrev": "US",
        "state_fips": "",
        f"{drug}_dispensing_rate": 2,
    }
    found = only(harvested(a=state_form(drug).text({"state_fips": "1"}, {}, nation)))
    assert set(found["source"]) == set(found["indicator"]) == {f"{drug}_dispensing"}
    assert value(found, place="39", place_kind="state") == 1.2
    assert value(found, place="01", place_kind="state") == 1.2
    assert value(found, place="US", place_kind="nation") == 2


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"state_county_fip_u": "39000"}, "not a county FIPS code"),
        ({"opioid_dispensing_rate": "lots"}, "not a number"),
        ({"opioid_dispensing_rate": ""}, "empty"),
        ({"year": "2999"}, "not a year"),
        ({"opioid_dispensing_rate": "12"}, "repeats an earlier row"),
    ],
)
def test_a_row_that_makes_no_sense_is_quarantined(harvested, wrong, reason):
    found = harvested(a=COUNTY.text({}, {"year": 2022}, wrong))
    assert len(matching(found.observations[0])) == 2
    assert found.quarantine[0]["line"].tolist() == [4]
    assert reason in found.quarantine[0]["reason"].iloc[0]
