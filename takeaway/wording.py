"""What every file says alike: clean text, sources, tables in words."""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import pandas as pd

from components.numbers import day_words, number
from data import catalog
from data.deck import Slide
from data.exhibits import Exhibit

SIMULATED_MARK: Final = "Simulated data"
MOST_ROWS: Final = 12
MOST_COLUMNS: Final = 7
COLUMN_WORDS: Final = {
    "name": "Place",
    "place": "Code",
    "period_end": "Period ending",
    "period_start": "Period beginning",
    "lower": "Lower limit",
    "upper": "Upper limit",
    "change_percent": "Change, %",
    "percent_lower": "Places lower, %",
    "as_of": "As of",
}
IN_TITLE: Final = frozenset({"indicator", "drug", "state", "scope", "whole", "area", "as_of"})
"""Columns that the title says, where they hold one value."""
OF_LINE: Final = ("indicator", "drug", "place", "name", "area", "series", "unit")
"""Columns that tell the lines of a table of several periods apart."""
LEAST_SAID: Final = ("period_start", "reason", "drug", "state", "rank", "sector", "scope", "note")
"""Columns that go first where a table has too many."""
STATUS: Final = "Status "
METHODS: Final = ("Note", "Classes")
TOLD_BY: Final = 30
"""Letters by which a note is told to stand in a panel's words."""


@dataclass(frozen=True)
class Page:
    """One slide with the panel that it shows, cleaned.

    Attributes
    ----------
    title, text, notes
        The slide's own; the title is the panel's where the slide has none.
    """

    title: str
    text: str
    notes: str
    exhibit: Exhibit


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


def clean(text: str) -> str:
    """Text without characters that do not print or that files cannot hold."""
    kept = (letter for letter in text if letter in "\n\t" or not _unprintable(letter))
    return "".join(kept)


def _unprintable(letter: str) -> bool:
    # U+FFFE and its like are not assigned, and XML refuses them.
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn")


def page_of(slide: Slide, exhibit: Exhibit) -> Page:
    """A slide with its panel; its own words go first."""
    return Page(clean(slide.title or exhibit.title), clean(slide.text), clean(slide.notes), exhibit)


def subtitle_of(page: Page) -> str:
    """What stands under the title: the panel's own title too, where the slide has another."""
    own = clean(page.exhibit.title)
    said = (own if own != page.title else "", clean(page.exhibit.subtitle))
    return " ".join(_sentence(part) for part in said if part)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def foot_of(exhibit: Exhibit) -> str:
    """Sources and vintages."""
    return clean(exhibit.foot)


def facts_of(exhibits: Iterable[Exhibit], names: Sequence[str]) -> list[str]:
    """The words of some facts of all exhibits, each once, in order."""
    said = (clean(words) for exhibit in exhibits for name, words in exhibit.export.facts if name in names)
    return list(dict.fromkeys(said))


def notes_of(exhibits: Iterable[Exhibit]) -> list[str]:
    """What must be known of the figures, without what the panels say of themselves already."""
    found = []
    for exhibit in exhibits:
        said = " ".join((clean(exhibit.subtitle), foot_of(exhibit), clean(exhibit.alternative)))
        found += [note for note in facts_of([exhibit], METHODS) if note[:TOLD_BY] not in said]
    return list(dict.fromkeys(found))


def statuses_of(exhibits: Iterable[Exhibit]) -> list[str]:
    """What each status means, each once; those that say no more than their name are left out."""
    said = (
        _sentence(clean(words)).capitalize()
        for exhibit in exhibits
        for name, words in exhibit.export.facts
        if name.startswith(STATUS) and name.removeprefix(STATUS).replace("_", " ") != words
    )
    return list(dict.fromkeys(said))


def table_words(exhibit: Exhibit, most_rows: int = MOST_ROWS, most_columns: int = MOST_COLUMNS) -> TableWords:
    """The panel's table in words, its first rows; columns that say nothing are left out."""
    rows = newest(exhibit.export.rows)
    columns = _columns(rows, most_columns)
    shown = rows.head(most_rows)
    by_row = "figure" in rows.columns
    cells = [_column_cells(shown, name, by_row) for name in columns]
    return TableWords(
        tuple(clean(_header(name)) for name in columns),
        tuple(zip(*cells, strict=True)) if cells else (),
        tuple(_is_number(rows[name]) for name in columns),
        _more(max(len(rows) - most_rows, 0), earlier=len(rows) < len(exhibit.export.rows)),
    )


