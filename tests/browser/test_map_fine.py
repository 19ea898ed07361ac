"""Finer outlines of the state looked at."""

import pytest
from playwright.sync_api import expect

from .pages import Watched

pytestmark = pytest.mark.browser

CLOSE_UP = "#map-svg .close-up path[data-place]"


def test_a_state_looked_at_gets_finer_shapes_and_gives_them_back(simulated_app: str, fresh: Watched) -> None:
    fresh.open(simulated_app)
    state = fresh.page.get_by_label("State", exact=True)
    shape = fresh.page.locator('#map-svg path[data-place="39061"]')
    coarse = shape.get_attribute("d")
    early = [url for url in fresh.asked("/fine-") if "index" not in url]
    assert early == [], "nothing is loaded before a state is looked at"

    state.select_option("39")
    fresh.settled("place=39")
    expect(fresh.page.locator(CLOSE_UP)).to_have_count(88)
    assert len(shape.get_attribute("d") or "") > len(coarse or "")
    expect(fresh.page.locator("#map-svg .county path[data-status]")).to_have_count(3142)
    assert fresh.page.locator("#map-svg .chosen path").get_attribute("d") == fresh.page.locator(
        "#map-svg .edge"
    ).get_attribute("d")
    shape.hover(force=True)
    expect(fresh.page.locator("#map-hover")).to_contain_text("Hamilton County, Ohio")

    state.select_option("US")
    fresh.settled("")
    expect(fresh.page.locator(CLOSE_UP)).to_have_count(0)
    assert shape.get_attribute("d") == coarse
    state.select_option("39")
    fresh.settled("place=39")
    expect(fresh.page.locator(CLOSE_UP)).to_have_count(88)
    assert len(fresh.asked("fine-39")) == 1


def test_moving_the_map_onto_a_state_gets_its_finer_shapes(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    page, whole = watched.page, watched.page.locator("#map-svg svg").get_attribute("viewBox")
    county = page.locator('#map-svg path[data-place="53037"]').bounding_box()
    assert county
    page.mouse.move(county["x"] + county["width"] / 2, county["y"] + county["height"] / 2)
    page.keyboard.down("Control")
    for _ in range(5):
        page.mouse.wheel(0, -60)
    page.keyboard.up("Control")
    expect(page.locator("#map-svg svg")).not_to_have_attribute("viewBox", whole or "")
    expect(page.locator(CLOSE_UP)).to_have_count(39)
    page.get_by_label("Measure").select_option("count")
    watched.settled("measure=count")
    expect(page.locator(CLOSE_UP)).to_have_count(39)
    watched.forget_zoom()


def test_without_finer_outlines_the_coarse_ones_stay(simulated_app: str, fresh: Watched) -> None:
    fresh.open(simulated_app)
    fresh.page.route("**/fine-39-*", lambda route: route.abort())
    with fresh.page.expect_event("requestfailed", lambda request: "fine-39" in request.url):
        fresh.page.get_by_label("State", exact=True).select_option("39")
    fresh.settled("place=39")
    expect(fresh.page.locator(CLOSE_UP)).to_have_count(0)
    expect(fresh.page.locator('#map-svg .county path[data-place="39061"][data-status]')).to_have_count(1)
    fresh.problems.clear()  # the refused request is the point of this test
