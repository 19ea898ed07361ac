"""How many maps there are, and what the second one shows."""

from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from components import filters
from components.attributes import attributes
from components.periods import period_value
from model import catalog
from model.view import SECOND_PARTS, View
from queries.results import ExploreResult, ResolvedView, SecondMap

ONE_MAP: Final = "one"
SAME: Final = "same"
"""Stands for a part that the second map takes from the first."""
SHARED: Final = "shared"
MAPS_WORDS: Final = {
    ONE_MAP: "one map",
    "two": "two maps side by side",
    "both": "two figures in one map",
    "periods": "one map a year",
    "drugs": "one map a drug",
}
OPENINGS: Final = {"two": "beside", "both": "in one map with"}


def maps_state(view: View) -> dict[str, Any]:
    """Value of the list of ways to show more than one map, for a view."""
    return {"maps": {"value": view.maps or ONE_MAP}}


def row_frame() -> Component:
    """Where the sentence goes on with the second map; `assets/js/panels/second_map.js` fills it."""
    return html.Div(
        id="second-row",
        className="second-row",
        hidden=True,
        role="group",
        **attributes(aria_label="Second map"),
    )


def row_key(result: ExploreResult) -> tuple[str, ...]:
    """What the second row of the sentence depends on."""
    second = result.second
    if second is None:
        return ()
    view, shown = result.view, second.view
    own = tuple(getattr(view, name) for name in (*SECOND_PARTS, "maps", "indicator"))
    settled = (
        shown.indicator,
        shown.drug,
        shown.measure,
        second.resolved.kind,
        str(second.resolved.period_end),
    )
    return (result.version, *own, *settled, str(second.may_share))


def row(view: View, result: ExploreResult) -> dict[str, Any]:
    """The second row of the sentence: its words, and its lists with what they offer.

    Returns
    -------
    dict
        `controls`, empty for one map; each has the `word` before it, and a `label` for screen readers.
    """
    second = result.second
    if second is None:
        return {"controls": []}
    offered = filters.choices(second.view, second.resolved)
    entry = catalog.INDICATORS[second.view.indicator]
    words = {
        "indicator": (OPENINGS[view.maps], "Indicator of the second map", "the same indicator"),
        "drug": (filters.drug_word(second.view), "Drug of the second map", "the same drug"),
        "measure": ("as", "Measure of the second map", "the same measure"),
        "period": ("for", "Period of the second map", "the same period"),
    }
    controls = [
        {
            "id": f"{name}2",
            "word": word,
            "label": label,
            "value": _value(view, second, name),
            "options": [{"value": SAME, "label": same}, *offered[name]],
        }
        for name, (word, label, same) in words.items()
        if name != "drug" or entry.names_drugs
    ]
    return {"controls": [*controls, *_classes_control(view, second)]}


def _value(view: View, second: SecondMap, name: str) -> str:
    """What is shown, or that it is as on the first map."""
    own = getattr(view, f"{name}2")
    if name == "period":
        return _period_shown(second.resolved) if own else SAME
    shown = getattr(second.view, name)
    return shown if own or shown != getattr(view, name) else SAME


def _period_shown(resolved: ResolvedView) -> str:
    return period_value(resolved.kind, resolved.period_end) if resolved.period_end else SAME


def _classes_control(view: View, second: SecondMap) -> list[dict[str, Any]]:
    """Whose classes the second map has, where it could have the first's."""
    if not second.may_share or view.maps != "two":
        return []
    options = [
        {"value": SHARED, "label": "the first map's classes"},
        {"value": "own", "label": "its own classes"},
    ]
    return [
        {
            "id": "legend2",
            "word": "with",
            "label": "Classes of the second map",
            "value": view.legend2 or SHARED,
            "options": options,
        }
    ]
