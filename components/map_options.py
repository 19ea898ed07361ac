"""How many maps there are and how they are colored: a small disclosure of native controls."""

from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from components.controls import labeled_select
from components.maps_control import MAPS_WORDS
from components.numbers import number
from model import catalog
from model.view import FADE_REASON, MOST_LIMITS, PALETTES, View, class_reason, has_interval, own_limits
from queries.results import ExploreResult, MapResult

QUANTILES: Final = "quantiles"
OWN: Final = "own"
OWN_PALETTE: Final = "sector"
NO_FADE: Final = "none"
CLASS_OPTIONS: Final = {
    QUANTILES: "quantiles",
    "equal": "equal intervals",
    "jenks": "natural breaks",
    "continuous": "continuous color",
    OWN: "own limits…",
}
FADE_OPTIONS: Final = {NO_FADE: "all alike", "1": "fainter where less certain"}
LIMITS_ERROR: Final = (
    f"Write up to {MOST_LIMITS} numbers, each higher than the one before, with commas between: 5, 10, 20."
)


def map_options() -> Component:
    """The disclosure with its controls, whose values come with each answer."""
    return html.Details(
        [
            html.Summary("Map options"),
            html.Div(
                [
                    _row("maps", "Maps", _options(MAPS_WORDS)),
                    _row("classes", "Classes", _options(CLASS_OPTIONS)),
                    _limits_row(),
                    _row("palette", "Colors", []),
                    _row("fade", "Certainty", _options(FADE_OPTIONS)),
                    html.P(id="map-options-reason", className="reason"),
                ],
                className="menu",
            ),
        ],
        id="map-options",
        className="download map-options",
    )


def _row(name: str, words: str, options: list[dict[str, str]]) -> Component:
    return html.Div(
        [html.Span(words, **attributes(aria_hidden="true")), labeled_select(name, words, options, "small")],
        className="option-row",
    )


def _limits_row() -> Component:
    """Own upper limits; the browser side refuses malformed ones in these words."""
    return html.Div(
        [
            html.Label("Upper limits", htmlFor="own-limits"),
            dbc.Input(id="own-limits", type="text", autocomplete="off"),
            html.Button("Apply", className="quiet small", **attributes(data_limits="apply")),
            html.P(
                "Higher values are the last class.",
                id="own-limits-note",
                **attributes(data_error=LIMITS_ERROR, aria_live="polite"),
            ),
        ],
        className="option-row own-limits",
    )


def _options(words: dict[str, str]) -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value, label in words.items()]


def option_controls(view: View, on_map: MapResult | None) -> dict[str, dict[str, Any]]:
    """Values of the map's options: control id → `{"value", "options"?, "disabled"}`."""
    unclassed = bool(class_reason(view))
    sector = catalog.INDICATORS[view.indicator].sector
    palettes = {OWN_PALETTE: f"{sector} colors", **{palette: palette for palette in PALETTES}}
    return {
        "classes": {
            "value": OWN if own_limits(view.classes) else view.classes or QUANTILES,
            "disabled": unclassed,
        },
        "own-limits": {"value": _limits_written(view, on_map), "disabled": unclassed},
        "palette": {
            "value": view.palette or OWN_PALETTE,
            "options": _options(palettes),
            "disabled": unclassed,
        },
        "fade": {"value": view.fade or NO_FADE, "disabled": not has_interval(view)},
    }


def palettes(result: ExploreResult) -> dict[str, str]:
    """Palette of each part of the page by its id: that chosen, or the sector's own."""
    shown = {"content": result.view} | ({"map2": result.second.view} if result.second else {})
    return {part: view.palette or catalog.INDICATORS[view.indicator].sector for part, view in shown.items()}


def _limits_written(view: View, on_map: MapResult | None) -> str:
    """The limits of the classes shown, to start from; none of a continuous color, which has too many."""
    if own_limits(view.classes):
        return view.classes.replace(",", ", ")
    if on_map is None or len(on_map.edges) > MOST_LIMITS + 1 or class_reason(view):
        return ""
    decimals = catalog.INDICATORS[view.indicator].decimals_of(view.measure)
    return ", ".join(number(edge, decimals).replace(",", "") for edge in on_map.edges[:-1])


def options_reason(view: View) -> str:
    """Why some of the options cannot be chosen, in sentences; empty where all can."""
    reasons = [reason for reason in (class_reason(view), "" if has_interval(view) else FADE_REASON) if reason]
    return " ".join(reason[0].upper() + reason[1:] for reason in dict.fromkeys(reasons))
