"""axe-core finds no fault on any page, in both themes and with every disclosure open; none is too wide."""

import pytest
from hypothesis_profiles import first_of
from playwright.sync_api import expect

from .accessibility import (
    COLOR_RULES,
    OF_COLOR,
    faults,
    faults_in_both_themes,
    faults_in_the_dark,
    ready_for_axe,
)
from .pages import Watched, appears

pytestmark = pytest.mark.browser

EXPLORE = {
    "nation": "",
    "county": "?place=39061&compare=39035,39",
    "suppressed county": "?place=30069",
    "not comparable": "?indicator=syndromic_visits",
    "two maps": "?maps=two&drug2=cocaine",
    "two in one": "?maps=both&indicator2=svi",
    "a map a period": "?maps=periods",
    "malformed": "?place=nowhere&period=soon",
    "change": "?measure=change&level=state",
    "no map": "?indicator=seized_weight",
    "nothing published": "?indicator=lab_reports&drug=methadone&place=01",
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
    "embedded": "embed/headline?place=30069",
    "profile": "place/39061",
    "slide of a profile": "slide/drugs?place=39061",
    "slide of sentences": "slide/insights?place=39",
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
  if (!each.querySelector("summary").checkVisibility()) return;
  each.open = true;
  each.dataset.opened = "";
  for (const part of each.children)
    if (getComputedStyle(part).position === "absolute") part.style.position = "static";
})"""
"""Menus that are all open at once would hide each other's colors, so each takes room of its own."""
CLOSE_AGAIN = """() => document.querySelectorAll("details[data-opened]").forEach((each) => {
  each.open = false;
  delete each.dataset.opened;
  for (const part of each.children) part.style.position = "";
})"""

CARDS = """() => [...document.querySelectorAll(".explore .card[id]")].map((card) =>
  [`#${card.id}`, card.outerHTML])"""


@pytest.fixture(scope="module")
def seen_before() -> set[tuple[str, str]]:
    """Panels whose colors were looked at in both themes, each with its HTML."""
    return set()


@pytest.mark.parametrize("name", first_of(EXPLORE, 7))
def test_the_explore_page(
    simulated_app: str, watched: Watched, name: str, seen_before: set[tuple[str, str]]
) -> None:
    """As it comes, and with every disclosure open in both themes.

    Colors of a panel that an earlier view showed the same are not looked at again.
    """
    page = watched.page
    watched.show(f"{simulated_app}/{EXPLORE[name]}")
    if name in WITH_EVERY_PANEL:
        watched.rested()
    with ready_for_axe(page):
        # Every color is seen with everything open.
        assert faults(page, *COLOR_RULES) == []
        page.evaluate(OPEN_EVERYTHING)
        # Where a menu that is open lies for a visitor, it is not as it is here.
        assert faults(page, *COLOR_RULES, "target-size") == []
        cards = {(card, html) for card, html in page.evaluate(CARDS)}
        known = [card for card, _ in cards & seen_before]
        assert faults(page, rules=OF_COLOR, outside=known) == []
        assert faults_in_the_dark(page, known) == []
        seen_before |= cards
        page.evaluate(CLOSE_AGAIN)


def test_the_table_of_a_panel_and_an_empty_map(simulated_app: str, watched: Watched) -> None:
    page = watched.page
    watched.show(f"{simulated_app}/?place=39")
    for panel in ("map", "trend", "headline"):
        page.locator(f'[data-twin="{panel}"]').click()
        appears(page, ".ag-row")
        # Panels behind a table are those of the views above.
        assert faults_in_both_themes(page, outside=[".explore .card"]) == [], panel
        page.keyboard.press("Escape")
        expect(page.locator(".ag-row")).to_have_count(0)
    watched.go("indicator=ed_visits&place=50")
    expect(page.locator("#map-empty button").first).to_be_visible()
    assert faults_in_both_themes(page) == []


@pytest.mark.parametrize("name", first_of(OTHER, 6))
def test_other_pages(simulated_app: str, fresh: Watched, name: str) -> None:
    fresh.page.goto(f"{simulated_app}/{OTHER[name]}")
    appears(fresh.page, READY[name])
    if name in MISSING:
        fresh.found_missing()
    assert faults_in_both_themes(fresh.page) == []


def test_faults_are_found(simulated_app: str, fresh: Watched) -> None:
    page = fresh.page
    page.goto(f"{simulated_app}/nowhere")
    appears(page, READY["unknown address"])
    fresh.found_missing()
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
