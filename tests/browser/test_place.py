"""The profile of a place in a browser: panels are drawn, tables and files are of it, links lead on."""

import pytest
from playwright.sync_api import expect

from panels.panel import Where
from panels.registry import appearing_in

from .pages import Watched

pytestmark = pytest.mark.browser


def test_a_profile_is_drawn_whole_and_its_files_are_of_the_place(simulated_app: str, fresh: Watched) -> None:
    page = fresh.page
    fresh.open(f"{simulated_app}/?place=39061")
    of_profiles = page.get_by_role("navigation", name="Pages").locator('[href^="/place/"]')
    expect(of_profiles).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    page.get_by_role("link", name="Profile of Hamilton County, OH").click()
    page.wait_for_url("**/place/39061")
    fresh.settled("place=39061")
    expect(of_profiles).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
    expect(page.get_by_role("heading", name="Hamilton County, OH", exact=True)).to_be_visible()
    expect(page.locator("#profile [aria-busy]")).to_have_count(0)
    for panel in (each.id for each in appearing_in(Where.PROFILE)):
        expect(page.locator(f"#{panel}-title")).to_contain_text("Hamilton County, OH")
        files = page.locator(f'[data-download="{panel}.csv"]')
        assert files.get_attribute("href") == f"/download/{panel}.csv?place=39061"
    assert page.locator(".facet").count() == page.locator(".facet .js-plotly-plot").count() > 10
    assert 3 <= page.locator(".insight-list li").count() <= 6
    page.locator(".insight-list li a").first.click()
    expect(page.locator("#drugs")).to_be_in_viewport()
    page.locator('[data-twin="drugs"]').click()
    expect(page.locator(".ag-row").first).to_contain_text("Hamilton County, OH")
    expect(page.locator("#table-title")).to_have_text("Deaths by drug, Hamilton County, OH")
    page.keyboard.press("Escape")
    with page.expect_download() as saved:
        page.get_by_role("link", name="PDF").first.click()
    assert saved.value.suggested_filename.endswith(".pdf")


def test_the_search_leads_to_another_profile_by_keyboard(simulated_app: str, fresh: Watched) -> None:
    page = fresh.page
    page.goto(f"{simulated_app}/place/nowhere")
    fresh.found_missing()
    expect(page.get_by_text("There is no such place")).to_be_visible()
    page.locator("#place-input").focus()
    page.keyboard.type("cuyahoga")
    expect(page.get_by_role("option", name="Cuyahoga County, OH")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/place/39035")
    fresh.settled("place=39035")


def test_a_suppressed_county_leads_to_a_longer_period_its_group_and_its_state(
    simulated_app: str, fresh: Watched
) -> None:
    page = fresh.page
    page.set_viewport_size({"width": 360, "height": 740})
    fresh.open(f"{simulated_app}/place/39001")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    links = [link.get_attribute("href") for link in page.locator(".fallbacks a").all()]
    assert links[0].startswith("/?place=39001&kind=") and links[2] == "/place/39"
    page.locator(".fallbacks a").nth(1).click()
    page.wait_for_url("**/place/urban-5")
    fresh.settled("place=urban-5")
    expect(page.locator(".insight-list")).to_contain_text("counties released")


def test_a_panel_of_a_profile_is_a_live_slide(simulated_app: str, fresh: Watched) -> None:
    page = fresh.page
    fresh.open(f"{simulated_app}/slide/response?place=39061")
    expect(page.locator("#response .js-plotly-plot")).to_have_count(2)
    page.locator("#place-input").fill("Montana")
    page.keyboard.press("Enter")
    expect(page.locator("#response-title")).to_contain_text("Montana")
