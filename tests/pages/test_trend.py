"""The trend's scales, its incomplete tail and its events, from the figures to what the browser is sent."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from components.trend_scale import INDEX_COLUMN, scaled
from model.view import View, parse_view
from pages import explore
from panels.answers import answer_within
from panels.registry import panel
from panels.trend_events import trend_events
from panels.trend_words import incomplete_from
from queries.explore import explore as ask
from queries.results import Events, PlaceSeries, Provenance

DAYS = pd.to_datetime(["2022-12-31", "2023-01-31", "2023-02-28", "2023-03-31"])
ORIGIN = Provenance("vsrr_state", "VSRR", "occurrence", date(2023, 4, 1), True, False, "")


def line(place, shown, predicted=()):
    def points(values):
        frame = pd.DataFrame({"period_end": DAYS[: len(values)], "shown": list(values)}, dtype=object)
        return frame.assign(
            shown=frame["shown"].astype(float), lower=1.0, upper=2.0, status="provisional"
        ).astype({"period_end": "datetime64[s]"})

    return PlaceSeries(place, place, points(shown), points(predicted), ORIGIN)


@pytest.fixture(scope="module")
def answers(store, outlines):
    def of(query):
        result = ask(store.current(), parse_view(query)[0], outlines)
        return result, explore.answer(store, outlines, query, {})

    return of


def test_an_index_is_100_for_every_line_in_the_first_period_that_all_have():
    none = float("nan")
    series = (line("39", [none, 0, 50, 75], [40, 50, 60, 80]), line("US", [10, 20, 40, 60]))
    drawn = scaled(View(scale="index"), series)
    assert drawn.base == date(2023, 2, 28)
    own, nation = drawn.series
    assert own.points["shown"].tolist()[2:] == [100, 150]
    assert nation.points["shown"].tolist() == [25, 50, 100, 150]
    # Predicted is set against predicted, so that both start alike.
    assert own.predicted["shown"].round(1).tolist() == [66.7, 83.3, 100, 133.3]
    assert own.points["lower"].isna().all()


def test_without_a_common_period_there_is_no_index():
    none = float("nan")
    series = (line("39", [1, 2, none, none]), line("US", [none, none, 3, 4]))
    drawn = scaled(View(scale="index"), series)
    assert (drawn.scale, drawn.base) == ("", None)
    assert drawn.series == series
    assert scaled(View(scale="index"), ()).series == ()


def test_zeros_on_a_logarithmic_scale_are_gaps_and_counted():
    drawn = scaled(View(scale="log"), (line("39", [0, 5, 0, 7]),))
    assert drawn.zeros == 2
    assert drawn.series[0].points["shown"].isna().tolist() == [True, False, True, False]


def test_a_linear_trend_is_left_alone():
    series = (line("39", [0, 5, 0, 7]),)
    assert scaled(View(), series).series is series


def test_title_and_axis_say_what_an_index_is(answers):
    _, answer = answers("place=39&scale=index")
    assert answer["texts"]["trend-title"].endswith("; index, Jan 2015 = 100")
    assert answer["charts"]["trend"]["layout"]["yaxis"]["title"]["text"] == "index, Jan 2015 = 100"
    assert "the first period that all have" in answer["texts"]["trend-subtitle"]


def test_a_log_scale_says_that_zeros_cannot_be_drawn(answers):
    _, answer = answers("indicator=lab_reports&measure=count&place=02&drug=xylazine&scale=log")
    assert answer["charts"]["trend"]["layout"]["yaxis"]["type"] == "log"
    zeros = any(value == 0 for trace in answer["charts"]["trend"]["data"] for value in trace["y"])
    assert not zeros
    assert "Logarithmic scale" in answer["texts"]["trend-subtitle"]


def test_a_change_is_drawn_on_a_linear_scale_with_a_remark():
    view, remarks = parse_view("measure=change&scale=log")
    assert view.scale == ""
    assert any("linear scale" in remark for remark in remarks)


def test_the_file_has_the_index_that_is_drawn(answers):
    result, answer = answers("place=39&scale=index")
    rows = answer_within(panel("trend"), result).export.rows
    drawn = [
        value for trace in answer["charts"]["trend"]["data"] for value in trace["y"] if value is not None
    ]
    assert sorted(rows[INDEX_COLUMN].dropna()) == pytest.approx(sorted(drawn))
    assert INDEX_COLUMN not in answer_within(panel("trend"), answers("place=39")[0]).export.rows


def test_the_incomplete_tail_is_shaded_and_said(answers):
    result, answer = answers("place=12")
    first = incomplete_from(result.series)
    assert first is not None
    own = result.series[0]
    late = own.points.set_index("period_end")["count"].iloc[-1]
    assert own.predicted["count"].iloc[-1] > late * 1.02
    shade = answer["charts"]["trend"]["layout"]["shapes"]
    assert len(shade) == 1
    assert shade[0]["x0"] < str(first)
    assert "Shaded: still incomplete" in answer["texts"]["trend-subtitle"]


def test_a_complete_series_has_no_shade(answers):
    _, answer = answers("indicator=opioid_dispensing&place=39061")
    assert answer["charts"]["trend"]["layout"]["shapes"] == []
    assert "Shaded" not in answer["texts"]["trend-subtitle"]


def test_events_are_marked_within_the_chart_and_listed_in_words(answers):
    _, answer = answers("place=39061")
    events = answer["panels"]["trend-events"]["events"]
    assert [event["at"] for event in events] == sorted(event["at"] for event in events)
    assert all(0 <= event["at"] <= 1 for event in events)
    assert any("Hamilton County, OH" in event["about"] for event in events)
    assert any("Ohio" in event["about"] for event in events)
    # Shared between agencies before its release, and so never public.
    assert not any("before its release" in event["title"] for event in events)


def test_a_change_of_definition_stands_beside_what_it_concerns(answers):
    def kinds(query):
        return [event["about"] for event in answers(query)[1]["panels"]["trend-events"]["events"]]

    assert not any("change of definition" in about for about in kinds("indicator=deaths"))
    assert any("change of definition" in about for about in kinds("indicator=syndromic_visits&place=39"))


def test_without_events_or_lines_nothing_is_listed(answers):
    result, _ = answers("place=39061")
    assert trend_events(result.view, replace(result, events=Events()))["events"] == []
    assert answers("indicator=opioid_dispensing&place=39")[1]["panels"]["trend-events"]["summary"] == ""
