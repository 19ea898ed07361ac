"""A partner's own table, read as a mapping declares."""

import re

import openpyxl
import pandas as pd
import pytest
from mapped_tables import GOOD, figures, mapping, refusals

from data.mapping.place_words import UnknownPlace, place_code
from data.pipeline.harvest import harvest_mapped


def test_a_declared_table_becomes_observations_of_the_contract(brought):
    found = brought(GOOD[:2], mapping())
    (observations,) = found.observations
    assert observations.iloc[0].drop(["lower", "upper", "numerator", "denominator"]).to_dict() == {
        "source": "user_test",
        "indicator": "ems_overdoses",
        "drug": "all",
        "place_kind": "county",
        "place": "39001",
        "basis": "occurrence",
        "period_kind": "month",
        "period_start": pd.Timestamp("2026-01-01"),
        "period_end": pd.Timestamp("2026-01-31"),
        "sex": "all",
        "age": "all",
        "race_ethnicity": "all",
        "intent": "all",
        "value": 1.0,
        "status": "ok",
        "note": "",
        "as_of": pd.Timestamp("2026-06-01"),
    }


def test_markers_say_why_there_is_no_figure_and_other_words_are_refused(brought):
    rows = [*GOOD, ["39011", "2026-01", "*"], ["39013", "2026-01", ""], ["39015", "2026-01", "N/A"]]
    found = brought(rows, mapping())
    assert figures(found, "place", "value", "status")[-2:] == [
        ["39011", None, "suppressed"],
        ["39013", None, "missing"],
    ]
    assert refusals(found) == {9: "count: not a number: 'N/A'"}


def test_the_9999_of_a_sudors_workbook_is_a_marker_and_no_count(tmp_path):
    """No loader reads SUDORS, whose workbook writes 9999 where there is no figure: a mapping says so."""
    book = openpyxl.Workbook()
    book.active.append(["State", "Year", "Deaths", "Sex"])
    for row in (["OH", 2023, 4012, 9999], ["KY", 2023, 9999, "F"], ["IN", 2023, "9999", "F"]):
        book.active.append(row)
    book.save(tmp_path / "sudors.xlsx")
    declared = mapping(
        indicator="deaths",
        unit="deaths",
        place={"key": "state_abbreviation", "column": "State"},
        period={"kind": "year", "year": "Year"},
        value={"column": "Deaths", "markers": {"9999": "missing"}},
        strata={"sex": {"column": "Sex", "words": {"F": "female", "9999": "unknown"}}},
    )
    found = harvest_mapped(tmp_path / "sudors.xlsx", declared)
    assert figures(found, "place", "value", "status", "sex", indicator="deaths") == [
        ["18", None, "missing", "female"],
        ["21", None, "missing", "female"],
        ["39", 4012.0, "ok", "unknown"],
    ]


def test_an_empty_cell_means_nothing_until_the_mapping_says_so(brought):
    found = brought([*GOOD, ["39011", "2026-01", ""]], mapping(value={"column": "Count"}))
    assert "value.markers has no word for an empty cell" in refusals(found)[7]


def test_a_withheld_figure_brings_no_number_at_all(brought):
    value = {"column": "Count", "lower": "Low", "upper": "High", "markers": {"*": "suppressed"}}
    rows = [["FIPS", "Month", "Count", "Low", "High"], ["39001", "2026-01", 5, 3, 8]]
    rows += [
        ["39003", "2026-01", "*", 1, 9],
        ["39005", "2026-01", 7, 8, 9],
        ["39007", "2026-01", 6, "*", "*"],
    ]
    found = brought(rows, mapping(value=value))
    assert figures(found, "place", "value", "lower", "upper") == [
        ["39001", 5.0, 3.0, 8.0],
        ["39003", None, None, None],
        ["39007", 6.0, None, None],
    ]
    assert refusals(found) == {4: "count: the figure is not within its interval: '7'"}


