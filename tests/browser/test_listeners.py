"""What every browser test ends without is noted where it happens: else an empty list would say nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, expect

from .pages import Watched

pytestmark = pytest.mark.browser

ADD_SCRIPT = """() => {
  const script = document.createElement("script");
  script.textContent = "1";
  document.body.append(script);
}"""


@contextmanager
def noted_as_blocked(context: BrowserContext, directive: str) -> Iterator[None]:
    """What is done within is blocked; both the browser and the listener say so."""
    with (
        context.expect_console_message(is_of("Content Security Policy")),
        context.expect_console_message(is_of(f"blocked by the policy: {directive}")),
    ):
        yield


def is_of(words: str) -> Callable[[ConsoleMessage], bool]:
    return lambda message: words in message.text


def test_what_the_policy_blocks_and_what_goes_wrong_is_noted(simulated_app: str, fresh: Watched) -> None:
    page, context = fresh.page, fresh.page.context
    page.goto(f"{simulated_app}/brief/notes")
    with noted_as_blocked(context, "script-src"):
        page.evaluate(ADD_SCRIPT)
    with noted_as_blocked(context, "connect-src"):
        page.evaluate("fetch('http://elsewhere.example/').catch(() => {})")
    with context.expect_console_message(is_of("said to the console")):
        page.evaluate("console.error('said to the console')")
    with context.expect_event("weberror"):
        page.evaluate("() => { setTimeout(() => { throw new Error('thrown by a script'); }); }")
    for expected in ("script-src", "connect-src", "said to the console", "thrown by a script"):
        assert [problem for problem in fresh.problems if expected in problem], (expected, fresh.problems)
    fresh.problems.clear()


def test_a_request_to_another_host_is_noted(simulated_app: str, fresh: Watched) -> None:
    page = '<!doctype html><link rel="icon" href="data:,">'
    fresh.page.route(
        "http://elsewhere.example/", lambda route: route.fulfill(body=page, content_type="text/html")
    )
    fresh.page.goto("http://elsewhere.example/")
    assert fresh.problems == ["request to another host: elsewhere.example"]
    fresh.problems.clear()
    fresh.page.goto(f"{simulated_app}/healthz")


def test_what_is_blocked_in_a_frame_is_noted(simulated_app: str, fresh: Watched) -> None:
    page = fresh.page
    page.goto(f"{simulated_app}/brief?ready=monthly&place=39")
    page.get_by_role("button", name="Present", exact=True).click()
    slide = page.locator("#stage-frames iframe").first
    expect(slide.content_frame.locator("html[data-view]")).to_have_count(1)
    assert fresh.problems == []
    frame = slide.element_handle().content_frame()
    assert frame is not None
    with noted_as_blocked(page.context, "script-src"):
        frame.evaluate(ADD_SCRIPT)
    assert [problem for problem in fresh.problems if "script-src" in problem]
    fresh.problems.clear()
