"""Trend segments of the place in focus, or why it has none."""

from typing import Final

import numpy as np
import pandas as pd

from methods.rates import UNRELIABLE_BELOW, is_unreliable
from methods.trend_segments import LEAST_YEARS, trend_segments
from model import catalog
from model.observations import HELD_STATUSES
from queries.results import Estimate, PlaceSeries, ResolvedView, TrendSegment, TrendSegments

OVERLAP: Final = (
    "12-month windows overlap: neighboring points share months, so the interval of a slope would be false"
)
NOT_YEARS: Final = "they are fitted to calendar years alone"
NO_MEASURE: Final = "they are fitted to counts of people and to rates"
NO_SCALE: Final = "they are drawn on a linear or a logarithmic scale"
NO_SERIES: Final = "no series is published for this place"
PARTIAL: Final = "a group's line adds up its released counties alone, which a slope would take for all"
HELD: Final = "some years are withheld, and years chosen by how small their counts are would bend the slope"
GAP: Final = "some years are not published"
FEW_EVENTS: Final = f"a year has fewer than {UNRELIABLE_BELOW}, on which a rate is unreliable"
ZERO: Final = "a year has zero, which has no logarithm"
FEW_YEARS: Final = f"they need at least {LEAST_YEARS} complete years"


def segments_of(resolved: ResolvedView, series: tuple[PlaceSeries, ...]) -> TrendSegments:
    """Segments of the place in focus over all its complete years.

    Parameters
    ----------
    resolved
        With the observed rate in place of a smoothed one.
    """
    own = next((line for line in series if line.place == resolved.view.place), None)
    refusal = _of_view(resolved) or ("" if own else NO_SERIES) or (PARTIAL if own and own.counties else "")
    if refusal or own is None:
        return TrendSegments(refusal=refusal)
    complete = _complete(own)
    left_out = tuple(day.year for day in own.points["period_end"].iloc[len(complete) :])
    counts = complete["count"].to_numpy(dtype=float) if _counts_people(resolved) else None
    refusal = _of_years(complete, counts)
    if refusal:
        return TrendSegments(own.place, own.name, left_out=left_out, refusal=refusal)
    years = complete["period_end"].dt.year.to_numpy()
    found = trend_segments(years, complete["shown"], counts)
    segments = tuple(
        TrendSegment(each.first, each.last, Estimate(each.percent, each.lower, each.upper))
        for each in found.segments
    )
    fitted = dict(zip(years.tolist(), found.fitted.tolist(), strict=True))
    return TrendSegments(own.place, own.name, segments, fitted, counts is not None, left_out)


def _counts_people(resolved: ResolvedView) -> bool:
    return catalog.INDICATORS[resolved.view.indicator].counts_people


def _of_view(resolved: ResolvedView) -> str:
    """Why no place has segments in the view; empty where places may."""
    entry, measure = catalog.INDICATORS[resolved.view.indicator], resolved.view.measure
    if measure not in ("count", "rate") or not (entry.counts_people or entry.published_rate):
        return NO_MEASURE
    if resolved.kind != "year":
        return OVERLAP if resolved.kind == "12-month-ending" else NOT_YEARS
    return NO_SCALE if resolved.view.scale == "index" else ""


def _complete(own: PlaceSeries) -> pd.DataFrame:
    """Points before the newest years that are incomplete or not published, where those are not withheld."""
    points = own.points
    if own.incomplete_from is not None:
        points = points[points["period_end"] < pd.Timestamp(own.incomplete_from)]
    told = points["shown"].notna() | points["status"].isin(HELD_STATUSES)
    last = np.flatnonzero(told)
    return points.iloc[: int(last[-1]) + 1 if len(last) else 0]


def _of_years(points: pd.DataFrame, counts: np.ndarray | None) -> str:
    """Why a place's years have no segments; empty where they have."""
    if points["status"].isin(HELD_STATUSES).any():
        return HELD
    if points["shown"].isna().any() or (points["period_end"].dt.year.diff().dropna() != 1).any():
        return GAP
    if (points["shown"] == 0).any():
        return ZERO
    if counts is not None and is_unreliable(counts).any():
        return FEW_EVENTS
    return FEW_YEARS if len(points) < LEAST_YEARS else ""
