"""The strip across sectors, the breakdown and the places that rise, by mouse and by keyboard."""

import pytest
from playwright.sync_api import Route, expect

from .pages import Watched, rows_of

pytestmark = pytest.mark.browser

SCROLL = """() => new Promise((resolve) => {
  scrollTo(0, TOP);
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)));
})"""
"""Scrolls, and waits until panels were told what came into sight."""


def test_the_strip_shows_every_indicator_with_whose_figure_it_is(
    simulated_app: str, watched: Watched
) -> None:
    watched.show(f"{simulated_app}/?place=39061")
    watched.in_sight("sectors")
    expect(watched.page.locator("#sectors-title")).to_have_text("Hamilton County, OH across sectors")
    rows = watched.page.locator(".sectors-table tbody tr")
    expect(rows).to_have_count(len(rows_of(simulated_app, "sectors", "place=39061")))
    expect(rows.filter(has_text="Naloxone dispensed")).to_contain_text("response, of Ohio")
    expect(rows.filter(has_text="Fentanyl seized")).to_contain_text("the nation's")
    expect(rows.filter(has_text="Social vulnerability")).to_contain_text("percentile rank")
    for newest in watched.page.locator(".newest").all_inner_texts():
        assert newest.strip()


def test_a_row_of_the_strip_becomes_the_indicator_by_keyboard(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?place=39061&drug=all")
    watched.in_sight("sectors")
    current = watched.page.locator(".sector-choice[aria-current]")
    expect(current).to_have_text("Drug overdose deaths")
    watched.page.get_by_role("button", name="Social vulnerability", exact=True).focus()
    watched.page.keyboard.press("Enter")
    watched.settled("indicator=svi&measure=count&place=39061")
    expect(current).to_have_text("Social vulnerability")


def test_the_strip_is_not_asked_for_again_while_the_place_stays(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?place=48")
    watched.in_sight("sectors")
    watched.requests.clear()
    watched.page.locator("#measure").select_option("count")
    watched.settled("measure=count&place=48")
    watched.in_sight("sectors")
    assert watched.asked("/panel/sectors") == []
    watched.page.locator("#state").select_option("53")
    watched.settled("measure=count&place=53")
    watched.in_sight("sectors")
    assert len(watched.asked("/panel/sectors")) == 1


def test_a_panel_under_way_is_not_asked_for_again(simulated_app: str, watched: Watched) -> None:
    """Drawn a second time, it would lose a press that began on the first."""
    watched.show(f"{simulated_app}/?place=48")
    watched.in_sight("sectors")
    page = watched.page
    held: list[Route] = []
    page.route("**/panel/sectors*", lambda route: held.append(route))
    page.evaluate(SCROLL.replace("TOP", "0"))
    watched.go("place=53")
    for top in ("document.body.scrollHeight", "0", "document.body.scrollHeight"):
        page.evaluate(SCROLL.replace("TOP", top))
    assert len(held) == 1
    held[0].continue_()
    watched.in_sight("sectors")


def test_bars_stand_by_sex_and_age_where_a_source_has_them(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?indicator=ed_visits")
    watched.in_sight("breakdown")
    expect(watched.page.locator("#breakdown caption")).to_have_text(["By sex", "By age"])
    rows = rows_of(simulated_app, "breakdown", "indicator=ed_visits")
    expect(watched.page.locator(".breakdown-table tbody tr")).to_have_count(len(rows))


def test_a_place_without_a_breakdown_says_so_and_leads_to_where_there_is_one(
    simulated_app: str, watched: Watched
) -> None:
    watched.show(f"{simulated_app}/?indicator=ed_visits&place=21")
    watched.in_sight("breakdown")
    expect(watched.page.locator("#breakdown-bars")).to_contain_text(
        "Published by sex and age only for participating jurisdictions"
    )
    watched.page.get_by_role("button", name="Show participating jurisdictions").click()
    watched.settled("indicator=ed_visits")
    watched.in_sight("breakdown")
    expect(watched.page.locator("#breakdown caption").first).to_have_text("By sex")


def test_not_published_by_stratum_is_said_with_the_source(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    watched.in_sight("breakdown")
    expect(watched.page.locator("#breakdown-bars")).to_contain_text("CDC/NCHS VSRR")
    expect(watched.page.locator("#breakdown-bars")).to_contain_text("Not published by sex, age")


def test_a_place_that_rose_becomes_the_place_in_focus_and_rises_are_shown_on_the_map(
    simulated_app: str, watched: Watched
) -> None:
    watched.show(simulated_app)
    watched.in_sight("rising")
    rows = rows_of(simulated_app, "rising")
    expect(watched.page.locator("#rising-title")).to_contain_text(f"{len(rows)} of ")
    choice = watched.page.locator(".place-choice").first
    assert choice.get_attribute("data-go") == rows[0]["place"]
    choice.focus()
    watched.page.keyboard.press("Enter")
    watched.settled(f"place={rows[0]['place']}")
    watched.go("")
    watched.in_sight("rising")
    watched.page.get_by_role("button", name="Show on the map").click()
    watched.settled("measure=change")


def test_an_indicator_that_cannot_be_set_against_the_nation_says_why(
    simulated_app: str, watched: Watched
) -> None:
    watched.show(f"{simulated_app}/?indicator=syndromic_visits")
    watched.in_sight("rising")
    expect(watched.page.locator("#rising")).to_contain_text("must not be compared")
    expect(watched.page.get_by_role("button", name="Show on the map")).to_be_disabled()


def test_a_panel_that_cannot_be_loaded_says_so_and_is_asked_for_again(
    simulated_app: str, fresh: Watched
) -> None:
    fresh.page.route("**/panel/rising*", lambda route: route.abort())
    fresh.open(simulated_app)
    fresh.page.locator("#rising").scroll_into_view_if_needed()
    title = fresh.page.locator("#rising-title")
    expect(title).to_have_text("This panel could not be loaded")
    fresh.page.unroute("**/panel/rising*")
    fresh.page.locator("#measure").select_option("count")
    expect(title).to_contain_text("clearly rose")
    # Nor does it keep saying so when the view that it had shown comes back.
    fresh.page.route("**/panel/rising*", lambda route: route.abort())
    fresh.page.locator("#drug").select_option("cocaine")
    expect(title).to_have_text("This panel could not be loaded")
    fresh.page.unroute("**/panel/rising*")
    fresh.page.locator("#drug").select_option("all")
    expect(title).to_contain_text("clearly rose")
    fresh.problems.clear()
