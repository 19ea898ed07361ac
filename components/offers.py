"""What the page offers where the figure of the place in focus is withheld."""

from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from components.periods import period_phrase, period_value
from components.words import shown_period
from data.results import ExploreResult, ReleasedPeriod, Setting


def offers(result: ExploreResult) -> list[Component]:
    """One line with a button for a longer period, a group and the state; nothing where none is needed."""
    instead, setting = result.instead, result.setting
    if instead is None:
        return []
    opening = f"No figure is released for {setting.label(result.view.place)}, {shown_period(setting)}. See"
    buttons = [
        *([_period_button(instead.period)] if instead.period else []),
        *(_place_button(code, setting) for code in (instead.group, instead.wider) if code),
    ]
    return [
        html.Div(
            [html.Span(opening), *buttons],
            className="offers",
            role="group",
            **attributes(aria_label="Where there is a figure"),
        )
    ]


def _place_button(code: str, setting: Setting) -> Component:
    return html.Button(setting.label(code), className="quiet small", **attributes(data_go=code))


def _period_button(period: ReleasedPeriod) -> Component:
    phrase = period_phrase(period.kind, period.start, period.end)
    words = f"the year {phrase}" if period.kind == "year" else phrase
    if not period.is_longer:
        words += ", its newest figure"
    parts = {
        "kind": period.kind,
        "source": period.source,
        "period": period_value(period.kind, period.end),
    }
    return html.Button(words, className="quiet small", **attributes(data_offer=urlencode(parts)))
