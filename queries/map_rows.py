"""The rows behind a map: every place of one kind in one period, and beside a year earlier."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model.periods import year_earlier
from queries.comparison import compared_values, compares_predicted
from queries.measures import Words
from queries.provenance import provenance_of
from queries.results import Provenance
from queries.store import Columns, Reader


def reported_rows(reader: Reader, keys: dict[str, str], period_end: date) -> Columns:
    """Reported values of every place in one period, each beside the predicted one, `expected`."""
    rows = reader.query_columns("map_values", **keys, period_end=period_end)
    modeled = rows["status"] == "predicted"
    reported = {name: column[~modeled] for name, column in rows.items()}
    predicted = {name: column[modeled] for name, column in rows.items()}
    return reported | {"expected": _beside(reported["place"], predicted, "value", np.nan)}


def compared_rows(reader: Reader, keys: dict[str, str], period_end: date) -> Columns:
    """As `reported_rows`, each place beside a year earlier: `compared, compared_before, status_before`, and
    `of_predicted`, whether predicted counts are compared."""
    rows = reported_rows(reader, keys, period_end)
    earlier = year_earlier(keys["period_kind"], period_end)
    return rows | _compared(rows, reported_rows(reader, keys, earlier))


def _compared(now: Columns, before: Columns) -> Columns:
    """What each place's change compares."""
    earlier, expected_earlier = (
        _beside(now["place"], before, name, np.nan) for name in ("value", "expected")
    )
    compared, compared_before = compared_values(
        value=now["value"], before=earlier, expected=now["expected"], expected_before=expected_earlier
    )
    return {
        "compared": compared,
        "compared_before": compared_before,
        "of_predicted": compares_predicted(
            value=now["value"], expected=now["expected"], expected_before=expected_earlier
        ),
        "status_before": _beside(now["place"], before, "status", None),
    }


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
