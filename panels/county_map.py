"""The county map: an SVG drawn in the browser from static outlines and one compact vector a view.

Nothing here knows a shape. The server sends, in the outlines' own order, one class, one status and
the whole numbers behind what the hover card shows; `assets/js/map/county_map.js` paints them.
"""

import base64
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from dash import html
from dash.development.base_component import Component
from numpy.typing import ArrayLike, NDArray

from components.attributes import attributes
from components.map_legend import class_colors
from components.numbers import number, rounded
from components.withheld import withheld_values
from components.words import LEVEL_WORDS
from methods.rates import WIDTH_STEPS
from model import catalog
from model.view import View
from queries.results import MapResult

STATUSES: Final = tuple(catalog.STATUS_WORDS)
NO_FIGURE: Final = np.iinfo(np.int32).min
"""Stands for "no number" among the whole numbers sent."""


def map_frame(outlines_url: str) -> Component:
    """The empty map: the SVG's place, its legend, its hover card and its way back to the whole."""
    return html.Div(
        [
            html.Div(
                id="map-svg",
                className="map-svg",
                **attributes(data_outlines=outlines_url),
            ),
            html.Div(id="map-hover", className="hover-card", hidden=True),
        ],
        className="map-box",
    )


def period_frame() -> Component:
    """Where the period of the frame stands, over the map, in place of what is said of the answer's period."""
    return html.Div(id="map-period", className="map-period", hidden=True, **attributes(aria_hidden="true"))


def play_frame() -> Component:
    """The controls that play the map through time; `assets/js/map/player.js` adds the slider."""
    return html.Div(
        [
            html.Button(
                "‹", id="play-previous", className="quiet small", **attributes(aria_label="Previous period")
            ),
            html.Button("▶ Play", id="play", className="quiet small"),
            html.Button("›", id="play-next", className="quiet small", **attributes(aria_label="Next period")),
            html.Div(id="play-slider", className="play-slider"),
            html.P(id="play-note"),
        ],
        id="player",
        className="player",
        hidden=True,
        role="group",
        **attributes(aria_label="The map through time"),
    )


def map_values(view: View, result: MapResult | None) -> dict[str, Any]:
    """What the browser needs to paint and to fill the hover card.

    Returns
    -------
    dict
        `outlines`, the URL of the set that all vectors are in the order of, empty where any set will do;
        `fade`, the relative widths of an interval from which on a place is fainter, None where all are alike;
        `colors`, what a shape of each class wears; `classes` and `statuses` as base64 of uint8, `shown`,
        `lower`, `upper`, `count`, `rank`, `rank_lower` and `rank_upper` as base64 of int32; shown, lower and
        upper are times 10**decimals, so that the browser writes the very digits of every other panel; and
        what `components.withheld` adds.
    """
    if result is None:
        return {"level": ""}
    rows = result.places
    decimals = catalog.INDICATORS[view.indicator].decimals_of(view.measure)
    reasons = ["", *sorted(set(rows["reason"].tolist()) - {""})]
    return {
        "level": result.level,
        "outlines": result.outlines_url,
        "decimals": decimals,
        "classes": _bytes(rows["class_number"], np.uint8),
        "statuses": _bytes(_positions(rows["status"], STATUSES), np.uint8),
        "reasons": _bytes(_positions(rows["reason"], reasons), np.uint8),
        "shown": _whole(rows["shown"], decimals),
        "lower": _whole(rows["lower"], decimals),
        "upper": _whole(rows["upper"], decimals),
        "count": _whole(rows["count"], catalog.INDICATORS[view.indicator].decimals),
        **{name: _bytes(rows[name], np.int32) for name in ("rank", "rank_lower", "rank_upper")},
        "status_ids": list(STATUSES),
        "reason_words": reasons,
        "fade": list(WIDTH_STEPS) if view.fade else None,
        **palette(view, result.edges),
        "words": _hover_words(view, result),
        **withheld_values(view, result),
    }


def palette(view: View, edges: tuple[float, ...]) -> dict[str, Any]:
    """What shapes wear by their class, and where they have a figure and no class."""
    return {
        "colors": class_colors(view, len(edges)),
        "diverging": view.measure == "change",
        "unclassed": "zero" if edges else "released",
    }


def _positions(words: pd.Series, known: Sequence[str]) -> NDArray[np.uint8]:
    position = {word: number for number, word in enumerate(known)}
    return np.fromiter((position[word] for word in words.tolist()), dtype=np.uint8, count=len(words))


def _bytes(values: ArrayLike, kind: type) -> str:
    return base64.b64encode(np.asarray(values).astype(kind).tobytes()).decode("ascii")


def _whole(values: pd.Series, decimals: int) -> str:
    """Numbers as whole multiples of their last shown digit, halves away from zero as on every panel."""
    limits = np.iinfo(np.int32)
    # The upper limit of a change from a handful can be astronomically high.
    whole = np.clip(rounded(values, decimals) * 10**decimals, limits.min + 1, limits.max)
    return _bytes(np.where(np.isnan(whole), NO_FIGURE, np.rint(whole)), np.int32)


def _hover_words(view: View, result: MapResult) -> dict[str, Any]:
    """Sentence forms of the hover card; the browser only puts numbers in."""
    entry = catalog.INDICATORS[view.indicator]
    _, plural = LEVEL_WORDS[result.level]
    shown = {
        "rate": f"{{shown}} per {catalog.RATE_PER:,} (crude)",
        "smoothed": f"{{shown}} per {catalog.RATE_PER:,}, smoothed, not an observed rate",
        "change": "{sign}{shown}% on a year earlier",
        "share": f"{{shown}}% of {entry.unit}",
        "count": "{shown}%" if entry.unit == "percent" else f"{{shown}} {entry.unit}",
    }[view.measure]
    return {
        "shown": shown,
        "interval": "95% interval {lower} to {upper}",
        "count": "" if view.measure == "count" else f"{{count}} {entry.unit}",
        "rank": f"Rank {{rank}} of {number(result.ranked)} {plural} ranked, 1 is highest"
        if entry.comparable
        else "",
        "rank_interval": "95% interval of the rank {lower} to {upper}",
        "statuses": {status: catalog.status_words(status, view.indicator) for status in STATUSES},
    }


def map_alternative(title: str, subtitle: str) -> str:
    """Alternative text of the map."""
    return (
        f"Map. {title}. {subtitle} The same figures can be reached through the state and county lists above."
    )
