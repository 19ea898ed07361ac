"""The briefing page before its deck: the builder, the stage it is presented on, and the notes window."""

from typing import Final

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from components.controls import labeled_select
from components.filters import nation_option, states_section
from model.ready_decks import READY

ALL_COUNTIES: Final = "all"
KEYS: Final = (
    ("→ ↓ Space Page Down", "Next slide"),
    ("← ↑ Page Up", "Slide before"),
    ("Home, End", "First slide, last slide"),
    ("Digits, then Enter", "Go to the slide of that number"),
    ("C", "What about our county? Show another place on this slide"),
    ("R", "Reset the slide to its own view"),
    ("B", "Blank screen, and back"),
    ("N", "Speaker notes in a second window"),
    ("F", "Full screen"),
    ("?", "This list"),
    ("Escape", "Leave what is open, then the presentation"),
)
"""Keys of the stage and what they do, as `assets/js/brief/stage.js` has them."""
_NOTES_PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Speaker notes</title>
<link rel="icon" href="data:,">
TAGS
</head>
<body class="speaker">
<main>
<h1 id="speaker-title">Waiting for the presentation…</h1>
<p id="speaker-clock"><span id="speaker-slide-time">0:00</span> on this slide · <span id="speaker-time">0:00</span> in all</p>
<div id="speaker-notes" tabindex="0" role="region" aria-label="Notes"></div>
<p id="speaker-next"></p>
</main>
</body>
</html>"""  # noqa: E501


def notes_page(head_tags: str) -> str:
    """The speaker's window; `head_tags` load its style and its script."""
    return _NOTES_PAGE.replace("TAGS", head_tags)


def layout() -> Component:
    """The page; `assets/js/brief/` fills it."""
    return html.Div(
        [
            html.Main(_builder(), id="content", className="brief-page"),
            _stage(),
        ],
        id="brief",
    )


def _builder() -> list[Component]:
    return [
        html.Div(id="brief-said", className="notices", role="status"),
        html.Section(
            [
                html.Div(
                    [html.H2("Briefing"), html.P(id="brief-count")],
                    className="panel-words",
                ),
                html.Div(id="brief-title"),
                html.Div(
                    [
                        _button("Present", "brief-present", "quiet primary"),
                        _button("Save deck", "brief-save"),
                        _button("Open deck", "brief-open"),
                        _button("Copy link", "brief-link"),
                        _button("Clear", "brief-clear"),
                    ],
                    className="buttons",
                ),
                html.Div(id="brief-figures"),
                html.Div(id="brief-takeaways", hidden=True, **attributes(data_takeaways="")),
                html.P(
                    "Nothing is kept on the server: a briefing lives in its link or file, and in this tab "
                    "until it is closed. Add slides with “Add to briefing” on Explore.",
                    className="panel-note",
                ),
            ],
            className="card brief-head",
            **attributes(aria_label="Briefing"),
        ),
        _start_from(),
        html.Section(
            [html.H2("Slides"), html.Ol(id="brief-slides")],
            className="card brief-list",
            **attributes(aria_label="Slides"),
        ),
    ]


def _start_from() -> Component:
    kinds = [{"value": name, "label": ready.label} for name, ready in READY.items()]
    return html.Section(
        [
            html.H2("Start from a ready briefing"),
            html.Div(
                [
                    labeled_select("ready-kind", "Kind of briefing", kinds, "choice"),
                    labeled_select(
                        "ready-state", "State or group", [nation_option(), states_section()], "choice"
                    ),
                    labeled_select(
                        "ready-county",
                        "County",
                        [{"value": ALL_COUNTIES, "label": "all counties"}],
                        "choice",
                    ),
                    _button("Make it", "ready-make"),
                ],
                className="sentence",
            ),
        ],
        className="card brief-ready",
        **attributes(aria_label="Start from a ready briefing"),
    )


def _button(words: str, name: str, look: str = "quiet") -> Component:
    return html.Button(words, id=name, className=look, type="button")


def _stage() -> Component:
    """Where the deck is presented, hidden until it is."""
    foot = [
        html.Span(id="stage-figures"),
        html.Span(id="stage-said", role="status"),
        html.Span(className="spread"),
        _button("What about our county?", "stage-county"),
        _button("Reset", "stage-reset"),
        _button("Notes", "stage-notes"),
        html.Button("?", id="stage-keys", className="quiet", type="button", **attributes(aria_label="Keys")),
        _button("Leave", "stage-leave"),
        html.Span(id="stage-page"),
    ]
    rows = [html.Tr([html.Th(keys, scope="row"), html.Td(words)]) for keys, words in KEYS]
    return html.Section(
        [
            html.Div([html.H2(id="stage-title"), html.P(id="stage-text")], id="stage-head"),
            html.Div(id="stage-frames"),
            html.Div(foot, id="stage-foot"),
            html.Div(id="stage-blank", hidden=True),
            html.Dialog(
                [
                    html.H2("Keys"),
                    html.Table(html.Tbody(rows)),
                    _button("Close", "stage-help-close"),
                ],
                id="stage-help",
                **attributes(aria_label="Keys"),
            ),
        ],
        id="stage",
        hidden=True,
        tabIndex="-1",
        **attributes(aria_label="Presentation"),
    )
