"""DEA NFLIS-Drug: reports of drugs that laboratories identified, by the state of the submitting agency.

Three forms are read.

The all-drug table by state and year (`State, BaseCode, BaseDescription, DrugCategory, ReportCount`, with
`SHEET_YEAR` where the sheets of the workbook were put into one file; otherwise the year is that of the
sheet's or the file's name).

The export of the public data query (`LABTYPE, RPTAGGR, YYYY, PERIOD, DRUG_REPORTS, QUERY_RUN_DATE, ...`),
by half-year (`SA2 (JUL - DEC)`) or by year (`2022` in the same column). It holds what was asked for, mostly
one class of drugs; counts change with each query, so the day of the query is the vintage.

A printed table (`State, Drug, Reports`, with `Year` or the year in the file's name, and NFLIS in the file's
name, because other laboratories' tables have such a header too), with title lines, repeated headers and
footnotes around it.

Names of drugs are translated by `nflis_drugs.csv`, where a drug can be in several classes:
classes overlap and never add up. Reports without a drug (`No Analysis`, `Result Not Reported`, `No Controlled
Drug Identified` and others) are in no drug, nor in the total of which a drug's share is taken; how many they
are is in the total's note.

A drug is 0 where a state has rows of the period but none of the drug, as long as anywhere in the table
somebody reported it in that period. The nation is the sum of all rows: states, the District of Columbia,
Puerto Rico, the other territories and reports of unknown origin (`XX`); these last two are not drawn.
"""

import csv
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pandas as pd

from data.sources.base import FIRST_YEAR, Converted, Intake, Loader
from data.sources.table import FileProblem
from data.sources.years import YEAR_IN_NAME, calendar_years, year_in_name
from model import catalog
from model.place_codes import state_fips, state_from_abbreviation
from model.places import NATION, places

DRUG_WORDS: Final = Path(__file__).parent / "nflis_drugs.csv"
NOT_IDENTIFIED: Final = ""
"""What the table of words says in place of a drug where a row is about no drug."""

NOT_DRAWN: Final = frozenset({"XX", "GU", "VI", "AS", "MP"})
"""Unknown origin and the territories that are not among the places; counted into the nation."""
PUERTO_RICO: Final = "72"
STATES: Final = 51
MOST_STATES: Final = 45
"""A query of the whole country names at least so many states; a small one may have no report of a class."""
MANY_CATEGORIES: Final = 10
"""An export of all drugs has at least so many categories."""

ALL_LABORATORIES: Final = "Local/Municipal,State,Federal,Private"
NATION_NOTE: Final = "with Puerto Rico, other territories and unknown origin"

HALVES: Final[Mapping[str, str]] = MappingProxyType(
    {"sa1 (jan - jun)": "first half", "sa2 (jul - dec)": "second half", "year": "year"}
)
DAYS_OF: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        "first half": ("half-year", "-01-01", "-06-30"),
        "second half": ("half-year", "-07-01", "-12-31"),
        "year": ("year", "-01-01", "-12-31"),
    }
)
"""Part of the year → period kind, first and last day."""
EARLY: Final = "underreported: queried before the agency publishes the period"
NATION_NAMES: Final = frozenset({"us", "united states", "total", "national"})
PERIOD: Final = ["period_kind", "period_start", "period_end", "as_of"]


@lru_cache(maxsize=1)
def drug_words() -> pd.DataFrame:
    """The table of words: `level` (base, category, total), `words` in lower case, `drug` of the catalog."""
    with DRUG_WORDS.open(encoding="utf-8", newline="") as table:
        rows = pd.DataFrame(list(csv.DictReader(table)), dtype="str")
    return rows.assign(words=rows["words"].str.lower())


def _words_of(level: str) -> pd.DataFrame:
    words = drug_words()
    return words.loc[words["level"] == level, ["words", "drug"]]


