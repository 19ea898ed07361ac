"""Each loader on its agency's format, quirks included: a file in, observations out."""

import random

import pandas as pd
import pytest
from agency_files import (
    AMO,
    CBP,
    CENSUS,
    COUNTY,
    FORMS,
    LOW_QUALITY,
    ONE_ROW,
    STATE,
    SUPPRESSED_COUNTY,
    SUPPRESSED_STATE,
    census_text,
    simulated,
)
from observed import matching, only, value

from model.observations import COLUMNS, IDENTITY


def in_order(observations):
    return observations.sort_values(list(IDENTITY), ignore_index=True)


@pytest.mark.parametrize("source", FORMS)
@pytest.mark.parametrize(
    "dressing",
    ["plain", "shuffled", "bom", "crlf", "cr", "trailing", "trailing twice", "trailing rows", "capitals"]
    + ["unknown"],
)
def test_recognised_and_read_alike_however_the_file_is_dressed(harvested, source, dressing):
    form = FORMS[source]
    plain = only(harvested(plain=ONE_ROW[source]))
    header = random.Random(7).sample(form.header, len(form.header))
    dressed = {
        "plain": ONE_ROW[source],
        "shuffled": form.text({}, columns=header),
        "bom": b"\xef\xbb\xbf" + ONE_ROW[source].encode(),
        "crlf": form.text({}, newline="\r\n"),
        "cr": form.text({}, newline="\r"),
        "trailing": ONE_ROW[source].replace("\n", ",\n"),
        "trailing twice": ONE_ROW[source].replace("\n", ",,\n"),
        "trailing rows": form.text() + ONE_ROW[source].removeprefix(form.text()).replace("\n", ",\n"),
        "capitals": ONE_ROW[source].replace(form.text(), form.text().upper()),
        "unknown": ONE_ROW[source].replace("\n", ",New Column\n", 1).rstrip("\n") + ",x\n",
    }[dressing]
    found = harvested(plain=dressed)
    pd.testing.assert_frame_equal(in_order(only(found)), in_order(plain))
    assert found.reports[0].source == source


def test_a_mark_before_a_quoted_header_with_a_newline_does_not_break_it(harvested):
    columns = ["Month (abbv)", *(name for name in CBP.header if name != "Month (abbv)")]
    text = CBP.text({}, columns=columns).replace("Month (abbv)", '"Month\n(abbv)"')
    found = only(harvested(a=b"\xef\xbb\xbf" + text.encode()))
    assert value(found, place="US", indicator="seized_weight", period_end="2023-10-31") == 10.5


