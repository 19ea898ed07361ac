"""Files to take away: time and memory, and what ten at once cost those who explore.

`python -m bench.takeaway` keeps what it found in bench/takeaway.json and writes its section of
docs/performance.md.
"""

import json
import threading
import time
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console

from bench import browser, in_process, load, machine, servers, takeaway_report
from bench.numbers import summary
from bench.sections import with_section
from model.deck import Deck, Slide, deck_code
from model.settings import PROJECT, Settings, read_settings

RESULTS = Path(__file__).parent / "takeaway.json"
PAGE = PROJECT / "docs" / "performance.md"
PLACES = ("US", "39", "39061", "54", "46102", "06037", "36", "48201", "01001", "12")
PANELS = ("headline", "map", "trend", "ranking", "seizures", "areas")
KINDS = ("pptx", "pdf", "docx", "html")
PEOPLE, SECONDS, AT_ONCE, SEED = 10, 15, 10, 1


def stored() -> dict[str, Any]:
    """What was measured last."""
    return dict(json.loads(RESULTS.read_text(encoding="utf-8"))) if RESULTS.exists() else {}


def code(places: tuple[str, ...]) -> str:
    """A deck of six panels a place."""
    slides = tuple(Slide(view=f"place={place}", show=panel) for place in places for panel in PANELS)
    return deck_code(Deck(title="Benchmark", slides=slides))


def timed(port: int, path: str) -> float:
    """Seconds of one file."""
    start = time.perf_counter()
    status, _ = servers.ask(port, "GET", path)
    if status != 200:
        raise RuntimeError(f"{path.partition('?')[0]} has status {status}.")
    return time.perf_counter() - start


def browser_version() -> str:
    """Version of the browser that stands for all."""
    with browser.chromium() as chromium:
        return chromium.version


def files(port: int) -> dict[str, Any]:
    """Seconds of fact sheets of ten places, and of decks of twelve slides."""
    timed(port, "/takeaway/place.pdf?place=US")
    sheets = [timed(port, f"/takeaway/place.pdf?place={place}") for place in PLACES]
    decks = {
        kind: summary([timed(port, f"/takeaway/deck.{kind}?deck={code(pair)}") for pair in pairwise(PLACES)])
        for kind in KINDS
    }
    return {"fact_sheet": summary(sheets), "decks": decks}


def ten_at_once(port: int, settings: Settings) -> dict[str, Any]:
    """What explorers wait alone, and while ten decks are asked for over and over."""
    views = in_process.some_views(settings, 300, SEED)
    load.explore_together(port, load.at_random(views[:20], 8, SEED), 2)
    alone = load.explore_together(port, load.at_random(views, PEOPLE, SEED), SECONDS)
    end, made, refused = time.perf_counter() + SECONDS, [], []

    def order(number: int) -> None:
        while time.perf_counter() < end:
            places = (PLACES[number], PLACES[(number + 1) % len(PLACES)])
            try:
                made.append(timed(port, f"/takeaway/deck.{KINDS[number % 2]}?deck={code(places)}"))
            except RuntimeError as problem:
                refused.append(str(problem))
                time.sleep(1)

    threads = [threading.Thread(target=order, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    beside = load.explore_together(port, load.at_random(views, PEOPLE, SEED + 1), SECONDS)
    for thread in threads:
        thread.join()
    return {"alone": alone, "beside": beside, "decks": summary(made), "refused": len(refused)}


def memory(server: servers.Server) -> dict[str, Any]:
    """Resident bytes of each worker, and the peak of each process that makes files."""
    found: dict[str, list[int]] = {"workers": [], "makers": []}
    for each in psutil.Process(server.process.pid).children(recursive=True):
        makes = "takeaway" in each.cmdline()
        found["makers" if makes else "workers"].append(each.memory_info().rss)
    return found


def main() -> None:
    """Measure, keep, and write the section."""
    settings = read_settings()
    version = browser_version()
    log = PROJECT / "var" / "bench-takeaway.log"
    with servers.running(servers.ours(), settings.extracts, log) as server:
        found = files(server.port)
    with servers.running(servers.workers(), settings.extracts, log) as server:
        found["at_once"] = ten_at_once(server.port, settings)
        found["memory"] = memory(server)
    found |= {"day": date.today().isoformat(), "machine": machine.facts(version)}
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    section = takeaway_report.section(found)
    page = with_section(PAGE.read_text(encoding="utf-8"), section)
    PAGE.write_text(page, encoding="utf-8")
    Console(stderr=True).print(section)


if __name__ == "__main__":
    main()
