"""What stands out in a place: gathers the figures that the rules look at."""

from dataclasses import replace
from types import MappingProxyType

from model.observations import HELD_STATUSES
from model.view import View
from queries.explore import settled
from queries.fallbacks import instead_of
from queries.insight_rules import Material
from queries.insight_rules import insights as told
from queries.lateness import completeness_of
from queries.peer_ranks import peer_ranks
from queries.profile import WANTED, facets, place_name
from queries.profile_results import Insights
from queries.results import Figure, ResolvedView
from queries.store import Reader


def insights(reader: Reader, view: View) -> Insights:
    """Three to six things that stand out in the place of a settled view."""
    shown = MappingProxyType({panel: facets(reader, view, panel) for panel in WANTED})
    late = completeness_of(reader, view, shown.values())
    given = Material(view.place, shown, peer_ranks(reader, view), late)
    deaths = given.deaths
    resolved = settled(reader, View(place=view.place, groups=view.groups))[1]
    if deaths and deaths.own.status in HELD_STATUSES:
        newest = replace(deaths.resolved, period_end=deaths.own.end)
        figure = Figure(view.place, deaths.own.status)
        given = replace(given, instead=instead_of(reader, deaths.view, _known(newest), figure))
    found = told(given)
    provenance = [
        line.provenance for panel in shown.values() for each in panel.facets for line in each.series
    ]
    return Insights(view.place, place_name(reader, view), resolved, found, tuple(dict.fromkeys(provenance)))


def _known(resolved: ResolvedView) -> ResolvedView:
    """The setting, of its newest period where the place's own is not one of those on offer."""
    return (
        resolved
        if resolved.period_end in resolved.starts
        else replace(resolved, period_end=next(iter(resolved.periods)))
    )
