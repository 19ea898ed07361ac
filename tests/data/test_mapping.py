"""A partner's own table, read as a mapping declares."""

import csv
import datetime
import io
import re

import openpyxl
import pandas as pd
import pyarrow
import pyarrow.parquet as parquet
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_bad_input import rows_add_up

from data import catalog
from data.extract import open_extract, read_observations
from data.ingest import harvest_mapped, publish_harvest
from data.mapping import BadMapping, TableMapping, disagreements, read_mapping
from data.mapping.place_words import UnknownPlace, place_code
from data.show import matching

MAPPING = {
    "source": {
        "id": "user_test",
        "agency": "Test agency",
        "title": "Test table",
        "citation": "Test agency, table of a test.",
    },
    "as_of": "2026-06-01",
    "indicator": "ems_overdoses",
    "unit": "responses",
    "place": {"key": "fips", "column": "FIPS"},
    "basis": "occurrence",
    "period": {"kind": "month", "column": "Month", "format": "%Y-%m"},
    "drug": "all",
    "value": {"column": "Count", "markers": {"*": "suppressed", "": "missing"}},
}


def mapping(**changes):
    """The mapping of `MAPPING` with fields replaced; None leaves one out."""
    changed = MAPPING | changes
    return TableMapping.model_validate({name: value for name, value in changed.items() if value is not None})


def csv_text(rows):
    """A list of rows, header first, as CSV."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


@pytest.fixture
def brought(tmp_path):
    """Loads rows, header first, by a mapping; nothing is published."""

    def load(rows, declared, name="table.csv"):
        path = tmp_path / name
        path.write_text(csv_text(rows), encoding="utf-8")
        return harvest_mapped(path, declared)

    return load


def figures(found, *columns, indicator="ems_overdoses", kind=None):
    """The chosen columns of an indicator's observations, dates as text, sorted."""
    (observations,) = found.observations
    chosen = observations[observations["indicator"] == indicator]
    if kind:
        chosen = chosen[chosen["period_kind"] == kind]
    texts = [
        chosen[name].dt.strftime("%Y-%m-%d")
        if name.startswith("period_") or name == "as_of"
        else chosen[name]
        for name in columns
        if name != "period_kind"
    ]
    plain = pd.concat(texts, axis=1).astype(object)
    return sorted(plain.where(plain.notna(), None).to_numpy().tolist(), key=str)


def refusals(found):
    """Line and reason of each quarantined row."""
    refused = rows_add_up(found)
    return dict(zip(refused["line"], refused["reason"], strict=True))


GOOD = [["FIPS", "Month", "Count"], *([f"39{number:03}", "2026-01", number] for number in (1, 3, 5, 7, 9))]


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


# --- the words of a table ---


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
        ({"kind": "day", "column": "A", "format": "%m/%d/%Y"}, ["01/01/1066", ""], "before 1999"),
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


# --- totals of days ---

DAILY = {"kind": "day", "column": "Day", "format": "%Y-%m-%d"}
FEBRUARY = [datetime.date(2026, 2, 1) + datetime.timedelta(days=number) for number in range(28)]
"""Four whole MMWR weeks: 1 February 2026 is a Sunday."""


def daily(**changes):
    return mapping(**({"period": DAILY, "totals": ["week", "month"]} | changes))


def february(counts=None, place="39001"):
    """A row a day of 28; 1 a day but for the days given as day → count, where None has no row."""
    counts = dict.fromkeys(range(1, 29), 1) | (counts or {})
    rows = [[place, day.isoformat(), counts[day.day]] for day in FEBRUARY]
    return [row for row in rows if row[2] is not None]


HEADER = ["FIPS", "Day", "Count"]


