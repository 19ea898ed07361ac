"""The ranking: the sentence forms of a dot plot that the browser draws from the map's own vectors."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from components.numbers import number
from components.words import (
    LEVEL_WORDS,
    map_title,
    shown_period,
    unit_phrase,
)
from model import catalog
from model.places import label
from model.view import View
from panels import keys
from panels.chart import Chart, Series, limits_of, numbers_of
from panels.drawings import Dot, Dots
from panels.frames import panel_frame
from panels.panel import ON_EXPLORE, WITH_EXPLORE, Captions, Panel, Region
from panels.ranked_places import (
    MEASURE,
    filled,
    listed,
    listed_positions,
    map_provenance,
    places_here,
    ranked_foot,
    ranked_notes,
    ranking_table,
    reading_without_ranks,
    status_of,
    value_words,
    why_no_rank,
    within,
)
from panels.table_digits import decimals_shown
from queries.results import ExploreResult, ResolvedView

LISTS: Final = {"highest": "Highest", "lowest": "Lowest", "around": "Around the place in focus"}
RELIABLE: Final = {
    "rate": "reliable rate",
    "smoothed": "smoothed rate",
    "share": "share",
    "change": "change between reliable counts",
    "count": "figure",
}
"""What a place with a rank has, by measure."""
INTERVALS: Final = "Lines are the 95% intervals; beside a rank stands that of the rank."


def ranking_frame(panel: Panel, _outlines_url: str) -> Component:
    """The empty ranking with the buttons that choose which end of it is listed."""
    buttons = [
        html.Button(words, className="quiet small", **attributes(data_ranking=name, aria_pressed="false"))
        for name, words in LISTS.items()
    ]
    return panel_frame(
        panel,
        [
            html.Div(buttons, className="buttons", role="group", **attributes(aria_label="Places listed")),
            html.Div(id="ranking-list", className="panel-content"),
        ],
    )


def where(result: ExploreResult) -> str:
    """ "counties in Ohio" or "counties": the places in focus on the map."""
    if result.map is None:
        return "places"
    plural = LEVEL_WORDS[result.map.level][1]
    return f"{plural} in {result.resolved.label(result.map.focus)}" if result.map.focus else plural


def _counted_places(result: ExploreResult, there: str) -> str:
    """The places as they stand behind their number."""
    if result.map is None or len(places_here(result)) != 1:
        return there
    singular, plural = LEVEL_WORDS[result.map.level]
    return there.replace(plural, singular, 1)


def _among(result: ExploreResult) -> str:
    """Of what ranks count, where that is more than what is listed."""
    return f" among all {LEVEL_WORDS[result.map.level][1]}" if result.map and result.map.focus else ""


def ranking_forms(view: View, result: ExploreResult) -> dict[str, Any]:
    """Sentence forms of the ranking; the browser puts in numbers and names.

    Returns
    -------
    dict
        `absent`, why there is no ranking (then nothing else counts), `within`, `clear` (whether only
        intervals that exclude zero are listed), `suffix` behind each value, `texts` by element id, `titles`
        by list, and the forms `subtitle`, `counted`, `zeros`, `unplaced`, `choose`, `empty` and `interval`.
    """
    absent = why_no_rank(result)
    changed = view.measure == "change"
    there = where(result)
    reliable = f"A {RELIABLE[view.measure]} and a rank{_among(result)}"
    return {
        "absent": absent,
        "within": within(result),
        "clear": changed,
        "suffix": "%" if view.measure in ("change", "share") else "",
        "titles": _titles(view, there, absent),
        "subtitle": f"{unit_phrase(view)}, {shown_period(result.resolved)}.",
        "counted": f"{reliable}: {{ranked}} of {{total}} {_counted_places(result, there)}{{rest}}.",
        "zeros": "{count} have zero and share the last rank; the lowest above zero are listed. ",
        "unplaced": "{name} has no rank: {status}.",
        "choose": "Choose a place to see those around it in rank.",
        "empty": "No place has a change whose whole interval lies on that side of zero."
        if changed
        else f"No place has a {RELIABLE[view.measure]}.",
        "interval": INTERVALS if _has_rank_intervals(result) else "Lines are the 95% intervals.",
        "texts": {
            "ranking-foot": ranked_foot(result),
        },
    }


def _has_rank_intervals(result: ExploreResult) -> bool:
    return result.map is not None and bool((result.map.places["rank_lower"] > 0).any())


def _titles(view: View, there: str, absent: str) -> dict[str, str]:
    if absent:
        return dict.fromkeys(LISTS, "No ranking")
    highest, lowest = {
        "rate": ("Highest reliable rates", "Lowest reliable rates"),
        "change": ("Largest clear rises", "Largest clear falls"),
    }.get(view.measure, ("Highest figures", "Lowest figures"))
    return {
        "highest": f"{highest} among {there}",
        "lowest": f"{lowest} among {there}",
        "around": "Places around {name} in rank",
    }


def _captions(resolved: ResolvedView, result: ExploreResult) -> Captions:
    view = resolved.view
    forms = ranking_forms(view, result)
    which = view.ranking or "highest"
    foot = forms["texts"]["ranking-foot"]
    if forms["absent"]:
        return Captions(forms["titles"]["highest"], "", forms["absent"], foot, forms["absent"])
    name = label(view.place) if view.place in places_here(result).index else "the place in focus"
    title = forms["titles"][which].replace("{name}", name)
    rows = listed(result)
    interval = f"{forms['interval']} " if len(rows) and rows["lower"].notna().any() else ""
    subtitle = f"{forms['subtitle']} {interval}{'' if which == 'around' else _counted(result, forms)}".strip()
    missing = "" if len(rows) else forms["choose"] if which == "around" else forms["empty"]
    return Captions(title, subtitle, f"Dot plot. {title}. {subtitle}", foot, missing)


def _counted(result: ExploreResult, forms: dict[str, str]) -> str:
    """How many places have a rank, and why the others have none."""
    rows = places_here(result)
    unranked = rows[rows["rank"] == 0]
    held = Counter(
        status_of(result, status, reason)
        for status, reason in zip(unranked["status"], unranked["reason"], strict=True)
    )
    rest = ", ".join(f"{number(count)} {said}" for said, count in held.items())
    return filled(
        forms["counted"],
        ranked=number(int((rows["rank"] > 0).sum())),
        total=number(len(rows)),
        rest=f"; the others: {rest}" if rest else "",
    )


def _reading(resolved: ResolvedView, _result: ExploreResult) -> list[str]:
    if without_ranks := reading_without_ranks(resolved.view):
        return without_ranks
    sentences = [
        "Each row is a place: the dot is its figure, the line its interval. A row chosen becomes the place "
        "in focus.",
        "Where the lines of two places overlap widely, their order may be chance: beside a rank stands the "
        "interval within which chance alone would leave it, from 500 simulations of the counts.",
        "Ranks count from the highest of all places on the map; a suppressed, unreliable or unpublished "
        "figure has none.",
    ]
    if resolved.view.measure == "change":
        sentences.append(
            "Only changes whose whole interval lies above or below zero are listed as rises or falls."
        )
    return sentences


def _chart(resolved: ResolvedView, result: ExploreResult, _rows: pd.DataFrame) -> Chart | None:
    """The places listed, as dots with their intervals."""
    view = resolved.view
    rows = listed(result)
    if rows.empty:
        return None
    series = Series(
        unit_phrase(view), tuple(rows["name"]), numbers_of(rows.iloc[:, MEASURE]), *limits_of(rows)
    )
    return Chart("dot", (series,), unit_phrase(view), decimals_shown(view))


def _drawing(resolved: ResolvedView, result: ExploreResult) -> Dots:
    view = resolved.view
    whole = view.ranking == "around" or result.map is None or not result.map.focus
    rows = [_dot(result, row, whole=whole) for row in listed(result).to_dict("records")]
    return Dots(rows, catalog.INDICATORS[view.indicator].sector)


def _dot(result: ExploreResult, row: Mapping[Any, Any], *, whole: bool) -> Dot:
    """A place of the ranking; within one state its name goes without the state's."""
    value = float(list(row.values())[MEASURE])
    lower, upper = (None if pd.isna(row[limit]) else float(row[limit]) for limit in ("lower", "upper"))
    name = row["name"] if whole else row["name"].rsplit(", ", 1)[0]
    strong = row["place"] == result.view.place
    rank = number(row["rank"])
    if not pd.isna(row["rank_lower"]):
        rank += f" ({number(row['rank_lower'])}–{number(row['rank_upper'])})"
    return Dot(name, value, value_words(result, value), lower, upper, rank=rank, strong=strong)


def _content(resolved: ResolvedView, result: ExploreResult) -> dict[str, Any]:
    """The sentence forms with `rows`, where the places listed stand among the map's, in order."""
    return {**ranking_forms(resolved.view, result), "rows": listed_positions(result).tolist()}


def _key(result: ExploreResult) -> keys.Key:
    """What is listed; the places around one change with it."""
    view = result.view
    return (*keys.focused(result), view.ranking, view.place if view.ranking == "around" else "")


PANEL: Final = Panel(
    id="ranking",
    order=70,
    name="Ranking",
    figures="the ranking",
    appears_in=ON_EXPLORE,
    find=WITH_EXPLORE,
    texts=lambda _resolved, _result: {},
    table=lambda _resolved, result: ranking_table(result),
    provenance=map_provenance,
    reading=_reading,
    content=_content,
    browser_module="panels/ranking",
    key=_key,
    frame=ranking_frame,
    region=Region.UNDER_MAP,
    title=lambda resolved, _result: map_title(resolved),
    is_of_period=True,
    notes=ranked_notes,
    listed=lambda _resolved, result: listed(result),
    captions=_captions,
    chart=_chart,
    drawing=_drawing,
)
"""Its title and subtitle are written in the browser, from sentence forms."""
