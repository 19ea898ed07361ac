"""Files are asked for by links that show how far they are."""

import pytest
from playwright.sync_api import expect

from model.deck import Deck, Slide, deck_code

pytestmark = pytest.mark.browser
CODE = deck_code(Deck(title="Ohio", slides=(Slide(view="place=39", show="trend"), Slide(show="areas"))))


def test_a_link_shows_progress_and_saves_the_file(simulated_app, watched):
    page = watched.page
    page.goto(f"{simulated_app}/brief")
    page.evaluate(
        "(query) => { const holder = document.createElement('div'); holder.id = 'files';"
        " holder.dataset.takeaways = ''; holder.dataset.query = query; document.body.append(holder);"
        " window.takeaways.fill(holder); }",
        f"deck={CODE}",
    )
    link = page.locator("#files").get_by_role("link", name="PowerPoint")
    expect(link).to_have_attribute("href", f"/takeaway/deck.pptx?deck={CODE}")
    with page.expect_download() as saved:
        link.press("Enter")
    assert saved.value.suggested_filename == "briefing.pptx"
    expect(page.locator("#files").get_by_role("status")).to_have_text("briefing.pptx is saved.")
    expect(page.locator("#files").get_by_role("progressbar")).to_be_hidden()


def test_what_goes_wrong_is_said_beside_the_link(simulated_app, watched):
    page = watched.page
    page.goto(f"{simulated_app}/brief")
    page.evaluate(
        "() => { const holder = document.createElement('div'); holder.id = 'files';"
        " holder.dataset.takeaways = ''; holder.dataset.query = 'deck=none'; document.body.append(holder);"
        " window.takeaways.fill(holder); }"
    )
    page.locator("#files").get_by_role("link", name="PDF").click()
    expect(page.locator("#files").get_by_role("status")).to_contain_text("The link's deck is damaged")
    watched.problems.clear()
