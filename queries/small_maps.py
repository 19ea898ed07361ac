"""Small maps of one figure, a year or a drug each, in one set of classes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Final

import pandas as pd

from data.extract.outlines import Outlines
from methods.classes import class_edges
from model import catalog
from model.periods import years_apart
from model.places import NATION
from queries.maps import classed_as, map_of
from queries.ranks import RANKED_STATUSES
from queries.resolved_view import resolve
from queries.results import ExploreResult, MapResult, PlaceSeries, ResolvedView, SmallMap, SmallMaps
from queries.series import series_of_place
from queries.store import Reader

FEWEST_MAPS: Final = 2
MOST_MAPS: Final = 12

Shown = tuple[ResolvedView, MapResult]


def small_maps(reader: Reader, result: ExploreResult, outlines: Outlines) -> SmallMaps | None:
    """The small maps that a view asks for; None where it asks for none, or there are not two to compare."""
    if result.view.maps not in ("periods", "drugs") or result.map is None:
        return None
    by_drug = result.view.maps == "drugs"
    shown = (_by_drug if by_drug else _by_period)(reader, result, outlines)
    if len(shown) < FEWEST_MAPS:
        return None
    pooled = _pooled_edges(shown) if by_drug and not result.view.classes else ()
    edges = pooled or shown[0][1].edges
    maps = tuple(
        SmallMap(resolved, classed_as(edges, on_map=on_map, view=resolved.view), _national(reader, resolved))
        for resolved, on_map in shown
    )
    return SmallMaps(maps, edges, bool(pooled))


def _drawn(reader: Reader, *, views: Iterator[ResolvedView], outlines: Outlines) -> list[Shown]:
    """The maps of views that have a figure at all."""
    drawn = ((resolved, map_of(reader, resolved=resolved, outlines=outlines)) for resolved in views)
    with_figures = (
        (resolved, on_map) for resolved, on_map in drawn if on_map and on_map.places["shown"].notna().any()
    )
    return list(islice(with_figures, MOST_MAPS))


def _pooled_edges(shown: list[Shown]) -> tuple[float, ...]:
    """Quantiles of the released, reliable figures of all maps together, true zeros apart; none where a map
    has classes of a fixed meaning, or none at all.

    Those of one drug would leave another's map in a single color.
    """
    view, first = shown[0][0].view, shown[0][1]
    if view.measure == "change" or not first.edges:
        return ()
    rows = pd.concat([on_map.places for _, on_map in shown])
    used = rows[rows["status"].isin(RANKED_STATUSES) & rows["count"].ne(0)]["shown"]
    entry = catalog.INDICATORS[view.indicator]
    return tuple(class_edges(used, entry.decimals if view.measure == "count" else 1))


def _by_period(reader: Reader, result: ExploreResult, outlines: Outlines) -> list[Shown]:
    return _drawn(reader, views=_periods(result), outlines=outlines)


def _periods(result: ExploreResult) -> Iterator[ResolvedView]:
    """Periods a whole number of years from the one shown, oldest first."""
    resolved = result.resolved
    ends = (end for end, kinds in resolved.periods.items() if resolved.level in kinds)
    chosen = sorted(end for end in ends if years_apart(resolved.kind, end, resolved.period_end))
    return (replace(resolved, period_end=end) for end in chosen[-MOST_MAPS:])


def _by_drug(reader: Reader, result: ExploreResult, outlines: Outlines) -> list[Shown]:
    """Maps of the places on the large map, or of states where those are published for one drug only."""
    drawn = _drawn(reader, views=_drugs(reader, result.resolved), outlines=outlines)
    if len(drawn) > 1 or result.resolved.level == "state":
        return drawn
    newest = _newest_of_states(result.resolved)
    of_states = replace(result.view, level="state", period=str(newest)) if newest else result.view
    return _drawn(reader, views=_drugs(reader, resolve(reader, of_states)), outlines=outlines)


def _newest_of_states(resolved: ResolvedView) -> date | None:
    """The period shown, or the newest before it that has figures of states."""
    ends = (end for end, kinds in resolved.periods.items() if "state" in kinds)
    return next((end for end in ends if resolved.period_end and end <= resolved.period_end), None)


def _drugs(reader: Reader, like: ResolvedView) -> Iterator[ResolvedView]:
    """The view by each drug that its measure, places and period are published for."""
    for drug in like.drugs:
        of_drug = replace(like.view, drug=drug, level=like.level, kind=like.kind, period=str(like.period_end))
        resolved = resolve(reader, of_drug)
        if _same_figures(resolved, like):
            yield resolved


def _same_figures(one: ResolvedView, other: ResolvedView) -> bool:
    """Whether two views show the same measure of the same kind of places and period."""
    first, second = ((each.view.measure, each.level, each.kind, each.period_end) for each in (one, other))
    return first == second


def _national(reader: Reader, resolved: ResolvedView) -> PlaceSeries | None:
    """The national figure of one map, as a series of one point."""
    series = series_of_place(reader, resolved=resolved, place=NATION)
    if series is None:
        return None
    days = series.points["period_end"].dt.date
    return replace(series, points=series.points[days == resolved.period_end])
