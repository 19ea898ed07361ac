"""More than one map in a real browser: side by side, and two figures in one."""

import pytest
from playwright.sync_api import expect

from .pages import Watched

pytestmark = pytest.mark.browser


FILL = "shape => getComputedStyle(shape).fill"


def test_two_maps_are_chosen_linked_and_left(simulated_app: str, fresh: Watched) -> None:
    fresh.open(f"{simulated_app}/?period=2024-06")
    page = fresh.page
    expect(page.locator("#map2")).not_to_be_visible()
    expect(page.locator("#map2-svg svg")).to_have_count(0)

    # Two equal maps say nothing, so the second opens a year earlier.
    fresh.choose_maps("two")
    fresh.settled("period=2024-06&maps=two&period2=2023-06")
    expect(page.locator("#map2-title")).to_contain_text("12 months ending June 2023")
    first, second = fresh.looks(), fresh.looks("map2-svg")
    assert first != second

    # Pointing at a county on one shows its card on both.
    page.locator('#map2-svg path[data-place="39061"]').hover(force=True)
    for card in ("#map-hover", "#map2-hover"):
        expect(page.locator(card)).to_contain_text("Hamilton County, Ohio")
    page.locator("#map-title").hover()
    expect(page.locator("#map2-hover")).to_be_hidden()

    # Chosen on one, it is chosen and looked at on both.
    page.locator('#map2-svg path[data-place="39061"]').click(force=True)
    fresh.settled("place=39061&period=2024-06&maps=two&period2=2023-06")
    boxes = [page.locator(f"#{host} svg").get_attribute("viewBox") for host in ("map-svg", "map2-svg")]
    assert boxes[0] == boxes[1] and not boxes[0].startswith("0.0 0.0")
    expect(page.locator("#map2-svg .chosen .focus")).to_have_count(1)

    page.reload()
    fresh.settled()
    assert fresh.looks("map2-svg") == second
    page.go_back()
    fresh.settled("period=2024-06&maps=two&period2=2023-06")
    page.get_by_role("button", name="One map").click()
    fresh.settled("period=2024-06")
    expect(page.locator("#map-options summary")).to_be_focused()
    expect(page.locator("#map2")).not_to_be_visible()
    expect(page.locator("#second-row")).to_be_hidden()


def test_the_second_row_by_keyboard(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?level=state&maps=two&drug2=heroin")
    page = watched.page
    expect(page.locator("#map2-title")).to_contain_text("involving heroin")
    shared = watched.looks("map2-svg")
    page.get_by_label("Classes of the second map").focus()
    page.keyboard.press("ArrowDown")
    watched.settled("level=state&maps=two&drug2=heroin&legend2=own")
    assert watched.looks("map2-svg") != shared
    expect(page.get_by_label("Classes of the second map")).to_be_focused()
    page.get_by_label("Indicator of the second map").select_option("svi")
    watched.settled("level=state&maps=two&indicator2=svi")
    expect(page.locator("#notices")).to_contain_text("Second map: Not published by state")
    expect(page.get_by_label("Drug of the second map")).to_have_count(0)


def test_patterns_of_each_map_are_its_own(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?maps=two&period2=2023-06")
    page = watched.page
    ids = page.eval_on_selector_all("pattern", "made => made.map((each) => each.id)")
    assert len(ids) == len(set(ids))
    for host, card in (("map-svg", "map-hover"), ("map2-svg", "map2-hover")):
        hidden = page.locator(f"#{host} .shapes.county path.suppressed").first
        assert f"{card}-pattern-suppressed" in hidden.evaluate(FILL)


def test_playing_moves_the_first_map_alone(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?period=2024-06&maps=two&period2=2023-06")
    page = watched.page
    first, second = watched.looks(), watched.looks("map2-svg")
    page.locator("#play").click()
    expect(page.locator("html[data-frame]")).to_have_count(1)
    assert watched.looks() != first
    assert watched.looks("map2-svg") == second
    page.locator("#play").click()
    expect(page.locator('html[data-busy="false"]:not([data-frame])')).to_have_count(1)


def test_two_figures_in_one_map(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    page = watched.page
    single = watched.looks()
    watched.choose_maps("both")
    watched.settled("maps=both&measure2=change")
    expect(page.locator("#map-title")).to_contain_text("percent change on a year earlier")
    expect(page.locator("#map-subtitle")).to_contain_text("in the second")
    expect(page.locator("#map-legend")).not_to_be_visible()
    together = watched.looks()
    assert {f"b{row}{column}" for row in range(3) for column in range(3)} <= set(
        together.replace(",", " ").split()
    )

    # The legend counts what the map shows, and shows a class alone.
    cell = page.locator("#both-legend button.b22")
    reliable = together.count("b22") - together.count("unreliable b22")
    assert int(cell.inner_text().replace(",", "")) == reliable
    cell.focus()
    page.keyboard.press("Enter")
    expect(cell).to_have_attribute("aria-pressed", "true")
    faded = page.locator("#map-svg .shapes.county path.b00").first
    assert faded.evaluate("shape => getComputedStyle(shape).fillOpacity") == "0.13"
    page.keyboard.press("Enter")
    expect(cell).to_have_attribute("aria-pressed", "false")

    page.locator("#map-svg .shapes.county path.b22:not(.unreliable)").first.hover(force=True)
    expect(page.locator("#map-hover")).to_contain_text("per 100,000 (crude)")
    expect(page.locator("#map-hover")).to_contain_text("% on a year earlier")

    page.get_by_label("Period", exact=True).select_option("2024-06")
    watched.settled("period=2024-06&maps=both&measure2=change")
    assert watched.looks() != together
    page.go_back()
    watched.settled("maps=both&measure2=change")
    assert watched.looks() == together
    watched.choose_maps("one")
    watched.settled("")
    assert watched.looks() == single
    expect(page.locator("#map-legend")).to_be_visible()


def test_what_must_not_be_compared_stays_single(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?maps=both&indicator2=syndromic_visits")
    page = watched.page
    expect(page.locator("#notices")).to_contain_text("only where places may be compared")
    expect(page.locator("#both-legend")).to_be_hidden()
    expect(page.get_by_label("Indicator of the second map")).to_have_value("syndromic_visits")
