"""CDC DOSE discharge data: jurisdictions, counties, and sex by age."""

import pandas as pd
import pytest
from agency_files import Form
from observed import matching, only, value

DRUGS = (
    "alldrug",
    "opioid",
    "fentanyl",
    "heroin",
    "stimulant",
    "cocaine",
    "methamphetamine",
    "benzodiazepine",
)
SHORT = tuple("benzo" if drug == "benzodiazepine" else drug for drug in DRUGS)
JURISDICTION = Form(
    {
        "jurisdiction": "OH",
        "month": "all",
        "year": "2023",
        "time_frame": "annual",
        "dataset": "ED",
        **{f"count_{drug}": "100" for drug in DRUGS},
        "population": "11800000",
        **{f"rate_{drug}": "0.8" for drug in DRUGS},
    }
)
STRATA = Form(
    {
        "state": "US",
        "sex": "M",
        "age": "25-34",
        "month": "1",
        "year": "2023",
        "time_frame": "monthly",
        "dataset": "ED",
        "population": "16000000",
        **{f"count_{drug}": "100" for drug in SHORT},
        **{f"rate_{drug}": "0.6" for drug in SHORT},
    }
)
COUNTY = Form(
    {
        "jurisdiction": "WI",
        "county": "Wood County",
        "fips": "55141",
        "year": "2023",
        "dataset": "ED",
        "count_alldrug": "78",
        "population": "73939",
        "rate_alldrug": "105.5",
        "type": "1 year",
        "person_years": ".",
    }
)
POOLED = {
    "year": "2019-2023",
    "count_alldrug": "350",
    "population": ".",
    "rate_alldrug": "94.9",
    "type": "5 year",
    "person_years": "368716",
}


# --- jurisdictions ---


def test_a_year_of_a_jurisdiction_by_drug(harvested):
    counts = {f"count_{drug}": 90 - number for number, drug in enumerate(DRUGS)}
    found = only(harvested(a=JURISDICTION.text({**counts, "count_alldrug": "1,792"})))
    assert set(found["source"]) == {"dose_discharge_state"}
    year = {"indicator": "ed_visits", "place": "39", "place_kind": "state", "basis": "occurrence"}
    year |= {"period_kind": "year", "period_start": "2023-01-01", "period_end": "2023-12-31"}
    assert value(found, **year, drug="all") == 1792
    drugs = ["opioids", "fentanyl", "heroin", "stimulants", "cocaine", "methamphetamine", "benzodiazepines"]
    assert [value(found, **year, drug=drug) for drug in drugs] == [89, 88, 87, 86, 85, 84, 83]
    assert (found["numerator"] == found["value"]).all()
    assert set(found["denominator"]) == {11_800_000}
    assert set(found["status"]) == {"ok"}


def test_a_month_of_hospitalizations(harvested):
    row = {"month": "2", "year": "2020", "time_frame": "monthly", "dataset": "HOSP", "count_fentanyl": "NA"}
    found = only(harvested(a=JURISDICTION.text({**row, "count_methamphetamine": "NA"})))
    wanted = {"indicator": "hospitalizations", "drug": "all", "period_kind": "month"}
    assert value(found, **wanted, period_start="2020-02-01", period_end="2020-02-29") == 100
    assert set(found["as_of"]) == {pd.Timestamp("2020-02-29")}


def test_the_nation_is_the_jurisdictions_taking_part_and_says_so(harvested):
    found = only(harvested(a=JURISDICTION.text({"jurisdiction": "US"}, {})))
    nation = matching(found, place="US")
    assert set(nation["place_kind"]) == {"nation"}
    assert set(nation["note"]) == {"participating jurisdictions only"}
    assert set(matching(found, place="39")["note"]) == {""}


def test_a_suppressed_count_is_not_one_that_is_not_available_and_neither_is_zero(harvested):
    row = {
        "count_cocaine": "suppressed",
        "count_heroin": "0",
        "rate_cocaine": "suppressed",
        "count_fentanyl": "NA",
    }
    found = only(harvested(a=JURISDICTION.text(row)))
    assert value(found, drug="cocaine") == "suppressed"
    assert value(found, drug="heroin") == 0
    assert value(found, drug="fentanyl") == "not_reported"
    assert matching(found, drug="cocaine")[["value", "numerator"]].isna().all(axis=None)


