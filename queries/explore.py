"""Answers the Explore page: one view in, everything its panels show out."""

from dataclasses import replace
from datetime import date
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.extract.class_edges import FIXED
from data.extract.outlines import Outlines, best_outlines
from methods import rates
from methods.classes import METHODS, NO_CLASS, classify, own_edges
from methods.rounding import rounded
from model import catalog
from model.places import NATION, changed_boundaries, components_of, places, same_area, state_of
from model.view import View, observed, own_limits
from queries.estimates import Row, change_of_pair, known_number, rate_of
from queries.events import events_near
from queries.fallbacks import instead_of
from queries.groups import with_places
from queries.map_rows import compared_rows, provenance_of_map, reported_rows
from queries.measures import Words, frame_of, measure_columns
from queries.outline_alignment import fit
from queries.provenance import provenance_of
from queries.resolved_view import resolve_choices
from queries.results import ExploreResult, Figure, MapResult, PlaceSeries, ResolvedView
from queries.seizures import areas_of, seized
from queries.series import INCOMPLETE, place_series, rows_of, series_key
from queries.store import Columns, Reader

UNKNOWN_AREA = "The link's area is not one that this part of CBP reports for; all areas are shown."
DEFAULT_METHOD = next(iter(METHODS))
RANKED_STATUSES = ("ok", "provisional")


def explore(reader: Reader, view: View, outlines: Outlines) -> ExploreResult:
    """Everything the Explore page shows for a view."""
    view, resolved = settled(reader, view)
    areas = areas_of(reader, view)
    if view.area and view.area not in areas:
        view = replace(view, area="")
        resolved = replace(resolved, remarks=(*resolved.remarks, UNKNOWN_AREA))
    on_map = map_of(reader, view, resolved, outlines)
    series = place_series(reader, observed(view), resolved)
    figure = _figure(reader, view, resolved, series, on_map)
    if figure.status == "missing" and (note := changed_boundaries(view.place)):
        resolved = replace(resolved, remarks=(*resolved.remarks, note))
    seizures = replace(seized(reader, view, resolved), areas_known=areas)
    provenance = (
        on_map.provenance if on_map else None,
        *(line.provenance for line in series),
        seizures.provenance,
    )
    shown = tuple(dict.fromkeys(provenance for provenance in provenance if provenance))
    return ExploreResult(
        view,
        resolved,
        on_map,
        series,
        figure,
        seizures,
        reader.extract.version,
        any(provenance.simulated for provenance in shown),
        shown,
        events_near(reader, view, series),
        instead=instead_of(reader, view, resolved, figure),
    )


def settled(reader: Reader, view: View) -> tuple[View, ResolvedView]:
    """The view as the extract can show it, with what the extract decides."""
    return _with_figures(reader, *with_places(reader, view, resolve_choices(reader, view)))


def _with_figures(reader: Reader, view: View, resolved: ResolvedView) -> tuple[View, ResolvedView]:
    """The view with its amount in place of a share that the chosen periods have no totals for."""
    if view.measure != "share" or resolved.period_end is None:
        return view, resolved
    rows = reader.query("coverage", indicator=view.indicator, drug=view.drug)
    chosen = (rows["period_kind"] == resolved.kind) & (
        rows["source"] == rows["place_kind"].map(resolved.sources)
    )
    if rows.loc[chosen, "denominators"].any():
        return view, resolved
    entry = catalog.INDICATORS[view.indicator]
    remark = f"No total is published for these periods, so {entry.amount_label} are shown instead of a share."
    return replace(view, measure="count"), replace(resolved, remarks=(*resolved.remarks, remark))


def map_of(reader: Reader, view: View, resolved: ResolvedView, outlines: Outlines) -> MapResult | None:
    """The map of a settled view, remembered; None where there is nothing to draw."""
    if resolved.period_end is None or not resolved.level:
        return None
    what = (view.indicator, view.drug, view.measure, resolved.level, resolved.kind, resolved.period_end)
    on_map: MapResult = reader.once(_map_of, *what, resolved.sources[resolved.level], view.classes, outlines)
    return _looking_at(on_map, view, resolved)


def _looking_at(on_map: MapResult, view: View, resolved: ResolvedView) -> MapResult:
    """A county map with the state or group of the place in focus marked."""
    if on_map.level != "county" or view.place == NATION:
        return on_map
    focus = state_of(view.place) or view.place
    if group := resolved.groups.get(focus):
        codes = {*group.counties, *map(same_area, group.counties)}
        inside, beside = (rows.index.isin(codes) for rows in (on_map.places, on_map.undrawn))
    else:
        inside, beside = (_within(rows.index, focus) for rows in (on_map.places, on_map.undrawn))
    if not inside.any():
        return on_map
    return replace(on_map, focus=focus, focused=inside, undrawn=on_map.undrawn[beside])


