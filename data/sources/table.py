"""Reading an agency's table as it comes: any encoding, any order of columns, line numbers kept."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pandas as pd

MAX_FILE_BYTES = 2_000_000_000
SIMULATED_COLUMN = "simulated"
"""Header that every simulated file carries, so that it is called simulated wherever it is copied."""
MOST_TITLE_LINES = 40
"""How far down a table's header is looked for, below the lines of its title."""


class FileProblem(ValueError):
    """A file that cannot be used at all; the message says why and what to do."""


class NotATable(FileProblem):
    """A file that is not a table of any kind that is read here."""


@dataclass(frozen=True)
class Sheet:
    """The rows of a file, or of one sheet of a workbook, as text and before anything is known of them.

    Attributes
    ----------
    path
        Where the file lies.
    name
        Name of the sheet; empty for a text file.
    rows
        Line number and cells of every row that is not blank.
    problem
        Why reading stopped before the end; empty where it did not.
    cut_off
        Whether the file ends in the middle of a line.
    indents
        Line → how far its first cell is indented, for those of a workbook that are; a text file shows it by
        blanks, which are in the cell.
    """

    path: Path
    name: str
    rows: list[tuple[int, list[str]]]
    problem: str = ""
    cut_off: bool = False
    indents: Mapping[int, int] = field(default_factory=dict)

    def indent(self, line: int, cell: str) -> int:
        """How far the first cell of a line is indented, by the workbook's format or by blanks before it."""
        return self.indents.get(line, 0) + len(cell) - len(cell.lstrip())


@dataclass(frozen=True)
class RawTable:
    """A table's rows as text.

    Attributes
    ----------
    path
        Where the file lies.
    rows
        One text column per normalized header name; the index is the line in the file.
    misshapen
        Line → reason, for rows that do not fit the header.
    misshapen_cells
        Line → those rows' cells, as they came.
    set_aside
        Number of lines that are no data: titles, footnotes, repeated headers.
    sheet
        Name of the sheet it stands in; empty for a text file.
    titles
        Lines above its first header.
    """

    path: Path
    rows: pd.DataFrame
    misshapen: dict[int, str]
    misshapen_cells: dict[int, list[str]]
    set_aside: int = 0
    sheet: str = ""
    titles: tuple[str, ...] = ()

    @property
    def simulated(self) -> bool:
        """Whether the file says of itself that it is simulated."""
        return SIMULATED_COLUMN in self.rows


@lru_cache(maxsize=4096)
def normalize(header: str) -> str:
    """Header name without byte-order mark, case, punctuation and doubled blanks."""
    return " ".join(re.sub(r"[^0-9a-z]+", " ", header.replace("\ufeff", "").lower()).split())


_SIGNATURES = {
    b"PK\x03\x04": "a zip archive or Excel workbook: unpack it, or save the sheet as CSV",
    b"\x1f\x8b": "gzip-compressed: unpack it first",
    b"%PDF": "a PDF: export the table as CSV instead",
    b"\xd0\xcf\x11\xe0": "an old or password-protected Excel workbook: save the sheet as CSV",
}


def read_sheets(path: Path) -> list[Sheet]:
    """Every table-like part of a file: a text file's table, a workbook's worksheets, a Parquet table.

    Raises
    ------
    NotATable
        If the file is empty, too large, or of a kind that is not read; the message says what to do.
    """
    # Here and not above: that module makes the sheets declared in this one.
    from data.sources.workbook import is_workbook, parquet_sheet, workbook_sheets

    with path.open("rb") as file:
        signature = file.read(4)
    if signature == b"PK\x03\x04" and is_workbook(path):
        return workbook_sheets(path)
    if signature == b"PAR1":
        return [parquet_sheet(path)]
    return [_text_sheet(path, read_text(path))]


