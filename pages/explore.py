"""The Explore page: county map, trend and seizures of one view, painted in one round trip."""

import logging
from dataclasses import replace
from typing import Any

import anyio.to_thread
import dash
from dash import (
    ALL,
    ClientsideFunction,
    Input,
    Output,
    State,
    callback,
    clientside_callback,
    dcc,
    html,
    no_update,
    set_props,
)
from dash.development.base_component import Component

from components import county_map, filters, seizures, shell, trend, words
from components.aria import aria
from components.chart_frame import GRAPH_CONFIG
from components.headline import headline
from components.theme import theme_named
from data.extract import ExtractProblem
from data.outlines import Outlines
from data.results import ExploreResult
from data.view import View, parse_view, query_string
from queries.explore import explore
from queries.setting import month_end_of
from queries.store import Store

log = logging.getLogger(__name__)

FAILED = "Something went wrong and this view could not be shown. Reload the page, or press Reset."
PANELS = ("map", "trend", "seizures")
TEXT_OUTPUTS = (
    *(f"{panel}-{part}" for panel in PANELS for part in ("title", "subtitle", "foot")),
    *("headline", "map-legend", "place-trail", "compared", "areas-list", "notices", "banner", "live"),
)


def register(store: Store, outlines: Outlines, outlines_url: str) -> None:
    """Register the page and its callbacks on the app being built."""
    dash.register_page(
        __name__,
        path="/",
        name="Explore",
        title="Explore · Overdose Response",
        layout=lambda **_: layout(outlines_url),
    )

    @callback(
        Output("answer", "data"),
        Output("keys", "data"),
        Output("map-values", "data"),
        Output("trend-chart", "figure"),
        Output("seizures-chart", "figure"),
        *(Output(name, "children") for name in TEXT_OUTPUTS),
        Input("url", "search"),
        Input("theme", "data"),
        State("keys", "data"),
    )
    async def paint(search: str | None, theme: str | None, keys: dict[str, str] | None) -> tuple[Any, ...]:
        return await anyio.to_thread.run_sync(answer, store, outlines, search, theme, keys or {})


def layout(outlines_url: str) -> Component:
    """The page before its first answer."""
    return html.Div(
        [
            dcc.Location(id="url", refresh=False),
            *filters.stores(),
            filters.filter_bar(),
            html.Div(
                id="live",
                className="visually-hidden",
                **aria(live="polite"),
            ),
            html.Main(
                [
                    html.Div(id="banner", className="banner", role="note"),
                    html.Div(id="notices", className="notices", role="status"),
                    html.Div(id="headline", className="tiles"),
                    shell.panel(
                        "map",
                        shell.titles("map"),
                        [county_map.map_frame(outlines_url), county_map.legend_frame()],
                        [
                            html.Nav(
                                id="place-trail",
                                **aria(label="Place"),
                            )
                        ],
                    ),
                    html.Div(
                        [
                            shell.panel(
                                "trend",
                                shell.titles("trend"),
                                [html.Div(id="compared", className="chips"), _chart("trend-chart", 250)],
                            ),
                            shell.panel(
                                "seizures",
                                shell.titles("seizures"),
                                [_chart("seizures-chart", 210), html.Div(id="areas-list")],
                                seizures.seizure_controls(),
                            ),
                        ],
                        className="side",
                    ),
                ],
                id="content",
            ),
        ],
        className="explore",
    )


def _chart(name: str, height: int) -> Component:
    return dcc.Graph(id=name, config=GRAPH_CONFIG, responsive=True, style={"height": f"{height}px"})


def answer(
    store: Store, outlines: Outlines, search: str | None, theme_name: str | None, keys: dict[str, str]
) -> tuple[Any, ...]:
    """Everything that changes on the page for a view; panels the browser already shows are left alone.

    Parameters
    ----------
    keys
        Panel → what it shows now, as sent with the previous answer.
    """
    view, remarks = parse_view(search)
    try:
        result = explore(store.current(), view)
    except ExtractProblem as problem:
        return _nothing_to_show(problem)
    fresh = _keys(view, result, theme_name)
    changed = {panel for panel in PANELS if keys.get(panel) != fresh[panel]}
    theme = theme_named(theme_name)
    since = month_end_of(view.since).replace(day=1) if view.since else None
    order = outlines.state_places if result.map and result.map.level == "state" else outlines.county_places
    drawn, not_drawn = county_map.on_outlines(result.map, order)
    result = replace(result, map=drawn)
    texts = _texts(view, result, not_drawn, (*remarks, *result.setting.remarks))
    return (
        _answer_data(view, result, fresh),
        fresh,
        county_map.map_values(view, result.map, order, fresh["map"]) if "map" in changed else no_update,
        trend.trend_figure(view, result.lines, result.setting.period_end, since, theme, fresh["trend"])
        if "trend" in changed
        else no_update,
        seizures.seizures_figure(result.seized, theme, fresh["seizures"])
        if "seizures" in changed
        else no_update,
        *(texts[name] for name in TEXT_OUTPUTS),
    )


