"""What every browser test ends without is noted where it happens: else an empty list would say nothing."""

import pytest
from playwright.sync_api import expect

from .pages import Watched

pytestmark = pytest.mark.browser

ADD_SCRIPT = """() => {
  const script = document.createElement("script");
  script.textContent = "1";
  document.body.append(script);
}"""


def test_what_the_policy_blocks_and_what_goes_wrong_is_noted(simulated_app: str, fresh: Watched) -> None:
    page = fresh.page
    page.goto(f"{simulated_app}/brief/notes")
    page.evaluate(ADD_SCRIPT)
    page.evaluate("console.error('said to the console')")
    page.evaluate("() => { setTimeout(() => { throw new Error('thrown by a script'); }); }")
    page.evaluate("fetch('http://elsewhere.example/').catch(() => {})")
    expect(page.locator("#speaker-title")).to_be_attached()
    for expected in (
        "blocked by the policy: script-src",
        "said to the console",
        "thrown by a script",
        "blocked by the policy: connect-src",
    ):
        assert [problem for problem in fresh.problems if expected in problem], (expected, fresh.problems)
    fresh.problems.clear()


def test_what_is_blocked_in_a_frame_is_noted(simulated_app: str, fresh: Watched) -> None:
    page = fresh.page
    page.goto(f"{simulated_app}/brief?ready=monthly&place=39")
    page.get_by_role("button", name="Present", exact=True).click()
    expect(page.frame_locator("#stage-frames iframe").first.locator("html[data-view]")).to_have_count(1)
    assert fresh.problems == []
    page.frames[1].evaluate(ADD_SCRIPT)
    page.evaluate("1")
    assert [problem for problem in fresh.problems if "blocked by the policy: script-src" in problem]
    fresh.problems.clear()
