"""The map of a view: one figure a place, with its class and rank."""

from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.extract.class_edges import FIXED
from data.extract.outlines import Outlines, best_outlines
from methods import rates
from methods.classes import METHODS, NO_CLASS, classify, own_edges
from methods.rounding import rounded
from model import catalog
from model.places import NATION, same_area, state_of
from model.view import View, own_limits
from queries.map_rows import compared_rows, provenance_of_map, shown_rows
from queries.measures import Words, frame_of, measure_columns
from queries.outline_alignment import align_to_outlines
from queries.ranks import has_rank, intervals_of_ranks, is_reliable, rank_columns
from queries.resolved_view import resolve
from queries.results import Highest, MapResult, ResolvedView
from queries.store import Columns, Reader

DEFAULT_METHOD = next(iter(METHODS))
RANKS: Final = ("rank", "rank_lower", "rank_upper")
FEWEST_RANKED: Final = 5
"""The highest of fewer places says little."""


def map_of(reader: Reader, *, resolved: ResolvedView, outlines: Outlines) -> MapResult | None:
    """The map of a view, remembered; None where there is nothing to draw."""
    view = resolved.view
    if resolved.period_end is None or not resolved.level:
        return None
    what = (view.indicator, view.drug, view.measure, resolved.level, resolved.kind, resolved.period_end)
    on_map: MapResult = reader.once(_map_of, *what, resolved.sources[resolved.level], view.classes, outlines)
    return _with_focus(on_map, resolved)


def _with_focus(on_map: MapResult, resolved: ResolvedView) -> MapResult:
    """A county map with the state or group of the place in focus marked."""
    place = resolved.view.place
    if on_map.level != "county" or place == NATION:
        return replace(on_map, highest=_highest(on_map, resolved))
    focus = state_of(place) or place
    if group := resolved.groups.get(focus):
        codes = {*group.counties, *map(same_area, group.counties)}
        inside, beside = (rows.index.isin(codes) for rows in (on_map.places, on_map.undrawn))
    else:
        inside, beside = (_within(rows.index, focus) for rows in (on_map.places, on_map.undrawn))
    if not inside.any():
        return replace(on_map, highest=_highest(on_map, resolved))
    focused = replace(on_map, focus=focus, focused=inside, undrawn=on_map.undrawn[beside])
    return replace(focused, highest=_highest(focused, resolved))


def _highest(on_map: MapResult, resolved: ResolvedView) -> Highest | None:
    """The place in focus with the highest figure, where one stands alone, and how sure that is."""
    view, rows = resolved.view, on_map.in_focus
    rank = rows["rank"].to_numpy()
    ranked = rank > 0
    if view.measure == "change":
        # A rise whose interval includes zero is not one.
        ranked &= rows["lower"].to_numpy() > 0
    if ranked.sum() < FEWEST_RANKED:
        return None
    first = np.flatnonzero(ranked & (rank == rank[ranked].min()))
    if len(first) != 1:
        return None
    place = str(rows.index[first[0]])
    if on_map.focused is None:
        probability = float(rows["highest"].to_numpy()[first[0]])
        return Highest(place, None if np.isnan(probability) else probability)
    columns = {str(name): rows[name].to_numpy() for name in rows}
    entry = catalog.INDICATORS[view.indicator]
    found = intervals_of_ranks(columns, rank > 0, measure=view.measure, entry=entry)
    return Highest(place, float(found.highest[np.flatnonzero(rank > 0) == first[0]][0]) if found else None)


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
    rows_of_period = compared_rows if measure == "change" else shown_rows
    rows = rows_of_period(reader, keys, period_end)
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
    stored = reader.query("classes", **keys, measure=of_measure, method=method)
    return tuple(float(edge) for edge in stored["edges"].iloc[0]) if len(stored) else ()


def outlines_url(reader: Reader, view: View, embedded: Outlines) -> str:
    """Where the outlines are that a view's map draws on."""
    on_map = map_of(reader, resolved=resolve(reader, view), outlines=embedded)
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
    aligned = align_to_outlines(outlines, level, tuple(listed.tolist()))
    absent = {"status": "missing", "reason": "", "class_number": NO_CLASS, "is_clear": False}
    absent |= dict.fromkeys(RANKS, 0)
    drawn = {name: aligned.place(column, absent.get(name, np.nan)) for name, column in shown.items()}
    lost = ~aligned.has_outline & _states_something(shown["status"], ~np.isnan(shown["count"]))
    undrawn = {name: column[lost] for name, column in shown.items()}
    return frame_of(drawn, aligned.index), frame_of(undrawn, pd.Index(listed[lost], dtype=object))


def _shown(rows: Columns, entry: catalog.Indicator, measure: str, edges: tuple[float, ...]) -> Columns:
    """Measure, interval, status, class and rank of each place."""
    measured = measure_columns(rows, measure, entry)
    measured["before"] = (
        rows["compared_before"] if measure == "change" else np.full(len(rows["place"]), np.nan)
    )
    measured["is_clear"] = (measured["lower"] > 0) | (measured["upper"] < 0)
    ranks = entry.comparable and measure != "smoothed"
    ranked = is_reliable(measured["status"]) & ranks & has_rank(rows["place"]) & ~np.isnan(measured["shown"])
    classes = class_numbers(measured, entry, measure, edges)
    ranks_of_places = rank_columns(measured, ranked, measure=measure, entry=entry)
    return measured | {"class_number": classes} | ranks_of_places


def class_numbers(
    rows: Columns, entry: catalog.Indicator, measure: str, edges: tuple[float, ...]
) -> NDArray[np.uint8]:
    """Class of each figure, by its value as the legend rounds it; 255 for none.

    Plain paper is for a true zero, and for a change that chance could explain or that is not assessed; not
    for a rate that was smoothed away from zero.

    Parameters
    ----------
    rows
        `shown` and `count`; for `change` also `is_clear`.
    """
    drawn = rounded(rows["shown"], entry.decimals_of(measure))
    if measure == "change":
        return classify(np.where(rows["is_clear"], drawn, np.nan), edges)
    return classify(drawn if measure == "smoothed" else np.where(rows["count"] != 0, drawn, np.nan), edges)


def classed_as(edges: tuple[float, ...], *, on_map: MapResult, view: View) -> MapResult:
    """A map of a view with the classes of another of the same unit."""
    if edges == on_map.edges:
        return on_map
    rows = {str(name): on_map.places[name].to_numpy() for name in on_map.places}
    numbers = class_numbers(rows, catalog.INDICATORS[view.indicator], view.measure, edges)
    return replace(on_map, places=on_map.places.assign(class_number=numbers), edges=edges)