def test_whole_weeks_and_months_of_days_are_added_up(brought):
    found = brought([HEADER, *february({3: 10})], daily())
    columns = ("period_start", "period_end", "value", "status", "note")
    assert figures(found, *columns, kind="week") == [
        ["2026-02-01", "2026-02-07", 16.0, "ok", "sum of 7 days"],
        ["2026-02-08", "2026-02-14", 7.0, "ok", "sum of 7 days"],
        ["2026-02-15", "2026-02-21", 7.0, "ok", "sum of 7 days"],
        ["2026-02-22", "2026-02-28", 7.0, "ok", "sum of 7 days"],
    ]
    assert figures(found, *columns, kind="month") == [
        ["2026-02-01", "2026-02-28", 37.0, "ok", "sum of 28 days"]
    ]


def test_a_week_or_month_with_a_day_missing_has_no_total(brought):
    found = brought([HEADER, *february({10: None})], daily())
    assert [row[0] for row in figures(found, "period_start", kind="week")] == [
        "2026-02-01",
        "2026-02-15",
        "2026-02-22",
    ]
    assert figures(found, "value", kind="month") == []


def test_a_withheld_day_withholds_its_totals_and_no_other(brought):
    found = brought([HEADER, *february({10: "*", 11: "*", 17: ""})], daily())
    assert figures(found, "period_start", "value", "status", "note", kind="week") == [
        ["2026-02-01", 7.0, "ok", "sum of 7 days"],
        ["2026-02-08", None, "suppressed", "of 7 days: 2 suppressed"],
        ["2026-02-15", None, "missing", "of 7 days: 1 missing"],
        ["2026-02-22", 7.0, "ok", "sum of 7 days"],
    ]
    assert figures(found, "value", "status", "note", kind="month") == [
        [None, "suppressed", "of 28 days: 2 suppressed, 1 missing"]
    ]


def test_days_without_a_row_count_as_zero_where_the_mapping_says_so(brought):
    rows = [HEADER, *february(), *february(dict.fromkeys(range(1, 27)), place="39003")]
    found = brought(rows, daily(absent="zero"))
    assert figures(found, "place", "value", kind="month") == [["39001", 28.0], ["39003", 2.0]]
    weeks = figures(found, "place", "period_start", "value", kind="week")
    assert ["39003", "2026-02-01", 0.0] in weeks
    assert ["39003", "2026-02-22", 2.0] in weeks
    by_default = brought(rows, daily())
    assert figures(by_default, "place", "value", kind="month") == [["39001", 28.0]]


def test_a_day_without_any_row_is_never_zero(brought):
    found = brought([HEADER, *february({10: None})], daily(absent="zero"))
    assert figures(found, "value", kind="month") == []
    assert len(figures(found, "value", kind="week")) == 3


@pytest.mark.parametrize(
    ("bad", "weeks"),
    [
        (["39003", "2026-02-10", "many"], ["2026-02-01", "2026-02-15", "2026-02-22"]),
        (["Nowhere", "2026-02-10", "4"], ["2026-02-01", "2026-02-15", "2026-02-22"]),
        (["39003", "someday", "4"], []),
        (["39003"], []),
    ],
)
def test_a_refused_row_is_never_taken_for_a_zero(brought, bad, weeks):
    """Its day is not whole then; a row whose day cannot be read might be of any day."""
    found = brought([HEADER, *february(), bad], daily(absent="zero"))
    assert len(refusals(found)) == 1
    assert [row[0] for row in figures(found, "period_start", kind="week")] == weeks


def test_totals_keep_places_drugs_and_strata_apart_and_provisional(brought):
    declared = daily(
        drug={"column": "Drug", "words": {"any": "all", "heroin": "heroin"}},
        value={"column": "Count", "status": "provisional"},
    )
    rows = [
        [*HEADER, "Drug"],
        *([*row, "any"] for row in february()),
        *([*row, "heroin"] for row in february({1: 3})),
    ]
    assert figures(brought(rows, declared), "drug", "value", "status", kind="month") == [
        ["all", 28.0, "provisional"],
        ["heroin", 30.0, "provisional"],
    ]


