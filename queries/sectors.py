"""Answers the strip across sectors: the newest figure of every indicator for one place."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from methods.rates import is_unreliable
from model import catalog
from model.places import NATION, places, state_of
from queries.estimates import change_of_pair, known_number, rate_of
from queries.late_records import late_of_series
from queries.measures import frame_of
from queries.panel_results import SectorRow, Sectors
from queries.predictions import compared_row, shown_counts, shown_row
from queries.provenance import provenance_of
from queries.results import Estimate
from queries.series import beside_year_earlier, is_incomplete_row
from queries.store import Columns, Reader
from queries.twelve_months import YEAR, twelve_months

LONGEST_TRAIL = 60
"""Points of a sparkline: five years of months."""


def sectors(reader: Reader, place: str) -> Sectors:
    """The strip of a place; without rows where the place is a group of counties."""
    return reader.once(_sectors_of, place)


def _sectors_of(reader: Reader, place: str) -> Sectors:
    if place not in places():
        return Sectors(place, ())
    published = reader.once(_published)
    # Queried together; each figure then finds its own rows remembered.
    wider = tuple(dict.fromkeys((place, state_of(place) or NATION, NATION)))
    reader.query_each("sectors", wider, **published)
    return Sectors(place, tuple(_row(reader, indicator, place) for indicator in published["indicators"]))


def _published(reader: Reader) -> dict[str, tuple[str, ...]]:
    """Indicators of the strip that the extract has, and the drug of each."""
    there = set(reader.query("api_published")["indicator"])
    indicators = tuple(name for name in catalog.ACROSS_SECTORS if name in there)
    drugs = tuple(catalog.INDICATORS[name].default_drug for name in indicators)
    return {"indicators": indicators, "drugs": drugs}


def _row(reader: Reader, indicator: str, place: str) -> SectorRow:
    """The figure of the place itself, else of its state, else of the nation where only that is counted."""
    entry = catalog.INDICATORS[indicator]
    national = not {"state", "county"} & set(entry.bases)
    for candidate in (NATION,) if national else (place, state_of(place) or place):
        if row := reader.once(_figure_of, indicator, candidate):
            return row
    return SectorRow(indicator, entry.default_drug, place, "missing")


def _figure_of(reader: Reader, indicator: str, place: str) -> SectorRow | None:
    """A place's own figure, which stands in the strips of other places too; None where it has none."""
    rows = reader.query_each("sectors", (place,), **reader.once(_published))[place]
    rows = _only(rows, rows["indicator"] == indicator)
    return _newest(reader, catalog.INDICATORS[indicator], place, rows) if len(rows["status"]) else None


def _only(rows: Columns, wanted: NDArray[np.bool_]) -> Columns:
    return {name: column[wanted] for name, column in rows.items()}


def _newest(reader: Reader, entry: catalog.Indicator, place: str, rows: Columns) -> SectorRow:
    kind, series = _one_series(entry, rows)
    beside = beside_year_earlier(series, kind)
    source = str(series["source"][0])
    late = late_of_series(reader, series, entry.id, entry.default_drug, kind, source, place)
    beside["flagged"] |= late
    reported = _only(beside, ~beside["modeled"])
    row = {name: column[-1] for name, column in reported.items()}
    same = beside["modeled"] & (beside["period_end"] == row["period_end"])
    predicted = {name: column[same][0] for name, column in beside.items()} if same.any() else None
    shown = shown_row(reported=row, predicted=predicted)
    pair = compared_row(reported=row, predicted=predicted)
    value, denominator = known_number(shown["value"]), known_number(row["denominator"])
    differs = value != known_number(row["value"])
    shares = entry.measures[0] == "share"
    return SectorRow(
        entry.id,
        entry.default_drug,
        place,
        str((shown if differs else row)["status"]),
        kind,
        pd.Timestamp(row["period_start"]).date(),
        pd.Timestamp(row["period_end"]).date(),
        _share(value, denominator) if shares else value,
        rate=_reliable_rate(entry, value, denominator, without_interval=shown["without_interval"]),
        change=change_of_pair(entry, row, pair) if _can_change(entry, place) else None,
        change_of_predicted=pair is not row,
        incomplete=is_incomplete_row(row, None if predicted is None else known_number(predicted["value"])),
        trail=_trail(reported, shown_counts(beside), shares=shares),
        provenance=provenance_of(reader, reported),
    )


def _can_change(entry: catalog.Indicator, place: str) -> bool:
    """Whether a change on a year earlier is sound: jurisdictions that take part come and go."""
    return entry.compares_years and not (place == NATION and entry.nation_label)


def _one_series(entry: catalog.Indicator, rows: Columns) -> tuple[str, Columns]:
    """Rows of the kind of period and the source that come first in the catalog."""
    kinds = rows["period_kind"].tolist()
    kind = next((kind for kind in entry.period_kinds if kind in kinds), kinds[0])
    rows = _only(rows, rows["period_kind"] == kind)
    there = rows["source"].tolist()
    source = next((source for source in catalog.SOURCES if source in there), there[0])
    series = _only(rows, rows["source"] == source)
    if kind == "month" and not entry.published_rate:
        months = frame_of(series)
        begun = months["period_start"].shift(YEAR - 1)
        whole = twelve_months(months.assign(period_start=begun, denominator=np.nan), "value")
        if len(whole):
            return "12-month-ending", {str(name): whole[name].to_numpy() for name in whole}
    return kind, series


def _share(value: float | None, denominator: float | None) -> float | None:
    return value / denominator * 100 if value is not None and denominator else None


def _reliable_rate(
    entry: catalog.Indicator, value: float | None, denominator: float | None, *, without_interval: bool
) -> Estimate | None:
    enough = value is not None and not is_unreliable(value)
    return (
        rate_of(value, denominator, without_interval=without_interval)
        if enough and "rate" in entry.measures
        else None
    )


def _trail(reported: Columns, values: NDArray[np.float64], *, shares: bool) -> tuple[float, ...]:
    drawn = values / reported["denominator"] * 100 if shares else values
    return tuple(drawn[-LONGEST_TRAIL:].tolist())
