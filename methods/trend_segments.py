"""Trend segments of an annual series: log-linear joinpoint regression by the definitions of NCI's Joinpoint.

The logarithm of the values is a line in each segment, and the lines meet at joinpoints (Kim, Fay, Feuer and
Midthune 2000). A segment's annual percent change (APC) is 100 (exp(slope) - 1).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from methods.rates import Floats

LEAST_YEARS: Final = 5
"""Fewer years leave a line's interval with two degrees of freedom or less, where it says next to nothing."""
LEAST_APART: Final = 2
"""Fewest years before the first, after the last and between two joinpoints, themselves not counted: the
default of Joinpoint."""
MOST_JOINPOINTS: Final = 5
NO_ERROR: Final = 1e-15
"""Mean squared error below which lines run through the logarithms but for rounding."""


@dataclass(frozen=True)
class Segment:
    """One segment with its annual percent change.

    Attributes
    ----------
    first, last
        Years; the last of a segment is the first of the next.
    percent, lower, upper
        Annual percent change with its 95% interval.
    """

    first: int
    last: int
    percent: float
    lower: float
    upper: float


@dataclass(frozen=True)
class SegmentedTrend:
    """Segments in the order of time, and the fitted value of each year, in the unit of the values."""

    segments: tuple[Segment, ...]
    fitted: Floats


@dataclass(frozen=True)
class _Series:
    """Logarithms by year, and weights whose mean is 1."""

    years: Floats
    logs: Floats
    weights: Floats


@dataclass(frozen=True)
class _Fit:
    """Lines that meet at joinpoints, given by their positions; `error` is the weighted sum of squares."""

    joinpoints: tuple[int, ...]
    slopes: Floats
    logs: Floats
    error: float


def most_joinpoints(years: int) -> int:
    """Most joinpoints by the number of years: 0 up to 6, 1 up to 11, 2 up to 16 and so on, at most 5.

    The default of Joinpoint.
    """
    return min(max((years - 2) // 5, 0), MOST_JOINPOINTS)


def trend_segments(years: ArrayLike, values: ArrayLike, counts: ArrayLike | None = None) -> SegmentedTrend:
    """Fit the segments of an annual series.

    Joinpoints are years of the series, found by trying all (Lerman 1980). Their number is that of the lowest
    weighted BIC, which Joinpoint offers beside its permutation test, with nothing left to chance.

    Parameters
    ----------
    years
        Consecutive and ascending, shape (n,), n at least `LEAST_YEARS`.
    values
        Rates or counts above 0, shape (n,).
    counts
        Events behind each value, shape (n,): the weights of their logarithms if they are Poisson (delta
        method). Without them all years weigh the same.

    Raises
    ------
    ValueError
        If years are few or not consecutive, or a value or count is missing or not above 0.
    """
    span, shown = np.asarray(years, dtype=float), np.asarray(values, dtype=float)
    weights = np.ones(len(span)) if counts is None else np.asarray(counts, dtype=float)
    if len(span) < LEAST_YEARS or (np.diff(span) != 1).any():
        raise ValueError(f"segments need at least {LEAST_YEARS} consecutive years, given {span.tolist()}")
    if not ((shown > 0) & (weights > 0)).all():
        raise ValueError("segments need values and counts above 0 in every year")
    series = _Series(span - span[0], np.log(shown), weights / weights.mean())
    best = _chosen(series)
    segments = tuple(_segments(series, best, int(span[0])))
    return SegmentedTrend(segments, np.exp(best.logs))


def _chosen(series: _Series) -> _Fit:
    numbers = range(most_joinpoints(len(series.years)) + 1)
    fits = [_best_of_number(series, number) for number in numbers]
    return min(fits, key=lambda fit: _weighted_bic(series, fit))


def _best_of_number(series: _Series, number: int) -> _Fit:
    fits = (_fit(series, joinpoints) for joinpoints in _places_of(len(series.years), number))
    return min(fits, key=lambda fit: fit.error)


def _places_of(years: int, number: int) -> Iterator[tuple[int, ...]]:
    """Every choice of so many joinpoints that are far enough apart and from the ends."""
    for chosen in combinations(range(LEAST_APART, years - LEAST_APART), number):
        if all(later - earlier > LEAST_APART for earlier, later in pairwise(chosen)):
            yield chosen


def _fit(series: _Series, joinpoints: tuple[int, ...]) -> _Fit:
    """Weighted least squares on a line and its bend at each joinpoint."""
    years, root = series.years, np.sqrt(series.weights)
    bends = [np.maximum(0, years - years[joinpoint]) for joinpoint in joinpoints]
    columns = np.column_stack([np.ones_like(years), years, *bends])
    coefficients = np.linalg.lstsq(columns * root[:, None], series.logs * root)[0]
    logs = columns @ coefficients
    error = float(series.weights @ (series.logs - logs) ** 2)
    return _Fit(joinpoints, np.cumsum(coefficients[1:]), logs, error)


def _weighted_bic(series: _Series, fit: _Fit) -> float:
    """Weighted BIC of k joinpoints, ln(SSE / n) + ((2 + R2) k + 2) ln(n) / n (Kim and others 2022).

    R2 is the largest partial R2 of a bend in the two segments that it parts: the penalty is that of BIC for
    slight bends and nears that of BIC3 for sharp ones.
    """
    years, number = len(series.years), len(fit.joinpoints)
    sharpest = max((_partial_r2(series, fit, bend) for bend in range(number)), default=0.0)
    parameters = (2 + sharpest) * number + 2
    return float(np.log(max(fit.error / years, NO_ERROR)) + parameters * np.log(years) / years)


def _partial_r2(series: _Series, fit: _Fit, bend: int) -> float:
    """Share of what a line leaves of two neighboring segments that their bend explains."""
    edges = (-1, *fit.joinpoints, len(series.years) - 1)
    part = slice(edges[bend] + 1, edges[bend + 2] + 1)
    years, root = series.years[part], np.sqrt(series.weights[part])
    line = np.linalg.qr(np.column_stack([root, years * root]))[0]
    bent = np.maximum(0, years - series.years[fit.joinpoints[bend]]) * root
    left, right = (column - line @ (line.T @ column) for column in (series.logs[part] * root, bent))
    whole = float((left @ left) * (right @ right))
    return float(left @ right) ** 2 / whole if whole > NO_ERROR else 0.0


def _segments(series: _Series, fit: _Fit, first_year: int) -> Iterator[Segment]:
    """Each segment with its interval, from the t distribution with n - 2k - 2 degrees of freedom.

    The joinpoints are among the 2k + 2 estimated parameters, which makes the variance of a slope that of its
    segment's own line (Feder 1975), with the error of the whole fit.
    """
    years = len(series.years)
    freedom = years - 2 * len(fit.joinpoints) - 2
    quantile = float(stdtrit(freedom, 0.975))
    edges = (0, *fit.joinpoints, years - 1)
    for slope, (first, last) in zip(fit.slopes.tolist(), pairwise(edges), strict=True):
        within, weights = series.years[first : last + 1], series.weights[first : last + 1]
        spread = float(weights @ (within - np.average(within, weights=weights)) ** 2)
        margin = quantile * np.sqrt(fit.error / freedom / spread)
        percents = (float(np.expm1(each)) * 100 for each in (slope, slope - margin, slope + margin))
        yield Segment(first_year + first, first_year + last, *percents)
