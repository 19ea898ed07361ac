"""DEA NFLIS-Drug, printed Table 3: reports of each fentanyl-related substance by state, one year a table.

Rows are substances and columns are states, in blocks one below the other, under two lines of titles that
say the year. In some years the first column has another name, and states are abbreviated. The isomers of a
substance stand indented below it, and its own count is their sum: nothing else tells it from the others.

So the table is loaded only if it adds up: in each state's column the substances without parts make the
printed total, every substance with parts is their sum, and the states make the grand total. An empty cell
or a dash is then no report. `substances.csv` says which substance is which drug of the catalog; the total is
the whole class.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pandas as pd

from data.sources.base import FIRST_YEAR, Converted, Intake, Loader
from data.sources.printed import BLOCK, IN_EVERY_BLOCK, INDENT, LABEL, OTHER_BLOCK, blocks_below, outline
from data.sources.table import FileProblem, RawTable, Sheet
from data.sources.years import YEAR_IN_NAME, calendar_years, year_in_name
from model.places import NATION, places

SUBSTANCES: Final = Path(__file__).parent / "substances.csv"
FIRST_COLUMNS: Final = frozenset({"substance", "substances", "drug", "drug name", "compound"})
"""What the column of the substances is called, in one year or another."""
FEWEST_STATES: Final = 2
"""A header with so many names of states is one of this table."""
TOTALS: Final = frozenset({"total", "total reports", "grand total", "state total"})
NATION_NAMES: Final = frozenset({"total", "grand total", "all states", "united states", "us", "u s"})
NOT_DRAWN: Final = frozenset({"unknown", "federal", "other", "guam", "gu", "virgin islands", "vi", "xx"})
"""Columns that count for the grand total and are no place that is drawn."""
NO_REPORT: Final = "no report"
MARKERS: Final[Mapping[str, str]] = MappingProxyType(
    {**dict.fromkeys(("", "-", "–", "—"), NO_REPORT), OTHER_BLOCK: "of another block"}
)
CLASS: Final = "fentanyl_related"
FOOTNOTE_MARKS: Final = re.compile(r"[\s*†‡§¹²³⁴⁵⁶⁷⁸⁹]+$")


@cache
def state_names() -> Mapping[str, str]:
    """States' names and abbreviations as normalized column names → their codes."""
    states = [place for place in places().values() if place.kind == "state"]
    names = {place.name.lower(): place.place for place in states}
    return MappingProxyType(names | {(place.abbreviation or "").lower(): place.place for place in states})


@cache
def substances() -> Mapping[str, str]:
    """Substance in lower case → drug of the catalog."""
    with SUBSTANCES.open(encoding="utf-8", newline="") as table:
        return MappingProxyType({row["substance"].lower(): row["drug"] for row in csv.DictReader(table)})


def has_states(header: frozenset[str]) -> bool:
    """Whether a header names the substances and a few states."""
    return bool(header & FIRST_COLUMNS) and len(header & set(state_names())) >= FEWEST_STATES


def laid_out(sheet: Sheet, header_at: int) -> RawTable:
    """The blocks of states beside each other."""
    return blocks_below(sheet, header_at, FIRST_COLUMNS)


def convert(intake: Intake) -> Converted:
    """Reports by state and drug, once the table is found to add up."""
    if "nflis" not in " ".join([intake.file_name, *intake.titles]).lower():
        raise FileProblem(
            "has a header like that of an NFLIS-Drug table: put NFLIS into its name if it is one"
        )
    year = _year(intake)
    columns = _places(intake.rows)
    counts = _counts(intake, columns)
    intake.rows = intake.rows.assign(label=intake.rows[LABEL].str.replace(FOOTNOTE_MARKS, "", regex=True))
    is_total = intake.rows[LABEL].str.lower().isin(TOTALS)
    totals = counts[is_total]
    parts = outline(intake.rows[~is_total])
    _check(intake.rows, counts[~is_total], totals, parts, columns)
    values = pd.concat(
        [
            _by_drug(intake.rows.loc[~is_total, LABEL], counts[~is_total], parts, columns),
            pd.DataFrame({"place": list(columns.values()), "drug": CLASS, "value": totals.sum().to_numpy()}),
        ]
    )
    drawn = values[values["place"] != ""].reset_index(drop=True)
    drawn = drawn.join(calendar_years(pd.Series(year, index=drawn.index)))
    return Converted(
        drawn.assign(
            indicator="lab_reports",
            place_kind=drawn["place"].map({NATION: "nation"}).fillna("state"),
            basis="laboratory submission",
            status="ok",
            as_of=pd.Timestamp(year, 12, 31),
        )
    )


