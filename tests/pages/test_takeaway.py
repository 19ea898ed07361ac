"""Files of decks and places, by their addresses."""

import base64
import io
import json

import pytest
from fastapi import FastAPI
from pptx import Presentation
from pypdf import PdfReader
from support import ask

from export.maker import Queue
from model.deck import Deck, Slide, deck_code
from pages import documents
from panels.panel import NOTHING


@pytest.fixture(scope="module")
def server(store, outlines):
    made = FastAPI()
    made.include_router(documents.router(store, outlines))
    return made


SLIDES = (Slide(view="place=39", show="trend", title="=1 & <i>"), Slide(show="small-maps"))
DECK = Deck(title="Ohio <b>", slides=SLIDES)
ADDRESS = f"/takeaway/deck.pptx?deck={deck_code(DECK)}"


def test_a_deck_is_answered_as_a_file(server):
    answer = ask(server, ADDRESS)
    assert answer.headers["content-disposition"] == 'attachment; filename="briefing.pptx"'
    slides = Presentation(io.BytesIO(answer.content)).slides
    assert [slide.shapes.title.text for slide in slides] == ["=1 & <i>", NOTHING]


def test_the_same_address_says_how_far_it_is(server):
    answer = ask(server, ADDRESS, accept=documents.PROGRESS)
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["done"] for line in lines] == [0, 1, 2, 3]
    assert all(line["of"] == 3 and line["words"] for line in lines)
    assert len(Presentation(io.BytesIO(base64.b64decode(lines[-1]["file"]))).slides) == 2


def test_a_fact_sheet_is_of_the_place_of_the_view(server):
    answer = ask(server, "/takeaway/place.pdf?place=39061")
    assert 'filename="fact-sheet-39061.pdf"' in answer.headers["content-disposition"]
    assert "Hamilton County, OH" in PdfReader(io.BytesIO(answer.content)).metadata.title


@pytest.mark.parametrize("code", ["", "damaged", deck_code(Deck())])
def test_what_is_no_deck_is_refused_with_a_reason(server, code):
    answer = ask(server, f"/takeaway/deck.pdf?deck={code}")
    assert answer.status_code == 400
    assert answer.text.startswith("The ")


def test_an_unknown_kind_of_file_is_not_found(server):
    assert ask(server, f"/takeaway/deck.exe?deck={deck_code(DECK)}").status_code == 404


def test_a_full_queue_says_so(store, outlines, monkeypatch):
    monkeypatch.setattr(documents, "Queue", lambda: Queue(most=0))
    full = FastAPI()
    full.include_router(documents.router(store, outlines))
    answer = ask(full, ADDRESS)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "20")
    assert answer.text == documents.FULL
