"""Server time of one answer and of every named query, without a network."""

import random
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from bench.numbers import summary
from data import catalog
from data.extract import open_extract
from data.outlines import ensure_outlines, read_outlines
from data.places import NATION
from data.settings import Settings
from data.view import AREAS, EXPLORABLE, View, query_string, settle
from pages.explore import answer
from queries.store import Opened


class TimedOpened(Opened):
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

    def __init__(self, opened: Opened) -> None:
        self.opened = opened

    def current(self) -> Opened:
        """The extract."""
        return self.opened


def random_views(places: tuple[str, ...], opened: Opened, count: int, seed: int) -> list[str]:
    """Query strings of views of every indicator, anywhere, none twice."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        indicator = chance.choice(EXPLORABLE)
        entry = catalog.INDICATORS[indicator]
        drug = chance.choice(opened.ask("drugs", indicator=indicator)["drug"].tolist() or ["all"])
        periods = opened.ask("coverage", indicator=indicator, drug=drug)["period_end"].tolist()
        view = View(
            indicator=indicator,
            drug=drug,
            measure=chance.choice(entry.measures),
            place=chance.choice((NATION, *places)),
            compare=tuple(chance.sample(places, chance.choice((0, 0, 1, 3)))),
            period=f"{chance.choice(periods):%Y-%m}" if periods else "",
            areas=chance.choice(AREAS),
        )
        found[query_string(settle(view)[0])] = None
    return list(found)


def some_views(settings: Settings, count: int, seed: int) -> list[str]:
    """Query strings of `count` views, for whoever has no extract open."""
    outlines = read_outlines(ensure_outlines(settings.static))
    opened = Opened(open_extract(settings.extracts))
    return random_views((*outlines.county_places, *outlines.state_places), opened, count, seed)


def time_answers(settings: Settings, count: int, seed: int) -> dict[str, Any]:
    """Milliseconds of the page's answer to views not asked before, and of each query."""
    outlines = read_outlines(ensure_outlines(settings.static))
    opened = TimedOpened(open_extract(settings.extracts))
    views = random_views((*outlines.county_places, *outlines.state_places), opened, count, seed)
    opened.taken.clear()
    store: Any = OneVersion(opened)
    answer(store, outlines, "", {})
    taken = []
    for search in views:
        start = time.perf_counter()
        answer(store, outlines, f"?{search}", {})
        taken.append((time.perf_counter() - start) * 1000)
    return {
        "answer": summary(taken),
        "queries": {question: summary(times) for question, times in sorted(opened.taken.items())},
    }
