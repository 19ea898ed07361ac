"""The map moved by hand: buttons, keys, wheel, drag, pinch and double click, and what puts it back."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from .pages import Visitor, Watched, until

pytestmark = pytest.mark.browser

Box = tuple[float, float, float, float]


@pytest.fixture(autouse=True)
def zoom_forgotten(watched: Watched) -> Iterator[None]:
    """The next test finds a map that nobody moved."""
    yield
    if watched.page.locator("#map-svg").count():
        watched.forget_zoom()


def drawing(watched: Watched) -> Locator:
    return watched.page.locator("#map-svg svg")


def box(watched: Watched) -> Box:
    x, y, width, height = map(float, (drawing(watched).get_attribute("viewBox") or "").split())
    return x, y, width, height


def moved(watched: Watched, act: Callable[[], object]) -> Box:
    """The box after something that must move the map."""
    before = drawing(watched).get_attribute("viewBox") or ""
    act()
    expect(drawing(watched)).not_to_have_attribute("viewBox", before)
    return box(watched)


def middle(watched: Watched) -> tuple[float, float]:
    host = watched.page.locator("#map-svg").bounding_box()
    assert host
    return host["x"] + host["width"] * 0.6, host["y"] + host["height"] * 0.45


def test_buttons_zoom_in_out_and_show_the_whole(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    whole = box(watched)
    press = watched.page.get_by_role("group", name="Map tools").get_by_role
    first = moved(watched, press("button", name="Zoom in").click)
    second = moved(watched, press("button", name="Zoom in").click)
    assert second[2] < first[2] < whole[2]
    assert moved(watched, press("button", name="Zoom out").click) == first
    assert moved(watched, press("button", name="Show the whole map").click) == whole
    buttons = press("button").all()
    assert len(buttons) == 4
    for button in buttons:
        size = button.bounding_box()
        assert size and min(size["width"], size["height"]) >= 24


def stroke(watched: Watched, county: str) -> float:
    shape = watched.page.locator(f'#map-svg .county path[data-place="{county}"]')
    return float(shape.evaluate("shape => parseFloat(getComputedStyle(shape).strokeWidth)"))


def test_strokes_and_patterns_keep_their_size_on_screen(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    whole, thick = box(watched), stroke(watched, "31055")
    near = moved(watched, watched.page.get_by_role("button", name="Zoom in").click)
    zoom = f"{near[2] / whole[2]:.4f}"
    pattern = watched.page.locator("#map-hover-pattern-suppressed")
    expect(pattern).to_have_attribute("patternTransform", f"scale({zoom})")
    assert stroke(watched, "31055") == pytest.approx(thick * float(zoom), abs=0.001)


def test_strokes_follow_what_the_map_is_moved_to(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    thick = stroke(watched, "39061")
    state = watched.page.get_by_label("State", exact=True)
    for place, there, away in (("39", "39061", "06037"), ("06", "06037", "39061")):
        state.select_option(place)
        watched.settled(f"place={place}")
        watched.shape(there)
        assert stroke(watched, there) < thick / 2
        assert stroke(watched, away) == thick
    state.select_option("US")
    watched.settled("")
    expect(watched.page.locator("#map-svg .close-up path")).to_have_count(0)
    assert stroke(watched, "39061") == stroke(watched, "06037") == thick


def test_strokes_beside_the_place_in_a_frame_of_other_proportions(simulated_app: str, fresh: Watched) -> None:
    fresh.open(f"{simulated_app}/embed/map?place=39")
    fresh.shape("39061")
    assert stroke(fresh, "34001") == stroke(fresh, "39061")


def test_keys_move_the_map_once_it_has_focus(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    whole = box(watched)
    press = watched.page.keyboard.press
    watched.page.get_by_role("group", name="Map. The arrow keys").focus()
    near = moved(watched, lambda: press("+"))
    right = moved(watched, lambda: press("ArrowRight"))
    assert right[0] > near[0] and right[1:] == near[1:]
    down = moved(watched, lambda: press("ArrowDown"))
    assert down[1] > right[1]
    assert moved(watched, lambda: press("-"))[2] > down[2]
    moved(watched, lambda: press("+"))
    assert moved(watched, lambda: press("Escape")) == whole


def test_the_wheel_zooms_with_ctrl_only_about_the_pointer(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    page = watched.page
    page.mouse.move(*middle(watched))
    page.mouse.wheel(0, 60)
    expect(page.get_by_text("to zoom with the wheel")).to_be_visible()
    # The wheel alone scrolls the page.
    until(page, "scrollY > 0")
    x, y = middle(watched)
    page.mouse.move(x, y)
    under = "([x, y]) => document.elementFromPoint(x, y).dataset.place"
    place = page.evaluate(under, [x, y])
    page.keyboard.down("Control")
    assert moved(watched, lambda: page.mouse.wheel(0, -100))[2] < 2000
    page.keyboard.up("Control")
    assert page.evaluate(under, [x, y]) == place


def test_a_drag_pans_and_chooses_nothing(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    page = watched.page
    near = moved(watched, page.get_by_role("button", name="Zoom in").click)
    x, y = middle(watched)
    page.mouse.move(x, y)
    page.mouse.down()
    dragged = moved(watched, lambda: page.mouse.move(x - 80, y, steps=4))
    page.mouse.up()
    assert dragged[0] > near[0] and dragged[1:] == near[1:]
    assert watched.query == ""


def test_a_double_click_looks_at_the_state(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?level=state")
    whole = box(watched)
    watched.page.locator('#map-svg .state path[data-place="39"]').dblclick()
    watched.settled("level=state&place=39")
    near = box(watched)
    assert near[2] < whole[2] / 4
    watched.page.get_by_label("Period", exact=True).select_option(index=1)
    watched.settled()
    assert box(watched) == near, "another period leaves the map where it is"


def test_two_clicks_on_a_county_choose_one(simulated_app: str, watched: Watched) -> None:
    watched.show(simulated_app)
    x, y = middle(watched)
    place = watched.page.evaluate("([x, y]) => document.elementFromPoint(x, y).dataset.place", [x, y])
    watched.page.mouse.dblclick(x, y, delay=30)
    watched.settled(f"place={place}")


def test_own_zoom_stays_for_a_place_in_sight_and_yields_to_one_out_of_it(
    simulated_app: str, watched: Watched
) -> None:
    watched.show(f"{simulated_app}/?place=39")
    ohio = box(watched)
    county = watched.page.get_by_label("County", exact=True)
    near = moved(watched, watched.page.get_by_role("button", name="Zoom in").click)
    county.select_option("39049")
    watched.settled("place=39049")
    assert box(watched) == near
    county.select_option("39007")
    watched.settled("place=39007")
    assert box(watched) == ohio
    watched.page.get_by_label("State", exact=True).select_option("48")
    watched.settled("place=48")
    assert box(watched)[0] < ohio[0]


def test_two_fingers_zoom_and_a_tap_chooses_with_a_card_that_stays(
    simulated_app: str, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    visitor = Visitor(context)
    phone = visitor.watched(context.new_page())
    page = phone.page
    phone.open(f"{simulated_app}/?place=39")
    page.locator('#map-svg .county path[data-place="39049"]').tap()
    phone.settled("place=39049")
    card = page.locator("#map-hover")
    expect(card).to_contain_text("Franklin County, Ohio")
    size = card.bounding_box()
    assert size and size["x"] >= 0 and size["x"] + size["width"] <= 390

    phone.go("")
    page.locator("#map-svg").scroll_into_view_if_needed()
    x, y = middle(phone)
    fingers = context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        at = [{"x": px, "y": py} for px, py in points]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    def pinch() -> None:
        touch("touchStart", (x - 20, y), (x + 20, y))
        for apart in (30, 45, 60):
            touch("touchMove", (x - apart, y), (x + apart, y))
        touch("touchEnd")

    whole = box(phone)
    assert moved(phone, pinch)[2] < whole[2] / 1.5
    context.close()
    assert phone.problems == []
