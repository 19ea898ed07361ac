"""What an unattended refresh looks at before a version is put up."""

from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import pyarrow.parquet as parquet

from data.extract.reading import Extract, newest_intact, verify

LEAST_KEPT: Final = 0.8
"""A source that holds less than this share of the figures it held is taken for a file cut short."""


class Unfit(RuntimeError):
    """A version that must not be put up; the message says why."""


def check_version(folder: Path, extracts: Path) -> Extract:
    """Return the written version if it is whole, and no source has lost figures or gone back in time.

    Parameters
    ----------
    folder
        Of the version.
    extracts
        Where it would follow the one that stands.

    Raises
    ------
    data.extract.reading.ExtractProblem
        If a file is missing or damaged.
    Unfit
        Naming the source and what is wrong with it.
    """
    written, standing = verify(folder), newest_intact(extracts)
    if standing is None or standing.simulated != written.simulated:
        return written
    after = _sources(written)
    for source, was in _sources(standing).items():
        now = after.get(source, Held(0, was.through))
        if now.figures < LEAST_KEPT * was.figures:
            raise Unfit(f"{source} would hold {now.figures:,} figures, and holds {was.figures:,} now.")
        if now.through < was.through:
            raise Unfit(f"{source} would end {now.through}, and ends {was.through} now.")
    return written


class Held(NamedTuple):
    """What an extract holds of a source."""

    figures: int
    through: date


def _sources(extract: Extract) -> dict[str, Held]:
    rows = parquet.read_table(extract.table("sources"), columns=["source", "observations", "through"])
    return {row["source"]: Held(row["observations"], row["through"]) for row in rows.to_pylist()}