def test_of_two_vintages_of_a_day_the_newest_counts(brought):
    declared = daily(as_of={"column": "Made", "format": "%Y-%m-%d"})
    rows = [[*HEADER, "Made"], *([*row, "2026-03-01"] for row in february())]
    rows.append(["39001", "2026-02-05", 11, "2026-03-08"])
    assert figures(brought(rows, declared), "value", "as_of", kind="month") == [[38.0, "2026-03-08"]]


@pytest.mark.parametrize("days_first", [True, False])
def test_a_month_brought_apart_that_is_not_the_sum_of_its_days_is_said(command, tmp_path, days_first):
    tables = {
        "days": ([HEADER, *february()], MAPPING | {"period": DAILY, "totals": ["month"]}),
        "months": ([["FIPS", "Month", "Count"], ["39001", "2026-02", 31], ["39003", "2026-02", 4]], MAPPING),
    }
    results = []
    for name in ("days", "months") if days_first else ("months", "days"):
        rows, declared = tables[name]
        (tmp_path / f"{name}.csv").write_text(csv_text(rows))
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(declared))
        results.append(
            command(
                "ingest",
                tmp_path / f"{name}.csv",
                "--mapping",
                tmp_path / f"{name}.yaml",
                "--edition",
                "partner",
                "--extracts",
                tmp_path / "x",
            )
        )
    assert [result.exit_code for result in results] == [0, 0]
    assert "not the sum" not in results[0].stderr
    assert "Totals that are not the sum of their days: 1" in results[1].stderr
    assert "39001, all, month ending 2026-02-28: 31 as brought, 28 by day" in results[1].stderr


def test_totals_brought_apart_that_agree_are_not_spoken_of(brought):
    days = brought([HEADER, *february()], daily(totals=["month"])).observations[0]
    month = brought([["FIPS", "Month", "Count"], ["39001", "2026-02", 28]], mapping()).observations[0]
    assert disagreements(pd.concat([days, month])).empty
    assert disagreements(pd.concat([days, month.assign(value=27.0)]))["days_add_up_to"].tolist() == [28.0]


# --- which file, sheet, header and rows ---


def test_a_missing_column_is_named_with_its_field_and_the_columns_there_are(brought):
    found = brought([["FIPS code", "Month", "Number"], ["39001", "2026-01", "1"]], mapping())
    assert found.reports[0].outcome == "failed"
    assert found.reports[0].problem == (
        "has no column 'fips' (place.column), 'count' (value.column); "
        "its columns: 'FIPS code', 'Month', 'Number'"
    )


def test_the_header_may_stand_below_a_title_and_column_names_in_any_case(brought):
    rows = [["A title"], [], ["fips ", "MONTH", "count", "Other"], ["39001", "2026-01", 1, ""]]
    found = brought(rows, mapping())
    assert figures(found, "place", "value") == [["39001", 1.0]]


@pytest.mark.parametrize("kind", ["csv", "tsv", "xlsx", "parquet"])
def test_one_table_gives_the_same_from_every_kind_of_file(tmp_path, kind):
    path = tmp_path / f"table.{kind}"
    if kind in ("csv", "tsv"):
        path.write_text(csv_text(GOOD).replace(",", "," if kind == "csv" else "\t"))
    elif kind == "xlsx":
        book = openpyxl.Workbook()
        book.active.append(["Not this sheet"])
        sheet = book.create_sheet("Counts")
        for row in GOOD:
            # As a spreadsheet program keeps them: codes as numbers, without leading zeros.
            sheet.append([int(row[0]), *row[1:]] if row is not GOOD[0] else row)
        book.save(path)
    else:
        frame = pd.DataFrame(GOOD[1:], columns=GOOD[0])
        parquet.write_table(pyarrow.Table.from_pandas(frame, preserve_index=False), path)
    found = harvest_mapped(path, mapping(sheet="Counts" if kind == "xlsx" else None))
    assert found.reports[0].problem == ""
    expected = [[f"39{number:03}", float(number)] for number in (1, 3, 5, 7, 9)]
    assert figures(found, "place", "value") == expected


