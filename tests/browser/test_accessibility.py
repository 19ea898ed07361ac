"""axe-core finds no fault on any page, in both themes and with every disclosure open; none is too wide."""

import pytest
from playwright.sync_api import expect

from .accessibility import OF_COLOR, faults, faults_in_both_themes, switch_theme
from .pages import Watched

pytestmark = pytest.mark.browser

EXPLORE = {
    "nation": "",
    "county": "?place=39061&compare=39035,39",
    "suppressed county": "?place=30069",
    "change": "?measure=change&level=state",
    "not comparable": "?indicator=syndromic_visits",
    "no map": "?indicator=seized_weight",
    "nothing published": "?indicator=lab_reports&drug=methadone&place=01",
    "malformed": "?place=nowhere&period=soon",
    "two maps": "?maps=two&drug2=cocaine",
    "two in one": "?maps=both&indicator2=svi",
    "a map a period": "?maps=periods",
    "own limits, faded": "?classes=10,20&fade=1&palette=viridis",
    "smoothed and continuous": "?measure=smoothed&classes=continuous&place=39",
}
WITH_EVERY_PANEL = ("county", "two maps", "not comparable")
"""Views that are also looked at with what is painted only when it comes into sight."""
OTHER = {
    "data": "data",
    "unknown address": "nowhere",
    "briefing": "brief?ready=eight-minutes&place=39061",
    "slide": "slide/map?place=39",
    "slide of a profile": "slide/drugs?place=39061",
    "slide of sentences": "slide/insights?place=39",
    "embedded": "embed/headline?place=30069",
    "profile": "place/39061",
    "profile of a suppressed county": "place/39001",
    "profile of no place": "place/nowhere",
}
PROFILE_READY = 'html[data-view][data-busy="false"] #profile'
EXPLORE_READY = 'html[data-view][data-busy="false"]'
READY = {
    "data": ".table-frame table",
    "unknown address": "main",
    "briefing": ".slide",
    "slide": EXPLORE_READY,
    "slide of a profile": EXPLORE_READY,
    "slide of sentences": EXPLORE_READY,
    "embedded": EXPLORE_READY,
    "profile": PROFILE_READY,
    "profile of a suppressed county": PROFILE_READY,
    "profile of no place": "#place-input",
}


MISSING = ("unknown address", "profile of no place")
OPEN_EVERYTHING = """() => document.querySelectorAll("main details:not([open])").forEach((each) => {
  if (each.querySelector("summary").checkVisibility()) { each.open = true; each.dataset.opened = ""; }
})"""
CLOSE_AGAIN = """() => document.querySelectorAll("details[data-opened]").forEach((each) => {
  each.open = false;
  delete each.dataset.opened;
})"""


@pytest.mark.parametrize("name", EXPLORE)
def test_the_explore_page(simulated_app: str, watched: Watched, name: str) -> None:
    """As it comes, and with every disclosure open in both themes."""
    page = watched.page
    watched.show(f"{simulated_app}/{EXPLORE[name]}")
    if name in WITH_EVERY_PANEL:
        watched.rested()
    assert faults(page) == []
    page.evaluate(OPEN_EVERYTHING)
    # Menus that are all open at once lie over each other, as they never do for a visitor.
    assert faults(page, "target-size") == []
    # In the dark only colors differ, and those are all seen with everything open.
    switch_theme(page, "dark")
    assert faults(page, rules=OF_COLOR) == []
    page.evaluate(CLOSE_AGAIN)


def test_the_table_of_a_panel_and_an_empty_map(simulated_app: str, watched: Watched) -> None:
    page = watched.page
    watched.show(f"{simulated_app}/?place=39")
    for panel in ("map", "trend", "headline"):
        page.locator(f'[data-twin="{panel}"]').click()
        page.wait_for_selector(".ag-row")
        assert faults_in_both_themes(page) == [], panel
        page.keyboard.press("Escape")
        expect(page.locator(".ag-row")).to_have_count(0)
    watched.go("indicator=ed_visits&place=50")
    expect(page.locator("#map-empty button").first).to_be_visible()
    assert faults_in_both_themes(page) == []


@pytest.mark.parametrize("name", OTHER)
def test_other_pages(simulated_app: str, fresh: Watched, name: str) -> None:
    fresh.page.goto(f"{simulated_app}/{OTHER[name]}")
    fresh.page.wait_for_selector(READY[name])
    if name in MISSING:
        fresh.found_missing()
    assert faults_in_both_themes(fresh.page) == []


def test_faults_are_found(simulated_app: str, fresh: Watched) -> None:
    page = fresh.page
    page.goto(f"{simulated_app}/data")
    page.wait_for_selector(READY["data"])
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    page.evaluate(
        """() => {
          const words = document.createElement("p");
          words.textContent = "Words that nobody can read";
          words.style.color = "light-dark(#eee, #222)";
          document.querySelector("main").prepend(words);
        }"""
    )
    found = faults_in_both_themes(page)
    assert any(fault.startswith("button-name") for fault in found)
    assert any(fault.startswith("color-contrast") for fault in found)


def test_it_fits_a_narrow_screen_without_scrolling_sideways(simulated_app: str, fresh: Watched) -> None:
    """360 px wide, which is also what 200% zoom makes of 720; a theme changes no widths."""
    fresh.page.set_viewport_size({"width": 360, "height": 740})
    for name, query in EXPLORE.items():
        fresh.show(f"{simulated_app}/{query}")
        if name in WITH_EVERY_PANEL:
            fresh.rested()
        assert fresh.page.evaluate("document.documentElement.scrollWidth") <= 360, name
