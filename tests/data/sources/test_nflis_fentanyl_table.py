"""NFLIS-Drug Table 3: substances down and states across, in the agency's layout, as CSV and workbook."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from observed import matching, only, value
from openpyxl.styles import Alignment

from data.pipeline.harvest import files_under, harvest

TITLES = [
    ["Table 3. Fentanyl and fentanyl-related substances reported to NFLIS-Drug, by State"],
    ["Drug reports submitted from January 1, 2022, through December 31, 2022"],
]
FIRST = [
    ["Substance", "Alabama", "Alaska", "Ohio"],
    ["Fentanyl", "50", "5", "1,000"],
    ["Fluorofentanyl*", "9", "-", "70"],
    ["  para-Fluorofentanyl", "6", "", "60"],
    ["  ortho-Fluorofentanyl", "3", "", "10"],
    ["Valeryl fentanyl", "1", "—", "5"],
    ["Total", "60", "5", "1,075"],
]
SECOND = [
    ["Substance", "Texas", "Puerto Rico", "Guam", "Total"],
    ["Fentanyl", "200", "10", "1", "1,266"],
    ["Fluorofentanyl*", "20", "", "", "99"],
    ["  para-Fluorofentanyl", "20", "", "", "86"],
    ["  ortho-Fluorofentanyl", "", "", "", "13"],
    ["Valeryl fentanyl", "", "", "", "6"],
    ["Total", "220", "10", "1", "1,371"],
]
NOTES = [["* Includes isomers that are not specified."], ["Note: counts may differ from other publications."]]


def text(*parts):
    """A CSV file; every line filled up to the widest."""
    rows = [row for part in parts for row in part]
    width = max(map(len, rows))
    table = pd.DataFrame([row + [""] * (width - len(row)) for row in rows])
    return table.to_csv(index=False, header=False)


def book(path, *parts):
    """A workbook, in which blanks before a name are the indent of its cell."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in (row for part in parts for row in part):
        numbers = [
            int(cell.replace(",", "")) if cell.replace(",", "").isdigit() else cell for cell in row[1:]
        ]
        sheet.append([row[0].strip(), *numbers])
        if row[0].startswith(" "):
            sheet.cell(sheet.max_row, 1).alignment = Alignment(indent=1)
    workbook.save(path)
    return harvest(files_under(path), lambda path: None)


def of_state(found, place):
    rows = matching(found, place=place)
    return dict(zip(rows["drug"], rows["value"], strict=True))


def test_blocks_of_states_stand_beside_each_other(harvested):
    found = harvested(table3=text(TITLES, FIRST, SECOND, NOTES))
    rows = only(found)
    assert set(rows["place"]) == {"01", "02", "39", "48", "72", "US"}
    assert of_state(rows, "39") == {"fentanyl": 1000, "fluorofentanyl": 70, "fentanyl_related": 1075}
    assert of_state(rows, "48") == {"fentanyl": 200, "fluorofentanyl": 20, "fentanyl_related": 220}
    assert set(rows["source"]) == {"nflis_fentanyl_table"}
    assert (found.reports[0].rows, found.reports[0].set_aside) == (12, 2 + 1 + 2)


def test_the_year_is_that_of_the_titles(harvested):
    rows = only(harvested(table_3_printed_in_2023=text(TITLES, FIRST, SECOND)))
    assert set(rows["period_end"]) == {pd.Timestamp("2022-12-31")}


def test_without_titles_the_year_is_that_of_the_name(harvested):
    untitled = [["NFLIS-Drug, Table 3"]]
    named = only(harvested(table3_2021=text(untitled, FIRST, SECOND)))
    assert set(named["period_end"]) == {pd.Timestamp("2021-12-31")}


def test_a_table_without_a_year_says_what_to_do(harvested):
    report = harvested(table3=text([["NFLIS-Drug, Table 3"]], FIRST, SECOND)).reports[0]
    assert "which year the reports are of" in report.problem


