"""The second of two maps side by side: its panel, its vectors and its words."""

from collections.abc import Mapping
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from components import map_legend, words
from components.attributes import attributes
from model.view import View
from panels import county_map, main_map, maps_in_one
from panels.answers import answer_within
from panels.drawings import MapDrawing
from panels.frames import panel_frame
from panels.map_table import map_table
from panels.panel import WITH_EXPLORE, Panel, Region, Where
from panels.ranked_places import map_provenance
from queries.results import ExploreResult, ResolvedView

SHARED_CLASSES = "the first map's classes, so that a color means the same on both"


def frame(panel: Panel, outlines_url: str) -> Component:
    """The panel, which is only seen while there are two maps."""
    return panel_frame(
        panel,
        [
            html.Div(
                [
                    html.Div(id="map2-svg", className="map-svg", **attributes(data_outlines=outlines_url)),
                    html.Div(id="map2-hover", className="hover-card", hidden=True),
                ],
                className="map-box",
            ),
            html.Div(id="map2-legend", className="legend"),
        ],
        [html.Button("One map", className="quiet small", **attributes(data_maps=""))],
    )


def key(result: ExploreResult) -> tuple[str, ...]:
    """What the second map depends on."""
    second = result.second
    if second is None:
        return ()
    view, resolved = second.view, second.resolved
    measured = (view.indicator, view.drug, view.measure, resolved.kind, view.source)
    classed = (view.classes, view.fade, str(second.shares), str(second.map.edges if second.map else ""))
    terciles = str(second.terciles)
    return (
        result.version,
        result.view.maps,
        *measured,
        str(resolved.period_end),
        resolved.level,
        *classed,
        terciles,
    )


def legend_key(result: ExploreResult, focus: tuple[str, ...]) -> tuple[str, ...]:
    """What the second map's legend depends on: the map, and which places are counted."""
    return (*key(result), *focus) if result.second else ()


def map_values(view: View, result: ExploreResult) -> dict[str, Any]:
    """What the browser paints the second map from.

    Returns
    -------
    dict
        `mode`, `two` or `both`, empty for one map; with it what `county_map.map_values` says of a map, and
        `in_one` for both in one.
    """
    second = result.second
    mode = maps_in_one.mode_of(view, second)
    if second is None or not mode:
        return {"mode": ""}
    values = {"mode": mode, **county_map.map_values(second.view, second.map)}
    return values | ({"in_one": maps_in_one.values(view, result.map, second)} if mode == "both" else {})


def legend(view: View, result: ExploreResult) -> list[Component]:
    """Legend of the second map."""
    second = result.second
    if second is None or view.maps != "two":
        return []
    entries = map_legend.legend(second.view, second.map)
    if second.shares:
        return [entries[0], html.Small(SHARED_CLASSES), *entries[2:]]
    return entries


def _texts(resolved: ResolvedView, result: ExploreResult) -> dict[str, str]:
    """Words of the second map; both in one are words of the only map."""
    view = resolved.view
    second = result.second
    if second is None or view.maps != "two":
        return {}
    return {
        "map2-title": words.map_title(second.resolved),
        "map2-subtitle": words.map_subtitle(second.resolved, second.map),
        "map2-foot": words.map_foot(result.second_alone()),
        "live": f"{words.announcement(view, result)} Beside it: {words.map_title(second.resolved)}.",
    }


def _of_second(result: ExploreResult) -> tuple[ResolvedView, ExploreResult]:
    """What a function of the first map is given, for the second."""
    alone = result.second_alone()
    return alone.resolved, alone


def _reading(_resolved: ResolvedView, result: ExploreResult) -> list[str]:
    shared = "It has the first map's classes, so that a color means the same on both."
    own = [shared] if result.second and result.second.shares else []
    return [*main_map.map_reading(*_of_second(result)), *own]


def _alternative(texts: Mapping[str, str]) -> str:
    if "map2-title" not in texts:
        return ""
    return county_map.map_alternative(texts["map2-title"], texts["map2-subtitle"])


PANEL: Final = Panel(
    id="map2",
    order=40,
    name="Second map",
    figures="the figures of the second map",
    appears_in=frozenset({Where.EXPLORE}),
    find=WITH_EXPLORE,
    texts=_texts,
    table=lambda _resolved, result: map_table(result.second_alone()),
    provenance=lambda result: map_provenance(result.second_alone()),
    reading=_reading,
    content=lambda resolved, result: map_values(resolved.view, result),
    browser_module="panels/second_map",
    alternative=_alternative,
    key=key,
    frame=frame,
    region=Region.MAIN,
    is_there=lambda _resolved, result: result.second is not None,
    export=lambda answer: answer_within(main_map.PANEL, answer.found.second_alone()).export,
    captions=lambda _resolved, result: main_map.map_captions(*_of_second(result)),
    drawing=lambda _resolved, result: MapDrawing(alone) if (alone := result.second_alone()).map else None,
)