def test_a_rate_on_fewer_than_20_is_withheld_and_its_count_stands(harvested):
    found = only(harvested(a=JURISDICTION.text({"count_heroin": "14", "rate_heroin": "suppressed"})))
    assert value(found, drug="heroin", status="ok") == 14


@pytest.mark.parametrize(
    ("drug", "year", "month", "code_missing"),
    [
        ("fentanyl", "2019", "all", True),
        ("fentanyl", "2020", "all", True),
        ("fentanyl", "2020", "9", True),
        ("fentanyl", "2020", "10", False),
        ("methamphetamine", "2022", "all", True),
        ("methamphetamine", "2022", "9", True),
        ("methamphetamine", "2022", "10", False),
        ("heroin", "2018", "all", False),
    ],
)
def test_na_before_a_drug_had_its_code_is_told_from_na_later(harvested, drug, year, month, code_missing):
    row = {"year": year, "month": month, "time_frame": "annual" if month == "all" else "monthly"}
    found = only(harvested(a=JURISDICTION.text({**row, f"count_{drug}": "NA"})))
    assert value(found, drug=drug) == "not_reported"
    note = matching(found, drug=drug)["note"].item()
    assert ("no diagnosis code of its own before October" in note) is code_missing
    assert (note == "not available from the jurisdiction") is not code_missing


def test_the_dictionarys_names_of_columns_are_read_alike(harvested):
    text = JURISDICTION.text({"count_benzodiazepine": "44"})
    renamed = text.replace("jurisdiction", "state", 1).replace("_benzodiazepine", "_benzo")
    pd.testing.assert_frame_equal(only(harvested(a=renamed)), only(harvested(a=text)))


def test_a_column_order_of_any_kind_and_latin_1_are_read_alike(harvested):
    columns = sorted(JURISDICTION.header)
    plain = only(harvested(a=JURISDICTION.text({})))
    pd.testing.assert_frame_equal(only(harvested(a=JURISDICTION.text({}, columns=columns))), plain)


JURISDICTION_CELLS = [
    ("jurisdiction", "XX", "jurisdiction: unknown jurisdiction: 'XX'"),
    ("jurisdiction", "", "jurisdiction: unknown jurisdiction: ''"),
    ("dataset", "EMS", "dataset: unknown word: 'EMS'"),
    ("month", "13", "month: unknown word: '13'"),
    ("month", "3", "month: the month does not fit the time frame: '3'"),
    ("time_frame", "monthly", "month: the month does not fit the time frame: 'all'"),
    ("time_frame", "weekly", "time frame: unknown word: 'weekly'"),
    ("year", "2099", "year: not a year: '2099'"),
    ("count_heroin", "", "count heroin: empty: ''"),
    ("count_heroin", "few", "count heroin: not a number: 'few'"),
    ("count_heroin", "-3", "count heroin: below zero: '-3'"),
    ("population", "", "population: empty: ''"),
    ("rate_heroin", "0.9", "repeats an earlier row of the same place and period"),
]


@pytest.mark.parametrize(("column", "cell", "reason"), JURISDICTION_CELLS)
def test_one_bad_cell_refuses_its_row_and_no_other(harvested, column, cell, reason):
    found = harvested(a=JURISDICTION.text({}, {"jurisdiction": "AL"}, {column: cell}))
    assert found.quarantine[0][["line", "reason"]].to_numpy().tolist() == [[4, reason]]
    assert len(found.observations[0]) == 2 * len(DRUGS)


# --- counties ---


def test_single_and_pooled_years_stand_apart_each_with_its_own_denominator(harvested):
    found = only(harvested(a=COUNTY.text({}, POOLED)))
    common = {"source": "dose_discharge_county", "indicator": "ed_visits", "drug": "all", "place": "55141"}
    common |= {"place_kind": "county", "basis": "residence"}
    single = {"period_kind": "year", "period_start": "2023-01-01", "period_end": "2023-12-31"}
    pooled = {"period_kind": "pooled years", "period_start": "2019-01-01", "period_end": "2023-12-31"}
    assert value(found, **common, **single, denominator=73939.0) == 78
    assert value(found, **common, **pooled, denominator=368716.0) == 350
    assert set(found["as_of"]) == {pd.Timestamp("2023-12-31")}


@pytest.mark.parametrize("years", ["2019\u20132023", "2019\u20122023", "2019 - 2023"])
@pytest.mark.parametrize("kind", ["5 year", "5 years"])
def test_pooled_years_are_read_with_any_dash_and_the_dictionarys_plural(harvested, years, kind):
    found = only(harvested(a=COUNTY.text({**POOLED, "year": years, "type": kind})))
    assert value(found, period_kind="pooled years", period_start="2019-01-01") == 350


