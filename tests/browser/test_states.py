"""What stands on the page while an answer is awaited, when nothing is released, and when none comes."""

import pytest
from playwright.sync_api import expect

from .pages import ANSWERS, Watched, held_answers, until

pytestmark = pytest.mark.browser
ANIMATED = "getComputedStyle(document.querySelector('#trend-chart')).animationName"
BUSY = "getComputedStyle(document.querySelector('#trend'), '::after').opacity"


def test_gray_shapes_stand_until_the_first_answer_and_none_after(simulated_app: str, fresh: Watched) -> None:
    page = fresh.page
    with held_answers(page) as (_, release):
        page.goto(simulated_app)
        expect(page.locator("#trend-chart")).to_be_visible()
        assert page.evaluate(ANIMATED) == "waiting"
        page.emulate_media(reduced_motion="reduce")
        assert page.evaluate(ANIMATED) == "none", "they keep still for those who ask for it"
        page.emulate_media(reduced_motion="no-preference")
        assert page.evaluate(ANIMATED) == "waiting"
        release()
        fresh.settled()
    assert page.evaluate(ANIMATED) == "none"


def test_a_late_answer_is_marked_on_the_panels(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    page = watched.page
    assert page.evaluate(BUSY) == "0"
    with held_answers(page) as (_, release):
        page.get_by_label("State", exact=True).select_option("39")
        until(page, f"{BUSY} === '1'")
        release()
        watched.settled("place=39")
    assert page.evaluate(BUSY) == "0"


def test_no_answer_is_said_and_cleared_by_trying_again_or_by_the_next(
    simulated_app: str, watched: Watched
) -> None:
    watched.show(simulated_app)
    page = watched.page
    state, connection = page.get_by_label("State", exact=True), page.locator("#connection")
    page.route(ANSWERS, lambda route: route.abort())
    state.select_option("39")
    expect(connection).to_contain_text("The server did not answer")
    assert watched.query == "", "the address is that of the figures on screen"
    page.unroute(ANSWERS)
    connection.get_by_role("button", name="Try again").focus()
    page.keyboard.press("Enter")
    watched.settled("place=39")
    expect(connection).to_be_empty()
    expect(page.locator("#trend-title")).to_contain_text("Ohio")

    page.route(ANSWERS, lambda route: route.abort())
    state.select_option("20")
    expect(connection).to_contain_text("did not answer")
    page.unroute(ANSWERS)
    state.select_option("48")
    watched.settled("place=48")
    expect(connection).to_be_empty()
    # The requests that were refused are the point of this test.
    watched.problems.clear()


def test_a_way_back_that_is_not_answered_leaves_view_and_address(
    simulated_app: str, watched: Watched
) -> None:
    watched.show(simulated_app)
    page = watched.page
    page.get_by_label("State", exact=True).select_option("39")
    watched.settled("place=39")
    page.route(ANSWERS, lambda route: route.abort())
    page.go_back()
    expect(page.locator("#connection")).to_contain_text("The server did not answer")
    assert watched.query == "place=39"
    page.unroute(ANSWERS)
    page.locator("#connection").get_by_role("button", name="Try again").click()
    watched.settled("")
    expect(page.locator("#trend-title")).to_contain_text("United States")
    watched.problems.clear()


def test_an_empty_map_offers_ways_on(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?indicator=ed_visits&place=50")
    empty = watched.page.locator("#map-empty")
    expect(empty).to_contain_text("No county in Vermont has a released figure")
    empty.get_by_role("button", name="Show states").click()
    watched.settled("indicator=ed_visits&level=state&place=50")
    expect(empty).to_be_hidden()
    watched.page.go_back()
    watched.settled("indicator=ed_visits&place=50")
    empty.get_by_role("button", name="Show several years together").press("Enter")
    expect(watched.page.get_by_label("Kind of period")).to_have_value("pooled years")


def test_the_theme_follows_the_system_until_one_is_chosen_and_remembered(
    simulated_app: str, fresh: Watched
) -> None:
    fresh.open(simulated_app)
    page, root = fresh.page, fresh.page.locator("html")
    switch = page.locator("#theme-switch")
    expect(root).to_have_attribute("data-theme", "light")
    page.get_by_role("button", name="Light or dark").click()
    expect(root).to_have_attribute("data-theme", "dark")
    page.reload()
    fresh.settled()
    expect(root).to_have_attribute("data-theme", "dark")
    page.emulate_media(color_scheme="dark")
    # Dark is now also the system's: the next press gives it back.
    switch.click()
    expect(switch).to_have_attribute("aria-label", "Theme: as the system")
    expect(root).to_have_attribute("data-theme", "dark")
    switch.click()
    expect(root).to_have_attribute("data-theme", "light")
    page.reload()
    fresh.settled()
    expect(root).to_have_attribute("data-theme", "light")
    page.emulate_media(color_scheme="light")
    expect(root).to_have_attribute("data-theme", "light")
    switch.click()
    page.emulate_media(color_scheme="dark")
    expect(root).to_have_attribute("data-theme", "dark")
    expect(switch).to_have_attribute("aria-label", "Theme: as the system")


def test_a_part_that_could_not_be_loaded_is_said_and_the_map_is_shown(
    simulated_app: str, fresh: Watched
) -> None:
    page = fresh.page
    page.route("**/panels/rising.js", lambda route: route.abort())
    fresh.open(simulated_app)
    said = page.locator("#connection")
    expect(said).to_have_text("A part of the page could not be loaded. Reload the page to try again.")
    expect(page.locator("#map-svg path[data-place]").first).to_be_attached()
    fresh.problems.clear()
    page.unroute_all()
    fresh.open(simulated_app)
    expect(said).to_be_empty()