def _year(intake: Intake) -> int:
    """Year that the titles say, or else the sheet's or the file's name."""
    said = {int(year) for year in YEAR_IN_NAME.findall(" ".join(intake.titles))}
    known = {year for year in said if FIRST_YEAR <= year <= date.today().year}
    if len(known) == 1:
        return known.pop()
    name = intake.sheet_name if YEAR_IN_NAME.search(intake.sheet_name) else intake.file_name
    return year_in_name(name, "which year the reports are of")


def _places(rows: pd.DataFrame) -> dict[str, str]:
    """Column → place; empty for one that only the grand total counts."""
    found = {}
    for column in rows.columns.drop([LABEL, INDENT, BLOCK, *IN_EVERY_BLOCK], errors="ignore"):
        place = NATION if column in NATION_NAMES else state_names().get(column)
        if place is None and column not in NOT_DRAWN:
            raise FileProblem(f"has the column {column!r}, which is no state: check that it is Table 3")
        found[column] = place or ""
    return found


def _counts(intake: Intake, columns: Iterable[str]) -> pd.DataFrame:
    """Reports of every row, 0 where there is none; null in the columns of other blocks."""
    counts = {}
    for column in columns:
        number, absence = intake.marked(column, MARKERS)
        counts[column] = number.mask(absence == NO_REPORT, 0.0)
    return pd.DataFrame(counts).loc[intake.rows.index]


def _check(
    rows: pd.DataFrame,
    counts: pd.DataFrame,
    totals: pd.DataFrame,
    parts: pd.DataFrame,
    columns: Mapping[str, str],
) -> None:
    printed = totals.sum(min_count=1)
    if printed.isna().any():
        raise FileProblem("has a block of states without a line of totals: load the whole table")
    added = counts[parts["leaf"]].sum()
    if (wrong := printed.index[added != printed]).size:
        column = wrong[0]
        raise FileProblem(
            f"does not add up: its substances make {added[column]:,.0f} in the column {column!r}, where "
            f"{printed[column]:,.0f} are printed. A substance and its isomers are told apart by the indent: "
            "load the agency's workbook"
        )
    below = counts.groupby(parts["parent"]).sum(min_count=1).drop(-1, errors="ignore")
    different = (below != counts.loc[below.index]) & counts.loc[below.index].notna()
    if different.any(axis=None):
        line = different.index[different.any(axis=1)][0]
        raise FileProblem(
            f"does not add up: {rows.at[line, LABEL]!r} is not the sum of what is indented below it"
        )
    for column in (name for name, place in columns.items() if place == NATION):
        states = printed.drop([name for name, place in columns.items() if place == NATION]).sum()
        if states != printed[column]:
            raise FileProblem(
                f"does not add up: the states make {states:,.0f} reports and the grand total is "
                f"{printed[column]:,.0f}"
            )


def _by_drug(
    labels: pd.Series, counts: pd.DataFrame, parts: pd.DataFrame, columns: Mapping[str, str]
) -> pd.DataFrame:
    """Reports of each drug, where a substance counts with its isomers and they do not count again."""
    drug = labels.str.lower().map(dict(substances()))
    counted = drug.notna() & (drug != parts["parent"].map(drug))
    summed = counts[counted].groupby(drug[counted]).sum(min_count=1)
    tall = summed.rename_axis("drug").reset_index().melt("drug", var_name="column", value_name="value")
    return tall.dropna(subset="value").assign(place=lambda found: found["column"].map(dict(columns)))[
        ["place", "drug", "value"]
    ]


LOADERS: Final = (
    Loader("nflis_fentanyl_table", frozenset(), convert, accepts=has_states, laid_out=laid_out),
)
