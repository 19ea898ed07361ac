"""The Explore page: county map, trend and seizures of one view, painted in one round trip."""

import logging
from collections.abc import Callable
from typing import Any

import anyio.to_thread
import dash
from dash import (
    ClientsideFunction,
    Input,
    Output,
    State,
    callback,
    clientside_callback,
    no_update,
    set_props,
)

from components import empty_state, filters, map_legend, map_options, maps_control, shell, words
from components.group_choices import group_choices
from data.extract.outlines import Outlines
from data.extract.reading import ExtractProblem
from model.view import View, parse_view, query_string
from pages import frames
from pages.explore_layout import layout
from panels import keys, second_map, seizures, trend_events, trend_figure
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

ANSWERS_AT_ONCE = 4
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
PARTS = ("headline", "map-legend", "map2-legend", "place-trail", "compared", "areas-list", "notices")
"""Parts of the page that arrive as components; plain texts travel within the answer."""


def register(store: Store, outlines: Outlines, outlines_url: Callable[[], str], grid_script: str) -> None:
    """Register the page and its callbacks on the app being built; `grid_script` draws tables when asked."""
    dash.register_page(
        __name__,
        path="/",
        name="Explore",
        title="Explore · Overdose Response",
        layout=lambda **_: layout(outlines_url(), grid_script),
    )

    at_once = anyio.CapacityLimiter(ANSWERS_AT_ONCE)

    @callback(
        Output("answer", "data"),
        Output("keys", "data"),
        *(Output(name, "children") for name in PARTS),
        Input("url", "search"),
        State("keys", "data"),
        State("painted", "data"),
    )
    async def paint(
        search: str | None, known: dict[str, str] | None, painted: dict[str, str] | None
    ) -> tuple[Any, ...]:
        # What comes from outside may be anything.
        sent = [part for part in (known, painted) if isinstance(part, dict)]
        shown = {name: key for part in sent for name, key in part.items()}
        return await anyio.to_thread.run_sync(answer, store, outlines, search, shown, limiter=at_once)


def warm(store: Store, outlines: Outlines) -> None:
    """Answer the default view once, so that the first visitor does not wait for files to be opened.

    Whatever goes wrong here will go wrong again for a visitor, who is told; it must not stop the start.
    """
    try:
        answer(store, outlines, "", {})
    except Exception:
        log.exception("the default view could not be answered")


def answer(store: Store, outlines: Outlines, search: str | None, shown: dict[str, str]) -> tuple[Any, ...]:
    """Everything that changes on the page for a view; what the browser already shows is left alone.

    Parameters
    ----------
    shown
        Part of the page → what it shows now, as sent with the previous answer.

    Returns
    -------
    tuple
        The answer for the browser side, the keys of what it then shows, and the `PARTS`.
    """
    view, remarks = parse_view(search)
    try:
        reader = store.current()
        result = with_more_maps(reader, explore(reader, view, outlines), outlines)
    except ExtractProblem as problem:
        return _nothing_to_show(problem)
    view = result.view
    now = _keys(view, result)
    stale = {part for part, key in now.items() if shown.get(part) != key}
    parts = {
        "headline": lambda: headline(view, result),
        "map-legend": lambda: map_legend.legend(view, result.map),
        "map2-legend": lambda: second_map.legend(view, result),
        "place-trail": lambda: filters.place_trail(view, result.resolved),
        "compared": lambda: filters.compared_chips(view, result.resolved),
        "areas-list": lambda: seizures.areas_list(view, result.seized),
        "notices": lambda: shell.notices((*remarks, *result.resolved.remarks)),
    }
    return (
        _answer_data(view, result, now, stale),
        {part: key for part, key in now.items() if part in PARTS},
        *(parts[name]() if name not in now or name in stale else no_update for name in PARTS),
    )


def _keys(view: View, result: ExploreResult) -> dict[str, str]:
    """What each part of the page depends on; equal keys mean an equal picture.

    Keys of `PARTS` come back as sent; the others only once the browser side has painted them, because
    an answer that is overtaken by the next is never painted.
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
    return {part: "|".join(what) for part, what in parts.items()}


def _answer_data(view: View, result: ExploreResult, now: dict[str, str], stale: set[str]) -> dict[str, Any]:
    """What the browser side draws and fills in; None for what it already has."""
    resolved, texts = result.resolved, _texts(view, result)
    contents = panel_contents(result, stale)
    parts = {name: part(view, result) if name in stale else None for name, part in BROWSER_PARTS.items()}
    return {
        "query": query_string(view),
        "keys": {part: key for part, key in now.items() if part not in PARTS},
        "controls": {
            **filters.control_state(view, resolved, result.seized.areas_known),
            **trend_figure.scale_state(view),
            **maps_control.maps_state(view),
            **map_options.option_controls(view, result.map),
        },
        "palettes": map_options.palettes(result),
        "choices": filters.choices(view, resolved) if "choices" in stale else None,
        "place": view.place,
        "compare": list(view.compare),
        "since": view.since,
        "map": contents.pop(MAP.id),
        "series": frames.series(view, resolved, result.version) if "series" in stale else None,
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
    set_props("answer", {"data": {"problem": True}})


def _nothing_to_show(problem: ExtractProblem) -> tuple[Any, ...]:
    log.error("%s", problem)
    shown = {"notices": shell.no_extract(problem)}
    return ({"problem": True}, {}, *(shown.get(name, no_update) for name in PARTS))


clientside_callback(
    ClientsideFunction("explore", "paint"), Output("map-svg", "className"), Input("answer", "data")
)
