"""A panel before its answer: heading, content to be filled, how to read it, its menu."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from components import shell
from components.attributes import attributes
from components.download_menu import download_menu
from components.how_to_read import disclosure
from panels.panel import Panel


def menu(panel: Panel, figures: str = "") -> Component:
    """The panel's table, files and picture, and the button that makes it a slide; `figures` name its figures
    for screen readers, where its own words do not fit."""
    return download_menu(panel.id, figures or panel.figures, is_slide=panel.is_slide)


def reading_of(panel: Panel) -> list[Component]:
    """How the panel is read, folded: fixed sentences, or those that its answer fills in."""
    if callable(panel.reading):
        return disclosure(panel.id, ())
    return disclosure(panel.id, panel.reading) if panel.reading else []


def panel_frame(
    panel: Panel,
    content: list[Component],
    tools: list[Component] | None = None,
    words: list[Component] | None = None,
) -> Any:
    """The frame of a panel that is filled by its answer; its menu is the last of its tools.

    Parameters
    ----------
    words
        What stands behind its title and subtitle.
    """
    return shell.panel(
        panel.id,
        [*shell.titles(panel.id), *(words or [])],
        content,
        [*(tools or []), menu(panel)],
        reading_of(panel),
    )


def lazy_frame(panel: Panel, query: str = "") -> Any:
    """Where a panel is filled in once it comes into sight: of the view of a query string, or where none is
    given of the view that the page shows."""
    section = panel_frame(panel, [html.Div(id=f"{panel.id}-list", className="panel-content")])
    for name, value in attributes(data_lazy_panel=query, aria_busy="true").items():
        setattr(section, name, value)
    return section


def frame_of(panel: Panel, outlines_url: str) -> Any:
    """The panel on Explore before its answer; one without a frame of its own has one place to be filled."""
    if panel.frame:
        return panel.frame(panel, outlines_url)
    return panel_frame(panel, [html.Div(id=f"{panel.id}-list", className="panel-content")])
