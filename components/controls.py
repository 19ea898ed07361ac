"""Controls with a name that a screen reader says."""

import json
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes

Options = list[dict[str, Any]]
"""Choices `{"value", "label"}`, or sections of them `{"label", "options"}`."""


def labeled_select(name: str, words: str, options: Options, class_name: str) -> Component:
    """A native list of choices; its label is for screen readers, the sentence around it for eyes.

    `assets/js/shell/lists.js` puts the choices in, and those of each answer.
    """
    offered = attributes(data_choices=json.dumps(options)) if options else {}
    return html.Span(
        [
            html.Label(words, htmlFor=name, className="visually-hidden"),
            html.Select(id=name, className=class_name, **attributes(data_list=""), **offered),
        ],
        className="control",
    )