def test_columns_have_other_names_in_some_years(harvested):
    first = [["Drug Name", "AL", "AK", "OH"], *FIRST[1:]]
    second = [["Drug Name", "TX", "PR", "GU", "United States"], *SECOND[1:]]
    renamed = only(harvested(a=text(TITLES, first, second)))
    as_named = only(harvested(a=text(TITLES, FIRST, SECOND)))
    pd.testing.assert_frame_equal(renamed, as_named)


def test_isomers_are_not_counted_twice(tmp_path):
    found = only(book(tmp_path / "table3.xlsx", TITLES, FIRST, SECOND, NOTES))
    assert value(found, place="01", drug="fluorofentanyl") == 9
    assert value(found, place="US", drug="fluorofentanyl") == 99
    assert value(found, place="US", drug="fentanyl_related") == 1371


def test_workbook_and_text_say_the_same(harvested, tmp_path):
    in_text = only(harvested(table3=text(TITLES, FIRST, SECOND, NOTES)))
    pd.testing.assert_frame_equal(only(book(tmp_path / "b.xlsx", TITLES, FIRST, SECOND, NOTES)), in_text)


def test_without_its_indents_the_table_is_not_believed(harvested):
    flat = [[[row[0].strip(), *row[1:]] for row in block] for block in (FIRST, SECOND)]
    report = harvested(table3=text(TITLES, *flat)).reports[0]
    assert report.outcome == "failed"
    assert "make 69 in the column 'alabama', where 60 are printed" in report.problem


@pytest.mark.parametrize(
    ("row", "column", "cell", "words"),
    [
        (3, 1, "7", "make 61 in the column 'alabama'"),
        (2, 1, "8", "'Fluorofentanyl' is not the sum of what is indented below it"),
    ],
)
def test_a_figure_that_does_not_add_up_fails_the_table(harvested, row, column, cell, words):
    changed = [list(cells) for cells in FIRST]
    changed[row][column] = cell
    report = harvested(table3=text(TITLES, changed, SECOND)).reports[0]
    assert report.outcome == "failed"
    assert words in report.problem


def test_a_table_without_a_block_does_not_make_its_grand_total(harvested):
    report = harvested(table3=text(TITLES, SECOND)).reports[0]
    assert "the states make 231 reports and the grand total is 1,371" in report.problem


def test_an_empty_cell_or_a_dash_is_no_report(harvested):
    found = only(harvested(table3=text(TITLES, FIRST, SECOND)))
    assert value(found, place="02", drug="fluorofentanyl") == 0
    assert value(found, place="72", drug="fluorofentanyl") == 0


def test_footnotes_and_their_marks_are_no_data(harvested):
    found = harvested(table3=text(TITLES, FIRST, SECOND, NOTES))
    assert value(only(found), place="01", drug="fluorofentanyl") == 9


def test_a_column_that_is_no_state_fails_the_table(harvested):
    changed = [["Substance", "Alabama", "Alaska", "Ohio", "Atlantis"], *([*row, "0"] for row in FIRST[1:])]
    assert "'atlantis', which is no state" in harvested(nflis=text(TITLES, changed)).reports[0].problem


def test_a_table_of_somebody_else_is_not_taken_for_it(harvested):
    report = harvested(lab=text([["Our laboratory, 2022"]], FIRST, SECOND)).reports[0]
    assert "put NFLIS into its name" in report.problem


SOURCES = Path(__file__).resolve().parents[4] / "shared" / "sources"
WORKBOOKS = sorted(SOURCES.glob("dea-nflis/*able*3*2022*.xlsx"))


@pytest.mark.sources
@pytest.mark.skipif(not WORKBOOKS, reason="no workbook of Table 3 of 2022 in ../shared/sources")
def test_the_grand_total_of_the_workbook_of_2022():
    found = only(harvest(WORKBOOKS, lambda path: None))
    assert value(found, place="US", drug="fentanyl_related", period_end="2022-12-31") == 217_267
