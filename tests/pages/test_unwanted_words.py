"""No string the page can generate holds a word that the field has put away."""

import itertools
import random
import re
from collections.abc import Iterator

import pytest
from hypothesis_profiles import examples, is_full

from components import filters, shell
from data.extract.outlines import Outlines
from data.extract.reading import MEND, ExtractProblem
from model import catalog
from model.places import places
from model.settings import PROJECT
from model.view import AREAS, LEVELS, MEASURES, SEIZED_DRUGS, explorable_in, parse_view
from pages import explore, lazy_panels, place
from pages.answering import resolved_view
from panels.panel import Where
from panels.registry import appearing_in
from queries.store import Store

UNWANTED = re.compile(
    r"caused by|killed by|\bkill|fentanyl deaths|\babus|\baddict|\bjunkie|substance abuser|\bclean\b"
    r"|fewer than (ten|10)\b|\bprevent(ed|s)\b|\bsurg(e|es|ing)\b|\bepidemic|\bwar\b|bad batch"
    r"|\boutbreak|\bflows?\b",
    re.IGNORECASE,
)
VIEWS_TRIED = examples(50)


def strings_of(anything: object) -> Iterator[str]:
    """Every string within what a callback answers, components included."""
    if isinstance(anything, str):
        yield anything
    elif isinstance(anything, dict):
        for key, value in anything.items():
            # Base64 vectors are numbers, and may spell anything.
            if key not in ("classes", "statuses", "reasons", "shown", "lower", "upper", "count", "rank"):
                yield from strings_of(value)
    elif isinstance(anything, list | tuple):
        for value in anything:
            yield from strings_of(value)
    elif hasattr(anything, "to_plotly_json"):
        yield from strings_of(anything.to_plotly_json())


def some_views() -> list[str]:
    chance = random.Random(7)
    drawable = [place for place, known in places().items() if known.kind in ("nation", "state", "county")]
    every = [
        f"indicator={indicator}&drug={drug}"
        for indicator, drug in itertools.product(explorable_in("public"), catalog.DRUGS)
    ]
    views = []
    for _ in range(VIEWS_TRIED):
        parts = [
            chance.choice(every),
            f"measure={chance.choice(MEASURES)}",
            f"place={chance.choice(drawable)}",
            f"compare={chance.choice(drawable)}",
            f"period={chance.randint(2014, 2027)}-{chance.randint(1, 12):02d}",
            f"since=2021-0{chance.randint(1, 9)}",
            f"level={chance.choice(LEVELS)}",
            f"seized={chance.choice(SEIZED_DRUGS)}",
            f"areas={chance.choice(AREAS)}",
        ]
        views.append("&".join(part for part in parts if chance.random() < 0.6))
    return [*(every if is_full() else chance.sample(every, len(every) // 4)), *views]


def test_the_scanner_finds_an_unwanted_word() -> None:
    found = [
        text for text in strings_of({"title": ["An epidemic of fentanyl deaths"]}) if UNWANTED.search(text)
    ]
    assert found


@pytest.mark.random
def test_no_answer_holds_an_unwanted_word(store: Store, outlines: Outlines) -> None:
    # A profile's panels look at the place alone.
    of_profile = appearing_in(Where.PROFILE)
    of_explore = [each for each in appearing_in(Where.EXPLORE) if each.is_lazy]
    seen: set[str] = set()
    for view in (f"place={code}" for code in ("US", "39", "39061", "30069", "39001", "urban-2")):
        seen.update(
            strings_of([lazy_panels.answer(*resolved_view(store, view), each) for each in of_profile])
        )
        seen.update(strings_of(place.content(store, outlines, f"/place/{view.removeprefix('place=')}", "")))
    for view in some_views():
        answer = explore.answer(store, outlines, f"?{view}", {})
        seen.update(strings_of(answer))
        seen.update(
            strings_of([lazy_panels.answer(*resolved_view(store, view), each) for each in of_explore])
        )
    assert len(seen) > 2000
    assert [text for text in seen if UNWANTED.search(text)] == []


def test_no_remark_layout_or_catalog_entry_holds_one() -> None:
    remarks = [
        parse_view(query)[1] for query in ("place=x", "drug=x", "period=x&since=x", "x=1", "x" * 13_000)
    ]
    fixed = [
        explore.layout("/outlines.json", "/grid.js"),
        shell.header("public", [("Explore", "/")]),
        filters.states_section(),
        shell.no_extract(ExtractProblem("There is no extract in x.", MEND)),
        remarks,
    ]
    entries = [*catalog.INDICATORS.values(), *catalog.DRUGS.values(), *catalog.SOURCES.values()]
    texts = [
        *strings_of(fixed),
        *strings_of([repr(entry) for entry in entries]),
        *catalog.STATUS_WORDS.values(),
    ]
    assert [text for text in texts if UNWANTED.search(text)] == []


def test_no_sentence_of_the_browser_side_holds_one() -> None:
    scripts = [path.read_text(encoding="utf-8") for path in (PROJECT / "assets").rglob("*.js")]
    assert scripts
    literals = [literal for script in scripts for literal in re.findall(r"\"[^\"\n]*\"|`[^`]*`", script)]
    assert [literal for literal in literals if UNWANTED.search(literal)] == []