def test_drugs_and_strata_are_translated_by_the_mappings_words(brought):
    declared = mapping(
        drug={"column": "Substance", "words": {"Any": "all", "Fentanyl": "fentanyl"}},
        strata={"sex": {"column": "Gender", "words": {"M": "male", "F": "female", "": "all"}}},
    )
    header = ["FIPS", "Month", "Count", "Substance", "Gender"]
    rows = [header, ["39001", "2026-01", 9, "ANY", ""], ["39001", "2026-01", 5, "fentanyl", "m"]]
    found = brought([*rows, ["39001", "2026-01", 4, "Catnip", "F"]], declared)
    assert figures(found, "drug", "sex", "value") == [["all", "all", 9.0], ["fentanyl", "male", 5.0]]
    assert refusals(found) == {4: "substance: unknown word: 'Catnip'"}


@pytest.mark.parametrize(
    ("indicator", "unit", "given", "expected"),
    [
        ("seized_weight", "kg", 0.45359237, 1.0),
        ("seized_weight", "g", 453.59237, 1.0),
        ("seized_weight", "oz", 8, 0.5),
        ("seized_weight", "lb", 7, 7.0),
        ("opioid_dispensing", "per 1,000 residents", 431, 43.1),
        ("syndromic_visits", "per 100,000 ED visits", 25, 2.5),
    ],
)
def test_units_are_made_into_the_indicators_own(brought, indicator, unit, given, expected):
    found = brought([GOOD[0], ["39001", "2026-01", given]], mapping(indicator=indicator, unit=unit))
    assert found.observations[0]["value"].tolist() == pytest.approx([expected], rel=1e-12)


def test_the_share_of_an_indicator_that_divides_itself_is_kept(brought):
    value = {"column": "N", "numerator": "N", "denominator": "Of"}
    declared = mapping(indicator="lab_reports", unit="reports", drug="fentanyl", value=value)
    rows = [["FIPS", "Month", "N", "Of"], ["39001", "2026-01", 30, 120], ["39003", "2026-01", 0, 5]]
    found = brought([*rows, ["39005", "2026-01", 0, 0]], declared)
    assert figures(found, "numerator", "denominator", indicator="lab_reports") == [[0.0, 5.0], [30.0, 120.0]]
    assert refusals(found) == {4: "of: a denominator of zero: '0'"}


# --- places ---


@pytest.mark.parametrize(
    ("key", "text", "state", "code"),
    [
        ("fips", "1001", "", "01001"),
        ("fips", "46113", "", "46102"),
        ("state_fips", "9", "", "09"),
        ("state_abbreviation", "oh", "", "39"),
        ("county_name", "Franklin", "39", "39049"),
        ("county_name", "FRANKLIN COUNTY", "39", "39049"),
        ("county_name", "Orleans Parish", "22", "22071"),
        ("county_name", "Baltimore city", "24", "24510"),
        ("county_name", "Baltimore County", "24", "24005"),
        ("county_name", "Doña Ana", "35", "35013"),
        ("nation", "", "", "US"),
    ],
)
def test_places_are_known_by_code_or_exact_name(key, text, state, code):
    assert place_code(key, text, state) == code


@pytest.mark.parametrize(
    ("key", "text", "state", "reason"),
    [
        (
            "county_name",
            "Baltimore",
            "24",
            "2 counties of Maryland have this name (Baltimore County, Baltimore",
        ),
        ("county_name", "Frank", "39", "no county of Ohio has this name"),
        ("county_name", "Franklin", "06", "no county of California has this name"),
        ("fips", "39000", "", "not a county FIPS code"),
        ("fips", "39002", "", "no county has this FIPS code"),
        ("fips", "51515", "", "now part of Bedford County, VA: add its figures"),
        ("state_fips", "99", "", "not a state FIPS code"),
        ("state_abbreviation", "XX", "", "not the postal abbreviation"),
    ],
)
def test_a_place_that_is_none_or_several_is_refused(key, text, state, reason):
    with pytest.raises(UnknownPlace, match=re.escape(reason)):
        place_code(key, text, state)


