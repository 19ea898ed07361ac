"""The map's legend: classes with their limits and how many places each holds, then the statuses."""

from collections import Counter
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd
from dash import html
from dash.development.base_component import Component
from numpy.typing import NDArray

from components.attributes import attributes
from components.numbers import number, rounded
from components.words import UNRELIABLE, unit_phrase
from methods.classes import CLASS_COUNT, NO_CLASS, RAMP_STEPS
from methods.rates import WIDTH_STEPS, width_step
from model import catalog
from model.view import View
from queries.results import MapResult

ABSENT_PATTERNS: Final = ("suppressed", "withheld", "not_reported", "not_participating", "missing")
METHOD_WORDS: Final = {
    "": "quantiles",
    "equal": "equal intervals",
    "jenks": "natural breaks (Fisher-Jenks)",
    "continuous": "continuous color",
}
CHANGE_WORDS: Final = ("fell over 25%", "fell 10 to 25%", "within 10%", "rose 10 to 25%", "rose over 25%")


def legend_frame() -> Component:
    """Where the legend stands, under the map, so that it hides no place."""
    return html.Div(id="map-legend", className="legend")


def legend(view: View, result: MapResult | None) -> list[Component]:
    """Everything that a place on the map can look like, each with the number of places that do.

    Each row carries the look it explains as `data-legend`: shapes on the map wear it as a class.
    """
    if result is None:
        return []
    rows = result.in_focus
    status = rows["status"].to_numpy()
    zero, unreliable = _on_paper(view, rows, result), status == "unreliable"
    entries = _class_entries(view, rows, result)
    if unreliable.any():
        words = f"crude rate {UNRELIABLE}" if view.measure == "smoothed" else UNRELIABLE
        entries.append(_entry("unreliable", words, int((unreliable & ~zero).sum())))
    held = Counter(status.tolist())
    entries += [
        _entry(absent, catalog.status_words(absent, view.indicator), held[absent])
        for absent in ABSENT_PATTERNS
        if held[absent]
    ]
    if zero.any():
        entries.append(_entry("zero", paper_words(view), int(zero.sum())))
    if view.fade:
        entries += _fade_entries(view, rows)
    note = [html.Small(_method_words(view))] if result.edges else []
    return [html.B(unit_phrase(view)), *note, *entries]


def class_colors(view: View, classes: int) -> list[str]:
    """What a shape of each class wears; fewer classes than the palette has steps are spread over it."""
    if view.measure == "change":
        return [f"d{position}" for position in range(classes)]
    if view.classes == "continuous":
        return [f"ramp r{step}" for step in _spread(classes, RAMP_STEPS)]
    return [f"c{step}" for step in _spread(classes, CLASS_COUNT)]


def class_rows(view: View, edges: tuple[float, ...]) -> list[tuple[str, str]]:
    """What shapes of each class wear with its words; one row for the whole of a continuous color."""
    words = class_words(view, edges)
    if view.classes == "continuous" and edges:
        return [("ramp", " … ".join(dict.fromkeys((words[0], words[-1]))))]
    return list(zip(class_colors(view, len(edges)), words, strict=True))


def _spread(classes: int, steps: int) -> list[int]:
    return [round(position * (steps - 1) / max(classes - 1, 1)) for position in range(classes)]


def paper_words(view: View) -> str:
    """What plain paper means."""
    return "no clear change, or chance not assessed" if view.measure == "change" else "zero"


def _on_paper(view: View, rows: pd.DataFrame, result: MapResult) -> NDArray[np.bool_]:
    """Which places are plain paper: true zeros, and changes that are not clear."""
    if not result.edges:
        return np.zeros(len(rows), dtype=bool)
    count, shown, class_number = (rows[name].to_numpy() for name in ("count", "shown", "class_number"))
    of_measure = (count == 0) | (view.measure == "change")
    return of_measure & (class_number == NO_CLASS) & ~np.isnan(shown)


def _method_words(view: View) -> str:
    if view.measure == "change":
        return "fixed classes"
    method = METHOD_WORDS.get(view.classes, "own limits")
    of_rates = " and those of the crude rate" if view.measure == "smoothed" else ""
    return f"{method}, the same for all periods{of_rates}"


def _class_entries(view: View, rows: pd.DataFrame, result: MapResult) -> list[Component]:
    """A row a class; one of the ramp where color is continuous, one of all places where none is classed."""
    if not result.edges:
        released = int(rows["shown"].notna().sum())
        return [_entry("released", "released, not colored by class", released)] if released else []
    reliable = rows["status"].to_numpy() != "unreliable"
    held = np.bincount(rows["class_number"].to_numpy()[reliable], minlength=NO_CLASS)[:NO_CLASS]
    if view.classes == "continuous":
        return [_ramp_entry(view, result.edges, int(held.sum()))]
    return [
        _entry(color, words, int(held[position]))
        for position, (color, words) in enumerate(class_rows(view, result.edges))
    ]


def _fade_entries(view: View, rows: pd.DataFrame) -> list[Component]:
    """How faint a place is by the width of its interval, as the browser finds it from the digits shown."""
    decimals = catalog.INDICATORS[view.indicator].decimals_of(view.measure)
    # Whole numbers, as the browser has them, so that both agree at the limits.
    whole = (np.rint(rounded(rows[name], decimals) * 10**decimals) for name in ("shown", "lower", "upper"))
    steps = width_step(*whole)
    limits = [f"{limit}%" for limit in WIDTH_STEPS]
    between = [f"{low} to {high}" for low, high in pairwise(limits)]
    words = [f"up to {limits[0]} of the value", *between, f"over {limits[-1]}"]
    return [
        html.Small("Fainter where the 95% interval is wider; not while playing:", className="whole-row"),
        *(
            _entry(f"faint{step}", text, int((steps == step).sum()), f"c3 faint{step}")
            for step, text in enumerate(words)
        ),
    ]


def class_words(view: View, edges: tuple[float, ...]) -> list[str]:
    """The limits of each class; the last one takes whatever is higher."""
    if view.measure == "change":
        return list(CHANGE_WORDS)
    decimals = catalog.INDICATORS[view.indicator].decimals_of(view.measure)
    highs = [number(edge, decimals) for edge in edges]
    lows = [number(edge + 10**-decimals, decimals) for edge in edges[:-1]]
    if not lows:
        return [f"up to {highs[0]}"]
    between = [
        low if low == high else f"{low} to {high}" for low, high in zip(lows[:-1], highs[1:-1], strict=True)
    ]
    return [f"up to {highs[0]}", *between, f"{lows[-1]} or more"]


def _ramp_entry(view: View, edges: tuple[float, ...], count: int) -> Component:
    """The whole ramp between its ends in words."""
    words = class_words(view, edges)
    ramp: list[Component] = [html.Span(words[0]), html.Span(className="swatch ramp"), html.Span(words[-1])]
    return _row("ramp", ramp if len(words) > 1 else ramp[:2], count)


def _entry(kind: str, words: str, count: int, swatch: str = "") -> Component:
    return _row(kind, [html.Span(className=f"swatch {swatch or kind}"), html.Span(words)], count)


def _row(kind: str, content: list[Component], count: int) -> Component:
    """A row of the legend; `assets/js/map/legend.js` shows its places while it is pointed at or pressed."""
    return html.Button(
        [*content, html.Em(number(count))],
        className="legend-row",
        **attributes(data_legend=kind, aria_pressed="false"),
    )
