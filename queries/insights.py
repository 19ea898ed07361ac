"""What stands out in a place: gathers the figures that the rules look at."""

from dataclasses import replace
from types import MappingProxyType

from model.observations import HELD_STATUSES
from model.view import View
from queries.completeness import completeness_of
from queries.fallbacks import instead_of
from queries.insight_rules import Material, apply_rules
from queries.peer_ranks import peer_ranks
from queries.profile import WANTED, facets, resolve_place
from queries.profile_results import Insights
from queries.results import Figure, ResolvedView
from queries.store import Reader


def insights(reader: Reader, view: View) -> Insights:
    """Three to six things that stand out in the place of a view."""
    shown = MappingProxyType({panel: facets(reader, view=view, panel=panel) for panel in WANTED})
    late = completeness_of(reader, view=view, panels=shown.values())
    material = Material(view.place, shown, peer_ranks(reader, view), late)
    resolved, deaths = resolve_place(reader, view), material.deaths
    if deaths and deaths.own.status in HELD_STATUSES:
        newest = _with_known_period(replace(deaths.resolved, period_end=deaths.own.end))
        figure = Figure(view.place, deaths.own.status)
        material = replace(material, instead=instead_of(reader, resolved=newest, figure=figure))
    provenance = [
        series.provenance for panel in shown.values() for each in panel.facets for series in each.series
    ]
    return Insights(
        resolved, resolved.label(view.place), apply_rules(material), tuple(dict.fromkeys(provenance))
    )


def _with_known_period(resolved: ResolvedView) -> ResolvedView:
    """Of the newest period where the place's own is not one of those on offer."""
    return (
        resolved
        if resolved.period_end in resolved.starts
        else replace(resolved, period_end=next(iter(resolved.periods)))
    )
