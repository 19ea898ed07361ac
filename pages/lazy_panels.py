"""The panels whose figures are asked for when they come into sight, at `/panel/NAME?VIEW`."""

import json
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response

from model.view import View
from pages.answering import problems_as_status, resolved_view
from panels.answers import lazy_answer
from panels.panel import Panel
from panels.registry import panel
from queries.results import ResolvedView
from queries.store import Reader, Store


def router(store: Store) -> APIRouter:
    """The address of every such panel."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/panel/{name}")
    def lazy_panel(name: str, request: Request) -> Response:
        with problems_as_status():
            wanted = panel(name)
        if not wanted.is_lazy:
            raise HTTPException(404)
        content = answer(*resolved_view(store, request.url.query), wanted)
        return Response(json.dumps(content), media_type="application/json")

    return routes


def answer(reader: Reader, view: View, resolved: ResolvedView, wanted: Panel) -> dict[str, Any]:
    """What the browser fills in and draws of a panel."""
    found = lazy_answer(reader, wanted, view, resolved)
    return {"texts": found.texts, "content": found.content}
