"""Series of the places of a view, for the trend."""

from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from methods.completeness import incomplete_tail, is_incomplete
from model import catalog
from model.groups import Group
from model.periods import year_earlier
from model.places import NATION, places, state_of
from model.view import View
from queries.estimates import Row, known_number
from queries.group_series import group_series
from queries.late_records import late_of_series, late_records
from queries.measures import frame_of, measure_columns
from queries.predictions import noted
from queries.provenance import provenance_of
from queries.results import PlaceSeries, ResolvedView
from queries.store import Columns, Reader

Days = NDArray[np.datetime64]


def place_series(reader: Reader, resolved: ResolvedView) -> tuple[PlaceSeries, ...]:
    """Series of the place in focus, the places compared, its state and the nation."""
    view, places_drawn = resolved.view, _places_drawn(resolved.view)
    # Queried together; each series then finds its own answer remembered.
    single = tuple(place for place in places_drawn if place not in resolved.groups)
    reader.query_each("series", single, indicator=view.indicator, drug=view.drug, period_kind=resolved.kind)
    published = (series_of_place(reader, resolved=resolved, place=place) for place in places_drawn)
    return _told_apart(tuple(series for series in published if series))


def _told_apart(series: tuple[PlaceSeries, ...]) -> tuple[PlaceSeries, ...]:
    """The same, and lines of one name with what places their counts: D.C. is a county and a state."""
    named = Counter(line.name for line in series)
    return tuple(
        replace(line, name=f"{line.name} (by {line.provenance.basis})") if named[line.name] > 1 else line
        for line in series
    )


def series_of_place(reader: Reader, *, resolved: ResolvedView, place: str) -> PlaceSeries | None:
    """The series of one place, remembered; None where none is published."""
    name = resolved.label(place)
    return reader.once(_series_of_place, resolved.view.measure, name, *series_key(resolved, place))


SeriesKey = tuple[str, str, str, str, str, Group | None]


def series_key(resolved: ResolvedView, place: str) -> SeriesKey:
    """What `rows_of` takes for a place: the source is that of its kind of place."""
    view = resolved.view
    group = resolved.groups.get(place)
    source = resolved.sources.get("county" if group else places()[place].kind, "")
    return view.indicator, view.drug, resolved.kind, source, place, group


def rows_of(
    reader: Reader, indicator: str, drug: str, kind: str, source: str, place: str, group: Group | None
) -> Columns:
    """Series of a place, or of a group where its figures add up over counties."""
    if group is None:
        return reader.once(source_series, indicator, drug, kind, source, place)
    counties = group.counties if catalog.INDICATORS[indicator].adds_over_places else ()
    return reader.once(group_series, indicator, drug, kind, source, counties)


def _series_of_place(reader: Reader, measure: str, name: str, *key: *SeriesKey) -> PlaceSeries | None:
    rows = rows_of(reader, *key)
    provenance = provenance_of(reader, rows)
    if provenance is None:
        return None
    indicator, *_, place, group = key
    unsure = rows["change_without_interval" if measure == "change" else "without_interval"]
    measured = measure_columns(rows | {"without_interval": unsure}, measure, catalog.INDICATORS[indicator])
    measured |= {"period_end": rows["period_end"], "flagged": rows["flagged"]}
    if group:
        which = "paired" if measure == "change" else "rated" if measure == "rate" else "released"
        measured |= {"summed": rows[which], "run": rows[f"{which}_run"]}
    reported, predicted = (
        frame_of({name: column[chosen] for name, column in measured.items()})
        for chosen in (~rows["modeled"], rows["modeled"])
    )
    counties = len(group.counties) if group else 0
    short = group.short if group else ""
    late = late_records(reader, measure, rows, *key)
    first = _incomplete_from(rows)
    return PlaceSeries(place, name, reported, predicted, provenance, counties, first, short, late)


