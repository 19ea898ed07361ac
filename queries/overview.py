"""Answers the data page: where every figure comes from, how recent it is, and whether it changed."""

from dataclasses import dataclass

import pandas as pd

from queries.store import Reader

MOST_REVISED = 5
"""Revised values listed of each source and indicator."""


@dataclass(frozen=True)
class Overview:
    """The extract as a whole.

    Attributes
    ----------
    version, simulated
        Of the extract.
    sources
        One row a source: words, schedule, vintage, counts.
    completeness
        `source, indicator, nation, middle, most`, in percent.
    withheld
        `source, state, figures, suppressed, absent` in the newest period.
    files
        What became of each file.
    changed
        Number of changes since the extract before, by source, indicator and kind.
    revised_most
        The values revised most.
    checks
        What was checked, and how it came out.
    published
        What is published of each indicator.
    events
        Dated events of the public edition, newest first.
    """

    version: str
    simulated: bool
    sources: pd.DataFrame
    completeness: pd.DataFrame
    withheld: pd.DataFrame
    files: pd.DataFrame
    changed: pd.DataFrame
    revised_most: pd.DataFrame
    checks: pd.DataFrame
    published: pd.DataFrame
    events: pd.DataFrame


def overview(reader: Reader) -> Overview:
    """Everything the data page shows."""
    return Overview(
        reader.extract.version,
        reader.extract.simulated,
        reader.query("sources"),
        reader.query("completeness"),
        reader.query("withheld"),
        reader.query("files"),
        reader.query("changed"),
        reader.query("revised_most", most=MOST_REVISED),
        reader.query("checks"),
        reader.query("api_published"),
        reader.query("public_events"),
    )
