"""What stands on the map when nothing is released for the choice: why, and buttons to what is."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from components.words import LEVEL_WORDS, shown_period, within_sentence
from model import catalog
from model.view import View, query_string
from queries.results import ExploreResult, MapResult

LONGER: Final = (
    ("day", "days"),
    ("week", "weeks"),
    ("month", "months"),
    ("fiscal month", "fiscal months"),
    ("quarter", "quarters"),
    ("half-year", "half-years"),
    ("12-month-ending", "12 months together"),
    ("year", "whole years"),
    ("pooled years", "several years together"),
)
"""Kinds of period from the shortest to the longest, with what a button calls them."""


def empty_frame() -> Component:
    """Where the browser says that nothing is released, and offers what is."""
    return html.Div(id="map-empty", hidden=True, role="status")


def empty_state(view: View, result: ExploreResult) -> dict[str, Any]:
    """Words and ways on where no place in focus has a figure; no words where one has."""
    if result.map is None or _some_released(result.map):
        return {"words": "", "ways": []}
    singular, _ = LEVEL_WORDS[result.map.level]
    where = f" in {result.resolved.label(result.map.focus)}" if result.map.focus else ""
    what = within_sentence(catalog.sentence(view.indicator, view.drug))
    words = (
        f"No {singular}{where} has a released figure for {what}, {shown_period(result.resolved)}. "
        "Withheld is not zero."
    )
    ways = [{"words": button, "query": query_string(way)} for button, way in _ways(view, result)]
    return {"words": words, "ways": ways}


def _some_released(on_map: MapResult) -> bool:
    return bool(on_map.in_focus["shown"].notna().any())


def _ways(view: View, result: ExploreResult) -> Iterator[tuple[str, View]]:
    """Longer periods first, then larger places, then all drugs together."""
    resolved = result.resolved
    order = [kind for kind, _ in LONGER]
    anew = replace(view, level="", source="", period="", since="")
    for kind, words in LONGER[order.index(resolved.kind) + 1 :]:
        if kind in resolved.kinds:
            yield f"Show {words}", replace(anew, kind=kind)
            break
    if result.map and result.map.level == "county" and "state" in resolved.levels:
        yield "Show states", replace(view, level="state")
    if view.drug != "all" and "all" in resolved.drugs:
        yield "Show any drug", replace(view, drug="all", level="")
