"""The Explore page in a real browser: every panel follows every filter, and the URL carries the view."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import expect

from .pages import ANSWERS, Watched

pytestmark = pytest.mark.browser


def texts(watched: Watched) -> dict[str, str]:
    return {
        panel: watched.page.locator(f"#{panel}").inner_text()
        for panel in ("headline", "map", "trend", "seizures")
    }


def test_panels_follow_state_county_drug_and_period(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    page = watched.page
    nation = texts(watched)

    page.get_by_label("State", exact=True).select_option("39")
    watched.settled("place=39")
    ohio = texts(watched)
    assert all(ohio[panel] != nation[panel] for panel in ("headline", "map", "trend", "seizures"))
    assert "does not follow Ohio" in ohio["seizures"]
    expect(page.locator("#headline")).to_contain_text("Drug overdose deaths, Ohio")

    page.get_by_label("County", exact=True).select_option("39061")
    watched.settled("place=39061")
    expect(page.locator("#trend-title")).to_contain_text("Hamilton County, OH")
    assert texts(watched)["headline"] != ohio["headline"]

    watched.shape("39009").click(force=True)
    watched.settled("place=39009")
    expect(page.locator("#headline")).to_contain_text("Athens County, OH")
    expect(page.get_by_label("County", exact=True)).to_have_value("39009")

    page.get_by_label("Drug", exact=True).select_option("cocaine")
    watched.settled("drug=cocaine&place=39009")
    expect(page.locator("#map-title")).to_contain_text("involving cocaine")
    expect(page.locator("#seizures-title")).to_contain_text("Cocaine seized")
    expect(page.locator("#map-svg svg")).to_have_attribute("data-level", "state")

    page.get_by_label("Period", exact=True).select_option("2022-12")
    watched.settled("drug=cocaine&place=39009&period=2022-12")
    for panel in ("map-title", "seizures-title"):
        expect(page.locator(f"#{panel}")).to_contain_text("2022")


def test_reload_and_back_show_the_same_screen(simulated_app: str, fresh: Watched) -> None:
    """Back on the page that stands: one made anew at each step would be slow, and the old never freed."""
    fresh.open(f"{simulated_app}/?place=39&period=2023-06")
    page, before = fresh.page, texts(fresh)
    page.reload()
    fresh.settled("place=39&period=2023-06")
    assert texts(fresh) == before
    page.evaluate("document.querySelector('#map-svg').stands = true")
    page.get_by_label("Measure").select_option("count")
    fresh.settled("measure=count&place=39&period=2023-06")
    assert texts(fresh) != before
    page.go_back()
    fresh.settled("place=39&period=2023-06")
    assert texts(fresh) == before
    expect(page.get_by_label("Measure")).to_have_value("rate")
    page.go_forward()
    fresh.settled("measure=count&place=39&period=2023-06")
    assert page.evaluate("document.querySelector('#map-svg').stands === true")


def test_back_after_a_reload_changes_the_address_with_the_view(simulated_app: str, fresh: Watched) -> None:
    """The steps before a reload are another document's, to which this page never pushed."""
    fresh.open(f"{simulated_app}/?place=39")
    page = fresh.page
    page.get_by_label("Measure").select_option("count")
    fresh.settled("measure=count&place=39")
    page.get_by_label("Drug", exact=True).select_option("cocaine")
    fresh.settled("drug=cocaine&measure=count&place=39")
    page.reload()
    fresh.settled("drug=cocaine&measure=count&place=39")
    for query in ("measure=count&place=39", "place=39"):
        page.go_back()
        fresh.settled(query)
        assert parse_qs(urlparse(page.url).query) == parse_qs(query)
    expect(page.get_by_label("Measure")).to_have_value("rate")
    page.go_forward()
    fresh.settled("measure=count&place=39")
    assert parse_qs(urlparse(page.url).query) == {"measure": ["count"], "place": ["39"]}


