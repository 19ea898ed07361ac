"""What late records will still add to the newest counts of a county, by how earlier releases were revised."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from methods.completeness import LATE_SHARE, incomplete_tail, is_incomplete
from methods.reporting_triangle import (
    LEAST_RELEASES,
    SETTLED_AGE,
    Adjusted,
    Backtest,
    Development,
    adjusted,
    backtest,
    development,
    release_ages,
    triangle_of,
)
from model import catalog
from model.groups import Group
from queries.measures import Words
from queries.results import LateRecords
from queries.store import Columns, Reader

SOURCE: Final = "vsrr_county"
WHAT: Final = ("deaths", "all", "12-month-ending", SOURCE)
"""Indicator, drug, kind of period and source of the counts that are adjusted."""
MEASURES: Final = ("count", "rate")
MOST_RELEASES: Final = 12
"""The newest ones, of about three years: how fast records come changes."""
YEARS_OF_AGES: Final = SETTLED_AGE + 12
"""Months; no count of a settled age is among younger ones."""
COUNTIES_OF_A_STATE: Final = 1000
"""A county's code is that of its state and three digits."""
Days = NDArray[np.datetime64]


@dataclass(frozen=True)
class Learned:
    """What the releases held say of revisions.

    Attributes
    ----------
    days
        Of the releases, ascending.
    steps
        How counts develop; None where it cannot be tested.
    tested
        How well the newest release was predicted.
    """

    days: Days
    steps: Development | None = None
    tested: Backtest | None = None


def late_records(
    reader: Reader,
    measure: str,
    rows: Columns,
    indicator: str,
    drug: str,
    kind: str,
    source: str,
    place: str,
    group: Group | None,
) -> LateRecords | None:
    """The counts of a county's incomplete tail once late records are in; None where that is not requested.

    Parameters
    ----------
    rows
        The county's series, columns of `queries.series.source_series`.
    """
    if group or (indicator, drug, kind, source) != WHAT or measure not in MEASURES:
        return None
    learned = reader.once(_learned)
    if learned.steps is None:
        return LateRecords(len(learned.days), None, pd.DataFrame())
    expected = _of_series(learned, learned.steps, rows, place)
    tail = _tail(rows["value"], expected)
    per = catalog.RATE_PER / rows["denominator"][tail] if measure == "rate" else 1.0
    points = pd.DataFrame(
        {
            "period_end": rows["period_end"][tail],
            "shown": expected.value[tail] * per,
            "lower": expected.lower[tail] * per,
            "upper": expected.upper[tail] * per,
            "status": "predicted",
        }
    )
    return LateRecords(len(learned.days), learned.tested, points.dropna(subset="shown", ignore_index=True))


def late_of_series(
    reader: Reader, rows: Columns, indicator: str, drug: str, kind: str, source: str, place: str
) -> NDArray[np.bool_]:
    """Which rows of a place's series are of its incomplete tail by how earlier releases were revised.

    Parameters
    ----------
    rows
        `value, period_end, as_of` of the series.
    """
    late = np.zeros(len(rows["value"]), dtype=bool)
    if (indicator, drug, kind, source) == WHAT and (learned := reader.once(_learned)).steps:
        late[_tail(rows["value"], _of_series(learned, learned.steps, rows, place))] = True
    return late


def late_of_places(
    reader: Reader, places: Words, ends: ArrayLike, counts: NDArray[Any], keys: Mapping[str, str]
) -> NDArray[np.bool_]:
    """Which counts are incomplete by how earlier releases were revised.

    Parameters
    ----------
    places, ends, counts
        Place, last day of the period and count as the newest release has it, shape (n,).
    keys
        `indicator, drug, period_kind, source` of the counts.
    """
    requested = tuple(keys[name] for name in ("indicator", "drug", "period_kind", "source"))
    if requested != WHAT or (learned := reader.once(_learned)).steps is None:
        return np.zeros(len(places), dtype=bool)
    ages = release_ages(ends, learned.days)[:, -1]
    states = places.astype(int) // COUNTIES_OF_A_STATE
    expected = adjusted(counts, ages, states, learned.steps).value
    return is_incomplete(counts, expected, ~np.isnan(expected))


def _of_series(learned: Learned, steps: Development, rows: Columns, place: str) -> Adjusted:
    """A county's counts as they will stand; NaN for those that are not of the newest release."""
    newest = rows["as_of"].astype("datetime64[D]") == learned.days[-1]
    ages = release_ages(rows["period_end"], learned.days)[:, -1]
    return adjusted(np.where(newest, rows["value"], np.nan), ages, np.full(len(ages), int(place[:2])), steps)


def _tail(counts: NDArray[Any], counts_expected: Adjusted) -> NDArray[np.int_]:
    """Positions of the shown counts that are still incomplete, by the one rule that there is for it: what the
    releases say takes the place of the agency's note and prediction, which the file of counties has not."""
    shown = np.flatnonzero(~np.isnan(counts))
    expected = counts_expected.value[shown]
    length = incomplete_tail(counts[shown], expected, ~np.isnan(expected))
    return shown[len(shown) - length :]


def _learned(reader: Reader) -> Learned:
    """What can be learned of an extract, which takes a moment where many releases are held."""
    indicator, _, kind, source = WHAT
    days = reader.query_columns("release_days", indicator=indicator, source=source)["as_of"]
    days = days.astype("datetime64[D]")[-MOST_RELEASES:]
    if len(days) < LEAST_RELEASES:
        return Learned(days)
    held = reader.fetch(
        "releases",
        indicator=indicator,
        period_kind=kind,
        source=source,
        oldest=days[0].item(),
        newest=days[-1].item(),
        months=YEARS_OF_AGES,
    )
    place, end, release, count = (held[name].to_numpy() for name in ("place", "period_end", "as_of", "value"))
    codes = place.astype(int)
    triangle = triangle_of(codes, codes // COUNTIES_OF_A_STATE, end, release, count)
    tested = backtest(triangle, LATE_SHARE)
    return Learned(days, development(triangle) if tested else None, tested)
