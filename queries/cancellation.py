"""Questions of one request, which can be stopped together from outside."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import duckdb


class Stoppable:
    """The questions being asked for one request, in whatever thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asking: set[duckdb.DuckDBPyConnection] = set()
        self._stopped = False

    def stop(self) -> None:
        """End what is being asked with an exception, and whatever would be asked after it."""
        with self._lock:
            self._stopped = True
            for cursor in self._asking:
                cursor.interrupt()

    @contextmanager
    def asking(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Ask by this cursor within."""
        with self._lock:
            if self._stopped:
                raise duckdb.InterruptException("the request was given up")
            self._asking.add(cursor)
        try:
            yield
        finally:
            with self._lock:
                self._asking.discard(cursor)


of_request: ContextVar[Stoppable | None] = ContextVar("of_request", default=None)
"""Of the request of the moment, if it can be stopped."""


@contextmanager
def cursor_of(connection: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor for one question; connections must not be shared between threads."""
    questions = of_request.get()
    with connection.cursor() as cursor:
        if questions is None:
            yield cursor
        else:
            with questions.asking(cursor):
                yield cursor
