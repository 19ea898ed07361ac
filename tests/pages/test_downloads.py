"""The file behind a panel holds the panel's figures, in every format, and says where they come from."""

import base64
import csv
import io
import itertools
import random

import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as parquet
import pytest
from fastapi import FastAPI
from support import ask
from view_answers import panels_of_every_view

from components.numbers import number
from components.table_files import FORMATS, Export, to_xlsx
from model.view import explorable_in
from pages import downloads, explore
from queries.store import Store

NO_FIGURE = np.iinfo(np.int32).min

ANSWERED_WITH_EXPLORE = panels_of_every_view(is_lazy=False)


@pytest.fixture(scope="module")
def get(store, outlines):
    server = FastAPI()
    server.include_router(downloads.router(store, outlines))

    return lambda path, method="GET": ask(server, path, method)


def some_views():
    chance = random.Random(3)
    places = ["US", "39", "39061", "09", "09001", "02", "36", "46102", "72"]
    views = [
        f"indicator={indicator}&measure={measure}&place={chance.choice(places)}&compare={chance.choice(places)}"
        for indicator, measure in itertools.product(
            explorable_in("public"), ("count", "rate", "change", "share")
        )
    ]
    return [*chance.sample(views, 24), "measure=smoothed&place=39"]


def read_csv(content):
    """Facts and rows of a CSV, read by the csv module alone."""
    text = content.decode("utf-8-sig")
    lines = text.splitlines()
    facts = [line[2:].split(": ", 1) for line in lines if line.startswith("# ")]
    table = [line for line in lines if not line.startswith("# ")]
    return facts, list(csv.DictReader(io.StringIO("\n".join(table))))


def sent_numbers(values, name):
    whole = np.frombuffer(base64.b64decode(values[name]), dtype=np.int32)
    return [None if each == NO_FIGURE else each / 10 ** values["decimals"] for each in whole.tolist()]


def cell(text):
    return None if text == "" else float(text)


@pytest.mark.parametrize("view", some_views())
def test_the_file_of_the_map_holds_what_the_map_was_sent(view, store, outlines, get):
    answer = explore.answer(store, outlines, view, {})
    facts, rows = read_csv(get(f"/download/map.csv?{view}").content)
    if not answer["map"]["level"]:
        assert rows == []
        return
    used = outlines.county_places if answer["map"]["level"] == "county" else outlines.state_places
    drawn = dict(zip(used, sent_numbers(answer["map"], "shown"), strict=True))
    position = {status: answer["map"]["status_ids"].index(status) for status in answer["map"]["status_ids"]}
    statuses = dict(zip(used, base64.b64decode(answer["map"]["statuses"]), strict=True))
    compared = 0
    for row in rows:
        if row["place"] not in drawn:
            continue
        shown = cell(list(row.values())[3])
        assert shown == pytest.approx(drawn[row["place"]]), row
        assert position[row["status"]] == statuses[row["place"]]
        compared += 1
    assert compared == len(rows) - sum(row["place"] not in drawn for row in rows) > 0
    assert ["Title", answer["texts"]["map-title"]] in facts


@pytest.mark.parametrize("view", some_views())
def test_the_file_of_the_trend_holds_the_lines_drawn(view, store, outlines, get):
    answer = explore.answer(store, outlines, view, {})
    facts, rows = read_csv(get(f"/download/trend.csv?{view}").content)
    drawn = [
        value
        for trace in answer["charts"]["trend"]["data"]
        if trace.get("hoverinfo") != "skip"
        for value in trace["y"]
        if value is not None
    ]
    in_file = [cell(list(row.values())[4]) for row in rows]
    assert sorted(value for value in in_file if value is not None) == pytest.approx(sorted(drawn))
    # A withheld period is a row with its reason, never a zero and never left out.
    assert all(row["status"] for row in rows)
    assert ["Title", answer["texts"]["trend-title"]] in facts


@pytest.mark.parametrize("drug", ["fentanyl", "cocaine", "khat"])
def test_the_file_of_seizures_holds_the_bars_and_areas_shown(drug, store, outlines, get):
    view = f"seized={drug}&since=2023-02&period=2024-01"
    answer = explore.answer(store, outlines, view, {})
    _, months = read_csv(get(f"/download/seizures.csv?{view}").content)
    pounds, events = (trace["y"] for trace in answer["charts"]["seizures"]["data"])
    assert [float(row["pounds"]) for row in months] == pytest.approx(pounds)
    assert [float(row["events"]) for row in months] == pytest.approx(events)
    assert sum(row["counted"] == "True" for row in months) == 12
    _, areas = read_csv(get(f"/download/areas.csv?{view}").content)
    listed = str(explore.answer(store, outlines, view, {}))
    for row in areas:
        assert row["area"] in listed
        assert f"{number(float(row['pounds']), 1)} lb" in listed


def test_the_file_of_the_headline_holds_the_tiles(store, outlines, get):
    shown = explore.answer(store, outlines, "place=39&period=2023-12&level=state", {})
    tiles = str(shown)
    _, rows = read_csv(get("/download/headline.csv?place=39&period=2023-12&level=state").content)
    figures = {row["figure"]: row for row in rows}
    assert number(float(figures["deaths"]["value"])) in tiles
    assert number(float(figures["per 100,000 residents, crude"]["value"]), 1) in tiles
    change = figures["change on a year earlier, %"]
    for name in ("value", "lower", "upper"):
        assert number(abs(float(change[name])), 1) in tiles


