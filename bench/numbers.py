"""Medians, 95th percentiles and how they are written."""

import math
import statistics
from collections.abc import Sequence
from typing import Any

Summary = dict[str, Any]


def percentile(values: Sequence[float], share: float) -> float:
    """Smallest value that at least `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


def summary(values: Sequence[float]) -> Summary:
    """Median, 95th percentile, largest and number of the values, and the values themselves."""
    return {
        "n": len(values),
        "median": statistics.median(values),
        "p95": percentile(values, 0.95),
        "max": max(values),
        "values": [round(value, 2) for value in values],
    }


def milliseconds(value: float) -> str:
    """A duration given in milliseconds, in words."""
    return f"{value:,.1f} ms" if value < 10 else f"{value:,.0f} ms"


def kilobytes(value: float) -> str:
    """A size given in bytes, in words."""
    return f"{value / 1000:,.0f} kB"


def megabytes(value: float) -> str:
    """A memory size given in bytes, in words."""
    return f"{value / 2**20:,.0f} MB"


def ratio(ours: float, baseline: float) -> str:
    """How many times faster ours is."""
    return f"{baseline / ours:,.1f}×"
