"""The table behind each panel: the rows of its file, for the grid on screen."""

import json

from fastapi import APIRouter, Request, Response

from components.data_grid import data_grid
from data.extract.outlines import Outlines
from pages.answering import answered_panel
from queries.store import Store

SAID_ABOVE = ("Simulated", "Source", "Note")
"""Facts of the file that stand over the grid."""


def router(store: Store, outlines: Outlines) -> APIRouter:
    """The address of every panel's table: `/table/PANEL?VIEW`."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/table/{panel}")
    def table(panel: str, request: Request) -> Response:
        found = answered_panel(store, outlines, panel, request.url.query)
        export = found.export
        facts = dict(export.facts)
        content = {
            "title": facts["Title"],
            "about": " ".join(words for name, words in export.facts if name in SAID_ABOVE),
            "link": facts["View"],
            "rows": len(export.rows),
            "grid": data_grid(export.rows, found.view.indicator).to_plotly_json(),
        }
        return Response(json.dumps(content), media_type="application/json")

    return routes
