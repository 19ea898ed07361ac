"""Small maps in a real browser: drawn, marked, pressed by mouse and by key."""

import pytest
from playwright.sync_api import expect

from .pages import Watched

pytestmark = pytest.mark.browser


def test_one_map_a_year_and_a_press_shows_it_everywhere(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?period=2024-06")
    page = watched.page
    expect(page.locator("#small-maps")).to_be_hidden()
    watched.choose_maps("periods")
    watched.settled("period=2024-06&maps=periods")
    buttons = page.locator("#small-maps-grid button")
    assert buttons.count() > 3
    # A path a class: a dozen of maps are a few hundred nodes, not tens of thousands.
    assert page.locator("#small-maps-grid path").count() < 30 * buttons.count()
    chosen = page.locator('#small-maps-grid [aria-pressed="true"]')
    expect(chosen).to_have_attribute("data-small", "2024-06")

    page.get_by_role("button", name="June 2022").click()
    watched.settled("period=2022-06&maps=periods")
    expect(chosen).to_have_attribute("data-small", "2022-06")
    expect(page.locator("#map-title")).to_contain_text("12 months ending June 2022")

    # What a small map shows of a class is what the large one shows.
    large = page.locator("#map-svg .shapes.county path.c4").count()
    assert large > 0
    hidden = page.locator("#small-maps-grid path.suppressed").first
    assert "small-pattern-suppressed" in hidden.evaluate("shape => getComputedStyle(shape).fill")

    buttons.first.focus()
    page.keyboard.press("Enter")
    watched.settled()
    expect(buttons.first).to_have_attribute("aria-pressed", "true")
    expect(buttons.first).to_be_focused()
    page.go_back()
    watched.settled("period=2022-06&maps=periods")
    page.reload()
    watched.settled("period=2022-06&maps=periods")
    expect(chosen).to_have_attribute("data-small", "2022-06")
    page.locator("#small-maps").get_by_role("button", name="One map").click()
    watched.settled("period=2022-06")
    expect(page.locator("#map-options summary")).to_be_focused()
    expect(page.locator("#small-maps")).to_be_hidden()


def test_one_map_a_drug(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?level=state&maps=drugs")
    page = watched.page
    expect(page.locator("#small-maps-subtitle")).to_contain_text("all these maps together")
    page.locator("#small-maps-grid").get_by_role("button", name="heroin").click()
    watched.settled("drug=heroin&level=state&maps=drugs")
    expect(page.locator('#small-maps-grid [aria-pressed="true"]')).to_have_attribute("data-small", "heroin")
    expect(page.locator("#map-title")).to_contain_text("involving heroin")
