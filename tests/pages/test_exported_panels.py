"""Panels outside the page carry the page's words and the numbers of their files."""

import math

import numpy as np
import pandas as pd
import pytest

from components.panel_tables import PANEL_TABLES
from data.extract.outlines import read_outlines
from data.geography.outlines import ensure_outlines
from export.drawing.pictures import table_of
from model.deck import SHOWN
from model.settings import PROJECT
from pages.downloads import panel_file
from pages.exported_panels import exhibit_of
from pages.lazy_panels import ASKED
from queries.store import Store

VIEWS = [
    "",
    "place=39061&compare=39035,39",
    "place=39&measure=change",
    "measure=count&place=39061&scale=index&compare=39035",
    "indicator=naloxone&place=54",
    "indicator=deaths&drug=synthetic_opioids&level=state&ranking=lowest",
    "measure=smoothed&place=46102&ranking=around",
    "seized=meth&areas=air-marine",
]


@pytest.fixture(scope="module")
def outlines():
    return read_outlines(ensure_outlines(PROJECT / "var" / "static"))


@pytest.fixture(scope="module")
def store(simulated_extract):
    return Store(simulated_extract)


def panels_there():
    return [panel for panel in SHOWN if panel in ASKED or panel in PANEL_TABLES]


def numbers_of(rows):
    return {
        float(value)
        for name in rows
        if pd.api.types.is_numeric_dtype(rows[name])
        for value in rows[name].dropna()
    }


@pytest.mark.parametrize("query", VIEWS)
def test_every_number_of_a_chart_is_in_the_panels_file(store, outlines, query):
    for panel in panels_there():
        exhibit = exhibit_of(store, outlines, panel, query)
        file, _, _ = panel_file(store, outlines, panel, query)
        pd.testing.assert_frame_equal(exhibit.export.rows, file.rows)
        assert exhibit.export.facts == file.facts
        assert exhibit.title and exhibit.alternative
        assert exhibit.simulated or file.rows.empty
        known = numbers_of(file.rows)
        for series in exhibit.chart.series if exhibit.chart else ():
            assert len(series.at) == len(series.values)
            assert len(series.lower) in (0, len(series.at))
            drawn = [value for part in (series.values, series.lower, series.upper) for value in part]
            assert {value for value in drawn if value is not None} <= known
            assert not any(value is not None and math.isnan(value) for value in drawn)


def test_what_is_suppressed_is_a_gap_and_not_zero(store, outlines):
    exhibit = exhibit_of(store, outlines, "trend", "place=46102")
    rows = exhibit.export.rows
    hidden = int((rows["status"] == "suppressed").sum())
    assert hidden
    assert sum(value is None for series in exhibit.chart.series for value in series.values) >= hidden


def test_words_of_pressing_stay_on_the_page(store, outlines):
    maps = exhibit_of(store, outlines, "small-maps", "maps=periods")
    assert "Press" not in maps.subtitle + maps.alternative
    assert "row chosen" not in exhibit_of(store, outlines, "sectors", "place=39").subtitle


@pytest.mark.parametrize("panel", ["completeness", "standouts"])
def test_a_table_is_text_in_a_document_and_says_codes_in_words_in_a_picture(store, outlines, panel):
    assert exhibit_of(store, outlines, panel, "place=39", is_inset=True).drawing == ""
    drawn = exhibit_of(store, outlines, panel, "place=39").drawing
    assert "Drug overdose" in drawn
    assert ">deaths<" not in drawn and ">seized_weight<" not in drawn


def test_a_code_that_is_missing_is_a_dash_in_a_picture():
    rows = pd.DataFrame({"indicator": ["deaths", None], "drug": ["heroin", np.nan], "value": [1, 2]})
    drawn = table_of(rows)
    assert drawn.rows == [("Drug overdose deaths", "Heroin", "1"), ("–", "–", "2")]
