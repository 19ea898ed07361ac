"""Small maps of one figure, a year or a drug each, in one set of classes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Final

import pandas as pd

from data.extract.outlines import Outlines
from methods.classes import CLASS_COUNT
from methods.terciles import quantile_limits
from model import catalog
from model.places import NATION
from model.view import View
from queries.explore import RANKED_STATUSES, classed_as, map_of
from queries.resolved_view import WEEKS_OF_A_YEAR, resolve_choices
from queries.results import ExploreResult, MapResult, PlaceSeries, ResolvedView, SmallMap, SmallMaps
from queries.series import line_of
from queries.store import Reader

FEWEST_MAPS: Final = 2
MOST_MAPS: Final = 12


Shown = tuple[View, ResolvedView, MapResult]


def small_maps(reader: Reader, result: ExploreResult, outlines: Outlines) -> SmallMaps | None:
    """The small maps that a view asks for; None where it asks for none, or there are not two to compare."""
    if result.view.maps not in ("periods", "drugs") or result.map is None:
        return None
    by_drug = result.view.maps == "drugs"
    shown = (_by_drug if by_drug else _by_period)(reader, result, outlines)
    if len(shown) < FEWEST_MAPS:
        return None
    pooled = _pooled_edges(shown) if by_drug and not result.view.classes else ()
    edges = pooled or shown[0][2].edges
    maps = tuple(
        SmallMap(view, resolved, classed_as(edges, on_map, view), _national(reader, view, resolved))
        for view, resolved, on_map in shown
    )
    return SmallMaps(maps, edges, bool(pooled))


def _drawn(reader: Reader, asked: Iterator[tuple[View, ResolvedView]], outlines: Outlines) -> list[Shown]:
    """The maps of settled views that have a figure at all."""
    found = ((view, resolved, map_of(reader, view, resolved, outlines)) for view, resolved in asked)
    there = (
        (view, resolved, on_map)
        for view, resolved, on_map in found
        if on_map and on_map.places["shown"].notna().any()
    )
    return list(islice(there, MOST_MAPS))


def _pooled_edges(shown: list[Shown]) -> tuple[float, ...]:
    """Quantiles of the released, reliable figures of all maps together, true zeros apart; none where a map
    has classes of a fixed meaning, or none at all.

    Those of one drug would leave another's map in a single colour.
    """
    view, _, first = shown[0]
    if view.measure == "change" or not first.edges:
        return ()
    rows = pd.concat([on_map.places for _, _, on_map in shown])
    used = rows[rows["status"].isin(RANKED_STATUSES) & rows["count"].ne(0)]["shown"]
    entry = catalog.INDICATORS[view.indicator]
    return quantile_limits(used, entry.decimals if view.measure == "count" else 1, CLASS_COUNT)


def _by_period(reader: Reader, result: ExploreResult, outlines: Outlines) -> list[Shown]:
    return _drawn(reader, _periods(result), outlines)


def _periods(result: ExploreResult) -> Iterator[tuple[View, ResolvedView]]:
    """Periods a whole number of years from the one shown, oldest first."""
    resolved = result.resolved
    ends = (end for end, kinds in resolved.periods.items() if resolved.level in kinds)
    for end in sorted(end for end in ends if years_apart(resolved.kind, end, resolved.period_end))[
        -MOST_MAPS:
    ]:
        yield result.view, replace(resolved, period_end=end)


def years_apart(kind: str, end: date, other: date | None) -> bool:
    """Whether two periods of a kind end on the same day of a year, a week in the same of 52."""
    if other is None:
        return False
    if kind == "week":
        return (end - other).days % WEEKS_OF_A_YEAR == 0
    return end.month == other.month and (kind != "day" or end.day == other.day)


def _by_drug(reader: Reader, result: ExploreResult, outlines: Outlines) -> list[Shown]:
    """Maps of the places on the large map, or of states where those are published for one drug only."""
    found = _drawn(reader, _drugs(reader, result.view, result.resolved), outlines)
    if len(found) > 1 or result.resolved.level == "state":
        return found
    newest = _newest_of_states(result.resolved)
    of_states = replace(result.view, level="state", period=str(newest)) if newest else result.view
    return _drawn(reader, _drugs(reader, of_states, resolve_choices(reader, of_states)), outlines)


def _newest_of_states(resolved: ResolvedView) -> date | None:
    """The period shown, or the newest before it that has figures of states."""
    ends = (end for end, kinds in resolved.periods.items() if "state" in kinds)
    return next((end for end in ends if resolved.period_end and end <= resolved.period_end), None)


def _drugs(reader: Reader, view: View, like: ResolvedView) -> Iterator[tuple[View, ResolvedView]]:
    """Drugs published for the places and the period of a setting."""
    for drug in like.drugs:
        one = replace(view, drug=drug, level=like.level, kind=like.kind, period=str(like.period_end))
        resolved = resolve_choices(reader, one)
        if (resolved.level, resolved.kind, resolved.period_end) == (like.level, like.kind, like.period_end):
            yield one, resolved


def _national(reader: Reader, view: View, resolved: ResolvedView) -> PlaceSeries | None:
    """The national figure of one map, as a line of one point."""
    line = line_of(reader, view, resolved, NATION)
    if line is None:
        return None
    days = line.points["period_end"].dt.date
    return replace(line, points=line.points[days == resolved.period_end])
