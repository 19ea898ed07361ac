"""Simulated releases of counts whose late records are known: deaths are reported release by release."""

from dataclasses import dataclass

import numpy as np

from methods.reporting_triangle import SETTLED_AGE, Triangle

FIRST_AGE = 4
"""Months from the end of a period to the first release that has it."""
STEP = 3
"""Months between releases."""
WINDOW = 12


@dataclass(frozen=True)
class World:
    """What is simulated.

    Attributes
    ----------
    jurisdictions, counties
        How many there are, and how many counties each has.
    median_deaths
        Of a county in twelve months; sizes are log-normal.
    backlog
        Spread of a jurisdiction's speed from release to release, on the log scale.
    taken_back
        Share of the deaths reported that a release takes back.
    trend
        Change of deaths in a year.
    """

    jurisdictions: int = 50
    counties: int = 20
    median_deaths: float = 30
    size_spread: float = 1.2
    delay: float = 2.0
    delay_spread: float = 0.5
    backlog: float = 0.2
    taken_back: float = 0.0
    trend: float = -0.2


def simulated(world, releases, draw):
    """The triangle of some releases, and each row's count when it is settled.

    Counts of 1 to 9 are withheld, in each release by itself.
    """
    home = np.repeat(np.arange(world.jurisdictions), world.counties)
    ahead = SETTLED_AGE // STEP + 1
    days = STEP * np.arange(releases + ahead)
    months = np.arange(-WINDOW - SETTLED_AGE - FIRST_AGE, days[-1] + 1)
    level = world.median_deaths / 12 * np.exp(draw.normal(0, world.size_spread, len(home)))
    expected = level[:, None] * (1 + world.trend) ** (months / 12)
    waiting = draw.poisson(expected)
    reported = np.zeros_like(waiting)
    delay = world.delay * np.exp(draw.normal(0, world.delay_spread, world.jurisdictions))
    windows = []
    for day in days:
        speed = np.exp(draw.normal(0, world.backlog, world.jurisdictions)) / delay
        waited = np.minimum(np.maximum(day - months, 0), STEP if day else 10_000)
        arrives = 1 - np.exp(-speed[home][:, None] * waited)
        came = draw.binomial(waiting, arrives)
        gone = draw.binomial(reported, np.where(day - months < SETTLED_AGE, world.taken_back, 0))
        waiting, reported = waiting - came, reported + came - gone
        sums = np.cumsum(reported, axis=1)
        windows.append(sums[:, WINDOW:] - sums[:, :-WINDOW])
    ends = months[WINDOW:]
    counts = np.stack(windows, axis=-1).astype(float)
    ages = np.broadcast_to(days - ends[:, None], counts.shape)
    counts[(ages < FIRST_AGE) | ((counts > 0) & (counts < 10))] = np.nan
    final = counts[..., -1]
    rows = (len(home) * len(ends), -1)
    triangle = Triangle(
        counts[..., :releases].reshape(rows),
        ages[..., :releases].reshape(rows),
        np.repeat(home, len(ends)),
        days[:releases],
    )
    return triangle, final.reshape(-1)