def test_county_names_may_be_of_a_column_of_states(brought):
    place = {"key": "county_name", "column": "County", "state": {"column": "ST", "key": "state_abbreviation"}}
    rows = [["County", "ST", "Month", "Count"], ["Franklin", "OH", "2026-01", 1]]
    rows += [["Franklin", "PA", "2026-01", 2], ["Franklin", "CA", "2026-01", 3]]
    found = brought(rows, mapping(place=place))
    assert figures(found, "place", "value") == [["39049", 1.0], ["42055", 2.0]]
    assert refusals(found) == {4: "county: no county of California has this name: 'Franklin'"}


def test_a_table_may_be_of_one_place(brought):
    declared = mapping(place={"key": "fips", "fixed": "39061"})
    found = brought([["Month", "Count"], ["2026-01", 3]], declared)
    assert figures(found, "place", "place_kind") == [["39061", "county"]]


# --- periods ---


@pytest.mark.parametrize(
    ("period", "cells", "start", "end"),
    [
        (
            {"kind": "day", "column": "A", "format": "%m/%d/%Y"},
            ["02/28/2026", ""],
            "2026-02-28",
            "2026-02-28",
        ),
        (
            {"kind": "week", "column": "A", "format": "%Y-%m-%d", "week_day": "ends"},
            ["2026-01-03", ""],
            "2025-12-28",
            "2026-01-03",
        ),
        (
            {"kind": "week", "column": "A", "format": "%Y-%m-%d", "week_day": "starts"},
            ["2025-12-28", ""],
            "2025-12-28",
            "2026-01-03",
        ),
        # CDC's MMWR calendar: week 1 of 2025 ends 4 January 2025; week 53 of 2025 ends 3 January 2026.
        ({"kind": "week", "year": "A", "week": "B"}, ["2025", "1"], "2024-12-29", "2025-01-04"),
        ({"kind": "week", "year": "A", "week": "B"}, ["2025", "53"], "2025-12-28", "2026-01-03"),
        ({"kind": "week", "year": "A", "week": "B"}, ["2026", "Week 01"], "2026-01-04", "2026-01-10"),
        ({"kind": "month", "column": "A", "format": "%b %Y"}, ["Feb 2024", ""], "2024-02-01", "2024-02-29"),
        ({"kind": "month", "year": "A", "month": "B"}, ["2024", "February"], "2024-02-01", "2024-02-29"),
        ({"kind": "month", "year": "A", "month": "B"}, ["2024.0", "2.0"], "2024-02-01", "2024-02-29"),
        ({"kind": "quarter", "year": "A", "quarter": "B"}, ["2025", "Q4"], "2025-10-01", "2025-12-31"),
        (
            {"kind": "quarter", "column": "A", "format": "%Y-%m-%d"},
            ["2025-05-17", ""],
            "2025-04-01",
            "2025-06-30",
        ),
        ({"kind": "half-year", "year": "A", "half": "B"}, ["2025", "H2"], "2025-07-01", "2025-12-31"),
        ({"kind": "year", "year": "A"}, ["2025", ""], "2025-01-01", "2025-12-31"),
        ({"kind": "year", "column": "A", "format": "%Y"}, ["2025", ""], "2025-01-01", "2025-12-31"),
    ],
)
def test_periods_have_their_true_first_and_last_day(brought, period, cells, start, end):
    found = brought([["FIPS", "A", "B", "Count"], ["39001", *cells, 1]], mapping(period=period))
    assert figures(found, "period_start", "period_end") == [[start, end]]
    assert found.observations[0]["period_kind"].tolist() == [period["kind"]]


