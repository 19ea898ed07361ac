"""Decks read by the server, citations, and who may frame a page."""

import json

import pytest
from fastapi import FastAPI
from support import ask

from data.extract.outlines import read_outlines
from data.geography.outlines import ensure_outlines
from model.deck import LONGEST_FILE, Deck, Slide, deck_code, deck_json
from model.settings import PROJECT, BadSettings, read_settings
from pages import brief, single_panel
from pages.explore_layout import layout
from panels.single_panel import SINGLE
from queries.store import Store, requested_version
from server.pinned_extract import PinnedExtractMiddleware

DECK = Deck(
    title="Two",
    slides=(Slide(view="place=39"), Slide(view="place=39061", show="trend", title="<b>Ours</b>")),
)


@pytest.fixture(scope="module")
def client(simulated_extract):
    server = FastAPI()
    outlines = read_outlines(ensure_outlines(PROJECT / "var" / "static"))
    server.include_router(brief.router(Store(simulated_extract), outlines, ""))
    return Client(server)


class Client:
    """Asks the server without a network."""

    def __init__(self, server):
        self.server = server

    def get(self, path):
        return ask(self.server, path)

    def post(self, path, content):
        return ask(self.server, path, "POST", content)


def test_a_deck_is_answered_with_its_link_its_file_and_the_extract_shown(client):
    answer = client.post("/brief/deck", content=deck_json(DECK)).json()
    assert answer["deck"]["slides"][1]["title"] == "<b>Ours</b>"
    assert json.loads(answer["file"]) == json.loads(deck_json(DECK))
    assert answer["names"][0].startswith("Map: Drug overdose deaths per 100,000")
    assert answer["extract"]
    assert client.get(f"/brief/deck?deck={answer['code']}").json() == answer


def test_a_deck_too_long_for_a_link_has_none(client):
    letters = "".join(chr(0x4E00 + number) for number in range(3500))
    deck = Deck(slides=(Slide(notes=letters), Slide(notes=letters[::-1])))
    assert client.post("/brief/deck", content=deck_json(deck)).json()["link"] is False


@pytest.mark.parametrize(
    ("content", "status", "reason"),
    [
        (b"{", 400, "not of the form"),
        (b'{"format": 99}', 400, "another version"),
        (b'{"title": "<script>alert(1)</script>", "more": 1}', 400, "not of the allowed form"),
        (b" " * (LONGEST_FILE + 1), 413, "larger than 256 kB"),
    ],
)
def test_a_hostile_deck_is_refused_with_a_reason(client, content, status, reason):
    answer = client.post("/brief/deck", content=content)
    assert answer.status_code == status
    assert reason in answer.json()["problem"]
    assert "script" not in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "deck=AAAA",
        "deck=<script>",
        "ready=nothing",
        "ready=eight-minutes&place=99999",
        "ready=eight-minutes&place=own-7",
        "",
    ],
)
def test_a_link_without_a_deck_is_refused_with_a_reason(client, query):
    answer = client.get(f"/brief/deck?{query}")
    assert answer.status_code == 400
    assert answer.json()["problem"].startswith(("The ", "There is no"))


@pytest.mark.parametrize("place", ["US", "39", "39061", "urban-1", "own-1&groups=Ours:39061.39035"])
def test_a_ready_deck_has_a_short_link(client, place):
    answer = client.get(f"/brief/deck?ready=eight-minutes&place={place}").json()
    assert len(answer["deck"]["slides"]) == 6
    assert answer["deck"]["extract"] == answer["extract"]


def test_places_of_ready_decks(client):
    assert ["39061", "Hamilton County"] in client.get("/brief/places?within=39").json()["places"]
    assert client.get("/brief/places?within=<b>").json() == {"places": []}
    assert client.get("/brief/groups").json()["places"][0][0].startswith("urban-")


def test_a_citation_has_title_source_vintage_extract_link_and_day(client):
    text = client.get("/cite/map?place=39&period=2025-12").text
    for part in (
        "Drug overdose deaths per 100,000",
        "Ohio",
        "Simulated data",
        "National Center for Health Statistics",
        "data.cdc.gov",
        "as of",
        "extract",
        "http://here/?place=39&period=2025-12",
        "(seen ",
    ):
        assert part in text
    assert client.get("/cite/nothing").status_code == 404


@pytest.mark.parametrize("panel", ["sectors", "breakdown", "rising", "headline", "seizures"])
def test_every_panel_has_a_citation(client, panel):
    assert "extract" in client.get(f"/cite/{panel}?place=39").text


def test_a_request_may_name_the_extract_it_is_answered_from():
    server = FastAPI()
    for path in ("/panel", "/api/panel"):
        server.get(path)(lambda: requested_version.get())
    server.add_middleware(PinnedExtractMiddleware)
    assert ask(server, "/panel", **{"X-Figures": "20260101-a"}).json() == "20260101-a"
    assert ask(server, "/panel").json() == ""
    assert ask(server, "/api/panel", **{"X-Figures": "20260101-a"}).json() == ""


@pytest.mark.parametrize(
    "sites", ["'self'", "https://a.gov  https://*.b.org:8443", "'none'", "http://localhost:1"]
)
def test_sites_that_may_frame(monkeypatch, sites):
    monkeypatch.setenv("FRAME_ANCESTORS", sites)
    assert read_settings().frame_ancestors == " ".join(sites.split())


@pytest.mark.parametrize("sites", ["", "*", "https://a.gov; script-src *", "http://a.gov", "a\r\nb"])
def test_other_sites_are_refused(monkeypatch, sites):
    monkeypatch.setenv("FRAME_ANCESTORS", sites)
    with pytest.raises(BadSettings, match="FRAME_ANCESTORS"):
        read_settings()


def marked(component):
    """Ids of what is shown alone."""
    found = [component] if SINGLE in (getattr(component, "className", None) or "").split() else []
    children = getattr(component, "children", None)
    return (
        found + [each for child in children for each in marked(child)]
        if isinstance(children, list)
        else found
    )


@pytest.mark.parametrize(
    ("panel", "shown"),
    [
        ("map", "map"),
        ("areas", "seizures"),
        ("breakdown", "breakdown"),
        ("peers", "peers"),
        ("nowhere", "map"),
    ],
)
def test_one_panel_is_shown_by_itself(panel, shown):
    page = single_panel.single("embed", panel, layout("/static/outlines.json", "/grid.js"))
    assert [component.id for component in marked(page)] == [shown]
    assert ("There is no panel of that name" in str(page)) == (panel == "nowhere")


@pytest.mark.parametrize(
    ("path", "root"),
    [
        ("/slide/trend", ' data-single-panel="slide" data-only="trend"'),
        ("/embed/nowhere", ' data-single-panel="embed" data-only="map"'),
        ("/embed/<b>", ""),
        ("/", ""),
        ("/brief", ""),
    ],
)
def test_what_the_root_says_before_anything_is_drawn(path, root):
    assert single_panel.root_attributes(path) == root


def test_a_code_of_every_ready_deck_fits_its_link(client):
    for name in ("eight-minutes", "monthly"):
        answer = client.get(f"/brief/deck?ready={name}&place=39061").json()
        assert answer["code"] == deck_code(Deck.model_validate(answer["deck"]))
