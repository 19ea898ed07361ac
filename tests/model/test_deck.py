"""Decks come back as they were written, and what is hostile is refused with a reason that repeats nothing."""

import base64
import json
import unicodedata
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis_profiles import examples

from model.deck import (
    LONGEST_FILE,
    MOST_SLIDES,
    Deck,
    DeckProblem,
    Slide,
    deck_code,
    deck_json,
    deck_of_code,
    read_deck,
)

PANELS = {
    "map": "map",
    "trend": "trend",
    "small-maps": "small-maps",
    "insights": "insights",
    "standouts": "insights",
}
PRINTED = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co"))
VIEWS = st.sampled_from(["", "place=39", "place=39061&compare=39", "measure=change&level=state", "maps=two"])


def words(longest):
    return st.text(PRINTED, max_size=longest).map(str.strip)


SLIDES = st.builds(
    Slide,
    view=VIEWS,
    show=st.sampled_from(tuple(PANELS.values())),
    title=words(160),
    text=words(200),
    notes=words(400),
)
DECKS = st.builds(Deck, title=words(160), slides=st.lists(SLIDES, max_size=5).map(tuple))


def packed(text):
    return base64.urlsafe_b64encode(zlib.compress(text)).decode().rstrip("=")


@settings(max_examples=examples(60))
@given(DECKS)
def test_a_deck_comes_back_from_its_file_and_its_link(deck):
    assert read_deck(deck_json(deck), PANELS) == deck
    assert read_deck(deck_json(deck).encode(), PANELS) == deck
    assert deck_of_code(deck_code(deck), PANELS) == deck


@settings(max_examples=examples(100))
@given(st.one_of(st.text(), st.binary()))
def test_anything_at_all_is_read_or_refused(given_text):
    for read in (read_deck, deck_of_code):
        if read is deck_of_code and isinstance(given_text, bytes):
            continue
        try:
            assert isinstance(read(given_text, PANELS), Deck)
        except DeckProblem as problem:
            assert str(problem).startswith("The ")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({"format": 2, "slides": []}, "another version"),
        ({"slides": [{"show": "<script>"}]}, "slides number 1 show is not of the allowed form"),
        ({"slides": [{"show": "map", "onload": "x"}]}, "is not of the allowed form"),
        ({"title": "x" * 161}, "title is too long"),
        ({"slides": [{}, {"notes": "x" * 4001}]}, "slides number 2 notes is too long"),
        ({"title": "price \u202eexe.gpj"}, "title has characters that do not print"),
        ({"slides": [{"text": "null\x00byte"}]}, "text has characters that do not print"),
        ({"slides": [{}] * (MOST_SLIDES + 1)}, "slides is too long"),
        ({"slides": {"0": {}}}, "slides is not of the allowed form"),
        ({"extract": "../../etc/passwd"}, "extract is not of the allowed form"),
        ([], "not of the form"),
    ],
)
def test_what_is_not_a_deck_is_refused_and_says_why(content, reason):
    with pytest.raises(DeckProblem, match=reason) as refused:
        read_deck(json.dumps(content), PANELS)
    said = str(refused.value)
    assert "<" not in said
    assert all(unicodedata.category(letter) not in ("Cc", "Cf") for letter in said)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"title": "\\ud800"}', "\ufeff{}", b"\xff\xfe"])
def test_what_is_no_json_is_refused(text):
    with pytest.raises(DeckProblem):
        read_deck(text, PANELS)


def test_markup_stays_text():
    hostile = "<img src=x onerror=alert(1)> &amp; #set page(fill: red)"
    deck = Deck(title=hostile, slides=(Slide(title=hostile, text=hostile, notes=hostile),))
    assert deck_of_code(deck_code(deck), PANELS).slides[0].title == hostile


def test_a_view_is_kept_only_as_it_is_read():
    (slide,) = read_deck(
        json.dumps({"slides": [{"view": "place=39&nonsense=<b>&measure=wrong"}]}), PANELS
    ).slides
    assert slide.view == "place=39"


def test_a_file_that_is_too_large_is_not_read():
    with pytest.raises(DeckProblem, match="larger than 256 kB"):
        read_deck(b" " * (LONGEST_FILE + 1), PANELS)


def test_a_link_that_unpacks_to_very_much_is_refused_before_it_is_unpacked():
    bomb = packed(b" " * 200_000_000)
    with pytest.raises(DeckProblem, match="larger than"):
        deck_of_code(bomb, PANELS)


@pytest.mark.parametrize("cut", [1, 7, 20])
def test_a_link_that_was_cut_is_refused(cut):
    code = deck_code(Deck(title="A briefing", slides=(Slide(view="place=39"),)))
    with pytest.raises(DeckProblem, match="damaged or incomplete"):
        deck_of_code(code[:-cut], PANELS)


def test_a_slide_of_a_panels_former_name_shows_the_panel():
    (slide,) = read_deck(json.dumps({"slides": [{"show": "standouts"}]}), PANELS).slides
    assert slide.show == "insights"
