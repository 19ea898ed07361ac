"""`/view`: the one request by which the page gets a view."""

import logging

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from data.extract.outlines import read_outlines
from data.geography.outlines import ensure_outlines
from model.settings import read_settings
from pages import explore
from queries.store import Store

QUERY = "measure=count&place=39"
LISTED = ("headline", "map-legend", "map2-legend", "place-trail", "compared", "areas-list", "notices")


@pytest.fixture(scope="module")
def outlines():
    return read_outlines(ensure_outlines(read_settings().static))


def client_of(store, outlines):
    server = FastAPI()
    server.include_router(explore.router(store, outlines))
    return TestClient(server, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def client(store, outlines):
    return client_of(store, outlines)


def shown(keys):
    return ",".join(f"{part}:{key}" for part, key in keys.items())


def test_a_view_brings_everything_to_a_page_that_shows_nothing(client):
    answer = client.get(f"/view?{QUERY}&shown=")
    assert answer.status_code == 200
    payload = answer.json()
    assert payload["query"] == QUERY
    assert set(payload["parts"]) == set(LISTED)
    assert payload["map"]["level"] == "county" and payload["charts"]["trend"]["data"]
    assert payload["parts"]["headline"][0]["namespace"] == "dash_html_components"


def test_what_the_page_shows_is_left_out_of_the_answer(client):
    first = client.get(f"/view?{QUERY}&shown=").json()
    again = client.get(f"/view?{QUERY}&shown={shown(first['keys'])}").json()
    assert again["keys"] == first["keys"]
    assert again["map"] is None and again["charts"] == {"trend": None, "seizures": None}
    assert set(again["panels"].values()) == {None}
    # Headline and notices have no key: they are always as asked.
    assert set(again["parts"]) == {"headline", "notices"}


def test_another_place_brings_what_differs_and_keeps_the_map(client):
    first = client.get("/view?place=39&shown=").json()
    other = client.get(f"/view?place=48&shown={shown(first['keys'])}").json()
    assert other["map"] is None
    assert other["charts"]["trend"] is not None
    assert "Texas" in str(other["parts"]["headline"])


@pytest.mark.parametrize(
    "address",
    [
        "/view",
        "/view?",
        "/view?shown=",
        "/view?&shown=map",
        "/view?&shown=map:,:x,::,,",
        "/view?&shown=%00:%ff,map:%3Cscript%3E",
        "/view?&shown=a:b&shown=c:d",
    ],
)
def test_keys_that_no_answer_gave_leave_nothing_out(client, address):
    payload = client.get(address).json()
    assert payload["map"] is not None
    assert set(payload["parts"]) == set(LISTED)


def test_without_an_extract_the_page_is_told_what_to_do(tmp_path, outlines):
    answer = client_of(Store(tmp_path, "public"), outlines).get("/view?&shown=")
    assert answer.status_code == 503
    payload = answer.json()
    assert payload["problem"] and set(payload["parts"]) == {"notices"}
    assert "python -m data simulate" in str(payload["parts"]["notices"])


def test_a_failure_is_logged_and_said_without_a_word_of_the_inside(store, outlines, monkeypatch, caplog):
    def broken(*_):
        raise ValueError("secret/path")

    monkeypatch.setattr(explore, "with_more_maps", broken)
    with caplog.at_level(logging.ERROR):
        answer = client_of(store, outlines).get("/view?&shown=")
    assert answer.status_code == 500
    assert answer.json()["problem"] and explore.FAILED in answer.text
    assert "secret" not in answer.text
    assert "secret/path" in caplog.text
