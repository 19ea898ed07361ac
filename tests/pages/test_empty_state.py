"""Where nothing is released, the map says so in words and offers what is; elsewhere it stays silent."""

import pytest

from model.view import parse_view
from pages import explore

EMPTY = "indicator=ed_visits&place=50"


@pytest.fixture(scope="module")
def said(store, outlines):
    return lambda view: explore.answer(store, outlines, view, {})["panels"]["map-empty"]


def test_an_empty_map_says_of_what_where_and_when(said):
    words = said(EMPTY)["words"]
    assert words.startswith("No county in Vermont has a released figure for nonfatal overdose emergency")
    assert "2024" in words
    assert "Withheld is not zero" in words


def test_the_ways_on_are_readable_views_that_show_more(said):
    ways = {way["words"]: way["query"] for way in said(EMPTY)["ways"]}
    assert list(ways) == ["Show several years together", "Show states"]
    for query in ways.values():
        view, remarks = parse_view(query)
        assert (view.indicator, view.place, remarks) == ("ed_visits", "50", ())
    assert said(ways["Show states"]) == {"words": "", "ways": []}


@pytest.mark.parametrize("view", ["", "place=39061", "level=state", "indicator=seized_weight"])
def test_a_map_with_figures_or_without_a_map_stays_silent(view, said):
    assert said(view) == {"words": "", "ways": []}