@pytest.mark.parametrize(
    ("row", "expected", "denominator", "note"),
    [
        ({"count_alldrug": "suppressed"}, "suppressed", 73939, ""),
        ({"count_alldrug": "0"}, 0, 73939, ""),
        ({"count_alldrug": "NA"}, "not_reported", 73939, "not available from the jurisdiction"),
        (
            {**POOLED, "count_alldrug": "NA", "person_years": "NA"},
            "not_reported",
            None,
            "not available from the jurisdiction",
        ),
    ],
)
def test_markers_of_a_county(harvested, row, expected, denominator, note):
    found = only(harvested(a=COUNTY.text(row)))
    assert value(found) == expected
    people = found["denominator"].item()
    assert (None if pd.isna(people) else people) == denominator
    assert found["note"].item() == note


@pytest.mark.parametrize("code", ["04001", "4001", "4001.0"])
def test_county_codes_get_their_leading_zero_back(harvested, code):
    assert set(only(harvested(a=COUNTY.text({"fips": code})))["place"]) == {"04001"}


def test_county_files_resaved_as_latin_1_are_read(harvested):
    text = COUNTY.text({"county": "Doña Ana County", "fips": "35013", "jurisdiction": "NM"})
    assert set(only(harvested(a=text.encode("latin-1")))["place"]) == {"35013"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"year": "2019-2022", "type": "5 year"}, "type: the type does not fit the years: '5 year'"),
        ({"year": "2023", "type": "5 year"}, "type: the type does not fit the years: '5 year'"),
        ({"year": "2019-2023"}, "type: the type does not fit the years: '1 year'"),
        ({"year": "19-23"}, "year: not a year: '19-23'"),
        ({"fips": "55000"}, "fips: not a county FIPS code: '55000'"),
        ({"type": "7 year"}, "type: unknown word: '7 year'"),
        ({"year": "2019-2099", "type": "5 year"}, "last year: not a year: '2099'"),
        ({"dataset": "?"}, "dataset: unknown word: '?'"),
        ({"count_alldrug": "."}, "count alldrug: not a number: '.'"),
        ({}, "repeats an earlier row of the same county and period"),
    ],
)
def test_a_bad_county_row_is_refused_and_no_other(harvested, row, reason):
    found = harvested(a=COUNTY.text({}, {"fips": "55001"}, row))
    assert found.quarantine[0][["line", "reason"]].to_numpy().tolist() == [[4, reason]]
    assert sorted(found.observations[0]["place"]) == ["55001", "55141"]


# --- by sex and age ---


def test_sex_and_age_stand_in_their_strata(harvested):
    rows = [
        {},
        {"sex": "F", "age": "55+", "count_alldrug": "71"},
        {"sex": "Missing", "age": "Missing", "population": "NA", "count_alldrug": "12", "rate_alldrug": "NA"},
    ]
    found = only(harvested(a=STRATA.text(*rows)))
    assert set(found["source"]) == {"dose_discharge_strata"}
    month = {"indicator": "ed_visits", "drug": "all", "place": "US", "period_kind": "month"}
    assert value(found, **month, sex="male", age="25-34", denominator=16e6, period_end="2023-01-31") == 100
    assert value(found, **month, sex="female", age="55+") == 71
    assert value(found, **month, sex="unknown", age="unknown") == 12
    assert matching(found, sex="unknown")["denominator"].isna().all()
    assert set(found["note"]) == {"participating jurisdictions only"}
    assert set(found["basis"]) == {"occurrence"}
    assert "benzodiazepines" in set(found["drug"])


def test_both_reasons_of_a_note_are_given(harvested):
    row = {"year": "2020", "month": "3", "count_fentanyl": "NA"}
    note = matching(only(harvested(a=STRATA.text(row))), drug="fentanyl")["note"].item()
    assert note == (
        "participating jurisdictions only; fentanyl had no diagnosis code of its own before October 2020"
    )


@pytest.mark.parametrize(("column", "cell"), [("sex", "X"), ("age", "25-29"), ("state", "ZZ")])
def test_unknown_strata_are_refused(harvested, column, cell):
    found = harvested(a=STRATA.text({}, {"sex": "F"}, {column: cell}))
    assert found.quarantine[0]["line"].tolist() == [4]
    assert repr(cell) in found.quarantine[0]["reason"].item()
