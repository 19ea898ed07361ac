"""Single figures of a frame's rows: a rate and a change, each with its interval."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from methods import rates
from model import catalog
from queries.results import Estimate

Row = Mapping[str, Any]
"""One observation, column by column."""


def rate_of(
    numerator: float | None, denominator: float | None, *, without_interval: bool = False
) -> Estimate | None:
    """Crude rate per 100,000 with its exact interval; None without both parts."""
    if numerator is None or not denominator:
        return None
    if without_interval:
        return Estimate(numerator / denominator * catalog.RATE_PER)
    lower, upper = rates.rate_interval([numerator], [denominator], catalog.RATE_PER)
    return Estimate(numerator / denominator * catalog.RATE_PER, float(lower[0]), float(upper[0]))


def change_of_pair(entry: catalog.Indicator, row: Row, pair: Row) -> Estimate | None:
    """Change between a pair of values, without an interval where either is of too few to be reliable; none
    where the reported value itself is withheld."""
    now, before = known_number(pair["compared"]), known_number(pair["compared_before"])
    if known_number(row["value"]) is None or now is None or not before:
        return None
    percent = (now / before - 1) * 100
    of_few = entry.counts_people and bool(rates.is_unreliable(min(now, before)))
    if not entry.counts_people or of_few or pair["change_without_interval"]:
        return Estimate(percent, before=before, of_few=of_few)
    lower, upper = rates.percent_change_interval([now], [before])
    return Estimate(percent, float(lower[0]), float(upper[0]), before)


def known_number(number: object) -> float | None:
    """A cell of a frame as a number, or None where it is null."""
    return None if number is None or pd.isna(number) else float(number)  # type: ignore[arg-type, call-overload]
