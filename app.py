"""Builds the Dash app and the server; wiring only."""

import gc
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from html import escape as html_escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import anyio.to_thread
import dash
import httpx
from dash import Dash, html
from fastapi import APIRouter, FastAPI
from servestatic import ServeStaticASGI
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

from api import service
from api.downloads import PARQUET_TYPE
from components.data_grid import fetch_when_asked
from components.shell import header
from data.extract.outlines import read_outlines
from data.geography.fine_outlines import ensure_fine_outlines
from data.geography.outlines import ensure_outlines
from data.static.browser_files import STATIC_URL, BrowserFiles, ensure_browser_files
from data.static.plotly_bundle import ensure_plotly
from model.settings import PROJECT, Settings, read_settings
from pages import (
    brief,
    data_sources,
    documents,
    downloads,
    explore,
    frames,
    lazy_panels,
    not_found,
    pictures,
    place,
    single_panel,
    suppression,
    tables,
)
from pages import outlines as outlines_page
from panels.panel import Where
from panels.registry import browser_modules
from queries.store import Store
from server import json_logs, listening, malloc_trim, metrics, middleware
from server.failures import FailuresMiddleware


class Dashboard(Dash):
    """The app; each page asks at once for the outlines that the default view draws on."""

    first_outlines: Callable[[], str]
    early: str
    charts: str
    """Asks for the charts' script alone."""
    files: BrowserFiles

    def interpolate_index(self, *parts: Any, **named: Any) -> Any:
        """Dash's page with what it needs of the browser.

        Explore asks at once for its view, its charts and the outlines of the moment, because a new
        extract may bring other ones. Modules come behind Dash's own scripts, which take longest to begin.
        """
        asked = urlsplit(self.backend.request_adapter().url)
        root = single_panel.root_attributes(asked.path)
        early = self.files.style_tag + self.files.theme_tag
        if asked.path == "/" or root:
            early += self.files.way_back_tag + self.early.replace("OUTLINES", self.first_outlines())
        if asked.path == "/":
            # A slide may be of an older extract, which only its own request can ask for.
            early += VIEW.replace("ADDRESS", html_escape(f"/view?{asked.query}{explore.SHOWN}"))
        if asked.path.startswith(place.PREFIX):
            early += self.charts
        modules = self.files.script_tags[_entry(asked.path, bool(root))]
        page = super().interpolate_index(*parts, **named)
        page = page.replace("MODULES", modules).replace("EARLY", early)
        return page.replace("<html", f"<html{root}", 1)


def _entry(path: str, shows_panel: bool) -> str:
    """The script that a page begins with."""
    if path == "/" or shows_panel:
        return "explore"
    if path == brief.PATH:
        return "brief"
    return "profile" if path.startswith(place.PREFIX) else "page"


def build(settings: Settings) -> Dash:
    """The app, ready to serve."""
    outlines_path, plotly_path = ensure_outlines(settings.static), ensure_plotly(settings.static)
    fine_path = ensure_fine_outlines(settings.static, outlines_path)
    store, outlines = Store(settings.extracts, settings.edition), read_outlines(outlines_path)
    first_outlines = partial(outlines_page.first_url, store, outlines)
    files = ensure_browser_files(
        settings.static,
        {"explore": browser_modules(), "profile": browser_modules(Where.PROFILE)},
    )
    routers = (
        downloads.router(store, outlines),
        tables.router(store, outlines),
        pictures.router(store, outlines),
        lazy_panels.router(store),
        frames.router(store, outlines),
        explore.router(store, outlines),
        brief.router(store, outlines, files.style_tag + files.theme_tag + files.script_tags["speaker"]),
        outlines_page.router(settings.extracts, settings.static),
        documents.router(store, outlines, metrics.document_made),
    )
    built = Dashboard(
        __name__,
        backend="fastapi",
        server=_server(  # type: ignore[arg-type]
            lambda: explore.warm(store, outlines),
            routers,
            store,
            settings,
        ),
        on_error=explore.report_failure,
        use_pages=True,
        pages_folder="",
        # There is no such folder: scripts and styles are served with the other static files.
        assets_folder=str(PROJECT / "unused"),
        include_assets_files=False,
        title="Overdose Response",
        update_title="",
        suppress_callback_exceptions=True,
        serve_locally=True,
    )
    built.first_outlines = first_outlines
    built.early = EARLY.replace("PLOTLY", STATIC_URL + plotly_path.name).replace(
        "FINE", STATIC_URL + fine_path.name
    )
    built.charts = CHARTS.replace("PLOTLY", STATIC_URL + plotly_path.name)
    built.files = files
    grid_script = fetch_when_asked()
    explore.register(first_outlines, grid_script)
    place.register(store, outlines, grid_script)
    brief.register()
    data_sources.register(store)
    if settings.edition == "partner":
        suppression.register(store)
    pages = [(page["name"], page["path"]) for page in dash.page_registry.values()]
    single_panel.register(first_outlines, grid_script)
    not_found.register()
    built.index_string = INDEX
    built.layout = html.Div(
        [
            header(settings.edition, pages),
            dash.page_container,
        ]
    )
    _serve_static(built.server, settings.static)
    middleware.register_middleware(built, store, settings)
    return built


