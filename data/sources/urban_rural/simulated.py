"""Simulated file of the NCHS Urban-Rural Classification Scheme for Counties, 2013.

The quirks of the real file: FIPS without leading zeros; counties under their codes of 2013; `.` for what a
county lacks; a column without a name at the end. The classes follow the number of residents, which the real
ones do only in part.
"""

from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from data.simulator.common import write_table
from data.simulator.residents import CLASS_SIZES
from data.simulator.truth import Simulation
from model.places import changes, places, populations_2020

FILE: Final = "NCHSURCodes2013.csv"
SCHEME: Final = 2013
NONMETRO: Final = 5
"""First class of counties outside metropolitan areas."""


def write(folder: Path, run: Simulation) -> list[Path]:
    """Write the class of every county of the simulated deaths."""
    former = {
        change.new: change.old for change in changes() if change.kind == "renamed" and change.year > SCHEME
    }
    people = np.array([populations_2020()[county] for county in run.truth.counties])
    number = 1 + (people[:, None] < np.array(CLASS_SIZES)).sum(axis=1)
    names = [places()[county].name for county in run.truth.counties]
    states = [places()[county].abbreviation for county in run.truth.counties]
    rows = pd.DataFrame(
        {
            "FIPS code": [int(former.get(county, county)) for county in run.truth.counties],
            "State Abr.": states,
            "County name": names,
            "CBSA title": np.where(
                number < NONMETRO, [f"{a}, {b}" for a, b in zip(names, states, strict=True)], ""
            ),
            "CBSA 2012 pop": np.where(number < NONMETRO, people.astype(str), "."),
            "County 2012 pop": people,
            "2013 code": number,
            "2006 code": number,
            "1990-based code": np.where(people > 1_000, number.astype(str), "."),
            "": "",
        }
    )
    return [write_table(folder / FILE, rows)]
