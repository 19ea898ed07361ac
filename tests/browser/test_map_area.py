"""An area drawn on the map: with Shift or after pressing the button, it tells which places lie in it."""

import re

import pytest
from playwright.sync_api import expect

from .pages import Watched

pytestmark = pytest.mark.browser

LISTEN = """() => {
  delete document.documentElement.dataset.chosen;
  document.addEventListener("places-chosen", (event) => {
    document.documentElement.dataset.chosen = event.detail.places.join(",");
  }, { capture: true, once: true });
}"""


def corners(watched: Watched, place: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """Points just outside a place on the map."""
    box = watched.page.locator(f'#map-svg path[data-place="{place}"]').first.bounding_box()
    assert box
    return (box["x"] - 2, box["y"] - 2), (box["x"] + box["width"] + 2, box["y"] + box["height"] + 2)


def drag(watched: Watched, first: tuple[float, float], last: tuple[float, float]) -> None:
    mouse = watched.page.mouse
    mouse.move(*first)
    mouse.down()
    mouse.move((first[0] + last[0]) / 2, (first[1] + last[1]) / 2)
    expect(watched.page.locator(".map-area")).to_be_visible()
    mouse.move(*last)
    mouse.up()
    expect(watched.page.locator(".map-area")).to_have_count(0)


def chosen(watched: Watched) -> list[str]:
    expect(watched.page.locator("html[data-chosen]")).to_have_count(1)
    return (watched.page.locator("html").get_attribute("data-chosen") or "").split(",")


def test_shift_and_drag_select_the_counties_in_the_area(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?place=39")
    watched.page.evaluate(LISTEN)
    before = watched.page.locator("#map-svg svg").get_attribute("viewBox")
    watched.page.keyboard.down("Shift")
    drag(watched, *corners(watched, "39049"))
    watched.page.keyboard.up("Shift")
    places = chosen(watched)
    assert "39049" in places and len(places) < 10
    assert watched.page.locator("#map-svg svg").get_attribute("viewBox") == before, "the map was moved"
    expect(watched.page.locator("html")).not_to_have_attribute("data-view", "place=39")


def test_the_button_draws_once_and_escape_ends_it(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?level=state")
    watched.page.evaluate(LISTEN)
    button = watched.page.get_by_role("button", name="Select an area")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    watched.page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.focus()
    watched.page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    (left, top), (right, bottom) = corners(watched, "39")
    drag(watched, (left, top), (right, bottom))
    assert "39" in chosen(watched)
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(watched.page.locator("html")).to_have_attribute("data-view", re.compile("level=state&place="))


def test_an_area_without_a_place_says_so(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    host = watched.page.locator("#map-svg").bounding_box()
    assert host
    watched.page.keyboard.down("Shift")
    corner = host["x"] + host["width"] - 60, host["y"] + host["height"] * 0.62
    drag(watched, corner, (corner[0] + 20, corner[1] + 20))
    watched.page.keyboard.up("Shift")
    expect(watched.page.get_by_text("No place has its middle in that area")).to_be_visible()
    assert watched.query == ""
