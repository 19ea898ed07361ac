"""The map's options in a real browser: classes, own limits, colors and fading, by mouse and by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from .pages import Watched

pytestmark = pytest.mark.browser

WORN = """() => {
  const { level } = document.querySelector("#map-svg svg").dataset;
  const worn = {};
  for (const shape of document.querySelectorAll(`#map-svg .shapes.${level} path[data-place]`)) {
    const look = shape.getAttribute("class");
    worn[look] = (worn[look] || 0) + 1;
  }
  return worn;
}"""
FILL = """(look) => {
  const shape = document.querySelector(`#map-svg .shapes.county path[class="${look}"]`);
  return getComputedStyle(shape).fill;
}"""


def open_options(page: Page) -> None:
    page.get_by_text("Map options").click()


def legend_counts(page: Page) -> dict[str, int]:
    rows = page.locator("#map-legend .legend-row")
    return {
        str(row.get_attribute("data-legend")): int(row.locator("em").inner_text().replace(",", ""))
        for row in rows.all()
    }


def assert_legend_counts_the_map(page: Page) -> None:
    worn = page.evaluate(WORN)
    for kind, count in legend_counts(page).items():
        apart = kind == "unreliable" or kind.startswith("faint")
        looks = [look for look in worn if kind in look.split() and (apart or "unreliable" not in look)]
        assert sum(worn[look] for look in looks) == count, kind


def test_the_map_and_its_legend_follow_the_classes(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    page = watched.page
    before = page.evaluate(WORN)
    assert_legend_counts_the_map(page)
    open_options(page)
    for classes in ("equal", "jenks", "continuous"):
        page.get_by_label("Classes").select_option(classes)
        watched.settled(f"classes={classes}")
        assert page.evaluate(WORN) != before, classes
        assert_legend_counts_the_map(page)
        expect(page.locator("#map-legend small")).to_contain_text("the same for all periods")
    page.get_by_label("Classes").select_option("quantiles")
    watched.settled("")
    assert page.evaluate(WORN) == before


def test_own_limits_are_given_by_keyboard_and_refused_in_words(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    page = watched.page
    page.get_by_text("Map options").focus()
    page.keyboard.press("Enter")
    classes, limits = page.get_by_label("Classes"), page.get_by_label("Upper limits")
    expect(limits).to_be_hidden()
    classes.focus()
    classes.select_option("own")
    page.keyboard.press("Tab")
    expect(limits).to_be_focused()
    assert len(limits.input_value().split(", ")) == 4
    limits.fill("20, 10")
    page.keyboard.press("Enter")
    expect(page.locator("#own-limits-note")).to_contain_text("each higher than the one before")
    expect(limits).to_have_attribute("aria-invalid", "true")
    assert watched.query == ""
    limits.fill("10; 20.5")
    page.keyboard.press("Enter")
    watched.settled("classes=10,20.5")
    expect(page.locator("#own-limits-note")).not_to_contain_text("each higher")
    expect(page.locator("#map-legend")).to_contain_text("20.6 or more")
    expect(page.locator("#map-legend .legend-row").nth(2)).to_have_attribute("data-legend", "c4")
    assert_legend_counts_the_map(page)
    page.keyboard.press("Escape")
    expect(limits).to_be_hidden()
    expect(page.locator("#map-options summary")).to_be_focused()


def test_limits_belong_to_their_measure(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?classes=10,20")
    expect(watched.page.locator("#classes")).to_have_value("own")
    watched.page.get_by_label("Measure").select_option("count")
    watched.settled("measure=count")


def test_every_step_of_a_continuous_color_is_another_and_frames_wear_them(
    simulated_app: str, watched: Watched
) -> None:
    watched.show(f"{simulated_app}/?classes=continuous")
    page = watched.page
    before = page.evaluate(WORN)
    steps = [look for look in before if re.match(r"ramp r\d+$", look)]
    assert len(steps) > 12
    assert len({page.evaluate(FILL, look) for look in steps}) == len(steps)
    slider = page.locator("#play-range")
    slider.evaluate("(range) => { range.value = 0; range.dispatchEvent(new Event('input')); }")
    expect(page.locator("html[data-frame]")).to_have_count(1)
    assert page.evaluate(WORN) != before
    oldest = page.locator("html").get_attribute("data-frame") or ""
    slider.evaluate("(range) => { range.value = range.max; range.dispatchEvent(new Event('input')); }")
    expect(page.locator("html")).not_to_have_attribute("data-frame", oldest)
    assert page.evaluate(WORN) == before
    slider.evaluate("(range) => range.dispatchEvent(new Event('change'))")
    expect(page.locator("html[data-frame]")).to_have_count(0)
    assert page.evaluate(WORN) == before


def test_what_must_not_be_compared_offers_no_classes(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?indicator=syndromic_visits")
    page = watched.page
    open_options(page)
    for name in ("Classes", "Colors", "Certainty"):
        expect(page.get_by_label(name)).to_be_disabled()
    expect(page.locator("#map-options-reason")).to_contain_text("Places must not be compared")


def test_colors_are_chosen_and_a_sector_has_its_own(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?measure=count")
    page = watched.page
    ours = page.evaluate(FILL, "c4")
    open_options(page)
    page.get_by_label("Colors").select_option("viridis")
    watched.settled("measure=count&palette=viridis")
    assert page.evaluate(FILL, "c4") == "rgb(68, 1, 84)"
    page.locator("#theme-switch").click()
    assert page.evaluate(FILL, "c4") == "rgb(253, 231, 37)"
    page.locator("#theme-switch").click()
    assert page.evaluate(FILL, "c4") == "rgb(68, 1, 84)"
    # The third press gives the theme back to the system.
    page.locator("#theme-switch").click()
    expect(page.get_by_label("Colors")).to_be_hidden()
    open_options(page)
    page.get_by_label("Colors").select_option("sector")
    watched.settled("measure=count")
    assert page.evaluate(FILL, "c4") == ours
    page.get_by_label("Indicator", exact=True).select_option("svi")
    watched.settled("indicator=svi&measure=count")
    assert page.evaluate(FILL, "c4") == "rgb(63, 0, 125)"


def test_places_fade_by_the_width_of_their_interval(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    page = watched.page
    assert not [look for look in page.evaluate(WORN) if "faint" in look]
    open_options(page)
    page.get_by_label("Certainty").select_option("1")
    watched.settled("fade=1")
    worn = page.evaluate(WORN)
    assert {look.split()[-1] for look in worn if look.startswith("c")} >= {"faint0", "faint1"}
    assert all("faint2" in look for look in worn if "unreliable" in look)
    assert_legend_counts_the_map(page)
    expect(page.locator("#map-reading")).to_contain_text("A fainter color is a wider interval")
    page.get_by_label("Measure").select_option("change")
    watched.settled("measure=change")
    expect(page.locator("#notices")).to_contain_text("fading needs a 95% interval")
    expect(page.get_by_label("Certainty")).to_be_disabled()


def test_a_smoothed_rate_says_that_it_is_none_observed(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?place=39")
    page = watched.page
    crude = page.locator("#map-legend .legend-row").first.inner_text().split("·")[0]
    page.get_by_label("Measure").select_option("smoothed")
    watched.settled("measure=smoothed&place=39")
    expect(page.locator("#map-title")).to_contain_text("smoothed (empirical Bayes, not observed rates)")
    expect(page.locator("#map-foot")).to_contain_text("Suppressed counts take no part")
    expect(page.locator("#map-legend")).to_contain_text("Smoothed deaths per 100,000, not observed")
    expect(page.locator("#trend-subtitle")).to_contain_text("Observed crude rates, not smoothed")
    assert page.locator("#map-legend .legend-row").first.inner_text().split("·")[0] == crude
    watched.shape("39061").hover(force=True)
    card = page.locator("#map-hover")
    expect(card).to_contain_text("smoothed, not an observed rate")
    expect(card).not_to_contain_text("interval")
    expect(card).not_to_contain_text("Rank")
    page.locator('#map-svg .county path[data-status="suppressed"][data-place^="39"]').first.hover(force=True)
    expect(card).to_contain_text("suppressed (1 to 9)")
    expect(card).to_contain_text("at most")
    expect(card).not_to_contain_text("smoothed")
