"""Answers `python -m data show`: matching observations, straight from the extract."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as parquet

from data.extract.reading import Extract, open_extract
from model import catalog, vintages
from model.observations import ABSENT_STATUSES, KNOWN_STATUSES, PERIOD_KINDS, SORT_ORDER, observation_frame
from model.place_codes import fips, state_fips

Filter = tuple[str, str, object]


class BadQuestion(ValueError):
    """A question in words the extract does not know; the message names the allowed ones."""


def matching(
    extracts: Path,
    indicator: str,
    drug: str | None = None,
    place: str | None = None,
    period: str | None = None,
    *,
    period_kind: str | None = None,
    source: str | None = None,
    status: str | None = None,
    as_of: str | None = None,
) -> pd.DataFrame:
    """Observations that match, in the columns of the contract.

    Parameters
    ----------
    period
        Month in which the period ends, `YYYY-MM`.
    as_of
        Day, `YYYY-MM-DD`: the figures as they were known then, the newest vintage up to it of each fact.
        None is today's view. Denominators are today's either way.

    Raises
    ------
    BadQuestion
        For a word the catalog does not know, or a malformed period or day.
    data.extract.reading.ExtractProblem
        If there is no readable extract.
    """
    _known("indicator", indicator, catalog.INDICATORS)
    _known("drug", drug, catalog.DRUGS)
    _known("period kind", period_kind, PERIOD_KINDS)
    _known("status", status, (*KNOWN_STATUSES, *ABSENT_STATUSES))
    known_on = _day(as_of)
    # A release is looked at whole to see what it withdrew, so these alone narrow what is read of it.
    of_release: list[Filter] = [("indicator", "=", indicator), *_within(period)]
    extract = open_extract(extracts)
    _known("source", source, parquet.read_table(extract.table("sources"))["source"].to_pylist())
    asked = {
        "drug": drug,
        "place": place and (fips(place) or state_fips(place) or place),
        "period_kind": period_kind,
        "source": source,
        "status": status,
    }
    words = {name: word for name, word in asked.items() if word is not None}
    if known_on is None:
        return _read(extract, "observations", [*of_release, *_equal(words)])
    everything = pd.concat([_read(extract, table, of_release) for table in ("observations", "vintages")])
    held = vintages.as_of(everything, known_on)
    asked_of = held[(held[list(words)] == pd.Series(words, dtype="str")).all(axis=1)]
    return asked_of.sort_values(list(SORT_ORDER), kind="stable").reset_index(drop=True)


def _read(extract: Extract, table: str, filters: list[Filter]) -> pd.DataFrame:
    return observation_frame(parquet.read_table(extract.table(table), filters=filters).to_pandas())


def _equal(words: Mapping[str, str]) -> list[Filter]:
    return [(name, "=", word) for name, word in words.items()]


def _known(what: str, word: str | None, words: Iterable[str]) -> None:
    allowed = list(words)
    if word is not None and word not in allowed:
        raise BadQuestion(f"Unknown {what} {word!r}. Allowed: {', '.join(allowed)}.")


def _within(period: str | None) -> list[Filter]:
    if period is None:
        return []
    if not re.fullmatch(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])", period):
        raise BadQuestion(f"Period {period!r} is not a month. Write it as 2024-12.")
    month = pd.Period(period, "M")
    return [
        ("period_end", ">=", month.start_time.date()),
        ("period_end", "<=", month.end_time.date()),
    ]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError as problem:
        raise BadQuestion(f"As of {text!r} is not a day. Write it as 2026-11-22.") from problem
