"""The panels asked for when they come into sight: what they answer, and the files of the same figures."""

import csv
import io

import pytest
from fastapi import FastAPI
from hypothesis_profiles import first_of
from support import ask

from pages import downloads, explore, lazy_panels, tables
from panels.panel import Where
from panels.registry import appearing_in, panels
from queries.store import Store

VIEWS = (
    "",
    "place=39061",
    "place=39&measure=change",
    "indicator=ed_visits",
    "indicator=ed_visits&place=39061",
    "indicator=syndromic_visits&place=21",
    "indicator=seized_weight",
    "indicator=svi",
    "place=urban-2",
    "drug=synthetic_opioids&level=state",
)

LAZY = [each.id for each in panels() if each.is_lazy]


@pytest.fixture(scope="module")
def get(store, outlines):
    server = FastAPI()
    for router in (
        lazy_panels.router(store),
        downloads.router(store, outlines),
        tables.router(store, outlines),
    ):
        server.include_router(router)
    return lambda path: ask(server, path)


@pytest.mark.parametrize("view", first_of(VIEWS, 4))
@pytest.mark.parametrize("name", LAZY)
def test_a_panel_says_what_it_is_and_its_file_has_the_same_title(name, view, get):
    answer = get(f"/panel/{name}?{view}").json()
    title = answer["texts"][f"{name}-title"]
    assert title
    text = get(f"/download/{name}.csv?{view}").content.decode("utf-8-sig")
    assert f"# Title: {title}" in text
    table = get(f"/table/{name}?{view}").json()
    assert table["title"] == title


def in_file(get, name, view):
    text = get(f"/download/{name}.csv?{view}").content.decode("utf-8-sig")
    return list(csv.DictReader(line for line in io.StringIO(text) if not line.startswith("# ")))


def test_the_file_of_the_places_that_rose_begins_with_those_listed(get):
    listed = get("/panel/rising").json()["content"]["rows"]
    rows = in_file(get, "rising", "")
    assert listed
    assert [row["place"] for row in listed] == [row["place"] for row in rows[: len(listed)]]
    for row, written in zip(listed, rows, strict=False):
        assert row["change"] == f"+{float(written['change_percent']):.1f}%"
        assert float(written["lower"]) > 0


def test_the_file_of_the_strip_has_its_rows_and_no_zero_for_a_withheld_figure(get):
    rows = in_file(get, "sectors", "place=39061")
    content = get("/panel/sectors?place=39061").json()["content"]
    assert len(rows) == len(content)
    for row, shown in zip(rows, content, strict=True):
        assert bool(row["value"]) == bool(shown["value"])


def test_a_panel_that_is_not_there_is_not_found(get):
    for path in ("/panel/nothing", "/panel/map", "/panel/", "/download/nothing.csv", "/table/nothing"):
        assert get(path).status_code == 404


@pytest.mark.parametrize("view", ["indicator=nonsense&place=%00&drug=;", "x" * 3000, "period=2024-13"])
@pytest.mark.parametrize("name", LAZY)
def test_a_malformed_view_is_answered_by_the_default(name, view, get):
    assert get(f"/panel/{name}?{view}").json() == get(f"/panel/{name}").json()


def test_without_an_extract_there_is_no_panel(tmp_path, outlines):
    server = FastAPI()
    server.include_router(lazy_panels.router(Store(tmp_path / "none")))
    assert ask(server, "/panel/sectors").status_code == 503


def keys(store, outlines, view):
    return explore.answer(store, outlines, view, {})["keys"]


def test_a_panel_is_asked_for_again_only_when_what_it_depends_on_changes(store, outlines):
    start = keys(store, outlines, "place=39")
    drug = keys(store, outlines, "place=39&drug=heroin")
    assert start["sectors"] == drug["sectors"]
    assert start["rising"] != drug["rising"]
    place = keys(store, outlines, "place=53")
    assert start["sectors"] != place["sectors"]
    # Rising places are those of the state in focus.
    assert start["rising"] != place["rising"]
    assert start["rising"] == keys(store, outlines, "place=39061")["rising"]
    measure = keys(store, outlines, "place=39&measure=change")
    of_explore = [each.id for each in appearing_in(Where.EXPLORE) if each.is_lazy]
    assert {name: start[name] for name in of_explore} == {name: measure[name] for name in of_explore}
