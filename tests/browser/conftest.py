"""A running app and a browser page that notes every error and every request to another host."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from bench import servers
from bench.browser import chromium

PROJECT = Path(__file__).resolve().parents[2]

expect.set_options(timeout=20_000)


@contextmanager
def running_app(extracts: Path) -> Iterator[str]:
    """The app as a process of its own; yields its address."""
    with servers.running(servers.ours(), extracts, PROJECT / "var" / "test-server.log") as server:
        yield server.url.rstrip("/")


@pytest.fixture(scope="session")
def simulated_app(simulated_extract: Path) -> Iterator[str]:
    with running_app(simulated_extract) as address:
        yield address


@pytest.fixture(scope="session")
def real_app(real_extract: Path) -> Iterator[str]:
    """The app on the real agency files, where they lie beside the project."""
    with running_app(real_extract) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def until(page: Page, condition: str) -> None:
    """Wait for a condition of the page, whose policy forbids Playwright's own way of waiting."""
    end = time.monotonic() + 20
    while not page.evaluate(condition):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(20)


@dataclass
class Watched:
    """A page with what went wrong on it."""

    page: Page
    problems: list[str] = field(default_factory=list)

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
        self.page.goto(address)
        self.settled()

    def settled(self, query: str | None = None) -> None:
        """Wait until every panel shows the view; of `query` where one is given."""
        wanted = "html[data-view]" if query is None else f'html[data-view="{query}"]'
        expect(self.page.locator(f'{wanted}[data-busy="false"]')).to_have_count(1)

    def rested(self) -> None:
        """Wait until panels out of sight show the view too; they are asked for after a rest."""
        expect(self.page.locator(".more-panels [aria-busy]")).to_have_count(0)

    def shape(self, county: str) -> Locator:
        """A county on the map looking at its state, once finer shapes have taken the place of coarse ones."""
        shape = self.page.locator(f'#map-svg .close-up path[data-place="{county}"]')
        expect(shape).to_have_count(1)
        return shape

    @property
    def query(self) -> str:
        return urlparse(self.page.url).query


@pytest.fixture(scope="session")
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that keeps scripts and outlines between tests, as a visitor's does."""
    context = browser.new_context(viewport={"width": 1366, "height": 900}, color_scheme="light")
    yield context
    context.close()


@pytest.fixture
def watched(visitor: BrowserContext) -> Iterator[Watched]:
    """A page that must end without an error and without a request to another host."""
    page = visitor.new_page()
    seen = Watched(page)

    def note_request(request: object) -> None:
        url = urlparse(request.url)  # type: ignore[attr-defined]
        if url.hostname not in ("127.0.0.1", None):
            seen.problems.append(f"request to another host: {url.hostname}")

    page.on(
        "console",
        lambda message: message.type == "error" and seen.problems.append(f"console: {message.text}"),
    )
    page.on("pageerror", lambda error: seen.problems.append(f"error: {error}"))
    page.on("request", note_request)
    page.on(
        "response",
        lambda response: response.status >= 500 and seen.problems.append(f"{response.status} {response.url}"),
    )
    yield seen
    # What a test chose, such as the theme, is not there for the next.
    page.evaluate("localStorage.clear()")
    page.close()
    assert seen.problems == []
