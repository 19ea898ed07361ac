"""Class breaks for maps, by the methods a map offers."""

import math
import warnings
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

CLASS_COUNT: Final = 5
RAMP_STEPS: Final = 25
"""Steps of a continuous color; neighbors can hardly be told apart."""
RAMP_ENDS: Final = (0.02, 0.98)
"""Quantiles at which a continuous color ends, so that a few extremes do not flatten the rest."""
NATURAL_SAMPLE: Final = 120
"""Values that natural breaks are sought among: their time grows with the square."""
ABOVE_ALL: Final = 1e9
"""Upper edge of a class that has no upper limit."""
NO_CLASS: Final = 255


def _quantiles(values: Floats) -> Iterable[float]:
    count = min(CLASS_COUNT, len(np.unique(values)))
    return np.quantile(values, np.arange(1, count + 1) / count)


def _equal(values: Floats) -> Iterable[float]:
    from mapclassify import EqualInterval

    return EqualInterval(values, k=CLASS_COUNT).bins


def _natural(values: Floats) -> Iterable[float]:
    """Fisher-Jenks; of evenly spaced order statistics, the extremes among them, where values are many."""
    from mapclassify import FisherJenks

    ordered = np.sort(values)
    if len(ordered) > NATURAL_SAMPLE:
        ordered = ordered[np.linspace(0, len(ordered) - 1, NATURAL_SAMPLE).round().astype(int)]
    return FisherJenks(ordered, k=min(CLASS_COUNT, len(np.unique(ordered)))).bins


def _continuous(values: Floats) -> Iterable[float]:
    low, high = np.quantile(values, RAMP_ENDS)
    return np.linspace(low, high, RAMP_STEPS + 1)[1:]


# What needs mapclassify imports it itself: it pulls in scikit-learn, which the serving workers, which ask for
# quantiles alone, never need.
METHODS: Final[Mapping[str, Callable[[Floats], Iterable[float]]]] = MappingProxyType(
    {"quantiles": _quantiles, "equal": _equal, "jenks": _natural, "continuous": _continuous}
)
"""Method → upper edges of values of which at least two differ. `jenks` are natural breaks (Fisher 1958,
Jenks 1977); `continuous` is a ramp of many narrow steps."""


def class_edges(values: ArrayLike, decimals: int, method: str = "quantiles") -> list[float]:
    """Upper edges of classes, rounded to the precision the legend shows.

    Rounding first keeps legend and color from disagreeing about a value near an edge. Edges that
    coincide after rounding are merged, so fewer classes than asked may come back.

    Parameters
    ----------
    values
        Shape (n,); NaN and infinities are ignored.
    decimals
        Digits the legend shows.
    method
        One of `METHODS`.

    Returns
    -------
    list of float
        Ascending upper edges. Empty when nothing can be classified.
    """
    finite = np.asarray(values, dtype=float)
    finite = finite[np.isfinite(finite)]
    if len(finite) == 0:
        return []
    if finite.min() == finite.max():
        return [round(float(finite[0]), decimals)]
    with warnings.catch_warnings():
        # It warns of values that coincide, which are merged here, and of a compiler that is not installed.
        warnings.simplefilter("ignore", UserWarning)
        return sorted({round(float(edge), decimals) for edge in METHODS[method](finite)})


def own_edges(limits: Iterable[float], decimals: int) -> list[float]:
    """Upper edges from limits that somebody chose, with a class above them that takes the rest.

    Digits beyond those of the legend are cut off, which leaves every rounded value in its class.
    """
    scale = 10.0**decimals
    cut = {math.floor(limit * scale + 1e-9) / scale for limit in limits}
    return [*sorted(cut), ABOVE_ALL]


def classify(values: ArrayLike, edges: ArrayLike) -> np.ndarray:
    """Class number (0 first) of each value; a value on an edge belongs to the lower class.

    Values above the last edge belong to the last class: edges are frozen across periods, and a new
    period may exceed the old maximum. NaN gives 255. Shape (n,), uint8.
    """
    numbers, limits = np.asarray(values, dtype=float), np.asarray(edges, dtype=float)
    if len(limits) == 0:
        return np.full(len(numbers), NO_CLASS, dtype=np.uint8)
    found = np.searchsorted(limits, np.nan_to_num(numbers), side="left").clip(0, len(limits) - 1)
    return np.where(np.isnan(numbers), NO_CLASS, found).astype(np.uint8)
