"""The page of a place: its name, the ways from it, tiles of its headline figures and of those across sectors,
and its panels."""

from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components import shell
from components.attributes import attributes
from components.place_links import profile_link
from components.place_search import place_search
from components.words import shown_period
from model.groups import PEERS
from model.places import NATION, places, state_of
from model.view import query_string
from panels.frames import lazy_frame, menu
from panels.headline import PANEL as HEADLINE
from panels.headline import headline
from panels.panel import Panel, Where
from panels.profile_insights import instead_links
from panels.registry import appearing_in
from panels.sectors import PANEL as SECTORS
from panels.sectors import sectors_content
from queries.panel_results import Sectors
from queries.results import ExploreResult, ResolvedView

TILES: Final = (
    "ed_visits",
    "syndromic_visits",
    "lab_reports",
    "opioid_dispensing",
    "naloxone_dispensing",
    "buprenorphine_dispensing",
    "svi",
)
"""Indicators beside deaths that have a tile."""
UNKNOWN: Final = "No county, state or group of this extract has the code in this address."


def profile(result: ExploreResult, across: Sectors) -> list[Component]:
    """The page of a place.

    Parameters
    ----------
    result
        What Explore shows of deaths in the place.
    across
        The newest figure of every indicator.
    """
    view, resolved = result.view, result.resolved
    return [
        *shell.simulated_banner(result.simulated),
        *_remarks(resolved),
        _head(resolved),
        _tiles(result, across),
        html.Div(
            [lazy_frame(panel, query_string(view)) for panel in appearing_in(Where.PROFILE)],
            className="more-panels profile-panels",
        ),
    ]


def unknown() -> list[Component]:
    """That the address names no place, with the search for one; nothing the visitor sent is repeated."""
    return [
        html.Div(
            [
                html.H2("There is no such place"),
                html.P(UNKNOWN),
                _search(),
                html.A("Profile of the United States", href=f"/place/{NATION}"),
            ],
            className="card problem profile-head",
        )
    ]


def _remarks(resolved: ResolvedView) -> list[Component]:
    if not resolved.remarks:
        return []
    return [html.Div(shell.notices(resolved.remarks), className="notices", role="status")]


def _search() -> Component:
    found = place_search()
    for name, value in attributes(data_places="/api/v1/places", data_goes_to="/place/").items():
        setattr(found, name, value)
    return found


def _head(resolved: ResolvedView) -> Component:
    view = resolved.view
    name = resolved.label(view.place)
    return html.Div(
        [
            html.H2(name if view.place != NATION else "The United States"),
            html.Nav(_links(resolved), **attributes(aria_label="From this place")),
            _search(),
        ],
        className="profile-head card",
    )


def _links(resolved: ResolvedView) -> list[Component]:
    """Ways to wider places, to the peers side by side, to Explore, and to what one takes along."""
    view = resolved.view
    wider = [place for place in (NATION, state_of(view.place)) if place and place != view.place]
    links = [html.A(f"Profile of {_called(place)}", href=profile_link(place, view)) for place in wider]
    if PEERS in resolved.groups:
        parts = urlencode({"place": view.place, "compare": PEERS})
        links.append(html.A("Compare with its peers", href=f"/?{parts}"))
    query = query_string(view)
    return [
        *links,
        html.A("Open in Explore", href=f"/?{query}"),
        html.A("Eight-minute briefing", href=f"/brief?ready=eight-minutes&{query}"),
        html.Div(**attributes(data_takeaways="", data_kinds="place", data_query=query)),
    ]


def _called(place: str) -> str:
    return "the United States" if place == NATION else places()[place].name


def _tiles(result: ExploreResult, across: Sectors) -> Component:
    tiles = [*headline(result.view, _without_fallbacks(result)), *_fallbacks(result)]
    rows = [_row(tiles, HEADLINE, "the headline figures of deaths")]
    if across.rows:
        rows.append(_row(_across(across), SECTORS, "the newest figure of each indicator"))
    return html.Section(rows, className="profile-figures", **attributes(aria_label="Headline figures"))


def _row(tiles: list[Component], panel: Panel, words: str) -> Component:
    """Tiles with the table and the files of their figures."""
    return html.Div([html.Div(tiles, className="tiles"), menu(panel, words)], className="headline")


def _without_fallbacks(result: ExploreResult) -> ExploreResult:
    return replace(result, instead=None)


def _fallbacks(result: ExploreResult) -> list[Component]:
    """Links to a longer period, the group and the state, where the figure is withheld."""
    if result.instead is None:
        return []
    resolved = result.resolved
    opening = f"No figure is released for {resolved.label(result.view.place)}, {shown_period(resolved)}. See"
    links = [
        html.A(each["words"], href=each["link"], className="quiet small")
        for each in instead_links(result.instead, resolved)
    ]
    return [
        html.Div(
            [html.Span(opening), *links],
            className="fallbacks",
            role="group",
            **attributes(aria_label="Where there is a figure"),
        )
    ]


def _across(across: Sectors) -> list[Component]:
    """A tile for the newest figure of each other indicator, in the words of the strip across sectors."""
    worded = zip(across.rows, sectors_content(across), strict=True)
    return [_tile(words) for row, words in worded if row.indicator in TILES and row.kind]


def _tile(words: dict[str, str]) -> Component:
    label = f"{words['label']}{', ' + words['whose'] if words['whose'] else ''}"
    change, comma, rest = words["change"].partition(",")
    changed = f"{change} on a year earlier{comma}{rest}" if change.endswith("%") else ""
    about = "; ".join(filter(None, (words["period"], changed)))
    return html.Div(
        [html.Span(label), html.B(words["value"] or words["absent"]), html.Em(about)],
        className="tile words",
    )
