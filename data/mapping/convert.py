"""Turns a partner's rows into observations, as the mapping declares."""

from functools import partial
from typing import Final

import pandas as pd

from data.mapping.declaration import AsOf, DrugColumn, TableMapping
from data.mapping.periods import period_bounds, readable_days
from data.mapping.totals import with_totals
from data.mapping.unfinished import with_unfinished_periods
from data.mapping.units import factor
from data.mapping.where import place_codes
from data.sources.base import FIRST_YEAR, Converted, Intake, Loader
from data.sources.table import FileProblem
from model import catalog
from model.observations import IDENTITY, NUMBER_COLUMNS, WHOLE, observation_frame

NINES: Final = r"-?9{3,}(?:\.0*)?"
MOST_COMPARED: Final = 10_000
"""Rows of repeated facts that are compared to find what tells them apart."""
AGENCIES: Final = "reporting_agencies"
_FACT: Final = [name for name in IDENTITY if name != "source"]


def loader(mapping: TableMapping) -> Loader:
    """A loader for the tables that a mapping describes."""
    required = frozenset(mapping.columns().values())
    return Loader(mapping.source.id, required, partial(convert, mapping))


def convert(mapping: TableMapping, intake: Intake) -> Converted:
    """Every figure of the table, agencies that reported, and the declared totals of days."""
    rows_in_file = intake.rows
    told = _told_by_row(mapping, intake)
    kept = intake.rows.index
    figures = pd.DataFrame({name: column.reindex(kept) for name, column in told.items()}, index=kept)
    figures = figures.assign(
        source=mapping.source.id,
        indicator=mapping.indicator,
        place_kind=mapping.place.kind,
        basis=mapping.basis,
        period_kind=mapping.period.kind,
    )
    if mapping.as_of is None:
        figures["as_of"] = figures["period_end"].max()
    figures = with_unfinished_periods(mapping, figures, rows_in_file)
    parts = [_agencies_reporting(figures)] if mapping.agencies else []
    figures = observation_frame(figures)
    if mapping.totals:
        whole = _whole_days(mapping, intake, rows_in_file) if mapping.absent == "zero" else None
        figures = with_totals(figures, mapping.totals, whole)
    observations = pd.concat([observation_frame(part) for part in (figures, *parts)], ignore_index=True)
    return Converted(observations, as_of_stated=mapping.as_of is not None)


def _told_by_row(mapping: TableMapping, intake: Intake) -> dict[str, pd.Series]:
    """What each row says, refusing those that do not say it; columns may hold rows refused later."""
    told: dict[str, pd.Series] = {"place": place_codes(intake, mapping.place)}
    bounds = period_bounds(intake, mapping.period)
    told |= _columns(bounds)
    told["drug"] = _drug(intake, mapping.drug)
    for name, stratum in mapping.strata.declared.items():
        told[name] = intake.word(stratum.column, stratum.words)
    if mapping.as_of:
        told["as_of"] = _as_of(intake, mapping.as_of)
    figures = _figures(mapping, intake)
    told |= _columns(figures)
    if mapping.agencies:
        told |= _agencies(mapping.agencies.column, intake, figures, told)
    keys = pd.DataFrame({name: told[name] for name in (*_FACT, "as_of") if name in told})
    _fail_on_repeats(intake, keys, mapping)
    return told


def _fail_on_repeats(intake: Intake, keys: pd.DataFrame, mapping: TableMapping) -> None:
    """Fail a table with rows of one place, period, drug and stratum: which of them is the figure, or whether
    they add up, is not known.

    Raises
    ------
    FileProblem
        With the first two such rows and the columns that they differ in.
    """
    kept = keys.loc[intake.rows.index]
    repeats = kept.duplicated(keep=False)
    if not repeats.any():
        return
    alike = kept[repeats].sort_values(list(map(str, kept)), kind="stable").head(MOST_COMPARED)
    rows = intake.rows.loc[alike.index]
    groups = [alike[name] for name in alike]
    differing = {
        str(name) for name, column in rows.items() if (column.groupby(groups).transform("nunique") > 1).any()
    }
    first, second = alike.index[:2]
    raise FileProblem(
        f"{int(repeats.sum()):,} of {len(kept):,} rows are of the same place, period, drug and stratum as "
        f"another (lines {first} and {second}, say). {_what_tells_apart(differing, mapping)}"
    )


def _what_tells_apart(differing: set[str], mapping: TableMapping) -> str:
    """What to do about rows of one fact that differ in some columns."""
    figures = [column for column in mapping.value.columns if column in differing]
    if others := sorted(differing - set(figures)):
        return f"Map what tells them apart, or add them up first: {', '.join(others)}."
    if figures:
        return f"They differ in {', '.join(figures)} alone: leave out those that do not hold, or add them up."
    return "They are alike in every column: leave out the repeats, or add them up first."


def _columns(frame: pd.DataFrame) -> dict[str, pd.Series]:
    return {str(name): column for name, column in frame.items()}


def _drug(intake: Intake, drug: DrugColumn) -> pd.Series:
    if drug.column is None or drug.words is None:
        return pd.Series(drug.fixed, index=intake.rows.index, dtype="str")
    return intake.word(drug.column, drug.words)