def _within(counties: pd.Index, state: str) -> NDArray[np.bool_]:
    """Which counties lie in a state. They ascend by code, so a state's stand together."""
    first, after = counties.searchsorted([state, f"{state}~"])
    position = np.arange(len(counties))
    return (position >= first) & (position < after)


def _map_of(
    reader: Reader,
    indicator: str,
    drug: str,
    measure: str,
    level: str,
    kind: str,
    period_end: date,
    source: str,
    classes: str,
    embedded: Outlines,
) -> MapResult:
    keys = {"indicator": indicator, "drug": drug, "place_kind": level, "period_kind": kind, "source": source}
    asked = compared_rows if measure == "change" else reported_rows
    rows = asked(reader, keys, period_end)
    edges = map_edges(reader, keys, measure, classes)
    shown = _shown(rows, catalog.INDICATORS[indicator], measure, edges)
    outlines = outlines_for(rows["place"], shown["status"], shown["count"], (embedded, *reader.outlines))
    drawn, undrawn = on_outlines(rows["place"], shown, outlines, level)
    provenance = provenance_of_map(reader, keys, period_end)
    # States are the same in every set, so their map takes whichever the page has.
    url = outlines.url if level == "county" else ""
    return MapResult(level, drawn, undrawn, edges, provenance, url)


def map_edges(reader: Reader, keys: dict[str, str], measure: str, classes: str) -> tuple[float, ...]:
    """Upper class edges of a map, the same for all its periods; empty where it is not classed."""
    if limits := own_limits(classes):
        return tuple(own_edges(limits, catalog.INDICATORS[keys["indicator"]].decimals_of(measure)))
    method = FIXED if measure == "change" else classes or DEFAULT_METHOD
    of_measure = "rate" if measure == "smoothed" else measure
    found = reader.query("classes", **keys, measure=of_measure, method=method)
    return tuple(float(edge) for edge in found["edges"].iloc[0]) if len(found) else ()


def outlines_url(reader: Reader, view: View, embedded: Outlines) -> str:
    """Where the outlines are that a view's map draws on."""
    on_map = map_of(reader, view, resolve_choices(reader, view), embedded)
    return (on_map.outlines_url if on_map else "") or embedded.url


def outlines_for(
    listed: Words, status: Words, count: rates.Floats, at_hand: tuple[Outlines, ...]
) -> Outlines:
    """The outlines that draw most of the figures, whatever the measure makes of them."""
    if len(at_hand) == 1:
        return at_hand[0]
    counted = ~np.isnan(count)
    something = _states_something(status, counted)
    return best_outlines(at_hand, listed[something].tolist(), listed[counted].tolist())


