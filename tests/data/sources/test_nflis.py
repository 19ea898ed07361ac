"""NFLIS-Drug: the all-drug table, the query export and printed tables, each in the agency's format."""

import pandas as pd
import pytest
from agency_files import Form
from observed import matching, only, value

from data.sources.nflis.loader import drug_words
from model import catalog
from model.places import places

STATE = Form(
    {
        "SHEET_YEAR": "2024",
        "State": "OH",
        "BaseCode": "1504",
        "BaseDescription": "Fentanyl",
        "DrugCategory": "Fentanyl and Fentanyl-related",
        "ReportCount": "10",
    }
)
QUERY = Form(
    {
        "LABTYPE": "Local/Municipal,State,Federal,Private",
        "RPTAGGR": "DrugReport  ",
        "YYYY": "2024",
        "PERIOD": "SA2 (JUL - DEC)",
        "DRUG_REPORTS": "10",
        "QUERY_RUN_DATE": "2026-03-03 13:26:55",
        "SUBSTANCE_ID": "1504",
        "SUBSTANCE_DESCRIPTION": "FENTANYL",
        "BASE_ID": "1504",
        "BASE_DESCRIPTION": "Fentanyl",
        "DRUG_CATEGORY_CODE": "33",
        "DRUG_CATEGORY_DESCRIPTION": "Fentanyl and Fentanyl-related",
        "STATE": "OH",
        "STATE_LONG_NAME": "Ohio",
        "STATE_FIPS": "39",
    }
)
STATES = sorted(
    place.abbreviation for place in places().values() if place.kind == "state" and place.abbreviation != "PR"
)


def report(base, category, count, **others):
    return {"basedescription": base, "drugcategory": category, "reportcount": count, **others}


OHIO = [
    report("Fentanyl", "Fentanyl and Fentanyl-related", 50),
    report("Carfentanil", "Fentanyl and Fentanyl-related", 5),
    report("ortho-Fluorofentanyl", "Fentanyl and Fentanyl-related", 2),
    report("PARA-FLUOROFENTANYL", "Fentanyl and Fentanyl-related", 3),
    report("Xylazine", "Depressants and Tranquilizers", 20),
    report("Eutylone", "Synthetic Cathinones", 4),
    report("Caffeine", "Stimulants", 6),
    report("Cocaine", "Cocaine Alkaloids", 10),
    report("No Analysis", "No substance identified", 70),
    report("Unspecified Prescription Drug", "No substance identified", 30),
    report("", "", 1),
]


# --- all drugs by state and year ---


def test_drugs_and_their_overlapping_classes(harvested):
    found = only(harvested(a=STATE.text(*OHIO)))
    counts = dict(zip(found["drug"], found["value"], strict=True))
    assert counts == {
        "all": 100,
        "fentanyl": 50,
        "carfentanil": 5,
        "fluorofentanyl": 5,
        "fentanyl_related": 60,
        "xylazine": 20,
        "cathinones": 4,
        "stimulants": 14,
        "cocaine": 10,
        "other": 6,
    }
    assert set(found["basis"]) == {"laboratory submission"}
    assert set(found["period_start"]) == {pd.Timestamp("2024-01-01")}
    assert set(found["as_of"]) == {pd.Timestamp("2024-12-31")}


def test_reports_without_a_drug_are_in_no_share_and_are_told(harvested):
    found = only(harvested(a=STATE.text(*OHIO)))
    xylazine = matching(found, drug="xylazine").iloc[0]
    assert (xylazine["numerator"], xylazine["denominator"]) == (20, 100)
    assert matching(found, drug="all")["note"].tolist() == ["besides, 101 reports without a drug"]


