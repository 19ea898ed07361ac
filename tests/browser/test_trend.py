"""The trend's scale and its events in a browser, by mouse and by keyboard."""

import pytest
from playwright.sync_api import expect

from .pages import Watched

pytestmark = pytest.mark.browser


def test_the_scale_is_chosen_and_travels_in_the_link(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?place=39")
    scale = watched.page.get_by_label("Scale of the trend")
    scale.select_option("index")
    watched.settled("place=39&scale=index")
    expect(watched.page.locator("#trend-title")).to_contain_text("index, Jan 2015 = 100")
    scale.focus()
    watched.page.keyboard.press("ArrowUp")
    watched.settled("place=39&scale=log")
    expect(watched.page.locator("#trend-subtitle")).to_contain_text("Logarithmic scale")
    scale.select_option("linear")
    watched.settled("place=39")
    watched.page.get_by_label("Measure").select_option("change")
    watched.settled("measure=change&place=39")
    expect(scale).to_be_disabled()


def test_events_are_numbered_on_the_chart_as_in_the_list(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?place=39061")
    page = watched.page
    marks, items = page.locator(".event-mark b"), page.locator("#trend-events-list li")
    count = items.count()
    assert count > 1
    expect(marks).to_have_count(count)
    assert marks.all_inner_texts() == [str(number + 1) for number in range(count)]
    chart = page.locator("#trend-chart").bounding_box()
    assert chart
    for mark in marks.all():
        box = mark.bounding_box()
        assert box and chart["x"] < box["x"] < chart["x"] + chart["width"]
    page.locator("#trend-events-summary").focus()
    page.keyboard.press("Enter")
    expect(items.first).to_be_hidden()
    page.keyboard.press("Enter")
    expect(items.first).to_be_visible()
    page.get_by_label("State", exact=True).select_option("56")
    watched.settled("place=56")
    expect(page.locator("#trend-events-list li").filter(has_text="Hamilton")).to_have_count(0)


def test_the_tail_stays_shaded_while_the_period_moves(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?place=39")
    shapes = watched.page.locator("#trend-chart .shapelayer path")
    expect(shapes).to_have_count(2)
    watched.page.get_by_label("Period", exact=True).select_option("2023-12")
    watched.settled("place=39&period=2023-12")
    expect(shapes).to_have_count(2)


def test_trend_segments_are_chosen_and_travel_in_the_link(simulated_app: str, watched: Watched) -> None:
    watched.show(f"{simulated_app}/?kind=year&place=39061")
    segments = watched.page.get_by_label("Trend segments")
    segments.select_option("1")
    watched.settled("place=39061&kind=year&segments=1")
    words = watched.page.locator("#trend-segments")
    expect(words).to_contain_text("Trend segments of Hamilton County, OH")
    segments.select_option("none")
    watched.settled("place=39061&kind=year")
    expect(words).to_be_hidden()