@pytest.mark.parametrize("panel", ANSWERED_WITH_EXPLORE)
def test_every_format_holds_the_same(panel, get):
    view = "place=39&period=2023-12"
    facts, rows = read_csv(get(f"/download/{panel}.csv?{view}").content)
    book = openpyxl.load_workbook(io.BytesIO(get(f"/download/{panel}.xlsx?{view}").content))
    header, *cells = list(book["Data"].values)
    assert list(header) == list(rows[0])
    kept = pd.read_parquet(io.BytesIO(get(f"/download/{panel}.parquet?{view}").content))
    assert list(kept.columns) == list(header)
    for row, sheet_row, kept_row in zip(rows, cells, kept.itertuples(index=False), strict=True):
        for text, in_sheet, in_parquet in zip(row.values(), sheet_row, kept_row, strict=True):
            if text == "":
                assert in_sheet is None
                assert in_parquet == "" or pd.isna(in_parquet)
            elif isinstance(in_sheet, int | float) and not isinstance(in_sheet, bool):
                assert float(text) == in_sheet == float(in_parquet)
            else:
                assert text == str(in_sheet)[: len(text)] == str(in_parquet)[: len(text)]
    assert [list(fact) for fact in book["About"].values] == facts
    metadata = parquet.read_metadata(io.BytesIO(get(f"/download/{panel}.parquet?{view}").content)).metadata
    assert metadata[b"Title"].decode() == dict(map(tuple, facts))["Title"]


@pytest.mark.parametrize("panel", ANSWERED_WITH_EXPLORE)
def test_a_file_says_what_it_is(panel, get):
    facts, rows = read_csv(get(f"/download/{panel}.csv?place=39061&period=2023-12").content)
    names = [name for name, _ in facts]
    said = " ".join(words for _, words in facts)
    assert {"Title", "View", "Simulated", "Source", "Citation", "Note", "Extract"} <= set(names)
    assert "place=39061" in dict(map(tuple, facts))["View"]
    assert "made up" in said
    for status in {row["status"] for row in rows if "status" in row}:
        assert f"Status {status}" in names


def test_a_file_of_smoothed_rates_says_that_they_are_not_observed(get):
    facts, rows = read_csv(get("/download/map.csv?measure=smoothed").content)
    assert "smoothed deaths per 100,000, not observed" in rows[0]
    assert "smoothed (empirical Bayes, not observed rates)" in dict(facts)["Title"]
    assert any("Suppressed counts take no part" in words for kind, words in facts if kind == "Note")
    assert {row["lower"] + row["rank"] for row in rows} == {""}
    withheld = [row for row in rows if row["status"] == "suppressed"]
    assert withheld and {row["smoothed deaths per 100,000, not observed"] for row in withheld} == {""}
    trend_facts, trend_rows = read_csv(get("/download/trend.csv?measure=smoothed").content)
    assert "deaths per 100,000" in trend_rows[0]
    assert not any("smoothed" in words.lower() for kind, words in trend_facts if kind == "Note")


@pytest.mark.parametrize(
    "path",
    ["/download/map.exe", "/download/nothing.csv", "/download/map", "/download/../map.csv", "/download/.csv"],
)
def test_an_unknown_file_is_not_found(path, get):
    assert get(path).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "indicator=<script>",
        "place=%00",
        "period=9999-99",
        "x" * 5000,
        "area=%0d%0aSet-Cookie:+a=b",
        "drug=" + "é" * 500,
    ],
)
def test_a_hostile_view_gives_the_file_of_the_default_and_a_plain_name(query, get):
    answer = get(f"/download/map.csv?{query}")
    assert answer.status_code == 200
    assert "script" not in answer.headers["content-disposition"]
    assert "set-cookie" not in answer.headers


def test_a_file_is_named_for_what_is_in_it(get):
    answer = get("/download/map.xlsx?indicator=deaths&period=2023-12", method="HEAD")
    assert answer.headers["content-disposition"] == 'attachment; filename="map-deaths-2023-12-31.xlsx"'


def test_without_an_extract_there_is_nothing_to_download(tmp_path, outlines):
    server = FastAPI()
    server.include_router(downloads.router(Store(tmp_path / "none"), outlines))

    assert ask(server, "/download/map.csv").status_code == 503


def test_text_that_looks_like_a_formula_stays_text():
    rows = pd.DataFrame({"area": ["=1+1", "@now", "plain"], "pounds": [1.0, None, 2.0]})
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(Export((("Title", "=2+2"),), rows))))
    assert book["Data"]["A2"].data_type == "s"
    assert book["Data"]["A2"].value == "=1+1"
    assert book["About"]["B1"].data_type == "s"


def test_every_format_offered_is_written():
    assert set(FORMATS) == {"csv", "xlsx", "parquet"}


@pytest.mark.parametrize("panel", ["map", "ranking", "distribution"])
def test_a_view_without_a_map_has_an_empty_file(get, panel):
    answer = get(f"/download/{panel}.csv?indicator=seized_weight")
    assert answer.status_code == 200
    assert read_csv(answer.content)[1] == []