@pytest.mark.parametrize(
    "words",
    [
        "No Analysis",
        "NO ANALYSIS",
        "Result Not Reported",
        "No Controlled Drug Identified",
        "No Drug Found",
        "Unknown",
        "Negative Results - Tested For Specific Drugs",
    ],
)
def test_a_pseudo_drug_is_no_drug_whatever_its_category(harvested, words):
    rows = [report("Xylazine", "Depressants and Tranquilizers", 20), report(words, "Stimulants", 70)]
    found = only(harvested(a=STATE.text(*rows)))
    assert dict(zip(found["drug"], found["value"], strict=True)) == {"all": 20, "xylazine": 20}
    assert matching(found, drug="all")["note"].tolist() == ["besides, 70 reports without a drug"]


def test_no_row_is_zero_only_where_the_state_reported_that_year(harvested):
    rows = [
        *OHIO,
        report("Cocaine", "Cocaine Alkaloids", 7, state="IN"),
        report("Heroin", "Heroin", 3, sheet_year=2023),
    ]
    found = only(harvested(a=STATE.text(*rows)))
    assert value(found, place="18", drug="xylazine") == 0
    assert value(found, place="39", drug="heroin", period_end="2023-12-31") == 3
    # Indiana has no row of 2023, nobody reported heroin in 2024, nor xylazine in 2023.
    assert matching(found, place="18", period_end="2023-12-31").empty
    assert matching(found, drug="heroin", period_end="2024-12-31").empty
    assert matching(found, drug="xylazine", period_end="2023-12-31").empty


def test_the_nation_is_every_row_and_pseudo_states_are_not_drawn(harvested):
    rows = [
        report("Xylazine", "Depressants and Tranquilizers", 2, state=state)
        for state in (*STATES, "PR", "XX", "GU", "VI", "AS", "MP")
    ]
    found = only(harvested(a=STATE.text(*rows)))
    assert value(found, place="US", drug="xylazine") == 2 * (51 + 6)
    assert set(found["place"]) == {"US"} | {
        place.place for place in places().values() if place.kind == "state"
    }
    assert matching(found, place="US")["note"].str.contains("territories and unknown origin").all()


def test_a_file_of_a_few_states_is_not_the_nation(harvested):
    rows = [report("Heroin", "Heroin", 2, state=state) for state in STATES[:50]]
    assert "US" not in set(only(harvested(a=STATE.text(*rows)))["place"])


def test_puerto_rico_does_not_stand_in_for_a_state(harvested):
    rows = [report("Heroin", "Heroin", 2, state=state) for state in (*STATES[:50], "PR")]
    assert "US" not in set(only(harvested(a=STATE.text(*rows)))["place"])


def test_the_year_of_a_single_sheet_is_in_its_name(harvested):
    columns = [name for name in STATE.header if name != "SHEET_YEAR"]
    found = only(harvested(**{"NFLIS total reports 2021": STATE.text(*OHIO, columns=columns)}))
    assert set(found["period_end"]) == {pd.Timestamp("2021-12-31")}
    failed = harvested(reports=STATE.text(*OHIO, columns=columns)).reports[-1]
    assert failed.outcome == "failed"
    assert "which year the reports are of" in failed.problem


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"state": "ZZ"}, "state: not a state"),
        ({"reportcount": "2.5"}, "reportcount: not a number of reports"),
        ({"reportcount": ""}, "reportcount: not a number of reports"),
        ({"sheet_year": "24"}, "sheet year: not a year"),
        (OHIO[0], "repeats an earlier row"),
    ],
)
def test_a_row_that_makes_no_sense_is_quarantined(harvested, wrong, reason):
    found = harvested(a=STATE.text(*OHIO, wrong))
    assert found.quarantine[0]["reason"].str.startswith(reason).tolist() == [True]
    assert value(found.observations[0], drug="all") == 100


def test_every_word_means_a_drug_of_the_catalog():
    words = drug_words()
    assert set(words["drug"]) - {""} <= set(catalog.DRUGS)
    assert not words.duplicated().any()


# --- the public data query ---


