"""Files of a deck or a place: `/takeaway/deck.KIND?deck=CODE` and `/takeaway/place.pdf?VIEW`.

Asked with `Accept: application/x-ndjson` the same addresses answer a line of JSON a slide, and the file in
the last one, so that a browser can show progress and nothing is kept on the server between two requests.
"""

import base64
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import pandas as pd
from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import PlainTextResponse, StreamingResponse

from components.table_files import Export
from data.extract.outlines import Outlines
from data.extract.reading import ExtractProblem
from export.exported_panel import ExportedPanel
from export.exported_panels import exported_panel
from export.files import Job
from export.maker import RETRY_AFTER, MakeProblem, Maker, Queue, QueueFull, Ticket
from export.wording import page_of
from model.deck import Deck, DeckProblem, Slide, deck_of_code
from model.view import query_string
from pages.answering import NO_DATA, resolved_view
from panels.answers import NotInView
from panels.panel import Panel, Where
from panels.registry import ids, on_fact_sheet, panel
from queries.store import Store

PROGRESS: Final = "application/x-ndjson"
MEDIA_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "pdf": "application/pdf",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "html": "text/html; charset=utf-8",
    }
)
"""Kinds of file that a deck is written as."""
UNNAMED: Final = "Briefing"
FULL: Final = "Many files are being made just now. Please try again in a moment."
FAILED: Final = "The file could not be made. Please try again."


@dataclass(frozen=True)
class Order:
    """A file that somebody asked for.

    Attributes
    ----------
    kind
        Of writer.
    name, media_type
        Of the file; the name holds nothing that a visitor wrote.
    optional
        Whether a panel that the view has not is left out instead of being said to be empty.
    """

    kind: str
    name: str
    media_type: str
    deck: Deck
    optional: bool = False


@dataclass(frozen=True)
class Workshop:
    """What files are made with, one of each a worker; `counted` is told the kind of each that was made."""

    store: Store
    outlines: Outlines
    maker: Maker
    queue: Queue
    counted: Callable[[str], None]


def router(
    store: Store, outlines: Outlines, counted: Callable[[str], None] = lambda _kind: None
) -> APIRouter:
    """The addresses of the files; `counted` is told the kind of each that was made."""
    routes = APIRouter(include_in_schema=False)
    workshop = Workshop(store, outlines, Maker(), Queue(), counted)

    @routes.get("/takeaway/deck.{kind}")
    def deck(kind: str, request: Request) -> Response:
        if kind not in MEDIA_TYPES:
            raise HTTPException(404)
        try:
            asked = deck_of_code(request.query_params.get("deck", ""), ids(Where.BRIEFING))
        except DeckProblem as problem:
            return PlainTextResponse(str(problem), 400)
        if not asked.slides:
            return PlainTextResponse("The deck has no slides.", 400)
        return _answer(workshop, Order(kind, f"briefing.{kind}", MEDIA_TYPES[kind], asked), request)

    @routes.get("/takeaway/place.pdf")
    def place(request: Request) -> Response:
        return _answer(workshop, _fact_sheet(store, request.url.query), request)

    return routes


def _fact_sheet(store: Store, query: str) -> Order:
    """The fact sheet of a view's place, as an order of its panels."""
    _, view, resolved = resolved_view(store, query)
    written = query_string(view)
    slides = tuple(Slide(view=written, show=each.id) for each in on_fact_sheet())
    name = f"fact-sheet-{view.place if view.place.isalnum() else 'group'}.pdf"
    deck = Deck.model_construct(title=f"Drug overdoses: {resolved.label(view.place)}", slides=slides)
    return Order("fact-sheet", name, MEDIA_TYPES["pdf"], deck, optional=True)


def _answer(workshop: Workshop, order: Order, request: Request) -> Response:
    try:
        ticket = workshop.queue.enter()
    except QueueFull:
        return PlainTextResponse(FULL, 503, headers={"Retry-After": str(RETRY_AFTER)})
    lines = _lines(workshop, order, ticket)
    if PROGRESS in request.headers.get("accept", ""):
        return StreamingResponse(
            (json.dumps(line) + "\n" for line in lines),
            media_type=PROGRESS,
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )
    *_, last = lines
    if "file" not in last:
        return PlainTextResponse(last["problem"], 503, headers={"Retry-After": str(RETRY_AFTER)})
    return Response(
        base64.b64decode(last["file"]),
        media_type=order.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{order.name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _lines(workshop: Workshop, order: Order, ticket: Ticket) -> Iterator[dict[str, Any]]:
    """Progress, then the file or what went wrong; the place in the queue is given back in any case."""
    steps = len(order.deck.slides) + 1
    try:
        for within in workshop.queue.turn():
            yield {"done": 0, "of": steps, "words": f"Waiting: {within - 1} before this one."}
        try:
            yield from _made(workshop, order, steps)
        finally:
            workshop.queue.end_turn()
    except ExtractProblem:
        yield {"problem": NO_DATA}
    except MakeProblem as problem:
        logging.getLogger(__name__).warning("a %s could not be made: %s", order.kind, problem)
        yield {"problem": FAILED}
    finally:
        ticket.close()


def _made(workshop: Workshop, order: Order, steps: int) -> Iterator[dict[str, Any]]:
    workshop.maker.start()
    pages = []
    for number, slide in enumerate(order.deck.slides):
        yield {"done": number, "of": steps, "words": f"Slide {number + 1} of {steps - 1}."}
        exported = _exported(workshop, slide, order.optional)
        if exported is not None:
            pages.append(page_of(slide, exported))
    yield {"done": steps - 1, "of": steps, "words": "Writing the file."}
    made = workshop.maker.make(Job(order.kind, order.deck.title or UNNAMED, tuple(pages)))
    workshop.counted(order.kind)
    yield {
        "done": steps,
        "of": steps,
        "words": "Done.",
        "name": order.name,
        "type": order.media_type,
        "file": base64.b64encode(made).decode(),
    }


def _exported(workshop: Workshop, slide: Slide, optional: bool) -> ExportedPanel | None:
    """A slide's panel; where the view has no such panel, words that say so, or nothing."""
    try:
        return exported_panel(
            workshop.store, workshop.outlines, slide.show, slide.view, is_inset=not optional
        )
    except NotInView:
        return None if optional else _empty(panel(slide.show))


def _empty(shown: Panel) -> ExportedPanel:
    """What stands for a panel that a view has not."""
    nothing = Export((), pd.DataFrame())
    return ExportedPanel(shown.id, shown.empty, "", shown.empty, "", nothing, simulated=False)
