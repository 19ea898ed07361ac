"""Rates and the intervals around counts, rates and changes."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaincinv, gammaincinv

Floats = NDArray[np.float64]

UNRELIABLE_BELOW = 20
"""A rate on fewer events has a relative standard error above 22.4% (NCHS: "unreliable")."""


def is_unreliable(count: ArrayLike) -> NDArray[np.bool_]:
    """Whether a rate on each count is unreliable: fewer than `UNRELIABLE_BELOW` events, none at all included.

    The interval of a rate on no event is as wide as that of a rate on a few: 0 to 3.7 events over the
    population. NaN is not unreliable, for there is no rate.
    """
    return np.asarray(count, dtype=float) < UNRELIABLE_BELOW


def poisson_interval(count: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Exact interval of a Poisson count.

    L = chi2(alpha/2; 2d)/2 and U = chi2(1-alpha/2; 2d+2)/2 (Garwood 1936; the form NCHS uses).
    chi2 quantiles are twice the inverse incomplete gamma function, which costs a fraction of the
    memory of ``scipy.stats``.

    Parameters
    ----------
    count
        Events, shape (n,); NaN stays NaN.
    confidence
        Two-sided coverage, 0 to 1.

    Returns
    -------
    lower, upper
        In events, shape (n,). The lower limit of 0 events is 0.
    """
    events = np.asarray(count, dtype=float)
    tail = (1 - confidence) / 2
    with np.errstate(invalid="ignore"):
        lower = np.where(events > 0, gammaincinv(np.maximum(events, 1e-12), tail), 0.0)
        upper = gammaincinv(events + 1, 1 - tail)
    missing = np.isnan(events)
    return np.where(missing, np.nan, lower), np.where(missing, np.nan, upper)


WIDTH_STEPS = (40, 80, 160)
"""Widths of an interval in percent of its value; above the last a rate is too unsure to be shown by the
presentation standard of NCHS for rates and counts (2023)."""


def width_step(value: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> NDArray[np.int_]:
    """How many of `WIDTH_STEPS` the width of each interval exceeds, shape (n,).

    It is -1 where the value is not above 0 or has no interval.
    """
    middle, low, high = (np.asarray(limit, dtype=float) for limit in (value, lower, upper))
    with np.errstate(divide="ignore", invalid="ignore"):
        width = (high - low) * 100 / middle
    steps = np.searchsorted(WIDTH_STEPS, np.nan_to_num(width), side="left")
    return np.where((middle > 0) & np.isfinite(width), steps, -1)


def rate(numerator: ArrayLike, denominator: ArrayLike, per: float) -> Floats:
    """Crude rate: events per `per` of the denominator; NaN where the denominator is missing or 0."""
    above, below = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / below * per, np.nan)


def rate_interval(numerator: ArrayLike, denominator: ArrayLike, per: float) -> tuple[Floats, Floats]:
    """Exact Poisson interval of a crude rate, in the rate's own unit, shape (n,) each."""
    lower, upper = poisson_interval(numerator)
    return rate(lower, denominator, per), rate(upper, denominator, per)


def percent_change(now: ArrayLike, before: ArrayLike) -> Floats:
    """Change from `before` to `now` in percent; NaN where either is missing or `before` is 0."""
    later, earlier = np.asarray(now, dtype=float), np.asarray(before, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(earlier > 0, (later / earlier - 1) * 100, np.nan)


def is_clear_change(now: ArrayLike, before: ArrayLike) -> NDArray[np.bool_]:
    """Whether the interval of `percent_change_interval` leaves out zero, found without the interval itself.

    A limit of the share p lies beyond 1/2 where the binomial tail at 1/2 is below 2.5%. False where either
    count is missing or `before` is 0.
    """
    later, earlier = np.asarray(now, dtype=float), np.asarray(before, dtype=float)
    tail = 0.025
    with np.errstate(invalid="ignore"):
        known = (earlier > 0) & (later >= 0)
        first, second = np.where(known, later, 1.0), np.where(known, earlier, 1.0)
        rises = (first > 0) & (betainc(np.maximum(first, 1e-12), second + 1, 0.5) < tail)
        falls = betainc(first + 1, second, 0.5) > 1 - tail
    return known & (rises | falls)


def percent_change_interval(now: ArrayLike, before: ArrayLike) -> tuple[Floats, Floats]:
    """Exact 95% interval of the change between two independent Poisson counts, in percent.

    Given the total, the later count is binomial, so the Clopper-Pearson limits of its share p turn
    into limits of the ratio p/(1-p) (Przyborowski & Wilenski 1940). The two windows must not
    overlap: a 12-month-ending count is compared with the one a year earlier, never with last month.

    Returns
    -------
    lower, upper
        Percent, shape (n,); NaN where either count is missing or `before` is 0.
    """
    later, earlier = np.asarray(now, dtype=float), np.asarray(before, dtype=float)
    tail = 0.025
    with np.errstate(divide="ignore", invalid="ignore"):
        low_share = np.where(later > 0, betaincinv(np.maximum(later, 1e-12), earlier + 1, tail), 0.0)
        high_share = betaincinv(later + 1, np.maximum(earlier, 1e-12), 1 - tail)
        lower = (low_share / (1 - low_share) - 1) * 100
        upper = (high_share / (1 - high_share) - 1) * 100
    known = (earlier > 0) & ~np.isnan(later)
    return np.where(known, lower, np.nan), np.where(known, upper, np.nan)
