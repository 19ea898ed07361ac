"""Answers `python -m data revisions`: by how much figures of each age moved until the newest release."""

from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow.parquet as parquet
from rich.console import Console
from rich.table import Table

from data.extract.reading import open_extract
from methods.reporting_triangle import release_ages
from methods.revisions import moved
from model.observations import HELD_STATUSES, broken_down, observation_frame

PLACE_KINDS: Final = {"vsrr_county": "county", "vsrr_state": "state"}
"""Source → the places whose figures are compared."""
INDICATOR: Final = "deaths"
HEADERS: Final = {
    "age_months": "Age, months",
    "figures": "Figures",
    "percent_p10": "Change %, 10th percentile",
    "percent_median": "Change %, median",
    "percent_p90": "Change %, 90th percentile",
    "difference_p10": "Difference, 10th percentile",
    "difference_median": "Difference, median",
    "difference_p90": "Difference, 90th percentile",
    "rose_percent": "Rose %",
    "fell_percent": "Fell %",
    "stayed_percent": "Did not move %",
    "became_withheld": "Became withheld",
    "became_released": "Became released",
}
"""Column of the file → what stands over it on a terminal."""


class Revisions(NamedTuple):
    """What the releases held of a source say.

    Attributes
    ----------
    releases
        Days of the releases, oldest first.
    by_age
        The columns of `HEADERS`, one row an age; empty with fewer than two releases.
    """

    releases: tuple[pd.Timestamp, ...]
    by_age: pd.DataFrame


def revisions(extracts: Path, source: str) -> Revisions:
    """Compare every release of a source with the newest one held, by age of the figures.

    Deaths of all drugs together, as reported; predictions are left out. Ages are whole months from the end of
    the period to the earlier release.

    Raises
    ------
    data.extract.reading.ExtractProblem
        If there is no readable extract.
    """
    rows = _rows(extracts, source)
    days = np.sort(rows["as_of"].unique())
    if len(days) < 2:
        return Revisions(tuple(map(pd.Timestamp, days)), pd.DataFrame(columns=list(HEADERS)))
    keys = ["place", "period_end"]
    newest = rows.loc[rows["as_of"] == days[-1], [*keys, "value", "status"]]
    beside = rows[rows["as_of"] < days[-1]].merge(newest, on=keys, suffixes=("", "_newest"))
    ends, period = np.unique(beside["period_end"].to_numpy(), return_inverse=True)
    release = np.searchsorted(days, beside["as_of"].to_numpy())
    ages = release_ages(ends, days)[period, release]
    by_age = [_row(age, of_age) for age, of_age in beside.groupby(ages)]
    return Revisions(tuple(map(pd.Timestamp, days)), pd.DataFrame(by_age, columns=list(HEADERS)))


def _rows(extracts: Path, source: str) -> pd.DataFrame:
    extract = open_extract(extracts)
    wanted = [
        ("indicator", "==", INDICATOR),
        ("drug", "==", "all"),
        ("source", "==", source),
        ("place_kind", "==", PLACE_KINDS[source]),
        ("status", "!=", "predicted"),
    ]
    held = [
        observation_frame(parquet.read_table(extract.table(table), filters=wanted).to_pandas())
        for table in ("observations", "vintages")
    ]
    rows = pd.concat(held, ignore_index=True)
    return rows[~broken_down(rows)]


def _row(age: int, beside: pd.DataFrame) -> tuple[float, ...]:
    then, later = (beside[name] for name in ("status", "status_newest"))
    was_shown, is_shown = (~each.isin(HELD_STATUSES) for each in (then, later))
    change = moved(beside["value"], beside["value_newest"])
    shares = (
        round(100 * each / change.figures, 1) if change.figures else np.nan
        for each in (change.rose, change.fell, change.stayed)
    )
    return (
        age,
        change.figures,
        *np.round(change.percent, 2),
        *np.round(change.difference, 1),
        *shares,
        int((beside["value"].notna() & ~is_shown).sum()),
        int((beside["value_newest"].notna() & ~was_shown).sum()),
    )


def print_revisions(printed: Console, found: pd.DataFrame) -> None:
    """A row an age, for reading."""
    table = Table(*HEADERS.values())
    for column in table.columns:
        column.justify = "right"
    for row in found.itertuples(index=False):
        table.add_row(*("–" if pd.isna(cell) else f"{cell:,}" for cell in row))
    printed.print(table)