@pytest.mark.parametrize(
    ("sheets", "named", "words"),
    [
        (["A", "B"], None, "has 2 sheets and the mapping names none: write one as sheet: 'A', 'B'"),
        (["A", "B"], "C", "has no sheet 'C'; its sheets: 'A', 'B'"),
    ],
)
def test_the_sheet_is_never_guessed(tmp_path, sheets, named, words):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in sheets:
        book.create_sheet(name).append(GOOD[0])
    book.save(tmp_path / "t.xlsx")
    found = harvest_mapped(tmp_path / "t.xlsx", mapping(sheet=named))
    assert found.reports[0].problem == words


def test_a_text_file_has_no_sheets(brought):
    assert "leave sheet out" in brought(GOOD, mapping(sheet="A")).reports[0].problem


def test_a_repeated_fact_and_a_misshapen_row_are_quarantined(brought):
    found = brought([*GOOD, ["39001", "2026-01", 8], ["39011"]], mapping())
    assert refusals(found) == {
        7: "repeats an earlier row of the same place, period, drug and stratum",
        8: "1 cells where the header has 3",
    }


def test_a_table_that_the_mapping_does_not_fit_says_to_check_the_mapping(brought):
    found = brought([GOOD[0], ["Adams", "2026-01", 1], ["Allen", "2026-01", 2]], mapping())
    assert found.reports[0].outcome == "failed"
    assert found.reports[0].problem == (
        "2 of 2 rows make no sense (line 2: fips: not a county FIPS code: 'Adams'): "
        "check the mapping against the file"
    )
    assert len(refusals(found)) == 2


def test_a_table_that_says_it_is_simulated_is(brought):
    found = brought([[*GOOD[0], "Simulated"], [*GOOD[1], "simulated"]], mapping())
    assert found.simulated == {True}
    assert figures(found, "note") == [["simulated"]]


# --- through to an extract ---


def test_a_source_keeps_its_catalog_entry_through_later_ingests(command, small_folder, tmp_path):
    published, partner = tmp_path / "x", ("--edition", "partner", "--extracts", tmp_path / "x")
    assert command("ingest", small_folder, *partner).exit_code == 0
    entry = {"schedule": "weekly", "period_months": 1, "lag_days": 40, "page": "https://example.org/t"}
    declared = MAPPING | {"source": MAPPING["source"] | entry | {"caution": "A test."}}
    (tmp_path / "m.yaml").write_text(yaml.safe_dump(declared))
    (tmp_path / "t.csv").write_text(csv_text(GOOD))
    arguments = ("ingest", tmp_path / "t.csv", "--mapping", tmp_path / "m.yaml", *partner)
    assert command(*arguments).exit_code == 0
    again = command(*arguments)
    assert "nothing new" in again.stderr
    # A later ingest of something else re-reads the source from the extract.
    later = [["FIPS", "Month", "Count"], ["39001", "2026-02", 2]]
    (tmp_path / "t2.csv").write_text(csv_text(later))
    other = {"id": "user_other", "agency": "O", "title": "O", "citation": "O"}
    (tmp_path / "m2.yaml").write_text(yaml.safe_dump(MAPPING | {"source": other}))
    arguments = ("ingest", tmp_path / "t2.csv", "--mapping", tmp_path / "m2.yaml", *partner)
    assert command(*arguments).exit_code == 0
    sources = pd.read_parquet(open_extract(published).table("sources")).set_index("source")
    kept = sources.loc["user_test"]
    assert (kept["agency"], kept["schedule"], kept["period_months"], kept["lag_days"], kept["page"]) == (
        "Test agency",
        "weekly",
        1,
        40,
        "https://example.org/t",
    )
    assert kept["caution"] == "A test."
    assert "vsrr_state" in sources.index
    assert matching(published, "ems_overdoses", None, "39009", "2026-01")["value"].tolist() == [9.0]


