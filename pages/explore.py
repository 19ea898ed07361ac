"""The Explore page: county map, trend and seizures of one view, answered at once by `/view?QUERY`."""

import hashlib
import logging
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import unquote

import anyio.to_thread
import dash
from dash import set_props
from dash.development.base_component import Component
from fastapi import APIRouter, Request, Response
from plotly.io.json import to_json_plotly

from components import empty_state, filters, map_legend, map_options, maps_control, shell, words
from components.group_choices import group_choices
from data.extract.outlines import Outlines
from data.extract.reading import ExtractProblem
from model.view import View, parse_view, query_string
from pages import frames
from pages.explore_layout import layout
from panels import keys, second_map, seizures, trend_events, trend_figure, trend_segments
from panels.explore_answer import (
    alternatives,
    chart_marks,
    panel_charts,
    panel_contents,
    panel_keys,
    panel_texts,
)
from panels.headline import headline
from panels.main_map import PANEL as MAP
from queries.explore import explore
from queries.more_maps import with_more_maps
from queries.results import ExploreResult
from queries.store import Store

log = logging.getLogger(__name__)

ANSWERS_AT_ONCE: Final = 4
"""More would only take turns on the cores, all of them late, and each with memory of its own."""
FAILED = "Something went wrong and this view could not be shown. Try again, or press Reset."
BROWSER_PARTS: dict[str, Callable[[View, ExploreResult], Any]] = {
    "groups": group_choices,
    "map-empty": empty_state.empty_state,
    "trend-events": trend_events.trend_events,
    "second-row": maps_control.row,
}
"""What parts of the page that are no panels, and have a browser module, are painted from; the key of each in
`_keys` says what that depends on."""
SHOWN: Final = "&shown="
"""Ends the address of a view: behind it stands what the page shows already, `PART:KEY,PART:KEY`."""
KEY_DIGITS: Final = 12


def register(outlines_url: Callable[[], str], grid_script: str) -> None:
    """Register the page on the app being built; `grid_script` draws tables when asked."""
    dash.register_page(
        __name__,
        path="/",
        name="Explore",
        title="Explore · Overdose Response",
        layout=lambda **_: layout(outlines_url(), grid_script),
    )


def router(store: Store, outlines: Outlines) -> APIRouter:
    """The address of every view: `/view?QUERY&shown=KEYS`."""
    routes = APIRouter(include_in_schema=False)
    at_once = anyio.CapacityLimiter(ANSWERS_AT_ONCE)

    @routes.get("/view")
    async def view(request: Request) -> Response:
        query, shown = asked(request.url.query)
        return await anyio.to_thread.run_sync(_response, store, outlines, query, shown, limiter=at_once)

    return routes


def asked(query: str) -> tuple[str, dict[str, str]]:
    """The view of an address, and what the page shows already: part of the page → its key.

    What comes from outside may be anything; a key that was never given matches none.
    """
    search, _, shown = query.rpartition(SHOWN) if SHOWN in query else (query, "", "")
    pairs = (entry.partition(":") for entry in unquote(shown).split(","))
    return search, {name: key for name, _, key in pairs if key}


def _response(store: Store, outlines: Outlines, query: str, shown: dict[str, str]) -> Response:
    """A view as JSON; what goes wrong is logged, and said without a word of the inside."""
    status = 200
    try:
        content = answer(store, outlines, query, shown)
    except ExtractProblem as problem:
        log.error("%s", problem)
        content, status = _no_view(shell.no_extract(problem)), 503
    except Exception:
        log.exception("a view could not be answered")
        content, status = _no_view(shell.failure(FAILED)), 500
    return Response(to_json_plotly(content), status, media_type="application/json")


def _no_view(notices: list[Component]) -> dict[str, Any]:
    return {"problem": True, "parts": {"notices": notices}}


def warm(store: Store, outlines: Outlines) -> None:
    """Answer the default view once, so that the first visitor does not wait for files to be opened.

    Whatever goes wrong here will go wrong again for a visitor, who is told; it must not stop the start.
    """
    try:
        answer(store, outlines, "", {})
    except Exception:
        log.exception("the default view could not be answered")


