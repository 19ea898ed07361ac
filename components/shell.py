"""What stands around every page: header, banner, notices, and the page when there is no extract."""

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components.attributes import attributes
from components.words import SIMULATED_BANNER
from data.extract.reading import ExtractProblem


def header(edition: str, pages: list[tuple[str, str]]) -> Component:
    """Name, pages, edition and the theme switch."""
    return html.Header(
        [
            html.A("Skip to the figures", href="#content", className="skip"),
            html.H1("Overdose Response", className="logo"),
            html.Nav(
                [dbc.NavLink(name, href=path, active="exact", external_link=True) for name, path in pages],
                **attributes(aria_label="Pages"),
            ),
            html.Span(className="spread"),
            html.Span(id="briefing-said", className="briefing-said", role="status"),
            html.Span(f"{edition.capitalize()} edition", className="badge"),
            html.Button(
                "◐",
                id="theme-switch",
                className="quiet",
                title="Light or dark",
                **attributes(aria_label="Light or dark"),
            ),
        ]
    )


def panel(
    name: str,
    words: list[Component],
    content: list[Component],
    tools: list[Component],
    reading: list[Component],
) -> Component:
    """A panel: heading, what it says of itself, content, how to read it, and its sources at the foot."""
    return html.Section(
        [
            html.Div(
                [html.Div(words, className="panel-words"), html.Div(tools, className="panel-tools")],
                className="panel-head",
            ),
            *content,
            *reading,
            html.Footer(id=f"{name}-foot"),
        ],
        id=name,
        className=f"card {name}",
        **attributes(aria_labelledby=f"{name}-title"),
    )


def titles(name: str) -> list[Component]:
    """Title and subtitle of a panel, filled by its answer."""
    return [html.H2(id=f"{name}-title"), html.P(id=f"{name}-subtitle")]


def notices(remarks: tuple[str, ...]) -> list[Component]:
    """One line for each thing that is not as asked."""
    return [html.P(remark) for remark in remarks]


def failure(words: str) -> list[Component]:
    """That a view could not be shown, with a button that asks for it again."""
    return [
        html.P(words),
        html.Button("Try again", className="quiet small", type="button", **attributes(data_retry="")),
    ]


def simulated_banner(simulated: bool) -> list[Component]:
    """What figures are called that are made up; nothing where they are not."""
    return [html.Div(SIMULATED_BANNER, className="banner", role="note")] if simulated else []


def waiting(name: str, words: str, style: str, beside: tuple[Component, ...] = ()) -> Component:
    """A page before its answer: `NAME-url` asks for it, and `NAME-content` takes it.

    Parameters
    ----------
    words
        What is being waited for.
    style
        Class of the page.
    beside
        What stands behind the page's content.
    """
    content = html.Div(html.P(words, className="waiting"), id=f"{name}-content")
    return html.Div(
        [
            dcc.Location(id=f"{name}-url", refresh=False),
            html.Main(content, id="content", className=style),
            *beside,
        ]
    )


def no_extract(problem: ExtractProblem) -> list[Component]:
    """What stands in place of the panels when nothing can be read."""
    return [
        html.Div(
            [html.H2("There is nothing to show yet"), html.P(str(problem)), html.P(problem.mend)],
            className="card problem",
            role="alert",
        )
    ]
