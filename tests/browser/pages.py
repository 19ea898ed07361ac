"""A browser page that notes what goes wrong on it, and how tests lead it from view to view.

A page load costs Chromium more than a second, another view on the page that stands a few tenths. So tests
share one page of Explore (`watched`), which `Watched.show` leads to the view each begins with. A test that
leaves behind what no view says, such as a zoom of its own, loads pages of its own (`fresh`), in a tab that
tests share too: in a new one a load takes twice as long, because every script is compiled anew.
"""

import csv
import fcntl
import io
import itertools
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlparse
from urllib.request import urlopen

from filelock import FileLock
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Error,
    Frame,
    Locator,
    Page,
    Request,
    Response,
    Route,
    ViewportSize,
    expect,
)

from bench import servers
from bench.browser import module
from model.settings import VAR

PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)

WINDOW: ViewportSize = {"width": 1366, "height": 900}
READY = 'html[data-view][data-busy="false"]'
STARTED = itertools.count()
ANSWERS = "**/view?*"
"""Addresses that views are asked for at."""
LOOKS = """(host) => {
  const { level } = document.querySelector(`#${host} svg`).dataset;
  const shapes = [...document.querySelectorAll(`#${host} .shapes.${level} path[data-place]`)];
  return shapes.map((shape) =>
    `${shape.dataset.place} ${shape.getAttribute("class")} ${shape.dataset.status}`).sort().join();
}"""
LISTEN_TO_POLICY = """window.addEventListener("securitypolicyviolation", (event) => console.error(
  "blocked by the policy:", event.violatedDirective, event.blockedURI, event.sourceFile, event.sample));"""
APPEARS = """([selector, patience]) => new Promise((resolve) => {
  const found = () => document.querySelector(selector) !== null;
  const end = (isFound) => { observer.disconnect(); clearTimeout(timer); resolve(isFound); };
  const observer = new MutationObserver(() => { if (found()) end(true); });
  const timer = setTimeout(() => end(false), patience);
  observer.observe(document, { attributes: true, childList: true, subtree: true });
  if (found()) end(true);
})"""
GO = f"""async (search) => {{
  const {{ requestView, requested }} = {module("explore/transport.js")};
  if ((requested() ?? window.location.search) !== search) requestView(search);
}}"""
TIDY = """() => {
  document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
  document.querySelectorAll("details.download, #map-options").forEach((menu) => { menu.open = false; });
  document.querySelectorAll('[data-legend][aria-pressed="true"]').forEach((row) => row.click());
  document.activeElement?.blur();
  window.scrollTo(0, 0);
}"""


@contextmanager
def running_app(extracts: Path) -> Iterator[str]:
    """The app as a process of its own; yields its address."""
    log = VAR / f"test-server-{os.getpid()}-{next(STARTED)}.log"
    with servers.running(servers.ours(), extracts, log) as server:
        yield server.url.rstrip("/")
    log.unlink()


@contextmanager
def shared_app(extracts: Path, name: str, folder: Path) -> Iterator[str]:
    """One app for all test processes; yields its address.

    Whoever needs it first starts it and notes its address in the folder. Every user holds a lock, which ends
    with the process at the latest, and whoever started the app ends it once nobody else holds one.
    """
    note, starting = folder / f"{name}.address", FileLock(folder / f"{name}.starting")
    with (folder / f"{name}.users").open("a") as users, ExitStack() as started:

        def wait_for_others() -> None:
            with starting:
                note.unlink()
            fcntl.flock(users, fcntl.LOCK_EX)

        with starting:
            fcntl.flock(users, fcntl.LOCK_SH)
            if not note.exists():
                note.write_text(started.enter_context(running_app(extracts)))
                started.callback(wait_for_others)
            address = note.read_text()
        yield address


def asks_for_a_view(request: Request) -> bool:
    """Whether a request asks for the figures of a view."""
    return urlparse(request.url).path == "/view"


def appears(page: Page | Frame, selector: str) -> None:
    """Wait until something is on a page, which tells of it at once; `expect` looks up to a second later."""
    try:
        found = page.evaluate(APPEARS, [selector, PATIENCE_MS])
    except Error as problem:
        # The page looked at was on its way out.
        if "Execution context was destroyed" not in problem.message:
            raise
        appears(page, selector)
        return
    assert found, selector


def until(page: Page, condition: str) -> None:
    """Wait for a condition of the page, whose policy forbids Playwright's own way of waiting."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while not page.evaluate(condition):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(20)


def rows_of(address: str, panel: str, query: str = "") -> list[dict[str, str]]:
    """Rows of a panel's file."""
    with urlopen(f"{address}/download/{panel}.csv?{query}") as answer:
        text = answer.read().decode("utf-8-sig")
    lines = [line for line in text.splitlines() if not line.startswith("# ")]
    return list(csv.DictReader(io.StringIO("\n".join(lines))))


