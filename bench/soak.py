"""Random use of the Explore page for minutes on end: `python -m bench.soak` says what memory came back.

Whatever control is on the page is used, so a control added later is in it without a word here.
"""

import json
import random
import time
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from playwright.sync_api import CDPSession, ConsoleMessage, Locator, Page
from playwright.sync_api import Error as BrowserProblem
from rich.console import Console

from bench import browser, machine, servers
from model.settings import PROJECT, read_settings

RESULTS = Path(__file__).parent / "soak.json"
WARM_UP_ACTIONS = 100
ACTION_MS = 4000
"""Longest that one action may take."""
SETTLED = 'html[data-view][data-busy="false"]'
LEFT_ALONE = "[data-download], #copy-link, [download], #theme-switch"
"""What leaves the page or asks the clipboard; the theme is switched by an action of its own."""
WATCH_LONG_TASKS = """() => {
  window.longTasks = [];
  const note = (list) => list.getEntries().forEach((entry) => window.longTasks.push(entry.duration));
  new PerformanceObserver(note).observe({ type: "longtask" });
}"""


@dataclass(frozen=True)
class Memory:
    """What the page holds after a collection of garbage."""

    heap_bytes: float
    nodes: float
    listeners: float


@dataclass(frozen=True)
class Soak:
    """What became of random use.

    Attributes
    ----------
    before, after
        At the same view, after a warm-up and at the end.
    long_tasks, longest_task_ms
        Stretches of more than 50 ms in which the page answered nothing.
    errors
        Of the page and its console.
    """

    seconds: float
    actions: int
    before: Memory
    after: Memory
    long_tasks: int
    longest_task_ms: float
    errors: list[str]

    @property
    def growth(self) -> float:
        """By what share the heap grew."""
        return self.after.heap_bytes / self.before.heap_bytes - 1


class Visitor:
    """Does one random thing after the other on a page, the same for the same seed."""

    def __init__(self, page: Page, seed: int) -> None:
        self.page = page
        self.chance = random.Random(seed)
        self._doings = (
            self._choose,
            self._choose,
            self._press,
            self._press,
            self._point,
            self._click_place,
            self._open,
            self._slide,
            self._scroll,
            self._go_back,
        )

    def act(self) -> None:
        """One random action; what vanished before it could be used is let be."""
        try:
            self.chance.choice(self._doings)()
        except BrowserProblem as problem:
            if "Timeout" not in str(problem) and "detached" not in str(problem):
                raise
        self.page.keyboard.press("Escape")
        self.page.wait_for_timeout(self.chance.choice((30, 60, 150, 400)))

    def come_home(self) -> None:
        """Bring the page to its default view without loading it anew."""
        self.page.keyboard.press("Escape")
        self.page.locator("#reset").click(timeout=ACTION_MS)
        self.page.wait_for_selector('html[data-view=""][data-busy="false"]', timeout=20_000)
        self.page.mouse.move(2, 2)
        self.page.wait_for_timeout(500)

    def open_a_table(self) -> None:
        """Open and close the table of the map."""
        self.page.locator('[data-twin="map"]').click()
        self.page.locator(".ag-row").first.wait_for()
        self.page.keyboard.press("Escape")

    def _one_of(self, selector: str) -> Locator | None:
        """A random visible element."""
        seen = [each for each in self.page.locator(selector).all() if each.is_visible()]
        return self.chance.choice(seen) if seen else None

    def _choose(self) -> None:
        if found := self._one_of("main select:enabled, [role=search] select:enabled"):
            values = found.locator("option:enabled").evaluate_all("all => all.map((each) => each.value)")
            if values:
                found.select_option(self.chance.choice(values), timeout=ACTION_MS)

    def _press(self) -> None:
        if found := self._one_of(f"main button:enabled:not({LEFT_ALONE})"):
            found.click(timeout=ACTION_MS, force=True)

    def _open(self) -> None:
        if found := self._one_of("main summary"):
            found.click(timeout=ACTION_MS, force=True)

    def _place(self) -> tuple[float, float] | None:
        box = self.page.locator("#map-svg").bounding_box()
        if box is None:
            return None
        across, down = self.chance.uniform(0.1, 0.9), self.chance.uniform(0.1, 0.8)
        return box["x"] + across * box["width"], box["y"] + down * box["height"]

    def _point(self) -> None:
        for _ in range(8):
            if where := self._place():
                self.page.mouse.move(*where, steps=3)

    def _click_place(self) -> None:
        if where := self._place():
            modifier = self.chance.choice(("", "Shift"))
            if modifier:
                self.page.keyboard.down(modifier)
            self.page.mouse.click(*where)
            if modifier:
                self.page.keyboard.up(modifier)

    def _slide(self) -> None:
        slider = self.page.locator("#play-range")
        if slider.is_visible():
            slider.focus()
            for _ in range(self.chance.randint(1, 6)):
                self.page.keyboard.press(self.chance.choice(("ArrowLeft", "ArrowRight", "Home")))

    def _scroll(self) -> None:
        self.page.mouse.wheel(0, self.chance.choice((-600, -200, 200, 600)))

    def _go_back(self) -> None:
        if self.page.evaluate("history.length") > 4:
            self.page.evaluate("history.back()")


def memory_of(session: CDPSession) -> Memory:
    """What the page holds once everything unreachable is collected."""
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    metrics = {row["name"]: row["value"] for row in session.send("Performance.getMetrics")["metrics"]}
    return Memory(metrics["JSHeapUsedSize"], metrics["Nodes"], metrics["JSEventListeners"])


def soak(page: Page, address: str, seconds: float, seed: int) -> Soak:
    """Use the page at random for some seconds.

    Parameters
    ----------
    page
        A fresh page; it is taken to `address`, the dashboard's Explore page.
    """
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    page.on("console", note)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(address)
    page.wait_for_selector(SETTLED)
    visitor = Visitor(page, seed)
    # The grid's script is fetched once and kept; it is there before anything is counted.
    visitor.open_a_table()
    for _ in range(WARM_UP_ACTIONS):
        visitor.act()
    visitor.come_home()
    page.evaluate(WATCH_LONG_TASKS)
    before, actions, end = memory_of(session), 0, time.monotonic() + seconds
    while time.monotonic() < end:
        visitor.act()
        actions += 1
    visitor.come_home()
    long_tasks = page.evaluate("window.longTasks || []")
    return Soak(
        seconds,
        actions,
        before,
        memory_of(session),
        len(long_tasks),
        max(long_tasks, default=0.0),
        errors,
    )


def stored() -> dict[str, Any]:
    """What the last run found."""
    return dict(json.loads(RESULTS.read_text(encoding="utf-8")))


def main(
    minutes: Annotated[float, typer.Option(help="How long the page is used.")] = 10.0,
    seed: Annotated[int, typer.Option(help="The same seed tries the same things.")] = 1,
) -> None:
    """Use the Explore page at random, and keep what became of its memory in bench/soak.json."""
    settings = read_settings()
    log = PROJECT / "var" / "soak.log"
    with servers.running(servers.ours(), settings.extracts, log) as server, browser.chromium() as chromium:
        found = soak(chromium.new_page(viewport=browser.WINDOW), server.url, minutes * 60, seed)
        facts = machine.facts(chromium.version)
    result = {**asdict(found), "growth": found.growth, "day": date.today().isoformat(), "machine": facts}
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    Console(stderr=True).print(result)


if __name__ == "__main__":
    typer.run(main)
