"""The second of two maps side by side: its panel, its vectors and its words."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from components import map_legend, shell, words
from components.attributes import attributes
from components.download_menu import download_menu
from model.view import View
from panels import county_map, maps_in_one
from queries.results import ExploreResult, SecondMap

SHARED_CLASSES = "the first map's classes, so that a colour means the same on both"


def panel_frame(outlines_url: str) -> Component:
    """The panel, which is only seen while there are two maps."""
    return shell.panel(
        "map2",
        shell.titles("map2"),
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
        [
            html.Button("One map", className="quiet small", **attributes(data_maps="")),
            download_menu("map2", "the figures of the second map"),
        ],
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
    mode = _mode(view, second)
    if second is None or not mode:
        return {"mode": ""}
    values = {"mode": mode, **county_map.map_values(second.view, second.map)}
    return values | ({"in_one": maps_in_one.values(view, result.map, second)} if mode == "both" else {})


def in_one(result: ExploreResult) -> bool:
    """Whether the first map shows the second's figures too."""
    return result.second is not None and _mode(result.view, result.second) == "both"


def _mode(view: View, second: SecondMap | None) -> str:
    if second is None or (view.maps == "both" and not second.terciles):
        return ""
    return view.maps


def legend(view: View, result: ExploreResult) -> list[Component]:
    """Legend of the second map."""
    second = result.second
    if second is None or view.maps != "two":
        return []
    entries = map_legend.legend(second.view, second.map)
    if second.shares:
        return [entries[0], html.Small(SHARED_CLASSES), *entries[2:]]
    return entries


def texts(view: View, result: ExploreResult) -> dict[str, str]:
    """Words of the second map by the id of where they stand; for both in one those of the only map."""
    second = result.second
    if second is None or not _mode(view, second):
        return {}
    if view.maps == "both":
        return maps_in_one.texts(view, result, second)
    return {
        "map2-title": words.map_title(second.view, second.resolved),
        "map2-subtitle": words.map_subtitle(second.view, second.resolved, second.map),
        "map2-foot": words.map_foot(result.second_alone()),
        "live": f"{words.announcement(view, result)} Beside it: "
        f"{words.map_title(second.view, second.resolved)}.",
    }


def alternative(shown: dict[str, str]) -> dict[str, str]:
    """Alternative text of the second map, from its texts."""
    if "map2-title" not in shown:
        return {}
    return {"map2": county_map.map_alternative(shown["map2-title"], shown["map2-subtitle"])}
