"""Headless Chromium, and what is measured in it."""

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Request,
    Response,
    Route,
    ViewportSize,
    sync_playwright,
)

from bench.changes import Change
from bench.numbers import Summary, summary

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WINDOW: ViewportSize = {"width": 1440, "height": 1000}
SCRIPTS = Path(__file__).parent
VIEW = "/view?"
REST_MS = 120
"""Between two changes, so that none pays for the tail of the one before."""
Advance = Callable[[], None]


def module(name: str) -> str:
    """JavaScript that awaits one of the page's own modules, by its path below `assets/js/`."""
    entry = """document.querySelector('script[src$="/explore.js"]').src"""
    return f"(await import(new URL('{name}', {entry}).href))"


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser found on PATH, without a GPU."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        raise RuntimeError(f"No browser on PATH; one of {', '.join(BROWSERS)} is needed.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class Outside:
    """Refuses requests to other hosts, and counts them."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    def watch(self, context: BrowserContext) -> None:
        """Keep a context on this machine."""
        context.route(lambda url: urlsplit(url).hostname not in ("127.0.0.1", None), self._refuse)

    def _refuse(self, route: Route) -> None:
        self.asked[str(urlsplit(route.request.url).hostname)] += 1
        route.abort()


def reader(browser: Browser, script: str, outside: Outside) -> BrowserContext:
    """A context with an empty cache that carries one of the driving scripts."""
    context = browser.new_context(viewport=WINDOW)
    context.add_init_script(path=SCRIPTS / f"{script}.js")
    outside.watch(context)
    return context


def visit(page: Page, url: str) -> float:
    """Open a page; milliseconds from navigation to painted."""
    page.goto(url)
    return float(page.evaluate("bench.ready()"))


def go_through(page: Page, changes: list[Change], warm_up: int, advance: Advance) -> dict[str, Any]:
    """Make the changes one after the other; timings overall and by kind, the first `warm_up` left out."""
    rows = []
    for change in changes:
        timed = page.evaluate(
            "([control, value]) => bench.change(control, value)", [change.control, change.value]
        )
        rows.append({**asdict(change), **timed})
        page.wait_for_timeout(REST_MS)
        advance()
    counted = rows[warm_up:]
    grouped = {
        f"by_{part}": {each: _clocks([row for row in counted if row[part] == each]) for each in found}
        for part in ("kind", "level")
        if (found := sorted({row[part] for row in counted}))
    }
    return {**_clocks(counted), **grouped, "changes": rows}


def _clocks(rows: list[dict[str, Any]]) -> dict[str, Summary]:
    """Summary of each clock that the driving script has."""
    clocks = [name for name in ("from_event", "from_request") if name in rows[0]]
    return {clock: summary([row[clock] for row in rows]) for clock in clocks}


class Answers:
    """Collects what the page asks its server for a view, and the map values it gets."""

    def __init__(self, page: Page) -> None:
        self.map_values: dict[str, Any] = {}
        self._waiting: list[Response] = []
        page.on("response", lambda response: self._waiting.append(response))

    def collect(self) -> None:
        """Read the answers that came since."""
        waiting, self._waiting = self._waiting, []
        for response in waiting:
            if VIEW not in response.url or not response.ok:
                continue
            answer = response.json()
            if answer["map"] and answer["map"]["level"] == "county":
                self.map_values[answer["query"]] = answer["map"]


def recolor_ours(page: Page, values: list[dict[str, Any]], times: int) -> dict[str, Summary]:
    """Paint county values in turn through the page's own map."""
    rows = []
    for number in range(times + 2):
        rows.append(page.evaluate("(values) => bench.recolor(values)", values[number % len(values)]))
        page.wait_for_timeout(REST_MS)
    return _recolored(rows[2:])


def play(page: Page) -> dict[str, Any]:
    """Run the frames of the page's map back to back, once to have the block and once to be timed.

    Returns
    -------
    dict
        `fps`, `frames`, `script` (milliseconds a frame), `bytes` of the block unpacked, `loaded`
        (milliseconds until it was there), `requests` while the frames ran.
    """
    measure = f"async () => {module('map/player.js')}.measure()"
    first = page.evaluate(measure)
    page.wait_for_timeout(REST_MS)
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    second = page.evaluate(measure)
    page.remove_listener("request", note)
    return {
        "fps": second["fps"],
        "frames": second["frames"],
        "script": summary(second["script"]),
        "bytes": second["bytes"],
        "loaded": first["loaded"],
        "requests": len(asked),
    }


def recolor_baseline(page: Page, times: int, seed: int) -> dict[str, Summary]:
    """Restyle the baseline's county map with its own values in another order."""
    chance = random.Random(seed)
    values = page.evaluate("bench.values()")
    rows = []
    for _ in range(times + 2):
        chance.shuffle(values)
        rows.append(page.evaluate("(z) => bench.recolor(z)", values))
        page.wait_for_timeout(REST_MS)
    return _recolored(rows[2:])


def _recolored(rows: list[dict[str, float]]) -> dict[str, Summary]:
    return {clock: summary([row[clock] for row in rows]) for clock in ("painted", "script")}


MAP_PAINTED = "performance.getEntriesByName('map-painted', 'mark')[0]?.startTime"
"""The dashboard marks its map apart; in the baseline the map is painted with everything else."""


def first_visits(
    browser: Browser, script: str, url: str, times: int, outside: Outside, advance: Advance
) -> dict[str, Any]:
    """Visits with an empty cache, each followed by a second one; bytes by type of the first."""
    taken: dict[str, list[float]] = {"empty": [], "warm": [], "empty_map": [], "warm_map": []}
    sizes: dict[str, int] = {}
    for _ in range(times + 1):
        with reader(browser, script, outside) as context:
            page = context.new_page()
            transferred = _watch_bytes(page)
            for kind in ("empty", "warm"):
                painted = visit(page, url)
                taken[kind].append(painted)
                taken[f"{kind}_map"].append(page.evaluate(MAP_PAINTED) or painted)
                sizes = (
                    sizes if kind == "warm" else dict(sorted(transferred.items(), key=lambda item: -item[1]))
                )
        advance()
    # The first visit of all warms the server, not the browser.
    return {**{kind: summary(times[1:]) for kind, times in taken.items()}, "bytes": sizes}


def _watch_bytes(page: Page) -> Counter[str]:
    """Bytes on the wire by type of resource, counted as they arrive."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    kinds: dict[str, str] = {}
    transferred: Counter[str] = Counter()

    def received(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def finished(event: dict[str, Any]) -> None:
        transferred[kinds.get(event["requestId"], "Other")] += int(event["encodedDataLength"])

    session.on("Network.responseReceived", received)
    session.on("Network.loadingFinished", finished)
    return transferred


def view_address(query: str, keys: Mapping[str, str]) -> str:
    """The address by which the page asks for a view, where it shows parts with these keys."""
    return f"{VIEW}{query}&shown={','.join(f'{part}:{key}' for part, key in keys.items())}"