def _incomplete_from(rows: Columns) -> date | None:
    """Last day of the first period of a series' incomplete tail."""
    days, modeled = rows["period_end"], rows["modeled"]
    predicted = dict(zip(days[modeled].tolist(), rows["value"][modeled].tolist(), strict=True))
    reported = days[~modeled].tolist()
    length = incomplete_tail(
        rows["value"][~modeled],
        np.array([predicted.get(day, np.nan) for day in reported], dtype=float),
        rows["flagged"][~modeled],
    )
    return days[~modeled][-length].astype("datetime64[D]").item() if length else None


def is_incomplete_row(reported: Row, expected: float | None) -> bool:
    """Whether a reported figure is still incomplete, beside what the agency predicts for it."""
    value, predicted = (
        np.nan if each is None else each for each in (known_number(reported["value"]), expected)
    )
    return bool(is_incomplete(value, predicted, reported["flagged"]))


def source_series(reader: Reader, indicator: str, drug: str, kind: str, source: str, place: str) -> Columns:
    """A place's series, each value beside the one of the same kind (reported or predicted) a year earlier.

    Returns
    -------
    dict of str to ndarray
        The columns of `series.sql`, and `modeled, compared, compared_before, status_before`; `flagged`,
        whether the agency notes the period as underreported, or its earlier releases say so;
        `without_interval`, whether so much is predicted
        for it that neither value has an interval; and `change_without_interval`, the same of either year.
    """
    keys = {"indicator": indicator, "drug": drug, "period_kind": kind}
    of_place = reader.query_each("series", (place,), **keys)[place]
    chosen = of_place["source"] == source
    rows = beside_year_earlier({name: column[chosen] for name, column in of_place.items()}, kind)
    late = late_of_series(reader, rows, indicator, drug, kind, source, place)
    return rows | {"flagged": rows["flagged"] | late}


def beside_year_earlier(rows: Columns, kind: str) -> Columns:
    """One place's figures of one kind of period, each beside the one a year earlier; see `source_series`."""
    modeled = rows["status"] == "predicted"
    days = rows["period_end"].astype("datetime64[D]")
    # One number a day and kind, so that a year earlier is a look-up.
    fact = days.astype(int) * 2 + modeled
    wanted = _year_earlier(kind, days).astype(int) * 2 + modeled
    order = np.argsort(fact)
    position = order[np.searchsorted(fact[order], wanted).clip(max=max(len(fact) - 1, 0))]
    has_earlier = fact[position] == wanted
    flagged, without_interval = _unsure(rows, days, modeled)
    return rows | {
        "modeled": modeled,
        "flagged": flagged,
        "without_interval": without_interval,
        "change_without_interval": without_interval | (has_earlier & without_interval[position]),
        "compared": rows["value"],
        "compared_before": np.where(has_earlier, rows["value"][position], np.nan),
        "status_before": np.where(has_earlier, rows["status"][position], None),
    }


def _unsure(
    rows: Columns, days: Days, modeled: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which rows are of a period that the agency notes as underreported, and of which it predicts so much
    more that their error is unknown."""
    reported, predicted = (
        dict(zip(days[kind].tolist(), rows["value"][kind].tolist(), strict=True))
        for kind in (~modeled, modeled)
    )
    notes = dict(zip(days[~modeled].tolist(), noted(rows["note"][~modeled]).tolist(), strict=True))
    flagged = np.array([notes.get(day, False) for day in days.tolist()], dtype=bool)
    value, expected = (
        np.array([values.get(day, np.nan) for day in days.tolist()], dtype=float)
        for values in (reported, predicted)
    )
    return flagged, is_incomplete(value, expected, flagged) & ~np.isnan(expected)


def _year_earlier(kind: str, days: Days) -> Days:
    """The rule of `year_earlier` for many days at once."""
    if kind in ("day", "week"):
        return np.array([year_earlier(kind, day) for day in days.tolist()], dtype="datetime64[D]")
    first_of_next_month = days.astype("datetime64[M]") - 11
    return first_of_next_month.astype("datetime64[D]") - 1


def _places_drawn(view: View) -> tuple[str, ...]:
    if not catalog.INDICATORS[view.indicator].comparable:
        return (view.place,)
    codes = (view.place, *view.compare, state_of(view.place), NATION)
    return tuple(dict.fromkeys(place for place in codes if place))