def _server(
    warm_up: Callable[[], None], routers: tuple[APIRouter, ...], store: Store, settings: Settings
) -> FastAPI:
    """A server that is warm before it answers anybody, and shows no documentation pages of its own."""

    @asynccontextmanager
    async def warmed(server: FastAPI) -> AsyncIterator[None]:
        # Dash prepares its scripts at the first request; a deep link that came first would get a page
        # without them.
        transport = httpx.ASGITransport(server)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            await client.get("/")
        await anyio.to_thread.run_sync(warm_up)
        # What is here by now stays: looking through it again and again held all answers up for 0.3 s a time.
        gc.collect()
        gc.freeze()
        async with malloc_trim.trim_periodically():
            yield

    server = FastAPI(lifespan=warmed, docs_url=None, redoc_url=None, openapi_url=None)
    for router in routers:
        server.include_router(router)
    service.attach(server, store)
    middleware.include_monitoring(server, store, settings)
    # Within Dash's own layer, which answers failures without a word in the log.
    server.add_middleware(FailuresMiddleware)
    return server


def _serve_static(server: FastAPI, folder: Path) -> None:
    """Serve generated files, hashed by content, to be kept for ever; compress everything else."""
    # Level 1 is a quarter of the size for about a millisecond an answer. Compressed progress would come late,
    # in one piece.
    server.add_middleware(
        GZipMiddleware,
        minimum_size=1024,
        compresslevel=1,
        exclude_content_types=(*DEFAULT_EXCLUDED_CONTENT_TYPES, PARQUET_TYPE, documents.PROGRESS),
    )
    server.add_middleware(
        ServeStaticASGI,
        root=str(folder),
        prefix=STATIC_URL,
        immutable_file_test=lambda _path, _url: True,
    )


CHARTS = '<link rel="preload" as="script" href="PLOTLY" fetchpriority="low">'
VIEW = '<link rel="preload" as="fetch" href="ADDRESS" crossorigin="anonymous">'
EARLY = f"""<link rel="preload" as="fetch" href="OUTLINES" crossorigin="anonymous">
{CHARTS}
<link id="fine-outlines" rel="prefetch" href="FINE">"""
INDEX = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{%title%}</title>
{%favicon%}
{%css%}
EARLY
</head>
<body>
{%app_entry%}
<footer>{%config%}{%scripts%}{%renderer%}MODULES</footer>
</body>
</html>"""


settings = read_settings()
app = build(settings)
server: FastAPI = app.server

if __name__ == "__main__":
    import uvicorn

    logging.basicConfig(level=logging.WARNING, format=json_logs.READABLE)
    listening.require_safe(settings.edition, [settings.host])
    print(f"The dashboard is at http://{settings.host}:{settings.port} ({settings.edition} edition).")  # noqa: T201
    print("To load real data: .venv/bin/python -m data ingest FOLDER")  # noqa: T201
    uvicorn.run(
        server,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        forwarded_allow_ips=settings.forwarded_allow_ips,
        timeout_keep_alive=listening.KEPT_ALIVE_S,
        timeout_graceful_shutdown=listening.GRACE_S,
        **listening.FROM_UVICORN,
    )
