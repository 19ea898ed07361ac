"""What a view shows beside its one map: a second map, two figures in one, or many small ones."""

from dataclasses import replace

import numpy as np

from data.extract.outlines import Outlines
from methods.terciles import tercile_limits
from model import catalog
from model.second_view import second_view
from model.view import View, has_second_map
from queries.maps import classed_as, map_of
from queries.ranks import RANKED_STATUSES
from queries.resolved_view import resolve
from queries.results import ExploreResult, MapResult, SecondMap
from queries.small_maps import small_maps
from queries.store import Reader

NOT_COMPARABLE = (
    "Two figures share a map only where places may be compared by both, so the first alone is shown."
)
THE_SAME = "Both figures of the map are the same, so one is shown; choose another for the second."
NO_SMALL_MAPS = "This figure is not published for several maps of that kind, so there are no small ones."
NO_TERCILES = "The figures of one map are too alike to be parted in thirds, so the first alone is shown."
OTHER_PLACES = (
    "One of the two figures is not published for the places of the other, so the first alone is shown."
)


def with_more_maps(reader: Reader, result: ExploreResult, outlines: Outlines) -> ExploreResult:
    """A result with the further maps that its view asks for; as it was where it asks for none."""
    if not result.view.maps:
        return result
    if not has_second_map(result.view):
        small = small_maps(reader, result, outlines)
        return replace(result, small=small) if small else _without_small_maps(result)
    second, remarks = _second_map(reader, result, outlines)
    if result.view.maps == "both":
        terciles, refusal = _terciles(result, second)
        second, remarks = replace(second, terciles=terciles), (*remarks, *refusal)
    provenance = second.map.provenance if second.map else None
    return replace(
        result,
        resolved=result.resolved.with_remarks(*remarks),
        simulated=result.simulated or bool(provenance and provenance.simulated),
        provenance=tuple(dict.fromkeys((*result.provenance, *((provenance,) if provenance else ())))),
        second=second,
    )


def _without_small_maps(result: ExploreResult) -> ExploreResult:
    return replace(result, resolved=result.resolved.with_remarks(NO_SMALL_MAPS))


def _second_map(
    reader: Reader, result: ExploreResult, outlines: Outlines
) -> tuple[SecondMap, tuple[str, ...]]:
    """The second map with what is not as requested of it."""
    shown = result.resolved
    period = str(shown.period_end) if shown.period_end else ""
    view, conflicts = second_view(result.view, shown.kind, shown.level, period)
    resolved = resolve(reader, view)
    on_map = map_of(reader, resolved=resolved, outlines=outlines)
    may_share = _may_share(result, view=resolved.view, on_map=on_map)
    shares = may_share and not result.view.legend2
    if on_map and result.map and shares:
        on_map = classed_as(result.map.edges, on_map=on_map, view=resolved.view)
    remarks = tuple(f"Second map: {remark}" for remark in dict.fromkeys((*conflicts, *resolved.remarks)))
    return SecondMap(resolved, on_map, may_share, shares), remarks


def _may_share(result: ExploreResult, *, view: View, on_map: MapResult | None) -> bool:
    """Whether the first map's classes mean the same on the second, and are not its own anyway."""
    first = result.map
    if first is None or on_map is None or not first.edges or not on_map.edges:
        return False
    units = (catalog.INDICATORS[each.indicator].unit for each in (result.view, view))
    same_unit = result.view.measure == view.measure and len(set(units)) == 1
    return same_unit and first.level == on_map.level and first.edges != on_map.edges


def _terciles(
    result: ExploreResult, second: SecondMap
) -> tuple[tuple[tuple[float, ...], ...], tuple[str, ...]]:
    """Limits of the terciles of both figures, or why the two are not shown in one map."""
    views = (result.view, second.view)
    if len({(view.indicator, view.drug, view.measure) for view in views}) == 1 and _same_period(
        result, second
    ):
        return (), (THE_SAME,)
    if not all(catalog.INDICATORS[view.indicator].comparable for view in views):
        return (), (NOT_COMPARABLE,)
    if result.map is None or second.map is None or result.map.level != second.map.level:
        return (), (OTHER_PLACES,)
    both = ((result.map, result.view), (second.map, second.view))
    limits = tuple(_limits_of(on_map, view) for on_map, view in both)
    return (limits, ()) if all(limits) else ((), (NO_TERCILES,))


def _same_period(result: ExploreResult, second: SecondMap) -> bool:
    shown, other = result.resolved, second.resolved
    return (shown.kind, shown.period_end) == (other.kind, other.period_end)


def _limits_of(on_map: MapResult, view: View) -> tuple[float, ...]:
    """Terciles of a map's released and reliable figures, without true zeros, which would fill the lowest by
    themselves."""
    rows = on_map.places
    reliable = (
        rows["status"].isin(RANKED_STATUSES) & (rows["count"].ne(0) | (view.measure == "change"))
    ).to_numpy()
    decimals = catalog.INDICATORS[view.indicator].decimals if view.measure == "count" else 1
    return tercile_limits(np.where(reliable, rows["shown"].to_numpy(dtype=float), np.nan), decimals)
