"""The search for a place: typed, chosen and left by keyboard or mouse."""

import pytest
from playwright.sync_api import Locator, expect

from .pages import Watched

pytestmark = pytest.mark.browser


def box(watched: Watched) -> Locator:
    return watched.page.get_by_role("combobox", name="Find a place")


def offered(watched: Watched) -> Locator:
    return watched.page.locator("#place-list [role=option]")


def test_a_county_is_found_and_chosen_by_keyboard(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    box(watched).focus()
    watched.page.keyboard.type("hamil")
    expect(offered(watched)).to_contain_text(["Hamilton County, FL", "Hamilton County, OH"])
    expect(watched.page.locator("#place-search [role=status]")).to_have_text("10 places")
    expect(box(watched)).to_have_attribute("aria-expanded", "true")
    watched.page.keyboard.press("ArrowDown")
    watched.page.keyboard.press("ArrowUp")
    last = offered(watched).last
    expect(last).to_have_attribute("aria-selected", "true")
    expect(box(watched)).to_have_attribute("aria-activedescendant", last.get_attribute("id") or "")
    watched.page.keyboard.press("Enter")
    watched.settled("place=48193")
    expect(box(watched)).to_be_focused()
    expect(box(watched)).to_have_value("")
    expect(watched.page.get_by_label("County", exact=True)).to_have_value("48193")


def test_words_states_and_accents(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    for text, first in (
        ("hamilton ohio", "Hamilton County, OH"),
        ("dona ana", "Doña Ana County, NM"),
        ("st louis city", "St. Louis city, MO"),
        ("oh", "Ohio"),
        ("united", "United States"),
        ("orleans", "Orleans County, NY"),
    ):
        box(watched).fill(text)
        expect(offered(watched).first, text).to_have_text(first)
    box(watched).fill("")


def test_the_mouse_chooses_and_escape_leaves(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    box(watched).fill("ohio")
    offered(watched).get_by_text("Ohio", exact=True).click()
    watched.settled("place=39")
    box(watched).fill("washington")
    expect(watched.page.locator("#place-list")).to_contain_text("type on to narrow")
    watched.page.keyboard.press("Escape")
    expect(watched.page.locator("#place-list")).to_be_hidden()
    expect(box(watched)).to_have_value("washington")
    watched.page.keyboard.press("Escape")
    expect(box(watched)).to_have_value("")


def test_a_name_that_is_not_there_is_said_and_whatever_the_list_of_states_holds_is_found(
    simulated_app: str, watched: Watched
) -> None:
    watched.show(simulated_app)
    box(watched).fill("nowhere")
    expect(watched.page.locator("#place-list")).to_have_text("No place of that name on this map")
    watched.page.keyboard.press("Enter")
    assert watched.query == ""
    watched.page.evaluate(
        "document.getElementById('state').append(new Option('Nowhere <b>HIDTA</b>', 'urban-1'))"
    )
    box(watched).fill("where")
    expect(watched.page.locator("#place-list")).to_have_text("No place of that name on this map")
    box(watched).fill("nowhere")
    expect(offered(watched)).to_have_text(["Nowhere <b>HIDTA</b>"])
    watched.page.keyboard.press("Enter")
    watched.settled("place=urban-1")
    watched.page.evaluate("document.querySelector('#state').lastElementChild.remove()")


def test_every_county_can_be_reached_through_the_lists_by_keyboard(
    simulated_app: str, watched: Watched
) -> None:
    watched.show(simulated_app)
    state = watched.page.get_by_label("State", exact=True)
    state.focus()
    watched.page.keyboard.type("Delaware")
    watched.settled("place=10")
    expect(state).to_be_focused()
    watched.page.keyboard.press("Tab")
    county = watched.page.get_by_label("County", exact=True)
    expect(county).to_be_focused()
    assert {"10001", "10003", "10005"} <= set(county.evaluate("list => [...list.options].map(o => o.value)"))
    watched.page.keyboard.press("ArrowDown")
    watched.settled("place=10001")
    expect(county).to_be_focused()
