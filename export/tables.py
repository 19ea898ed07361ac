"""A panel's table as it is written in files: the rows and columns that say most, in screen digits."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from numbers import Number
from typing import Any, Final

import numpy as np
import pandas as pd

from components.code_words import NAMED
from components.numbers import SHORT_MONTHS, number, signed_percent
from export.exported_panel import ExportedPanel
from export.wording import clean

MOST_ROWS: Final = 12
MOST_COLUMNS: Final = 7
NOTHING: Final = "–"
BOOL: Final = (bool, np.bool_)
COLUMN_WORDS: Final = {
    "name": "Place",
    "place": "Code",
    "period_end": "Period ending",
    "period_start": "Period beginning",
    "lower": "95% interval",
    "rank_lower": "Interval of the rank",
    "rank_among_peers_lower": "Interval among peers",
    "median_of_peers_least": "Median of peers",
    "change_percent": "Change, %",
    "change_lower": "Interval of the change",
    "percent_lower": "Places lower, %",
    "rank_among_peers": "Rank among peers",
    "as_of": "As of",
}
LIMITS: Final[Mapping[str, str]] = {
    "lower": "upper",
    "change_lower": "change_upper",
    "rank_lower": "rank_upper",
    "rank_among_peers_lower": "rank_among_peers_upper",
    "median_of_peers_least": "median_of_peers_most",
}
"""Lower limits → the upper ones that stand in one column with them."""
FIRST: Final = ("figure", "indicator", "drug", "dimension", "stratum", "name", "area")
"""What a row is of, which its first columns say."""
IN_TITLE: Final = frozenset(
    {"indicator", "drug", "series", "state", "scope", "whole", "area", "as_of", "source", "reason", "unit"}
)
"""Columns that the title or the heading of another says, where they hold one value."""
CHANGE_UNIT: Final = "change_unit"
LEAST_SAID: Final = (
    "period_start", "reason", "rule", "state", "sector", "scope", "note", "change_lower", "ranked",
    "peers_ranked", "peers_listed", "peers_withheld", "rank_among_peers_lower", "rank_lower", "rank",
    "status", "series", "change", "place",
)  # fmt: skip
"""Columns that go first where a table has too many."""
OF_LINE: Final = ("figure", "indicator", "drug", "place", "name", "area", "series", "unit")
"""Columns that tell the lines of a table of several periods apart."""


@dataclass(frozen=True)
class TableWords:
    """A table as it is written.

    Attributes
    ----------
    numeric
        Whether each column holds numbers, which stand at the right.
    more
        What of the table is left out, in words; empty where nothing is.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    more: str


def table_words(
    exported: ExportedPanel, most_rows: int = MOST_ROWS, most_columns: int = MOST_COLUMNS
) -> TableWords:
    """The rows that a panel lists, or the newest period of its table, and the columns that say most."""
    rows = exported.export.rows
    if exported.listed is None:
        return words_of(newest(rows), len(rows), most_rows, most_columns)
    written = words_of(exported.listed, len(exported.listed), most_rows, most_columns)
    return replace(written, more=_more(len(rows) - len(written.rows), earlier=False))


def words_of(rows: pd.DataFrame, of: int, most_rows: int, most_columns: int = MOST_COLUMNS) -> TableWords:
    """Rows in words, of a table that has `of` rows in all."""
    columns, shown = _columns(rows, most_columns), rows.head(most_rows)
    cells = [_column_cells(shown, name) for name in columns]
    return TableWords(
        tuple(clean(_header(rows, name)) for name in columns),
        tuple(zip(*cells, strict=True)) if cells else (),
        tuple(_is_number(rows[name]) for name in columns),
        _more(max(len(rows) - most_rows, 0), earlier=len(rows) < of),
    )


def newest(rows: pd.DataFrame) -> pd.DataFrame:
    """The newest period of each line of a table; a table of one period as it is."""
    of = [name for name in OF_LINE if name in rows.columns]
    if "period_end" not in rows.columns or not of or not rows.duplicated(of).any():
        return rows
    last = rows.groupby(of, dropna=False, sort=False)["period_end"].transform("max")
    return rows[rows["period_end"] == last]


def nearest(rows: pd.DataFrame) -> pd.DataFrame:
    """The first line of each indicator and drug: that of the place itself, or of what it lies in."""
    reported = rows[rows["series"] == "reported"] if "series" in rows.columns else rows
    of = [name for name in ("indicator", "drug", "source") if name in rows.columns]
    return reported.drop_duplicates(of) if of else reported


def _columns(rows: pd.DataFrame, most: int) -> list[str]:
    """Columns that say something: neither codes that a name stands beside, nor what the title says."""
    kept = []
    for name in map(str, rows.columns):
        column = rows[name]
        empty = column.isna().all() or (column.astype(str) == "").all()
        same = column.nunique(dropna=False) == 1
        of_other = name in LIMITS.values() or name == CHANGE_UNIT
        code = name == "place" and "name" in rows.columns
        # The only row of a table is not in its title.
        if not (empty or of_other or code or (name in IN_TITLE and same and len(rows) > 1)):
            kept.append(name)
    for name in LEAST_SAID:
        if len(kept) > most and name in kept:
            kept.remove(name)
    return [*(name for name in FIRST if name in kept), *(name for name in kept if name not in FIRST)][:most]