def asked(base, count, **others):
    return {
        "base_description": base,
        "substance_id": base,
        "drug_reports": count,
        "drug_category_description": "Fentanyl and Fentanyl-related",
        **others,
    }


CLASS = [
    asked("Fentanyl", 10, substance_id="1504"),
    asked("Fentanyl", 15, substance_id="2408"),
    asked("4-ANPP", 4),
    asked("Valeryl fentanyl", 1),
]


def test_substances_are_summed_to_drugs_and_their_class(harvested):
    found = only(harvested(a=QUERY.text(*CLASS)))
    counts = dict(zip(found["drug"], found["value"], strict=True))
    assert counts == {"fentanyl": 25, "anpp": 4, "fentanyl_related": 30}
    assert found[["numerator", "denominator"]].isna().all(axis=None)
    assert set(found["period_kind"]) == {"half-year"}
    assert set(found["period_start"]) == {pd.Timestamp("2024-07-01")}
    assert set(found["period_end"]) == {pd.Timestamp("2024-12-31")}
    assert set(found["status"]) == {"provisional"}


def test_half_years_and_years_under_one_header(harvested):
    rows = [
        *CLASS,
        asked("Fentanyl", 8, period="SA1 (JAN - JUN)"),
        asked("Fentanyl", 33, yyyy="2022", period="2022", state_fips="1", state="AL"),
    ]
    found = only(harvested(a=QUERY.text(*rows)))
    assert value(found, drug="fentanyl", period_kind="half-year", period_end="2024-06-30") == 8
    assert value(found, drug="fentanyl", period_kind="year", period_start="2022-01-01", place="01") == 33


def test_a_half_year_queried_before_it_is_published_is_noted_as_underreported(harvested):
    """The query is of 3 March 2026, and half-years are published about nine months after they end."""
    parts = (("2025", "SA2 (JUL - DEC)"), ("2025", "SA1 (JAN - JUN)"), ("2024", "SA2 (JUL - DEC)"))
    rows = [row | {"yyyy": year, "period": part} for year, part in parts for row in CLASS]
    found = only(harvested(a=QUERY.text(*rows)))
    noted = found["note"].str.contains("underreported").groupby(found["period_end"]).unique()
    assert {f"{day:%Y-%m}": flags.tolist() for day, flags in noted.items()} == {
        "2024-12": [False],
        "2025-06": [True],
        "2025-12": [True],
    }


def test_the_first_years_of_the_program_are_read(harvested):
    found = only(
        harvested(a=QUERY.text(*(row | {"yyyy": year} for year in ("1998", "2024") for row in CLASS)))
    )
    assert value(found, place="39", drug="fentanyl", indicator="lab_reports", period_end="1998-12-31") == 25


@pytest.mark.parametrize("code", ["01", "1", "1.0"])
def test_the_code_of_a_state_gets_its_leading_zero_back(harvested, code):
    found = only(harvested(a=QUERY.text(*(row | {"state": "", "state_fips": code} for row in CLASS))))
    assert set(found["place"]) == {"01"}


def test_the_day_of_the_query_is_the_vintage(harvested):
    again = [row | {"query_run_date": "2026-09-01 08:00:00", "drug_reports": 20} for row in CLASS]
    found = harvested(a=QUERY.text(*CLASS), b=QUERY.text(*again))
    both = pd.concat(found.observations)
    assert value(both, drug="anpp", as_of="2026-03-03") == 4
    assert value(both, drug="anpp", as_of="2026-09-01") == 20
    assert found.sources["nflis_query"].as_of_stated


def test_a_query_of_one_drug_says_nothing_of_its_class(harvested):
    found = only(harvested(a=QUERY.text(asked("Carfentanil", 3))))
    assert dict(zip(found["drug"], found["value"], strict=True)) == {"carfentanil": 3}
    refused = harvested(a=QUERY.text(asked("Valeryl fentanyl", 3))).reports[0]
    assert refused.outcome == "failed"
    assert "only a part of its class" in refused.problem


