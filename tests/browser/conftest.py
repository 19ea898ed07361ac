"""Running apps, and browser pages that must end without an error, without anything that their policy forbids
and without a request to another host."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench.browser import chromium

from .pages import WINDOW, Visitor, Watched, shared_app

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def simulated_app(simulated_extract: Path) -> Iterator[str]:
    """Beside the extract is where all test processes look."""
    with shared_app(simulated_extract, "simulated-app", simulated_extract.parent) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def visitor(browser: Browser) -> Iterator[Visitor]:
    context = browser.new_context(
        viewport=WINDOW,
        # A quarter of the dots to draw, and the same layout.
        device_scale_factor=0.5,
        color_scheme="light",
        permissions=["clipboard-read", "clipboard-write"],
    )
    yield Visitor(context)
    context.close()


@pytest.fixture
def watched(request: pytest.FixtureRequest, visitor: Visitor) -> Iterator[Watched]:
    """The page of Explore that tests share."""
    page = visitor.take("standing")
    seen = visitor.watched(page)
    yield seen
    if request.node.stash.get(FAILED, False) or page.url == "about:blank":
        page.close()
        return
    seen.settled()
    visitor.keep("standing", page)
    assert seen.problems == []


@pytest.fixture
def fresh(request: pytest.FixtureRequest, visitor: Visitor) -> Iterator[Watched]:
    """A tab for pages that the test loads itself."""
    page = visitor.take("loading")
    seen = visitor.watched(page)
    yield seen
    if request.node.stash.get(FAILED, False) or seen.problems:
        page.close()
    else:
        seen.leave()
        visitor.keep("loading", page)
    assert seen.problems == []