def test_a_later_table_without_a_place_does_not_withdraw_it(tmp_path):
    for day, rows in (("2026-03-01", GOOD), ("2026-04-01", GOOD[:5])):
        (tmp_path / "t.csv").write_text(csv_text(rows))
        publish_harvest(harvest_mapped(tmp_path / "t.csv", mapping(as_of=day)), tmp_path / "x", "partner")
    found = matching(tmp_path / "x", "ems_overdoses", None, "39009", None)
    assert found["value"].tolist() == [9.0]


def test_ingesting_a_folder_never_uses_a_mapping(command, files, tmp_path):
    (tmp_path / "m.yaml").write_text(yaml.safe_dump(MAPPING))
    folder = files(a=csv_text(GOOD))
    (folder / "m.yaml").write_text(yaml.safe_dump(MAPPING))
    result = command("ingest", folder, "--extracts", tmp_path / "x")
    assert result.exit_code == 1
    assert "no loader knows this header" in result.stdout
    result = command("ingest", folder, "--mapping", tmp_path / "m.yaml", "--extracts", tmp_path / "x")
    assert result.exit_code == 1
    assert "A mapping is for one file" in result.stderr


def test_a_table_that_the_mapping_does_not_fit_keeps_the_extract(command, files, tmp_path):
    (tmp_path / "m.yaml").write_text(yaml.safe_dump(MAPPING))
    table = files(a=csv_text([["FIPS", "Count"], ["39001", 1]])) / "a.csv"
    result = command("ingest", table, "--mapping", tmp_path / "m.yaml", "--extracts", tmp_path / "x")
    assert result.exit_code == 1
    assert "has no column 'month' (period.column); its columns: 'FIPS', 'Count'" in result.stdout
    assert "the extract is unchanged" in result.stderr


# --- mappings that cannot be used ---


def changed(path, value):
    """`MAPPING` with the field at a dotted path replaced; the object `Ellipsis` takes it out."""
    copied = yaml.safe_load(yaml.safe_dump(MAPPING))
    *above, last = path.split(".")
    part = copied
    for name in above:
        part = part[name]
    if value is ...:
        del part[last]
    else:
        part[last] = value
    return yaml.safe_dump(copied)


