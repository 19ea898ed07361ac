"""The Explore page before its first answer: where everything stands."""

from dash import html
from dash.development.base_component import Component

from components import empty_state, filters, map_legend, map_options, maps_control, shell
from components.attributes import attributes
from components.chart_frame import chart
from components.download_menu import download_menu
from components.group_choices import group_dialog
from components.how_to_read import disclosure
from components.table_dialog import table_dialog
from panels import (
    breakdown,
    county_map,
    distribution,
    ranking,
    rising,
    second_map,
    sectors,
    seizures,
    small_maps,
    trend,
    trend_events,
)


def layout(outlines_url: str, grid_script: str) -> Component:
    """The page before its first answer."""
    return html.Div(
        [
            filters.filter_bar(maps_control.row_frame()),
            html.Div(id="live", className="visually-hidden", **attributes(aria_live="polite")),
            html.Main(
                [
                    html.Div(id="banner", className="banner", role="note"),
                    html.Div(id="connection", className="notices failed", role="alert"),
                    html.Div(id="notices", className="notices", role="status"),
                    _headline(),
                    small_maps.panel_frame(outlines_url),
                    _map(outlines_url),
                    second_map.panel_frame(outlines_url),
                    html.Div([_trend(), _seizures()], className="side"),
                    _places_of_the_map(),
                    html.P(id="print-line"),
                ],
                id="content",
            ),
            _more_panels(),
            table_dialog(grid_script),
            group_dialog(),
        ],
        className="explore",
    )


def _headline() -> Component:
    tools = [download_menu("headline", "the headline figures"), *disclosure("headline")]
    return html.Div(
        [html.Div(id="headline", className="tiles"), html.Div(tools, className="figures")],
        className="headline",
    )


def _map(outlines_url: str) -> Component:
    return shell.panel(
        "map",
        [*shell.titles("map"), county_map.period_frame()],
        [
            empty_state.empty_frame(),
            county_map.map_frame(outlines_url),
            county_map.play_frame(),
            map_legend.legend_frame(),
            html.Div(id="both-legend", hidden=True),
        ],
        [
            html.Nav(id="place-trail", **attributes(aria_label="Place")),
            map_options.map_options(),
            download_menu("map", "the figures of the map"),
        ],
    )


def _trend() -> Component:
    return shell.panel(
        "trend",
        shell.titles("trend"),
        [
            html.Div(id="compared", className="chips"),
            html.Div([chart("trend", 262), trend_events.event_marks()], className="trend-frame"),
            trend_events.event_list(),
        ],
        [filters.compare_control(), trend.scale_control(), download_menu("trend", "the trend")],
    )


def _seizures() -> Component:
    return shell.panel(
        "seizures",
        shell.titles("seizures"),
        [
            chart("seizures", 210),
            html.Div(id="areas-list"),
            download_menu("areas", "the list of areas"),
        ],
        [*seizures.seizure_controls(), download_menu("seizures", "the months")],
    )


def _places_of_the_map() -> Component:
    """The figures of the map's places again; under the map they fill what the longer column leaves."""
    return html.Div(
        [ranking.ranking_frame(), distribution.distribution_frame()], className="more-panels map-places"
    )


def _more_panels() -> Component:
    return html.Div(
        [sectors.sectors_frame(), breakdown.breakdown_frame(), rising.rising_frame()],
        className="more-panels",
        role="region",
        **attributes(aria_label="Places compared and looked at more closely"),
    )
