"""Running apps, and browser pages that must end without an error, without anything that their policy forbids
and without a request to another host."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench.browser import chromium

from .pages import WINDOW, Visitor, Watched, running_app

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


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


@pytest.fixture(scope="session")
def visitor(browser: Browser) -> Iterator[Visitor]:
    context = browser.new_context(
        viewport=WINDOW, color_scheme="light", permissions=["clipboard-read", "clipboard-write"]
    )
    yield Visitor(context)
    context.close()


@pytest.fixture
def watched(request: pytest.FixtureRequest, visitor: Visitor) -> Iterator[Watched]:
    """The page of Explore that tests share."""
    page, visitor.kept = visitor.kept or visitor.context.new_page(), None
    seen = visitor.watched(page)
    yield seen
    if request.node.stash.get(FAILED, False) or page.url == "about:blank":
        page.close()
        return
    seen.settled()
    visitor.put_back(page)
    visitor.kept = page
    assert seen.problems == []


@pytest.fixture
def fresh(visitor: Visitor) -> Iterator[Watched]:
    """A page of the test's own."""
    page = visitor.context.new_page()
    seen = visitor.watched(page)
    yield seen
    visitor.put_back(page)
    page.close()
    assert seen.problems == []
