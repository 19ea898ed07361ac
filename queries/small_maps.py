"""Small maps of one figure, a year or a drug each, in one set of classes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

import pandas as pd

from data import catalog
from data.outlines import Outlines
from data.places import NATION
from data.results import ExploreResult, Line, MapResult, Setting, SmallMap, SmallMaps
from data.view import View
from methods.classes import CLASS_COUNT
from methods.thirds import quantile_limits
from queries.explore import RANKED_STATUSES, classed_as, map_of
from queries.lines import line_of
from queries.setting import WEEKS_OF_A_YEAR, settle_setting
from queries.store import Opened

MOST_MAPS: Final = 12


def small_maps(opened: Opened, result: ExploreResult, outlines: Outlines) -> SmallMaps | None:
    """The small maps that a view asks for; None where it asks for none, or there is nothing to draw."""
    if result.view.maps not in ("periods", "drugs") or result.map is None:
        return None
    each = _drugs if result.view.maps == "drugs" else _periods
    shown = [
        (view, setting, on_map)
        for view, setting in each(opened, result)
        if (on_map := map_of(opened, view, setting, outlines)) and on_map.places["shown"].notna().any()
    ][-MOST_MAPS:]
    if not shown:
        return None
    pooled = result.view.maps == "drugs" and not result.view.classes
    edges = (_pooled_edges(shown) if pooled else ()) or shown[0][2].edges
    maps = tuple(
        SmallMap(view, setting, classed_as(edges, on_map, view), _national(opened, view, setting))
        for view, setting, on_map in shown
    )
    return SmallMaps(maps, edges, pooled)


Shown = tuple[View, Setting, MapResult]


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


def _periods(opened: Opened, result: ExploreResult) -> Iterator[tuple[View, Setting]]:
    """Periods a whole number of years from the one shown, oldest first."""
    setting = result.setting
    ends = (end for end, kinds in setting.periods.items() if setting.level in kinds)
    for end in sorted(end for end in ends if years_apart(setting.kind, end, setting.period_end))[-MOST_MAPS:]:
        yield result.view, replace(setting, period_end=end)


def years_apart(kind: str, end: date, other: date | None) -> bool:
    """Whether two periods of a kind end on the same day of a year, a week in the same of 52."""
    if other is None:
        return False
    if kind == "week":
        return (end - other).days % WEEKS_OF_A_YEAR == 0
    return end.month == other.month and (kind != "day" or end.day == other.day)


def _drugs(opened: Opened, result: ExploreResult) -> Iterator[tuple[View, Setting]]:
    """Drugs published for the places and the period of the map."""
    shown = result.setting
    for drug in shown.drugs:
        view = replace(
            result.view, drug=drug, level=shown.level, kind=shown.kind, period=str(shown.period_end)
        )
        setting = settle_setting(opened, view)
        if (setting.level, setting.kind, setting.period_end) == (shown.level, shown.kind, shown.period_end):
            yield view, setting


def _national(opened: Opened, view: View, setting: Setting) -> Line | None:
    """The national figure of one map, as a line of one point."""
    line = line_of(opened, view, setting, NATION)
    if line is None:
        return None
    days = line.points["period_end"].dt.date
    return replace(line, points=line.points[days == setting.period_end])
