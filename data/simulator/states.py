"""States as the simulated files of laboratories and pharmacies see them: residents, and deaths by year."""

from functools import cache

import numpy as np

from data.simulator.common import Counts, Floats
from data.simulator.truth import NEW_YORK, Truth
from model.places import PUERTO_RICO, places, populations_2020


@cache
def state_codes() -> tuple[str, ...]:
    """The 50 states and the District of Columbia, ascending."""
    return tuple(
        sorted(
            code for code, place in places().items() if place.kind == "state" and place.place != PUERTO_RICO
        )
    )


def residents() -> Floats:
    """Residents of each state in 2020, shape (states,)."""
    return np.array([float(populations_2020()[code]) for code in state_codes()])


def deaths_by_year(truth: Truth, drug: str, years: range) -> Counts:
    """Deaths by state of occurrence and calendar year; years that the truth does not reach have none.

    Parameters
    ----------
    truth : Truth
        What happened.
    drug : str
        A drug class of the truth.
    years : range
        Consecutive years.

    Returns
    -------
    ndarray of int64, shape (states, years)
    """
    year_of = truth.months.astype("datetime64[Y]").astype(int) + 1970
    states = np.array([area if area[:2].isdigit() else NEW_YORK for area in truth.areas])
    deaths = truth.area_deaths[drug]
    by_year = np.stack([deaths[:, year_of == year].sum(axis=1) for year in years], axis=1)
    return np.stack([by_year[states == code].sum(axis=0) for code in state_codes()])
