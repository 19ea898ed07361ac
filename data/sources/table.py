"""Reading an agency's CSV as it comes: any encoding, any order of columns, line numbers kept."""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

MAX_FILE_BYTES = 2_000_000_000
SIMULATED_COLUMN = "simulated"
"""Header that every simulated file carries, so that it is called simulated wherever it is copied."""


class FileProblem(ValueError):
    """A file that cannot be used at all; the message says why and what to do."""


class NotATable(FileProblem):
    """A file that is not a delimited text table."""


@dataclass(frozen=True)
class RawTable:
    """A file's rows as text.

    Attributes
    ----------
    path
        Where it lies.
    rows
        One text column per normalised header name; the index is the line in the file.
    misshapen
        Line → reason, for rows that do not fit the header.
    misshapen_cells
        Line → those rows' cells, as they came.
    """

    path: Path
    rows: pd.DataFrame
    misshapen: dict[int, str]
    misshapen_cells: dict[int, list[str]]

    @property
    def simulated(self) -> bool:
        """Whether the file says of itself that it is simulated."""
        return SIMULATED_COLUMN in self.rows


def normalise(header: str) -> str:
    """Header name without byte-order mark, case, punctuation and doubled blanks."""
    return " ".join(re.sub(r"[^0-9a-z]+", " ", header.replace("\ufeff", "").lower()).split())


_SIGNATURES = {
    b"PK\x03\x04": "a zip archive or Excel workbook: unpack it, or save the sheet as CSV",
    b"\x1f\x8b": "gzip-compressed: unpack it first",
    b"%PDF": "a PDF: export the table as CSV instead",
    b"PAR1": "a Parquet file: agency tables are read as CSV",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook: save the sheet as CSV",
}


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


def read_header(text: str) -> list[str]:
    """Normalised names of the first line that is not blank."""
    for row in csv.reader(io.StringIO(text, newline="")):
        if any(cell.strip() for cell in row):
            return [normalise(cell) for cell in row]
    return []


def read_table(path: Path, text: str) -> RawTable:
    """Split a file's text into rows of trimmed cells.

    Rows with too few or too many cells are kept apart with the reason. Cells beyond the header that
    are empty are a trailing comma, not a fault.

    Raises
    ------
    FileProblem
        If the quoting breaks, or the last line is cut off.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] = []
    lines: list[int] = []
    rows: list[list[str]] = []
    misshapen: dict[int, list[str]] = {}
    cells: list[str] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = [normalise(cell) for cell in cells]
                continue
            if len(cells) > len(header) and not any(cell.strip() for cell in cells[len(header) :]):
                cells = cells[: len(header)]
            if len(cells) != len(header):
                misshapen[reader.line_num] = cells
                continue
            lines.append(reader.line_num)
            rows.append(cells)
    except csv.Error as error:
        raise FileProblem(
            f"breaks off or is misquoted at line {reader.line_num} ({error}): download it again"
        ) from error
    if cells and len(cells) < len(header) and not text.endswith(("\n", "\r")):
        raise FileProblem(f"is cut off in the middle of line {reader.line_num}: download it again")
    frame = pd.DataFrame(rows, columns=header, index=lines, dtype="str")
    frame = frame.loc[:, [name != "" for name in header]]
    duplicated = sorted(set(frame.columns[frame.columns.duplicated()]))
    if duplicated:
        raise FileProblem(f"names the column {duplicated[0]!r} twice: keep one of them")
    reasons = {
        line: f"{len(found)} cells where the header has {len(header)}" for line, found in misshapen.items()
    }
    return RawTable(path, frame.apply(lambda column: column.str.strip()), reasons, misshapen)
