"""The ranking: the sentence forms of a dot plot that the browser draws from the map's own vectors."""

from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from components import shell
from components.attributes import attributes
from components.download_menu import download_menu
from components.words import (
    LEVEL_WORDS,
    cautions,
    footer,
    interval_words,
    rate_footnote,
    shown_period,
    unit_phrase,
)
from model import catalog
from model.view import View
from queries.results import ExploreResult

LISTS: Final = {"highest": "Highest", "lowest": "Lowest", "around": "Around the place in focus"}
RELIABLE: Final = {
    "rate": "reliable rate",
    "smoothed": "smoothed rate",
    "share": "share",
    "change": "change between reliable counts",
    "count": "figure",
}
"""What a place with a rank has, by measure."""


def ranking_frame() -> Component:
    """The empty ranking with the buttons that choose which end of it is listed."""
    buttons = [
        html.Button(words, className="quiet small", **attributes(data_ranking=name, aria_pressed="false"))
        for name, words in LISTS.items()
    ]
    return shell.panel(
        "ranking",
        shell.titles("ranking"),
        [
            html.Div(buttons, className="buttons", role="group", **attributes(aria_label="Places listed")),
            html.Div(id="ranking-list", className="panel-content"),
        ],
        [download_menu("ranking", "the ranking")],
    )


def why_no_rank(result: ExploreResult) -> str:
    """Why no place has a rank; empty where places have."""
    entry = catalog.INDICATORS[result.view.indicator]
    if not entry.comparable:
        return " ".join(
            (
                "No place has a rank, and none is set beside another: the figures of different places must "
                "not be compared.",
                *entry.cautions,
            )
        )
    if result.view.measure == "smoothed":
        return (
            "Smoothed rates are drawn towards each other, so no place has a rank and none is set beside "
            "another; choose the observed rate."
        )
    if result.map is None:
        return "No county or state figure is published for this view, so there is nothing to rank."
    return ""


def within(result: ExploreResult) -> list[str]:
    """How the codes start of the places in focus on the map; empty for all of them."""
    focus = result.map.focus if result.map else ""
    group = result.resolved.groups.get(focus)
    return list(group.counties) if group else [focus] if focus else []


def where(result: ExploreResult) -> str:
    """ "counties in Ohio" or "counties": the places in focus on the map."""
    if result.map is None:
        return "places"
    plural = LEVEL_WORDS[result.map.level][1]
    return f"{plural} in {result.resolved.label(result.map.focus)}" if result.map.focus else plural


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
    listed = where(result)
    interval = interval_words(catalog.INDICATORS[view.indicator], view.measure)
    reliable = f"a {RELIABLE[view.measure]} and a rank{_among(result)}"
    return {
        "absent": absent,
        "within": within(result),
        "clear": changed,
        "suffix": "%" if view.measure in ("change", "share") else "",
        "titles": _titles(view, listed, absent),
        "subtitle": f"{unit_phrase(view)}, {shown_period(result.resolved)}.",
        "counted": f"{{ranked}} of {{total}} {listed} have {reliable}{{rest}}.",
        "zeros": "{count} have zero and share the last rank; the lowest above zero are listed. ",
        "unplaced": "{name} has no rank: {status}.",
        "choose": "Choose a place to see those around it in rank.",
        "empty": "No place has a change whose whole interval lies on that side of zero."
        if changed
        else f"No place has a {RELIABLE[view.measure]}.",
        "interval": f"Lines are the {interval}s."
        if interval == "95% interval"
        else f"Lines: what {interval}.",
        "texts": {
            "ranking-foot": footer(
                [result.map.provenance if result.map else None],
                (*cautions(view), *rate_footnote(view, [result.map.provenance if result.map else None])),
            ),
        },
    }


def _titles(view: View, listed: str, absent: str) -> dict[str, str]:
    if absent:
        return dict.fromkeys(LISTS, "No ranking")
    highest, lowest = {
        "rate": ("Highest reliable rates", "Lowest reliable rates"),
        "change": ("Largest clear rises", "Largest clear falls"),
    }.get(view.measure, ("Highest figures", "Lowest figures"))
    return {
        "highest": f"{highest} among {listed}",
        "lowest": f"{lowest} among {listed}",
        "around": "Places around {name} in rank",
    }
