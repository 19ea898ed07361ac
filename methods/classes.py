"""Class breaks for maps."""

import warnings

import numpy as np
from numpy.typing import ArrayLike

CLASS_COUNT = 5
NO_CLASS = 255


def quantile_edges(values: ArrayLike, decimals: int, classes: int = CLASS_COUNT) -> list[float]:
    """Upper edges of quantile classes, rounded to the precision the legend shows.

    Rounding first keeps legend and colour from disagreeing about a value near an edge. Edges that
    coincide after rounding are merged, so fewer classes than asked may come back.

    Parameters
    ----------
    values
        Shape (n,); NaN and infinities are ignored.
    decimals
        Digits the legend shows.
    classes
        Classes wanted.

    Returns
    -------
    list of float
        Ascending upper edges; the last is the maximum. Empty when nothing can be classified.
    """
    # Imported here because it pulls in scikit-learn, which the serving workers never need.
    from mapclassify import Quantiles

    finite = np.asarray(values, dtype=float)
    finite = finite[np.isfinite(finite)]
    distinct = len(np.unique(finite))
    if distinct == 0:
        return []
    if distinct == 1:
        return [round(float(finite[0]), decimals)]
    with warnings.catch_warnings():
        # It warns of quantiles that coincide; they are merged here.
        warnings.simplefilter("ignore", UserWarning)
        bins = Quantiles(finite, k=min(classes, distinct)).bins
    return sorted({round(float(edge), decimals) for edge in bins})


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
