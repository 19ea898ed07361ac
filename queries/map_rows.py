"""The rows behind a map: every place of one kind in one period, and beside a year earlier."""

from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model.periods import year_earlier
from queries.late_records import late_of_places
from queries.measures import Words
from queries.predictions import compared, with_predictions
from queries.provenance import provenance_of
from queries.results import Provenance
from queries.store import Columns, Reader

ABSENT: Final = {"reported": np.nan, "expected": np.nan, "flagged": False, "reported_status": None}
"""What stands of a place that a period has no row of."""


def shown_rows(reader: Reader, keys: dict[str, str], period_end: date) -> Columns:
    """Every place in one period, reported or predicted; see `queries.predictions.with_predictions`."""
    rows = reader.query_columns("map_values", **keys, period_end=period_end)
    modeled = rows["status"] == "predicted"
    reported = {name: column[~modeled] for name, column in rows.items()}
    predicted = {name: column[modeled] for name, column in rows.items()}
    expected = _beside(reported["place"], predicted, "value", np.nan)
    return with_predictions(reported | {"expected": expected})


def compared_rows(reader: Reader, keys: dict[str, str], period_end: date) -> Columns:
    """As `shown_rows`, each place beside a year earlier: `status_before` and the columns of
    `queries.predictions.compared`."""
    now = shown_rows(reader, keys, period_end)
    earlier = shown_rows(reader, keys, year_earlier(keys["period_kind"], period_end))
    before = {name: _beside(now["place"], earlier, name, absent) for name, absent in ABSENT.items()}
    ends = np.full(len(now["place"]), np.datetime64(period_end))
    late = late_of_places(reader, now["place"], ends, now["reported"], keys)
    beside = compared(now, before)
    return (
        now
        | beside
        | {
            "status_before": before["reported_status"],
            "flagged": now["flagged"] | before["flagged"] | late,
            "without_interval": beside["without_interval"] | late,
        }
    )


def _beside(places: Words, rows: Columns, name: str, absent: object) -> NDArray[Any]:
    """A column of rows, which ascend by place, at each of some places; `absent` where there is no row."""
    known, column = rows["place"], rows[name]
    placed = np.full(len(places), absent, dtype=column.dtype)
    if len(known):
        position = np.searchsorted(known, places).clip(max=len(known) - 1)
        listed = known[position] == places
        placed[listed] = column[position[listed]]
    return placed


def provenance_of_map(reader: Reader, keys: dict[str, str], period_end: date) -> Provenance | None:
    """Where the rows of one period come from."""
    published = reader.query("coverage", indicator=keys["indicator"], drug=keys["drug"])
    mine = published["period_end"] == pd.Timestamp(period_end)
    for name in ("place_kind", "period_kind", "source"):
        mine &= published[name] == keys[name]
    return provenance_of(reader, published[mine])