BAD = [
    ("source.id", "vsrr_state", "source.id: 'vsrr_state' must be user_"),
    ("source.id", "user_A B", "source.id: 'user_A B' must be user_"),
    ("source.agency", ..., "source.agency: is missing"),
    ("source.agency", " ", "source.agency: is empty"),
    ("source.agency", "a\nb", "source.agency: must be one line of text"),
    ("source.page", "javascript:alert(1)", "source.page: must begin with https://"),
    ("source.lag_days", "soon", "source.lag_days: 'soon' is not a whole number"),
    ("source.lag_days", "-1", "source.lag_days: -1 is not between 0 and 3660"),
    ("source.whole_releases", "true", "source: has no field 'whole_releases'; allowed: id, agency"),
    ("colour", "red", "has no field 'colour'; allowed: source, sheet"),
    ("indicator", "overdoses", "indicator: 'overdoses' is not one of: deaths,"),
    ("indicator", "population", "indicator: 'population' is not one of: deaths,"),
    ("unit", "kg", "unit: 'kg' cannot be made into responses of ems_overdoses; allowed: responses"),
    ("unit", ..., "unit: is missing"),
    ("basis", "home", "basis: 'home' is not one of: residence, occurrence"),
    ("place.key", "county", "place.key: 'county' is not one of: 'fips', 'state_fips'"),
    ("place.column", ..., "place: write either the column of places, or one place under fixed"),
    ("place.state", "39", "place: state: goes with key county_name"),
    ("place", {"key": "county_name", "column": "C"}, "place: state: goes with key county_name"),
    ("place", {"key": "county_name", "column": "C", "state": "99"}, "place.state.fixed: '99' is not a state"),
    ("place", {"key": "fips", "fixed": "39000"}, "place: not a county FIPS code"),
    ("place", {"key": "nation", "column": "C"}, "place: a table of the nation has no other field"),
    ("place", "FIPS", "place: must be fields, each with a name and a value; allowed: key, column"),
    ("period.kind", "fortnight", "period.kind: 'fortnight' is not one of: 'day', 'week'"),
    (
        "period.format",
        ...,
        "period: a period of kind month is declared by column and format, or year and month",
    ),
    ("period.format", "mixed", "period.format: says no year: dates like 03/31/2026 are %m/%d/%Y"),
    ("period.format", "%Y-%j", "period.format: %j is not read here; allowed: %Y"),
    ("period.format", "%Y", "period: format: must say year and month for a month"),
    ("period", DAILY | {"format": "%Y-%m"}, "period: format: must say year, month and day for a day"),
    ("period", {"kind": "day", "year": "Y"}, "period: a period of kind day is declared by column and format"),
    ("period", DAILY | {"kind": "week"}, "period: week_day: weeks run Sunday to Saturday"),
    ("period.week", "W", "period: a period of kind month is declared by"),
    ("drug", "crack", "drug.fixed: 'crack' is not one of: all, opioids"),
    ("drug", {"column": "D"}, "drug: write either one drug, or the column and words"),
    ("drug", {"column": "D", "words": {"x": "crack"}}, "drug.words.x: 'crack' is not one of: all,"),
    ("drug", {"column": "D", "words": {"x": "all", "X ": "heroin"}}, "drug.words: holds a word twice"),
    ("drug", ["all"], "drug: must be fields"),
    ("value.column", "!!", "value.column: '!!' has no letter a to z and no digit"),
    ("value.markers", {"*": "ok"}, "value.markers.*: 'ok' is not one of: suppressed, withheld"),
    ("value.markers", "suppressed", "value.markers: must be words, each with ours behind a colon"),
    ("value.lower", "L", "value: lower and upper go together"),
    ("value.status", "final", "value.status: 'final' is not one of: 'ok', 'provisional'"),
    (
        "value",
        {"column": "C", "numerator": "N", "denominator": "D"},
        "value.denominator: rates of ems_overdoses are made with the Census population",
    ),
    ("strata", {"gender": {}}, "strata: has no field 'gender'; allowed: sex, age"),
    ("strata", {"sex": {"column": "S"}}, "strata.sex.words: is missing"),
    ("strata", {"sex": {"column": "S", "words": {"M": "men"}}}, "words.M: 'men' is not one of: all, male"),
    ("as_of", "01/02/2026", "as_of.fixed: '01/02/2026' is not a day: write it as 2026-11-22"),
    ("as_of", "2999-01-01", "as_of.fixed: '2999-01-01' is not a day of this data"),
    ("as_of", {"column": "A", "format": "%Y"}, "as_of: format: must say year, month and day"),
    ("totals", ["week"], "totals: are made of days, not of a month"),
    ("totals", "week", "totals: must be a list: [week, month]"),
    ("totals", ["year"], "totals.0: 'year' is not one of: 'week', 'month'"),
    ("absent", "zero", "absent: only says how totals are made"),
]


@pytest.mark.parametrize(("path", "value", "words"), BAD)
def test_a_wrong_field_is_named_with_the_mend(tmp_path, path, value, words):
    file = tmp_path / "m.yaml"
    file.write_text(changed(path, value))
    with pytest.raises(BadMapping) as problem:
        read_mapping(file)
    assert words in str(problem.value)
    assert "validation error" not in str(problem.value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"indicator": "opioid_dispensing", "unit": "per 100 residents"},
            "totals: figures of opioid_dispensing",
        ),
        ({"totals": ["week", "week"]}, "totals: names one twice"),
        (
            {"indicator": "svi", "unit": "percentile rank", "totals": [], "drug": "heroin"},
            "drug: svi is not told",
        ),
    ],
)
def test_what_does_not_fit_the_indicator_is_named(changes, words):
    with pytest.raises(ValueError, match=words):
        daily(**changes)


