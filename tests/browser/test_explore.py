"""The Explore page in a real browser: every panel follows every filter, and the URL carries the view."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import Watched, running_app

pytestmark = pytest.mark.browser


def texts(watched: Watched) -> dict[str, str]:
    return {
        panel: watched.page.locator(f"#{panel}").inner_text()
        for panel in ("headline", "map", "trend", "seizures")
    }


def test_panels_follow_state_county_drug_and_period(simulated_app: str, watched: Watched) -> None:
    watched.open(simulated_app)
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


def test_reload_and_back_show_the_same_screen(simulated_app: str, watched: Watched) -> None:
    watched.open(f"{simulated_app}/?place=39&period=2023-06")
    before = texts(watched)
    watched.page.reload()
    watched.settled("place=39&period=2023-06")
    assert texts(watched) == before
    watched.page.get_by_label("Measure").select_option("count")
    watched.settled("measure=count&place=39&period=2023-06")
    assert texts(watched) != before
    watched.page.go_back()
    watched.settled("place=39&period=2023-06")
    assert texts(watched) == before
    expect(watched.page.get_by_label("Measure")).to_have_value("rate")
    watched.page.go_forward()
    watched.settled("measure=count&place=39&period=2023-06")


def test_the_way_back_keeps_the_page_that_stands(simulated_app: str, watched: Watched) -> None:
    """A page made anew at each step back would be slow, and the old ones would never be freed."""
    watched.open(simulated_app)
    watched.page.get_by_label("State", exact=True).select_option("39")
    watched.settled("place=39")
    watched.page.get_by_label("State", exact=True).select_option("20")
    watched.settled("place=20")
    watched.page.evaluate("document.querySelector('#map-svg').stands = true")
    watched.page.go_back()
    watched.settled("place=39")
    assert watched.page.evaluate("document.querySelector('#map-svg').stands === true")


def test_brushing_the_trend_moves_every_panel(simulated_app: str, watched: Watched) -> None:
    watched.open(f"{simulated_app}/?place=39")
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
    watched.open(f"{simulated_app}/?place=39061")
    watched.shape("39035").click(force=True, modifiers=["Shift"])
    watched.settled("place=39061&compare=39035")
    chip = watched.page.get_by_role("button", name="Stop comparing Cuyahoga County, OH")
    chip.click()
    watched.settled("place=39061")


def test_choosing_an_area_and_drug_of_seizures(simulated_app: str, watched: Watched) -> None:
    watched.open(simulated_app)
    watched.page.get_by_label("Drug seized").select_option("methamphetamine")
    watched.settled("seized=methamphetamine")
    expect(watched.page.locator("#seizures-title")).to_contain_text("Methamphetamine seized")
    first = watched.page.locator(".area").first
    name = first.locator(".area-name").inner_text()
    first.click()
    expect(watched.page.locator("#seizures-title")).to_contain_text(name)
    watched.page.get_by_label("Part of CBP").select_option("air-marine")
    expect(watched.page.locator("#seizures-subtitle")).to_contain_text("never add the two")


def test_hover_says_value_interval_status_and_rank(simulated_app: str, watched: Watched) -> None:
    watched.open(f"{simulated_app}/?place=39")
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


def test_the_theme_switch_repaints_and_is_remembered(simulated_app: str, watched: Watched) -> None:
    watched.open(simulated_app)
    expect(watched.page.locator("html")).to_have_attribute("data-theme", "light")
    watched.page.get_by_role("button", name="Light or dark").click()
    expect(watched.page.locator("html")).to_have_attribute("data-theme", "dark")
    watched.page.reload()
    watched.settled()
    expect(watched.page.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize(
    "query",
    [
        "place=99999",
        "drug=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "period=2024-13&measure=square",
        "indicator=&place=%00",
        "unheard=of&period=1950-01",
        "since=2025-01&period=2020-01",
        "x" * 13_000,
    ],
)
def test_a_malformed_link_shows_the_default_and_says_so(
    simulated_app: str, watched: Watched, query: str
) -> None:
    watched.open(f"{simulated_app}/?{query}")
    expect(watched.page.locator("#map-svg .county path[data-status]")).to_have_count(3142)
    if query != "indicator=&place=%00":
        expect(watched.page.locator("#notices")).not_to_be_empty()
    assert "<script>alert" not in watched.page.content()


def test_simulated_data_is_called_simulated(simulated_app: str, watched: Watched) -> None:
    watched.open(simulated_app)
    expect(watched.page.locator("#banner")).to_contain_text("Simulated data")
    for panel in ("map", "trend", "seizures"):
        expect(watched.page.locator(f"#{panel}-foot")).to_contain_text("Simulated")


def test_every_panel_names_source_basis_and_vintage(simulated_app: str, watched: Watched) -> None:
    watched.open(f"{simulated_app}/?place=39061")
    expect(watched.page.locator("#map-foot")).to_contain_text("by place of residence")
    expect(watched.page.locator("#trend-foot")).to_contain_text("by place of occurrence")
    expect(watched.page.locator("#trend-foot")).to_contain_text("do not add up")
    expect(watched.page.locator("#seizures-foot")).to_contain_text("by agency area")
    expect(watched.page.locator("#map-title")).to_contain_text("crude rate, not age-adjusted")


@pytest.mark.sources
def test_real_figures_without_a_simulated_banner(real_app: str, watched: Watched) -> None:
    watched.open(real_app)
    expect(watched.page.locator("#banner")).to_be_hidden()
    expect(watched.page.locator("#headline")).to_contain_text("62,825")
    assert watched.page.locator('#map-svg .county path[data-status="suppressed"]').count() == 1629
    assert watched.page.locator("#map-svg .county path.zero").count() == 526
    hidden = watched.page.locator('#map-svg .county path[data-status="suppressed"]').first
    assert "pattern-suppressed" in hidden.evaluate("shape => getComputedStyle(shape).fill")
    zero = watched.page.locator("#map-svg .county path.zero").first
    assert "pattern" not in zero.evaluate("shape => getComputedStyle(shape).fill")
    hidden.hover(force=True)
    expect(watched.page.locator("#map-hover")).to_contain_text("suppressed (1 to 9)")


@pytest.mark.sources
def test_real_state_figures(real_app: str, watched: Watched) -> None:
    watched.open(f"{real_app}/?place=39&period=2025-02")
    expect(watched.page.locator("#headline")).to_contain_text("2,970")
    expect(watched.page.locator("#map-svg svg")).to_have_attribute("data-level", "state")


def test_without_an_extract_the_page_says_what_to_do(tmp_path: Path, watched: Watched) -> None:
    with running_app(tmp_path / "nothing") as address:
        watched.page.goto(address)
        expect(watched.page.get_by_role("alert")).to_contain_text("There is no extract")
        expect(watched.page.get_by_role("alert")).to_contain_text("python -m data simulate")
        watched.found_unavailable()


def test_a_damaged_extract_is_named_and_the_server_stays_up(
    simulated_extract: Path, tmp_path: Path, watched: Watched
) -> None:
    extracts = tmp_path / "damaged"
    shutil.copytree(simulated_extract, extracts, symlinks=True)
    parquet = extracts / "current" / "observations.parquet"
    parquet.write_bytes(parquet.read_bytes()[:10_000])
    with running_app(extracts) as address:
        for _ in range(2):
            watched.page.goto(f"{address}/?place=39")
            expect(watched.page.get_by_role("alert")).to_contain_text("observations.parquet")
            expect(watched.page.get_by_role("alert")).to_contain_text("rollback")
        assert "Traceback" not in watched.page.content()
        watched.found_unavailable()


def test_a_newly_published_extract_is_shown_without_a_restart(
    simulated_extract: Path, tmp_path: Path, watched: Watched
) -> None:
    extracts = tmp_path / "later"
    with running_app(extracts) as address:
        watched.page.goto(address)
        expect(watched.page.get_by_role("alert")).to_be_visible()
        watched.found_unavailable()
        shutil.copytree(simulated_extract, extracts, symlinks=True)
        watched.open(address)
        expect(watched.page.locator("#headline")).to_contain_text(", United States")
        watched.rested()


def test_an_unknown_address_shows_a_way_back(simulated_app: str, watched: Watched) -> None:
    watched.page.goto(f"{simulated_app}/nowhere/%3Cscript%3E")
    watched.found_missing()
    watched.page.get_by_role("link", name="Go to Explore").click()
    watched.settled()


def test_views_overtaken_by_the_next_leave_a_whole_page(simulated_app: str, watched: Watched) -> None:
    """History moved faster than answers come: what is on screen in the end is one view, all of it."""
    watched.open(simulated_app)
    for state in ("39", "48", "12"):
        watched.page.get_by_label("State", exact=True).select_option(state)
        watched.settled(f"place={state}")
    for pause in (0, 80, 200, 350):
        watched.page.evaluate("history.go(-3)")
        watched.page.wait_for_timeout(pause)
        for _ in range(3):
            watched.page.evaluate("history.go(1)")
        watched.settled("place=12")
        expect(watched.page.locator("#trend-title")).to_contain_text("Florida")
        expect(watched.page.locator("#trend-chart")).to_contain_text("Florida")
        expect(watched.page.get_by_label("Period", exact=True)).not_to_have_value("")
        expect(watched.page.locator("#map-svg .county path[data-status]")).to_have_count(3142)


def test_a_server_that_does_not_answer_is_said_and_the_next_answer_clears_it(
    simulated_app: str, watched: Watched
) -> None:
    watched.open(simulated_app)
    watched.page.route("**/view?*", lambda route: route.abort())
    watched.page.get_by_label("State", exact=True).select_option("39")
    expect(watched.page.locator("#connection")).to_contain_text("did not answer")
    watched.page.unroute("**/view?*")
    watched.page.get_by_label("State", exact=True).select_option("48")
    watched.settled("place=48")
    expect(watched.page.locator("#connection")).to_be_empty()
    watched.problems.clear()  # the aborted request is the point of this test


def test_places_are_compared_and_dropped_from_the_keyboard(simulated_app: str, watched: Watched) -> None:
    watched.open(f"{simulated_app}/?place=39061")
    watched.page.get_by_label("Compare with").select_option("39035")
    watched.settled("place=39061&compare=39035")
    expect(watched.page.locator("#trend-chart")).to_contain_text("Cuyahoga")
    watched.page.get_by_role("button", name="Stop comparing Cuyahoga County, OH").focus()
    watched.page.keyboard.press("Enter")
    watched.settled("place=39061")
    expect(watched.page.get_by_label("Compare with")).to_be_focused()


def test_every_area_can_be_chosen_and_left_again(simulated_app: str, watched: Watched) -> None:
    watched.open(simulated_app)
    areas = watched.page.get_by_label("Area", exact=True)
    assert areas.locator("option").count() > 30
    areas.select_option("Houlton Sector")
    expect(watched.page.locator("#seizures-title")).to_contain_text("Houlton Sector")
    areas.select_option("all")
    watched.settled("")


def test_a_copied_link_names_its_period(simulated_app: str, watched: Watched) -> None:
    watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    watched.open(f"{simulated_app}/?place=39")
    watched.page.get_by_role("button", name="Copy link").click()
    expect(watched.page.get_by_role("button", name="Link copied")).to_be_visible()
    assert re.search(r"place=39&period=\d{4}-\d{2}$", watched.page.evaluate("navigator.clipboard.readText()"))
    watched.page.get_by_label("State", exact=True).select_option("48")
    expect(watched.page.get_by_role("button", name="Copy link")).to_be_visible()
