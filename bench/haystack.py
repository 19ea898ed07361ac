"""Extracts of any size behind the same screen: the figures it shows, among far more that it does not.

The haystack is weekly deaths of every county: of all drugs together, between the figures on screen, and of
further drugs by sex and age. It is the same at every run, and sorted and cut as a published extract is.
"""

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow
import pyarrow.compute as compute
import pyarrow.parquet as parquet
from numpy.typing import NDArray

from data.extract.reading import MANIFEST, VERSIONS, open_extract
from data.extract.reading import checksum as checksum_of
from data.extract.writing import ORDERS, publish, row_group_rows
from model.observation_schema import ARROW_SCHEMA

FIRST_WEEK = date(2015, 1, 10)
WEEKS = 520
"""Of all drugs together."""
WEEKS_OF_A_DRUG = 104
SEXES = ("female", "male")
AGES = tuple(f"{first}-{first + 9}" for first in range(5, 115, 10))
PART_ROWS = 200_000
FACTS = ("observations", "series")
ENCODED = pyarrow.schema(
    [
        field.with_type(pyarrow.dictionary(pyarrow.int32(), field.type))
        if field.type == pyarrow.string()
        else field
        for field in ARROW_SCHEMA
    ]
)
"""The columns with words as numbers, which are written many times faster."""
Positions = NDArray[np.integer]


@dataclass(frozen=True)
class Stack:
    """Weekly figures of one drug in every county, by some strata."""

    drug: str
    weeks: int
    strata: tuple[tuple[str, str], ...]

    def rows(self, counties: int) -> int:
        """How many figures there are."""
        return self.weeks * len(self.strata) * counties


def make(source: Path, target: Path, rows: int) -> int:
    """Write and publish an extract of about `rows` observations around those of `source`; its true size."""
    extract = open_extract(source)
    folder = target / VERSIONS / f"20260101T000000-{rows}"
    shutil.copytree(extract.folder, folder)
    shown = parquet.read_table(extract.table("observations"))
    in_counties = compute.equal(shown["place_kind"], "county")
    counties = sorted(compute.unique(shown.filter(in_counties)["place"]).to_pylist())
    stacks = _stacks(rows - len(shown), len(counties))
    size = len(shown) + sum(stack.rows(len(counties)) for stack in stacks)
    for table in FACTS:
        facts = parquet.read_table(extract.table(table))
        _write(folder / f"{table}.parquet", _sorted(facts, table, stacks, counties), row_group_rows(size))
    manifest = json.loads((folder / MANIFEST).read_bytes())
    manifest["observations"] = size
    manifest["sha256"] |= {f"{table}.parquet": checksum_of(folder / f"{table}.parquet") for table in FACTS}
    (folder / MANIFEST).write_text(json.dumps(manifest))
    publish(target, folder)
    return size


