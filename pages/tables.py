"""The table behind each panel: the rows of its file, for the grid on screen."""

import json

from fastapi import APIRouter, HTTPException, Request, Response

from components.data_grid import data_grid
from components.panel_tables import PANEL_TABLES
from data.extract import ExtractProblem
from data.outlines import Outlines
from data.view import parse_view
from pages.downloads import panel_export
from queries.explore import explore
from queries.store import Store

SAID_ABOVE = ("Simulated", "Source", "Note")
"""Facts of the file that stand over the grid."""


def router(store: Store, outlines: Outlines) -> APIRouter:
    """The address of every panel's table: `/table/PANEL?VIEW`."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/table/{panel}")
    def table(panel: str, request: Request) -> Response:
        if panel not in PANEL_TABLES:
            raise HTTPException(404)
        try:
            view, _ = parse_view(request.url.query)
            result = explore(store.current(), view, outlines)
        except ExtractProblem as problem:
            raise HTTPException(503, "There is no data to show.") from problem
        export = panel_export(result, panel)
        facts = dict(export.facts)
        content = {
            "title": facts["Title"],
            "about": " ".join(words for name, words in export.facts if name in SAID_ABOVE),
            "link": facts["View"],
            "rows": len(export.rows),
            "grid": data_grid(export.rows, result.view.indicator).to_plotly_json(),
        }
        return Response(json.dumps(content), media_type="application/json")

    return routes