def read_text(path: Path) -> str:
    """Decode a text file as UTF-8, or Latin-1 where it is not valid UTF-8.

    Raises
    ------
    NotATable
        If the file is empty, binary or too large; the message says what to do.
    """
    size = path.stat().st_size
    if size == 0:
        raise NotATable("is empty: download it again")
    if size > MAX_FILE_BYTES:
        raise NotATable(f"is {size / 1e9:.1f} GB, more than the {MAX_FILE_BYTES / 1e9:.0f} GB limit")
    content = path.read_bytes()
    for signature, meaning in _SIGNATURES.items():
        if content.startswith(signature):
            raise NotATable(f"is {meaning}")
    if b"\x00" in content[:65536]:
        raise NotATable("is not a text file")
    if re.match(rb"\s*(<!doctype html|<html)", content[:512], re.IGNORECASE):
        raise NotATable("is an HTML page, probably an error page saved as a download: download it again")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _text_sheet(path: Path, text: str) -> Sheet:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_delimiter(text))
    rows = []
    problem = ""
    try:
        for cells in reader:
            if "".join(cells).strip():
                rows.append((reader.line_num, cells))
    except csv.Error as error:
        problem = f"breaks off or is misquoted at line {reader.line_num} ({error}): download it again"
    return Sheet(path, "", rows, problem, cut_off=not text.endswith(("\n", "\r")))


def _delimiter(text: str) -> str:
    """Tab where the first line that is not blank has more tabs than commas, as CDC WONDER exports have."""
    first = next((line for line in io.StringIO(text) if line.strip()), "")
    return "\t" if first.count("\t") > first.count(",") else ","


def headers(sheet: Sheet) -> Iterator[tuple[int, frozenset[str]]]:
    """Position in `sheet.rows` and normalized cells of every row that may be the table's header."""
    for position, (_, cells) in enumerate(sheet.rows[:MOST_TITLE_LINES]):
        yield position, frozenset(normalize(cell) for cell in cells)


def table_below(sheet: Sheet, header_at: int, *, with_notes: bool = False) -> RawTable:
    """Split a sheet's rows below a header into trimmed cells.

    Rows with too few or too many cells are kept apart with the reason. Cells beyond the header that
    are empty are a trailing comma, not a fault. A row that repeats the header is set aside.

    Parameters
    ----------
    header_at
        Position of the header in `sheet.rows`.
    with_notes
        Whether the agency writes footnotes below the table: rows at the end with nothing but a first
        cell are then set aside.

    Raises
    ------
    FileProblem
        If the quoting breaks, the last line is cut off, or a column is named twice.
    """
    if sheet.problem:
        raise FileProblem(sheet.problem)
    header = [normalize(cell) for cell in sheet.rows[header_at][1]]
    body = sheet.rows[header_at + 1 :]
    notes = _trailing_notes(body) if with_notes else 0
    body = body[: len(body) - notes]
    if not notes and body and sheet.cut_off and len(body[-1][1]) < len(header):
        raise FileProblem(f"is cut off in the middle of line {body[-1][0]}: download it again")
    lines: list[int] = []
    rows: list[list[str]] = []
    misshapen: dict[int, list[str]] = {}
    repeated = 0
    for line, cells in body:
        fitted = _without_empty_end(cells, len(header))
        if len(fitted) != len(header):
            misshapen[line] = cells
        elif normalize(fitted[0]) == header[0] and [normalize(cell) for cell in fitted] == header:
            repeated += 1
        else:
            lines.append(line)
            rows.append(fitted)
    frame = pd.DataFrame(rows, columns=header, index=lines, dtype="str")
    frame = frame.loc[:, [name != "" for name in header]]
    duplicated = sorted(set(frame.columns[frame.columns.duplicated()]))
    if duplicated:
        raise FileProblem(f"names the column {duplicated[0]!r} twice: keep one of them")
    reasons = {
        line: f"{len(found)} cells where the header has {len(header)}" for line, found in misshapen.items()
    }
    trimmed = frame.apply(lambda column: column.str.strip())
    set_aside = header_at + notes + repeated
    return RawTable(
        sheet.path, trimmed, reasons, misshapen, set_aside, sheet.name, titles_above(sheet, header_at)
    )


def titles_above(sheet: Sheet, header_at: int) -> tuple[str, ...]:
    """What the lines above a header say."""
    return tuple(
        " ".join(" ".join(cells).split()) for _, cells in sheet.rows[:header_at] if any(map(str.strip, cells))
    )


def _without_empty_end(cells: list[str], width: int) -> list[str]:
    beyond = cells[width:]
    return cells[:width] if beyond and not any(cell.strip() for cell in beyond) else cells


def _trailing_notes(body: list[tuple[int, list[str]]]) -> int:
    count = 0
    for _, cells in reversed(body):
        if not cells[0].strip() or any(cell.strip() for cell in cells[1:]):
            break
        count += 1
    return count
