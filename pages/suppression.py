"""What protecting the public edition cost. The page exists in the partner edition alone: it is made of true
counts."""

from pathlib import Path
from typing import Any

import anyio.to_thread
import dash
from dash import Input, Output, callback, dcc, html
from dash.development.base_component import Component

from components.suppression_cost import cost_tables
from data.suppression.cost import read_report

PATH = "/suppression"
EXPLAINED = (
    "Small counts are suppressed by the policy. Others are withheld besides, so that a suppressed one cannot "
    "be worked out from sums, classes of drugs or time. These are true figures: they belong to partners."
)


def register(extracts: Path) -> None:
    """Register the page and its one callback."""
    dash.register_page(
        __name__,
        path=PATH,
        name="Suppression",
        title="What suppression cost · Overdose Response",
        layout=lambda **_: layout(),
    )

    @callback(Output("suppression-content", "children"), Input("suppression-url", "pathname"))
    async def fill(_: str) -> Any:
        return await anyio.to_thread.run_sync(content, extracts)


def layout() -> Component:
    """The page before its answer."""
    return html.Div(
        [
            dcc.Location(id="suppression-url", refresh=False),
            html.Main(
                html.Div(html.P("Reading the report…", className="waiting"), id="suppression-content"),
                id="content",
                className="data-page",
            ),
        ]
    )


def content(extracts: Path) -> list[Component]:
    """Every table of the newest report, or what to do to get one."""
    report = read_report(extracts)
    if report is None:
        how = "Run `python -m data publish`: it makes the public edition of this one and writes the report."
        return [html.Div([html.H2("Nothing was published yet"), html.P(how)], className="card problem")]
    sections: list[Component] = [
        html.Section([html.H2(heading), shown], className="card") for heading, shown in cost_tables(report)
    ]
    introduced = html.Section([html.H2("What suppression cost"), html.P(EXPLAINED)], className="card")
    return [introduced, *sections]
