"""The table behind a panel, by mouse and by keyboard; it costs the page nothing until it is opened."""

import pytest
from playwright.sync_api import expect

from panels.panel import Where
from panels.registry import appearing_in

from .pages import Watched

pytestmark = pytest.mark.browser


def test_the_page_fetches_nothing_of_the_grid_until_a_table_is_opened(
    simulated_app: str, fresh: Watched
) -> None:
    fresh.open(simulated_app)
    assert fresh.asked("ag_grid") == fresh.asked("/table/") == []
    fresh.page.get_by_role("button", name="Table of the figures of the map").click()
    expect(fresh.page.locator(".ag-row").first).to_be_visible()
    assert fresh.asked("ag_grid")


def test_every_panel_has_its_table(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?place=39")
    rows = watched.page.locator(".ag-row")
    answered_together = [each.id for each in appearing_in(Where.EXPLORE) if not each.is_lazy]
    for panel in (each for each in answered_together if each not in ("map2", "small-maps")):
        watched.page.locator(f'[data-twin="{panel}"]').click()
        expect(rows.first, panel).to_be_visible()
        expect(watched.page.locator("#table-title"), panel).not_to_be_empty()
        watched.page.keyboard.press("Escape")
        expect(rows, panel).to_have_count(0)


def test_rows_are_sorted_filtered_and_in_the_screens_digits(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?place=39")
    page = watched.page
    page.locator('[data-twin="map"]').click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("88 rows")
    rates = dialog.locator('.ag-row [col-id="deaths per 100,000"]')
    header = dialog.locator('.ag-header-cell[col-id="deaths per 100,000"] .ag-header-cell-label')
    header.click()
    header.click()
    expect(header.locator("xpath=ancestor::*[@aria-sort]").first).to_have_attribute("aria-sort", "descending")
    shown = [float(text) for text in rates.all_inner_texts() if text != "–"]
    assert shown == sorted(shown, reverse=True)
    name = dialog.get_by_label("Name Filter Input")
    name.fill("Hamilton")
    expect(dialog.locator(".ag-center-cols-container .ag-row")).to_have_count(1)
    dialog.locator(".ag-row .ag-cell").first.click(button="right")


def test_a_table_is_opened_walked_copied_and_closed_by_keyboard(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?place=39061")
    page = watched.page
    button = page.locator('[data-twin="trend"]')
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    cell = dialog.locator('.ag-row[row-index="0"] .ag-cell').first
    expect(cell).to_be_visible()
    cell.focus()
    page.keyboard.press("ArrowDown")
    expect(dialog.locator(".ag-cell-focus")).to_have_count(1)
    dialog.get_by_role("button", name="Copy rows").press("Enter")
    expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines()[0].startswith("Code\tName\t")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()
    expect(page.locator(".ag-row")).to_have_count(0)


def test_a_table_that_cannot_be_fetched_says_so(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    watched.page.route("**/table/*", lambda route: route.fulfill(status=404))
    watched.page.locator('[data-twin="map"]').click()
    expect(watched.page.locator("#table-state")).to_contain_text("could not be loaded")
    watched.problems.clear()
