"""Groups of counties in a real browser: chosen, made, changed and removed, by mouse and by keyboard."""

import re
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Locator, Page, expect

from model.places import places

from .accessibility import faults_in_both_themes
from .pages import Watched

pytestmark = pytest.mark.browser

CHOOSE = """(places) => document.dispatchEvent(
  new CustomEvent("places-chosen", { detail: { places } }))"""
TWO = "place=own-1&groups=Two:39035.39061"


def own_groups(watched: Watched) -> list[str]:
    return parse_qs(watched.query).get("groups", [""])[0].split(";")


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Own groups of counties")


def test_a_group_of_the_extract_is_a_place(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    page = watched.page
    page.get_by_label("State", exact=True).select_option(label="SVI quartile 4 (most vulnerable)")
    watched.settled("place=svi-4")
    expect(page.locator("#headline")).to_contain_text(re.compile(r"\d+ of 78\d counties released"))
    expect(page.locator("#map-subtitle")).to_contain_text("counties in SVI quartile 4 (most vulnerable)")
    expect(page.locator("#map-svg .chosen .of-group")).to_have_count(1)
    page.get_by_label("Compare with").select_option("urban-6")
    watched.settled("place=svi-4&compare=urban-6")
    page.get_by_role("button", name="Stop comparing NCHS urban-rural class 6 (noncore)").click()
    watched.settled("place=svi-4")


def test_peers_follow_the_county_and_leave_with_it(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?place=39061")
    page = watched.page
    page.get_by_label("Compare with").select_option(label="Peers of Hamilton County, OH")
    watched.settled("place=39061&compare=peers")
    page.get_by_label("County", exact=True).select_option("39035")
    watched.settled("place=39035&compare=peers")
    expect(page.get_by_role("button", name="Stop comparing Peers of Cuyahoga County, OH")).to_be_visible()
    page.get_by_label("State", exact=True).select_option("48")
    watched.settled("place=48")


def test_a_group_made_in_the_dialog_is_shown_and_travels_in_the_link(
    simulated_app: str, fresh: Watched
) -> None:
    fresh.open(simulated_app)
    page = fresh.page
    page.get_by_role("button", name="Own group…").click()
    dialog(page).get_by_label("Name", exact=True).fill("Ours: 50% of <b>it</b>; all")
    dialog(page).get_by_label("Counties:").fill("39061, 39035\nAthens County, OH\n1001\nNowhere")
    seen = dialog(page).get_by_role("status")
    expect(seen).to_contain_text("4 counties found")
    expect(seen).to_contain_text("1 not recognized: Nowhere.")
    dialog(page).get_by_role("button", name="Save and show").click()
    expect(page.locator("#map-title")).to_contain_text("Ours: 50% of <b>it</b>; all")
    fresh.settled()
    assert own_groups(fresh) == ["Ours%3A 50%25 of <b>it</b>%3B all:39061.39035.39009.01001"]
    expect(page.locator("#map-subtitle")).to_contain_text("4 counties in Ours")
    page.go_back()
    fresh.settled("")
    page.go_forward()
    expect(page.locator("#map-title")).to_contain_text("Ours: 50%")
    page.reload()
    fresh.settled()
    expect(page.get_by_label("State", exact=True)).to_have_value("own-1")
    expect(page.locator("#headline")).to_contain_text("of 4 counties released")


def test_the_dialog_by_keyboard_alone(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    page = watched.page
    page.get_by_role("button", name="Own group…").focus()
    page.keyboard.press("Enter")
    expect(dialog(page).get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()
    expect(page.get_by_role("button", name="Own group…")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(dialog(page).get_by_role("alert")).to_have_text("Give the group a name.")
    page.keyboard.type("Two")
    page.keyboard.press("Tab")
    page.keyboard.type("39035\n39061")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(dialog(page).get_by_role("button", name="Save and show")).to_be_focused()
    page.keyboard.press("Enter")
    watched.settled(TWO)
    expect(dialog(page)).to_be_hidden()


def test_a_group_is_changed_and_removed(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?place=own-2&compare=own-1&groups=Two:39035.39061;One:39009")
    page = watched.page
    page.get_by_role("button", name="Own group…").click()
    dialog(page).get_by_role("button", name="Change One").click()
    dialog(page).get_by_label("Name", exact=True).fill("One of Kentucky")
    dialog(page).get_by_label("Counties:").fill("Kenton County, Kentucky")
    dialog(page).get_by_role("button", name="Save and show").click()
    watched.settled("place=own-2&compare=own-1&groups=Two:39035.39061;One+of+Kentucky:21117")
    expect(page.locator("#map-svg .chosen .focus")).to_have_count(1)
    page.get_by_role("button", name="Own group…").click()
    dialog(page).get_by_role("button", name="Remove Two").click()
    watched.settled("place=own-1&groups=One+of+Kentucky:21117")
    expect(page.locator("#map-title")).to_contain_text("One of Kentucky")


def test_a_file_is_read_in_the_browser(simulated_app: str, watched: Watched, tmp_path: Path) -> None:
    watched.show(simulated_app)
    page = watched.page
    file = tmp_path / "district.csv"
    file.write_text(
        "fips,name,state\n1001,Autauga County,AL\n39061,Hamilton County,OH\n", encoding="utf-8-sig"
    )
    page.get_by_role("button", name="Own group…").click()
    dialog(page).get_by_label("Or a CSV or text file").set_input_files(file)
    expect(dialog(page).get_by_label("Name", exact=True)).to_have_value("district")
    expect(dialog(page).get_by_role("status")).to_have_text(
        "2 counties found: Autauga County, AL, Hamilton County, OH."
    )
    dialog(page).get_by_role("button", name="Save and show").click()
    watched.settled("place=own-1&groups=district:01001.39061")


def test_what_cannot_be_saved_says_why(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?groups=a:39001;b:39003;c:39005")
    page = watched.page
    page.get_by_role("button", name="Own group…").click()
    dialog(page).get_by_label("Name", exact=True).fill("d")
    save = dialog(page).get_by_role("button", name="Save and show")
    save.click()
    expect(dialog(page).get_by_role("alert")).to_have_text("Name at least one county.")
    dialog(page).get_by_label("Counties:").fill("39007")
    save.click()
    expect(dialog(page).get_by_role("alert")).to_contain_text("holds no more groups")


def test_places_chosen_on_a_map_become_a_group_that_the_next_ones_replace(
    simulated_app: str, watched: Watched
) -> None:
    watched.show(f"{simulated_app}/?groups=a:39001")
    page = watched.page
    page.evaluate(CHOOSE, ["39061", "39035", "39009"])
    watched.settled("place=own-2&groups=a:39001;Selection+of+3+counties:39061.39035.39009")
    page.evaluate(CHOOSE, ["39061", "39035"])
    watched.settled("place=own-2&groups=a:39001;Selection+of+2+counties:39061.39035")
    page.evaluate(CHOOSE, ["39", "21", "18"])
    watched.settled("place=39&compare=21,18&groups=a:39001;Selection+of+2+counties:39061.39035")
    page.evaluate(CHOOSE, [code for code in places() if len(code) == 5][:401])
    expect(dialog(page).get_by_role("alert")).to_contain_text("at most 400 counties; this one has 401")


def test_axe_finds_no_fault_in_the_open_dialog(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?{TWO}")
    watched.page.get_by_role("button", name="Own group…").click()
    dialog(watched.page).get_by_label("Counties:").fill("39061\nNowhere")
    dialog(watched.page).get_by_role("button", name="Save and show").click()
    expect(dialog(watched.page).get_by_role("alert")).not_to_be_empty()
    assert faults_in_both_themes(watched.page) == []


def test_hostile_groups_in_a_link_break_nothing(simulated_app: str, watched: Watched) -> None:
    for query in (
        "place=own-1&groups=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E:39061.39035",
        "place=own-3&groups=%25%25:39061;:;::",
        "place=own-1&groups=" + "9" * 5000,
        "place=own-1&groups=a:99999.00000",
        "place=hidta-%27--&compare=peers,own-1",
    ):
        watched.show(f"{simulated_app}/?{query}")
        expect(watched.page.locator("#headline .tile")).not_to_have_count(0)
    assert watched.page.locator("#headline img").count() == 0
