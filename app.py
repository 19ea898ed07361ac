"""Builds the Dash app and the server; wiring only."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import dash
import httpx
from dash import Dash, html
from fastapi import FastAPI
from servestatic import ServeStaticASGI

from components.shell import header
from data.outlines import ensure_outlines, read_outlines
from data.settings import PROJECT, Settings, read_settings
from pages import explore
from queries.store import Store

STATIC_URL = "/static/"


def build(settings: Settings) -> Dash:
    """The app, ready to serve."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    outlines_path = ensure_outlines(settings.static)
    built = Dash(
        __name__,
        backend="fastapi",
        server=FastAPI(lifespan=warmed, docs_url=None, redoc_url=None, openapi_url=None),  # type: ignore[arg-type]
        on_error=explore.report_failure,
        use_pages=True,
        pages_folder="",
        assets_folder=str(PROJECT / "assets"),
        title="Overdose Response",
        update_title="",
        suppress_callback_exceptions=True,
        serve_locally=True,
    )
    explore.register(Store(settings.extracts), read_outlines(outlines_path), STATIC_URL + outlines_path.name)
    built.index_string = INDEX
    built.layout = html.Div(
        [
            header(settings.edition, [(page["name"], page["path"]) for page in dash.page_registry.values()]),
            dash.page_container,
        ]
    )
    return built


@asynccontextmanager
async def warmed(server: FastAPI) -> AsyncIterator[None]:
    """Ask for the page once before serving: Dash prepares its scripts at the first request, and a deep
    link that came first would get a page without them."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(server), base_url="http://warm") as client:
        await client.get("/")
    yield


INDEX = """<!DOCTYPE html>
<html lang="en">
<head>
{%metas%}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{%title%}</title>
{%favicon%}
{%css%}
</head>
<body>
{%app_entry%}
<footer>{%config%}{%scripts%}{%renderer%}</footer>
</body>
</html>"""


def serve(built: Dash, settings: Settings) -> FastAPI:
    """The server of an app, with generated files that the browser may keep for ever."""
    server: FastAPI = built.server
    server.add_middleware(
        ServeStaticASGI,
        root=str(settings.static),
        prefix=STATIC_URL,
        # Every generated file has a hash of its content in its name.
        immutable_file_test=lambda _path, _url: True,
    )
    return server


settings = read_settings()
app = build(settings)
server = serve(app, settings)

if __name__ == "__main__":
    import uvicorn

    print(f"The dashboard is at http://{settings.host}:{settings.port} ({settings.edition} edition).")  # noqa: T201
    uvicorn.run(server, host=settings.host, port=settings.port, log_level="warning", server_header=False)
