"""Answers the API: what is published, and observations in parts of bounded size."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow
from numpy.typing import NDArray

from model import catalog
from model.observations import STRATA, WHOLE
from model.vintages import WHOLE_SHARE
from queries.store import Reader

PAST: Final = 10**12
"""Added to the row number of a superseded vintage, so that its position is told from a current row's."""
ROWS_AT_ONCE: Final = 10_000
"""About 2.5 MB of Arrow, and as much again as CSV."""
ANY: Final = "any"
"""Asks for a stratum's every value, broken down or not."""

Positions = NDArray[np.int64]


@dataclass(frozen=True)
class Asked:
    """Which observations are asked for; None does not narrow.

    Attributes
    ----------
    level
        Kind of place.
    places
        Codes of places, or names of CBP areas.
    kind
        Kind of period.
    first, last
        First and last day in which a period may end.
    sex, age, race_ethnicity, intent
        A word of the extract, `all` for everybody, or `any`.
    as_of
        Day on which the figures held; None for those that hold now.
    """

    indicator: str
    drug: str | None = None
    level: str | None = None
    places: tuple[str, ...] | None = None
    kind: str | None = None
    source: str | None = None
    first: date | None = None
    last: date | None = None
    sex: str = WHOLE
    age: str = WHOLE
    race_ethnicity: str = WHOLE
    intent: str = WHOLE
    status: str | None = None
    as_of: date | None = None


@dataclass(frozen=True)
class Matching:
    """Where the observations asked for stand.

    Attributes
    ----------
    positions
        Ascending. They stay the same as long as the extract's version does.
    sources
        Source → newest vintage among its observations.
    """

    positions: Positions
    sources: dict[str, date]


def matching(reader: Reader, asked: Asked) -> Matching:
    """Find the observations asked for, 8 bytes each."""
    strata = {name: getattr(asked, name) for name in STRATA}
    found = reader.fetch(
        "api_matching",
        **{name: None if value == ANY else value for name, value in strata.items()},
        **{name: getattr(asked, name) for name in ("indicator", "drug", "level", "kind", "source")},
        **{name: getattr(asked, name) for name in ("first", "last", "status", "as_of")},
        places=None if asked.places is None else list(asked.places),
        past=PAST,
        whole_sources=[entry.id for entry in catalog.SOURCES.values() if entry.whole_releases],
        whole_share=WHOLE_SHARE,
    )
    # Flattened by Arrow, because a list of Python numbers would take four times the memory.
    positions = found["positions"].combine_chunks().flatten().to_numpy(zero_copy_only=False)
    days = dict(zip(found["source"].to_pylist(), found["as_of"].to_pylist(), strict=True))
    return Matching(np.sort(positions), days)


def observations(reader: Reader, positions: Positions) -> Iterator[pyarrow.Table]:
    """Observations at ascending positions, in parts of at most `ROWS_AT_ONCE` rows; at least one part."""
    for start in range(0, max(len(positions), 1), ROWS_AT_ONCE):
        part = positions[start : start + ROWS_AT_ONCE]
        yield reader.fetch(
            "api_observations",
            positions=part.tolist(),
            first=int(part[0]) if len(part) else 0,
            last=int(part[-1]) if len(part) else 0,
            past=PAST,
        )


def published(reader: Reader) -> dict[str, dict[str, Any]]:
    """What is published of each indicator: its row of `api_published.sql`."""
    return {row["indicator"]: row for row in reader.fetch("api_published").to_pylist()}


def sources(reader: Reader) -> list[dict[str, Any]]:
    """Rows of the extract's table of sources."""
    return reader.fetch("api_sources").to_pylist()


def areas(reader: Reader) -> list[dict[str, Any]]:
    """CBP components and areas: `place_kind, place`."""
    return reader.fetch("api_areas").to_pylist()
