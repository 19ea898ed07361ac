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
from queries.map_rows import compared_rows, origin_of_map, reported_rows
from queries.measures import Words, frame_of, measure_columns
from queries.outline_alignment import fit
from queries.provenance import origin_of
from queries.resolved_view import settle_setting
from queries.results import ExploreResult, Figure, Line, MapResult, Setting
from queries.seizures import areas_of, seized
from queries.series import INCOMPLETE, lines_of, rows_of, series_key
from queries.store import Columns, Opened

UNKNOWN_AREA = "The link's area is not one that this part of CBP reports for; all areas are shown."
DEFAULT_METHOD = next(iter(METHODS))
RANKED_STATUSES = ("ok", "provisional")


def explore(opened: Opened, view: View, outlines: Outlines) -> ExploreResult:
    """Everything the Explore page shows for a view."""
    view, setting = settled(opened, view)
    areas = areas_of(opened, view)
    if view.area and view.area not in areas:
        view = replace(view, area="")
        setting = replace(setting, remarks=(*setting.remarks, UNKNOWN_AREA))
    on_map = map_of(opened, view, setting, outlines)
    lines = lines_of(opened, observed(view), setting)
    figure = _figure(opened, view, setting, lines, on_map)
    if figure.status == "missing" and (note := changed_boundaries(view.place)):
        setting = replace(setting, remarks=(*setting.remarks, note))
    seizures = replace(seized(opened, view, setting), areas_known=areas)
    origins = (
        on_map.origin if on_map else None,
        *(line.origin for line in lines),
        seizures.origin,
    )
    shown = tuple(dict.fromkeys(origin for origin in origins if origin))
    return ExploreResult(
        view,
        setting,
        on_map,
        lines,
        figure,
        seizures,
        opened.extract.version,
        any(origin.simulated for origin in shown),
        shown,
        events_near(opened, view, lines),
        instead=instead_of(opened, view, setting, figure),
    )


def settled(opened: Opened, view: View) -> tuple[View, Setting]:
    """The view as the extract can show it, with what the extract decides."""
    return _with_figures(opened, *with_places(opened, view, settle_setting(opened, view)))


def _with_figures(opened: Opened, view: View, setting: Setting) -> tuple[View, Setting]:
    """The view with its amount in place of a share that the chosen periods have no totals for."""
    if view.measure != "share" or setting.period_end is None:
        return view, setting
    rows = opened.ask("coverage", indicator=view.indicator, drug=view.drug)
    chosen = (rows["period_kind"] == setting.kind) & (
        rows["source"] == rows["place_kind"].map(setting.sources)
    )
    if rows.loc[chosen, "denominators"].any():
        return view, setting
    entry = catalog.INDICATORS[view.indicator]
    remark = f"No total is published for these periods, so {entry.amount_label} are shown instead of a share."
    return replace(view, measure="count"), replace(setting, remarks=(*setting.remarks, remark))


def map_of(opened: Opened, view: View, setting: Setting, outlines: Outlines) -> MapResult | None:
    """The map of a settled view, remembered; None where there is nothing to draw."""
    if setting.period_end is None or not setting.level:
        return None
    what = (view.indicator, view.drug, view.measure, setting.level, setting.kind, setting.period_end)
    on_map: MapResult = opened.once(_map_of, *what, setting.sources[setting.level], view.classes, outlines)
    return _looking_at(on_map, view, setting)


def _looking_at(on_map: MapResult, view: View, setting: Setting) -> MapResult:
    """A county map with the state or group of the place in focus marked."""
    if on_map.level != "county" or view.place == NATION:
        return on_map
    focus = state_of(view.place) or view.place
    if group := setting.groups.get(focus):
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
    opened: Opened,
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
    rows = asked(opened, keys, period_end)
    edges = map_edges(opened, keys, measure, classes)
    shown = _shown(rows, catalog.INDICATORS[indicator], measure, edges)
    outlines = outlines_for(rows["place"], shown["status"], shown["count"], (embedded, *opened.outlines))
    drawn, undrawn = on_outlines(rows["place"], shown, outlines, level)
    origin = origin_of_map(opened, keys, period_end)
    # States are the same in every set, so their map takes whichever the page has.
    url = outlines.url if level == "county" else ""
    return MapResult(level, drawn, undrawn, edges, origin, url)


