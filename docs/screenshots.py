"""Takes screenshots of the app on its current extract, and prints a view: `make screenshots`.

All go to `var/screenshots/`; the one that the README shows also to `docs/images/`.
"""

import shutil
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from bench import servers
from bench.browser import chromium
from model.settings import PROJECT, read_settings

IMAGES = Path(__file__).parent / "images"
ALL = PROJECT / "var" / "screenshots"
SHOWN = "nation-projector-light.png"
SIZES = {"projector": (1920, 1080), "laptop": (1366, 768), "phone": (390, 844)}
VIEWS = {
    "nation": "",
    "state": "?place=39",
    "county": "?place=39061&compare=39035,39049",
    "two-maps": "?maps=two&period2=2022-06",
    "two-in-one": "?maps=both&indicator2=svi",
    "play": "",
    "periods": "?maps=periods",
    "drugs": "?maps=drugs",
    "change": "?measure=change",
    "empty": "?indicator=ed_visits&place=50",
    "print": "?place=39",
    "data": "data",
    "profile-county": "place/39061",
    "profile-suppressed": "place/39001",
    "profile-state": "place/39",
    "briefing": "brief?ready=eight-minutes&place=39061",
    "presentation": "brief?ready=eight-minutes&place=39061#present",
    "slide": "slide/map?place=39",
    "embedded": "embed/trend?place=39",
}
FIRST_SCREEN = ("nation", "play", "data", "briefing", "presentation", "slide", "embedded")
"""Pictured as they open; the others whole."""
PATIENCE_MS = 60_000
EXPLORE_READY = 'html[data-view][data-busy="false"]'
READY = {
    "data": ".table-frame table",
    "briefing": ".slide",
    "presentation": "#stage-page:not(:empty)",
}
"""What tells that a page is there; Explore marks the view it shows."""


def main() -> None:
    """Start the app on a free port and picture every view at every size in both themes."""
    ALL.mkdir(parents=True, exist_ok=True)
    IMAGES.mkdir(exist_ok=True)
    log = PROJECT / "var" / "screenshots.log"
    with servers.running(servers.ours(), read_settings().extracts, log) as server, chromium() as browser:
        for size, theme in ((size, theme) for size in SIZES for theme in ("light", "dark")):
            _picture(browser, server.url, size, theme)
    shutil.copy(ALL / SHOWN, IMAGES / SHOWN)


def _picture(browser: Browser, address: str, size: str, theme: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    for name, view in VIEWS.items():
        page.goto(f"{address}{view}")
        page.wait_for_selector(READY.get(name, EXPLORE_READY))
        if name == "play":
            _play(page)
        if name == "presentation":
            page.frame_locator("iframe.current").locator(EXPLORE_READY).wait_for()
        picture = ALL / f"{name}-{size}-{theme}"
        if name == "print":
            page.pdf(path=picture.with_suffix(".pdf"), prefer_css_page_size=True)
            continue
        if name not in FIRST_SCREEN:
            _see_all(page)
        page.screenshot(path=picture.with_suffix(".png"), full_page=name not in FIRST_SCREEN)
    context.close()


def _see_all(page: Page) -> None:
    """Scroll through the page and back; what lies below is painted when it comes into sight."""
    for panel in page.locator(".more-panels .card").all():
        panel.scroll_into_view_if_needed()
    expect(page.locator(".more-panels [aria-busy]")).to_have_count(0)
    page.evaluate("scrollTo(0, 0)")


def _play(page: Page) -> None:
    """Stop in the middle of playing, at a frame of another period."""
    page.locator("#play").click()
    page.wait_for_selector("html[data-frame]")
    page.wait_for_timeout(1500)


if __name__ == "__main__":
    main()
