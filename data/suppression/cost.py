"""What suppression costs: counts held back, by source, indicator, drug, period and state.

The table is made of true counts. It stays with the partner extract: a state's total of deaths held back
beside its one county held back would give that county away.
"""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from data.extract.suppression_report import FOLDER, KEYS, LATEST, TALLIES
from data.suppression.cubes import Cube, MonthCube, YearCube
from data.suppression.release import Decided, DecidedSeries
from methods.sums import MONTHS_OF_A_YEAR, windows
from methods.suppression.policy import Policy
from model.observations import WHOLE


def year_cost(cube: Cube, year: YearCube, decided: Decided, policy: Policy) -> pd.DataFrame:
    """Counties' counts of one calendar year, a row for each drug and state."""
    shape = year.counts.shape
    cells = pd.DataFrame(
        {
            "drug": np.broadcast_to(np.array(year.drugs, dtype=object), shape).ravel(),
            "state": np.repeat([county[:2] for county in year.counties], shape[1]),
            "count": year.counts.ravel(),
            "held": (decided.counties != "ok").ravel(),
        }
    )
    released = cells[~cells["drug"].isin(year.elsewhere)]
    return _tallied(cube, released.assign(period_kind="year", period=str(year.year)), policy)


def series_cost(cube: Cube, months: MonthCube, decided: DecidedSeries, policy: Policy) -> pd.DataFrame:
    """Counties' counts of 12 months ending, a row for each window and state."""
    counts = windows(months.counts)
    cells = pd.DataFrame(
        {
            "period": np.tile(months.months[MONTHS_OF_A_YEAR - 1 :].astype(str), len(counts)),
            "state": np.repeat([county[:2] for county in months.counties], counts.shape[1]),
            "count": counts.ravel(),
            "held": np.repeat(decided.counties, counts.shape[1]),
        }
    )
    return _tallied(cube, cells.assign(period_kind="12-month-ending", drug=WHOLE), policy)


def _tallied(cube: Cube, cells: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    small = cells["count"].between(policy.least, policy.most)
    primary, secondary = cells["held"] & small, cells["held"] & ~small
    tallied = cells.assign(
        source=cube.source,
        indicator=cube.indicator,
        basis=cube.basis,
        cells=1,
        deaths=cells["count"],
        primary_cells=primary.astype(int),
        primary_deaths=cells["count"].where(primary, 0),
        secondary_cells=secondary.astype(int),
        secondary_deaths=cells["count"].where(secondary, 0),
    )
    return tallied.groupby(list(KEYS), as_index=False)[list(TALLIES)].sum()


def write_report(partner: Path, version: str, costs: Iterable[pd.DataFrame]) -> Path:
    """Write the report of one publication beside the partner extract; the newest is also `latest.csv`.

    Parameters
    ----------
    partner
        Folder of the partner extract.
    version
        Of the public extract that was published.
    """
    folder = partner / FOLDER
    folder.mkdir(exist_ok=True)
    report = pd.concat([pd.DataFrame(columns=[*KEYS, *TALLIES]), *costs], ignore_index=True)
    path = folder / f"{version}.csv"
    report.to_csv(path, index=False)
    link = folder / f".{LATEST}"
    link.unlink(missing_ok=True)
    link.symlink_to(path.name)
    link.replace(folder / LATEST)
    return path


def percent(part: int, whole: int) -> str:
    """A share of counts, or of what they count; a dash where there are none."""
    return f"{part / whole:.2%}" if whole else "–"
