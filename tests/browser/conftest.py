"""A running app and a browser page that notes every error and every request to another host."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlparse

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

PROJECT = Path(__file__).resolve().parents[2]
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
START_SECONDS = 60

expect.set_options(timeout=20_000)


@contextmanager
def running_app(extracts: Path) -> Iterator[str]:
    """The app as a process of its own; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "EXTRACTS": str(extracts), "HOST": "127.0.0.1", "PORT": str(port)}
    process = subprocess.Popen([sys.executable, "app.py"], cwd=PROJECT, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                httpx.get(address)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def simulated_app(simulated_extract: Path) -> Iterator[str]:
    with running_app(simulated_extract) as address:
        yield address


@pytest.fixture(scope="session")
def real_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on the real agency files, where they lie beside the project."""
    sources = PROJECT.parent / "shared" / "sources"
    if not sources.is_dir():
        pytest.skip(f"no real agency files: {sources.name} is not beside the project")
    extracts = tmp_path_factory.mktemp("real")
    subprocess.run(
        [sys.executable, "-m", "data", "ingest", sources, "--extracts", extracts],
        cwd=PROJECT,
        check=True,
        capture_output=True,
    )
    with running_app(extracts) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@dataclass
class Watched:
    """A page with what went wrong on it."""

    page: Page
    problems: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.settled()

    def settled(self, query: str | None = None) -> None:
        """Wait until every panel shows the view; of `query` where one is given."""
        wanted = "html[data-view]" if query is None else f'html[data-view="{query}"]'
        expect(self.page.locator(f'{wanted}[data-busy="false"]')).to_have_count(1)

    @property
    def query(self) -> str:
        return urlparse(self.page.url).query


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A page that must end without an error and without a request to another host."""
    context = browser.new_context(viewport={"width": 1366, "height": 900}, color_scheme="light")
    page = context.new_page()
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
    context.close()
    assert seen.problems == []