def test_brushing_the_trend_moves_every_panel(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?place=39")
    area = watched.page.locator("#trend-chart .nsewdrag").first.bounding_box()
    assert area
    height = area["y"] + area["height"] / 2
    watched.page.mouse.move(area["x"] + area["width"] * 0.55, height)
    watched.page.mouse.down()
    watched.page.mouse.move(area["x"] + area["width"] * 0.8, height, steps=8)
    watched.page.mouse.up()
    expect(watched.page.locator("html")).to_have_attribute("data-view", re.compile("since="))
    watched.settled()
    since, period = re.search(r"period=(\d{4}-\d\d)&since=(\d{4}-\d\d)", watched.query).groups()[::-1]
    assert since < period
    expect(watched.page.locator("#map-title")).to_contain_text(period[:4])
    expect(watched.page.locator("#seizures-title")).to_contain_text(since[:4])
    watched.page.get_by_role("button", name="Clear range").click()
    watched.settled(f"place=39&period={period}")
    expect(watched.page.locator("#trend-chart .selectionlayer path")).to_have_count(0)


def test_shift_click_compares_and_a_chip_drops(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?place=39061")
    watched.shape("39035").click(force=True, modifiers=["Shift"])
    watched.settled("place=39061&compare=39035")
    chip = watched.page.get_by_role("button", name="Stop comparing Cuyahoga County, OH")
    chip.click()
    watched.settled("place=39061")


def test_areas_and_drugs_of_seizures_are_chosen_and_left(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    page, title = watched.page, watched.page.locator("#seizures-title")
    areas = page.get_by_label("Area", exact=True)
    assert areas.locator("option").count() > 30
    areas.select_option("Houlton Sector")
    expect(title).to_contain_text("Houlton Sector")
    areas.select_option("all")
    watched.settled("")
    page.get_by_label("Drug seized").select_option("methamphetamine")
    watched.settled("seized=methamphetamine")
    expect(title).to_contain_text("Methamphetamine seized")
    first = page.locator(".area").first
    name = first.locator(".area-name").inner_text()
    first.click()
    expect(title).to_contain_text(name)
    page.get_by_label("Part of CBP").select_option("air-marine")
    expect(page.locator("#seizures-subtitle")).to_contain_text("never add the two")


def test_hover_says_value_interval_status_and_rank(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?place=39")
    card = watched.page.locator("#map-hover")
    watched.shape("39061").hover(force=True)
    expect(card).to_contain_text("Hamilton County, Ohio")
    expect(card).to_contain_text("per 100,000 (crude)")
    expect(card).to_contain_text("95% interval")
    expect(card).to_contain_text("provisional")
    expect(card).to_contain_text(re.compile(r"Rank \d"))
    hidden = watched.page.locator('#map-svg .county path[data-status="suppressed"][data-place^="39"]').first
    hidden.hover(force=True)
    expect(card).to_contain_text("suppressed (1 to 9)")
    expect(card).to_contain_text(re.compile(r"at most [\d.,]+ per 100,000"))
    expect(card).not_to_contain_text("(crude)")


MALFORMED = (
    "drug=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "place=99999",
    "period=2024-13&measure=square",
    "indicator=&place=%00",
    "unheard=of&period=1950-01",
    "since=2025-01&period=2020-01",
    "x" * 13_000,
)


def test_a_malformed_link_shows_the_default_and_says_so(simulated_app: str, fresh: Watched) -> None:
    for query in MALFORMED:
        fresh.show(f"{simulated_app}/?{query}")
        expect(fresh.page.locator("#map-svg .county path[data-status]"), query[:99]).to_have_count(3142)
        if query != "indicator=&place=%00":
            expect(fresh.page.locator("#notices"), query[:99]).not_to_be_empty()
        assert "<script>alert" not in fresh.page.content()


def test_every_panel_names_source_basis_and_vintage_and_simulated_data_is_called_so(
    simulated_app: str, watched: Watched
) -> None:
    watched.show(f"{simulated_app}/?place=39061")
    page = watched.page
    expect(page.locator("#banner")).to_contain_text("Simulated data")
    for panel in ("map", "trend", "seizures"):
        expect(page.locator(f"#{panel}-foot")).to_contain_text("Simulated")
    expect(page.locator("#map-foot")).to_contain_text("by place of residence")
    expect(page.locator("#trend-foot")).to_contain_text("by place of occurrence")
    expect(page.locator("#trend-foot")).to_contain_text("do not add up")
    expect(page.locator("#seizures-foot")).to_contain_text("by agency area")
    expect(page.locator("#map-title")).to_contain_text("crude rate, not age-adjusted")


def test_an_unknown_address_shows_a_way_back(simulated_app: str, fresh: Watched) -> None:
    fresh.page.goto(f"{simulated_app}/nowhere/%3Cscript%3E")
    fresh.found_missing()
    fresh.page.get_by_role("link", name="Go to Explore").click()
    fresh.settled()


def test_views_overtaken_by_the_next_leave_a_whole_page(simulated_app: str, watched: Watched) -> None:
    """History moved faster than answers come: what is on screen in the end is one view, all of it."""
    watched.show(simulated_app)
    page = watched.page
    for state in ("39", "48", "12"):
        page.get_by_label("State", exact=True).select_option(state)
        watched.settled(f"place={state}")
    overtaken_when: dict[str, Callable[[], AbstractContextManager[object]]] = {
        "at once": nullcontext,
        "asked": lambda: page.expect_request(ANSWERS),
        "answered": lambda: page.expect_response(ANSWERS),
    }
    for stage, waiting in overtaken_when.items():
        with waiting():
            page.evaluate("history.go(-3)")
        for _ in range(3):
            page.evaluate("history.go(1)")
        watched.settled("place=12")
        expect(page.locator("#trend-title"), stage).to_contain_text("Florida")
        expect(page.locator("#trend-chart"), stage).to_contain_text("Florida")
        expect(page.get_by_label("Period", exact=True), stage).not_to_have_value("")
        expect(page.locator("#map-svg .county path[data-status]"), stage).to_have_count(3142)


def test_places_are_compared_and_dropped_from_the_keyboard(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?place=39061")
    watched.page.get_by_label("Compare with").select_option("39035")
    watched.settled("place=39061&compare=39035")
    expect(watched.page.locator("#trend-chart")).to_contain_text("Cuyahoga")
    watched.page.get_by_role("button", name="Stop comparing Cuyahoga County, OH").focus()
    watched.page.keyboard.press("Enter")
    watched.settled("place=39061")
    expect(watched.page.get_by_label("Compare with")).to_be_focused()


def test_a_copied_link_names_its_period(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?place=39")
    watched.page.get_by_role("button", name="Copy link").click()
    expect(watched.page.get_by_role("button", name="Link copied")).to_be_visible()
    assert re.search(r"place=39&period=\d{4}-\d{2}$", watched.page.evaluate("navigator.clipboard.readText()"))
    watched.page.get_by_label("State", exact=True).select_option("48")
    expect(watched.page.get_by_role("button", name="Copy link")).to_be_visible()
