"""The legend's rows show where their places are."""

import pytest
from playwright.sync_api import Locator, expect

from .pages import Watched

pytestmark = pytest.mark.browser


def row(watched: Watched, kind: str) -> Locator:
    return watched.page.locator(f'#map-legend [data-legend="{kind}"]')


def opacity(watched: Watched, shapes: str) -> float:
    shape = watched.page.locator(f"#map-svg .county path{shapes}").first
    return float(shape.evaluate("shape => getComputedStyle(shape).fillOpacity"))


def test_pointing_at_a_row_dims_all_other_places(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    row(watched, "suppressed").hover()
    assert opacity(watched, ".suppressed") == 1
    assert opacity(watched, ".c4:not(.unreliable)") < 0.3
    row(watched, "c4").hover()
    assert opacity(watched, ".c4:not(.unreliable)") == 1
    assert opacity(watched, ".unreliable.c4") < 0.3, "unreliable places are counted in a row of their own"
    watched.page.get_by_label("Measure").hover()
    assert opacity(watched, ".suppressed") == opacity(watched, ".c4:not(.unreliable)") == 1


def test_rows_are_reached_and_pressed_by_keyboard(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    watched.page.get_by_label("Period of the map").focus()
    watched.page.keyboard.press("Tab")
    focused = watched.page.locator("#map-legend [data-legend]:focus")
    for _ in range(3):
        if focused.count():
            break
        watched.page.keyboard.press("Tab")
    kind = focused.get_attribute("data-legend")
    assert opacity(watched, ".suppressed") < 0.3
    watched.page.keyboard.press("Enter")
    expect(focused).to_have_attribute("aria-pressed", "true")
    watched.page.get_by_label("Measure").focus()
    assert opacity(watched, ".suppressed") < 0.3, "a pressed row stays"
    watched.page.get_by_label("Period", exact=True).select_option(index=1)
    watched.settled()
    expect(row(watched, kind or "")).to_have_attribute("aria-pressed", "true")
    row(watched, kind or "").click()
    watched.page.get_by_label("Measure").hover()
    assert opacity(watched, ".suppressed") == 1


def test_a_pressed_row_that_another_view_lacks_is_let_go(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    row(watched, "c2").click()
    watched.page.get_by_label("Measure").select_option("change")
    watched.settled("measure=change")
    watched.page.get_by_label("Measure").hover()
    assert opacity(watched, ".suppressed") == 1