def answer(store: Store, outlines: Outlines, query: str, shown: dict[str, str]) -> dict[str, Any]:
    """Everything that changes on the page for a view; what the browser already shows is left alone.

    Parameters
    ----------
    shown
        Part of the page → key of what it shows now, as sent with an earlier answer.

    Returns
    -------
    dict
        What the browser side draws and fills in, the keys of what it then shows, and the `parts`.
    """
    view, remarks = parse_view(query, store.edition)
    reader = store.current()
    result = with_more_maps(reader, explore(reader, view, outlines), outlines)
    view = result.view
    now = _keys(view, result)
    stale = {part for part, key in now.items() if shown.get(part) != key}
    parts: dict[str, Callable[[], Any]] = {
        "headline": lambda: headline(view, result),
        "map-legend": lambda: map_legend.legend(view, result.map),
        "map2-legend": lambda: second_map.legend(view, result),
        "place-trail": lambda: filters.place_trail(result.resolved),
        "compared": lambda: filters.compared_chips(result.resolved),
        "areas-list": lambda: seizures.areas_list(view, result.seized),
        "notices": lambda: shell.notices((*remarks, *result.resolved.remarks)),
    }
    return {
        **_answer_data(view, result, now, stale),
        "parts": {name: part() for name, part in parts.items() if name not in now or name in stale},
    }


def _keys(view: View, result: ExploreResult) -> dict[str, str]:
    """What each part of the page depends on; equal keys mean an equal picture.

    They come back only once the browser side has painted what they are of, because an answer that is
    overtaken by the next is never painted.
    """
    resolved, focus = result.resolved, (words.state_in_focus(view), keys.own_groups(view))
    parts: dict[str, tuple[str, ...]] = {
        **panel_keys(result),
        "choices": (result.version, view.indicator, view.drug, resolved.kind, view.source),
        "series": (*keys.measured(result), resolved.level, view.classes),
        "map-legend": (*keys.drawn(result), view.classes, view.fade, *focus),
        "second-row": maps_control.row_key(result),
        "map2-legend": second_map.legend_key(result, focus),
        "place-trail": keys.placed(result),
        "compared": keys.placed(result),
        "map-empty": keys.focused(result),
        "trend-events": (*keys.measured(result), *keys.placed(result)),
        "groups": keys.placed(result),
        "areas-list": (*keys.seized(result), str(result.seized.first), str(result.seized.last)),
    }
    return {part: _digest("|".join(what)) for part, what in parts.items()}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:KEY_DIGITS]


def _answer_data(view: View, result: ExploreResult, now: dict[str, str], stale: set[str]) -> dict[str, Any]:
    """What the browser side draws and fills in; None for what it already has."""
    resolved, texts = result.resolved, _texts(view, result)
    contents = panel_contents(result, stale)
    parts = {name: part(view, result) if name in stale else None for name, part in BROWSER_PARTS.items()}
    return {
        "query": query_string(view),
        "keys": now,
        "controls": {
            **filters.control_state(resolved, result.seized.areas_known),
            **trend_figure.scale_state(view),
            **trend_segments.segments_state(view),
            **maps_control.maps_state(view),
            **map_options.option_controls(view, result.map),
        },
        "palettes": map_options.palettes(result),
        "choices": filters.choices(resolved) if "choices" in stale else None,
        "place": view.place,
        "compare": list(view.compare),
        "since": view.since,
        "map": contents.pop(MAP.id),
        "series": frames.series(resolved, result.version) if "series" in stale else None,
        "period_words": words.shown_period(resolved),
        "charts": panel_charts(result, stale),
        "marks": chart_marks(result),
        "texts": texts,
        "panels": {**parts, **contents},
        "alternatives": alternatives(result, texts),
    }


def _texts(view: View, result: ExploreResult) -> dict[str, str]:
    """Plain texts of the page by the id of where they stand."""
    return {
        "drug-word": filters.drug_word(view),
        "banner": words.banner(result),
        "live": words.announcement(view, result),
        **panel_texts(result),
    }


def report_failure(error: Exception) -> None:
    """Log what went wrong in a callback and tell the visitor, without a word of the inside."""
    log.error("a callback failed", exc_info=error)
    set_props("notices", {"children": shell.failure(FAILED)})
