"""The data page: sources with their freshness, what changed, checks, withheld figures, dictionary."""

from datetime import UTC, datetime
from typing import Any

import anyio.to_thread
import dash
from dash import Input, Output, callback, html
from dash.development.base_component import Component

from components import data_sections, shell
from components.attributes import attributes
from data.extract.reading import ExtractProblem
from queries.overview import Overview, overview
from queries.store import Store

PATH = "/data"
CONTENTS = {
    "freshness": "Freshness",
    "changes": "What changed",
    "checks": "Checks",
    "withheld": "Withheld figures",
    "files": "Files read",
    "events": "Events",
    "dictionary": "Data dictionary",
    "downloads": "Downloads",
}


def register(store: Store) -> None:
    """Register the page and its one callback."""
    dash.register_page(
        __name__,
        path=PATH,
        name="Data",
        title="Data · Overdose Response",
        layout=lambda **_: shell.waiting("data", "Reading the extract…", "data-page"),
    )

    @callback(Output("data-content", "children"), Input("data-url", "pathname"))
    async def fill(_: str) -> Any:
        return await anyio.to_thread.run_sync(content, store)


def content(store: Store) -> list[Component]:
    """Every section, or why there is nothing to show."""
    try:
        found = overview(store.current())
    except ExtractProblem as problem:
        return shell.no_extract(problem)
    return [*shell.simulated_banner(found.simulated), _contents(), *_sections(found)]


def _contents() -> Component:
    links = [html.A(words, href=f"#{name}") for name, words in CONTENTS.items()]
    return html.Nav(
        [html.Span("On this page"), *links], className="contents", **attributes(aria_label="On this page")
    )


def _sections(found: Overview) -> list[Component]:
    today = datetime.now(UTC).date()
    parts = data_sections
    titles = parts.source_titles(found.sources)
    return [
        parts.section(
            "freshness",
            "How fresh and how complete each source is",
            "Figures are as of the day the agency states, or the newest period in its file. Newer "
            "figures are expected by the source’s usual schedule with a month of grace.",
            [parts.freshness_table(found.sources, found.completeness, today)],
        ),
        parts.section(
            "changes",
            "What changed since the previous extract",
            "Figures revise, up and down. Older vintages stay in the extract.",
            parts.changes_section(found.changed, found.revised_most, titles),
        ),
        parts.section(
            "checks",
            "What was checked across figures",
            "Always within one source and one basis. Findings are shown, never mended: an agency's own "
            "figures may not add up.",
            parts.checks_section(found.checks, titles),
        ),
        parts.section(
            "withheld",
            "How much is withheld, by state",
            "Figures of the newest period of each indicator, counties and states. Suppressed is never zero.",
            parts.withheld_section(found.withheld, titles),
        ),
        parts.section(
            "files",
            "What became of each file",
            "A row that makes no sense is refused with the reason and kept apart, never dropped.",
            [parts.files_table(found.files, titles)],
        ),
        parts.section(
            "events",
            "What happened when",
            "Changes of data definition that a series must be read with, announced HIDTA designations (not "
            "the full list of HIDTA counties), and events that were brought.",
            [parts.events_table(found.events)],
        ),
        parts.section(
            "dictionary",
            "Data dictionary",
            "Made from the same catalog as every title and filter.",
            parts.dictionary(found.published),
        ),
        parts.section("downloads", "Downloads and interface", DOWNLOAD_WORDS, [_downloads(found)]),
    ]


DOWNLOAD_WORDS = (
    "Every panel of Explore has its own download. The interface below answers the same questions for "
    "programs, in the words of a view's address."
)


def _downloads(found: Overview) -> Component:
    links = {
        "/api/v1/indicators": "Indicators (JSON)",
        "/api/v1/sources": "Sources (JSON)",
        "/api/v1/places": "Places (JSON)",
        "/api/v1/openapi.json": "Description of the interface (OpenAPI)",
    }
    items = [html.Li(html.A(words, href=address)) for address, words in links.items()]
    return html.Div([html.Ul(items), html.P(f"Extract {found.version}.", className="version")])
