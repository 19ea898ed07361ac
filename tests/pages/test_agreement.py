"""Map, legend, trend, tiles and files say the same of 200 random views."""

from collections import Counter

import pytest
from agreement import (
    above_zero_if_log,
    in_class,
    missing_tiles,
    shown_of,
    some_views,
    table_of,
    trend_figures,
    value_of,
)
from fastapi import FastAPI
from support import ask
from view_answers import answer_of, components_with, texts_of

from methods.classes import NO_CLASS
from model.view import parse_view
from pages import downloads

VIEWS = 200


@pytest.fixture(scope="module")
def file_of(store, outlines):
    server = FastAPI()
    server.include_router(downloads.router(store, outlines))
    return lambda panel, view: table_of(ask(server, f"/download/{panel}.csv?{view}").text)


def check_map(answer, rows, outlines):
    """Every place's figure, interval, status and class against its row; how many figures were compared."""
    sent = answer.data["map"]
    if not sent["level"]:
        assert rows == []
        return 0
    places = outlines.county_places if sent["level"] == "county" else outlines.state_places
    legend = {
        row.to_plotly_json()["props"]["data-legend"]: row
        for row in components_with(answer.parts["map-legend"], "data-legend")
    }
    by_place = {row["place"]: row for row in rows}
    vectors = [answer.numbers(name) for name in ("shown", "lower", "upper")]
    worn = Counter()
    compared = 0
    for place, shown, lower, upper, class_number, status in zip(
        places, *vectors, answer.small("classes"), answer.small("statuses"), strict=True
    ):
        if place not in by_place:
            continue
        row, status = by_place[place], sent["status_ids"][status]
        assert row["status"] == status, place
        assert shown == pytest.approx(shown_of(row)), place
        if shown is None:
            assert class_number == NO_CLASS, place
            continue
        compared += 1
        for name, limit in (("lower", lower), ("upper", upper)):
            if limit is not None and abs(limit) < 1e7:
                assert limit == pytest.approx(value_of(row[name])), (place, name)
        if class_number != NO_CLASS:
            look = sent["colors"][class_number].split()[0]
            worn[look if status != "unreliable" else "unreliable"] += 1
            words = texts_of(legend[look])
            assert look == "ramp" or in_class(shown, words[0]), (place, shown, words)
    check_counts(parse_view(answer.data["query"])[0], worn, legend)
    return compared


def check_counts(view, worn, legend):
    """A legend of the whole nation counts what the map wears."""
    if view.place == "US":
        said = {kind: int(texts_of(row)[-1].replace(",", "")) for kind, row in legend.items()}
        for look, count in worn.items():
            assert said[look] == count, look


def check_view(answer, file_of, outlines, view):
    compared = check_map(answer, file_of("map", view), outlines)
    traces = [trace for trace in answer.data["charts"]["trend"]["data"] if trace.get("hoverinfo") != "skip"]
    drawn = [value for trace in traces for value in trace["y"] if value is not None]
    scale = parse_view(answer.data["query"])[0].scale
    written, seen = above_zero_if_log(scale, trend_figures(file_of("trend", view)), drawn)
    assert sorted(written) == pytest.approx(sorted(seen))
    tiles = " | ".join(texts_of(answer.parts["headline"]))
    assert missing_tiles(file_of("headline", view), tiles) == [], tiles
    return compared + len(drawn)


def test_map_legend_trend_tiles_and_files_agree(store, outlines, file_of):
    compared = 0
    for view in some_views(VIEWS):
        try:
            compared += check_view(answer_of(store, outlines, view), file_of, outlines, view)
        except AssertionError as problem:
            raise AssertionError(f"{view}: {problem}") from problem
    assert compared > VIEWS * 100
