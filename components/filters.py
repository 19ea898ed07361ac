"""The filter: one readable sentence whose words are the controls."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from components.controls import labeled_select
from components.group_choices import group_button
from components.numbers import number
from components.periods import KIND_WORDS, period_label, period_value
from components.place_links import profile_link
from components.place_search import place_search
from model import catalog
from model.groups import is_county
from model.places import NATION, Geography, counties_of, in_geography, label, places, state_of
from model.view import MOST_COMPARED, View, months_between, seized_drug
from queries.results import ResolvedView

MEASURE_LABELS = {
    "rate": "rate per 100,000",
    "smoothed": "smoothed rate (empirical Bayes)",
    "share": "share of all reports",
    "change": "change on a year earlier",
}
ALL_COUNTIES = "all"
NO_MAP = "none"
ALL_AREAS = "all"
COMPARE_WITH = "nothing"
MONTHS_COUNTED = ("12", "1", "3", "6", "24", "36", "60")
BRUSHED = "brushed"


def filter_bar(second_row: Component) -> Component:
    """The sentence with its controls, empty until the first answer fills them."""
    return html.Div(
        [
            html.Span("Show"),
            _select("indicator", "Indicator"),
            html.Span("involving", id="drug-word"),
            _select("drug", "Drug"),
            html.Span("as"),
            _select("measure", "Measure"),
            html.Span("for"),
            labeled_select("state", "State", [nation_option(), states_section()], "choice state"),
            _select("county", "County"),
            group_button(),
            html.Span("by"),
            _select("level", "Map level"),
            _select("kind", "Kind of period"),
            _select("period", "Period"),
            html.Button("Clear range", id="clear-range", className="quiet", hidden=True),
            html.Div(
                [
                    place_search(),
                    html.Button("Copy link", id="copy-link", className="quiet"),
                    html.Button("Reset", id="reset", className="quiet"),
                ],
                className="page-tools",
            ),
            second_row,
        ],
        className="sentence",
        role="search",
        **attributes(aria_label="Filters"),
    )


def _select(name: str, words: str) -> Component:
    return labeled_select(name, words, [], f"choice {name}")


def _option(value: str, words: str) -> dict[str, str]:
    return {"value": value, "label": words}


def nation_option() -> dict[str, str]:
    """The nation in a list of places."""
    return _option(NATION, "the United States")


def states_section() -> dict[str, Any]:
    """Every state in a list of places."""
    states = sorted(
        (place for place in places().values() if place.kind == "state"), key=lambda place: place.name
    )
    return {"label": "States", "options": [_option(state.place, state.name) for state in states]}


def choices(resolved: ResolvedView) -> dict[str, list[dict[str, str]]]:
    """Options that change only with the indicator and drug: control id → options."""
    entry = catalog.INDICATORS[resolved.view.indicator]
    return {
        "indicator": [_option(key, catalog.INDICATORS[key].label) for key in resolved.indicators],
        "drug": _drug_options(resolved),
        "measure": [_option(name, MEASURE_LABELS.get(name, entry.amount_label)) for name in entry.measures],
        "kind": [_option(kind, KIND_WORDS[kind]) for kind in resolved.kinds],
        "period": _period_options(resolved),
    }


def control_state(resolved: ResolvedView, areas: tuple[str, ...]) -> dict[str, Any]:
    """Values of every control for a view, and the options of those that change with the place.

    Returns
    -------
    dict
        Control id → `{"value", "options"?, "disabled"?, "hidden"?}`.
    """
    view = resolved.view
    entry = catalog.INDICATORS[view.indicator]
    state = state_of(view.place) or view.place
    one_county = is_county(view.place)
    geography: Geography = "2016" if not one_county or in_geography(view.place, "2016") else "2022"
    counties = counties_of(state, geography)
    return {
        "indicator": {"value": view.indicator},
        "drug": {"value": view.drug, "hidden": not entry.names_drugs},
        "measure": {"value": view.measure},
        "state": {"value": state},
        "county": {
            "value": view.place if one_county else ALL_COUNTIES,
            "options": [_option(ALL_COUNTIES, _all_counties(state, resolved))]
            + [_option(county.place, county.name) for county in counties],
            "disabled": not counties,
        },
        "level": {
            "value": resolved.level or NO_MAP,
            "options": [_option(level, level) for level in resolved.levels] or [_option(NO_MAP, "no map")],
            "disabled": len(resolved.levels) < 2,
        },
        "kind": {"value": resolved.kind, "disabled": len(resolved.kinds) < 2},
        "period": {"value": period_value(resolved.kind, resolved.period_end) if resolved.period_end else ""},
        "seized": {"value": seized_drug(view)},
        "areas": {"value": view.areas},
        "area": {
            "value": view.area or ALL_AREAS,
            "options": [_option(ALL_AREAS, "all areas"), *(_option(area, area) for area in areas)],
        },
        "compare-with": {
            "value": COMPARE_WITH,
            "disabled": len(view.compare) >= MOST_COMPARED or not entry.comparable,
        },
        "months": {"value": months_counted(view), "options": _months_options(view)},
    }


def _all_counties(state: str, resolved: ResolvedView) -> str:
    """What stands in the list of counties while none is chosen."""
    if state in resolved.groups:
        return f"all {number(len(resolved.groups[state].counties))} counties"
    if state == NATION:
        return "choose a state first"
    return "all counties" if counties_of(state) else "no counties"


def months_counted(view: View) -> str:
    """Value of the list of ranges: a number of months, or `brushed` for any other range."""
    if not view.since:
        return MONTHS_COUNTED[0]
    months = str(months_between(view.since, view.period))
    return months if months in MONTHS_COUNTED else BRUSHED


def _months_options(view: View) -> list[dict[str, str]]:
    offered = [_option(months, f"{months} month{'' if months == '1' else 's'}") for months in MONTHS_COUNTED]
    return [*offered, _option(BRUSHED, "brushed range")] if months_counted(view) == BRUSHED else offered


def _drug_options(resolved: ResolvedView) -> list[dict[str, str]]:
    offered = dict(resolved.drugs)
    offered.setdefault(resolved.view.drug, False)
    with_county = any(offered.values())
    return [
        _option(
            drug,
            drug_words(drug) + (" (states only)" if with_county and not by_county else ""),
        )
        for drug, by_county in offered.items()
    ]


def drug_words(drug: str) -> str:
    """A drug as in the list of choices."""
    return "any drug" if drug == "all" else catalog.drug_label(drug)


def _period_options(resolved: ResolvedView) -> list[dict[str, str]]:
    some_by_county = any("county" in kinds for kinds in resolved.periods.values())
    all_by_county = all("county" in kinds for kinds in resolved.periods.values())
    mark = some_by_county and not all_by_county
    return [
        _option(
            period_value(resolved.kind, day),
            period_label(resolved.kind, resolved.starts[day], day)
            + (" (states only)" if mark and "county" not in kinds else ""),
        )
        for day, kinds in resolved.periods.items()
    ]


def compare_control() -> Component:
    """A list of places to draw beside the one in focus; shift-click on the map does the same."""
    choices = [_option(COMPARE_WITH, "Compare with…"), nation_option(), states_section()]
    return labeled_select("compare-with", "Compare with", choices, "small")


def drug_word(view: View) -> str:
    """What stands before the drug in the sentence of filters; nothing where figures are not by drug."""
    entry = catalog.INDICATORS[view.indicator]
    if not entry.names_drugs:
        return ""
    return "involving" if entry.sector == "health" else "of"


def place_trail(resolved: ResolvedView) -> list[Component]:
    """Way from the nation to the place in focus, each step a button."""
    view = resolved.view
    steps = list(dict.fromkeys(filter(None, (NATION, state_of(view.place), view.place))))
    buttons: list[Component] = []
    for position, place in enumerate(steps):
        last = position == len(steps) - 1
        name = resolved.label(place) if place in resolved.groups else places()[place].name
        buttons.append(
            html.Span(name, className="here")
            if last
            else html.Button(
                name, className="quiet small", **attributes(data_go=place), title=f"Show {label(place)}"
            )
        )
        if not last:
            buttons.append(html.Span("›", className="arrow"))
    name = resolved.label(view.place) if view.place != NATION else "the United States"
    return [*buttons, html.A(f"Profile of {name}", href=profile_link(view.place, view))]


def compared_chips(resolved: ResolvedView) -> list[Component]:
    """Places compared, each with its way out."""
    return [
        html.Button(
            [resolved.label(place), html.Span(" ×")],
            className="chip",
            **attributes(data_drop=place),
            **attributes(aria_label=f"Stop comparing {resolved.label(place)}"),
        )
        for place in resolved.view.compare
    ]
