"""Briefings: a deck of views that is built and presented in the browser, and checked by the server."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qs, urlencode

import dash
from fastapi import APIRouter, Request, Response

from components import brief, citation
from components.words import measure_phrase
from data.extract.outlines import Outlines
from data.extract.reading import ExtractProblem
from model import catalog
from model.catalog import Edition
from model.deck import LONGEST_FILE, Deck, DeckProblem, Slide, deck_code, deck_json, deck_of_code, read_deck
from model.groups import is_group
from model.places import counties_of, label
from model.ready_decks import READY, ready_deck
from model.view import parse_view
from pages.answering import answered_panel
from panels.panel import Where
from panels.registry import ids, panel
from queries.groups import groups_of
from queries.resolved_view import resolve
from queries.store import Store

PATH: Final = "/brief"
LONGEST_CODE: Final = 6_000
"""Letters of a deck in a link; servers and mail programs cut longer ones."""
NO_READY: Final = "There is no ready briefing of that name."
TOO_LARGE: Final = f"The deck is larger than {LONGEST_FILE // 1024} kB."


def register() -> None:
    """Register the page; everything on it is done by `assets/js/brief/`."""
    dash.register_page(
        __name__,
        path=PATH,
        name="Briefing",
        title="Briefing · Overdose Response",
        layout=lambda **_: brief.layout(),
    )


def router(store: Store, outlines: Outlines, notes_tags: str) -> APIRouter:
    """Decks read and checked, places to make ready ones of, the notes window, and citations."""
    routes = APIRouter(include_in_schema=False)
    notes_page = brief.notes_page(notes_tags)

    @routes.post("/brief/deck")
    async def check(request: Request) -> Response:
        text = b""
        async for part in request.stream():
            text += part
            if len(text) > LONGEST_FILE:
                return _json({"problem": TOO_LARGE}, 413)
        return _answered(store, lambda: read_deck(text, ids(Where.BRIEFING), store.edition))

    @routes.get("/brief/deck")
    def found(request: Request) -> Response:
        return _answered(store, lambda: _of_address(store, request.url.query))

    @routes.get("/brief/places")
    def places_within(within: str = "") -> Response:
        return _json({"places": [[county.place, county.name] for county in counties_of(within)]})

    @routes.get("/brief/groups")
    def groups() -> Response:
        try:
            known = groups_of(store.current())
        except ExtractProblem:
            return _json({"places": []})
        return _json({"places": [[code, group.name] for code, group in known.items()]})

    @routes.get("/brief/notes")
    def notes() -> Response:
        return Response(notes_page, media_type="text/html")

    @routes.get("/cite/{name}")
    def cite(name: str, request: Request) -> Response:
        export = answered_panel(store, outlines, name, request.url.query).export
        facts = dict(export.facts)
        address = f"{request.url.scheme}://{request.url.netloc}{facts['View']}"
        text = citation.citation(export, address, datetime.now(UTC).date())
        return Response(text, media_type="text/plain; charset=utf-8")

    return routes


def _answered(store: Store, read: Callable[[], Deck]) -> Response:
    """A deck as the browser works with it, or why there is none."""
    try:
        deck = read()
        extract = store.current().extract.version
    except DeckProblem as problem:
        return _json({"problem": str(problem)}, 400)
    except ExtractProblem as problem:
        return _json({"problem": str(problem)}, 503)
    code = deck_code(deck)
    return _json(
        {
            "deck": deck.model_dump(),
            "file": deck_json(deck),
            "code": code,
            "link": len(code) <= LONGEST_CODE,
            "extract": extract,
            "kept": store.keeps(deck.extract),
            "names": [slide_name(slide, store.edition) for slide in deck.slides],
        }
    )


def slide_name(slide: Slide, edition: Edition) -> str:
    """What a slide is called in the list where it has no title of its own."""
    view, _ = parse_view(slide.view, edition)
    shown, place = panel(slide.show), label(view.place)
    if not shown.follows_indicator:
        return f"{shown.name}, {place}"
    what = f"{catalog.sentence(view.indicator, view.drug)}{measure_phrase(view, view.level)}"
    return f"{shown.name}: {what}, {place}"


def _of_address(store: Store, query: str) -> Deck:
    """The deck that a link holds, or a ready one for the place that it names."""
    given = parse_qs(query)
    if "deck" in given:
        return deck_of_code(given["deck"][0], ids(Where.BRIEFING), store.edition)
    name = given.get("ready", [""])[0]
    if name not in READY:
        raise DeckProblem(NO_READY)
    reader = store.current()
    place_part: dict[str, str] = {part: given[part][0] for part in ("place", "groups") if part in given}
    requested, remarks = parse_view(urlencode(place_part), store.edition)
    if remarks:
        raise DeckProblem("The link's place is not known here.")
    resolved = resolve(reader, requested)
    view = resolved.view
    if is_group(requested.place) and view.place != requested.place:
        raise DeckProblem("The link's group of counties is not known here.")
    named = resolved.label(view.place) if is_group(view.place) else label(view.place)
    return ready_deck(name, view, named, reader.extract.version)


def _json(content: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(content), status, media_type="application/json")
