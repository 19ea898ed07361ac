"""axe-core finds no fault on any page, in either theme and with every disclosure open."""

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from .conftest import Watched

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
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


def faults(page: Page, *left_out: str) -> list[str]:
    """What axe finds, each with the elements it is found on, some rules left out."""
    # What is in order is not needed, and reporting it takes longer than looking.
    options = {
        "resultTypes": ["violations"],
        "runOnly": {"type": "tag", "values": RULES},
        "rules": {rule: {"enabled": False} for rule in left_out},
    }
    # Thousands of shapes of one picture, which has a role and a name, only cost time.
    context = {"exclude": [[".shapes"]]}
    found = Axe().run(page, context=context, options=options).response
    return [
        f"{fault['id']}: {fault['help']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for fault in found["violations"]
        for node in fault["nodes"][:2]
    ]


@pytest.fixture(scope="module", params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> Literal["light", "dark"]:
    return request.param


@pytest.fixture(scope="module")
def context(browser: Browser, theme: Literal["light", "dark"]) -> Iterator[BrowserContext]:
    themed = browser.new_context(
        viewport={"width": 1366, "height": 900}, color_scheme=theme, reduced_motion="reduce"
    )
    yield themed
    themed.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("name", EXPLORE)
def test_the_explore_page(simulated_app: str, page: Page, theme: str, name: str) -> None:
    page.goto(f"{simulated_app}/{EXPLORE[name]}")
    page.wait_for_selector('html[data-view][data-busy="false"]')
    if theme == "light":
        # In the dark only colours differ, and those are all seen with everything open.
        assert faults(page) == []
    for summary in page.locator("main summary").all():
        if summary.is_visible():
            summary.evaluate("(summary) => { summary.parentElement.open = true; }")
    # Menus that are all open at once lie over each other, as they never do for a visitor.
    assert faults(page, "target-size") == []


@pytest.mark.parametrize("panel", ["map", "trend", "headline"])
def test_the_table_of_a_panel(simulated_app: str, page: Page, panel: str) -> None:
    page.goto(f"{simulated_app}/?place=39")
    page.wait_for_selector('html[data-view][data-busy="false"]')
    page.locator(f'[data-twin="{panel}"]').click()
    page.wait_for_selector(".ag-row")
    assert faults(page) == []


def test_an_empty_map(simulated_app: str, page: Page) -> None:
    page.goto(f"{simulated_app}/?indicator=ed_visits&place=50")
    page.wait_for_selector("#map-empty button")
    assert faults(page) == []


@pytest.mark.parametrize("name", OTHER)
def test_other_pages(simulated_app: str, page: Page, name: str) -> None:
    page.goto(f"{simulated_app}/{OTHER[name]}")
    page.wait_for_selector(READY[name])
    assert faults(page) == []


def test_faults_are_found(simulated_app: str, page: Page) -> None:
    page.goto(simulated_app)
    page.wait_for_selector('html[data-view][data-busy="false"]')
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert any(fault.startswith("button-name") for fault in faults(page))


def test_it_fits_a_narrow_screen_without_scrolling_sideways(simulated_app: str, watched: Watched) -> None:
    """360 px wide, which is also what 200% zoom makes of 720; a theme changes no widths."""
    page = watched.page
    page.set_viewport_size({"width": 360, "height": 740})
    for name, query in EXPLORE.items():
        watched.open(f"{simulated_app}/{query}")
        if name in WITH_EVERY_PANEL:
            watched.rested()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
