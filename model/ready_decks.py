"""Decks that are ready for any place: the eight-minute briefing and the monthly report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from model.deck import Deck, Slide
from model.view import View, query_string

SECONDS_A_SLIDE: Final = 80
"""Six slides in eight minutes."""


@dataclass(frozen=True)
class Page:
    """One page of a ready deck.

    Attributes
    ----------
    show
        Name of the panel.
    words
        What the page is called; `NAME` stands for the place.
    notes
        What the speaker is reminded of.
    measure
        What is shown, where it is not the default.
    """

    show: str
    words: str
    notes: str
    measure: str = View().measure


EIGHT_MINUTES: Final = (
    Page(
        "headline",
        "NAME: where things stand",
        "Say the figure, its period, and how sure it is. Say how recent it is before anyone asks.",
    ),
    Page(
        "map",
        "NAME on the map",
        "Say what the colors mean, and that hatched places are withheld, not zero.",
    ),
    Page(
        "drugs",
        "Drugs involved",
        "One death may involve several drugs, so the lines do not add up.",
    ),
    Page(
        "supply",
        "Supply",
        "Laboratory reports and seizures count what was found and tested, not what is used.",
    ),
    Page(
        "response",
        "Response",
        "Dispensing at pharmacies is one part of what is done; name what it leaves out.",
    ),
    Page(
        "insights",
        "What changed, and what is not known",
        "Close with what is old or incomplete, and with what you ask of the room.",
    ),
)
MONTHLY: Final = (
    Page("headline", "NAME: the month in figures", "The contents stand on this page."),
    Page("completeness", "Data through", "How far each figure reaches, and how complete it is."),
    Page("map", "Change on a year earlier, by place", "Changes on a year earlier only.", "change"),
    Page("trend", "Change on a year earlier, over time", "The newest months may still rise.", "change"),
    Page("drugs", "Drugs involved", "Lines of drugs do not add up."),
    Page("nonfatal", "Nonfatal overdoses", "Counts of emergency departments are not counts of people."),
    Page("supply", "Supply", "Areas of seizures are not counties or states."),
    Page("response", "Response", "Dispensing at pharmacies only."),
    Page("insights", "What stands out", "Chosen by stated rules from released figures."),
)


def ready_deck(name: str, view: View, place_name: str, extract: str) -> Deck:
    """A ready deck for a place.

    Parameters
    ----------
    name
        One of `READY`.
    view
        Gives the place and the groups of counties that it may be one of.
    place_name
        What the place is called.
    extract
        Version of the extract that is shown.
    """
    return READY[name].make(view, place_name, extract)


def _eight_minutes(view: View, place_name: str, extract: str) -> Deck:
    slides = [
        Slide(**_slide(page, view, place_name), notes=f"{_timer(index)} {page.notes}")
        for index, page in enumerate(EIGHT_MINUTES)
    ]
    return Deck(title=f"{place_name} in eight minutes", extract=extract, slides=tuple(slides))


def _timer(index: int) -> str:
    """When the slide begins and ends, by the clock of the talk."""
    begin, end = (_clock(SECONDS_A_SLIDE * number) for number in (index, index + 1))
    return f"{begin} to {end} ({SECONDS_A_SLIDE} seconds)."


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"


def _monthly(view: View, place_name: str, extract: str) -> Deck:
    contents = "Contents: " + " · ".join(
        f"{number} {_named(page.words, place_name)}" for number, page in enumerate(MONTHLY[1:], start=2)
    )
    slides = [
        Slide(**_slide(page, view, place_name), text=contents if index == 0 else "", notes=page.notes)
        for index, page in enumerate(MONTHLY)
    ]
    return Deck(title=f"Monthly report: {place_name}", extract=extract, slides=tuple(slides))


def _slide(page: Page, view: View, place_name: str) -> dict[str, str]:
    of_place = replace(View(), place=view.place, groups=view.groups, measure=page.measure)
    return {
        "view": query_string(of_place),
        "show": page.show,
        "title": _named(page.words, place_name),
    }


def _named(words: str, place_name: str) -> str:
    return words.replace("NAME", place_name)


@dataclass(frozen=True)
class Ready:
    """A kind of ready deck: what it is called and how it is made."""

    label: str
    make: Callable[[View, str, str], Deck]


READY: Final[Mapping[str, Ready]] = MappingProxyType(
    {
        "eight-minutes": Ready("Eight-minute briefing", _eight_minutes),
        "monthly": Ready("Monthly report", _monthly),
    }
)
"""Name in the link → what it is."""
