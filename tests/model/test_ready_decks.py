"""Ready briefings: six slides in eight minutes, and a monthly report of changes on a year earlier."""

import re

import pytest

from model.deck import Deck, read_deck
from model.deck import deck_json as written
from model.ready_decks import READY, ready_deck
from model.view import View, parse_view
from panels.panel import Where
from panels.registry import ids


def deck_of(name, place):
    view, remarks = parse_view(f"place={place}")
    assert remarks == ()
    return ready_deck(name, view, "The place", "v1")


@pytest.mark.parametrize("name", READY)
@pytest.mark.parametrize("place", ["US", "39", "39061", "urban-1"])
def test_every_slide_is_of_the_place(name, place):
    deck = deck_of(name, place)
    assert isinstance(deck, Deck)
    assert {parse_view(slide.view)[0].place for slide in deck.slides} == {place}
    assert deck.extract == "v1"
    assert read_deck(written(deck), ids(Where.BRIEFING)) == deck


def test_own_groups_travel_with_each_slide():
    view, _ = parse_view("place=own-1&groups=Our district:39061.39035")
    deck = ready_deck("eight-minutes", view, "Our district", "v1")
    assert all("groups=" in slide.view for slide in deck.slides)
    assert deck.slides[0].title == "Our district: where things stand"


def test_six_slides_take_eight_minutes_by_their_notes():
    deck = deck_of("eight-minutes", "39061")
    times = [re.match(r"(\d+:\d\d) to (\d+:\d\d)", slide.notes).groups() for slide in deck.slides]
    assert [slide.show for slide in deck.slides] == [
        "headline",
        "map",
        "drugs",
        "supply",
        "response",
        "insights",
    ]
    assert times[0][0] == "0:00"
    assert times[-1][1] == "8:00"
    assert [end for _, end in times[:-1]] == [begin for begin, _ in times[1:]]


def test_the_monthly_report_opens_with_its_contents_and_shows_changes_on_a_year_earlier():
    deck = deck_of("monthly", "39")
    for number, slide in enumerate(deck.slides[1:], start=2):
        assert f"{number} {slide.title}" in deck.slides[0].text
    assert deck.slides[1].show == "completeness"
    charts = [parse_view(slide.view)[0] for slide in deck.slides if slide.show in ("map", "trend")]
    assert [view.measure for view in charts] == ["change", "change"]
    assert View().measure != "change"
