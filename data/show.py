"""Answers `python -m data show`: matching observations, straight from the extract."""

import re
from pathlib import Path

import pandas as pd
import pyarrow.parquet as parquet

from data import catalog
from data.extract import open_extract
from data.places import fips, state_fips


class BadQuestion(ValueError):
    """A question in words the extract does not know; the message names the allowed ones."""


def matching(
    extracts: Path, indicator: str, drug: str | None, place: str | None, period: str | None
) -> pd.DataFrame:
    """Observations of the current vintage that match, in the columns of the contract.

    Parameters
    ----------
    period
        Month in which the period ends, `YYYY-MM`.

    Raises
    ------
    BadQuestion
        For an unknown indicator or drug, or a malformed period.
    data.extract.ExtractProblem
        If there is no readable extract.
    """
    _known("indicator", indicator, catalog.INDICATORS)
    filters: list[tuple[str, str, object]] = [("indicator", "=", indicator)]
    if drug is not None:
        _known("drug", drug, catalog.DRUGS)
        filters.append(("drug", "=", drug))
    if place is not None:
        filters.append(("place", "=", fips(place) or state_fips(place) or place))
    if period is not None:
        filters += _within(period)
    path = open_extract(extracts).table("observations")
    return parquet.read_table(path, filters=filters).to_pandas()


def _known(what: str, word: str, words: object) -> None:
    allowed = list(words)  # type: ignore[call-overload]
    if word not in allowed:
        raise BadQuestion(f"Unknown {what} {word!r}. Allowed: {', '.join(allowed)}.")


def _within(period: str) -> list[tuple[str, str, object]]:
    if not re.fullmatch(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])", period):
        raise BadQuestion(f"Period {period!r} is not a month. Write it as 2024-12.")
    month = pd.Period(period, "M")
    return [
        ("period_end", ">=", month.start_time.date()),
        ("period_end", "<=", month.end_time.date()),
    ]
