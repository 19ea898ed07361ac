"""What the simulated files of both DOSE data sets share: nested drugs, their course and the seasons."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from scipy.special import expit, logit

from data.simulator.common import Counts, Floats, Months
from data.simulator.truth import Truth

PARENTS: Final[Mapping[str, str]] = {
    "opioid": "drug",
    "fentanyl": "opioid",
    "heroin": "opioid",
    "stimulant": "drug",
    "cocaine": "stimulant",
    "methamphetamine": "stimulant",
    "benzodiazepine": "drug",
}
"""Drug class → the class its visits are part of, in the agency's words."""

COURSE_OF_SHARES: Final[Mapping[str, tuple[float, float]]] = {
    "opioid": (0.43, 0.40),
    "fentanyl": (0.04, 0.30),
    "heroin": (0.60, 0.12),
    "stimulant": (0.06, 0.07),
    "cocaine": (0.32, 0.40),
    "methamphetamine": (0.20, 0.26),
    "benzodiazepine": (0.065, 0.030),
}
"""Share of the parent in January 2018 and in January 2025; straight between, on the log-odds scale."""

COURSE_YEARS: Final = (2018.0, 2025.0)
SEASON: Final = 0.06
"""How far summer lies above the year's mean, as a share."""


def course(truth: Truth, months: Months) -> Floats:
    """Level of nonfatal overdoses by month, about 1: they follow deaths at a distance, and the seasons.

    Parameters
    ----------
    truth : Truth
        Deaths; their last level is carried to later months.
    months : ndarray of datetime64[M], shape (months,)
        From 2016 on.

    Returns
    -------
    ndarray, shape (months,)
    """
    national = truth.area_deaths["all"].sum(axis=0).astype(np.float64)
    mean_of_year = np.convolve(national, np.full(12, 1.0 / 12.0), mode="valid")
    known = truth.months[11:].astype(np.float64)
    level = np.interp(months.astype(np.float64), known, mean_of_year)
    season = SEASON * np.cos(2.0 * np.pi * (months.astype(np.float64) % 12.0 - 6.0) / 12.0)
    return np.asarray((level / level.mean()) ** 0.4 * (1.0 + season), dtype=np.float64)


def shares(draw: np.random.Generator, places: int, months: Months) -> dict[str, Floats]:
    """Share that each drug has of its parent.

    Parameters
    ----------
    places : int
        How many places, each with its own mixture.

    Returns
    -------
    dict of str to ndarray, shape (places, months)
    """
    when = 1970.0 + months.astype(np.float64) / 12.0
    found = {}
    for drug, ends in COURSE_OF_SHARES.items():
        middle = np.interp(when, COURSE_YEARS, logit(np.array(ends)))
        found[drug] = np.asarray(expit(middle + draw.normal(0.0, 0.3, (places, 1))), dtype=np.float64)
    return found


def nested(draw: np.random.Generator, overdoses: Counts, likely: Mapping[str, Floats]) -> dict[str, Counts]:
    """Counts of each drug, every one a part of its parent's; all have the shape of `overdoses`."""
    counts = {"drug": overdoses}
    for drug, parent in PARENTS.items():
        counts[drug] = draw.binomial(counts[parent], likely[drug])
    return counts


def nested_cells(
    draw: np.random.Generator, counts: Mapping[str, Counts], weights: Floats
) -> dict[str, Counts]:
    """Divide counts of months among cells, so that drugs nest within each cell too.

    Parameters
    ----------
    counts : Mapping of str to ndarray of int64, shape (months,)
        From `nested`.
    weights : ndarray, shape (cells,)
        Share of all overdoses in each cell.

    Returns
    -------
    dict of str to ndarray of int64, shape (months, cells)
    """
    cells = {"drug": draw.multinomial(counts["drug"], weights)}
    for drug, parent in PARENTS.items():
        cells[drug] = np.stack(
            [
                draw.multivariate_hypergeometric(whole, part)
                for whole, part in zip(cells[parent], counts[drug], strict=True)
            ]
        )
    return cells
