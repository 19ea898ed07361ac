"""Census Bureau population: a file in the agency's format in, observations out."""

import pytest
from agency_files import CENSUS, census_text
from observed import only, value


@pytest.mark.parametrize(("state", "county"), [("40", "050"), ("040", "50")])
def test_state_rows_county_rows_and_unpadded_codes_are_told_apart(harvested, state, county):
    rows = [
        {"sumlev": state, "state": "1", "county": "0", "popestimate2024": "5,157,699"},
        {"sumlev": county, "state": "1", "county": "1"},
    ]
    found = only(harvested(a=CENSUS.text(*rows)))
    assert value(found, place="01", place_kind="state", period_end="2024-12-31") == 5157699
    assert value(found, place="01001", place_kind="county", period_end="2020-12-31") == 58900
    assert len(found) == 10
    assert set(found["note"]) == {"vintage 2024"}


def test_latin_1_files_are_read(harvested):
    text = CENSUS.text({"state": "35", "county": "13", "ctyname": "Doña Ana County"})
    found = only(harvested(a=text.encode("latin-1")))
    assert set(found["place"]) == {"35013"}


def test_the_nation_is_the_sum_of_all_states_and_absent_without_one_of_them(harvested):
    whole = census_text()
    found = only(harvested(a=whole))
    states = found[(found["place_kind"] == "state") & (found["period_end"] == "2023-12-31")]
    assert value(found, place="US", period_end="2023-12-31") == states["value"].sum()
    without_ohio = "\n".join(line for line in whole.splitlines() if ",39,000," not in line)
    assert "US" not in set(only(harvested(a=without_ohio))["place"])
