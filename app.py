"""Builds the Dash app and the server; wiring only."""

import logging

import dash
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
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    outlines_path = ensure_outlines(settings.static)
    built = Dash(
        __name__,
        backend="fastapi",
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

    uvicorn.run(server, host=settings.host, port=settings.port, log_level="warning", server_header=False)
