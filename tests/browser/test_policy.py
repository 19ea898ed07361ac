"""Every kind of page runs under its Content-Security-Policy, and nothing of it is blocked."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import Watched

pytestmark = pytest.mark.browser

LISTEN = """
window.blocked = [];
document.addEventListener("securitypolicyviolation", (event) => window.blocked.push(
  `${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`));
"""
PAGES = {
    "/place/39061": "#profile",
    "/data": "#freshness",
    "/brief": "#brief",
    "/brief?ready=monthly&place=39": "#brief",
    "/brief/notes": "#speaker-title",
    "/nothing/here": "main",
}


@pytest.fixture
def policed(watched: Watched) -> Watched:
    """A page that tells of everything its policy forbade."""
    watched.page.add_init_script(LISTEN)
    return watched


def blocked(page: Page) -> list[str]:
    found: list[str] = []
    for frame in page.frames:
        found += frame.evaluate("window.blocked || []")
    return found


def test_explore_its_charts_its_maps_and_every_panel(simulated_app: str, policed: Watched) -> None:
    policed.open(f"{simulated_app}/?place=39061&compare=39035")
    page = policed.page
    for panel in ("seizures", "ranking", "distribution", "sectors", "breakdown", "rising"):
        page.locator(f"#{panel}").scroll_into_view_if_needed()
    policed.rested()
    page.evaluate("window.scrollTo(0, 0)")
    page.locator("#trend-chart .nsewdrag").first.hover()
    page.locator("#theme-switch").click()
    policed.settled()
    assert blocked(page) == []


@pytest.mark.parametrize("query", ["maps=two", "maps=small", "maps=one"])
def test_more_maps(query: str, simulated_app: str, policed: Watched) -> None:
    policed.open(f"{simulated_app}/?{query}")
    assert blocked(policed.page) == []


def test_the_table_behind_a_panel(simulated_app: str, policed: Watched) -> None:
    policed.open(simulated_app)
    page = policed.page
    page.locator('[data-twin="map"]').click()
    expect(page.locator(".ag-row").first).to_be_visible()
    page.locator(".ag-header-cell-label").first.click()
    page.get_by_role("dialog").get_by_label("Name Filter Input").fill("Hamilton")
    expect(page.locator(".ag-center-cols-container .ag-row").first).to_contain_text("Hamilton")
    page.locator(".ag-row .ag-cell").first.click(button="right")
    assert blocked(page) == []


def test_files_and_pictures(simulated_app: str, policed: Watched) -> None:
    policed.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    policed.open(f"{simulated_app}/?place=39")
    page = policed.page
    menu = page.locator("#trend details.download")
    menu.locator("summary").click()
    for link in menu.locator("a[href]").all():
        with page.expect_download():
            link.click()
        if not menu.locator("a[href]").first.is_visible():
            menu.locator("summary").click()
    copy = menu.locator(".picture-copy")
    copy.click()
    expect(copy).to_contain_text("copied", ignore_case=True)
    assert blocked(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_every_other_page(path: str, simulated_app: str, policed: Watched) -> None:
    policed.page.goto(simulated_app + path)
    expect(policed.page.locator(PAGES[path]).first).to_be_visible()
    if path == "/nothing/here":
        policed.found_missing()
    assert blocked(policed.page) == []


@pytest.mark.parametrize("frame", ["slide", "embed"])
@pytest.mark.parametrize("panel", ["map", "trend", "sectors", "headline"])
def test_a_panel_alone(frame: str, panel: str, simulated_app: str, policed: Watched) -> None:
    policed.open(f"{simulated_app}/{frame}/{panel}?place=39")
    assert blocked(policed.page) == []


def test_a_presentation_frames_its_slides(simulated_app: str, policed: Watched) -> None:
    page = policed.page
    page.goto(f"{simulated_app}/brief?ready=monthly&place=39")
    page.get_by_role("button", name="Present", exact=True).click()
    frame = page.frame_locator("#stage-frames iframe").first
    expect(frame.locator("html[data-view]")).to_have_count(1)
    assert blocked(page) == []


def test_a_file_is_made_with_progress(simulated_app: str, policed: Watched) -> None:
    page = policed.page
    page.goto(f"{simulated_app}/place/39061")
    with page.expect_download() as saved:
        page.get_by_role("link", name="PDF").first.click()
    assert saved.value.suggested_filename.endswith(".pdf")
    assert blocked(page) == []


def test_the_listener_hears_what_is_blocked(simulated_app: str, policed: Watched) -> None:
    """Else an empty list would say nothing."""
    policed.page.goto(f"{simulated_app}/brief/notes")
    policed.page.evaluate(
        "() => { const script = document.createElement('script'); script.textContent = '1';"
        " document.body.append(script); }"
    )
    assert "script-src" in blocked(policed.page)[0]
    policed.problems.clear()
