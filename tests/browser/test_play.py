"""The map played through time in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from .pages import Watched, appears, held_answers

pytestmark = pytest.mark.browser

DRAG = """(range, [value, kinds]) => {
  range.value = value;
  for (const kind of kinds) range.dispatchEvent(new Event(kind));
}"""
PAINTED = """(count) => new Promise((resolve) => {
  const look = () => {
    if (performance.getEntriesByName("frame-painted").length >= count) resolve();
    else requestAnimationFrame(look);
  };
  look();
})"""


def play(page: Page) -> None:
    """Press the button, with no frame of an earlier press counted."""
    page.evaluate("performance.clearMarks('frame-painted')")
    page.locator("#play").click()


def wait_for_frames(page: Page, count: int) -> None:
    page.evaluate(PAINTED, count)


def answered(watched: Watched) -> None:
    """Wait until every panel shows the period that the map came to."""
    appears(watched.page, 'html[data-busy="false"]:not([data-frame]):not([data-playing])')


def test_playing_moves_the_map_alone_and_pausing_brings_every_panel(
    simulated_app: str, watched: Watched
) -> None:
    page = watched.page
    for view in ("", "level=state", "measure=change&place=39"):
        watched.show(f"{simulated_app}/?{view}")
        watched.rested()
        headline, looks = page.locator("#headline").inner_text(), watched.looks()
        watched.requests.clear()
        play(page)
        wait_for_frames(page, 1)
        assert len(watched.asked("/frames?")) == len(watched.requests) <= 1, view
        watched.requests.clear()
        wait_for_frames(page, 6)
        assert watched.requests == [], view
        expect(page.locator("html")).to_have_attribute("data-playing", "true")
        assert watched.looks() != looks, view
        assert page.locator("#headline").inner_text() == headline
        expect(page.locator("#live")).to_contain_text("the other panels show 12 months ending")
        expect(page.locator("#map-subtitle")).not_to_be_visible()

        page.get_by_role("button", name="Pause").click()
        answered(watched)
        period = re.search(r"period=([\d-]+)", watched.query).group(1)
        expect(page.locator("#period")).to_have_value(period)
        words = page.locator("#play-words").inner_text()
        expect(page.locator("#map-title")).to_contain_text(words)
        expect(page.locator("#headline")).to_contain_text(words)
        expect(page.locator("#map-period")).to_be_hidden()
        expect(page.locator("#live")).to_contain_text(words)
        expect(page.locator("#play-note")).to_be_empty()

        # What was painted frame by frame is what a fresh page paints of that view.
        looks = watched.looks()
        page.reload()
        watched.settled()
        assert watched.looks() == looks, view


def test_every_word_over_a_frame_is_of_its_period(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    page = watched.page
    play(page)
    wait_for_frames(page, 3)
    title, over, slider = page.evaluate(
        "['map-title', 'map-period', 'play-words'].map((id) => document.getElementById(id).textContent)"
    )
    assert re.fullmatch(r"12 months ending \w+ \d{4}", over)
    assert over == slider
    assert title.endswith(over)
    page.locator("#play").click()
    answered(watched)


def test_a_change_of_the_view_ends_playing(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    page = watched.page
    looks, title = watched.looks(), page.locator("#map-title").inner_text()
    play(page)
    wait_for_frames(page, 4)
    page.get_by_label("State", exact=True).select_option("39")
    watched.settled("place=39")
    answered(watched)
    # The answer brings no new figures of the map: those of the view come back.
    assert watched.looks() == looks
    expect(page.locator("#map-title")).to_have_text(f"{title}, Ohio")
    watched.shape("39061").hover(force=True)
    expect(page.locator("#map-hover")).to_contain_text("per 100,000 (crude)")


def test_the_last_frame_ends_in_the_newest_view(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    page = watched.page
    newest = page.locator("#play-words").inner_text()
    page.locator("#play-previous").click()
    answered(watched)
    expect(page.locator("#play-words")).not_to_have_text(newest)
    page.locator("#play").click()
    expect(page.locator("html[data-frame]")).to_have_count(1)
    answered(watched)
    expect(page.locator("#play-words")).to_have_text(newest)
    expect(page.locator("#map-title")).to_contain_text(newest)


def test_steps_and_keys(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?period=2023-06")
    page = watched.page
    page.get_by_role("button", name="Next period").click()
    watched.settled("period=2023-07")
    page.get_by_role("button", name="Previous period").click()
    watched.settled("period=2023-06")

    slider = page.get_by_role("slider", name="Period of the map")
    expect(slider).to_have_attribute("aria-valuetext", "12 months ending June 2023")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    watched.settled("period=2023-08")
    expect(slider).to_have_attribute("aria-valuetext", "12 months ending August 2023")
    expect(page.locator("#map-title")).to_contain_text("August 2023")
    answered(watched)

    page.locator("#play").focus()
    page.keyboard.press("Space")
    wait_for_frames(page, 2)
    page.keyboard.press("Space")
    answered(watched)
    assert watched.query not in ("", "period=2023-08")


def test_an_answer_leaves_the_slider_to_the_hand_that_moves_it(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?period=2023-06")
    page = watched.page
    slider = page.locator("#play-range")
    position = int(slider.input_value())
    with held_answers(page) as (_, release):
        slider.evaluate(DRAG, [position + 1, ["input", "change"]])
        expect(page.locator("html")).to_have_attribute("data-busy", "true")
        slider.evaluate(DRAG, [position + 2, ["input"]])
        release()
    watched.settled("period=2023-07")
    expect(slider).to_have_value(str(position + 2))
    slider.dispatch_event("change")
    watched.settled("period=2023-08")
    answered(watched)


def test_dragging_the_slider_and_back_asks_for_nothing_but_the_block(
    simulated_app: str, watched: Watched
) -> None:
    watched.show(f"{simulated_app}/?period=2023-06")
    watched.rested()
    page = watched.page
    slider, looks = page.locator("#play-range"), watched.looks()
    position = int(slider.input_value())
    watched.requests.clear()
    slider.evaluate(DRAG, [position - 9, ["input"]])
    expect(page.locator("html")).to_have_attribute("data-frame", "2022-09")
    assert watched.looks() != looks
    slider.evaluate(DRAG, [position, ["input", "change"]])
    answered(watched)
    assert len(watched.asked("/frames?")) == len(watched.requests)
    assert watched.query == "period=2023-06"
    assert watched.looks() == looks


def test_with_reduced_motion_a_press_is_a_step(simulated_app: str, watched: Watched) -> None:
    watched.page.emulate_media(reduced_motion="reduce")
    watched.show(f"{simulated_app}/?period=2023-06")
    watched.requests.clear()
    watched.page.get_by_role("button", name="Step").click()
    watched.settled("period=2023-07")
    assert watched.asked("/frames?") == []
    expect(watched.page.locator("html[data-playing]")).to_have_count(0)


def test_a_block_that_cannot_be_had_says_so(simulated_app: str, fresh: Watched) -> None:
    fresh.open(simulated_app)
    page = fresh.page
    page.route("**/frames?*", lambda route: route.fulfill(status=404))
    page.locator("#play").click()
    expect(page.locator("#play-note")).to_contain_text("could not be loaded")
    expect(page.locator("html[data-frame]")).to_have_count(0)
    page.unroute("**/frames?*")
    play(page)
    wait_for_frames(page, 2)
    page.locator("#play").click()
    answered(fresh)
    # The browser itself logs the refused answer.
    fresh.problems[:] = [problem for problem in fresh.problems if "404" not in problem]


def test_controls_fit_a_narrow_screen_and_a_finger(simulated_app: str, watched: Watched) -> None:
    watched.page.set_viewport_size({"width": 360, "height": 780})
    watched.show(simulated_app)
    page = watched.page
    for name in ("play", "play-previous", "play-next", "play-range"):
        box = page.locator(f"#{name}").bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
    play(page)
    wait_for_frames(page, 2)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.locator("#play").click()
    answered(watched)


def test_without_a_map_nothing_is_offered(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?indicator=seized_weight")
    expect(watched.page.locator("#player")).to_be_hidden()


def test_playing_goes_on_after_the_way_back(simulated_app: str, watched: Watched) -> None:
    """Going back brings the page anew, with another place for the map."""
    watched.show(f"{simulated_app}/?period=2023-06")
    page = watched.page
    play(page)
    wait_for_frames(page, 2)
    page.locator("#play").click()
    answered(watched)
    page.go_back()
    watched.settled("period=2023-06")
    page.locator("#play").click()
    expect(page.locator("#map-period")).to_contain_text(re.compile("20(23|24)"))
    page.go_forward()
    answered(watched)
    expect(page.locator("#map-svg svg")).to_have_count(1)
    expect(page.locator("#map-title")).to_contain_text(page.locator("#play-words").inner_text())