@pytest.mark.parametrize(
    ("period", "cells", "reason"),
    [
        ({"kind": "week", "year": "A", "week": "B"}, ["2024", "53"], "a year that has no week 53"),
        ({"kind": "week", "year": "A", "week": "B"}, ["2024", "54"], "unknown word"),
        (
            {"kind": "week", "column": "A", "format": "%Y-%m-%d", "week_day": "ends"},
            ["2026-01-02", ""],
            "not a Saturday, on which a week ends",
        ),
        (
            {"kind": "week", "column": "A", "format": "%Y-%m-%d", "week_day": "starts"},
            ["2026-01-03", ""],
            "not a Sunday, on which a week starts",
        ),
        ({"kind": "day", "column": "A", "format": "%m/%d/%Y"}, ["02/30/2026", ""], "not a date"),
        ({"kind": "day", "column": "A", "format": "%m/%d/%Y"}, ["01/01/2999", ""], "has not begun"),
        ({"kind": "day", "column": "A", "format": "%m/%d/%Y"}, ["01/01/1066", ""], "before 1997"),
        ({"kind": "year", "year": "A"}, ["25", ""], "not a year"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused(brought, period, cells, reason):
    weekly = {"week": "2026-01-03" if period.get("week_day") == "ends" else "2026-01-04", "year": "2025"}
    good = ["2025", "2"] if "year" in period else [weekly.get(period["kind"], "01/02/2026"), ""]
    rows = [["FIPS", "A", "B", "Count"], ["39001", *good, 1], ["39003", *cells, 1]]
    found = brought(rows, mapping(period=period))
    assert reason in refusals(found)[3]


def test_without_a_day_the_figures_are_of_the_end_of_the_newest_period(brought):
    rows = [*GOOD, ["39001", "2026-03", 4]]
    found = brought(rows, mapping(as_of=None))
    assert figures(found, "as_of")[0] == ["2026-03-31"]
    assert not found.sources["user_test"].as_of_stated


def test_the_day_may_stand_in_a_column(brought):
    rows = [["FIPS", "Month", "Count", "Made"], ["39001", "2026-01", 4, "02/05/2026"]]
    rows += [["39001", "2026-01", 6, "03/05/2026"], ["39003", "2026-01", 6, "03/05/2999"]]
    found = brought(rows, mapping(as_of={"column": "Made", "format": "%m/%d/%Y"}))
    assert figures(found, "as_of", "value") == [["2026-02-05", 4.0], ["2026-03-05", 6.0]]
    assert "not a day that these figures can be of" in refusals(found)[4]


# --- agencies that report ---

AGENCIES = ["FIPS", "Month", "Count", "Agencies"]


def test_a_fall_to_zero_because_nobody_reported_is_a_gap(brought):
    rows = [AGENCIES, ["39001", "2026-01", 9, 3], ["39001", "2026-02", 0, 0], ["39001", "2026-03", "", 0]]
    rows += [["39001", "2026-04", 0, 2], ["39003", "2026-01", 5, ""]]
    found = brought(rows, mapping(agencies={"column": "Agencies"}))
    assert figures(found, "place", "period_end", "value", "status") == [
        ["39001", "2026-01-31", 9.0, "ok"],
        ["39001", "2026-02-28", None, "not_reported"],
        ["39001", "2026-03-31", None, "not_reported"],
        ["39001", "2026-04-30", 0.0, "ok"],
        ["39003", "2026-01-31", 5.0, "ok"],
    ]
    assert figures(found, "place", "period_end", "value", "status", indicator="reporting_agencies") == [
        ["39001", "2026-01-31", 3.0, "ok"],
        ["39001", "2026-02-28", 0.0, "ok"],
        ["39001", "2026-03-31", 0.0, "ok"],
        ["39001", "2026-04-30", 2.0, "ok"],
        ["39003", "2026-01-31", None, "missing"],
    ]


def test_agencies_are_told_once_a_place_and_period_and_may_not_contradict(brought):
    declared = mapping(
        agencies={"column": "Agencies"},
        drug={"column": "Drug", "words": {"any": "all", "heroin": "heroin", "cocaine": "cocaine"}},
    )
    rows = [[*AGENCIES, "Drug"], ["39001", "2026-01", 9, 3, "any"], ["39001", "2026-01", 4, 3, "heroin"]]
    rows += [["39001", "2026-01", 1, 2, "cocaine"], ["39003", "2026-01", 1, 2, "any"]]
    found = brought([*rows, ["39005", "2026-01", 6, 0, "any"]], declared)
    assert figures(found, "place", "drug", "value", indicator="reporting_agencies") == [
        ["39001", "all", 3.0],
        ["39003", "all", 2.0],
    ]
    assert refusals(found) == {
        4: "agencies: another number of agencies than an earlier row of this place and period: '2'",
        6: "agencies: a figure that no agency reported: '0'",
    }
