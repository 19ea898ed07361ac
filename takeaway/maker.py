"""Files are made in a process of their own, one at a time, so that nobody who explores waits for them."""

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from takeaway.files import Job
from takeaway.frames import read_frame, write_frame

PROJECT: Final = Path(__file__).resolve().parents[1]
LONGEST: Final = 90.0
"""Seconds after which a file is given up."""
MOST_WAITING: Final = 12
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
        process = self._running()
        assert process.stdin and process.stdout
        write_frame(process.stdin, pickle.dumps(job))  # type: ignore[arg-type]
        watch = threading.Timer(LONGEST, process.kill)
        watch.start()
        try:
            answer = read_frame(process.stdout)  # type: ignore[arg-type]
        finally:
            watch.cancel()
        if answer is None:
            self._end()
            raise MakeProblem("The file could not be made in time.")
        made, problem, leaving = pickle.loads(answer)
        if leaving:
            self._end()
        if problem:
            raise MakeProblem(problem)
        return bytes(made)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "takeaway"],
                cwd=PROJECT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "RAYON_NUM_THREADS": "1"},
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream:
                try:
                    stream.close()
                except OSError:
                    continue
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
