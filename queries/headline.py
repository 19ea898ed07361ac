"""The headline figure: that of the place in focus in the period shown."""

from dataclasses import replace
from datetime import date
from typing import cast

import numpy as np
from numpy.typing import NDArray

from model import catalog
from model.places import components_of, places
from model.view import View
from queries.estimates import Row, change_of_pair, known_number, rate_of
from queries.map_rows import shown_rows
from queries.measures import Words
from queries.predictions import compared_row, shown_row
from queries.provenance import provenance_of
from queries.results import Estimate, Figure, MapResult, PlaceSeries, ResolvedView
from queries.series import is_incomplete_row, rows_of, series_key
from queries.store import Columns, Reader


def headline_figure(
    reader: Reader, *, resolved: ResolvedView, series: tuple[PlaceSeries, ...], on_map: MapResult | None
) -> Figure:
    """The newest figure of the place in focus up to the period shown; where it has none of its own, the sum
    of its released places in that period."""
    view = resolved.view
    if resolved.period_end is None:
        return Figure(view.place, "missing")
    rows = rows_of(reader, *series_key(resolved, view.place))
    group, shown = resolved.groups.get(view.place), np.datetime64(resolved.period_end)
    # Other periods of a group are of other counties.
    is_wanted = rows["period_end"] == shown if group else rows["period_end"] <= shown
    there = rows["period_end"][~rows["modeled"] & is_wanted]
    if group and not len(there):
        return Figure(view.place, "missing", places_to_sum=len(group.counties))
    if not len(there):
        return released_sum(reader, resolved=resolved, on_map=on_map)
    end: date = there.max().astype("datetime64[D]").item()
    return replace(_own_figure(reader, resolved, rows, series, end), end=end)


def _own_figure(
    reader: Reader, resolved: ResolvedView, rows: Columns, series: tuple[PlaceSeries, ...], end: date
) -> Figure:
    view = resolved.view
    now = rows["period_end"] == np.datetime64(end)
    if group := resolved.groups.get(view.place):
        return _group_figure(reader, view, _row(rows, now), len(group.counties))
    entry = catalog.INDICATORS[view.indicator]
    reported, predicted = _row(rows, now & ~rows["modeled"]), _predicted(rows, now)
    row = shown_row(reported=reported, predicted=predicted)
    pair = compared_row(reported=reported, predicted=predicted)
    value, count = known_number(row["value"]), known_number(reported["value"])
    is_prediction = value != count
    rate, share = _rate_and_share(entry, reported, row)
    expected = None if predicted is None else known_number(predicted["value"])
    return Figure(
        view.place,
        str((row if is_prediction else reported)["status"]),
        value,
        rate=rate,
        share=share,
        change=change_of_pair(entry, reported, pair) if entry.compares_years else None,
        before=known_number(pair["compared_before"]),
        reported=count if is_prediction else None,
        change_of_predicted=pair is not reported,
        provenance=next((each.provenance for each in series if each.place == view.place), None),
        incomplete=is_incomplete_row(reported, expected),
    )


def _rate_and_share(
    entry: catalog.Indicator, reported: Row, shown: Row
) -> tuple[Estimate | None, float | None]:
    """Rate and share of the count shown, as far as the indicator has them."""
    value, denominator = known_number(shown["value"]), known_number(reported["denominator"])
    rate = rate_of(value, denominator, without_interval=bool(shown["without_interval"]))
    share = value / denominator * 100 if value is not None and denominator else None
    return rate if "rate" in entry.measures else None, share if "share" in entry.measures else None


def _row(rows: Columns, wanted: NDArray[np.bool_]) -> Row:
    """The first row that is wanted."""
    position = np.flatnonzero(wanted)[0]
    return {name: column[position] for name, column in rows.items()}


def _predicted(rows: Columns, now: NDArray[np.bool_]) -> Row | None:
    """The predicted row of a period."""
    wanted = now & rows["modeled"]
    return _row(rows, wanted) if wanted.any() else None


def _group_figure(reader: Reader, view: View, row: Row, counties: int) -> Figure:
    """Figure of a group, over its released counties alone."""
    entry = catalog.INDICATORS[view.indicator]
    return Figure(
        view.place,
        str(row["status"]),
        float(row["value"]),
        rate=rate_of(known_number(row["numerator"]), known_number(row["denominator"]))
        if "rate" in entry.measures
        else None,
        change=change_of_pair(entry, row, row) if entry.compares_years else None,
        before=known_number(row["compared_before"]),
        provenance=provenance_of(
            reader, {name: np.array([row[name]]) for name in ("source", "basis", "as_of")}
        ),
        places_summed=int(row["released"]),
        places_to_sum=counties,
        places_rated=int(row["rated"]),
        places_compared=int(row["paired"]),
    )


def released_sum(reader: Reader, *, resolved: ResolvedView, on_map: MapResult | None) -> Figure:
    """Sum of the released places of a place in the period shown."""
    view = resolved.view
    entry = catalog.INDICATORS[view.indicator]
    known = places()[view.place]
    if on_map is None or known.kind == "county" or not entry.adds_over_places:
        return Figure(view.place, "missing")
    keys = {
        "indicator": view.indicator,
        "drug": view.drug,
        "place_kind": on_map.level,
        "period_kind": resolved.kind,
        "source": resolved.sources[on_map.level],
    }
    # Not the map's rows: a county without an outline counts too.
    rows = shown_rows(reader, keys, cast(date, resolved.period_end))
    # Places that no longer, or do not yet, exist are listed by some files as missing.
    there = rows["status"] != "missing"
    if known.kind != "nation":
        if on_map.level != "county":
            return Figure(view.place, "missing")
        there &= _inside(rows["place"], view.place)
    value, denominator = rows["value"][there], rows["denominator"][there]
    released = ~np.isnan(value)
    if not released.any():
        return Figure(view.place, "missing")
    # A rate of the released places alone would pass for that of the whole.
    whole = bool(released.all() and not np.isnan(denominator).any())
    total = float(value[released].sum())
    return Figure(
        view.place,
        "provisional",
        total,
        rate=rate_of(total, float(denominator.sum())) if whole and "rate" in entry.measures else None,
        provenance=on_map.provenance,
        places_summed=int(released.sum()),
        places_to_sum=len(value),
        end=resolved.period_end,
    )


def _inside(counties: Words, place: str) -> NDArray[np.bool_]:
    """Which counties lie in a state, or are a part of a county made of several."""
    parts = components_of(place)
    inside = (county in parts if parts else county.startswith(place) for county in counties.tolist())
    return np.fromiter(inside, dtype=bool, count=len(counties))
