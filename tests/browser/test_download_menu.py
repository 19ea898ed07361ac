"""What a panel's download menu offers beside files: pictures and the citation."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from .pages import Watched

pytestmark = pytest.mark.browser

COPIED_SIZE = """async () => {
  const [item] = await navigator.clipboard.read();
  const picture = await createImageBitmap(await item.getType("image/png"));
  return [picture.width, picture.height];
}"""


def opened(watched: Watched, address: str, panel: str) -> Locator:
    """A panel's menu, opened from the keyboard."""
    watched.show(address)
    menu = watched.page.locator(f'details.download:has([data-download="{panel}.csv"])')
    menu.locator("summary").press("Enter")
    expect(menu.get_by_role("button", name="Cite")).to_be_visible()
    return menu


def test_pictures_are_of_the_view_and_as_large_as_asked(simulated_app: str, watched: Watched) -> None:
    menu = opened(watched, f"{simulated_app}/?place=39&measure=count", "trend")
    sizes = {}
    for words, scale in (("Picture (PNG)", 1), ("Picture, 2 times as large", 2)):
        with watched.page.expect_download() as saved:
            menu.get_by_text(words, exact=True).press("Enter")
        assert saved.value.suggested_filename == "trend-deaths.png"
        with Image.open(io.BytesIO(saved.value.path().read_bytes())) as picture:
            sizes[scale] = picture.size
            assert "place=39" in picture.info["View"]
            assert "Simulated" in picture.info
    assert sizes[2] == (2 * sizes[1][0], 2 * sizes[1][1])
    with watched.page.expect_download() as saved:
        menu.get_by_text("Drawing (SVG)").click()
    drawing = saved.value.path().read_text(encoding="utf-8")
    assert watched.page.locator("#trend-title").inner_text() in drawing
    assert "SIMULATED DATA" in drawing


def test_every_link_of_a_menu_gives_its_file(simulated_app: str, watched: Watched) -> None:
    menu = opened(watched, f"{simulated_app}/?place=39", "trend")
    links = menu.locator('a[href^="/download/"]').all()
    assert len(links) > 2
    for link in links:
        if not link.is_visible():
            menu.locator("summary").click()
        with watched.page.expect_download() as saved:
            link.click()
        assert saved.value.suggested_filename.startswith("trend-deaths"), link.inner_text()


def test_a_picture_is_copied(simulated_app: str, watched: Watched) -> None:
    menu = opened(watched, simulated_app, "headline")
    menu.get_by_role("button", name="Copy picture").press("Enter")
    expect(menu.get_by_role("button", name="Copied")).to_be_visible()
    width, height = watched.page.evaluate(COPIED_SIZE)
    assert width > height > 720


def test_what_fails_is_said_in_the_menu(simulated_app: str, watched: Watched) -> None:
    menu = opened(watched, simulated_app, "headline")
    watched.page.route("**/picture/**", lambda route: route.abort())
    menu.get_by_role("button", name="Copy picture").click()
    expect(menu.get_by_role("button", name="No picture; try again")).to_be_visible()
    watched.problems.clear()


def test_a_view_is_cited_from_the_menu(simulated_app: str, watched: Watched) -> None:
    menu = opened(watched, f"{simulated_app}/?place=39", "map")
    menu.get_by_role("button", name="Cite").press("Enter")
    expect(watched.page.locator("#cite-text")).to_contain_text("place=39")
    expect(watched.page.locator("#cite-text")).to_contain_text("Simulated")


def test_a_menu_closes_when_something_else_is_done(simulated_app: str, watched: Watched) -> None:
    menu = opened(watched, simulated_app, "map")
    options = watched.page.locator("#map-options")
    options.locator("summary").click()
    expect(options).to_have_attribute("open", "")
    expect(menu).not_to_have_attribute("open", "")
    menu.locator("summary").press("Enter")
    expect(options).not_to_have_attribute("open", "")
    menu.get_by_text("CSV").press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").press("Enter")
    watched.page.locator("#map-title").click()
    expect(menu).not_to_have_attribute("open", "")
