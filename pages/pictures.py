"""The picture of each panel: `/picture/PANEL.svg?VIEW` and `/picture/PANEL.png?VIEW&scale=1..4`."""

import logging
from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import parse_qsl, urlencode

import anyio.to_thread
from fastapi import APIRouter, HTTPException, Request, Response

from data.extract.outlines import Outlines
from export.drawing.raster import DrawingProblem, png_of
from export.exported_panels import exported_panel
from export.picture_metadata import picture_facts, png_with, svg_with
from model.view import parse_view
from pages.answering import problems_as_status
from queries.store import Store

log = logging.getLogger(__name__)

AT_ONCE: Final = 2
"""Pictures made at once by a worker; the others wait."""
SMALLEST, LARGEST = 1, 4
KINDS: Final = {"svg": "image/svg+xml", "png": "image/png"}
SAFE: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
}
"""Nothing in a picture runs or fetches, even where a browser opens it as a page."""


@dataclass(frozen=True)
class Order:
    """A picture asked for; `remark` says what is not as asked."""

    panel: str
    kind: str
    query: str
    scale: int
    remark: str = ""


def router(store: Store, outlines: Outlines) -> APIRouter:
    """The addresses of the pictures."""
    routes = APIRouter(include_in_schema=False)
    at_once = anyio.CapacityLimiter(AT_ONCE)

    @routes.get("/picture/{panel}.{kind}")
    async def picture(panel: str, kind: str, request: Request) -> Response:
        if kind not in KINDS:
            raise HTTPException(404)
        order = order_of(panel, kind, request.url.query)
        made = await anyio.to_thread.run_sync(partial(_made, store, outlines, order), limiter=at_once)
        view, _ = parse_view(order.query)
        name = f"{panel}-{view.indicator}.{kind}"
        remark = {"X-Remark": order.remark} if order.remark else {}
        return Response(
            made,
            media_type=KINDS[kind],
            headers={"Content-Disposition": f'attachment; filename="{name}"', **SAFE, **remark},
        )

    return routes


def order_of(panel: str, kind: str, query: str) -> Order:
    """A picture's address, with a scale that there is."""
    parts = parse_qsl(query, keep_blank_values=True)
    asked = next(
        (value for name, value in parts if name == "scale" and kind == "png" and value[:1].isdigit()), ""
    )
    rest = urlencode(
        [(name, value) for name, value in parts if not (name == "scale" and value[:1].isdigit())]
    )
    wanted = int(asked) if asked.isdecimal() and len(asked) < 9 else SMALLEST
    scale = min(max(wanted, SMALLEST), LARGEST)
    remark = (
        "" if str(scale) == asked or not asked else f"Pictures are made from {SMALLEST} to {LARGEST} times."
    )
    return Order(panel, kind, rest, scale, remark)


def _made(store: Store, outlines: Outlines, order: Order) -> bytes:
    with problems_as_status():
        exported = exported_panel(store, outlines, order.panel, order.query)
    facts = picture_facts(exported.export)
    if order.kind == "svg":
        return svg_with(exported.drawing, facts).encode()
    try:
        return png_with(png_of(exported.drawing, order.scale), facts)
    except DrawingProblem as problem:
        log.exception("a picture could not be made")
        raise HTTPException(503, str(problem)) from problem
