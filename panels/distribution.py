"""The distribution: the sentence forms of a histogram that the browser draws from the map's own vectors."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from components import shell
from components.download_menu import download_menu
from components.words import (
    LEVEL_WORDS,
    cautions,
    footer,
    rate_footnote,
    shown_period,
    unit_phrase,
)
from model.view import View
from panels.ranking import RELIABLE, why_no_rank
from queries.results import ExploreResult


def distribution_frame() -> Component:
    """The empty histogram."""
    return shell.panel(
        "distribution",
        shell.titles("distribution"),
        [
            html.Div(id="distribution-chart", className="panel-content"),
            html.P(id="distribution-stands", className="stands"),
        ],
        [download_menu("distribution", "the distribution")],
    )


def distribution_forms(view: View, result: ExploreResult) -> dict[str, Any]:
    """Sentence forms of the histogram; the browser puts in numbers and names.

    Returns
    -------
    dict
        `absent`, why there is none (then nothing else counts), `suffix` behind each value, `texts` by
        element id, and the forms `higher`, `highest`, `unplaced`, `median`, `zeros`, `beyond`, `below`,
        `alternative` and `empty`.
    """
    absent = why_no_rank(result)
    plural = LEVEL_WORDS[result.map.level][1] if result.map else "places"
    having = f"{{count}} {plural} with a released {RELIABLE[view.measure]}"
    return {
        "absent": absent,
        "suffix": "%" if view.measure in ("change", "share") else "",
        "higher": f"{{name}} is higher than {{percent}}% of {having}.",
        "highest": f"{{name}} is the highest of {having}.",
        "unplaced": "{name} cannot be placed among them: {status}.",
        "median": "median {value}",
        "zeros": "Not drawn: {number} that have zero.",
        "beyond": "Last column: {number} above {value}.",
        "below": "First column: {number} below {value}.",
        "alternative": f"Histogram of {having}, from {{lowest}} to {{highest}}, median {{median}}. "
        "{stands}",
        "empty": f"No place has a {RELIABLE[view.measure]}.",
        "texts": {
            "distribution-title": "No distribution" if absent else f"How {plural} are spread",
            "distribution-subtitle": f"{unit_phrase(view)}, {shown_period(result.resolved)}. Columns count "
            f"{plural} and wear the map's colours.",
            "distribution-foot": footer(
                [result.map.provenance if result.map else None],
                (*cautions(view), *rate_footnote(view, [result.map.provenance if result.map else None])),
            ),
        },
    }
