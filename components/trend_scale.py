"""The scale of the trend: as they are, logarithmic, or each line as an index of one common period."""

from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from typing import Final

import numpy as np
import pandas as pd

from model.view import View
from queries.results import PlaceSeries

INDEX_COLUMN: Final = "index, first common period = 100"


@dataclass(frozen=True)
class Scaled:
    """Lines as they are drawn.

    Attributes
    ----------
    scale
        As asked, or empty where no period is common to all lines.
    base
        Of an index: last day of the period in which every line is 100.
    zeros
        Reported zeros that a logarithm cannot show; they are gaps.
    """

    series: tuple[PlaceSeries, ...]
    scale: str = ""
    base: date | None = None
    zeros: int = 0


def scaled(view: View, series: tuple[PlaceSeries, ...]) -> Scaled:
    """The lines in the scale of the view."""
    if view.scale == "log":
        zeros = sum(int((line.points["shown"] == 0).sum()) for line in series)
        return Scaled(tuple(map(_without_zeros, series)), "log", zeros=zeros)
    if view.scale == "index" and (base := _common_period(series)) is not None:
        return Scaled(tuple(_as_index(line, base) for line in series), "index", base.date())
    return Scaled(series)


def _without_zeros(line: PlaceSeries) -> PlaceSeries:
    return replace(line, points=_positive(line.points), predicted=_positive(line.predicted))


def _positive(points: pd.DataFrame) -> pd.DataFrame:
    return points.assign(shown=points["shown"].where(points["shown"] > 0))


def _common_period(series: tuple[PlaceSeries, ...]) -> pd.Timestamp | None:
    """The first period in which every line has a figure above zero."""
    known = [set(line.points.loc[line.points["shown"] > 0, "period_end"]) for line in series]
    common: set[pd.Timestamp] = reduce(set.intersection, known) if known else set()
    return min(common, default=None)


def _as_index(line: PlaceSeries, base: pd.Timestamp) -> PlaceSeries:
    """Reported over reported and predicted over predicted.

    An index of two counts has no interval here, and adjusted counts are left out, for they need theirs.
    """
    return replace(line, points=_over(line.points, base), predicted=_over(line.predicted, base), late=None)


def _over(points: pd.DataFrame, base: pd.Timestamp) -> pd.DataFrame:
    at_base = points.loc[points["period_end"] == base, "shown"]
    value = float(at_base.iloc[0]) if len(at_base) else np.nan
    return points.assign(
        shown=points["shown"] / value * 100 if value > 0 else np.nan, lower=np.nan, upper=np.nan
    )
