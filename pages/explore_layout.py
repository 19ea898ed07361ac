"""The Explore page before its first answer: where everything stands."""

from dash import html
from dash.development.base_component import Component

from components import filters, maps_control
from components.attributes import attributes
from components.group_choices import group_dialog
from components.table_dialog import table_dialog
from panels.frames import frame_of
from panels.panel import Region, Where
from panels.registry import appearing_in


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
                    *_frames(Region.MAIN, outlines_url),
                    html.Div(_frames(Region.SIDE, outlines_url), className="side"),
                    _places_of_the_map(outlines_url),
                    html.P(id="print-line"),
                ],
                id="content",
            ),
            _more_panels(outlines_url),
            table_dialog(grid_script),
            group_dialog(),
        ],
        className="explore",
    )


def _frames(region: Region, outlines_url: str) -> list[Component]:
    """The panels of a part of the page, in their order."""
    shown = (each for each in appearing_in(Where.EXPLORE) if each.region == region and not each.within)
    return [frame_of(each, outlines_url) for each in shown]


def _places_of_the_map(outlines_url: str) -> Component:
    """The figures of the map's places again; under the map they fill what the longer column leaves."""
    return html.Div(_frames(Region.UNDER_MAP, outlines_url), className="more-panels map-places")


def _more_panels(outlines_url: str) -> Component:
    return html.Div(
        _frames(Region.MORE, outlines_url),
        className="more-panels",
        role="region",
        **attributes(aria_label="Places compared and looked at more closely"),
    )
