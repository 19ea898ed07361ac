"""Opens extracts in DuckDB, locked down, and runs the named questions."""

import logging
import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar

import duckdb
import pandas as pd
import pyarrow

from data import extract as extracts_store
from data.extract import Extract, ExtractProblem, current_folder
from data.outlines import read_outlines

log = logging.getLogger(__name__)
SQL: Final = Path(__file__).parent
REMEMBERED_ANSWERS: Final = 256
"""About 0.1 MB each at the most."""
REMEMBERED_PLACES: Final = 2_000
"""About 10 kB each."""
REMEMBERED_WORK: Final = 128
"""About 0.3 MB each at the most."""
NUMBERED: Final = ("observations", "vintages")
"""Tables whose views number their rows (`file_row_number`), so that a large answer can be taken in parts."""
Answer = TypeVar("Answer")


class Opened:
    """One extract version, open for reading.

    The connection holds views over the version's Parquet files; no other file can be reached through
    it, its configuration cannot be changed any more, and it answers nothing but single SELECTs.
    """

    def __init__(self, extract: Extract) -> None:
        self.extract = extract
        self.outlines = tuple(read_outlines(path) for path in extract.outlines)
        """Sets of outlines that came with the extract, the one to prefer last."""
        self._connection = duckdb.connect()
        for name in extracts_store.TABLES:
            path = str(extract.table(name))
            self._connection.read_parquet(path, file_row_number=name in NUMBERED).create_view(name)
        for setting in _lockdown([extract.table(name) for name in extracts_store.TABLES]):
            self._connection.execute(setting)
        # Views are settled here, so that the first visitor does not pay for opening the files.
        self._answer = lru_cache(maxsize=REMEMBERED_ANSWERS)(self._run)
        self._by_place: dict[tuple[Any, ...], pd.DataFrame] = {}
        self._lock = threading.Lock()
        self._work = lru_cache(maxsize=REMEMBERED_WORK)(lambda work, arguments: work(self, *arguments))
        self.sources = self.ask("sources").set_index("source")

    def ask(self, question: str, **values: Any) -> pd.DataFrame:
        """Run `queries/<question>.sql` with bound parameters and return its rows.

        Answers are remembered, because changing one filter asks most questions again as they were;
        callers must not change the frame. A list is passed as a tuple.
        """
        return self._answer(question, tuple(sorted(values.items())))

    def ask_for_each(self, question: str, places: tuple[str, ...], **values: Any) -> dict[str, pd.DataFrame]:
        """Answers of a question that takes `places`, one frame a place, each remembered by itself.

        Places not asked before are asked for together, so that comparing them costs one question.
        """
        keys = {place: (question, tuple(sorted(values.items())), place) for place in places}
        with self._lock:
            found = {place: self._by_place[key] for place, key in keys.items() if key in self._by_place}
        missing = tuple(place for place in places if place not in found)
        if missing:
            rows = self._run(question, (*values.items(), ("places", missing)))
            answered = rows["place"].to_numpy(dtype=object)
            found |= {place: rows[answered == place].reset_index(drop=True) for place in missing}
            with self._lock:
                if len(self._by_place) > REMEMBERED_PLACES:
                    self._by_place.clear()
                self._by_place |= {keys[place]: found[place] for place in missing}
        return found

    def fetch(self, question: str, **values: Any) -> pyarrow.Table:
        """Run `queries/<question>.sql` with bound parameters, for an answer too large or too rare to keep.

        Parameters
        ----------
        values
            A list, unlike for `ask`, is passed as it is; None is null.
        """
        with self._connection.cursor() as cursor:
            return cursor.sql(_only_select(cursor, question), params=values).to_arrow_table()

    def once(self, work: Callable[..., Answer], *arguments: Any) -> Answer:
        """`work(self, *arguments)`, remembered: an answer within one version never changes."""
        return self._work(work, arguments)

    def _run(self, question: str, values: tuple[tuple[str, Any], ...]) -> pd.DataFrame:
        bound = {name: list(value) if isinstance(value, tuple) else value for name, value in values}
        # A cursor a call: DuckDB connections must not be shared between threads.
        with self._connection.cursor() as cursor:
            return cursor.execute(_only_select(cursor, question), bound or None).df()


def _only_select(cursor: duckdb.DuckDBPyConnection, question: str) -> duckdb.Statement:
    statements = cursor.extract_statements(_sql(question))
    if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
        # DuckDB lets COPY overwrite the files it is allowed to read.
        raise PermissionError(f"{question}.sql is not one SELECT")
    return statements[0]


def _lockdown(files: list[Path]) -> tuple[str, ...]:
    quoted = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
    return (
        f"SET allowed_paths=[{quoted}]",
        "SET enable_external_access=false",
        "SET threads=2",
        "SET memory_limit='256MB'",
        "SET lock_configuration=true",
    )


@lru_cache
def _sql(question: str) -> str:
    return (SQL / f"{question}.sql").read_text(encoding="utf-8")


class Store:
    """The extract in a folder, followed as new versions are published."""

    def __init__(self, extracts: Path) -> None:
        self.extracts = extracts
        self._lock = threading.Lock()
        self._opened: Opened | None = None
        self._refused: Path | None = None

    @property
    def opened(self) -> Opened | None:
        """The version last opened, whatever was published since; None before the first question."""
        return self._opened

    def current(self) -> Opened:
        """The current version; when it is damaged, the last good one this process has open.

        Raises
        ------
        data.extract.ExtractProblem
            If there is nothing to read; the message says why, `mend` what to do.
        """
        folder = current_folder(self.extracts)
        opened = self._opened
        if opened and folder in (opened.extract.folder, self._refused):
            return opened
        with self._lock:
            return self._reopen(folder)

    def _reopen(self, folder: Path | None) -> Opened:
        if self._opened and folder in (self._opened.extract.folder, self._refused):
            return self._opened
        try:
            self._opened = Opened(extracts_store.open_extract(self.extracts))
        except (ExtractProblem, duckdb.Error) as problem:
            if self._opened is None:
                if isinstance(problem, ExtractProblem):
                    raise
                raise ExtractProblem("The extract cannot be opened.", extracts_store.MEND) from problem
            log.error("kept %s: %s", self._opened.extract.version, problem)
            self._refused = folder
        return self._opened
