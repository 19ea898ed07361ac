"""What protecting the public edition cost. The page exists in the partner edition alone: it is made of true
counts."""

from typing import Any

import anyio.to_thread
import dash
from dash import Input, Output, callback, html
from dash.development.base_component import Component

from components import shell
from components.suppression_cost import cost_tables
from data.extract.reading import ExtractProblem
from data.extract.suppression_report import read_report
from queries.store import Store

PATH = "/suppression"
EXPLAINED = (
    "Small counts are suppressed by the policy. Others are withheld besides, so that a suppressed one cannot "
    "be worked out from sums, classes of drugs or time. Shares are of the counts that are not small, and of "
    "what those count. These are counts before suppression: they belong to partners."
)


def register(store: Store) -> None:
    """Register the page and its one callback."""
    dash.register_page(
        __name__,
        path=PATH,
        name="Suppression",
        title="What suppression cost · Overdose Response",
        layout=lambda **_: shell.waiting("suppression", "Reading the report…", "data-page"),
    )

    @callback(Output("suppression-content", "children"), Input("suppression-url", "pathname"))
    async def fill(_: str) -> Any:
        return await anyio.to_thread.run_sync(content, store)


def content(store: Store) -> list[Component]:
    """Every table of the newest report, or what to do to get one."""
    try:
        simulated = store.current().extract.simulated
    except ExtractProblem as problem:
        return shell.no_extract(problem)
    report = read_report(store.extracts)
    if report is None:
        command = html.Code("python -m data publish")
        how = html.P(["Run ", command, ": it makes the public edition of this one and writes the report."])
        return [html.Div([html.H2("Nothing was published yet"), how], className="card problem")]
    sections: list[Component] = [
        html.Section([html.H2(heading), shown], className="card") for heading, shown in cost_tables(report)
    ]
    introduced = html.Section([html.H2("What suppression cost"), html.P(EXPLAINED)], className="card")
    return [*shell.simulated_banner(simulated), introduced, *sections]
