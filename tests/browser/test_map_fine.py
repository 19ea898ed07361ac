"""Finer outlines of the state looked at."""

import pytest
from playwright.sync_api import expect

from bench.browser import module

from .conftest import Watched

pytestmark = pytest.mark.browser

CLOSE_UP = "#map-svg .close-up path[data-place]"


def test_a_state_looked_at_gets_finer_shapes_and_gives_them_back(
    simulated_app: str, watched: Watched
) -> None:
    asked: list[str] = []
    watched.page.on("request", lambda request: "/fine-" in request.url and asked.append(request.url))
    watched.open(simulated_app)
    state = watched.page.get_by_label("State", exact=True)
    shape = watched.page.locator('#map-svg path[data-place="39061"]')
    coarse = shape.get_attribute("d")
    assert not [url for url in asked if "index" not in url], "nothing is loaded before a state is looked at"

    state.select_option("39")
    watched.settled("place=39")
    expect(watched.page.locator(CLOSE_UP)).to_have_count(88)
    assert len(shape.get_attribute("d") or "") > len(coarse or "")
    expect(watched.page.locator("#map-svg .county path[data-status]")).to_have_count(3142)
    assert watched.page.locator("#map-svg .chosen path").get_attribute("d") == watched.page.locator(
        "#map-svg .edge"
    ).get_attribute("d")
    shape.hover(force=True)
    expect(watched.page.locator("#map-hover")).to_contain_text("Hamilton County, Ohio")

    state.select_option("US")
    watched.settled("")
    expect(watched.page.locator(CLOSE_UP)).to_have_count(0)
    assert shape.get_attribute("d") == coarse
    state.select_option("39")
    watched.settled("place=39")
    expect(watched.page.locator(CLOSE_UP)).to_have_count(88)
    assert len([url for url in asked if "fine-39" in url]) == 1


def test_moving_the_map_onto_a_state_gets_its_finer_shapes(simulated_app: str, watched: Watched) -> None:
    watched.open(simulated_app)
    look_at = "mainMap.moveTo(mainMap.framed('53'))"
    watched.page.evaluate(f"async () => {{ const {{ mainMap }} = {module('map/main_map.js')}; {look_at}; }}")
    expect(watched.page.locator(CLOSE_UP)).to_have_count(39)
    watched.page.get_by_label("Measure").select_option("count")
    watched.settled("measure=count")
    expect(watched.page.locator(CLOSE_UP)).to_have_count(39)


def test_without_finer_outlines_the_coarse_ones_stay(simulated_app: str, watched: Watched) -> None:
    watched.page.route("**/fine-39-*", lambda route: route.abort())
    watched.open(simulated_app)
    with watched.page.expect_event("requestfailed", lambda request: "fine-39" in request.url):
        watched.page.get_by_label("State", exact=True).select_option("39")
    watched.settled("place=39")
    expect(watched.page.locator(CLOSE_UP)).to_have_count(0)
    expect(watched.page.locator('#map-svg .county path[data-place="39061"][data-status]')).to_have_count(1)
    watched.problems.clear()  # the refused request is the point of this test
