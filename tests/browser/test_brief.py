"""A briefing built from two panels, saved and opened; and one presented by keyboard at 1920×1080."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Locator, Page, expect

from model.ready_decks import EIGHT_MINUTES

from .accessibility import faults, faults_in_both_themes, ready_for_axe
from .pages import Watched, appears, asks_for_a_view

pytestmark = pytest.mark.browser
SMALLEST_PX = 18
"""Of any text on a slide, as painted on 1080 lines."""
TEXT_SIZES = """() => {
    const sizes = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const { parentElement: element, textContent } = walker.currentNode;
        const isShown = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
        if (!isShown || !textContent.trim() || element.getBoundingClientRect().width <= 1) continue;
        sizes.push([parseFloat(getComputedStyle(element).fontSize), textContent.trim()]);
    }
    return sizes;
}"""


def built(page: Page, address: str) -> None:
    page.goto(address)
    appears(page, 'html[data-briefing="ready"]')


def names(page: Page) -> list[str]:
    return [name.split(":")[0].split(",")[0] for name in page.locator(".slide-name span").all_inner_texts()]


def test_a_briefing_is_built_reordered_saved_and_opened(
    simulated_app: str, fresh: Watched, tmp_path: Path
) -> None:
    page = fresh.page
    fresh.open(f"{simulated_app}/?place=39")
    page.get_by_role("button", name="Add to briefing: the figures of the map").click()
    page.get_by_role("button", name="Add to briefing: the trend").click()
    expect(page.locator("#briefing-said")).to_have_text("2 slides in the briefing")
    page.get_by_role("link", name="Briefing, 2 slides").click()
    expect(page.locator(".slide")).to_have_count(2)
    assert names(page) == ["Map", "Trend"]

    hostile = "<img src=x onerror=alert(1)>"
    page.get_by_label("Title of the briefing").fill(hostile)
    page.get_by_label("Title", exact=True).first.fill("Ohio <b>first</b>")
    page.get_by_label("Speaker notes").first.fill("Say this.")
    page.get_by_role("button", name="Move slide 1 down").click()
    assert names(page) == ["Trend", "Map"]
    page.keyboard.press("Alt+ArrowUp")
    assert names(page) == ["Map", "Trend"]
    page.locator(".slide-name").nth(1).drag_to(page.locator(".slide").nth(0))
    assert names(page) == ["Trend", "Map"]

    with page.expect_download() as downloading:
        page.get_by_role("button", name="Save deck").click()
    saved = tmp_path / "briefing.json"
    downloading.value.save_as(saved)
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".slide")).to_have_count(0)
    page.locator("#brief-file").set_input_files(saved)
    expect(page.locator(".slide")).to_have_count(2)
    assert names(page) == ["Trend", "Map"]
    expect(page.get_by_label("Title of the briefing")).to_have_value(hostile)
    expect(page.get_by_label("Title", exact=True).nth(1)).to_have_value("Ohio <b>first</b>")
    expect(page.get_by_label("Speaker notes").nth(1)).to_have_value("Say this.")

    # What is kept by the tab outlives a reload, and is still text.
    page.reload()
    expect(page.locator(".slide")).to_have_count(2)
    page.get_by_role("button", name="Present").click()
    page.keyboard.press("End")
    expect(page.locator("#stage-title")).to_have_text("Ohio <b>first</b>")


def test_a_file_that_is_no_deck_is_refused_and_changes_nothing(
    simulated_app: str, fresh: Watched, tmp_path: Path
) -> None:
    page = fresh.page
    built(page, f"{simulated_app}/brief?ready=monthly&place=39")
    count = page.locator(".slide").count()
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"format": 2, "slides": []}')
    # The browser notes an answer of 400 in its console; here it is the one wanted.
    page.locator("#brief-file").set_input_files(wrong)
    expect(page.locator("#brief-said")).to_contain_text("another version of this dashboard")
    assert page.locator(".slide").count() == count
    fresh.problems.clear()


@pytest.fixture
def stage(simulated_app: str, fresh: Watched) -> Iterator[Page]:
    """The eight-minute briefing of a county on a projector."""
    page = fresh.page
    page.set_viewport_size({"width": 1920, "height": 1080})
    built(page, f"{simulated_app}/brief?ready=eight-minutes&place=39061")
    page.get_by_role("button", name="Present").focus()
    page.keyboard.press("Enter")
    yield page


def frame_in(holder: Locator) -> Frame:
    """The page of a slide's frame.

    Until it has come the frame holds an empty document, whose window the page takes over: whoever waits for
    something in that document waits for ever.
    """
    frame = holder.element_handle().content_frame()
    assert frame is not None
    frame.wait_for_url(re.compile("/slide/"), wait_until="commit")
    return frame


def slide(page: Page) -> Frame:
    """The slide on screen, once its panel stands."""
    frame = frame_in(page.locator("#stage-frames iframe.current"))
    appears(frame, 'html[data-view][data-busy="false"]:has(.single-panel:not([aria-busy]))')
    return frame


def following_slide(page: Page) -> Frame:
    """The slide after the first, once it stands out of sight."""
    slide(page)
    frame = frame_in(page.locator("#stage-frames iframe").nth(1))
    appears(frame, 'html[data-view][data-busy="false"]')
    return frame


def page_number(page: Page) -> str:
    return page.locator("#stage-page").inner_text()


def test_a_briefing_is_presented_by_keyboard_alone_and_read_from_afar(stage: Page) -> None:
    press = stage.keyboard.press
    following = following_slide(stage)
    for number in range(1, 7):
        assert page_number(stage) == f"{number} of 6"
        frame = slide(stage)
        assert number != 2 or frame == following, "the next slide was there before it was asked for"
        scale = stage.locator("#stage-frames").evaluate(
            "e => parseFloat(e.style.getPropertyValue('--scale'))"
        )
        small = [
            (size * scale, text) for size, text in frame.evaluate(TEXT_SIZES) if size * scale < SMALLEST_PX
        ]
        assert small == []
        assert [each for each in stage.evaluate(TEXT_SIZES) if each[0] < SMALLEST_PX] == []
        expect(frame.locator(f"#{EIGHT_MINUTES[number - 1].show}")).to_be_visible()
        assert "Simulated data" in frame.locator("#banner").inner_text()
        assert frame.locator(".single-panel > footer").inner_text() != ""
        box = frame.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert box[0] <= box[1]
        press(["ArrowRight", "PageDown", " "][number % 3])
    assert page_number(stage) == "6 of 6"
    for key, expected in [
        ("ArrowLeft", "5 of 6"),
        ("PageUp", "4 of 6"),
        ("Home", "1 of 6"),
        ("End", "6 of 6"),
        ("Shift+Space", "5 of 6"),
    ]:
        press(key)
        assert page_number(stage) == expected
    press("2")
    expect(stage.locator("#stage-said")).to_have_text("Go to slide 2: Enter")
    press("Enter")
    assert page_number(stage) == "2 of 6"
    press("9")
    press("Enter")
    expect(stage.locator("#stage-said")).to_have_text("There is no slide 9.")
    press("b")
    expect(stage.locator("#stage-blank")).to_be_visible()
    press("b")
    expect(stage.locator("#stage-blank")).to_be_hidden()
    press("?")
    expect(stage.get_by_role("dialog", name="Keys")).to_be_visible()
    press("Escape")
    # Keys go on working from within the slide.
    slide(stage).locator("#play").focus()
    press("ArrowRight")
    assert page_number(stage) == "3 of 6"
    press("Escape")
    expect(stage.get_by_role("button", name="Present")).to_be_focused()


def test_our_county_takes_the_slide_and_notes_stand_in_a_second_window(stage: Page) -> None:
    stage.keyboard.press("ArrowRight")
    frame = slide(stage)
    own = frame.locator("html").get_attribute("data-view")
    stage.keyboard.press("c")
    expect(frame.locator("#place-search input")).to_be_focused()
    stage.keyboard.type("adams ohio")
    expect(frame.locator("#place-list [role=option]").first).to_have_text("Adams County, OH")
    stage.keyboard.press("ArrowDown")
    stage.keyboard.press("Enter")
    expect(frame.locator('html[data-view="place=39001"][data-busy="false"]')).to_have_count(1)
    expect(stage.locator("#stage-title")).to_have_text("Now showing Adams County, Ohio")
    # Its figure is withheld: a longer period, its group and its state are offered, in this order.
    offers = frame.locator(".fallbacks button")
    expect(offers.last).to_have_text("Ohio")
    kinds = [
        next(iter(offer.evaluate("button => ({ ...button.dataset })").items())) for offer in offers.all()
    ]
    assert [name for name, _ in kinds] == ["fallback", "go", "go"]
    assert kinds[1][1].startswith("urban-")
    expect(stage.locator("#stage")).to_be_focused()
    stage.keyboard.press("r")
    expect(stage.locator("#stage-title")).to_have_text("Hamilton County, OH on the map")
    assert slide(stage).locator("html").get_attribute("data-view") == own

    # Notes stand in a second window that turns the slides.
    stage.keyboard.press("Home")
    slide(stage)
    with stage.context.expect_page() as opening:
        stage.keyboard.press("n")
    notes = opening.value
    expect(notes.locator("#speaker-title")).to_have_text("1 of 6: Hamilton County, OH: where things stand")
    expect(notes.locator("#speaker-notes")).to_contain_text("0:00 to 1:20")
    expect(notes.locator("#speaker-next")).to_have_text("Next: 2, Hamilton County, OH on the map")
    notes.keyboard.press("ArrowRight")
    expect(notes.locator("#speaker-title")).to_contain_text("2 of 6")
    assert page_number(stage) == "2 of 6"
    with ready_for_axe(notes):
        assert faults(notes) == []
    notes.close()


def test_figures_of_an_older_extract_are_asked_for_with_every_request(
    simulated_app: str, fresh: Watched
) -> None:
    version = "20200101T000000000000-abcdef"
    fresh.open(f"{simulated_app}/slide/breakdown?place=39#figures={version}")
    appears(fresh.page, ".single-panel:not([aria-busy])")
    # The page that other tests share may still be asking for its panels.
    own = [each for each in fresh.requests if each.frame.page == fresh.page]
    figures = [each for each in own if "/panel/" in each.url or asks_for_a_view(each)]
    assert len(figures) >= 2
    assert {each.headers.get("x-figures") for each in figures} == {version}


def test_an_embedded_panel_leads_to_its_view_and_says_how_it_is_cited(
    simulated_app: str, fresh: Watched
) -> None:
    page = fresh.page
    answer = page.goto(f"{simulated_app}/embed/trend?place=39")
    assert answer is not None
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    fresh.settled()
    expect(page.locator("#trend")).to_be_visible()
    expect(page.locator("#map")).to_be_hidden()
    assert page.locator("[data-whole-view]").get_attribute("href").startswith("/?place=39")
    page.get_by_role("button", name="Cite").click()
    expect(page.locator("#cite-text")).to_contain_text("seen")
    assert faults_in_both_themes(page) == []


def test_a_panel_stands_alone_in_a_slide_and_embedded(simulated_app: str, fresh: Watched) -> None:
    """Beside those that are presented and the embedded trend, above."""
    for address in ("slide/trend", "slide/sectors", "embed/map", "embed/sectors", "embed/headline"):
        fresh.open(f"{simulated_app}/{address}?place=39")
        expect(fresh.page.locator(f"#{address.partition('/')[2]}"), address).to_be_visible()
