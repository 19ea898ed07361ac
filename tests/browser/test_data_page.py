"""The data page and the files of the panels, in a real browser."""

import csv
import io

import pytest
from playwright.sync_api import expect

from model.catalog import INDICATORS

from .pages import WINDOW

pytestmark = pytest.mark.browser


def test_the_page_is_reached_whole_and_fits_a_phone(simulated_app, fresh):
    fresh.open(simulated_app)
    page = fresh.page
    page.get_by_role("link", name="Data", exact=True).click()
    expect(page.get_by_role("heading", name="Data dictionary")).to_be_visible()
    expect(page.get_by_role("link", name="Data", exact=True)).to_have_class("nav-link active")
    freshness = page.get_by_role(
        "region", name="Every source, its vintage, and whether newer figures are to be had"
    )
    expect(freshness.get_by_role("row")).not_to_have_count(0)
    expect(freshness.get_by_role("row").nth(1)).to_contain_text("Simulated, in the format of")
    for heading in ("What changed", "What was checked", "How much is withheld", "What became of each file"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.locator("[data-table]")).to_have_count(0)

    entry = page.locator("#indicator-deaths")
    entry.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(entry.get_by_role("table")).to_contain_text(INDICATORS["deaths"].definition)

    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.get_by_role("table").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size(WINDOW)
    page.get_by_role("link", name="Explore").click()
    fresh.settled()


def test_the_files_hold_the_view_on_screen_and_are_reached_by_keyboard(simulated_app, watched):
    watched.show(f"{simulated_app}/?place=39&period=2023-12&level=state")
    menu = watched.page.locator("#map .figures details.download")
    menu.locator("summary").focus()
    watched.page.keyboard.press("Enter")
    watched.page.keyboard.press("Tab")
    with watched.page.expect_download() as started:
        watched.page.keyboard.press("Enter")
    assert started.value.suggested_filename == "map-deaths-2023-12-31.csv"
    text = started.value.path().read_text(encoding="utf-8-sig")
    title = watched.page.locator("#map-title").inner_text()
    assert f"# Title: {title}" in text
    rows = list(csv.DictReader(io.StringIO("\n".join(line for line in text.splitlines() if line[0] != "#"))))
    ohio = next(row for row in rows if row["place"] == "39")
    tiles = watched.page.locator("#headline").inner_text().replace(",", "")
    assert ohio["deaths"] in tiles
    assert ohio["deaths per 100000" if "deaths per 100000" in ohio else "deaths per 100,000"] in tiles


def test_a_kind_of_period_and_a_share_can_be_chosen(simulated_app, watched):
    watched.show(f"{simulated_app}/?indicator=lab_reports&place=39")
    expect(watched.page.locator("#measure")).to_have_value("share")
    expect(watched.page.locator("#map-title")).to_contain_text("as a share of all reports")
    watched.page.get_by_label("Kind of period").select_option("half-year")
    watched.settled("indicator=lab_reports&drug=fentanyl&measure=count&place=39&kind=half-year")
    expect(watched.page.locator("#notices")).to_contain_text("No total is published")


def test_a_year_is_drawn_at_its_own_tick_and_can_be_clicked(simulated_app, watched):
    watched.show(f"{simulated_app}/?kind=year&place=39061")
    years = watched.page.evaluate(
        "document.getElementById('trend-chart').data.flatMap((trace) => trace.x || []).filter(Boolean)"
    )
    assert years
    assert {text[4:] for text in years} == {"-01-01"}


def test_places_that_must_not_be_compared_get_no_class_and_no_rank(simulated_app, watched):
    watched.show(f"{simulated_app}/?indicator=syndromic_visits&place=39")
    expect(watched.page.locator("#map-subtitle")).to_contain_text("must not be compared")
    shapes = watched.page.locator("#map-svg .shapes.state path")
    classes = set(shapes.evaluate_all("shapes => shapes.map((shape) => shape.getAttribute('class'))"))
    assert not any(worn[:2] in ("c0", "c1", "c2", "c3", "c4") for worn in classes)
    assert "released" in classes
    watched.page.locator("#map-svg .shapes.state path[data-place='39']").hover()
    expect(watched.page.locator("#map-hover")).to_be_visible()
    expect(watched.page.locator("#map-hover")).not_to_contain_text("Rank")
