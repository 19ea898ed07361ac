"""Files are asked for by links that show how far they are."""

import re

import pytest
from playwright.sync_api import expect

from model.deck import Deck, Slide, deck_code

from .pages import Watched

pytestmark = pytest.mark.browser

CODE = deck_code(Deck(title="Ohio", slides=(Slide(view="place=39", show="trend"), Slide(show="areas"))))


def test_a_link_shows_progress_saves_the_file_and_says_what_goes_wrong(
    simulated_app: str, fresh: Watched
) -> None:
    page = fresh.page
    page.goto(f"{simulated_app}/brief?deck={CODE}")
    files = page.locator("#brief-takeaways")
    link = files.get_by_role("link", name="PowerPoint")
    expect(link).to_have_attribute("href", re.compile(r"^/takeaway/deck\.pptx\?deck=."))
    with page.expect_download() as saved:
        link.press("Enter")
    assert saved.value.suggested_filename == "briefing.pptx"
    status, bar = files.get_by_role("status"), files.get_by_role("progressbar")
    expect(status).to_have_text("briefing.pptx is saved.")
    expect(bar).to_be_hidden()

    other = files.get_by_role("link", name="PDF")
    other.evaluate("(link) => { link.href = '/takeaway/deck.pdf?deck=none'; }")
    other.click()
    expect(status).to_contain_text("The link's deck is damaged")
    expect(bar).to_be_hidden()
    # The answer of 400 is the point of this test.
    fresh.problems.clear()
