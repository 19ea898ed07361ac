"""What an address without a page shows."""

import dash
from dash import html
from dash.development.base_component import Component


def register() -> None:
    """Register the page under the name by which Dash finds it."""
    dash.register_page("not_found_404", title="No such page · Overdose Response", layout=layout)


def layout(**_: str) -> Component:
    """A way back; nothing the visitor sent is repeated."""
    return html.Main(
        html.Div(
            [html.H2("There is no such page"), html.A("Go to Explore", href="/")], className="card problem"
        ),
        id="content",
    )
