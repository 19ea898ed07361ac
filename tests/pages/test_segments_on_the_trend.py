"""Trend segments from the link to the chart, the words, the file, the slide and the picture: one set of
numbers."""

import pytest

from components.numbers import signed_percent
from model.view import parse_view
from pages import explore
from panels.answers import answer_within
from panels.registry import panel
from queries.explore import explore as ask

COUNTY = "kind=year&place=39061&segments=1"


@pytest.fixture(scope="module")
def answers(store, outlines):
    def of(query):
        result = ask(store.current(), parse_view(query)[0], outlines)
        return result, explore.answer(store, outlines, query, {})

    return of


def broken_lines(answer):
    return [trace for trace in answer["charts"]["trend"]["data"] if trace["line"].get("dash") == "dash"]


def test_chart_words_and_file_have_the_same_segments(answers):
    result, answer = answers(COUNTY)
    rows = answer_within(panel("trend"), result).export.rows
    own = rows[(rows["place"] == "39061") & (rows["series"] == "reported")]
    said, traces = answer["texts"]["trend-segments"], broken_lines(answer)
    assert traces
    assert [trace["name"] for trace in traces] == list(dict.fromkeys(own["segment"]))
    drawn = {day[:4]: value for trace in traces for day, value in zip(trace["x"], trace["y"], strict=True)}
    assert list(drawn.values()) == own["fitted by segments"].tolist()
    for trace in traces:
        row = own[own["segment"] == trace["name"]].iloc[0]
        percent, lower, upper = (
            signed_percent(row[f"annual_percent_change{which}"]) for which in ("", "_lower", "_upper")
        )
        assert trace["hovertemplate"] == f"{percent} a year"
        assert f"from {trace['name']}" in said
        assert f"95% interval {lower} to {upper}" in said
        is_clear = lower[0] == upper[0]
        assert (f"{percent} a year from {trace['name']}" in said) == is_clear
        assert (f"no clear change from {trace['name']} ({percent} a year" in said) == (not is_clear)


def test_without_the_part_of_the_link_nothing_is_drawn_said_or_written(answers):
    result, answer = answers("kind=year&place=39061")
    assert broken_lines(answer) == []
    assert answer["texts"]["trend-segments"] == ""
    assert "segment" not in answer_within(panel("trend"), result).export.rows


def test_the_control_is_part_of_the_answer_and_the_reason_stands_in_words(answers):
    _, answer = answers("place=39061&segments=1")
    assert answer["controls"]["segments"] == {"value": "1"}
    assert answer["texts"]["trend-segments"].startswith("No trend segments: 12-month windows overlap")
    assert broken_lines(answer) == []
    assert answers("place=39061")[1]["controls"]["segments"] == {"value": "none"}


def test_rates_without_counts_are_said_to_weigh_alike(answers):
    _, answer = answers("indicator=opioid_dispensing&place=39061&segments=1")
    assert "all years alike, as no counts are published" in answer["texts"]["trend-segments"]


def test_slide_and_picture_have_them_too(answers):
    result, answer = answers(COUNTY)
    exported = answer_within(panel("trend"), result)
    said = answer["texts"]["trend-segments"]
    assert exported.captions.subtitle.endswith(said)
    assert ("Trend segments", said) in exported.export.facts
    fitted = [series for series in exported.chart(exported.table).series if series.fitted]
    assert [series.name for series in fitted] == ["Hamilton County, OH, fitted by segments"]
    rows = exported.export.rows
    assert list(fitted[0].values) == rows["fitted by segments"].dropna().tolist()
    assert [trace["y"] for trace in broken_lines({"charts": {"trend": exported.drawing().figure}})] == [
        trace["y"] for trace in broken_lines(answer)
    ]