def test_loaded_from_any_folder_and_under_any_name(command, tmp_path):
    deep = tmp_path / "in" / "a b" / "Ñ [1]"
    deep.mkdir(parents=True)
    (deep / "download (3).txt").write_text(ONE_ROW["vsrr_county"])
    result = command("ingest", tmp_path / "in", "--extracts", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "Ñ [1]/download (3).txt" in result.stdout


@pytest.mark.parametrize("source", FORMS)
def test_every_observation_has_the_columns_of_the_contract(harvested, source):
    assert list(only(harvested(a=ONE_ROW[source])).columns) == list(COLUMNS)


# --- deaths by state ---


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


def in_snake_case(text, **renamed):
    """The same table as the API writes it, with the names that it shortens."""
    header, rows = text.split("\n", 1)
    names = [name.lower().replace(" ", "_") for name in header.split(",")]
    return ",".join(renamed.get(name, name) for name in names) + "\n" + rows


def test_the_api_names_the_columns_of_states_in_snake_case(harvested):
    text = STATE.text({"predicted_value": "3021.0"})
    assert "data_value,percent_complete,percent_pending_investigation,state_name" in in_snake_case(text)
    found = only(harvested(a=in_snake_case(text)))
    pd.testing.assert_frame_equal(in_order(found), in_order(only(harvested(a=text))))


# --- deaths by county ---


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


CHANGED_COUNTIES = [
    *(f"090{number:02}" for number in range(1, 16, 2)),
    *(f"091{number}0" for number in range(1, 10)),
    *("46113", "46102", "02270", "02158", "51515", "51019", "02261", "02063", "02066", "15005"),
]


@pytest.mark.parametrize("source", ["vsrr_county", "census_population"])
def test_counties_that_changed_keep_the_code_of_their_file(harvested, source):
    if source == "vsrr_county":
        text = COUNTY.text(*({"fips": code.lstrip("0")} for code in CHANGED_COUNTIES))
    else:
        text = CENSUS.text(*({"state": code[:2], "county": code[2:]} for code in CHANGED_COUNTIES))
    assert set(only(harvested(a=text))["place"]) == set(CHANGED_COUNTIES)


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


# --- seizures ---


@pytest.mark.parametrize(
    ("year", "month", "period_end"),
    [
        ("2024", "OCT", "2023-10-31"),
        ("2024", "DEC", "2023-12-31"),
        ("2024", "JAN", "2024-01-31"),
        ("2024", "SEP", "2024-09-30"),
        ("2026 (FYTD)", "DEC", "2025-12-31"),
        ("2026 (FYTD)", "FEB", "2026-02-28"),
    ],
)
def test_fiscal_years_start_in_october(harvested, year, month, period_end):
    found = only(harvested(a=CBP.text({"fy": year, "month_abbv": month})))
    weight = {"place": "US", "indicator": "seized_weight", "drug": "fentanyl"}
    assert value(found, **weight, period_end=period_end, basis="agency area") == 10.5
    assert (found["period_start"].dt.day == 1).all()


def test_weights_and_events_add_up_over_land_filters_regions_and_components(harvested):
    rows = [
        {"sum_qty_lbs": "4.40924524e-05", "count_of_event": 1},
        {"sum_qty_lbs": "1,000.25", "land_filter": "Other"},
        {"sum_qty_lbs": "0.0", "count_of_event": 1, "component": "U.S. Border Patrol"},
    ]
    found = only(harvested(a=CBP.text(*rows)))
    area = {"place": "El Paso Field Office", "place_kind": "cbp_area"}
    assert value(found, **area, indicator="seized_weight") == pytest.approx(1000.2500440924524, abs=1e-12)
    assert value(found, **area, indicator="seized_events") == 4
    assert value(found, place="U.S. Border Patrol", indicator="seized_weight") == 0
    assert value(found, place="U.S. Border Patrol", indicator="seized_events") == 1
    assert value(found, place="US", indicator="seized_events") == 4


def test_land_and_land_only_are_one_area_and_add_up(harvested):
    rows = [
        {"land_filter": word, "sum_qty_lbs": weight}
        for word, weight in (("Land", 1), ("Land Only", 2), ("Other", 4))
    ]
    for form, place in ((CBP, "El Paso Field Office"), (AMO, "El Paso Air Branch")):
        found = only(harvested(a=form.text(*rows)))
        assert value(found, place=place, indicator="seized_weight") == 7


@pytest.mark.parametrize(
    ("words", "drug"),
    [
        ("Other Drugs**", "other"),
        ("Lsd", "lsd"),
        ("LSD  ", "lsd"),
        ("Khat (Catha Edulis)", "khat"),
        ("Methamphetamine ", "methamphetamine"),
    ],
)
def test_drug_words_of_seizures_map_to_the_vocabulary(harvested, words, drug):
    assert set(only(harvested(a=CBP.text({"drug_type": words})))["drug"]) == {drug}


def test_a_covered_month_without_a_row_is_a_zero_for_the_nation_not_for_an_uncovered_month(harvested):
    rows = [{"month_abbv": "OCT"}, {"month_abbv": "NOV", "drug_type": "Heroin"}]
    found = only(harvested(a=CBP.text(*rows)))
    nation = {"place": "US", "drug": "fentanyl", "indicator": "seized_weight"}
    assert value(found, **nation, period_end="2023-11-30") == 0
    assert set(found["period_end"].dt.strftime("%Y-%m")) == {"2023-10", "2023-11"}


def test_air_and_marine_seizures_are_never_a_nation(harvested):
    found = only(harvested(a=AMO.text({})))
    assert set(found["place_kind"]) == {"cbp_area", "cbp_component"}
    assert value(found, place="El Paso Air Branch", indicator="seized_weight") == 100


# --- population ---


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


# --- simulated ---


@pytest.mark.parametrize("source", FORMS)
def test_a_simulated_file_says_so_wherever_it_is_copied(harvested, source):
    found = harvested(renamed=simulated(ONE_ROW[source]))
    assert found.sources[source].simulated
    assert len(only(found)) == len(only(harvested(renamed=ONE_ROW[source])))