def _header(rows: pd.DataFrame, name: str) -> str:
    words = COLUMN_WORDS.get(name, name.replace("_", " "))
    if name == "value" and "unit" in rows.columns and rows["unit"].nunique() == 1 and len(rows) > 1:
        words = f"{words}, {rows['unit'].iloc[0]}"
    return words[:1].upper() + words[1:]


def _is_number(column: pd.Series) -> bool:
    # A column of whole numbers with gaps may be one of objects.
    known = column.dropna()
    return len(known) > 0 and all(isinstance(each, Number) and not isinstance(each, BOOL) for each in known)


def _column_cells(rows: pd.DataFrame, name: str) -> list[str]:
    values = rows[name].tolist()
    if name in LIMITS:
        return _intervals(rows, name)
    if name in NAMED:
        return [clean(NAMED[name](str(value))) for value in values]
    if name == "change" and CHANGE_UNIT in rows.columns:
        return [_change(*pair) for pair in zip(values, rows[CHANGE_UNIT], strict=True)]
    if not _is_number(rows[name]):
        return [_cell(value) for value in values]
    written = [_figure(value, digits) for value, digits in zip(values, _digits_of(rows, name), strict=True)]
    return _or_status(rows, written) if name == "value" and "status" in rows.columns else written


def _change(value: Any, unit: Any) -> str:
    """A change with its sign and unit: "+1.1 points"."""
    if pd.isna(value):
        return NOTHING
    percent = signed_percent(float(value))
    return percent if unit == "percent" else f"{percent.removesuffix('%')} {clean(str(unit))}"


def _or_status(rows: pd.DataFrame, written: list[str]) -> list[str]:
    """Why there is no figure, in its place."""
    statuses = map(str, rows["status"])
    return [
        clean(NAMED["status"](status)) if cell == NOTHING else cell
        for cell, status in zip(written, statuses, strict=True)
    ]


def _intervals(rows: pd.DataFrame, name: str) -> list[str]:
    """Both limits of each interval in one cell."""
    found = []
    uppers = rows[LIMITS[name]] if LIMITS[name] in rows.columns else [None] * len(rows)
    for lower, upper, digits in zip(rows[name], uppers, _digits_of(rows, name), strict=True):
        limits = [_figure(limit, digits) for limit in (lower, upper)]
        found.append(NOTHING if limits == [NOTHING] * 2 else " to ".join(limits))
    return found


def _digits_of(rows: pd.DataFrame, name: str) -> list[int]:
    """Digits of each figure of a column: by row or unit where the rows are of several kinds."""
    alike = [name, LIMITS[name]] if name in LIMITS and LIMITS[name] in rows.columns else [name]
    if "figure" in rows.columns:
        alike = [each for each in ("value", "lower", "upper") if each in rows.columns]
    by_row = [_digits(row) for row in rows[alike].itertuples(index=False)]
    if "figure" in rows.columns:
        return by_row
    if name in ("value", "lower") and "unit" in rows.columns:
        of_unit = pd.Series(by_row, index=rows.index, dtype=int).groupby(rows["unit"], dropna=False)
        return [int(digits) for digits in of_unit.transform("max")]
    return [max(by_row, default=0)] * len(rows)


def _digits(values: Iterable[Any]) -> int:
    """Digits behind the point that write all values; they are rounded already."""
    known = [float(value) for value in values if not pd.isna(value)]
    return max((_own_digits(value) for value in known), default=0)


def _own_digits(value: float) -> int:
    return 0 if value.is_integer() else min(len(f"{value:.6f}".rstrip("0").split(".")[1]), 6)


def _figure(value: Any, digits: int) -> str:
    return number(None if pd.isna(value) else float(value), digits)


def _cell(value: Any) -> str:
    if isinstance(value, BOOL):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return NOTHING if pd.isna(value) else _day(value)
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return NOTHING
    text = str(value)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return _day(date.fromisoformat(text))
    return clean(text) or NOTHING


def _day(day: date) -> str:
    """A day that takes little room: "30 Jun 2026"."""
    return f"{day.day} {SHORT_MONTHS[day.month]} {day.year}"


def _more(left_out: int, earlier: bool) -> str:
    """What of a table stands only in the panel's own file; empty where nothing does."""
    rows = f"{number(left_out)} more {'row' if left_out == 1 else 'rows'}" if left_out else ""
    periods = "earlier periods" if earlier else ""
    said = " and ".join(filter(None, (rows, periods)))
    verb = "is" if left_out == 1 and not earlier else "are"
    return f"{said[0].upper()}{said[1:]} {verb} in the panel's own file." if said else ""


def shares_of_width(table: TableWords) -> list[float]:
    """Shares of the width by the longest text of each column, none too narrow or wide."""
    longest = [max(map(len, column)) for column in zip(table.header, *table.rows, strict=True)]
    wanted = [min(max(length, 9), 30) + 2 for length in longest]
    return [length / sum(wanted) for length in wanted]
