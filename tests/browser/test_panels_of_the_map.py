"""The ranking and the distribution, drawn in the browser, say what the files of the same view hold."""

import re

import pytest
from playwright.sync_api import expect

from .pages import Watched, rows_of

pytestmark = pytest.mark.browser


def listed(watched: Watched) -> list[tuple[str, str]]:
    watched.in_sight("ranking")
    return [
        (row.get_attribute("data-go") or "", row.locator(".rank-value").inner_text())
        for row in watched.page.locator(".rank-row").all()
    ]


def test_the_ranking_lists_the_ten_highest_of_the_file(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    rows = rows_of(simulated_app, "ranking")
    expected = [(row["place"], list(row.values())[3]) for row in rows[:10]]
    assert listed(watched) == [(place, f"{float(rate):.1f}") for place, rate in expected]
    subtitle = watched.page.locator("#ranking-subtitle").inner_text()
    assert f"A reliable rate and a rank: {len(rows):,} of 3,142 counties; the others: " in subtitle
    assert "suppressed (1 to 9)" in subtitle
    assert "unreliable" in subtitle


def test_the_ranking_lists_the_lowest_above_zero_and_says_how_many_are_zero(
    simulated_app: str, watched: Watched
) -> None:
    # Rates on no event are unreliable and have no rank; counts of zero have one.
    watched.show(f"{simulated_app}/?measure=count&ranking=lowest")
    rows = rows_of(simulated_app, "ranking", "measure=count")
    zeros = sum(float(list(row.values())[3]) == 0 for row in rows)
    above = [row for row in rows if float(list(row.values())[3]) > 0]
    assert [place for place, _ in listed(watched)] == [row["place"] for row in reversed(above[-10:])]
    expect(watched.page.locator("#ranking-list")).to_contain_text(f"{zeros} have zero")


def test_a_row_becomes_the_place_in_focus_by_keyboard_and_its_neighbors_are_listed(
    simulated_app: str, watched: Watched
) -> None:
    watched.show(simulated_app)
    watched.in_sight("ranking")
    row = watched.page.locator(".rank-row").nth(3)
    place = row.get_attribute("data-go")
    row.focus()
    watched.page.keyboard.press("Enter")
    watched.settled(f"place={place}")
    watched.in_sight("ranking")
    around = watched.page.get_by_role("button", name="Around the place in focus")
    around.focus()
    watched.page.keyboard.press("Space")
    watched.settled(f"place={place}&ranking=around")
    expect(around).to_have_attribute("aria-pressed", "true")
    expect(watched.page.locator(".rank-row[aria-current]")).to_have_attribute("data-go", str(place))
    ranks = [int(text) for text in watched.page.locator(".rank-number").all_inner_texts()]
    assert ranks == sorted(ranks)


def test_only_clear_changes_are_listed_as_rises(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?measure=change")
    rows = {row["place"]: row for row in rows_of(simulated_app, "ranking", "measure=change")}
    places = [place for place, _ in listed(watched)]
    assert places
    assert all(float(rows[place]["lower"]) > 0 for place in places)
    expect(watched.page.locator("#ranking-title")).to_have_text("Largest clear rises among counties")


def test_places_that_must_not_be_compared_are_neither_ranked_nor_spread(
    simulated_app: str, watched: Watched
) -> None:
    watched.show(f"{simulated_app}/?indicator=syndromic_visits")
    for panel in ("ranking", "distribution"):
        watched.in_sight(panel)
        expect(watched.page.locator(f"#{panel}")).to_contain_text("must not be compared")
    expect(watched.page.locator(".rank-row, .histogram")).to_have_count(0)


def test_the_distribution_says_where_a_county_stands(simulated_app: str, watched: Watched) -> None:
    rows = rows_of(simulated_app, "distribution")
    placed = rows[len(rows) * 3 // 4]
    watched.show(f"{simulated_app}/?place={placed['place']}&compare={rows[-1]['place']}")
    watched.in_sight("distribution")
    said = watched.page.locator("#distribution-stands").inner_text()
    found = re.search(r"is higher than (\d+)% of ([\d,]+) counties with a released reliable rate", said)
    assert found
    assert found[2] == f"{len(rows):,}"
    # The file counts by unrounded figures, the sentence by those shown.
    assert abs(int(found[1]) - float(placed["percent_lower"])) <= 1
    expect(watched.page.locator(".mark.focus")).to_have_count(1)
    expect(watched.page.locator(".mark.compared")).to_have_count(1)
    assert watched.page.locator(".histogram *").count() <= 150


def test_a_suppressed_county_is_not_placed(simulated_app: str, watched: Watched) -> None:
    suppressed = next(row for row in rows_of(simulated_app, "map") if row["status"] == "suppressed")
    watched.show(f"{simulated_app}/?place={suppressed['place']}")
    watched.in_sight("distribution")
    for panel in ("#distribution-stands", "#ranking-list"):
        expect(watched.page.locator(panel)).to_contain_text("suppressed (1 to 9)")
    expect(watched.page.locator(".mark.focus")).to_have_count(0)


def test_what_is_out_of_sight_is_not_drawn_until_it_comes_into_sight(
    simulated_app: str, fresh: Watched
) -> None:
    fresh.page.set_viewport_size({"width": 1366, "height": 400})
    fresh.open(simulated_app)
    expect(fresh.page.locator("#ranking[aria-busy]")).to_have_count(1)
    fresh.in_sight("ranking")
    expect(fresh.page.locator(".rank-row")).to_have_count(10)


TOPS = """(panels) => panels.map((panel) =>
  document.querySelector(`[data-twin=${panel}]`).getBoundingClientRect().top + scrollY)"""
TITLES = """() => {
 const heads = [...document.querySelectorAll(".explore .panel-head")].filter((head) => head.offsetWidth);
 return heads.map((head) => {
  const title = head.querySelector("h2"), tools = head.querySelector(".panel-tools");
  const words = document.createRange();
  words.selectNodeContents(title);
  const text = [...words.getClientRects()], box = tools ? tools.getBoundingClientRect() : null;
  const over = box && box.width ? text.filter((line) => line.right > box.left && line.left < box.right
    && line.bottom > box.top && line.top < box.bottom).length : 0;
  return { title: title.textContent, wide: title.getBoundingClientRect().width, over };
 });
}"""


def test_titles_have_room_beside_their_buttons(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?place=39061")
    watched.rested()
    for width in (1366, 1920):
        watched.page.set_viewport_size({"width": width, "height": 900})
        found = watched.page.evaluate(TITLES)
        assert len(found) > 5
        narrow = [each for each in found if each["over"] or (each["title"] and each["wide"] < 200)]
        assert narrow == [], width


def test_ranks_within_a_state_are_said_to_be_among_all_counties(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?place=39")
    watched.in_sight("ranking")
    subtitle = watched.page.locator("#ranking-subtitle")
    expect(subtitle).to_contain_text("of 88 counties in Ohio; the others:")


def test_a_button_stays_where_its_panel_came_into_sight(simulated_app: str, fresh: Watched) -> None:
    """One that moved by half its height while its panel was being drawn would be pressed beside."""
    panels = ("ranking", "distribution")
    for width, height in ((1366, 768), (1920, 1080), (390, 844)):
        fresh.page.set_viewport_size({"width": width, "height": height})
        fresh.open(f"{simulated_app}/?place=39")
        before = fresh.page.evaluate(TOPS, panels)
        for panel in panels:
            fresh.in_sight(panel)
        after = fresh.page.evaluate(TOPS, panels)
        assert after == pytest.approx(before, abs=12), (width, height)
