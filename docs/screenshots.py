"""Takes the screenshots in `docs/images/` of the app on its current extract: `make screenshots`."""

from pathlib import Path

from playwright.sync_api import Browser

from bench import servers
from bench.browser import chromium
from data.settings import PROJECT, read_settings

IMAGES = Path(__file__).parent / "images"
SIZES = {"projector": (1920, 1080), "laptop": (1366, 768), "phone": (390, 844)}
VIEWS = {
    "nation": "",
    "county": "?place=39061&compare=39035,39049",
    "drug": "?drug=synthetic_opioids&place=54",
    "data": "data",
}
READY = {"data": ".table-frame table"}
"""What tells that a page is there; Explore marks the view it shows."""


def main() -> None:
    """Start the app on a free port and picture every view at every size in both themes."""
    IMAGES.mkdir(exist_ok=True)
    log = PROJECT / "build" / "screenshots.log"
    with servers.running(servers.ours(), read_settings().extracts, log) as server, chromium() as browser:
        for size, theme in ((size, theme) for size in SIZES for theme in ("light", "dark")):
            _picture(browser, server.url, size, theme)


def _picture(browser: Browser, address: str, size: str, theme: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    for name, view in VIEWS.items():
        page.goto(f"{address}{view}")
        page.wait_for_selector(READY.get(name, 'html[data-view][data-busy="false"]'))
        whole = size == "phone" and name != "data"
        page.screenshot(path=IMAGES / f"{name}-{size}-{theme}.png", full_page=whole)
    context.close()


if __name__ == "__main__":
    main()