def test_zero_in_a_query_needs_rows_of_the_state_and_period(harvested):
    rows = [*CLASS, asked("Fentanyl", 6, state="IN", state_fips="18")]
    found = only(harvested(a=QUERY.text(*rows, asked("Fentanyl", 5, yyyy="2023"))))
    assert value(found, place="18", drug="anpp") == 0
    assert matching(found, place="18", period_end="2023-12-31").empty


def test_a_query_of_the_country_has_a_nation_and_of_a_state_has_none(harvested):
    rows = [asked("Fentanyl", 1, state=state, state_fips="") for state in (*STATES, "XX", "GU")]
    assert value(only(harvested(a=QUERY.text(*rows))), place="US", drug="fentanyl") == 53
    assert set(only(harvested(a=QUERY.text(*CLASS)))["place"]) == {"39"}


def test_a_query_of_some_laboratories_says_so(harvested):
    found = only(harvested(a=QUERY.text(*(row | {"labtype": "Federal"} for row in CLASS))))
    assert set(found["note"]) == {"laboratories: Federal"}


def test_a_query_of_all_drugs_has_shares(harvested):
    categories = [f"Category {letter}" for letter in "ABCDEFGH"]
    rows = [
        *CLASS,
        *(asked(name, 10, drug_category_description=name) for name in categories),
        asked("No Analysis", 40, drug_category_description="No substance identified"),
    ]
    fentanyl = matching(only(harvested(a=QUERY.text(*rows))), drug="fentanyl").iloc[0]
    assert (fentanyl["numerator"], fentanyl["denominator"]) == (25, 110)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"rptaggr": "Case"}, "rptaggr: unknown word"),
        ({"period": "Q3"}, "period: unknown word"),
        ({"query_run_date": "yesterday"}, "query run date: not a date"),
        ({"query_run_date": "2999-01-01 00:00:00"}, "query run date: not a day of a query"),
        (CLASS[0], "repeats an earlier row"),
    ],
)
def test_a_row_of_a_query_that_makes_no_sense_is_quarantined(harvested, wrong, reason):
    found = harvested(a=QUERY.text(*CLASS, wrong))
    assert found.quarantine[0]["reason"].str.startswith(reason).tolist() == [True]
    assert value(found.observations[0], drug="fentanyl_related") == 30


# --- printed tables ---

PRINTED = """Table 3. Drug reports by state,,,,
NFLIS-Drug,,,,
Year,State,Drug,Reports,
2023,Ohio,"Acetyl
fentanyl","1,234",
2023,Ohio,Total drug reports,"12,340",
Year,State,Drug,Reports,
2023,United States,Fentanyl and Fentanyl-related,"200,000",
2023,IN,Heroin,50,
Note: counts may differ from other publications.,,,,
"""


def test_a_printed_table_is_read_past_its_titles_headers_and_notes(harvested):
    found = harvested(**{"NFLIS table 3": PRINTED})
    rows = only(found)
    assert (found.reports[0].rows, found.reports[0].set_aside) == (4, 4)
    ohio = matching(rows, place="39", drug="acetylfentanyl").iloc[0]
    assert (ohio["value"], ohio["numerator"], ohio["denominator"]) == (1234, 1234, 12340)
    assert value(rows, place="US", drug="fentanyl_related") == 200_000
    # Indiana has no total, so no share; and what is not printed is not zero.
    assert matching(rows, place="18")[["drug", "value"]].to_numpy().tolist() == [["heroin", 50]]
    assert matching(rows, place="18")["denominator"].isna().all()


def test_a_table_with_such_a_header_from_elsewhere_is_not_taken_for_one_of_the_agency(harvested):
    report = harvested(lab=PRINTED).reports[0]
    assert report.outcome == "failed"
    assert "put NFLIS into the name" in report.problem
