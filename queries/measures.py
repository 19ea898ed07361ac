"""The three measures of a place and period, each with its interval, its status and its reason."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data import catalog
from methods import rates

Words = NDArray[Any]
Flags = NDArray[np.bool_]


def measure_values(rows: pd.DataFrame, measure: str, *, counted: bool) -> pd.DataFrame:
    """The measure of each row with its interval and status.

    Parameters
    ----------
    rows
        `value, numerator, denominator, status`; for `change` also `compared, compared_before,
        status_before`.
    measure
        `count`, `rate` (per 100,000), `share` (percent) or `change` (percent on a year earlier).
    counted
        Whether values are counts of people, which have a Poisson interval; weights have none.

    Returns
    -------
    DataFrame
        `shown, lower, upper, count, denominator, status, reason`, index as in `rows`.
    """
    count, denominator = (rows[name].to_numpy(dtype=float) for name in ("value", "denominator"))
    status = rows["status"].to_numpy(dtype=object)
    reason: Words = np.full(len(rows), "", dtype=object)
    if measure == "rate":
        numerator = rows["numerator"].to_numpy(dtype=float)
        shown = rates.rate(numerator, denominator, catalog.RATE_PER)
        limits = rates.rate_interval(numerator, denominator, catalog.RATE_PER)
        status, reason = _rate_status(status, count, denominator)
    elif measure == "share":
        shown = rates.rate(rows["numerator"].to_numpy(dtype=float), denominator, 100)
        limits = (np.full(len(rows), np.nan),) * 2
        status, reason = _share_status(status, count, denominator)
    elif measure == "change":
        now, before = (rows[name].to_numpy(dtype=float) for name in ("compared", "compared_before"))
        shown = rates.percent_change(now, before)
        limits = rates.percent_change_interval(now, before)
        status, reason = _change_status(status, rows["status_before"], count, before)
    else:
        shown, limits = count, rates.poisson_interval(count)
    return pd.DataFrame(
        {
            "shown": shown,
            "lower": limits[0] if counted else np.nan,
            "upper": limits[1] if counted else np.nan,
            "count": count,
            "denominator": denominator,
            # Kept as objects: they are compared and replaced more often than they are stored.
            "status": pd.Series(status, dtype=object, index=rows.index),
            "reason": pd.Series(reason, dtype=object, index=rows.index),
        },
        index=rows.index,
    )


def _rate_status(status: Words, count: rates.Floats, denominator: rates.Floats) -> tuple[Words, Words]:
    without: Flags = ~np.isnan(count) & np.isnan(denominator)
    few: Flags = (count > 0) & (count < rates.UNRELIABLE_BELOW)
    chosen = np.select([without, few], ["missing", "unreliable"], default=status)
    return chosen, np.where(without, "no population is published for these boundaries", "").astype(object)


def _share_status(status: Words, count: rates.Floats, denominator: rates.Floats) -> tuple[Words, Words]:
    without: Flags = ~np.isnan(count) & ~(denominator > 0)
    chosen = np.where(without, "missing", status).astype(object)
    return chosen, np.where(without, "no total to take a share of", "").astype(object)


def _change_status(
    status: Words, status_before: pd.Series, count: rates.Floats, before: rates.Floats
) -> tuple[Words, Words]:
    known: Flags = ~np.isnan(count)
    few: Flags = known & (np.fmin(count, before) < rates.UNRELIABLE_BELOW)
    withheld: Flags = known & (status_before.to_numpy(dtype=object) == "suppressed")
    absent: Flags = known & np.isnan(before)
    from_zero: Flags = known & (before == 0)
    cases = [from_zero, withheld, absent, few]
    chosen = np.select(cases, ["missing", "suppressed", "missing", "unreliable"], default=status)
    reasons = [
        "none a year earlier, so no percent change",
        "suppressed a year earlier",
        "no figure a year earlier",
        "",
    ]
    return chosen, np.select(cases, reasons, default="").astype(object)