def test_every_mistake_is_told_at_once(tmp_path):
    file = tmp_path / "m.yaml"
    file.write_text(yaml.safe_dump(MAPPING | {"indicator": "x", "basis": "y", "drug": "z"}))
    with pytest.raises(BadMapping) as problem:
        read_mapping(file)
    assert [line.split(":")[0] for line in str(problem.value).splitlines()] == [
        "indicator",
        "basis",
        "drug.fixed",
    ]


BOMB = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = [
    (b"", "must be fields"),
    (b"- a\n- b\n", "must be fields"),
    (BOMB.encode(), "line 2: write it out instead of referring to it"),
    (b"x: " + b"[" * 50_000, "nested too deep"),
    (b"#" * 100_001, "larger than 100,000 bytes"),
    (b"\xff\xfe\x00", "not UTF-8"),
    (b"a: b: c", "line 1: mapping values are not allowed here"),
    (b"a: [1, 2", "line 1: "),
    (b"source: 1\nsource: 2\n", "line 2: 'source' is there twice: keep one"),
    (b"!!python/object/apply:os.system ['true']", "could not determine a constructor"),
    (b"unit: !!python/name:os.system", "could not determine a constructor"),
    (b"unit: !!int x", "of a type that it does not fit"),
    (b"unit: !!binary '*'", "unit: must be text"),
    (b"? [a, b]\n: c\n", "line 1: a name must be plain text"),
    (b"a: b\n---\nc: d\n", "line 2: "),
    (b"a: \x00", "not allowed"),
]


@pytest.mark.parametrize(("content", "words"), HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason(tmp_path, content, words):
    file = tmp_path / "m.yaml"
    file.write_bytes(content)
    with pytest.raises(BadMapping) as problem:
        read_mapping(file)
    assert words in str(problem.value)


def test_a_mapping_that_is_not_there_is_said(command, files, tmp_path):
    table = files(a=csv_text(GOOD)) / "a.csv"
    result = command("ingest", table, "--mapping", tmp_path / "[/no].yaml", "--extracts", tmp_path / "x")
    assert result.exit_code == 1
    assert "[/no].yaml cannot be used" in result.stderr
    assert "No such file" in result.stderr


def test_words_are_read_as_they_are_written(tmp_path):
    """YAML would read NO as false and 09 as text but 07 as 7."""
    text = yaml.safe_dump(MAPPING | {"drug": None, "place": None, "value": None}).splitlines()
    kept = [line for line in text if not line.startswith(("drug", "place", "value"))]
    written = "\n".join(
        [
            *kept,
            "drug: {column: D, words: {NO: all, 1: heroin}}",
            "place: {key: county_name, column: C, state: 06}",
            "value: {column: V, markers: {~: missing, null: suppressed}}",
        ]
    )
    (tmp_path / "m.yaml").write_text(written)
    declared = read_mapping(tmp_path / "m.yaml")
    assert declared.drug.words == {"no": "all", "1": "heroin"}
    assert declared.place.state.fixed == "06"
    assert declared.value.markers == {"~": "missing", "null": "suppressed"}


# --- anything at all ---

RARELY = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
OFTEN = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PLACES = ["39001", "39003", "39005"]
DRUGS = {"Any": "all", "Heroin": "heroin"}
CELLS = st.one_of(st.integers(0, 50), st.sampled_from(["*", ""]))
TABLES = st.dictionaries(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(FEBRUARY), st.sampled_from(sorted(DRUGS))),
    CELLS,
    min_size=1,
    max_size=40,
)
DRUG_COLUMN = {"column": "Drug", "words": DRUGS}


