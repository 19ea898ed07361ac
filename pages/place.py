"""The profile of a place: `/place/39061`, `/place/39`, `/place/US` or a group's code."""

import logging
from typing import Any, Final
from urllib.parse import urlencode

import anyio.to_thread
import dash
from dash import Input, Output, callback, html
from dash.development.base_component import Component

from components import shell
from components.attributes import attributes
from components.table_dialog import table_dialog
from data.extract.outlines import Outlines
from data.extract.reading import ExtractProblem
from model.groups import format_groups
from model.view import View, parse_view, query_string
from panels import profile_head
from queries.explore import explore
from queries.sectors import sectors
from queries.store import Store

log = logging.getLogger(__name__)
PREFIX: Final = "/place/"
LONGEST_CODE: Final = 80


def register(store: Store, outlines: Outlines, grid_script: str) -> None:
    """Register the page and its one callback."""
    dash.register_page(
        __name__,
        path_template=f"{PREFIX}<code>",
        path=f"{PREFIX}US",
        name="Place profiles",
        title="Place profile · Overdose Response",
        layout=lambda **_: shell.waiting(
            "place", "Reading the figures…", "place-page", (table_dialog(grid_script),)
        ),
    )

    @callback(
        Output("place-content", "children"), Input("place-url", "pathname"), Input("place-url", "search")
    )
    async def fill(pathname: str | None, search: str | None) -> Any:
        return await anyio.to_thread.run_sync(content, store, outlines, pathname, search)


def content(store: Store, outlines: Outlines, pathname: str | None, search: str | None) -> Component:
    """The profile of an address, or why there is none; never raises for what a visitor sends."""
    view = view_of(pathname, search)
    if view is None:
        return _marked(profile_head.unknown(), "")
    try:
        reader = store.current()
    except ExtractProblem as problem:
        return html.Div(shell.no_extract(problem))
    result = explore(reader, view, outlines)
    if result.view.place != view.place:
        # A group that this extract has not, or that holds no county.
        return _marked(profile_head.unknown(), "")
    across = sectors(reader, view.place)
    return _marked(profile_head.profile(result, across), query_string(result.view))


def view_of(pathname: str | None, search: str | None) -> View | None:
    """The view of a profile's address: deaths in its place; None where its code is not of a place.

    Of the query string only the link's own groups are read.
    """
    # What comes from outside may be anything.
    code = (pathname if isinstance(pathname, str) else "").removeprefix(PREFIX).strip("/")
    if not code or len(code) > LONGEST_CODE:
        return None
    groups = parse_view(search)[0].groups
    asked = {"place": code, **({"groups": format_groups(groups)} if groups else {})}
    view, remarks = parse_view(urlencode(asked))
    return None if any("place" in remark for remark in remarks) else view


def _marked(parts: list[Component], query: str) -> Component:
    """The page with the view that its panels, tables and files are of."""
    return html.Div(parts, id="profile", **attributes(data_place_view=query))
