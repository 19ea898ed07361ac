"""The table behind each panel: the rows of its file, for the grid on screen."""

import json

from fastapi import APIRouter, Request, Response

from components.data_grid import data_grid
from data.extract.outlines import Outlines
from pages.downloads import panel_file
from queries.store import Store

SAID_ABOVE = ("Simulated", "Source", "Note")
"""Facts of the file that stand over the grid."""


def router(store: Store, outlines: Outlines) -> APIRouter:
    """The address of every panel's table: `/table/PANEL?VIEW`."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/table/{panel}")
    def table(panel: str, request: Request) -> Response:
        export, view, _ = panel_file(store, outlines, panel, request.url.query)
        facts = dict(export.facts)
        content = {
            "title": facts["Title"],
            "about": " ".join(words for name, words in export.facts if name in SAID_ABOVE),
            "link": facts["View"],
            "rows": len(export.rows),
            "grid": data_grid(export.rows, view.indicator).to_plotly_json(),
        }
        return Response(json.dumps(content), media_type="application/json")

    return routes
