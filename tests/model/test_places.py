"""Places: names, codes as files mangle them, and counties that changed identity."""

import csv
import re
from collections import Counter

import pytest

from model import places as geography
from model.place_codes import fips, state_fips, state_from_abbreviation
from model.places import (
    changes,
    components_of,
    counties_of,
    in_geography,
    label,
    places,
    populations_2020,
    state_of,
    successor,
)


def counties(vintage):
    return [
        place.place
        for place in places().values()
        if place.kind == "county" and in_geography(place.place, vintage)
    ]


def test_every_place_is_there_once():
    with (geography.REFERENCE / "places.csv").open(encoding="utf-8", newline="") as table:
        codes = [row["place"] for row in csv.DictReader(table)]
    assert len(codes) == len(set(codes)) == len(places())
    assert Counter(place.kind for place in places().values()) == {
        "nation": 1,
        "state": 52,
        "reporting_area": 2,
        "county": 3142 + 11,
    }


def test_each_geography_is_complete():
    assert len(counties("2016")) == 3142
    assert len(counties("2022")) == 3144
    assert set(counties("2022")) - set(counties("2016")) == {"02063", "02066"} | {
        f"091{n}0" for n in range(1, 10)
    }
    assert set(counties("2016")) - set(counties("2022")) == {"02261"} | {
        f"090{n:02}" for n in range(1, 16, 2)
    }
    assert not in_geography("51515", "2016")


def test_codes_names_and_states_are_well_formed():
    shapes = {"nation": r"US", "state": r"\d\d", "county": r"\d{5}", "reporting_area": r"NYC|NY-REST"}
    for place in places().values():
        assert re.fullmatch(shapes[place.kind], place.place)
        assert place.name == place.name.strip()
        assert "Ã" not in place.name, "UTF-8 read as Latin-1"
        if place.kind == "county":
            assert place.state == place.place[:2]
            assert place.abbreviation == places()[place.state].abbreviation


def test_the_table_cannot_be_changed_by_a_reader():
    with pytest.raises(TypeError):
        places()["39009"] = None


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("39009", "Athens County, OH"),
        ("39", "Ohio"),
        ("US", "United States"),
        ("35013", "Doña Ana County, NM"),
        ("22001", "Acadia Parish, LA"),
        ("51540", "Charlottesville city, VA"),
        ("11001", "District of Columbia"),
        ("09110", "Capitol Planning Region, CT"),
        ("02261", "Valdez-Cordova Census Area, AK"),
        ("46113", "Shannon County, SD"),
        ("NYC", "New York City"),
        ("99999", "99999"),
    ],
)
def test_label(place, text):
    assert label(place) == text


@pytest.mark.parametrize(
    ("place", "state"), [("39009", "39"), ("39", "39"), ("NY-REST", "36"), ("US", None), ("99999", None)]
)
def test_state_of(place, state):
    assert state_of(place) == state


def test_counties_of_a_state_are_sorted_and_of_one_geography():
    ohio = counties_of("39")
    assert len(ohio) == 88
    assert [county.name for county in ohio][:2] == ["Adams County", "Allen County"]
    assert [county.name for county in ohio] == sorted(county.name for county in ohio)
    assert [len(counties_of("09")), len(counties_of("09", "2022"))] == [8, 9]
    assert counties_of("99") == []


def test_changing_the_answer_does_not_change_the_next_one():
    counties_of("39").clear()
    assert len(counties_of("39")) == 88


@pytest.mark.parametrize(
    "text",
    ["01001", "1001", "1001.0", " 1001 ", "01001.0", "1001.", 1001, 1001.0],
    ids=lambda text: repr(text),
)
def test_fips_regains_its_leading_zero(text):
    assert fips(text) == "01001"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "1",
        "01",
        "001",
        "100100",
        "1001.5",
        "-1001",
        "1,001",
        "nan",
        None,
        "39000",
        "00001",
        "١٠٠١",
    ],
)
def test_fips_refuses_what_is_no_county(text):
    assert fips(text) is None


@pytest.mark.parametrize("text", ["1", "01", "1.0", " 1 ", 1])
def test_state_fips(text):
    assert state_fips(text) == "01"


@pytest.mark.parametrize("text", ["", "0", "00", "001", "OH", "1.5", None, "39009"])
def test_state_fips_refuses_what_is_no_state(text):
    assert state_fips(text) is None


def test_state_from_abbreviation():
    assert state_from_abbreviation("OH") == "39"
    assert state_from_abbreviation(" dc ") == "11"
    assert state_from_abbreviation("PR") == "72"
    assert [state_from_abbreviation(text) for text in ("US", "YC", "XX", "")] == [None] * 4
    states = [place for place in places().values() if place.kind == "state"]
    assert [state_from_abbreviation(state.abbreviation) for state in states] == [
        state.place for state in states
    ]


def test_changes_of_identity():
    pairs = {(change.old, change.new): (change.year, change.kind) for change in changes()}
    assert pairs[("46113", "46102")] == (2015, "renamed")
    assert pairs[("02270", "02158")] == (2015, "renamed")
    assert pairs[("51515", "51019")] == (2013, "merged")
    assert pairs[("02261", "02063")] == pairs[("02261", "02066")] == (2019, "split")
    connecticut = {pair: change for pair, change in pairs.items() if pair[0].startswith("09")}
    assert set(connecticut.values()) == {(2022, "replaced-not-nesting")}
    assert {old for old, _ in connecticut} == {f"090{n:02}" for n in range(1, 16, 2)}
    assert {new for _, new in connecticut} == {f"091{n}0" for n in range(1, 10)}
    assert {new for old, new in connecticut if old == "09001"} == {"09120", "09140", "09190"}


def test_changes_lead_to_places_and_come_in_order():
    assert all(change.new in places() for change in changes())
    assert [change.year for change in changes()] == sorted(change.year for change in changes())


def test_components_only_where_places_nest():
    assert components_of("02261") == ("02063", "02066")
    assert len(components_of("NYC")) == 5
    assert len(components_of("NY-REST")) == 57
    assert not set(components_of("NYC")) & set(components_of("NY-REST"))
    assert components_of("09001") == components_of("39") == components_of("51515") == ()


@pytest.mark.parametrize("place", ["02261", "NYC", "NY-REST"])
def test_components_hold_the_whole_population(place):
    people = populations_2020()
    assert people[place] == sum(people[part] for part in components_of(place)) > 0


def test_populations_add_up():
    people = populations_2020()
    states = [place.place for place in places().values() if place.kind == "state" and place.place != "72"]
    assert people["US"] == sum(people[state] for state in states) == 331_515_736
    for state in states:
        assert people[state] == sum(people[county.place] for county in counties_of(state, "2022"))
    assert people["NYC"] + people["NY-REST"] == people["36"]


def test_successor_only_where_there_is_exactly_one():
    assert successor("46113") == "46102"
    assert successor("51515") == "51019"
    assert [successor(place) for place in ("02261", "09001", "39009")] == ["02261", "09001", "39009"]
