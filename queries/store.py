"""Opens extracts in DuckDB, locked down, and runs the named questions."""

import logging
import threading
from collections.abc import Callable, Hashable
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import duckdb
import numpy as np
import pandas as pd
import pyarrow
from cachetools import LRUCache
from numpy.typing import NDArray

from data.extract import reading
from data.extract.outlines import read_outlines
from data.extract.reading import Extract, ExtractProblem, current_folder, verify, versions_of
from model.catalog import Edition
from queries.cancellation import cursor_of

log = logging.getLogger(__name__)
SQL: Final = Path(__file__).parent / "sql"
REMEMBERED_BYTES: Final = 24 * 2**20
"""What is least recently used is forgotten beyond it."""
QUESTIONS_OF_A_CONNECTION: Final = 2000
"""DuckDB keeps a few kilobytes of every question until its connection is closed; a new one takes 30 ms."""
BYTES_OF_TEXT: Final = 56
"""Of a short text, or of anything else small."""
BYTES_OF_NUMBER: Final = 8
NUMBERED: Final = ("observations", "vintages")
"""Tables whose views number their rows (`file_row_number`), so that a large answer can be taken in parts."""
asked_version: ContextVar[str] = ContextVar("asked_version", default="")
"""Name of an older version whose figures the request of the moment asks for."""
Answer = TypeVar("Answer")
Columns = dict[str, NDArray[Any]]
"""Rows as one NumPy array a column: text as objects, NaN for a number that is null."""


