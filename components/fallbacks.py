"""What the page offers where the figure of the place in focus is withheld."""

from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from components.numbers import number
from components.periods import period_phrase, period_value
from components.words import figure_period
from model import catalog
from queries.results import ExploreResult, Instead, ReleasedPeriod, ResolvedView


def fallbacks(result: ExploreResult) -> list[Component]:
    """One line with a button for a longer period, a group and the state; nothing where none is needed."""
    instead, resolved = result.instead, result.resolved
    if instead is None:
        return []
    buttons = [
        *([_period_button(instead.period)] if instead.period else []),
        *(_place_button(code, resolved) for code in (instead.group, instead.wider) if code),
    ]
    return [
        html.Div(
            [html.Span(_opening(result)), *buttons],
            className="fallbacks",
            role="group",
            **attributes(aria_label="Where there is a figure"),
        )
    ]


def fallbacks_words(result: ExploreResult) -> str:
    """The figures themselves as a sentence, for where nothing can be pressed; empty where none is offered."""
    if result.instead is None:
        return ""
    named = released_instead(result.instead, result.resolved)
    return f"{_opening(result)} instead: {'; '.join(named)}." if named else ""


def released_instead(instead: Instead, resolved: ResolvedView) -> list[str]:
    """What is released in place of a withheld figure, each with its value and its period."""
    entry = catalog.INDICATORS[resolved.view.indicator]
    said = []
    if instead.period:
        amount = f"{number(instead.period.value, entry.decimals)} {entry.unit}"
        said.append(f"{amount} in {_period_words(instead.period)}")
    for figure in instead.figures:
        if figure.value is None or figure.end is None:
            continue
        when = period_phrase(resolved.kind, resolved.starts.get(figure.end, figure.end), figure.end)
        words = (
            f"{resolved.label(figure.place)}, {number(figure.value, entry.decimals)} {entry.unit} in {when}"
        )
        if figure.reported is not None:
            words += ", predicted for late reports"
        if figure.places_to_sum:
            words += f", {number(figure.places_summed)} of {number(figure.places_to_sum)} counties released"
        said.append(words)
    return said


def _opening(result: ExploreResult) -> str:
    resolved = result.resolved
    return f"No figure is released for {resolved.label(result.view.place)}, {figure_period(result)}. See"


def _place_button(code: str, resolved: ResolvedView) -> Component:
    return html.Button(resolved.label(code), className="quiet small", **attributes(data_go=code))


def _period_words(period: ReleasedPeriod) -> str:
    phrase = period_phrase(period.kind, period.start, period.end)
    words = f"the year {phrase}" if period.kind == "year" else phrase
    return words if period.is_longer else f"{words}, its newest figure"


def _period_button(period: ReleasedPeriod) -> Component:
    parts = {
        "kind": period.kind,
        "source": period.source,
        "period": period_value(period.kind, period.end),
    }
    return html.Button(
        _period_words(period), className="quiet small", **attributes(data_fallback=urlencode(parts))
    )