def _all_drugs(intake: Intake) -> Converted:
    """Reports by state and year of every drug, with all reports of a drug as the denominator."""
    year = _years(intake, "sheet year")
    place = _state_of(intake, "state", "state")
    reports = _counts(intake, "reportcount")
    intake.repeated(
        intake.rows[["state", "basedescription", "drugcategory"]].assign(year=year), "state, year and drug"
    )
    kept = intake.rows.index
    rows = pd.DataFrame(
        {
            "place": place,
            "reports": reports,
            "base": intake.rows["basedescription"],
            "category": intake.rows["drugcategory"],
        }
    ).loc[kept]
    rows = rows.join(calendar_years(year.loc[kept]))
    rows["as_of"] = rows["period_end"].max()
    found = _memberships(rows, complete=True)
    named = _states_named(rows, PERIOD)
    counted = _counted(rows, found, named[named >= STATES].index)
    return Converted(_observations(_with_denominator(counted, rows, found)).assign(status="ok"))


def _query(intake: Intake) -> Converted:
    """Reports by state and half-year or year of what was asked for, as counted on the day of the query."""
    intake.word("rptaggr", {"drugreport": "reports"})
    asked = intake.day("query run date", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d").dt.normalize()
    # A day misprinted into the far future would hide every later vintage.
    to_come = ~asked.dt.year.between(FIRST_YEAR, date.today().year + 1)
    intake.refuse(to_come, "not a day of a query", "query run date")
    year = intake.year("yyyy")
    of_year = intake.rows["period"].mask(intake.rows["period"] == intake.rows["yyyy"], "year")
    intake.rows = intake.rows.assign(period=of_year)
    part = intake.word("period", HALVES)
    place = _state_of(intake, "state", "state fips")
    reports = _counts(intake, "drug reports")
    keys = ["labtype", "yyyy", "period", "substance id", "state", "state fips", "query run date"]
    intake.repeated(intake.rows[keys], "substance, state and period")
    rows = pd.DataFrame(
        {
            "place": place,
            "reports": reports,
            "base": intake.rows["base description"],
            "category": intake.rows["drug category description"],
            "as_of": asked,
        }
    ).loc[intake.rows.index]
    rows = rows.join(_periods(year, part))
    complete = _asked_for_everything(rows)
    found = _memberships(rows, complete)
    unlisted = ~rows.index.isin(found["line"])
    reason = "in no drug of the catalog, and the export holds only a part of its class"
    intake.refuse(pd.Series(unlisted, index=rows.index), reason, "base description")
    rows = rows.loc[intake.rows.index]
    named = _states_named(rows, ["as_of"])
    national = rows["as_of"].isin(named[named >= MOST_STATES].index)
    counted = _counted(rows, found, pd.MultiIndex.from_frame(rows.loc[national, PERIOD].drop_duplicates()))
    if complete:
        counted = _with_denominator(counted, rows, found)
    observations = _observations(counted, _laboratories(intake.rows["labtype"]))
    return Converted(_with_early_periods_noted(observations).assign(status="provisional"), as_of_stated=True)


def _with_early_periods_noted(observations: pd.DataFrame) -> pd.DataFrame:
    """With a note at periods that were queried before the schedule publishes them: laboratories still
    report."""
    published_after = catalog.SOURCES["nflis_query"].lag_days
    early = (observations["as_of"] - observations["period_end"]).dt.days < published_after
    said = observations["note"].where(observations["note"].eq(""), observations["note"] + "; ")
    return observations.assign(note=observations["note"].mask(early, said + EARLY))


def _table(intake: Intake) -> Converted:
    """Reports of a printed table: what is printed and nothing more; shares only where it has a total."""
    if "nflis" not in intake.file_name.lower():
        raise FileProblem(
            "has a header like that of an NFLIS-Drug table, which other tables have too: put NFLIS into the "
            "name of the file if it is one"
        )
    year = _years(intake, "year")
    plain = intake.rows[["state", "drug"]].apply(lambda cells: cells.str.split().str.join(" "))
    intake.rows = intake.rows.assign(**plain)
    nation = intake.rows["state"].str.lower().isin(NATION_NAMES)
    codes = intake.rows["state"].str.lower().map(_state_names()).mask(nation, NATION)
    intake.refuse(codes.isna(), "not a state", "state")
    words = pd.concat([_words_of(level) for level in ("total", "category", "base")])
    known = words[words["drug"] != NOT_IDENTIFIED]
    drug = intake.word("drug", dict(zip(known["words"], known["drug"], strict=True)))
    reports = _counts(intake, "reports")
    keys = pd.DataFrame({"place": codes, "drug": drug, "year": year})
    intake.repeated(keys, "state, drug and year")
    kept = intake.rows.index
    rows = keys.loc[kept].assign(value=reports).join(calendar_years(year.loc[kept]))
    rows["as_of"] = rows["period_end"].max()
    total = rows.loc[rows["drug"] == "all", ["place", "year", "value"]]
    divided = rows.merge(total.rename(columns={"value": "denominator"}), on=["place", "year"], how="left")
    divided["numerator"] = divided["value"].where(divided["denominator"].notna())
    observations = _observations(divided.drop(columns="year"))
    return Converted(observations.assign(status="ok", note=""))


def _years(intake: Intake, column: str) -> pd.Series:
    """Year of each row: of its column, or else the one that the sheet's or the file's name holds."""
    if column in intake.rows:
        return intake.year(column, ahead=0)
    name = intake.sheet_name if YEAR_IN_NAME.search(intake.sheet_name) else intake.file_name
    named = year_in_name(name, "which year the reports are of")
    return pd.Series(named, index=intake.rows.index, dtype="int64")


def _state_of(intake: Intake, abbreviations: str, code_column: str) -> pd.Series:
    """State of each row; empty where it is counted into the nation only."""
    words = intake.rows[abbreviations].str.upper()
    code = intake.rows[code_column].map(state_fips)
    code = code.where(code.isin(list(places())), words.map(state_from_abbreviation))
    code = code.mask(words.isin(NOT_DRAWN), "")
    intake.refuse(code.isna(), "not a state", abbreviations)
    return code.reindex(intake.rows.index)


@lru_cache(maxsize=1)
def _state_names() -> dict[str, str]:
    """States' names and abbreviations, in lower case → their codes."""
    states = [place for place in places().values() if place.kind == "state"]
    names = {place.name.lower(): place.place for place in states}
    return names | {(place.abbreviation or "").lower(): place.place for place in states}


def _counts(intake: Intake, column: str) -> pd.Series:
    reports = intake.number(column)
    intake.refuse(reports.isna() | reports.mod(1).ne(0), "not a number of reports", column)
    return reports.reindex(intake.rows.index)


def _periods(year: pd.Series, part: pd.Series) -> pd.DataFrame:
    """Period columns of halves of years and whole years."""
    text = year.reindex(part.index).astype("int64").astype("str")
    kind, first, last = (part.map({word: days[n] for word, days in DAYS_OF.items()}) for n in range(3))
    return pd.DataFrame(
        {
            "period_kind": kind,
            "period_start": pd.to_datetime(text + first),
            "period_end": pd.to_datetime(text + last),
        }
    )


def _memberships(rows: pd.DataFrame, complete: bool) -> pd.DataFrame:
    """Which rows count for which drugs.

    Parameters
    ----------
    rows
        With `base` and `category`; the index is the line.
    complete
        Whether the table is of all drugs. If so, every row counts for `all` or, without a drug, for
        `NOT_IDENTIFIED`, and rows in no other drug count for `other`. If not, a class counts only where
        the table has more than one drug of it; otherwise one drug was asked for and not the class.

    Returns
    -------
    DataFrame
        `line, drug`, each pair once.
    """
    lower = pd.DataFrame({level: rows[level].str.lower() for level in ("base", "category")})
    if not complete:
        drugs_in_class = lower.groupby("category")["base"].transform("nunique")
        lower["category"] = lower["category"].where(drugs_in_class > 1, "")
    lower["line"] = rows.index
    found = pd.concat(
        [
            lower.merge(_words_of(level), left_on=level, right_on="words")[["line", "drug"]]
            for level in ("base", "category")
        ],
        ignore_index=True,
    ).drop_duplicates()
    without_drug = found["line"].isin(found.loc[found["drug"] == NOT_IDENTIFIED, "line"])
    named = found[~without_drug]
    if not complete:
        return named
    nothing = found.loc[without_drug, ["line"]].drop_duplicates().assign(drug=NOT_IDENTIFIED)
    of_a_drug = lower.loc[~lower["line"].isin(nothing["line"]), ["line"]]
    rest = of_a_drug[~of_a_drug["line"].isin(named["line"])]
    parts = [named, nothing, of_a_drug.assign(drug="all"), rest.assign(drug="other")]
    return pd.concat(parts, ignore_index=True)


def _asked_for_everything(rows: pd.DataFrame) -> bool:
    """Whether an export is of all drugs: it then holds reports without a drug, among many categories."""
    pseudo = _words_of("category")
    words = pseudo.loc[pseudo["drug"] == NOT_IDENTIFIED, "words"]
    categories = rows["category"].str.lower()
    return bool(categories.isin(words).any()) and categories.nunique() >= MANY_CATEGORIES


def _states_named(rows: pd.DataFrame, by: list[str]) -> pd.Series:
    """How many of the 50 states and the District of Columbia have rows."""
    return rows[~rows["place"].isin(("", PUERTO_RICO))].groupby(by)["place"].nunique()


def _laboratories(types: pd.Series) -> str:
    """Note on the laboratories that were asked, where they were not all."""
    asked = set(types)
    return "" if asked == {ALL_LABORATORIES} else "laboratories: " + " | ".join(sorted(asked))


def _counted(rows: pd.DataFrame, found: pd.DataFrame, nation: pd.Index) -> pd.DataFrame:
    """Reports by place, period and drug, zeros included.

    Parameters
    ----------
    nation
        Periods (`PERIOD`) of which the rows cover the whole country.
    """
    covered = pd.MultiIndex.from_frame(rows[PERIOD]).isin(nation)
    placed = pd.concat([rows[rows["place"] != ""], rows[covered].assign(place=NATION)])
    tall = placed.merge(found, left_index=True, right_on="line")
    summed = tall.groupby(["place", "drug", *PERIOD], as_index=False)["reports"].sum()
    grid = (
        placed[["place", *PERIOD]]
        .drop_duplicates()
        .merge(tall[["drug", *PERIOD]].drop_duplicates(), on=PERIOD)
    )
    filled = grid.merge(summed, on=["place", "drug", *PERIOD], how="left")
    filled["value"] = filled.pop("reports").fillna(0.0)
    return filled


def _with_denominator(counted: pd.DataFrame, rows: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Add all reports of a drug as the denominator, and to the total how many were of none."""
    where = ["place", *PERIOD]
    total = counted.loc[counted["drug"] == "all", [*where, "value"]]
    without = counted.loc[counted["drug"] == NOT_IDENTIFIED, [*where, "value"]]
    drugs = counted[counted["drug"] != NOT_IDENTIFIED]
    drugs = drugs.merge(total.rename(columns={"value": "denominator"}), on=where)
    drugs = drugs.merge(without.rename(columns={"value": "without"}), on=where, how="left")
    drugs["numerator"] = drugs["value"]
    of_total = drugs["drug"].eq("all") & drugs["without"].gt(0)
    words = drugs["without"].map("besides, {:,.0f} reports without a drug".format)
    return drugs.drop(columns="without").assign(note=words.where(of_total, ""))


def _observations(counted: pd.DataFrame, note: str = "") -> pd.DataFrame:
    """Counts as observations; `note` is added to each, and to the nation's what they are the sum of."""
    nation = counted["place"] == NATION
    notes = pd.DataFrame({"all": note, "nation": nation.map({True: NATION_NOTE, False: ""})})
    notes["own"] = counted.get("note", "")
    return counted.assign(
        indicator="lab_reports",
        place_kind=nation.map({True: "nation", False: "state"}),
        note=["; ".join(filter(None, words)) for words in notes.itertuples(index=False)],
        basis="laboratory submission",
    )


LOADERS: Final = (
    Loader("nflis_state", frozenset({"state", "basedescription", "drugcategory", "reportcount"}), _all_drugs),
    Loader(
        "nflis_query",
        frozenset(
            {"labtype", "rptaggr", "yyyy", "period", "drug reports", "query run date", "substance id"}
            | {"base description", "drug category description", "state", "state fips"}
        ),
        _query,
    ),
    Loader("nflis_state", frozenset({"state", "drug", "reports"}), _table, with_notes=True),
)