def _states_something(status: Words, counted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which rows say something of their place: a figure, or why it is withheld."""
    return (status != "missing") | counted


def on_outlines(
    listed: Words, shown: Columns, outlines: Outlines, level: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of exactly the places that have an outline, and those of places with a figure that have none.

    A place the source does not list is `missing`, so that it is counted and drawn as what it is.
    """
    fitted = fit(outlines, level, tuple(listed.tolist()))
    absent = {"status": "missing", "reason": "", "class_number": NO_CLASS, "rank": 0}
    drawn = {name: fitted.place(column, absent.get(name, np.nan)) for name, column in shown.items()}
    lost = ~fitted.has_outline & _states_something(shown["status"], ~np.isnan(shown["count"]))
    undrawn = {name: column[lost] for name, column in shown.items()}
    return frame_of(drawn, fitted.index), frame_of(undrawn, pd.Index(listed[lost], dtype=object))


def _shown(rows: Columns, entry: catalog.Indicator, measure: str, edges: tuple[float, ...]) -> Columns:
    """Measure, interval, status, class and rank of each place."""
    measured = measure_columns(rows, measure, entry)
    ranks = entry.comparable and measure != "smoothed"
    reliable = is_reliable(measured["status"]) & ranks
    return measured | {
        "class_number": class_numbers(measured["shown"], measured["count"], entry, measure, edges),
        "rank": ranks_of(np.where(reliable, measured["shown"], np.nan)),
    }


def is_reliable(status: Words) -> NDArray[np.bool_]:
    """Which figures may be ranked."""
    return np.isin(status.astype(str), RANKED_STATUSES)


def ranks_of(values: rates.Floats) -> NDArray[np.int64]:
    """Rank of each value, 1 the highest, the best one for equals; 0 for none."""
    ascending = np.sort(values[~np.isnan(values)])
    rank = len(ascending) - np.searchsorted(ascending, values, side="right") + 1
    return np.where(np.isnan(values), 0, rank)


def class_numbers(
    shown: rates.Floats, count: rates.Floats, entry: catalog.Indicator, measure: str, edges: tuple[float, ...]
) -> NDArray[np.uint8]:
    """Class of each figure, by its value as the legend rounds it; 255 for none."""
    drawn = rounded(shown, entry.decimals_of(measure))
    # Plain paper is for a true zero, not for a change of zero or a rate that was smoothed away from it.
    zero_is_paper = measure not in ("change", "smoothed")
    return classify(np.where(count != 0, drawn, np.nan) if zero_is_paper else drawn, edges)


def classed_as(edges: tuple[float, ...], on_map: MapResult, view: View) -> MapResult:
    """A map of a settled view with the classes of another of the same unit."""
    if edges == on_map.edges:
        return on_map
    rows, entry = on_map.places, catalog.INDICATORS[view.indicator]
    shown, count = rows["shown"].to_numpy(), rows["count"].to_numpy()
    numbers = class_numbers(shown, count, entry, view.measure, edges)
    return replace(on_map, places=rows.assign(class_number=numbers), edges=edges)


def _figure(
    reader: Reader,
    view: View,
    resolved: ResolvedView,
    series: tuple[PlaceSeries, ...],
    on_map: MapResult | None,
) -> Figure:
    """Headline figure of the place in focus."""
    if resolved.period_end is None:
        return Figure(view.place, "missing")
    rows = rows_of(reader, *series_key(view, resolved, view.place))
    now = rows["period_end"] == np.datetime64(resolved.period_end)
    if group := resolved.groups.get(view.place):
        return _group_figure(reader, view, _row(rows, now), len(group.counties))
    reported, predicted = (_row(rows, now & kind) for kind in (~rows["modelled"], rows["modelled"]))
    if reported is None:
        return _sum_of_released(reader, view, resolved, on_map)
    value, denominator = known_number(reported["value"]), known_number(reported["denominator"])
    # Late records make a reported fall look larger than it is, so predicted is compared with predicted.
    pair = reported if predicted is None or pd.isna(predicted["compared_before"]) else predicted
    expected = None if predicted is None else known_number(predicted["value"])
    entry = catalog.INDICATORS[view.indicator]
    return Figure(
        view.place,
        str(reported["status"]),
        value,
        rate=rate_of(value, denominator) if "rate" in entry.measures else None,
        share=value / denominator * 100
        if "share" in entry.measures and value is not None and denominator
        else None,
        change=change_of_pair(entry, reported, pair) if "change" in entry.measures else None,
        before=known_number(pair["compared_before"]),
        predicted=expected,
        change_of_predicted=pair is not reported,
        provenance=next((line.provenance for line in series if line.place == view.place), None),
        # Where the agency predicts more, that says it better.
        incomplete=INCOMPLETE in str(reported["note"])
        and not (expected is not None and expected > (value or 0)),
    )


def _row(rows: Columns, wanted: NDArray[np.bool_]) -> Row | None:
    """The first row that is wanted."""
    found = np.flatnonzero(wanted)
    return {name: column[found[0]] for name, column in rows.items()} if len(found) else None


def _group_figure(reader: Reader, view: View, row: Row | None, counties: int) -> Figure:
    """Figure of a group, over its released counties alone."""
    if row is None:
        return Figure(view.place, "missing", places_to_sum=counties)
    entry = catalog.INDICATORS[view.indicator]
    return Figure(
        view.place,
        str(row["status"]),
        float(row["value"]),
        rate=rate_of(known_number(row["numerator"]), known_number(row["denominator"]))
        if "rate" in entry.measures
        else None,
        change=change_of_pair(entry, row, row) if "change" in entry.measures else None,
        before=known_number(row["compared_before"]),
        provenance=provenance_of(
            reader, {name: np.array([row[name]]) for name in ("source", "basis", "as_of")}
        ),
        places_summed=int(row["released"]),
        places_to_sum=counties,
        places_rated=int(row["rated"]),
        places_compared=int(row["paired"]),
    )


def _sum_of_released(reader: Reader, view: View, resolved: ResolvedView, on_map: MapResult | None) -> Figure:
    """Sum of released counties, for a place whose own figure is not published for the period."""
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
    rows = reported_rows(reader, keys, cast(date, resolved.period_end))
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
    )


def _inside(counties: Words, place: str) -> NDArray[np.bool_]:
    """Which counties lie in a state, or are a part of a county made of several."""
    parts = components_of(place)
    inside = (county in parts if parts else county.startswith(place) for county in counties.tolist())
    return np.fromiter(inside, dtype=bool, count=len(counties))