def _as_of(intake: Intake, as_of: AsOf) -> pd.Series:
    if as_of.column is None:
        return pd.Series(pd.Timestamp(str(as_of.fixed)), index=intake.rows.index)
    day = intake.day(as_of.column, str(as_of.format)).dt.normalize()
    # A day misprinted into the future would hide every later vintage.
    tomorrow = pd.Timestamp.today().normalize() + pd.Timedelta(days=1)
    outside = (day > tomorrow) | (day.dt.year < FIRST_YEAR)
    intake.refuse(outside, "not a day that these figures can be of", as_of.column)
    return day.reindex(intake.rows.index)


def _figures(mapping: TableMapping, intake: Intake) -> pd.DataFrame:
    """Numbers, status and note of each row; a withheld figure brings no number at all."""
    declared = {name: column for name in NUMBER_COLUMNS if (column := _number_column(mapping, name))}
    cells = intake.rows[mapping.value.column].str.lower()
    status = cells.map(mapping.value.markers).astype(object)
    unsaid = (cells == "") & status.isna()
    intake.refuse(unsaid, "empty, and value.markers has no word for an empty cell", mapping.value.column)
    # Markers may stand in any of the columns: an interval is withheld with its figure.
    blanked = {
        column: intake.rows[column].where(~intake.rows[column].str.lower().isin(mapping.value.markers), "")
        for column in set(declared.values())
    }
    intake.rows = intake.rows.assign(**blanked)
    if mapping.value.nines == "refused":
        for column in declared.values():
            _refuse_nines(intake, column)
    numbers = {name: intake.number(column) for name, column in declared.items()}
    kept = intake.rows.index
    figures = pd.DataFrame({name: column.reindex(kept) for name, column in numbers.items()})
    multiplied = [name for name in ("value", "lower", "upper") if name in figures]
    figures[multiplied] *= factor(mapping.unit, catalog.INDICATORS[mapping.indicator].unit)
    figures["status"] = status.reindex(kept).fillna(mapping.value.status)
    withheld = figures["value"].isna()
    figures.loc[withheld, list(numbers)] = float("nan")
    if "lower" in figures:
        outside = (figures["lower"] > figures["value"]) | (figures["upper"] < figures["value"])
        intake.refuse(outside, "the figure is not within its interval", mapping.value.column)
    if "denominator" in figures:
        intake.refuse(figures["denominator"] == 0, "a denominator of zero", declared["denominator"])
    return figures.loc[intake.rows.index]


def _refuse_nines(intake: Intake, column: str) -> None:
    """Refuse 999, 9999 and the like, by which many programs write that there is no figure."""
    nines = intake.rows[column].str.fullmatch(NINES)
    reason = (
        "stands for a missing figure in many tables: say what it means in value.markers, or write "
        "value.nines: figures"
    )
    intake.refuse(nines, reason, column)


def _number_column(mapping: TableMapping, name: str) -> str | None:
    return mapping.value.column if name == "value" else getattr(mapping.value, name)


def _agencies(
    column: str, intake: Intake, figures: pd.DataFrame, told: dict[str, pd.Series]
) -> dict[str, pd.Series]:
    """How many agencies reported; where none did, zero or nothing is not reported."""
    agencies = intake.number(column)
    none = agencies == 0
    above_zero = figures["value"].loc[agencies.index] > 0
    intake.refuse(none & above_zero, "a figure that no agency reported", column)
    keys = [name for name in ("place", "period_start", "as_of") if name in told]
    said = pd.DataFrame({name: told[name] for name in keys} | {"agencies": agencies})
    said = said.loc[intake.rows.index]
    first = said.groupby(keys)["agencies"].transform("first")
    differs = said["agencies"].notna() & (said["agencies"] != first)
    intake.refuse(differs, "another number of agencies than an earlier row of this place and period", column)
    unreported = none.reindex(figures.index, fill_value=False)
    numbers = _columns(figures.drop(columns="status").mask(unreported, axis=0))
    status = figures["status"].mask(unreported, "not_reported")
    return numbers | {"status": status, "agencies": agencies}


def _agencies_reporting(figures: pd.DataFrame) -> pd.DataFrame:
    """One observation of the number of agencies for each place and period."""
    facts = ["source", "place_kind", "place", "basis", "period_kind", "period_start", "period_end", "as_of"]
    counted = figures.rename(columns={"value": "figure", "agencies": "value"})
    counted = counted.groupby(facts, as_index=False).agg(value=("value", "first"))
    status = counted["value"].isna().map({True: "missing", False: "ok"})
    return counted.assign(indicator=AGENCIES, drug=WHOLE, status=status)


def _whole_days(mapping: TableMapping, intake: Intake, rows_in_file: pd.DataFrame) -> pd.Series:
    """Days on which a place without a row had none: those with rows in the file, none of them refused.

    A refused row whose day cannot be read might be of any day: none is whole then.
    """
    day = readable_days(rows_in_file[str(mapping.period.column)], mapping.period)
    refused = day.reindex(list(intake.reasons))
    if refused.isna().any():
        return day.iloc[:0]
    kept = day.reindex(intake.rows.index).drop_duplicates()
    return kept[~kept.isin(refused)]
