"""Workbooks and Parquet files give the same sheets of text as a CSV file, and broken ones say what to do."""

import datetime
import io
import zipfile
from decimal import Decimal

import agency_files
import openpyxl
import pandas as pd
import pyarrow
import pyarrow.parquet as parquet
import pytest

from data.pipeline.harvest import files_under, harvest
from data.sources import workbook
from data.sources.table import NotATable, read_sheets, table_below


def written(tmp_path, sheets, name="table.xlsx"):
    """A workbook of the given sheets, each a list of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = tmp_path / name
    book.save(path)
    return path


def parts_changed(path, change):
    """The workbook with each part's content passed through `change(name, content)`; None leaves it out."""
    copied = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copied, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = change(part, old.read(part))
            if content is not None:
                new.writestr(part, content)
    path.write_bytes(copied.getvalue())
    return path


def test_each_worksheet_is_a_sheet_hidden_ones_too(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Daily"
    book.active.append(["a", "b"])
    hidden = book.create_sheet("Codes")
    hidden.append(["c"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Empty")
    book.save(tmp_path / "t.xlsx")
    sheets = read_sheets(tmp_path / "t.xlsx")
    assert [(sheet.name, sheet.rows) for sheet in sheets] == [
        ("Daily", [(1, ["a", "b"])]),
        ("Codes", [(1, ["c"])]),
        ("Empty", []),
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1001, "1001"),
        (1001.0, "1001"),
        (-3.0, "-3"),
        (0, "0"),
        (12.5, "12.5"),
        (4.40924524e-05, "4.40924524e-05"),
        (1e300, "1e+300"),
        ("01001", "01001"),
        ("99.5+", "99.5+"),
        ("#N/A", "#N/A"),
        (True, "TRUE"),
        (datetime.date(2026, 2, 1), "2026-02-01"),
        (datetime.datetime(2026, 2, 1), "2026-02-01"),
        (datetime.datetime(2026, 2, 1, 13, 5), "2026-02-01 13:05:00"),
        (None, ""),
    ],
)
def test_cells_are_text_as_a_csv_file_would_have_them(tmp_path, value, text):
    path = written(tmp_path, {"S": [["first", "second"], [value, "x"]]})
    assert read_sheets(path)[0].rows[1] == (2, [text, "x"])


@pytest.mark.parametrize(
    ("value", "text"),
    [(Decimal("5.00"), "5"), (Decimal("1.50"), "1.5"), (Decimal("NaN"), ""), (float("nan"), "")],
)
def test_decimals_and_not_a_number_are_text_too(value, text):
    assert workbook.cell_text(value) == text


def test_line_numbers_are_row_numbers_past_blank_rows(tmp_path):
    path = written(tmp_path, {"S": [["Title"], [], ["a", "b"], [None, None], [1, 2]]})
    sheet = read_sheets(path)[0]
    assert [line for line, _ in sheet.rows] == [1, 3, 5]
    assert table_below(sheet, 1).rows.to_dict("index") == {5: {"a": "1", "b": "2"}}


def test_empty_cells_at_a_rows_end_do_not_make_it_too_short(tmp_path):
    path = written(tmp_path, {"S": [["a", "b", "c"], [1], [1, 2, 3]]})
    table = table_below(read_sheets(path)[0], 0)
    assert table.rows.to_numpy().tolist() == [["1", "", ""], ["1", "2", "3"]]
    assert table.misshapen == {}


def test_a_size_that_the_file_misstates_loses_no_row(tmp_path):
    path = written(tmp_path, {"S": [["a", "b"], [1, 2], [3, 4]]})
    wrong = parts_changed(path, lambda part, content: content.replace(b'ref="A1:B3"', b'ref="A1"'))
    assert [cells for _, cells in read_sheets(wrong)[0].rows] == [["a", "b"], ["1", "2"], ["3", "4"]]


def test_a_formula_gives_the_value_saved_with_it(tmp_path):
    path = written(tmp_path, {"S": [["a"], ["=1+1"]]})
    saved = parts_changed(
        path, lambda part, content: content.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>")
    )
    assert read_sheets(saved)[0].rows[1] == (2, ["2"])


def test_an_agency_table_in_a_workbook_is_recognized_by_its_sheet(tmp_path):
    counties = [agency_files.COUNTY.header, list(agency_files.COUNTY.row().values())]
    path = written(tmp_path, {"About": [["Read me"]], "Data": counties})
    found = harvest([path], lambda _: None)
    assert [(report.sheet, report.outcome) for report in found.reports] == [
        ("About", "not recognized"),
        ("Data", "loaded"),
    ]
    assert found.observations[0]["value"].tolist() == [55.0]


def test_a_zip_archive_that_is_no_workbook_is_still_to_be_unpacked(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inner.csv", "a,b\n")
    with pytest.raises(NotATable, match="unpack it"):
        read_sheets(path)


def test_a_binary_workbook_is_named(tmp_path):
    path = tmp_path / "a.xlsb"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\x00")
    with pytest.raises(NotATable, match=r"\.xlsb\): save it as \.xlsx"):
        read_sheets(path)


def test_an_old_or_locked_workbook_is_named(tmp_path):
    (tmp_path / "a.xls").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    with pytest.raises(NotATable, match="old or password-protected Excel workbook: save the sheet as CSV"):
        read_sheets(tmp_path / "a.xls")


DAMAGES = {
    "a part that is no XML": lambda part, content: b"<x" if "sheet1" in part else content,
    "a part that is missing": lambda part, content: None if "sheet1" in part else content,
    "no list of sheets": lambda part, content: b"<workbook/>" if part == "xl/workbook.xml" else content,
    "no list of parts": lambda part, content: None if "rels" in part else content,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_workbook_says_what_to_do(tmp_path, damage):
    path = parts_changed(written(tmp_path, {"S": [["a", "b"], ["x", 2]]}), damage)
    with pytest.raises(NotATable, match="save it again, or save the sheet you need as CSV"):
        read_sheets(path)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_workbook_cut_off_is_not_read(tmp_path, share):
    path = written(tmp_path, {"S": [["a", "b"], ["x", 2]]})
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(NotATable):
        read_sheets(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    path = written(tmp_path, {"S": [["a"] * 50] * 200})
    monkeypatch.setattr(workbook, "MAX_UNPACKED_BYTES", 10_000)
    monkeypatch.setattr(workbook, "load_workbook", None)
    with pytest.raises(NotATable, match=r"unpacks to .* GB limit: save the sheet you need as CSV"):
        read_sheets(path)


def test_a_sheet_of_too_many_cells_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MAX_CELLS", 50)
    with pytest.raises(NotATable, match="more than 50 cells in the sheet 'S'"):
        read_sheets(written(tmp_path, {"S": [["a"] * 10] * 6}))
    # One far cell would widen every row.
    with pytest.raises(NotATable, match="more than 50 cells"):
        read_sheets(written(tmp_path, {"S": [["a"] * 12, ["b"], ["c"], ["d"], ["e"]]}))


def parquet_file(tmp_path, table):
    path = tmp_path / "table.parquet"
    parquet.write_table(table, path)
    return path


def test_a_parquet_table_is_a_sheet_of_the_same_text(tmp_path):
    table = pyarrow.table(
        {
            "FIPS": [1001, 1003],
            "Day": [datetime.date(2026, 2, 1), None],
            "Value": [3.0, 2.5],
            "Word": pyarrow.array(["x", None]).dictionary_encode(),
        }
    )
    sheet = read_sheets(parquet_file(tmp_path, table))[0]
    assert sheet.rows == [
        (1, ["FIPS", "Day", "Value", "Word"]),
        (2, ["1001", "2026-02-01", "3", "x"]),
        (3, ["1003", "", "2.5", ""]),
    ]


def test_a_parquet_table_with_a_known_header_is_loaded(tmp_path):
    frame = pd.DataFrame([agency_files.COUNTY.row()])
    path = parquet_file(tmp_path, pyarrow.Table.from_pandas(frame, preserve_index=False))
    found = harvest(files_under(path), lambda _: None)
    assert found.observations[0]["value"].tolist() == [55.0]


def test_a_parquet_file_of_lists_is_refused(tmp_path):
    with pytest.raises(NotATable, match="lists or records: write one value a cell"):
        read_sheets(parquet_file(tmp_path, pyarrow.table({"a": [{"b": 1, "c": 2}]})))


def test_a_broken_or_huge_parquet_file_is_refused(tmp_path, monkeypatch):
    path = parquet_file(tmp_path, pyarrow.table({"a": range(100)}))
    monkeypatch.setattr(workbook, "MAX_CELLS", 99)
    with pytest.raises(NotATable, match="more than 99 cells"):
        read_sheets(path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(NotATable, match="broken Parquet file"):
        read_sheets(path)
