"""The main path by keyboard alone: from the filters to a county, to its table, to its file."""

import csv
import io

import pytest
from playwright.sync_api import Page, expect

from model import catalog

from .pages import Watched

pytestmark = pytest.mark.browser

MOST_STEPS = 120
OUTLINE = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus, and see that the focus is visible."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            assert page.evaluate(OUTLINE), f"the focus on {selector} cannot be seen"
            return
    raise AssertionError(f"{selector} was not reached")


def test_from_filter_to_county_to_map_to_table_to_file(simulated_app: str, fresh: Watched) -> None:
    fresh.open(simulated_app)
    page = fresh.page
    tab_to(page, "a.skip")
    tab_to(page, "#measure")
    page.keyboard.type(catalog.INDICATORS["deaths"].amount_label)
    fresh.settled("measure=count")
    tab_to(page, "#state")
    page.keyboard.type("Ohio")
    fresh.settled("measure=count&place=39")
    tab_to(page, "#county")
    page.keyboard.type("Hamilton")
    fresh.settled("measure=count&place=39061")
    expect(page.locator("#live")).to_contain_text("Hamilton County, OH")

    before = page.locator("#map-svg svg").get_attribute("viewBox")
    tab_to(page, '#map [aria-label="Zoom in"]')
    page.keyboard.press("Enter")
    expect(page.locator("#map-svg svg")).not_to_have_attribute("viewBox", before or "")

    tab_to(page, '[data-twin="trend"]')
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".ag-row").first).to_be_visible()
    expect(dialog).to_contain_text("Hamilton County, OH")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert page.evaluate("document.activeElement.dataset.twin") == "trend"

    tab_to(page, "#trend .download summary")
    page.keyboard.press("Enter")
    tab_to(page, '[data-download="trend.csv"]')
    with page.expect_download() as started:
        page.keyboard.press("Enter")
    text = started.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO("\n".join(text.splitlines()[text.count("\n# ") + 1 :]))))
    assert rows[0]["place"] == "39061"
