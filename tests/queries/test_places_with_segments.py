"""Which places have trend segments: calendar years alone, all released, complete and reliable."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from model.view import View
from queries.results import PlaceSeries, Provenance, ResolvedView
from queries.trend_segments import (
    FEW_EVENTS,
    FEW_YEARS,
    GAP,
    HELD,
    NO_MEASURE,
    NO_SCALE,
    NO_SERIES,
    NOT_YEARS,
    OVERLAP,
    PARTIAL,
    ZERO,
    segments_of,
)

ORIGIN = Provenance("wonder_county", "WONDER", "residence", date(2023, 1, 1), True, False, "")
COUNTS = [50, 58, 70, 81, 99, 117, 140, 138, 141, 139]


def line(counts, statuses=None, first=2013):
    years = range(first, first + len(counts))
    points = pd.DataFrame(
        {
            "period_end": pd.to_datetime([f"{year}-12-31" for year in years]),
            "shown": np.array(counts, float) / 10,
            "count": np.array(counts, float),
            "status": statuses or ["ok"] * len(counts),
        }
    )
    return PlaceSeries("39061", "Hamilton County, OH", points, points[:0], ORIGIN)


def resolved(kind="year", **view):
    return ResolvedView(View(place="39061", **view), kind, None, "", (), (), {}, {}, {}, {}, ())


def refusal(series, **of_view):
    found = segments_of(resolved(**of_view), (series,))
    assert not found.segments
    assert not found.fitted
    return found.refusal


def test_a_place_whose_years_are_all_released_has_segments():
    found = segments_of(resolved(), (line(COUNTS),))
    assert not found.refusal
    assert found.weighted
    assert [(each.first, each.last) for each in found.segments] == [(2013, 2019), (2019, 2022)]
    assert [each.change.direction for each in found.segments] == [1, 0]
    assert sorted(found.fitted) == list(range(2013, 2023))


@pytest.mark.parametrize(
    ("of_view", "why"),
    [
        ({"kind": "12-month-ending"}, OVERLAP),
        ({"kind": "month"}, NOT_YEARS),
        ({"measure": "change"}, NO_MEASURE),
        ({"indicator": "lab_reports", "measure": "share"}, NO_MEASURE),
        ({"indicator": "svi", "measure": "count"}, NO_MEASURE),
        ({"scale": "index"}, NO_SCALE),
    ],
)
def test_a_view_without_segments_says_why(of_view, why):
    assert refusal(line(COUNTS), **of_view) == why


def test_a_place_without_a_series_or_with_a_partial_sum_has_none():
    assert segments_of(resolved(), ()).refusal == NO_SERIES
    assert refusal(replace(line(COUNTS), counties=4)) == PARTIAL


def test_withheld_missing_zero_few_and_short_series_are_refused():
    none = np.nan
    suppressed = ["ok"] * 4 + ["suppressed"] + ["ok"] * 5
    assert refusal(line([*COUNTS[:4], none, *COUNTS[5:]], suppressed)) == HELD
    # A withheld newest year is no year left out: it is chosen by how small it is.
    assert refusal(line([*COUNTS[:9], none], ["ok"] * 9 + ["withheld"])) == HELD
    missing = ["ok"] * 4 + ["missing"] + ["ok"] * 5
    assert refusal(line([*COUNTS[:4], none, *COUNTS[5:]], missing)) == GAP
    assert refusal(line([0, *COUNTS])) == ZERO
    assert refusal(line([19, *COUNTS])) == FEW_EVENTS
    assert refusal(line(COUNTS[:4])) == FEW_YEARS


def test_a_year_without_a_row_is_a_gap():
    whole = line(COUNTS)
    assert refusal(replace(whole, points=whole.points.drop(index=4))) == GAP


def test_incomplete_and_unpublished_newest_years_are_left_out_and_said():
    whole = segments_of(resolved(), (line(COUNTS),))
    late = replace(line([*COUNTS, 60, 20]), incomplete_from=date(2023, 12, 31))
    found = segments_of(resolved(), (late,))
    assert found.left_out == (2023, 2024)
    assert found.segments == whole.segments
    absent = line([*COUNTS, np.nan], ["ok"] * 10 + ["missing"])
    assert segments_of(resolved(), (absent,)).left_out == (2023,)


def test_rates_without_counts_weigh_all_years_alike():
    rates = line([75.1, 68.4, 64.9, 58.6, 55.6])
    found = segments_of(resolved(indicator="opioid_dispensing", measure="count"), (rates,))
    assert not found.weighted
    assert len(found.segments) == 1
    assert found.segments[0].change.direction == -1


def test_only_the_place_in_focus_has_segments():
    other = replace(line(COUNTS), place="39035")
    assert segments_of(resolved(), (other,)).refusal == NO_SERIES
