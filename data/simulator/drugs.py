"""Deaths involving each class of drugs, as overlapping parts of all overdose deaths."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from scipy.special import expit, logit

from data.simulator.common import Counts, Floats, Months, reference_table, stream
from model.places import state_of

LEAST_SHARE: Final = 0.004
OTHER_OPIOIDS: Final = 0.08
"""Share of deaths involving only opioids outside T40.2-T40.4 that do not name heroin."""

REGION_OF_PUERTO_RICO: Final = 3
COCAINE_BY_REGION: Final[Mapping[int, float]] = {1: 0.45, 2: 0.1, 3: 0.1, 4: -0.6}
PSYCHOSTIMULANTS_BY_REGION: Final[Mapping[int, float]] = {1: -1.6, 2: -0.2, 3: 0.15, 4: 1.0}
OPIOIDS_BY_REGION: Final[Mapping[int, float]] = {1: 0.5, 2: 0.2, 3: 0.0, 4: -0.5}
"""Log odds of a Census region (1 Northeast, 2 Midwest, 3 South, 4 West) against the nation."""

FENTANYLS_BY_REGION: Final[Mapping[int, float]] = {1: 0.9, 2: 0.6, 3: -0.1, 4: -2.2}
"""The same for synthetic opioids in 2015; the East was first, and the gap closes by `GAP_CLOSES`."""

GAP_CLOSES: Final = 2023.0


def simulate_drugs(seed: int, areas: tuple[str, ...], months: Months, deaths: Counts) -> dict[str, Counts]:
    """Draw how many deaths involve each drug, so that the classes nest as their codes do.

    Parameters
    ----------
    seed : int
        Not negative.
    areas : tuple of str
        Reporting areas.
    months : ndarray of datetime64[M], shape (months,)
        Months of the counts.
    deaths : ndarray of int64, shape (areas, months)
        All overdose deaths.

    Returns
    -------
    dict of str to ndarray of int64, shape (areas, months)
        By drug of the catalog, `all` among them.
    """
    draw = stream(seed, "drugs")
    likely = _conditional_shares(draw, areas, months, deaths)
    opioids = draw.binomial(deaths, likely["opioids"])
    named = draw.binomial(opioids, likely["named"])
    synthetic = draw.binomial(named, likely["synthetic"])
    with_both = draw.binomial(synthetic, likely["natural_with_synthetic"])
    natural_methadone = named - synthetic + with_both
    methadone = draw.binomial(natural_methadone, likely["methadone"])
    natural = natural_methadone - methadone + draw.binomial(methadone, likely["natural_with_methadone"])
    heroin = draw.binomial(opioids - named, 1.0 - OTHER_OPIOIDS) + draw.binomial(named, likely["heroin"])
    return {
        "all": deaths,
        "opioids": opioids,
        "natural_synthetic_opioids_methadone": named,
        "synthetic_opioids": synthetic,
        "natural_opioids_methadone": natural_methadone,
        "natural_opioids": natural,
        "methadone": methadone,
        "heroin": heroin,
        "cocaine": draw.binomial(deaths, likely["cocaine"]),
        "psychostimulants": draw.binomial(deaths, likely["psychostimulants"]),
    }


def _national_shares(when: Floats) -> dict[str, Floats]:
    """National share of each step in the tree of codes, by month; each shape (months,)."""
    table = reference_table("published_drug_deaths.csv", ())
    parts = {
        "opioids": table["opioids"] / table["all"],
        "named": table["natural_synthetic_opioids_methadone"] / table["opioids"],
        "synthetic": table["synthetic_opioids"] / table["natural_synthetic_opioids_methadone"],
        "methadone": table["methadone"] / table["natural_opioids_methadone"],
        "cocaine": table["cocaine"] / table["all"],
        "psychostimulants": table["psychostimulants"] / table["all"],
    }
    without_synthetic = table["natural_synthetic_opioids_methadone"] - table["synthetic_opioids"]
    parts["natural_with_synthetic"] = (table["natural_opioids_methadone"] - without_synthetic) / table[
        "synthetic_opioids"
    ]
    only_natural = table["natural_opioids_methadone"] - table["methadone"]
    parts["natural_with_methadone"] = (table["natural_opioids"] - only_natural) / table["methadone"]
    only_heroin = table["opioids"] - table["natural_synthetic_opioids_methadone"]
    parts["heroin"] = (table["heroin"] - (1.0 - OTHER_OPIOIDS) * only_heroin) / table[
        "natural_synthetic_opioids_methadone"
    ]
    # A share of twelve months belongs to their middle. It goes on as it began before the first year,
    # and stays as it is after the last one.
    middles = table["year"].to_numpy(dtype=float) + 0.5
    knots = np.concatenate([middles[:1] - 1.0, middles])
    shares = {}
    for name, share in parts.items():
        known = logit(share.to_numpy(dtype=float).clip(LEAST_SHARE, 1.0 - LEAST_SHARE))
        levels = np.concatenate([2.0 * known[:1] - known[1:2], known])
        shares[name] = np.asarray(expit(np.interp(when, knots, levels)), dtype=np.float64)
    return shares


def _conditional_shares(
    draw: np.random.Generator, areas: tuple[str, ...], months: Months, deaths: Counts
) -> dict[str, Floats]:
    """Share of each step in the tree of codes, by area and month; each shape (areas, months)."""
    when: Floats = 1970.0 + (months.astype(np.float64) + 0.5) / 12.0
    gap = np.clip((GAP_CLOSES - when) / (GAP_CLOSES - 2015.0), 0.0, 1.0)
    steady = np.ones_like(gap)
    courses = {
        "opioids": (OPIOIDS_BY_REGION, steady),
        "synthetic": (FENTANYLS_BY_REGION, gap),
        "cocaine": (COCAINE_BY_REGION, steady),
        "psychostimulants": (PSYCHOSTIMULANTS_BY_REGION, steady),
    }
    regions = _regions(areas)
    shares = {}
    for name, national in _national_shares(when).items():
        by_region, course = courses.get(name, ({}, steady))
        shift = np.array([by_region.get(region, 0.0) for region in regions])[:, None] * course
        shift = shift + draw.normal(0.0, 0.15, len(areas))[:, None]
        shares[name] = _shifted(national, shift, deaths.astype(np.float64))
    return shares


def _regions(areas: tuple[str, ...]) -> list[int]:
    """Census region of each area."""
    table = reference_table("published_state_population.csv", ("state",))
    known = dict(zip(table["state"], table["region"], strict=True))
    return [int(known.get(state_of(area), REGION_OF_PUERTO_RICO)) for area in areas]


def _shifted(national: Floats, shift: Floats, weights: Floats) -> Floats:
    """Shares that differ by area on the log-odds scale and average to the national one.

    Shapes: national (months,), shift and weights (areas, months).
    """
    center = logit(national)
    for _ in range(6):
        mean = np.average(expit(center + shift), axis=0, weights=weights)
        center = center + logit(national) - logit(mean)
    return np.asarray(expit(center + shift))
