"""Behind each panel stands how it is read, in two to five plain sentences that fit what is shown."""

import re

import pytest

from pages import explore
from panels.frames import reading_of
from panels.panel import Where
from panels.registry import appearing_in, panel

VIEWS = (
    "",
    "place=39&measure=change",
    "place=39061&measure=count",
    "indicator=syndromic_visits",
    "indicator=opioid_dispensing",
    "indicator=seized_weight",
    "scale=index",
    "kind=year&place=39061&segments=1",
)


@pytest.fixture(scope="module")
def readings(store, outlines):
    def of(view):
        texts = explore.answer(store, outlines, view, {})["texts"]
        return {each.id: reading(each, texts) for each in appearing_in(Where.EXPLORE) if each.reading}

    def reading(each, texts):
        return texts[f"{each.id}-reading"] if callable(each.reading) else " ".join(each.reading)

    return of


@pytest.mark.parametrize("view", VIEWS)
def test_every_panel_is_explained_in_few_sentences(view, readings):
    for name, words in readings(view).items():
        sentences = re.split(r"(?<=[.:])\s", words)
        assert 1 <= len(sentences) <= 7, name
        assert words.endswith(".")


def test_what_must_not_be_compared_is_said(readings):
    assert "must not be compared" in readings("indicator=syndromic_visits")["map"]
    assert "means the same in every period" in readings("")["map"]


def test_only_what_is_drawn_is_explained(readings):
    assert "Dotted lines" in readings("place=39")["trend"]
    assert "Dotted lines" not in readings("indicator=opioid_dispensing")["trend"]
    assert "interval" not in readings("scale=index")["trend"]
    assert "no direction" in readings("indicator=naloxone_dispensing&place=39")["headline"]


def test_a_panel_without_sentences_has_no_disclosure():
    assert reading_of(panel("small-maps")) == []
