"""Panels outside the page carry the page's words and the numbers of their files."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis_profiles import first_of
from view_answers import panels_of_every_view

from export.drawing.pictures import table_of
from export.exported_panels import exported_panel
from pages.answering import answered_panel

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


def numbers_of(rows):
    return {
        float(value)
        for name in rows
        if pd.api.types.is_numeric_dtype(rows[name])
        for value in rows[name].dropna()
    }


@pytest.mark.parametrize("query", first_of(VIEWS, 4))
def test_every_number_of_a_chart_is_in_the_panels_file(store, outlines, query):
    for panel in panels_of_every_view():
        exported = exported_panel(store, outlines, panel, query)
        file = answered_panel(store, outlines, panel, query).export
        pd.testing.assert_frame_equal(exported.export.rows, file.rows)
        assert exported.export.facts == file.facts
        assert exported.title and exported.alternative
        assert exported.simulated or file.rows.empty
        known = numbers_of(file.rows)
        for series in exported.chart.series if exported.chart else ():
            assert len(series.at) == len(series.values)
            assert len(series.lower) in (0, len(series.at))
            drawn = [value for part in (series.values, series.lower, series.upper) for value in part]
            assert {value for value in drawn if value is not None} <= known
            assert not any(value is not None and math.isnan(value) for value in drawn)


def test_what_is_suppressed_is_a_gap_and_not_zero(store, outlines):
    exported = exported_panel(store, outlines, "trend", "place=46102")
    rows = exported.export.rows
    hidden = int((rows["status"] == "suppressed").sum())
    assert hidden
    assert sum(value is None for series in exported.chart.series for value in series.values) >= hidden


def test_words_of_pressing_stay_on_the_page(store, outlines):
    maps = exported_panel(store, outlines, "small-maps", "maps=periods")
    assert "Press" not in maps.subtitle + maps.alternative
    assert "row chosen" not in exported_panel(store, outlines, "sectors", "place=39").subtitle


@pytest.mark.parametrize("panel", ["completeness", "insights"])
def test_a_table_is_text_in_a_document_and_says_codes_in_words_in_a_picture(store, outlines, panel):
    assert exported_panel(store, outlines, panel, "place=39", is_inset=True).drawing == ""
    exported = exported_panel(store, outlines, panel, "place=39")
    assert "Drug overdose" in exported.drawing
    cells = {cell for row in table_of(exported.export.rows).rows for cell in row}
    assert not cells & {"deaths", "seized_weight"}


def test_a_code_that_is_missing_is_a_dash_in_a_picture():
    rows = pd.DataFrame({"indicator": ["deaths", None], "drug": ["heroin", np.nan], "value": [1, 2]})
    drawn = table_of(rows)
    assert drawn.rows == [("Drug overdose deaths", "Heroin", "1"), ("–", "–", "2")]
