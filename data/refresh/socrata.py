"""Data sets of a Socrata site: their description, and their rows by page when the export fails.

By page (dev.socrata.com/docs/paging) the order must be stated or pages overlap, the header has field names
in place of column names, and days come as moments; what is written is the table as the export has it.
"""

import csv
import io
import json
from datetime import UTC, date, datetime
from typing import Final
from urllib.parse import urlencode

from pydantic import BaseModel, Field, ValidationError

from data.refresh.addresses import SMALL_ANSWER
from data.refresh.fetch import Part, Watch, check_room
from data.refresh.problems import DownloadProblem, Refused
from data.refresh.wire import LATER, Wire, check_size
from model.catalog_types import SocrataView

PAGE_ROWS: Final = 50_000
DAY_COLUMN: Final = "calendar_date"


class Column(BaseModel):
    """A column's name in the export, its name in pages, and its type."""

    name: str
    field: str = Field(alias="fieldName")
    kind: str = Field("", alias="dataTypeName")


class Description(BaseModel):
    """What a site says of a data set."""

    rows_updated: int = Field(alias="rowsUpdatedAt")
    """Seconds since 1970."""
    columns: list[Column] = []

    @property
    def as_of(self) -> date:
        """Day on which the rows were last changed, UTC."""
        return datetime.fromtimestamp(self.rows_updated, UTC).date()


def describe(wire: Wire, view: SocrataView) -> Description:
    """What the site says of a data set.

    Raises
    ------
    DownloadProblem
        When it says nothing that can be read.
    """
    try:
        return Description.model_validate_json(wire.read(view.described, SMALL_ANSWER))
    except ValidationError as error:
        raise Refused(f"{view.host} does not describe {view.view} in a known way.", LATER) from error


def download_pages(wire: Wire, view: SocrataView, said: Description, part: Part, watch: Watch) -> None:
    """Bring all rows of a data set, page by page, to a part.

    Raises
    ------
    DownloadProblem
        When a page cannot be had, or there are more or fewer rows than the site counts.
    """
    expected = _count(wire, view)
    part.begin(None)
    names = {column.field: column.name for column in said.columns}
    days = {column.field for column in said.columns if column.kind == DAY_COLUMN}
    rows = size = 0
    header: list[str] = []
    with part.path.open("w", encoding="utf-8", newline="") as file:
        while True:
            page = _page(wire, view, rows)
            size += len(page)
            check_size(size, view.limit, view.rows)
            check_room(part.target.parent, len(page))
            fields, body = _table(page, view)
            if not header:
                header = fields
                csv.writer(file).writerow([names.get(field, field) for field in fields])
            elif fields != header:
                raise Refused(f"pages of {view.view} have different columns.", LATER)
            as_days = [index for index, field in enumerate(fields) if field in days]
            csv.writer(file).writerows(_with_days(row, as_days, view) for row in body)
            rows += len(body)
            watch(part.target.name, size, None)
            if len(body) < PAGE_ROWS or rows > expected:
                break
    if rows != expected:
        raise Refused(
            f"{rows:,} rows of {view.view} came by page where {view.host} counts {expected:,}.", LATER
        )


def _page(wire: Wire, view: SocrataView, offset: int) -> bytes:
    wanted = urlencode({"$limit": PAGE_ROWS, "$offset": offset, "$order": ":id"})
    return wire.read(f"{view.rows}.csv?{wanted}", view.limit)


def _count(wire: Wire, view: SocrataView) -> int:
    wanted = urlencode({"$select": "count(*)"})
    answer = wire.read(f"{view.rows}.json?{wanted}", SMALL_ANSWER)
    try:
        (row,) = json.loads(answer)
        (count,) = row.values()
        return int(count)
    except (ValueError, TypeError, AttributeError) as error:
        raise DownloadProblem(f"{view.host} does not say how many rows {view.view} has.", LATER) from error


def _table(page: bytes, view: SocrataView) -> tuple[list[str], list[list[str]]]:
    try:
        rows = list(csv.reader(io.StringIO(page.decode("utf-8-sig"), newline=""), strict=True))
    except (csv.Error, UnicodeDecodeError) as error:
        raise Refused(f"a page of {view.view} is no table.", LATER) from error
    return (rows[0], rows[1:]) if rows else ([], [])


def _with_days(row: list[str], columns: list[int], view: SocrataView) -> list[str]:
    """A row with its moments written as the export writes days, month first."""
    written = list(row)
    for index in columns:
        if index < len(row) and row[index]:
            try:
                written[index] = f"{datetime.fromisoformat(row[index]):%m/%d/%Y}"
            except ValueError as error:
                raise Refused(f"a page of {view.view} has a day that is none.", LATER) from error
    return written
