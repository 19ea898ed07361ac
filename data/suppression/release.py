"""What is released of a cube, once it is decided which counts are held back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.suppression.cubes import Cube, MonthCube, YearCube
from methods.sums import MONTHS_OF_A_YEAR, by_group, windows
from model.observations import WHOLE, observation_frame
from model.places import NATION, member_sets

Flags = NDArray[np.bool_]
Statuses = NDArray[np.object_]
SUM_NOTE: Final = "sum of the counties"


@dataclass(frozen=True)
class Decided:
    """What is held back in one calendar year: `ok`, `suppressed` or `withheld`.

    Attributes
    ----------
    counties : (counties, drugs)
    states : (states, drugs)
    """

    counties: Statuses
    states: Statuses


@dataclass(frozen=True)
class DecidedSeries:
    """Places whose whole series is withheld: of 12-month windows of counties, and of windows and months of
    states.

    Attributes
    ----------
    counties : (counties,)
    states : (states,)
    """

    counties: Flags
    states: Flags


def year_rows(cube: Cube, year: YearCube, decided: Decided) -> pd.DataFrame:
    """Observations of one calendar year: counties, states and, of every state, the nation."""
    sums = by_group(year.counts, year.state_numbers, len(year.states))
    start, end = pd.Timestamp(year.year, 1, 1), pd.Timestamp(year.year, 12, 31)
    kept = year.released
    drugs = tuple(np.array(year.drugs, dtype=object)[kept])
    parts = [
        _table("county", year.counties, drugs, year.counts[:, kept], decided.counties[:, kept]),
        _table("state", year.states, drugs, sums[:, kept], decided.states[:, kept], SUM_NOTE),
    ]
    if frozenset(year.states) in member_sets(NATION):
        nation, shown = sums.sum(axis=0)[None, kept], np.full((1, len(drugs)), "ok", dtype=object)
        parts.append(_table("nation", (NATION,), drugs, nation, shown, SUM_NOTE))
    rows = pd.concat(parts, ignore_index=True)
    return _observations(cube, rows.assign(period_kind="year", period_start=start, period_end=end))


def series_rows(cube: Cube, months: MonthCube, decided: DecidedSeries) -> pd.DataFrame:
    """Observations of 12 months ending of all drugs: counties, states and nation, the two larger by month
    besides. Counties are not released by month."""
    states = sorted({county[:2] for county in months.counties})
    numbers = np.searchsorted(states, [county[:2] for county in months.counties])
    sums = by_group(months.counts, numbers, len(states))
    levels = [
        ("county", months.counties, months.counts, decided.counties, ("12-month-ending",), ""),
        ("state", states, sums, decided.states, ("12-month-ending", "month"), SUM_NOTE),
    ]
    if frozenset(states) in member_sets(NATION):
        nation = sums.sum(axis=0)[None]
        kinds = ("12-month-ending", "month")
        levels.append(("nation", (NATION,), nation, np.zeros(1, dtype=bool), kinds, SUM_NOTE))
    parts = [
        _series(place_kind, places, months, counts, held, kind, note)
        for place_kind, places, counts, held, kinds, note in levels
        for kind in kinds
    ]
    return _observations(cube, pd.concat(parts, ignore_index=True))


def _table(
    place_kind: str,
    places: Sequence[str],
    drugs: Sequence[str],
    counts: NDArray[np.int64],
    statuses: Statuses,
    note: str = "",
) -> pd.DataFrame:
    shown = statuses == "ok"
    return pd.DataFrame(
        {
            "place_kind": place_kind,
            "place": np.repeat(np.asarray(places, dtype=object), len(drugs)),
            "drug": np.tile(np.asarray(drugs, dtype=object), len(places)),
            "value": np.where(shown, counts, np.nan).ravel(),
            "status": statuses.ravel(),
            "note": np.where(shown, note, "").ravel(),
        }
    )


def _series(
    place_kind: str,
    places: Sequence[str],
    months: MonthCube,
    counts: NDArray[np.int64],
    held: Flags,
    kind: str,
    note: str,
) -> pd.DataFrame:
    length = MONTHS_OF_A_YEAR if kind == "12-month-ending" else 1
    values = windows(counts) if length > 1 else counts
    last = months.months[length - 1 :]
    statuses = np.broadcast_to(np.where(held, "withheld", "ok").astype(object)[:, None], values.shape)
    ends = (last + 1).astype("datetime64[s]") - np.timedelta64(1, "D")
    rows = _table(place_kind, places, [WHOLE] * values.shape[1], values, statuses, note)
    return rows.assign(
        period_kind=kind,
        period_start=np.tile((last - (length - 1)).astype("datetime64[s]"), len(places)),
        period_end=np.tile(ends, len(places)),
    )


def _observations(cube: Cube, rows: pd.DataFrame) -> pd.DataFrame:
    return observation_frame(
        rows.assign(source=cube.source, indicator=cube.indicator, basis=cube.basis, as_of=cube.as_of)
    )
