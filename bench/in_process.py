"""Server time of one answer and of every named query, without a network."""

import random
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bench.numbers import summary
from data.extract.outlines import read_outlines
from data.extract.reading import open_extract
from data.geography.outlines import ensure_outlines
from model import catalog
from model.places import NATION
from model.settings import Settings
from model.view import AREAS, EXPLORABLE, View, query_string, settle
from pages.explore import answer
from queries.store import Reader

CHOICES = ("drug", "measure", "place", "compare", "period", "areas")
"""Of which a person who explores changes one at a time."""
AFRESH = 0.1
"""Share of the steps after which a person looks at something else altogether."""


class TimedOpened(Reader):
    """An extract that notes how long each question took when it was not remembered."""

    def __init__(self, *given: Any) -> None:
        self.taken: dict[str, list[float]] = defaultdict(list)
        super().__init__(*given)

    def _run(self, question: str, values: tuple[tuple[str, Any], ...], shape: Callable[..., Any]) -> Any:
        start = time.perf_counter()
        rows = super()._run(question, values, shape)
        self.taken[question].append((time.perf_counter() - start) * 1000)
        return rows


class OneVersion:
    """Stands for the store: always the same open extract."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def current(self) -> Reader:
        """The extract."""
        return self.reader


def random_views(places: tuple[str, ...], reader: Reader, count: int, seed: int) -> list[str]:
    """Query strings of views of every indicator, anywhere, none twice."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        view = _random_view(places, reader, chance, chance.choice(EXPLORABLE))
        found[query_string(settle(view)[0])] = None
    return list(found)


def walk(places: tuple[str, ...], reader: Reader, count: int, seed: int) -> list[str]:
    """Query strings of the views that one person sees: each differs from the one before in one choice, and
    now and then in all."""
    chance = random.Random(seed)
    view = _random_view(places, reader, chance, chance.choice(EXPLORABLE))
    found = []
    for _ in range(count):
        found.append(query_string(view))
        if chance.random() < AFRESH:
            view = _random_view(places, reader, chance, chance.choice(EXPLORABLE))
        else:
            other, choice = _random_view(places, reader, chance, view.indicator), chance.choice(CHOICES)
            view = replace(view, **{choice: getattr(other, choice)})
        view = settle(view)[0]
    return found


def _random_view(places: tuple[str, ...], reader: Reader, chance: random.Random, indicator: str) -> View:
    entry = catalog.INDICATORS[indicator]
    drug = chance.choice(reader.query("drugs", indicator=indicator)["drug"].tolist() or ["all"])
    periods = reader.query("coverage", indicator=indicator, drug=drug)["period_end"].tolist()
    return View(
        indicator=indicator,
        drug=drug,
        measure=chance.choice(entry.measures),
        place=chance.choice((NATION, *places)),
        compare=tuple(chance.sample(places, chance.choice((0, 0, 1, 3)))),
        period=f"{chance.choice(periods):%Y-%m}" if periods else "",
        areas=chance.choice(AREAS),
    )


def some_views(settings: Settings, count: int, seed: int) -> list[str]:
    """Query strings of `count` views, for whoever has no extract open."""
    return random_views(*_places_and_figures(settings), count, seed)


def some_walks(settings: Settings, people: int, count: int, seed: int) -> list[list[str]]:
    """A walk of `count` views for each of `people`, for whoever has no extract open."""
    places, reader = _places_and_figures(settings)
    return [walk(places, reader, count, seed + number) for number in range(people)]


def _places_and_figures(settings: Settings) -> tuple[tuple[str, ...], Reader]:
    outlines = read_outlines(ensure_outlines(settings.static))
    return (*outlines.county_places, *outlines.state_places), Reader(open_extract(settings.extracts))


def time_answers(settings: Settings, count: int, seed: int) -> dict[str, Any]:
    """Milliseconds of the page's answer to views not asked before, and of each query."""
    outlines = read_outlines(ensure_outlines(settings.static))
    reader = TimedOpened(open_extract(settings.extracts))
    views = random_views((*outlines.county_places, *outlines.state_places), reader, count, seed)
    reader.taken.clear()
    store: Any = OneVersion(reader)
    answer(store, outlines, "", {})
    taken = []
    for search in views:
        start = time.perf_counter()
        answer(store, outlines, search, {})
        taken.append((time.perf_counter() - start) * 1000)
    return {
        "answer": summary(taken),
        "queries": {question: summary(times) for question, times in sorted(reader.taken.items())},
    }
