"""The distribution: the sentence forms of a histogram that the browser draws from the map's own vectors."""

from collections import Counter
from math import floor
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components.numbers import number, rounded
from components.words import (
    LEVEL_WORDS,
    map_title,
    shown_period,
    unit_phrase,
)
from methods.histogram import COLUMNS
from model.places import label
from model.view import View
from panels import keys
from panels.drawings import Histogram
from panels.frames import panel_frame
from panels.map_table import ranked_rows
from panels.panel import ON_EXPLORE, WITH_EXPLORE, Captions, Panel, Region
from panels.ranked_places import (
    filled,
    from_whole,
    map_provenance,
    median_of_all,
    ranked_foot,
    ranked_notes,
    reading_without_ranks,
    shown_of_ranked,
    spread_of,
    status_of,
    value_words,
    why_no_rank,
)
from panels.ranking import RELIABLE
from panels.table_digits import in_digits
from queries.results import ExploreResult, ResolvedView


def distribution_frame(panel: Panel, _outlines_url: str) -> Component:
    """The empty histogram."""
    return panel_frame(
        panel,
        [
            html.Div(id="distribution-chart", className="panel-content"),
            html.P(id="distribution-stands", className="stands"),
        ],
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
        "median": "median of these {value}",
        "zeros": "Not drawn: {number} that have zero.",
        "beyond": "Last column: {number} above {value}.",
        "below": "First column: {number} below {value}.",
        "alternative": f"Histogram of {having}, from {{lowest}} to {{highest}}, median of these {{median}}. "
        "{stands}",
        "empty": f"No place has a {RELIABLE[view.measure]}.",
        "texts": {
            "distribution-title": "No distribution" if absent else f"How {plural} are spread",
            "distribution-subtitle": f"{unit_phrase(view)}, {shown_period(result.resolved)}. Columns count "
            f"{plural} and wear the map's colors.{'' if absent else _of_all(result)}",
            "distribution-foot": ranked_foot(result),
        },
    }


def _of_all(result: ExploreResult) -> str:
    sentence = median_of_all(result)
    return f" {sentence}" if sentence else ""


def distribution_table(result: ExploreResult) -> pd.DataFrame:
    """Every place of the map that has a rank, from the lowest on, with the percent of them that are lower."""
    ranked = ranked_rows(result).sort_values(["rank", "place"], ascending=[False, True], ignore_index=True)
    lower = len(ranked) - ranked["rank"].map(ranked["rank"].value_counts()) - ranked["rank"] + 1
    return ranked.assign(percent_lower=in_digits(lower / max(len(ranked), 1) * 100, 1))


def _captions(resolved: ResolvedView, result: ExploreResult) -> Captions:
    forms = distribution_forms(resolved.view, result)
    texts = forms["texts"]
    title, foot = texts["distribution-title"], texts["distribution-foot"]
    if forms["absent"]:
        return Captions(title, "", forms["absent"], foot, forms["absent"])
    shown = shown_of_ranked(result)
    if shown.empty:
        return Captions(title, texts["distribution-subtitle"], forms["empty"], foot, forms["empty"])
    sentence = _stands(result, shown, forms)
    alternative = filled(
        forms["alternative"],
        count=number(len(shown)),
        lowest=value_words(result, float(shown.min())),
        highest=value_words(result, float(shown.max())),
        median=value_words(result, from_whole(result, spread_of(result, shown).median)),
        stands=sentence,
    )
    return Captions(title, texts["distribution-subtitle"], alternative.strip(), foot, sentence)


def _stands(result: ExploreResult, shown: pd.Series, forms: dict[str, str]) -> str:
    """Where the place in focus stands among all."""
    place, rows = result.view.place, result.map.places if result.map else pd.DataFrame()
    if place not in rows.index:
        return ""
    if place not in shown.index:
        row = rows.loc[place]
        status = status_of(result, str(row["status"]), str(row["reason"]))
        return filled(forms["unplaced"], name=label(place), status=status)
    lower = int((shown < shown[place]).sum())
    form = forms["highest"] if shown[place] == shown.max() else forms["higher"]
    percent = str(floor(lower / len(shown) * 100))
    return filled(form, name=label(place), count=number(len(shown)), percent=percent)


def _reading(resolved: ResolvedView, _result: ExploreResult) -> list[str]:
    return reading_without_ranks(resolved.view) or [
        "The higher a column, the more places have a figure about there; colors are those of the map.",
        "The lines mark the median, the place in focus and the places compared.",
        "Suppressed, unreliable and unpublished figures are not in it, so it says nothing of those places.",
    ]


def _drawing(resolved: ResolvedView, result: ExploreResult) -> Histogram | None:
    if result.map is None or shown_of_ranked(result).empty:
        return None
    return Histogram(result, distribution_forms(resolved.view, result))


def _content(resolved: ResolvedView, result: ExploreResult) -> dict[str, Any]:
    """The sentence forms with `spread`, whose figures are whole multiples of the last digit shown."""
    return {**distribution_forms(resolved.view, result), "spread": _spread(result)}


def _spread(result: ExploreResult) -> dict[str, Any] | None:
    """Ends, what is counted, and of each column pairs of a class and how many places have it."""
    shown = shown_of_ranked(result)
    if result.map is None or shown.empty:
        return None
    spread = spread_of(result, shown)
    classes = result.map.places.loc[shown.index, "class_number"]
    columns: list[list[list[int]]] = [[] for _ in range(COLUMNS)]
    held = Counter(zip(spread.columns.tolist(), classes.tolist(), strict=True))
    for (column, class_number), count in sorted(held.items()):
        if column >= 0:
            columns[column].append([class_number, count])
    return {
        "columns": columns,
        "low": int(spread.low),
        "high": int(spread.high),
        "lowest": int(spread.lowest),
        "highest": int(spread.highest),
        "median": int(rounded(spread.median, 0)),
        "count": len(shown),
        "zeros": spread.zeros,
        "below": spread.below,
        "beyond": spread.beyond,
    }


PANEL: Final = Panel(
    id="distribution",
    order=80,
    name="Distribution",
    figures="the distribution",
    appears_in=ON_EXPLORE,
    find=WITH_EXPLORE,
    texts=lambda _resolved, _result: {},
    table=lambda _resolved, result: distribution_table(result),
    provenance=map_provenance,
    reading=_reading,
    content=_content,
    browser_module="panels/distribution",
    key=lambda result: (*keys.drawn(result), result.view.classes),
    frame=distribution_frame,
    region=Region.UNDER_MAP,
    title=lambda resolved, _result: map_title(resolved),
    is_of_period=True,
    notes=ranked_notes,
    captions=_captions,
    drawing=_drawing,
)
"""Its title and subtitle are written in the browser, from sentence forms."""
