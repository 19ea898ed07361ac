"""Smoothed rates: each area's rate drawn toward that of all areas, the more the fewer its people."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def empirical_bayes(events: ArrayLike, population: ArrayLike) -> Floats:
    """Global empirical Bayes estimate of the rate of each area.

    The method of moments of Marshall (1991), "Mapping disease and mortality rates using empirical Bayes
    estimators", Applied Statistics 40(2). With m the rate of all areas together and n their mean
    population, the variance between areas is A = sum(N (r - m)^2) / sum(N) - m / n, taken as 0 where chance
    alone explains the spread; the estimate of an area of rate r and population N is m + w (r - m) with
    w = A / (A + m / N).

    Parameters
    ----------
    events
        Released counts, shape (n,). An area whose count is withheld or missing is NaN: it takes no part.
    population
        People, or person-years, in which the events were counted, shape (n,).

    Returns
    -------
    ndarray
        Events per person, shape (n,); NaN where either is missing or there is no population.
    """
    counts, people = np.asarray(events, dtype=float), np.asarray(population, dtype=float)
    smoothed = np.full(len(counts), np.nan)
    known = np.isfinite(counts) & (people > 0)
    if not known.any():
        return smoothed
    counts, people = counts[known], people[known]
    rates = counts / people
    overall = counts.sum() / people.sum()
    spread = (people * (rates - overall) ** 2).sum() / people.sum()
    between = max(spread - overall / people.mean(), 0.0)
    chance = overall / people
    # Without any event there is nothing to weigh, and the rate of all is 0.
    weight = np.divide(between, between + chance, out=np.zeros_like(rates), where=chance > 0)
    smoothed[known] = overall + weight * (rates - overall)
    return smoothed
