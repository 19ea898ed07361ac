"""The table on screen has exactly the rows of the panel's file, in words and in the screen's digits."""

import csv
import io

import pandas as pd
import pytest
from fastapi import FastAPI
from support import ask
from view_answers import panels_of_every_view

from components.data_grid import column_words, data_grid, grid_rows
from data.extract.outlines import read_outlines
from data.geography.outlines import ensure_outlines
from model import catalog
from model.settings import PROJECT
from pages import downloads, tables
from queries.store import Store

VIEWS = (
    "place=39&period=2023-12",
    "place=39061&measure=count",
    "indicator=syndromic_visits",
    "indicator=lab_reports&measure=share",
    "measure=change&level=state",
)

ANSWERED_WITH_EXPLORE = panels_of_every_view(is_lazy=False)


@pytest.fixture(scope="module")
def get(store, outlines):
    server = FastAPI()
    server.include_router(downloads.router(store, outlines))
    server.include_router(tables.router(store, outlines))
    return lambda path: ask(server, path)


def in_file(get, panel, view):
    text = get(f"/download/{panel}.csv?{view}").content.decode("utf-8-sig")
    return list(csv.DictReader(line for line in io.StringIO(text) if not line.startswith("# ")))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("panel", ANSWERED_WITH_EXPLORE)
def test_the_grid_has_the_rows_of_the_file(panel, view, get):
    table = get(f"/table/{panel}?{view}").json()
    rows = table["grid"]["props"]["rowData"]
    filed = in_file(get, panel, view)
    assert table["rows"] == len(rows) == len(filed)
    for shown, written in zip(rows, filed, strict=True):
        assert list(shown) == list(written)
        for name, text in written.items():
            if isinstance(shown[name], int | float):
                assert shown[name] == float(text)
            elif name not in ("status", "drug", "indicator", "counted"):
                assert (shown[name] or "") == text


def test_statuses_stand_in_words_and_withheld_figures_are_not_zero(get):
    rows = get("/table/map?place=39").json()["grid"]["props"]["rowData"]
    hidden = [row for row in rows if row["status"] == "suppressed (1 to 9)"]
    assert hidden
    assert all(row["deaths per 100,000"] is None for row in hidden)
    assert not {row["status"] for row in rows} & set(catalog.STATUS_WORDS) - {"provisional"}


def test_a_table_says_what_it_is_and_links_to_its_view(get):
    table = get("/table/trend?place=39061&period=2023-12").json()
    assert "Hamilton County, OH" in table["title"]
    assert "made up" in table["about"]
    assert "Simulated, in the format of" in table["about"]
    assert table["link"] == "/?place=39061&period=2023-12"


def test_columns_are_named_in_words_and_numbers_stand_to_the_right():
    rows = pd.DataFrame({"period_end": pd.to_datetime(["2024-12-31"]), "lb": [1.5], "events": [3]})
    columns = {column["field"]: column for column in data_grid(rows, "deaths").columnDefs}
    assert columns["period_end"]["headerName"] == "Period ends"
    assert "type" not in columns["period_end"]
    assert columns["lb"]["type"] == columns["events"]["type"] == "rightAligned"
    assert ",.1f" in columns["lb"]["valueFormatter"]["function"]
    assert ",.0f" in columns["events"]["valueFormatter"]["function"]
    assert column_words("deaths per 100,000") == "Deaths per 100,000"
    assert grid_rows(rows, "deaths") == [{"period_end": "2024-12-31", "lb": 1.5, "events": 3}]


@pytest.mark.parametrize("path", ["/table/nothing", "/table/map.csv", "/table/"])
def test_an_unknown_table_is_not_found(path, get):
    assert get(path).status_code == 404


def test_without_an_extract_there_is_no_table(tmp_path):
    server = FastAPI()
    outlines = read_outlines(ensure_outlines(PROJECT / "var" / "static"))
    server.include_router(tables.router(Store(tmp_path / "none"), outlines))
    assert ask(server, "/table/map").status_code == 503


def test_a_row_without_a_status_has_an_empty_cell():
    """As a sentence that is of no figure, such as how many counties each class has."""
    rows = grid_rows(pd.DataFrame({"place": ["39", "US"], "status": ["ok", None]}), "deaths")
    assert [row["status"] for row in rows] == [catalog.status_words("ok", "deaths"), None]
