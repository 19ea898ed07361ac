"""The measures of a place and period, each with its interval, its status and its reason."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from methods import rates
from methods.smoothing import empirical_bayes
from model import catalog

Words = NDArray[Any]
Flags = NDArray[np.bool_]
Rows = pd.DataFrame | Mapping[str, NDArray[Any]]
"""Columns of one length by name."""


def measure_columns(rows: Rows, measure: str, entry: catalog.Indicator) -> dict[str, NDArray[Any]]:
    """The measure of each row with its interval and status.

    Parameters
    ----------
    rows
        `value, numerator, denominator, status, without_interval`; for `change` also `compared,
        compared_before, status_before`. No figure has an interval where `without_interval` says so.
    measure
        `count`, `rate` (per 100,000), `smoothed` (such rates drawn toward that of all rows), `share`
        (percent) or `change` (percent on a year earlier).
    entry
        The indicator. Counts of people have a Poisson interval, and are unreliable below 20; published
        rates and weights have no interval.

    Returns
    -------
    dict of str to ndarray
        `shown, lower, upper, count, denominator, status, reason`, each as long as `rows`.
    """
    shown, status, reason = shown_values(rows, measure, entry)
    limits = _limits(rows, measure, entry)
    lower, upper = (np.where(rows["without_interval"], np.nan, limit) for limit in limits)
    return {
        "shown": shown,
        "lower": lower,
        "upper": upper,
        "count": _floats(rows, "value"),
        "denominator": _floats(rows, "denominator"),
        "status": status,
        "reason": reason,
    }


def frame_of(columns: Mapping[str, NDArray[Any]], index: pd.Index | None = None) -> pd.DataFrame:
    """The columns as a frame; text stays objects, which are compared more often than they are stored."""
    return pd.DataFrame(
        {
            name: pd.Series(column, index=index, dtype=object) if column.dtype == object else column
            for name, column in columns.items()
        },
        index=index,
        copy=False,
    )


def shown_values(rows: Rows, measure: str, entry: catalog.Indicator) -> tuple[rates.Floats, Words, Words]:
    """The measure of each row without its interval, which takes far longer to find.

    Parameters
    ----------
    rows, measure, entry
        As for `measure_columns`.

    Returns
    -------
    shown, status, reason
        Each as long as `rows`; `shown` is NaN where there is no figure.
    """
    count, denominator = _floats(rows, "value"), _floats(rows, "denominator")
    status = np.asarray(rows["status"], dtype=object)
    if measure == "rate":
        shown = rates.rate(_floats(rows, "numerator"), denominator, catalog.RATE_PER)
        return shown, *_rate_status(status, count, denominator)
    if measure == "smoothed":
        shown = empirical_bayes(_floats(rows, "numerator"), denominator) * catalog.RATE_PER
        return shown, *_rate_status(status, count, denominator)
    if measure == "share":
        shown = rates.rate(_floats(rows, "numerator"), denominator, 100)
        return shown, *_share_status(status, count, denominator)
    if measure == "change":
        before = _floats(rows, "compared_before")
        shown = rates.percent_change(_floats(rows, "compared"), before)
        return shown, *_change_status(status, rows["status_before"], count, before, entry)
    return count, status, np.full(len(status), "", dtype=object)


def _limits(rows: Rows, measure: str, entry: catalog.Indicator) -> tuple[rates.Floats, rates.Floats]:
    if measure in ("share", "smoothed") or not entry.counts_people:
        return (np.full(len(rows["status"]), np.nan),) * 2
    if measure == "rate":
        numerator, denominator = _floats(rows, "numerator"), _floats(rows, "denominator")
        return rates.rate_interval(numerator, denominator, catalog.RATE_PER)
    if measure == "change":
        return rates.percent_change_interval(_floats(rows, "compared"), _floats(rows, "compared_before"))
    return rates.poisson_interval(_floats(rows, "value"))


def _floats(rows: Rows, name: str) -> rates.Floats:
    return np.asarray(rows[name], dtype=float)


def _rate_status(status: Words, count: rates.Floats, denominator: rates.Floats) -> tuple[Words, Words]:
    without: Flags = ~np.isnan(count) & np.isnan(denominator)
    few = rates.is_unreliable(count)
    chosen = np.select([without, few], ["missing", "unreliable"], default=status)
    return chosen, np.where(without, "no population is published for these boundaries", "").astype(object)


def _share_status(status: Words, count: rates.Floats, denominator: rates.Floats) -> tuple[Words, Words]:
    without: Flags = ~np.isnan(count) & ~(denominator > 0)
    chosen = np.where(without, "missing", status).astype(object)
    return chosen, np.where(without, "no total to take a share of", "").astype(object)


def _change_status(
    status: Words,
    status_before: pd.Series | Words,
    count: rates.Floats,
    before: rates.Floats,
    entry: catalog.Indicator,
) -> tuple[Words, Words]:
    known: Flags = ~np.isnan(count)
    few: Flags = known & rates.is_unreliable(np.fmin(count, before)) & entry.counts_people
    earlier = np.asarray(status_before, dtype=object)
    suppressed, withheld = known & (earlier == "suppressed"), known & (earlier == "withheld")
    absent: Flags = known & np.isnan(before)
    from_zero: Flags = known & (before == 0)
    cases = [from_zero, suppressed, withheld, absent, few]
    chosen = np.select(cases, ["missing", "suppressed", "withheld", "missing", "unreliable"], default=status)
    reasons = [
        "none a year earlier, so no percent change",
        "suppressed a year earlier",
        "withheld a year earlier",
        "no figure a year earlier",
        "",
    ]
    return chosen, np.select(cases, reasons, default="").astype(object)
