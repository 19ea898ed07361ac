"""Writes a table with what must be known of it: CSV with comment lines, XLSX with a sheet, Parquet with
metadata."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import pandas as pd
import pyarrow
import pyarrow.parquet as parquet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from model import catalog


@dataclass(frozen=True)
class Export:
    """A table and the facts that travel with it.

    Attributes
    ----------
    facts
        Name and words of each fact, in order: title, view, source, vintage, status legend, citation, ...
    rows
        The table, dates as ``datetime64``; a missing number is null and never zero.
    """

    facts: tuple[tuple[str, str], ...]
    rows: pd.DataFrame

    @property
    def is_simulated(self) -> bool:
        """Whether the figures are made up."""
        return any(name == "Simulated" for name, _ in self.facts)


def status_legend(statuses: pd.Series, indicator: str) -> tuple[tuple[str, str], ...]:
    """What each status in a table means, as facts."""
    known = [status for status in catalog.STATUS_WORDS if status in set(statuses)]
    return tuple((f"Status {status}", catalog.status_words(status, indicator)) for status in known)


def to_csv(export: Export) -> bytes:
    """UTF-8 with a byte-order mark, so that spreadsheets read it; facts are lines that start with #."""
    lines = [f"# {name}: {' '.join(words.split())}" for name, words in export.facts]
    table = export.rows.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\n")
    return ("\ufeff" + "\n".join([*lines, table])).encode()


def to_xlsx(export: Export) -> bytes:
    """A workbook with the table on its first sheet and the facts on its second."""
    book = Workbook(write_only=True)
    data, about = book.create_sheet("Data"), book.create_sheet("About")
    data.freeze_panes = "A2"
    header = [WriteOnlyCell(data, name) for name in export.rows.columns]
    for cell in header:
        cell.font = Font(bold=True)
    data.append(header)
    for row in export.rows.itertuples(index=False):
        data.append([_cell(data, value) for value in row])
    about.column_dimensions["B"].width = 110
    for fact in export.facts:
        about.append([_cell(about, words) for words in fact])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _cell(sheet: object, value: object) -> object:
    """Text is never taken for a formula; null is an empty cell; a day has no time."""
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]
        cell.data_type = "s"
        return cell
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def to_parquet(export: Export) -> bytes:
    """Parquet with the facts as metadata of the file."""
    table = pyarrow.Table.from_pandas(export.rows, preserve_index=False)
    days = [
        pyarrow.field(field.name, pyarrow.date32()) if pyarrow.types.is_timestamp(field.type) else field
        for field in table.schema
    ]
    facts: dict[str, str] = {}
    for name, words in export.facts:
        facts[name] = f"{facts[name]}\n{words}" if name in facts else words
    table = table.cast(pyarrow.schema(days)).replace_schema_metadata(facts)
    written = io.BytesIO()
    parquet.write_table(table, written, compression="zstd")
    return written.getvalue()


@dataclass(frozen=True)
class Format:
    """A kind of file that is offered."""

    label: str
    media_type: str
    write: Callable[[Export], bytes]


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "csv": Format("CSV", "text/csv; charset=utf-8", to_csv),
        "xlsx": Format("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx),
        "parquet": Format("Parquet", "application/vnd.apache.parquet", to_parquet),
    }
)
