"""What stands on the page while an answer is awaited, when nothing is released, and when none comes."""

import pytest
from playwright.sync_api import Browser, Route, expect

from .conftest import Watched

pytestmark = pytest.mark.browser
ASKED = "**/view?*"
ANIMATED = "getComputedStyle(document.querySelector('#trend-chart')).animationName"
BUSY = "getComputedStyle(document.querySelector('#trend'), '::after').opacity"


def test_grey_shapes_stand_until_the_first_answer_and_none_after(
    simulated_app: str, watched: Watched
) -> None:
    held: list[Route] = []
    watched.page.route(ASKED, lambda route: held.append(route))
    watched.page.goto(simulated_app)
    expect(watched.page.locator("#trend-chart")).to_be_visible()
    assert watched.page.evaluate(ANIMATED) == "waiting"
    for route in held:
        route.continue_()
    watched.settled()
    assert watched.page.evaluate(ANIMATED) == "none"


def test_grey_shapes_keep_still_for_those_who_ask_for_it(simulated_app: str, browser: Browser) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    held: list[Route] = []
    page.route(ASKED, lambda route: held.append(route))
    page.goto(simulated_app)
    expect(page.locator("#trend-chart")).to_be_visible()
    assert page.evaluate(ANIMATED) == "none"
    context.close()


def test_a_late_answer_is_marked_on_the_panels(simulated_app: str, watched: Watched) -> None:
    watched.open(simulated_app)
    assert watched.page.evaluate(BUSY) == "0"
    held: list[Route] = []
    watched.page.route(ASKED, lambda route: held.append(route))
    watched.page.get_by_label("State", exact=True).select_option("39")
    watched.page.wait_for_timeout(500)
    assert watched.page.evaluate(BUSY) == "1"
    for route in held:
        route.continue_()
    watched.settled("place=39")
    assert watched.page.evaluate(BUSY) == "0"


def test_no_answer_is_said_and_asked_for_again_by_keyboard(simulated_app: str, watched: Watched) -> None:
    watched.open(simulated_app)
    watched.page.route(ASKED, lambda route: route.abort())
    watched.page.get_by_label("State", exact=True).select_option("39")
    retry = watched.page.locator("#connection").get_by_role("button", name="Try again")
    expect(watched.page.locator("#connection")).to_contain_text("The server did not answer")
    # The address is that of the figures on screen.
    assert watched.query == ""
    watched.page.unroute(ASKED)
    retry.focus()
    watched.page.keyboard.press("Enter")
    watched.settled("place=39")
    expect(watched.page.locator("#connection")).to_be_empty()
    expect(watched.page.locator("#trend-title")).to_contain_text("Ohio")
    assert watched.query == "place=39"
    watched.problems.clear()


def test_a_way_back_that_is_not_answered_leaves_view_and_address(
    simulated_app: str, watched: Watched
) -> None:
    watched.open(simulated_app)
    watched.page.get_by_label("State", exact=True).select_option("39")
    watched.settled("place=39")
    watched.page.route(ASKED, lambda route: route.abort())
    watched.page.go_back()
    expect(watched.page.locator("#connection")).to_contain_text("The server did not answer")
    assert watched.query == "place=39"
    watched.page.unroute(ASKED)
    watched.page.locator("#connection").get_by_role("button", name="Try again").click()
    watched.settled("")
    expect(watched.page.locator("#trend-title")).to_contain_text("United States")
    watched.problems.clear()


def test_an_empty_map_offers_ways_on(simulated_app: str, watched: Watched) -> None:
    watched.open(f"{simulated_app}/?indicator=ed_visits&place=50")
    empty = watched.page.locator("#map-empty")
    expect(empty).to_contain_text("No county in Vermont has a released figure")
    empty.get_by_role("button", name="Show states").click()
    watched.settled("indicator=ed_visits&level=state&place=50")
    expect(empty).to_be_hidden()
    watched.page.go_back()
    watched.settled("indicator=ed_visits&place=50")
    empty.get_by_role("button", name="Show several years together").press("Enter")
    expect(watched.page.get_by_label("Kind of period")).to_have_value("pooled years")


def test_the_theme_follows_the_system_until_one_is_chosen(simulated_app: str, watched: Watched) -> None:
    watched.open(simulated_app)
    page, root = watched.page, watched.page.locator("html")
    switch = page.locator("#theme-switch")
    page.emulate_media(color_scheme="dark")
    expect(root).to_have_attribute("data-theme", "dark")
    switch.click()
    expect(root).to_have_attribute("data-theme", "light")
    page.reload()
    watched.settled()
    expect(root).to_have_attribute("data-theme", "light")
    page.emulate_media(color_scheme="light")
    expect(root).to_have_attribute("data-theme", "light")
    # Light is now also the system's: the next press gives it back.
    switch.click()
    page.emulate_media(color_scheme="dark")
    expect(root).to_have_attribute("data-theme", "dark")
    expect(switch).to_have_attribute("aria-label", "Theme: as the system")
