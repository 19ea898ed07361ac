"""What stands out in a place: gathers the figures that the rules look at."""

from dataclasses import replace
from types import MappingProxyType

from model.observations import HELD_STATUSES
from model.view import View
from queries.explore import settled
from queries.fallbacks import instead_of
from queries.insight_rules import Material
from queries.insight_rules import standouts as told
from queries.lateness import completeness_of
from queries.peer_ranks import standings
from queries.profile import WANTED, facets, place_name
from queries.profile_results import Standouts
from queries.results import Figure, Setting
from queries.store import Opened


def standouts(opened: Opened, view: View) -> Standouts:
    """Three to six things that stand out in the place of a settled view."""
    shown = MappingProxyType({panel: facets(opened, view, panel) for panel in WANTED})
    late = completeness_of(opened, view, shown.values())
    given = Material(view.place, shown, standings(opened, view), late)
    deaths = given.deaths
    setting = settled(opened, View(place=view.place, groups=view.groups))[1]
    if deaths and deaths.own.status in HELD_STATUSES:
        newest = replace(deaths.setting, period_end=deaths.own.end)
        figure = Figure(view.place, deaths.own.status)
        given = replace(given, instead=instead_of(opened, deaths.view, _known(newest), figure))
    found = told(given)
    origins = [line.origin for panel in shown.values() for each in panel.facets for line in each.lines]
    return Standouts(view.place, place_name(opened, view), setting, found, tuple(dict.fromkeys(origins)))


def _known(setting: Setting) -> Setting:
    """The setting, of its newest period where the place's own is not one of those on offer."""
    return (
        setting
        if setting.period_end in setting.starts
        else replace(setting, period_end=next(iter(setting.periods)))
    )