def _keys(view: View, result: ExploreResult, theme_name: str | None) -> dict[str, str]:
    """What each panel depends on; equal keys mean an equal picture."""
    setting = result.setting
    what = (result.version, view.indicator, view.drug, view.measure, str(setting.period_end))
    seized = result.seized
    return {
        "map": "|".join((*what, setting.level)),
        "trend": "|".join((*what, view.since, view.place, *view.compare, str(theme_name))),
        "seizures": "|".join(
            (
                result.version,
                seized.drug,
                view.areas,
                view.area,
                f"{seized.first}",
                f"{seized.last}",
                str(theme_name),
            )
        ),
    }


def _texts(
    view: View, result: ExploreResult, not_drawn: tuple[str, ...], remarks: tuple[str, ...]
) -> dict[str, Any]:
    setting, seized = result.setting, result.seized
    map_title = words.map_title(view, setting)
    rate_note = words.rate_footnote(view, result.simulated)
    return {
        "map-title": map_title,
        "map-subtitle": words.map_subtitle(view, result.map, not_drawn),
        "map-foot": words.footer([result.map.origin if result.map else None], rate_note),
        "trend-title": words.trend_title(view, result),
        "trend-subtitle": words.trend_subtitle(view, result.lines, setting.period_end),
        "trend-foot": words.footer(
            [line.origin for line in result.lines], (words.two_bases(result.lines, result.map),)
        ),
        "seizures-title": words.seized_title(seized, view.area),
        "seizures-subtitle": words.seized_subtitle(view, seized),
        "seizures-foot": words.footer([seized.origin]),
        "headline": headline(view, result),
        "map-legend": county_map.legend(view, result.map),
        "place-trail": filters.place_trail(view),
        "compared": filters.compared_chips(view),
        "areas-list": seizures.areas_list(view, seized),
        "notices": shell.notices(remarks),
        "banner": words.banner(result),
        "live": words.announcement(view, result),
    }


def _answer_data(view: View, result: ExploreResult, keys: dict[str, str]) -> dict[str, Any]:
    """What the browser needs to fill the controls, mark the selection and know when all is painted."""
    controls = filters.control_state(view, result.setting)
    title = words.map_title(view, result.setting)
    return {
        "query": query_string(view),
        "controls": controls,
        "place": view.place,
        "compare": list(view.compare),
        "since": view.since,
        "keys": keys,
        "alternatives": {
            "map-svg": county_map.map_alternative(title, ""),
            "trend-chart": trend.trend_alternative(view, result.lines),
            "seizures-chart": words.seized_title(result.seized, view.area),
        },
    }


def report_failure(error: Exception) -> None:
    """Log what went wrong in a callback and tell the visitor, without a word of the inside."""
    log.error("a callback failed", exc_info=error)
    set_props("notices", {"children": shell.notices((FAILED,))})


def _nothing_to_show(problem: ExtractProblem) -> tuple[Any, ...]:
    log.error("%s", problem)
    texts: dict[str, Any] = dict.fromkeys(TEXT_OUTPUTS, no_update)
    texts["notices"] = shell.no_extract(problem)
    return ({"query": "", "problem": True}, {}, *(no_update,) * 3, *(texts[name] for name in TEXT_OUTPUTS))


clientside_callback(
    ClientsideFunction("explore", "view_from_controls"),
    Output("url", "search"),
    *(
        Input(name, "value")
        for name in (
            "indicator",
            "drug",
            "measure",
            "level",
            "state",
            "county",
            "period",
            "seized",
            "areas",
            "months",
        )
    ),
    Input("map-chosen", "data"),
    Input({"go": ALL}, "n_clicks"),
    Input({"drop": ALL}, "n_clicks"),
    Input({"area": ALL}, "n_clicks"),
    Input("clear-range", "n_clicks"),
    Input("reset", "n_clicks"),
    prevent_initial_call=True,
)

clientside_callback(
    ClientsideFunction("explore", "paint_map"),
    Output("map-svg", "className"),
    Input("map-values", "data"),
    Input("answer", "data"),
)

clientside_callback(
    ClientsideFunction("explore", "switch_theme"),
    Output("theme", "data"),
    Input("theme-switch", "n_clicks"),
)

clientside_callback(
    ClientsideFunction("explore", "copy_link"),
    Output("copy-link", "children"),
    Input("copy-link", "n_clicks"),
    prevent_initial_call=True,
)