@dataclass
class Watched:
    """A page with what went wrong on it and what it asked for."""

    page: Page
    problems: list[str]
    requests: list[Request]

    def found_missing(self) -> None:
        """The address was answered as one that is not there, which Chromium calls an error."""
        (problem,) = self.problems
        assert "404 (Not Found)" in problem
        self.problems.clear()

    def found_unavailable(self) -> None:
        """Views were answered by nothing but that there is no data, which Chromium calls an error too."""
        assert self.problems
        assert all(
            ("503" in problem and "/view" in problem) or "503 (Serv" in problem for problem in self.problems
        )
        self.problems.clear()

    def open(self, address: str) -> None:
        """Load a page with a view."""
        self.page.goto(address)
        self.settled()

    def leave(self) -> None:
        """Go to a page without a script, of the same app: for another one Chromium begins a process."""
        self.page.unroute_all()
        self.page.goto(urljoin(self.page.url, "/healthz"))

    def show(self, address: str) -> None:
        """Show a view of Explore, on the page that stands if it is Explore's."""
        wanted, here = urlparse(address), urlparse(self.page.url)
        if (here.netloc, here.path) != (wanted.netloc, wanted.path or "/"):
            self.open(address)
            return
        self.page.evaluate(TIDY)
        self.page.mouse.move(0, 0)
        self.go(wanted.query)

    def go(self, query: str) -> None:
        """Ask for another view as a control does, and wait for it."""
        self.page.evaluate(GO, f"?{query}" if query else "")
        self.settled()

    def settled(self, query: str | None = None) -> None:
        """Wait until every panel shows the view; of `query` where one is given."""
        wanted = "html[data-view]" if query is None else f'html[data-view="{query}"]'
        appears(self.page, f'{wanted}[data-busy="false"]')

    def rested(self) -> None:
        """Wait until panels out of sight show the view too; they are asked for after a rest."""
        appears(self.page, "html:not(:has(.more-panels [aria-busy]))")

    def in_sight(self, panel: str) -> None:
        """Bring a panel into sight, and wait until it shows the view."""
        self.page.locator(f"#{panel}").scroll_into_view_if_needed()
        appears(self.page, f"#{panel}:not([aria-busy])")

    def forget_zoom(self) -> None:
        """Let the map look again at whatever place is in focus."""
        self.page.get_by_role("button", name="Show the whole map").first.click()
        self.go("place=56")

    def shape(self, county: str) -> Locator:
        """A county on the map looking at its state, once finer shapes have taken the place of coarse ones."""
        shape = f'#map-svg .close-up path[data-place="{county}"]'
        appears(self.page, shape)
        return self.page.locator(shape)

    def looks(self, host: str = "map-svg") -> str:
        """Every place of a map with what its shape wears, in one text."""
        return str(self.page.evaluate(LOOKS, host))

    def choose_maps(self, value: str) -> None:
        """Choose how many maps there are."""
        self.page.locator("#map-options").evaluate("(options) => { options.open = true; }")
        self.page.get_by_label("Maps", exact=True).select_option(value)

    def asked(self, part: str) -> list[str]:
        """Addresses with a part that the test's page asked for."""
        return [request.url for request in self.requests if part in request.url]

    @property
    def query(self) -> str:
        return urlparse(self.page.url).query


@contextmanager
def held_answers(page: Page) -> Iterator[tuple[list[Route], Callable[[], None]]]:
    """Questions for a view that are kept back, and what lets them go."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        if asks_for_a_view(route.request):
            held.append(route)
        else:
            route.continue_()

    def release() -> None:
        while held:
            held.pop(0).continue_()

    page.route(ANSWERS, keep)
    yield held, release
    page.unroute(ANSWERS, keep)


@dataclass
class Visitor:
    """A browser that keeps scripts and outlines between tests, as a visitor's does, and what it noted."""

    context: BrowserContext
    kept: dict[str, Page] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen to every page of the context, its frames and windows included."""
        self.context.add_init_script(LISTEN_TO_POLICY)
        self.context.on("console", self._note_message)
        self.context.on("weberror", lambda found: self.problems.append(f"error: {found.error}"))
        self.context.on("request", self._note_request)
        self.context.on("response", self._note_response)

    def watched(self, page: Page) -> Watched:
        """A page at the beginning of a test."""
        self.problems.clear()
        self.requests.clear()
        return Watched(page, self.problems, self.requests)

    def take(self, name: str) -> Page:
        """The page kept by a name, or a new one. Who takes it keeps it again, or closes it."""
        page = self.kept.pop(name, None) or self.context.new_page()
        # Chromium hardly paints one that another lies over.
        page.bring_to_front()
        return page

    def keep(self, name: str, page: Page) -> None:
        """Keep a page for the next test, without what this one chose on it."""
        page.unroute_all()
        page.emulate_media(media="null", color_scheme="light", reduced_motion="no-preference")
        page.set_viewport_size(WINDOW)
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.kept[name] = page

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"console: {message.text}")

    def _note_request(self, request: Request) -> None:
        self.requests.append(request)
        host = urlparse(request.url).hostname
        if host not in ("127.0.0.1", None):
            self.problems.append(f"request to another host: {host}")

    def _note_response(self, response: Response) -> None:
        if response.status >= 500:
            self.problems.append(f"{response.status} {response.url}")
