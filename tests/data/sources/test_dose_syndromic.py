"""CDC DOSE syndromic data: jurisdictions, and sex by age."""

import pandas as pd
import pytest
from agency_files import Form
from observed import matching, only, value

DRUGS = ("drug", "opioid", "fentanyl", "heroin", "stimulant", "cocaine", "methamphetamine", "benzodiazepine")
RATES = {f"{drug}_rate": "1.5" for drug in DRUGS}
JURISDICTION = Form({"jurisdiction": "OH", "year": "2024", "month": "2", "rate_time": "Monthly", **RATES})
STRATA = Form(
    {
        "geoid": "US",
        "year": "2024",
        "month": "2",
        "rate_time": "Monthly",
        "sex": "Total",
        "ageRange": "Total",
        **RATES,
    }
)


def test_monthly_and_annual_rates_are_of_a_month_and_of_twelve(harvested):
    rows = [{"drug_rate": "48.2"}, {"rate_time": "Annual", "drug_rate": "51.7"}]
    found = only(harvested(a=JURISDICTION.text(*rows)))
    rate = {"source": "dose_syndromic", "indicator": "syndromic_visits", "drug": "all", "place": "39"}
    rate |= {"basis": "occurrence", "status": "ok", "period_end": "2024-02-29"}
    assert value(found, **rate, period_kind="month", period_start="2024-02-01") == 48.2
    assert value(found, **rate, period_kind="12-month-ending", period_start="2023-03-01") == 51.7
    assert set(found["as_of"]) == {pd.Timestamp("2024-02-29")}
    assert found[["numerator", "denominator"]].isna().all(axis=None)


def test_eight_drugs_of_a_row(harvested):
    row = {f"{drug}_rate": f"{number}.5" for number, drug in enumerate(DRUGS)}
    found = only(harvested(a=JURISDICTION.text({**row, "heroin_rate": "0.0"})))
    assert dict(zip(found["drug"], found["value"], strict=True)) == {
        "all": 0.5,
        "opioids": 1.5,
        "fentanyl": 2.5,
        "heroin": 0.0,
        "stimulants": 4.5,
        "cocaine": 5.5,
        "methamphetamine": 6.5,
        "benzodiazepines": 7.5,
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_three_symbols_are_three_reasons_in_any_encoding(harvested, encoding):
    row = {"fentanyl_rate": "*", "heroin_rate": "§", "cocaine_rate": "¶"}
    found = only(harvested(a=JURISDICTION.text(row).encode(encoding)))
    assert value(found, drug="fentanyl") == "suppressed"
    assert value(found, drug="heroin") == "not_reported"
    assert value(found, drug="cocaine") == "not_participating"
    assert value(found, drug="all") == 1.5
    notes = found.set_index("drug")["note"]
    assert notes["all"] == ""
    assert "1 to 19" in notes["fentanyl"]
    assert notes["heroin"] == "not shared with DOSE"
    assert "does not take part" in notes["cocaine"]


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("jurisdiction", "XX", "jurisdiction: unknown jurisdiction: 'XX'"),
        ("rate_time", "Weekly", "rate time: unknown word: 'Weekly'"),
        ("month", "0", "month: unknown word: '0'"),
        ("month", "all", "month: unknown word: 'all'"),
        ("year", "24", "year: not a year: '24'"),
        ("drug_rate", "", "drug rate: empty: ''"),
        ("drug_rate", "†", "drug rate: not a number: '†'"),
        ("drug_rate", "9.9", "repeats an earlier row of the same place and period"),
    ],
)
def test_one_bad_cell_refuses_its_row_and_no_other(harvested, column, cell, reason):
    found = harvested(a=JURISDICTION.text({}, {"jurisdiction": "AL"}, {column: cell}))
    assert found.quarantine[0][["line", "reason"]].to_numpy().tolist() == [[4, reason]]
    assert len(found.observations[0]) == 2 * len(DRUGS)


def test_sex_and_age_stand_in_their_strata_and_totals_are_of_everybody(harvested):
    rows = [
        {"drug_rate": "40.1"},
        {"sex": "M", "ageRange": "<15", "drug_rate": "20.2"},
        {"sex": "F", "ageRange": "65+", "drug_rate": "*"},
        {"sex": "Missing", "ageRange": "Missing", "drug_rate": "0.0"},
        {"sex": "Total", "ageRange": "35-44", "rate_time": "Annual", "drug_rate": "61.4"},
    ]
    changed = [
        {("agerange" if key == "ageRange" else key): cell for key, cell in row.items()} for row in rows
    ]
    found = only(harvested(a=STRATA.text(*changed)))
    rate = {"source": "dose_syndromic", "drug": "all", "place": "US", "place_kind": "nation"}
    assert value(found, **rate, sex="all", age="all") == 40.1
    assert value(found, **rate, sex="male", age="0-14") == 20.2
    assert value(found, **rate, sex="female", age="65+") == "suppressed"
    assert value(found, **rate, sex="unknown", age="unknown") == 0
    assert value(found, **rate, sex="all", age="35-44", period_kind="12-month-ending") == 61.4
    notes = matching(found, sex="female")["note"]
    assert notes.str.startswith("participating jurisdictions only").all()


@pytest.mark.parametrize(("column", "cell"), [("sex", "X"), ("agerange", "0-99"), ("geoid", "USA")])
def test_unknown_strata_are_refused(harvested, column, cell):
    found = harvested(a=STRATA.text({}, {"sex": "F"}, {column: cell}))
    assert found.quarantine[0]["line"].tolist() == [4]
    assert repr(cell) in found.quarantine[0]["reason"].item()


@pytest.mark.parametrize(
    ("written", "age"),
    [("0 to 14", "0-14"), ("15 to 24", "15-24"), ("65 and older", "65+"), ("65+", "65+"), ("Total", "all")],
)
def test_ages_under_another_name_and_in_words(harvested, written, age):
    names = {name: "age_range" if name == "ageRange" else name for name in STRATA.header}
    overall = Form({names[name]: cell for name, cell in STRATA.cells.items()})
    found = only(harvested(a=overall.text({"age_range": written, "sex": "F", "drug_rate": "30.5"})))
    assert value(found, place="US", drug="all", sex="female", age=age, period_end="2024-02-29") == 30.5
    plain = only(harvested(a=STRATA.text({"agerange": written, "sex": "F", "drug_rate": "30.5"})))
    pd.testing.assert_frame_equal(found, plain)