@RARELY
@given(table=TABLES)
def test_any_legal_table_is_read_back_from_the_extract_as_it_came(tmp_path_factory, table):
    folder = tmp_path_factory.mktemp("any")
    rows = [[*HEADER, "Drug"]]
    rows += [[place, day.isoformat(), cell, drug] for (place, day, drug), cell in table.items()]
    (folder / "t.csv").write_text(csv_text(rows))
    found = harvest_mapped(folder / "t.csv", daily(totals=[], drug=DRUG_COLUMN))
    assert refusals(found) == {}
    published, _ = publish_harvest(found, folder / "x", "partner")
    stored = read_observations(published)
    back = {
        (row.place, row.period_end.date(), row.drug): row.value if row.status == "ok" else row.status
        for row in stored.itertuples()
    }
    words = {"*": "suppressed", "": "missing"}
    assert back == {
        (place, day, DRUGS[drug]): words.get(cell, cell) for (place, day, drug), cell in table.items()
    }
    assert (stored["period_start"] == stored["period_end"]).all()


@OFTEN
@given(
    counts=st.lists(CELLS, min_size=28, max_size=28),
    gaps=st.sets(st.integers(0, 27), max_size=2),
    absent=st.sampled_from(["zero", "missing"]),
)
def test_days_weeks_and_months_always_agree(tmp_path, counts, gaps, absent):
    rows = [["39001", day.isoformat(), counts[at]] for at, day in enumerate(FEBRUARY) if at not in gaps]
    # Another county reports every day, so that every day is in the file.
    rows += february(place="39003")
    (tmp_path / "t.csv").write_text(csv_text([HEADER, *rows]))
    found = harvest_mapped(tmp_path / "t.csv", daily(absent=absent))
    told = found.observations[0].query("place == '39001' and period_kind != 'day'")
    totals = {
        (row.period_start.date(), row.period_end.date()): row.value if row.status == "ok" else None
        for row in told.itertuples()
    }
    expected = {}
    for first, last in [(0, 27), (0, 6), (7, 13), (14, 20), (21, 27)]:
        inside = range(first, last + 1)
        if absent == "missing" and gaps & set(inside):
            continue
        cells = [0 if at in gaps else counts[at] for at in inside]
        expected[FEBRUARY[first], FEBRUARY[last]] = None if {"*", ""} & set(cells) else sum(cells)
    assert totals == expected


ANY_CELL = st.one_of(
    st.sampled_from(["", "39001", "Franklin", "2026-02-03", "3", "*", "1,000", "-1", "nan", "1e400", "Any"]),
    st.text(max_size=8),
)


@OFTEN
@given(st.lists(st.lists(ANY_CELL, min_size=1, max_size=6), min_size=1, max_size=8))
def test_any_rows_at_all_are_used_or_quarantined(tmp_path, rows):
    body = csv_text(rows).encode("utf-8", "surrogatepass")
    header = csv_text([[*HEADER, "Drug", "Agencies"], ["39001", "2026-02-01", 1, "Any", 2]]).encode()
    (tmp_path / "t.csv").write_bytes(header + body)
    declared = daily(drug=DRUG_COLUMN, agencies={"column": "Agencies"}, absent="zero")
    found = harvest_mapped(tmp_path / "t.csv", declared)
    rows_add_up(found)
    assert "unexpected content" not in found.reports[0].problem


@OFTEN
@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=10)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.sampled_from([*MAPPING, "x"]), inner, max_size=4)
        ),
        max_leaves=12,
    ),
    st.sampled_from(sorted(MAPPING)),
)
def test_any_mapping_at_all_is_read_or_refused_with_a_reason(tmp_path, anything, field):
    (tmp_path / "m.yaml").write_text(yaml.safe_dump(MAPPING | {field: anything}), encoding="utf-8")
    try:
        read_mapping(tmp_path / "m.yaml")
    except BadMapping as problem:
        assert str(problem)


def test_every_indicator_offered_has_a_unit_that_can_be_declared():
    for entry in catalog.INDICATORS.values():
        if entry.explorable:
            mapping(indicator=entry.id, unit=entry.unit)
