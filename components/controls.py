"""Controls with a name that a screen reader says."""

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from components.attributes import attributes

Options = list[dict[str, str]]


def labelled_select(
    name: str, words: str, options: Options, class_name: str, value: str | None = None
) -> Component:
    """A native list of choices; its label is for screen readers, the sentence around it for eyes."""
    return html.Span(
        [
            html.Label(words, htmlFor=name, className="visually-hidden"),
            dbc.Select(id=name, options=options, value=value, class_name=class_name),
        ],
        className="control",
    )


def sectioned_select(name: str, words: str, choices: list[Component], class_name: str) -> Component:
    """A native list of choices under headings, to which `assets/groups.js` adds more."""
    return html.Span(
        [
            html.Label(words, htmlFor=name, className="visually-hidden"),
            html.Select(choices, id=name, className=class_name, **attributes(data_sectioned="")),
        ],
        className="control",
    )