def map_edges(opened: Opened, keys: dict[str, str], measure: str, classes: str) -> tuple[float, ...]:
    """Upper class edges of a map, the same for all its periods; empty where it is not classed."""
    if limits := own_limits(classes):
        return tuple(own_edges(limits, catalog.INDICATORS[keys["indicator"]].decimals_of(measure)))
    method = FIXED if measure == "change" else classes or DEFAULT_METHOD
    of_measure = "rate" if measure == "smoothed" else measure
    found = opened.ask("classes", **keys, measure=of_measure, method=method)
    return tuple(float(edge) for edge in found["edges"].iloc[0]) if len(found) else ()


def outlines_url(opened: Opened, view: View, embedded: Outlines) -> str:
    """Where the outlines are that a view's map draws on."""
    on_map = map_of(opened, view, settle_setting(opened, view), embedded)
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
    opened: Opened, view: View, setting: Setting, lines: tuple[Line, ...], on_map: MapResult | None
) -> Figure:
    """Headline figure of the place in focus."""
    if setting.period_end is None:
        return Figure(view.place, "missing")
    rows = rows_of(opened, *series_key(view, setting, view.place))
    now = rows["period_end"] == np.datetime64(setting.period_end)
    if group := setting.groups.get(view.place):
        return _group_figure(opened, view, _row(rows, now), len(group.counties))
    reported, predicted = (_row(rows, now & kind) for kind in (~rows["modelled"], rows["modelled"]))
    if reported is None:
        return _sum_of_released(opened, view, setting, on_map)
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
        origin=next((line.origin for line in lines if line.place == view.place), None),
        # Where the agency predicts more, that says it better.
        incomplete=INCOMPLETE in str(reported["note"])
        and not (expected is not None and expected > (value or 0)),
    )


def _row(rows: Columns, wanted: NDArray[np.bool_]) -> Row | None:
    """The first row that is wanted."""
    found = np.flatnonzero(wanted)
    return {name: column[found[0]] for name, column in rows.items()} if len(found) else None


def _group_figure(opened: Opened, view: View, row: Row | None, counties: int) -> Figure:
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
        origin=origin_of(opened, {name: np.array([row[name]]) for name in ("source", "basis", "as_of")}),
        places_summed=int(row["released"]),
        places_to_sum=counties,
        places_rated=int(row["rated"]),
        places_compared=int(row["paired"]),
    )


def _sum_of_released(opened: Opened, view: View, setting: Setting, on_map: MapResult | None) -> Figure:
    """Sum of released counties, for a place whose own figure is not published for the period."""
    entry = catalog.INDICATORS[view.indicator]
    known = places()[view.place]
    if on_map is None or known.kind == "county" or not entry.adds_over_places:
        return Figure(view.place, "missing")
    keys = {
        "indicator": view.indicator,
        "drug": view.drug,
        "place_kind": on_map.level,
        "period_kind": setting.kind,
        "source": setting.sources[on_map.level],
    }
    # Not the map's rows: a county without an outline counts too.
    rows = reported_rows(opened, keys, cast(date, setting.period_end))
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
        origin=on_map.origin,
        places_summed=int(released.sum()),
        places_to_sum=len(value),
    )


def _inside(counties: Words, place: str) -> NDArray[np.bool_]:
    """Which counties lie in a state, or are a part of a county made of several."""
    parts = components_of(place)
    inside = (county in parts if parts else county.startswith(place) for county in counties.tolist())
    return np.fromiter(inside, dtype=bool, count=len(counties))
