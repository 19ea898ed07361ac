"""Trend segments on the trend panel: their control, lines, words and columns of the file."""

from typing import Any, Final

import numpy as np
import pandas as pd
from dash.development.base_component import Component

from components.chart_frame import INK, Figure
from components.controls import labeled_select
from components.numbers import rounded, signed_percent
from components.words import joined
from model.view import View
from queries.results import TrendSegment, TrendSegments

NO_SEGMENTS: Final = "none"
OPTIONS: Final = [
    {"value": NO_SEGMENTS, "label": "no segments"},
    {"value": "1", "label": "trend segments"},
]
FITTED: Final = "fitted by segments"
"""Column of the file, in the unit of the figures."""
READING: Final = (
    "Broken lines are trend segments (joinpoint regression after the National Cancer Institute): in each, "
    "the figures change by the same percent every year; where segments meet is estimated, and in simulations "
    "their intervals held the true change in about 90 of 100 cases."
)


def segments_control() -> Component:
    """With trend segments or without."""
    return labeled_select("segments", "Trend segments", OPTIONS, "small")


def segments_state(view: View) -> dict[str, dict[str, Any]]:
    """What is chosen; where no segments can be, the panel says why."""
    return {"segments": {"value": view.segments or NO_SEGMENTS}}


def segment_traces(found: TrendSegments, decimals: int) -> list[Figure]:
    """A thin broken line each."""
    return [
        {
            "type": "scatter",
            "yaxis": "y",
            "name": f"{each.first} to {each.last}",
            "x": [f"{year}-01-01" for year in range(each.first, each.last + 1)],
            "y": rounded(_fitted(found, each), decimals).tolist(),
            "mode": "lines",
            "line": {"color": INK, "width": 1.25, "dash": "dash"},
            "hovertemplate": f"{signed_percent(each.change.value)} a year",
        }
        for each in found.segments
    ]


def _fitted(found: TrendSegments, segment: TrendSegment) -> np.ndarray:
    return np.array([found.fitted[year] for year in range(segment.first, segment.last + 1)])


def segments_words(found: TrendSegments | None) -> str:
    """Every segment with its interval, or why there are none; empty where none were asked for."""
    if found is None:
        return ""
    if found.refusal:
        return f"No trend segments: {found.refusal}."
    weights = "weighted by the counts" if found.weighted else "all years alike, as no counts are published"
    listed = "; ".join(_segment_words(each) for each in found.segments)
    return f"Trend segments of {found.name}: {listed}. {_left_out(found)}Log-linear joinpoint fit, {weights}."


def _segment_words(segment: TrendSegment) -> str:
    """ "+16.2% a year from 2013 to 2017 (95% interval +12.1% to +20.4%)", or "no clear change from ..."."""
    change = segment.change
    percent = f"{signed_percent(change.value)} a year"
    interval = f"95% interval {signed_percent(change.lower)} to {signed_percent(change.upper)}"
    span = f"from {segment.first} to {segment.last}"
    if not change.direction:
        return f"no clear change {span} ({percent}, {interval})"
    return f"{percent} {span} ({interval})"


def _left_out(found: TrendSegments) -> str:
    if not found.left_out:
        return ""
    return f"Left out because incomplete or not published: {joined([str(y) for y in found.left_out])}. "


def segment_columns(found: TrendSegments, days: pd.Series, decimals: int) -> dict[str, Any]:
    """Columns of the file beside a place's figures: the fitted value, and the segment with its change."""
    years = pd.to_datetime(days).dt.year.tolist()
    of_years = [found.segment_of(year) for year in years]
    changes = [each.change if each else None for each in of_years]

    def percents(name: str) -> Any:
        return rounded(np.array([getattr(each, name) if each else np.nan for each in changes], float), 1)

    fitted = np.array([found.fitted.get(year, np.nan) for year in years], dtype=float)
    return {
        FITTED: rounded(fitted, decimals),
        "segment": [f"{each.first} to {each.last}" if each else "" for each in of_years],
        "annual_percent_change": percents("value"),
        "annual_percent_change_lower": percents("lower"),
        "annual_percent_change_upper": percents("upper"),
    }
