"""A view prints on one landscape page, in light colors, as vectors, with its sources, link and day."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from .pages import Watched

pytestmark = pytest.mark.browser
SHEET = {"landscape": True, "prefer_css_page_size": True, "print_background": True}


def drawing_of(pdf: bytes) -> bytes:
    """What the pages of a PDF draw, forms and patterns of their own left out."""
    return b"".join(page.get_contents().get_data() for page in PdfReader(io.BytesIO(pdf)).pages)


VIEWS = (
    "",
    "place=39",
    "place=39061&compare=39035,39049&measure=count&scale=index",
    "place=39&maps=two",
    "maps=periods",
    "place=39&classes=continuous&fade=1",
)


@pytest.mark.parametrize("query", VIEWS)
def test_a_view_is_one_landscape_page_of_vectors(query: str, simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?{query}")
    pdf = watched.page.pdf(**SHEET)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    width, height = map(float, re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups())
    assert width > height
    # The legend's swatches are pictures, up to the width of a continuous one; nothing larger is.
    widths = re.findall(rb"/Subtype /Image\s*/Width (\d+)", pdf)
    assert all(int(width) < 400 for width in widths)
    # Thousands of lines and curves: counties, hatches, the trend.
    assert len(re.findall(rb" [lc]\n", drawing_of(pdf))) > 2_000


def test_paper_is_light_and_the_screen_comes_back_as_it_was(simulated_app: str, watched: Watched) -> None:
    page = watched.page
    watched.show(f"{simulated_app}/?place=39")
    page.emulate_media(color_scheme="dark")
    root = page.locator("html")
    expect(root).to_have_attribute("data-theme", "dark")
    suppressed = page.locator("#map-svg path.suppressed").first
    before = suppressed.evaluate("shape => getComputedStyle(shape).fill")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(root).to_have_attribute("data-theme", "light")
    line = page.locator("#print-line")
    expect(line).to_contain_text("place=39&period=")
    assert re.search(r"Printed \w+ \d{1,2}, \d{4} from http", line.inner_text() or line.text_content())
    assert "url" not in suppressed.evaluate("shape => getComputedStyle(shape).fill")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(root).to_have_attribute("data-theme", "dark")
    assert suppressed.evaluate("shape => getComputedStyle(shape).fill") == before
    expect(page.locator("#map-svg clipPath")).to_have_count(0)


def test_controls_stay_on_the_screen(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?place=39")
    watched.page.emulate_media(media="print")
    for gone in (".sentence", ".player", "#map .panel-tools", "#seizures", "#theme-switch"):
        expect(watched.page.locator(gone).first).to_be_hidden()
    for kept in (
        "#headline",
        "#map-title",
        "#map-legend",
        "#map-foot",
        "#trend-title",
        "#trend-foot",
        "#banner",
    ):
        expect(watched.page.locator(kept)).to_be_visible()
