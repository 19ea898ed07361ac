"""Series of the places of a view, for the trend."""

from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from methods.completeness import incomplete_tail
from model import catalog
from model.groups import Group
from model.places import NATION, places, state_of
from model.view import View
from queries.group_series import group_series
from queries.measures import frame_of, measure_columns
from queries.provenance import provenance_of
from queries.resolved_view import year_earlier
from queries.results import PlaceSeries, ResolvedView
from queries.store import Columns, Reader

INCOMPLETE: Final = "underreported"
"""In the note of a figure that the agency calls incomplete."""
Days = NDArray[np.datetime64]


def place_series(reader: Reader, view: View, resolved: ResolvedView) -> tuple[PlaceSeries, ...]:
    """Series of the place in focus, the places compared, its state and the nation."""
    wanted = _wanted(view)
    # Asked for together; each line then finds its own answer remembered.
    single = tuple(place for place in wanted if place not in resolved.groups)
    reader.query_each("series", single, indicator=view.indicator, drug=view.drug, period_kind=resolved.kind)
    found = (line_of(reader, view, resolved, place) for place in wanted)
    return tuple(line for line in found if line)


def line_of(reader: Reader, view: View, resolved: ResolvedView, place: str) -> PlaceSeries | None:
    """The series of one place in a settled view, remembered; None where none is published."""
    return reader.once(_line_of, view.measure, resolved.label(place), *series_key(view, resolved, place))


SeriesKey = tuple[str, str, str, str, str, Group | None]


def series_key(view: View, resolved: ResolvedView, place: str) -> SeriesKey:
    """What `rows_of` takes for a place: the source is that of its kind of place."""
    group = resolved.groups.get(place)
    source = resolved.sources.get("county" if group else places()[place].kind, "")
    return view.indicator, view.drug, resolved.kind, source, place, group


def rows_of(
    reader: Reader, indicator: str, drug: str, kind: str, source: str, place: str, group: Group | None
) -> Columns:
    """Series of a place, or of a group where its figures add up over counties."""
    if group is None:
        return reader.once(series_of, indicator, drug, kind, source, place)
    counties = group.counties if catalog.INDICATORS[indicator].adds_over_places else ()
    return reader.once(group_series, indicator, drug, kind, source, counties)


def _line_of(reader: Reader, measure: str, name: str, *key: *SeriesKey) -> PlaceSeries | None:
    rows = rows_of(reader, *key)
    provenance = provenance_of(reader, rows)
    if provenance is None:
        return None
    indicator, *_, place, group = key
    measured = measure_columns(rows, measure, catalog.INDICATORS[indicator])
    measured["period_end"] = rows["period_end"]
    if group:
        which = "paired" if measure == "change" else "rated" if measure == "rate" else "released"
        measured |= {"summed": rows[which], "run": rows[f"{which}_run"]}
    reported, predicted = (
        frame_of({name: column[chosen] for name, column in measured.items()})
        for chosen in (~rows["modelled"], rows["modelled"])
    )
    counties = len(group.counties) if group else 0
    short = group.short if group else ""
    return PlaceSeries(place, name, reported, predicted, provenance, counties, _incomplete_from(rows), short)


def _incomplete_from(rows: Columns) -> date | None:
    """Last day of the first period of a series' incomplete tail."""
    days, modelled = rows["period_end"], rows["modelled"]
    predicted = dict(zip(days[modelled].tolist(), rows["value"][modelled].tolist(), strict=True))
    reported = days[~modelled].tolist()
    length = incomplete_tail(
        rows["value"][~modelled],
        np.array([predicted.get(day, np.nan) for day in reported], dtype=float),
        np.array([INCOMPLETE in (note or "") for note in rows["note"][~modelled].tolist()], dtype=bool),
    )
    return days[~modelled][-length].astype("datetime64[D]").item() if length else None


def series_of(reader: Reader, indicator: str, drug: str, kind: str, source: str, place: str) -> Columns:
    """A place's series, each value beside the one of the same kind (reported or predicted) a year earlier.

    Returns
    -------
    dict of str to ndarray
        The columns of `series.sql`, and `modelled, compared, compared_before, status_before`.
    """
    keys = {"indicator": indicator, "drug": drug, "period_kind": kind}
    of_place = reader.query_each("series", (place,), **keys)[place]
    chosen = of_place["source"] == source
    return beside_year_earlier({name: column[chosen] for name, column in of_place.items()}, kind)


def beside_year_earlier(rows: Columns, kind: str) -> Columns:
    """One place's figures of one kind of period, each beside the one a year earlier; see `series_of`."""
    modelled = rows["status"] == "predicted"
    days = rows["period_end"].astype("datetime64[D]")
    # One number a day and kind, so that a year earlier is a look-up.
    fact = days.astype(int) * 2 + modelled
    wanted = _year_earlier(kind, days).astype(int) * 2 + modelled
    order = np.argsort(fact)
    position = order[np.searchsorted(fact[order], wanted).clip(max=max(len(fact) - 1, 0))]
    found = fact[position] == wanted
    return rows | {
        "modelled": modelled,
        "compared": rows["value"],
        "compared_before": np.where(found, rows["value"][position], np.nan),
        "status_before": np.where(found, rows["status"][position], None),
    }


def _year_earlier(kind: str, days: Days) -> Days:
    """The rule of `year_earlier` for many days at once."""
    if kind in ("day", "week"):
        return np.array([year_earlier(kind, day) for day in days.tolist()], dtype="datetime64[D]")
    first_of_next_month = days.astype("datetime64[M]") - 11
    return first_of_next_month.astype("datetime64[D]") - 1


def _wanted(view: View) -> tuple[str, ...]:
    if not catalog.INDICATORS[view.indicator].comparable:
        return (view.place,)
    places_drawn = (view.place, *view.compare, state_of(view.place), NATION)
    return tuple(dict.fromkeys(place for place in places_drawn if place))