def _stacks(missing: int, counties: int) -> list[Stack]:
    """Stacks of about so many figures together."""
    weeks = max(min(WEEKS, missing // counties), 0)
    stacks = [Stack("all", weeks, (("all", "all"),))] if weeks else []
    strata = tuple((sex, age) for sex in SEXES for age in AGES)
    left = (missing - weeks * counties) // (counties * len(strata))
    while left > 0:
        stacks.append(Stack(f"further_{len(stacks):03}", min(left, WEEKS_OF_A_DRUG), strata))
        left -= WEEKS_OF_A_DRUG
    return stacks


def _sorted(
    facts: pyarrow.Table, table: str, stacks: list[Stack], counties: list[str]
) -> Iterator[pyarrow.Table]:
    """Parts of the whole table in its order: a stack stands where its drug does."""
    waiting = list(stacks)
    for first, after in _runs_of_drugs(facts):
        indicator, drug = (facts[name][first].as_py() for name in ("indicator", "drug"))
        while waiting and ("deaths", waiting[0].drug) < (indicator, drug):
            yield from _parts(waiting.pop(0), table, counties)
        part = facts.slice(first, after - first).cast(ENCODED)
        if waiting and (indicator, drug) == ("deaths", waiting[0].drug):
            among = pyarrow.concat_tables([part, *_parts(waiting.pop(0), table, counties)])
            part = (
                among.cast(ARROW_SCHEMA)
                .sort_by([(name, "ascending") for name in ORDERS[table]])
                .cast(ENCODED)
            )
        yield part
    for stack in waiting:
        yield from _parts(stack, table, counties)


def _runs_of_drugs(facts: pyarrow.Table) -> Iterable[tuple[int, int]]:
    """First row, and the one after the last, of each indicator and drug."""
    codes = [
        facts[name].combine_chunks().dictionary_encode().indices.to_numpy() for name in ("indicator", "drug")
    ]
    changed = np.flatnonzero(np.any([np.diff(code) != 0 for code in codes], axis=0)) + 1
    return zip([0, *changed.tolist()], [*changed.tolist(), len(facts)], strict=True)


def _parts(stack: Stack, table: str, counties: list[str]) -> Iterator[pyarrow.Table]:
    """A stack in the order of its table: week by week of all counties, or county by county of all weeks."""
    weeks = [FIRST_WEEK + timedelta(weeks=number) for number in range(stack.weeks)]
    by_county = table == "series"
    outer, inner = (counties, weeks) if by_county else (weeks, counties)
    step = max(PART_ROWS // (len(inner) * len(stack.strata)), 1)
    for first in range(0, len(outer), step):
        pairs = np.indices((len(outer[first : first + step]), len(inner))).reshape(2, -1)
        number, within = pairs[0] + first, pairs[1]
        county, week = (number, within) if by_county else (within, number)
        yield _part(stack, counties, weeks, county, week)


def _part(
    stack: Stack, counties: list[str], weeks: list[date], county: Positions, week: Positions
) -> pyarrow.Table:
    """Figures of some pairs of county and week, each by all strata."""
    strata = sorted(stack.strata)
    county, week = np.repeat(county, len(strata)), np.repeat(week, len(strata))
    stratum = np.tile(np.arange(len(strata)), len(county) // len(strata))
    ends = np.array(weeks, dtype="datetime64[D]")[week]
    value = pyarrow.array((county * 7 + week * 5 + stratum * 3) % 23, pyarrow.float64())
    size = len(county)
    none = np.zeros(size, dtype=np.int32)
    same = {
        "source": "haystack",
        "indicator": "deaths",
        "drug": stack.drug,
        "place_kind": "county",
        "basis": "residence",
        "period_kind": "week",
        "race_ethnicity": "all",
        "intent": "all",
        "status": "provisional",
        "note": "",
    }
    varying = {
        "place": _words(counties, county),
        "period_start": pyarrow.array(ends - 6),
        "period_end": pyarrow.array(ends),
        "sex": _words([sex for sex, _ in strata], stratum),
        "age": _words([age for _, age in strata], stratum),
        "value": value,
        "numerator": value,
        "lower": pyarrow.nulls(size, pyarrow.float64()),
        "upper": pyarrow.nulls(size, pyarrow.float64()),
        "denominator": pyarrow.nulls(size, pyarrow.float64()),
        "as_of": pyarrow.repeat(pyarrow.scalar(date(2026, 6, 30)), size),
    }
    columns = varying | {name: _words([word], none) for name, word in same.items()}
    return pyarrow.table({name: columns[name] for name in ARROW_SCHEMA.names}, schema=ENCODED)


def _words(words: list[str], position: Positions) -> pyarrow.DictionaryArray:
    return pyarrow.DictionaryArray.from_arrays(
        pyarrow.array(position.astype(np.int32)), pyarrow.array(words, pyarrow.string())
    )


def _write(path: Path, parts: Iterable[pyarrow.Table], group_rows: int) -> None:
    """Write parts one after the other, in whole row groups; words come to be plain text in the file."""
    with parquet.ParquetWriter(path, ENCODED, compression="zstd", store_schema=False) as writer:
        waiting: list[pyarrow.Table] = []
        rows = 0
        for part in parts:
            waiting.append(part)
            rows += len(part)
            if rows >= group_rows:
                together = pyarrow.concat_tables(waiting).unify_dictionaries()
                whole = rows // group_rows * group_rows
                writer.write_table(together.slice(0, whole), row_group_size=group_rows)
                waiting, rows = [together.slice(whole)], rows - whole
        writer.write_table(pyarrow.concat_tables(waiting).unify_dictionaries(), row_group_size=group_rows)
