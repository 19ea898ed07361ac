"""Files are made in a process of their own, one at a time, so that nobody who explores waits for them."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Final

from export.files import Job
from model.settings import PROJECT

LONGEST: Final = 90.0
"""Seconds after which a file is given up."""
MOST_WAITING: Final = 12
LATE: Final = "The file could not be made in time."
GONE: Final = "The process that makes files ended."
RETRY_AFTER: Final = 20
"""Seconds that whoever finds the queue full is asked to wait."""


class MakeProblem(Exception):
    """A file could not be made."""


class QueueFull(Exception):
    """Too many files are being asked for."""


class Maker:
    """One process that makes files, started when it is first needed and again when it has gone."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._pipes: tuple[Connection, Connection] | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start the process if there is none, so that it is ready when the first job comes."""
        with self._lock:
            self._running()

    def make(self, job: Job) -> bytes:
        """The file of a job.

        Raises
        ------
        MakeProblem
            If it could not be made, or not in time.
        """
        with self._lock:
            try:
                return self._ask(job)
            except OSError:
                # It left between two jobs, as it does after a while without any.
                self._end()
                return self._ask(job)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _ask(self, job: Job) -> bytes:
        jobs, answers = self._running()
        jobs.send(job)
        try:
            made, problem, leaving = answers.recv() if answers.poll(LONGEST) else (b"", LATE, True)
        except EOFError:
            made, problem, leaving = b"", GONE, True
        if leaving:
            self._end()
        if problem:
            raise MakeProblem(problem)
        return bytes(made)

    def _running(self) -> tuple[Connection, Connection]:
        """Where jobs go to and answers come from."""
        if self._process and self._pipes and self._process.poll() is None:
            return self._pipes
        self._end()
        (taken, jobs), (answers, given) = Pipe(duplex=False), Pipe(duplex=False)
        with taken, given:
            handles = (taken.fileno(), given.fileno())
            self._process = subprocess.Popen(
                [sys.executable, "-m", "export", *map(str, handles)],
                cwd=PROJECT,
                pass_fds=handles,
                stdin=subprocess.DEVNULL,
                env={**os.environ, "RAYON_NUM_THREADS": "1"},
            )
        self._pipes = jobs, answers
        return self._pipes

    def _end(self) -> None:
        process, pipes = self._process, self._pipes
        self._process = self._pipes = None
        for pipe in pipes or ():
            pipe.close()
        if process is not None:
            process.kill()
            process.wait()


class Ticket:
    """A place in the queue, given back when it is closed or forgotten."""

    def __init__(self, queue: "Queue") -> None:
        self._queue: Queue | None = queue

    def close(self) -> None:
        """Leave the queue; leaving twice does nothing."""
        queue, self._queue = self._queue, None
        if queue is not None:
            queue.leave()

    def __del__(self) -> None:
        self.close()


class Queue:
    """Lets so many wait, and one at a time work."""

    def __init__(self, most: int = MOST_WAITING) -> None:
        self._most, self._within = most, 0
        self._counting, self._working = threading.Lock(), threading.Lock()

    def enter(self) -> Ticket:
        """A place in the queue.

        Raises
        ------
        QueueFull
            If there is none.
        """
        with self._counting:
            if self._within >= self._most:
                raise QueueFull
            self._within += 1
        return Ticket(self)

    def leave(self) -> None:
        """Give a place back; a ticket does it."""
        with self._counting:
            self._within -= 1

    def turn(self) -> Iterator[int]:
        """Wait for the turn, a second at a time, saying how many are in the queue; then it is ours to end."""
        while not self._working.acquire(timeout=1.0):
            yield self._within

    def end_turn(self) -> None:
        """Let the next one work."""
        self._working.release()