class Reader:
    """One extract version, open for reading.

    The connection holds views over the version's Parquet files; no other file can be reached through
    it, its configuration cannot be changed any more, and it answers nothing but single SELECTs.
    """

    def __init__(self, extract: Extract) -> None:
        self.extract = extract
        self.outlines = tuple(read_outlines(path) for path in extract.outlines)
        """Sets of outlines that came with the extract, the one to prefer last."""
        self._connection = _connected(extract)
        self._questions = 0
        """Asked of the connection."""
        self._memory: LRUCache[Hashable, Any] = LRUCache(REMEMBERED_BYTES, getsizeof=bytes_of)
        self._lock = threading.Lock()
        # Views are settled here, so that the first visitor does not pay for opening the files.
        self.sources = self.query("sources").set_index("source")

    def query(self, question: str, **values: Any) -> pd.DataFrame:
        """Run `queries/<question>.sql` with bound parameters and return its rows.

        Answers are remembered, because changing one filter asks most questions again as they were;
        callers must not change the frame. A list is passed as a tuple.
        """
        bound = tuple(sorted(values.items()))
        return self._remembered((question, bound), lambda: self._run(question, bound, _frame))

    def query_columns(self, question: str, **values: Any) -> Columns:
        """As `ask`, for rows that go straight into arithmetic: a large frame costs a millisecond more."""
        bound = tuple(sorted(values.items()))
        return self._remembered((question, bound, "columns"), lambda: self._run(question, bound, _columns))

    def query_each(self, question: str, places: tuple[str, ...], **values: Any) -> dict[str, Columns]:
        """Answers of a question that takes `places` and orders by place, each remembered by itself.

        Places not asked before are asked for together, so that comparing them costs one question.
        """
        keys = {place: (question, tuple(sorted(values.items())), place) for place in places}
        with self._lock:
            found = {place: self._memory[key] for place, key in keys.items() if key in self._memory}
        missing = tuple(place for place in places if place not in found)
        if missing:
            rows = self._run(question, (*values.items(), ("places", missing)), _columns)
            for place in missing:
                of_place = rows["place"] == place
                answer = {name: column[of_place] for name, column in rows.items()}
                found[place] = self._remembered(keys[place], lambda answer=answer: answer)  # type: ignore[misc]
        return found

    def fetch(self, question: str, **values: Any) -> pyarrow.Table:
        """Run `queries/<question>.sql` with bound parameters, for an answer too large or too rare to keep.

        Parameters
        ----------
        values
            A list, unlike for `ask`, is passed as it is; None is null.
        """
        with cursor_of(self._fresh_connection()) as cursor:
            return cursor.sql(_only_select(cursor, question), params=values).to_arrow_table()

    def once(self, work: Callable[..., Answer], *arguments: Any) -> Answer:
        """`work(self, *arguments)`, remembered: an answer within one version never changes."""
        return self._remembered((work, arguments), lambda: work(self, *arguments))

    def _remembered(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        with self._lock:
            if key in self._memory:
                return cast(Answer, self._memory[key])
        made = make()
        # What is larger than all that may be remembered is not.
        with self._lock, suppress(ValueError):
            self._memory[key] = made
        return made

    def _run(
        self,
        question: str,
        values: tuple[tuple[str, Any], ...],
        shape: Callable[[duckdb.DuckDBPyConnection], Answer],
    ) -> Answer:
        bound = {name: list(value) if isinstance(value, tuple) else value for name, value in values}
        with cursor_of(self._fresh_connection()) as cursor:
            return shape(cursor.execute(_only_select(cursor, question), bound or None))

    def _fresh_connection(self) -> duckdb.DuckDBPyConnection:
        """The connection, made anew when much was asked of it; cursors of the old one go on."""
        with self._lock:
            self._questions += 1
            if self._questions > QUESTIONS_OF_A_CONNECTION:
                self._connection = _connected(self.extract)
                self._questions = 1
            return self._connection


def _frame(answered: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return answered.df()


def _columns(answered: duckdb.DuckDBPyConnection) -> Columns:
    return {name: _filled(np.ma.asanyarray(column)) for name, column in answered.fetchnumpy().items()}


def _filled(column: "np.ma.MaskedArray[Any, Any]") -> NDArray[Any]:
    """A column with NaN for null numbers and None for null text, in place of a mask."""
    return column.filled(np.nan if column.dtype.kind == "f" else None)


def bytes_of(kept: object) -> int:
    """About how much memory an answer holds."""
    match kept:
        case pd.DataFrame():
            return len(kept) * (BYTES_OF_NUMBER + sum(map(_bytes_of_one, kept.dtypes)))
        case np.ndarray():
            return kept.nbytes + (BYTES_OF_TEXT * kept.size if kept.dtype == object else 0)
        case str() | bytes():
            return len(kept) + BYTES_OF_TEXT
        case dict():
            return sum(bytes_of(key) + bytes_of(value) for key, value in kept.items())
        case tuple() | list():
            return sum(map(bytes_of, kept))
        case _ if is_dataclass(kept):
            return sum(map(bytes_of, vars(kept).values()))
    return int(getattr(kept, "nbytes", BYTES_OF_TEXT))


def _bytes_of_one(kind: Any) -> int:
    return BYTES_OF_NUMBER + (BYTES_OF_TEXT if kind.kind == "O" else 0)


def _only_select(cursor: duckdb.DuckDBPyConnection, question: str) -> duckdb.Statement:
    statements = cursor.extract_statements(_sql(question))
    if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
        # DuckDB lets COPY overwrite the files it is allowed to read.
        raise PermissionError(f"{question}.sql is not one SELECT")
    return statements[0]


def _connected(extract: Extract) -> duckdb.DuckDBPyConnection:
    """A connection, locked down, with a view of every table."""
    connection = duckdb.connect()
    for name in reading.TABLES:
        table = connection.read_parquet(str(extract.table(name)), file_row_number=name in NUMBERED)
        table.create_view(name)
    for setting in _lockdown([extract.table(name) for name in reading.TABLES]):
        connection.execute(setting)
    return connection


def _lockdown(files: list[Path]) -> tuple[str, ...]:
    quoted = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
    return (
        f"SET allowed_paths=[{quoted}]",
        "SET enable_external_access=false",
        # Many questions at once share the cores better than one question does.
        "SET threads=1",
        "SET memory_limit='128MB'",
        "SET lock_configuration=true",
    )


@lru_cache
def _sql(question: str) -> str:
    return (SQL / f"{question}.sql").read_text(encoding="utf-8")


class Store:
    """The extract in a folder, followed as new versions are published; no other edition's is opened."""

    def __init__(self, extracts: Path, edition: Edition = "public") -> None:
        self.extracts = extracts
        self._edition: Edition = edition
        self._lock = threading.Lock()
        self._opened: Reader | None = None
        self._refused: Path | None = None
        self._older: Reader | None = None
        self._older_lock = threading.Lock()

    @property
    def reader(self) -> Reader | None:
        """The version last opened, whatever was published since; None before the first question."""
        return self._opened

    def current(self) -> Reader:
        """The version that the request asks for, where it is still kept, else the current one; when that is
        damaged, the last good one this process has open.

        Raises
        ------
        data.extract.reading.ExtractProblem
            If there is nothing to read; the message says why, `mend` what to do.
        """
        folder = current_folder(self.extracts)
        asked = asked_version.get()
        if asked and not (folder and folder.name == asked) and (older := self._kept(asked)):
            return older
        reader = self._opened
        if reader and folder in (reader.extract.folder, self._refused):
            return reader
        with self._lock:
            return self._reopen(folder)

    def keeps(self, version: str) -> bool:
        """Whether a version of that name can still be read."""
        return any(folder.name == version for folder in versions_of(self.extracts))

    def _kept(self, version: str) -> Reader | None:
        """An older version, of which one is open at a time; None where it is not there or damaged."""
        folder = next((folder for folder in versions_of(self.extracts) if folder.name == version), None)
        if folder is None:
            return None
        with self._older_lock:
            if self._older is None or self._older.extract.version != version:
                try:
                    self._older = Reader(verify(folder, self._edition))
                except (ExtractProblem, duckdb.Error) as problem:
                    log.error("%s was asked for: %s", version, problem)
                    return None
            return self._older

    def _reopen(self, folder: Path | None) -> Reader:
        if self._opened and folder in (self._opened.extract.folder, self._refused):
            return self._opened
        try:
            self._opened = Reader(reading.open_extract(self.extracts, self._edition))
        except (ExtractProblem, duckdb.Error) as problem:
            if self._opened is None:
                if isinstance(problem, ExtractProblem):
                    raise
                raise ExtractProblem("The extract cannot be opened.", reading.MEND) from problem
            log.error("kept %s: %s", self._opened.extract.version, problem)
            self._refused = folder
        return self._opened
