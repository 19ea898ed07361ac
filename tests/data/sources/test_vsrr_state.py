"""NCHS VSRR by state: a file in the agency's format in, observations out."""

import pandas as pd
import pytest
from agency_files import LOW_QUALITY, STATE, SUPPRESSED_STATE, in_snake_case
from observed import in_order, matching, only, value


def test_state_count_and_predicted_value_stand_side_by_side(harvested):
    found = only(harvested(a=STATE.text({"data_value": "2,970", "predicted_value": "3021.0"})))
    common = {"place": "39", "indicator": "deaths", "drug": "all", "basis": "occurrence"}
    assert value(found, **common, status="provisional", period_end="2024-12-31") == 2970
    assert value(found, **common, status="predicted", period_start="2024-01-01") == 3021
    assert set(found["period_kind"]) == {"12-month-ending"}
    assert set(found["as_of"]) == {pd.Timestamp("2024-12-31")}


@pytest.mark.parametrize(
    ("footnote", "status"),
    [
        (LOW_QUALITY, "not_reported"),
        (SUPPRESSED_STATE, "suppressed"),
        ("Numbers may differ.  Data suppressed (<10).", "suppressed"),
        ("Underreported due to incomplete data.", "not_reported"),
    ],
)
def test_a_blank_state_count_takes_its_reason_from_the_footnote(harvested, footnote, status):
    found = only(harvested(a=STATE.text({"data_value": "", "footnote": footnote})))
    assert value(found, indicator="deaths") == status


@pytest.mark.parametrize(
    ("count", "footnote", "words"),
    [
        ("", LOW_QUALITY, "not shown by NCHS for low data quality"),
        ("3000.0", "Underreported due to incomplete data.", "underreported due to incomplete data"),
    ],
)
def test_what_the_footnote_says_of_a_state_stands_in_the_note(harvested, count, footnote, words):
    row = {"data_value": count, "footnote": footnote, "percent_pending_investigation": ""}
    found = only(harvested(a=STATE.text(row)))
    assert matching(found, indicator="deaths")["note"].tolist() == [words]


def test_zero_deaths_in_a_state_is_a_value(harvested):
    found = only(harvested(a=STATE.text({"data_value": "0.0", "footnote": "Numbers may differ."})))
    assert value(found, indicator="deaths", status="provisional") == 0


@pytest.mark.parametrize(
    ("words", "indicator", "drug"),
    [
        ("Number of Deaths", "deaths_all_causes", "all"),
        ("Percent with drugs specified", "drugs_specified", "all"),
        ("Synthetic opioids, excl. methadone (T40.4)", "deaths", "synthetic_opioids"),
        ("Psychostimulants with abuse potential (T43.6)", "deaths", "psychostimulants"),
        ("Opioids (T40.0-T40.4,T40.6)", "deaths", "opioids"),
        ("HEROIN (T40.1) ", "deaths", "heroin"),
    ],
)
def test_indicator_words_map_to_the_vocabulary(harvested, words, indicator, drug):
    found = only(harvested(a=STATE.text({"indicator": words, "data_value": 91.5})))
    assert value(found, indicator=indicator, drug=drug) == 91.5


def test_new_york_is_the_sum_of_the_city_and_the_rest(harvested):
    rows = [{"state": "NY", "data_value": 3000, "predicted_value": 3100}, {"state": "YC", "data_value": 2000}]
    found = only(harvested(a=STATE.text(*rows)))
    assert value(found, place="36", place_kind="state") == 5000
    assert value(found, indicator="deaths", place="NYC", place_kind="reporting_area") == 2000
    assert value(found, indicator="deaths", place="NY-REST", status="provisional") == 3000
    # The city has no predicted value, so the state has none.
    assert found.loc[found["status"] == "predicted", "place"].tolist() == ["NY-REST"]


@pytest.mark.parametrize(
    ("city", "rest", "incomplete"), [(1, 0, True), (0, 1, True), (1, 1, True), (0, 0, False)]
)
def test_a_sum_is_as_incomplete_as_its_parts(harvested, city, rest, incomplete):
    footnotes = ("Numbers may differ.", "Underreported due to incomplete data.")
    rows = [
        {"state": "NY", "data_value": 3000, "footnote": footnotes[rest]},
        {"state": "YC", "data_value": 2000, "footnote": footnotes[city]},
    ]
    (note,) = matching(only(harvested(a=STATE.text(*rows))), place="36")["note"]
    assert ("underreported due to incomplete data" in note) == incomplete


def test_new_york_is_withheld_when_a_part_is(harvested):
    rows = [
        {"state": "NY", "data_value": 3000},
        {"state": "YC", "data_value": "", "footnote": SUPPRESSED_STATE},
    ]
    found = only(harvested(a=STATE.text(*rows)))
    assert value(found, place="36") == "suppressed"
    assert value(found, indicator="deaths", place="NY-REST") == 3000


def test_new_york_has_no_sum_of_percents_and_none_of_one_part_alone(harvested):
    percent = {"indicator": "Percent with drugs specified", "data_value": 95}
    rows = [{"state": "NY", **percent}, {"state": "YC", **percent}, {"state": "YC"}]
    found = only(harvested(a=STATE.text(*rows)))
    assert "36" not in set(found["place"])


def test_twelve_months_ending_february_of_a_leap_year(harvested):
    found = only(harvested(a=STATE.text({"year": 2024, "month": "February"})))
    assert value(found, indicator="deaths", period_start="2023-03-01", period_end="2024-02-29") == 3000


def test_how_far_the_records_are_in_comes_once_for_each_place_and_month(harvested):
    rows = [
        {"percent_complete": "99.9", "percent_pending_investigation": "0.42"},
        {"indicator": "Heroin (T40.1)", "percent_complete": "1", "percent_pending_investigation": "2"},
        {"indicator": "Number of Deaths", "percent_complete": "3", "percent_pending_investigation": "4"},
        {"state": "US", "percent_complete": "99.5+", "percent_pending_investigation": "0.0"},
        {"state": "AL", "percent_complete": "", "percent_pending_investigation": ""},
    ]
    found = only(harvested(a=STATE.text(*rows)))
    ohio = {"place": "39", "drug": "all", "status": "provisional", "period_start": "2024-01-01"}
    assert value(found, indicator="records_pending", **ohio) == 0.42
    assert value(found, indicator="records_complete", **ohio) == 99.9
    assert value(found, indicator="records_pending", place="US") == 0
    assert value(found, indicator="records_complete", place="US") == 99.5
    notes = matching(found, indicator="records_complete").set_index("place")["note"]
    assert notes.to_dict() == {"39": "", "US": "99.5 or more"}
    assert "01" not in set(matching(found, indicator="records_pending")["place"])


def test_how_far_the_records_are_in_is_not_added_up_for_new_york(harvested):
    found = only(harvested(a=STATE.text({"state": "NY"}, {"state": "YC"})))
    assert set(matching(found, indicator="records_pending")["place"]) == {"NYC", "NY-REST"}


def test_a_state_file_without_the_percent_complete_is_read(harvested):
    columns = [name for name in STATE.header if name != "Percent Complete"]
    found = only(harvested(a=STATE.text({}, columns=columns)))
    assert set(found["indicator"]) == {"deaths", "records_pending"}


def test_the_api_names_the_columns_of_states_in_snake_case(harvested):
    text = STATE.text({"predicted_value": "3021.0"})
    assert "data_value,percent_complete,percent_pending_investigation,state_name" in in_snake_case(text)
    found = only(harvested(a=in_snake_case(text)))
    pd.testing.assert_frame_equal(in_order(found), in_order(only(harvested(a=text))))