def newest(rows: pd.DataFrame) -> pd.DataFrame:
    """The newest period of each line of a table; a table of one period as it is."""
    of = [name for name in OF_LINE if name in rows.columns]
    if "period_end" not in rows.columns or not of or rows["period_end"].nunique() <= 1:
        return rows
    if not rows.duplicated(of).any():
        return rows
    days = rows["period_end"]
    last = rows.assign(_day=days).groupby(of, dropna=False, sort=False)["_day"].transform("max")
    return rows[days == last]


def sentences_of(exhibit: Exhibit) -> list[str]:
    """The sentences of a panel that is made of them."""
    rows = exhibit.export.rows
    return [clean(str(said)) for said in rows["sentence"]] if "sentence" in rows.columns else []


def _columns(rows: pd.DataFrame, most: int) -> list[str]:
    """Columns that say something: neither codes that a name stands beside, nor what the title says."""
    kept = []
    for name in map(str, rows.columns):
        column = rows[name]
        empty = column.isna().all() or (column.astype(str) == "").all()
        same = column.nunique(dropna=False) == 1
        if empty or (name == "place" and "name" in rows.columns) or (name in IN_TITLE and same):
            continue
        kept.append(name)
    for name in LEAST_SAID:
        if len(kept) > most and name in kept:
            kept.remove(name)
    return kept[:most]


def _header(name: str) -> str:
    words = COLUMN_WORDS.get(name, name.replace("_", " "))
    return words[:1].upper() + words[1:]


def _is_number(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _column_cells(rows: pd.DataFrame, name: str, by_row: bool) -> list[str]:
    values = rows[name].tolist()
    if name == "status":
        return [clean(catalog.STATUS_WORDS.get(str(value), str(value))) for value in values]
    if name in NAMED:
        return [clean(NAMED[name](str(value))) for value in values]
    if not _is_number(rows[name]):
        return [_cell(value) for value in values]
    mixed = name == "value" and "unit" in rows.columns
    digits = [_digits([value]) if mixed else _digits(values) for value in values]
    digits = _row_digits(rows) if by_row else digits
    return [_figure(value, places) for value, places in zip(values, digits, strict=True)]


NAMED: Final[Mapping[str, Callable[[str], str]]] = {
    "indicator": lambda code: catalog.INDICATORS[code].label if code in catalog.INDICATORS else code,
    "drug": lambda code: catalog.drug_label(code) if code in catalog.DRUGS else code,
}
"""Columns of codes → their words."""


def _row_digits(rows: pd.DataFrame) -> list[int]:
    """Digits of each row, where the rows of a table are figures of several kinds."""
    numeric = [name for name in rows.columns if _is_number(rows[name])]
    return [_digits(row) for row in rows[numeric].itertuples(index=False)]


def _digits(values: Iterable[Any]) -> int:
    """Digits behind the point that write all values; they are rounded already."""
    known = [float(value) for value in values if not pd.isna(value)]
    return max((_own_digits(value) for value in known), default=0)


def _own_digits(value: float) -> int:
    return 0 if value.is_integer() else min(len(f"{value:.6f}".rstrip("0").split(".")[1]), 6)


def _figure(value: Any, digits: int) -> str:
    return number(None if pd.isna(value) else float(value), digits)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return "–" if pd.isna(value) else day_words(value)
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    return clean(_day(str(value))) or "–"


def _day(text: str) -> str:
    return day_words(date.fromisoformat(text)) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else text


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
    wanted = [min(max(length, 9), 46) for length in longest]
    return [length / sum(wanted) for length in wanted]


def row_texts(row: pd.Series, names: Sequence[str]) -> list[str]:
    """Some figures of one row in words, with as many digits as any of them has."""
    values = [row.get(name) for name in names]
    digits = _digits(value for value in values if value is not None)
    return [_figure(value, digits) for value in values]
