"""Reading Excel workbooks and Parquet files into the same sheets of text that a CSV file gives."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Final

import pyarrow.parquet as parquet
from openpyxl import load_workbook

from data.sources.table import NotATable, Sheet

MAX_UNPACKED_BYTES: Final = 400_000_000
"""Of a workbook's parts together; a zip archive can pack a thousand times more than it weighs."""
MAX_CELLS: Final = 20_000_000
"""Of one sheet. Each cell is text in memory."""
MAX_PARQUET_BYTES: Final = 2_000_000_000

WORKBOOK_PART: Final = "xl/workbook.xml"
BINARY_WORKBOOK_PART: Final = "xl/workbook.bin"
_AS_CSV: Final = "save the sheet you need as CSV"
_WHOLE_BELOW: Final = 1e15
"""Up to here every whole number is exact as a float."""


def is_workbook(path: Path) -> bool:
    """Whether a zip archive is an Excel workbook; False also for what is no zip archive.

    Raises
    ------
    NotATable
        If it is a binary workbook (.xlsb), which is not read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    if BINARY_WORKBOOK_PART in parts:
        raise NotATable(f"is a binary Excel workbook (.xlsb): save it as .xlsx, or {_AS_CSV}")
    return WORKBOOK_PART in parts


def workbook_sheets(path: Path) -> list[Sheet]:
    """Every worksheet of a workbook, hidden ones too; a row's number is its line.

    Cells are text: whole numbers without a decimal point, dates as ISO days, empty cells as "". A formula
    gives the value that the spreadsheet program last saved with it. How far a row's first cell is indented is
    kept, because printed tables tell a total from its parts by nothing else.

    Raises
    ------
    NotATable
        If it is too large or cannot be read; the message says what to do.
    """
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > MAX_UNPACKED_BYTES:
        raise NotATable(
            f"unpacks to {unpacked / 1e9:.1f} GB, more than the {MAX_UNPACKED_BYTES / 1e9:.1f} GB limit: "
            + _AS_CSV
        )
    try:
        workbook = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            sheets = [_worksheet(path, sheet.title, _stored_rows(sheet)) for sheet in workbook.worksheets]
        finally:
            workbook.close()
    except NotATable:
        raise
    # A damaged part fails wherever the package's XML or zip code meets it, in many types.
    except Exception as error:
        raise NotATable(
            f"is a broken workbook ({type(error).__name__}: {error}): open it in a spreadsheet program and "
            f"save it again, or {_AS_CSV}"
        ) from error
    if not sheets:
        raise NotATable(f"is a workbook without a worksheet: save it again, or {_AS_CSV}")
    return sheets


def _stored_rows(worksheet: object) -> Iterator[tuple]:
    # The size that a file states for a sheet may be wrong, and rows beyond it would be lost.
    worksheet.reset_dimensions()  # type: ignore[attr-defined]
    return worksheet.iter_rows()  # type: ignore[attr-defined]


def _worksheet(path: Path, name: str, stored: Iterator[tuple]) -> Sheet:
    rows: list[tuple[int, list[str]]] = []
    indents: dict[int, int] = {}
    cells = 0
    for number, row in enumerate(stored, start=1):
        texts = [cell_text(cell.value) for cell in row]
        cells += len(texts)
        _stop_if_huge(cells, f"the sheet {name!r}")
        if any(text.strip() for text in texts):
            rows.append((number, texts))
            if row[0].value is not None and (indent := int(row[0].alignment.indent)):
                indents[number] = indent
    return Sheet(path, name, _rectangular(rows), indents=indents)


def _rectangular(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Rows filled up to one width: a workbook does not store the empty cells at a row's end."""
    width = max((len(texts) for _, texts in rows), default=0)
    _stop_if_huge(width * len(rows), "a sheet")
    return [(number, texts + [""] * (width - len(texts))) for number, texts in rows]


def _stop_if_huge(cells: int, what: str) -> None:
    if cells > MAX_CELLS:
        raise NotATable(f"has more than {MAX_CELLS:,} cells in {what}: split it, or {_AS_CSV}")


def parquet_sheet(path: Path) -> Sheet:
    """The table of a Parquet file as text; its header is line 1, its first row line 2.

    Raises
    ------
    NotATable
        If it is too large, has columns that hold lists or records, or cannot be read.
    """
    size = path.stat().st_size
    if size > MAX_PARQUET_BYTES:
        raise NotATable(f"is {size / 1e9:.1f} GB, more than the {MAX_PARQUET_BYTES / 1e9:.0f} GB limit")
    try:
        with parquet.ParquetFile(path) as stored:
            names = stored.schema_arrow.names
            if stored.metadata.num_columns != len(names):
                raise NotATable("has columns that hold lists or records: write one value a cell")
            _stop_if_huge(stored.metadata.num_rows * len(names), "the table")
            body = [
                [cell_text(value) for value in values]
                for batch in stored.iter_batches()
                for values in zip(*(column.to_pylist() for column in batch.columns), strict=True)
            ]
    except NotATable:
        raise
    # pyarrow raises many types for a damaged file, plain OSError and ValueError among them.
    except Exception as error:
        raise NotATable(f"is a broken Parquet file ({error}): write it again, or save it as CSV") from error
    return Sheet(
        path, "", [(line, texts) for line, texts in enumerate([names, *body], start=1) if any(texts)]
    )


def cell_text(value: object) -> str:
    """A cell as it would stand in a CSV file.

    Whole numbers have no decimal point, dates are ISO days (with the time only where there is one), and
    nothing and not-a-number are empty.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, Decimal):
        return "" if value.is_nan() else f"{value.normalize():f}" if value.is_finite() else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _number_text(value: float) -> str:
    if value != value:
        return ""
    return str(int(value)) if abs(value) < _WHOLE_BELOW and value == int(value) else repr(value)
