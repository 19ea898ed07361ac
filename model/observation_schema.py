"""Checks of observations against the contract, on write and on read."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

import pandas as pd
import pandera.pandas as pa
import pyarrow

from model import catalog
from model.observations import (
    ABSENT_STATUSES,
    BASES,
    COLUMNS,
    DATE_COLUMNS,
    EVENT_COLUMNS,
    KNOWN_STATUSES,
    NUMBER_COLUMNS,
    PERIOD_KINDS,
    PLACE_KINDS,
    STRATA,
    identity,
)


def _one_of(words: object) -> pa.Column:
    return pa.Column(str, pa.Check.isin(list(words)))  # type: ignore[call-overload]


def _schema() -> pa.DataFrameSchema:
    number = pa.Column(float, nullable=True)
    day = pa.Column("datetime64[s]")
    return pa.DataFrameSchema(
        {
            "source": pa.Column(str, pa.Check.str_length(min_value=1)),
            "indicator": _one_of(catalog.INDICATORS),
            "drug": _one_of(catalog.DRUGS),
            "place_kind": _one_of(PLACE_KINDS),
            "place": pa.Column(str, pa.Check.str_length(min_value=1)),
            "basis": _one_of(BASES),
            "period_kind": _one_of(PERIOD_KINDS),
            "period_start": day,
            "period_end": day,
            **{name: pa.Column(str, pa.Check.str_length(min_value=1)) for name in STRATA},
            **dict.fromkeys(NUMBER_COLUMNS, number),
            "status": _one_of((*KNOWN_STATUSES, *ABSENT_STATUSES)),
            "note": pa.Column(str),
            "as_of": day,
        },
        checks=[
            pa.Check(
                lambda rows: rows["value"].isna() == rows["status"].isin(ABSENT_STATUSES),
                error="a value is missing without a reason, or present beside one",
            ),
            pa.Check(
                lambda rows: rows["period_start"] <= rows["period_end"],
                error="a period ends before it starts",
            ),
            pa.Check(lambda rows: ~identity(rows).duplicated(), error="two observations of one fact"),
        ],
        strict=True,
        ordered=True,
        # An empty table has no types of its own.
        coerce=True,
    )


OBSERVATIONS = _schema()

ARROW_SCHEMA = pyarrow.schema(
    [
        (
            name,
            pyarrow.date32()
            if name in DATE_COLUMNS
            else pyarrow.float64()
            if name in NUMBER_COLUMNS
            else pyarrow.string(),
        )
        for name in COLUMNS
    ]
)
"""Types of the Parquet columns. Dates are days: nothing here has a time of day."""

_TEXT, _DAY, _COUNT = pyarrow.string(), pyarrow.date32(), pyarrow.int64()
ARROW_SCHEMAS: Final[Mapping[str, pyarrow.Schema]] = MappingProxyType(
    {
        "observations": ARROW_SCHEMA,
        "series": ARROW_SCHEMA,
        "vintages": ARROW_SCHEMA,
        "coverage": pyarrow.schema(
            [
                *((name, _TEXT) for name in ("indicator", "drug", "place_kind", "source", "basis")),
                ("period_kind", _TEXT),
                ("period_start", _DAY),
                ("period_end", _DAY),
                ("broken_down_by", _TEXT),
                ("as_of", _DAY),
                ("observations", _COUNT),
                ("denominators", _COUNT),
            ]
        ),
        "classes": pyarrow.schema(
            [
                *((name, _TEXT) for name in ("indicator", "drug", "place_kind", "period_kind")),
                *((name, _TEXT) for name in ("source", "measure", "method")),
                ("edges", pyarrow.list_(pyarrow.float64())),
            ]
        ),
        "sources": pyarrow.schema(
            [
                ("source", _TEXT),
                ("as_of", _DAY),
                ("through", _DAY),
                ("observations", _COUNT),
                ("simulated", pyarrow.bool_()),
                ("as_of_stated", pyarrow.bool_()),
                *((name, _TEXT) for name in ("agency", "title", "short", "citation", "schedule", "page")),
                ("caution", _TEXT),
                ("period_months", _COUNT),
                ("lag_days", _COUNT),
                ("quarantined", _COUNT),
            ]
        ),
        "events": pyarrow.schema(
            [(name, _DAY if name in ("start", "end") else _TEXT) for name in EVENT_COLUMNS]
        ),
        "files": pyarrow.schema(
            [
                *((name, _TEXT) for name in ("source", "file", "sheet", "outcome")),
                *((name, _COUNT) for name in ("rows", "observations", "events", "quarantined")),
                ("set_aside", _COUNT),
                ("problem", _TEXT),
            ]
        ),
        "checks": pyarrow.schema(
            [
                *((name, _TEXT) for name in ("check", "source", "indicator")),
                ("examined", _COUNT),
                ("failed", _COUNT),
                ("example", _TEXT),
            ]
        ),
        "changes": pyarrow.schema(
            [
                ("change", _TEXT),
                *((name, _TEXT) for name in ("source", "indicator", "drug", "place_kind", "place")),
                *((name, _TEXT) for name in ("basis", "period_kind")),
                ("period_end", _DAY),
                *((name, _TEXT) for name in STRATA),
                ("predicted", pyarrow.bool_()),
                ("before", pyarrow.float64()),
                ("after", pyarrow.float64()),
                ("status_before", _TEXT),
                ("status_after", _TEXT),
                ("facts", _COUNT),
            ]
        ),
    }
)
"""Columns of each table of an extract."""


class BrokenContract(ValueError):
    """Observations that do not fulfill the contract; the message names columns and examples."""


def check(observations: pd.DataFrame, sources: Collection[str]) -> pd.DataFrame:
    """Return the observations if they fulfill the contract.

    Parameters
    ----------
    sources
        The sources that are known.

    Raises
    ------
    BrokenContract
        Naming up to five failing checks with an example of each.
    """
    unknown = sorted(set(observations["source"].unique()) - set(sources))
    if unknown:
        raise BrokenContract(f"source: {unknown[0]!r} is not known")
    try:
        return OBSERVATIONS.validate(observations, lazy=True)
    except pa.errors.SchemaErrors as failure:
        cases = failure.failure_cases
        reasons = [
            f"{row.column or 'row'}: {row.check} (row {row.index}: {row.failure_case!r})"
            for row in cases.drop_duplicates(["column", "check"]).head(5).itertuples()
        ]
        raise BrokenContract("; ".join(reasons)) from failure
