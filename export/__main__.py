"""The process that files are made in: `python -m export JOBS ANSWERS`, the handles of its two pipes."""

import os
import sys
from multiprocessing.connection import Connection
from typing import Any, Final

import psutil

NICENESS: Final = 10
MOST_MEMORY: Final = 400 * 2**20
"""Bytes held after a file at which the process leaves and another takes its place."""
LONGEST_IDLE: Final = 300.0
"""Seconds without a job after which it leaves."""


def main(jobs: Connection, answers: Connection) -> None:
    """Answer jobs until there are no more, one at a time."""
    os.nice(NICENESS)
    leaving = False
    while not leaving and jobs.poll(LONGEST_IDLE):
        try:
            job = jobs.recv()
        except EOFError:
            return
        leaving = _answer(job, answers)


def _answer(job: Any, answers: Connection) -> bool:
    """Write a job's file; returns whether this process leaves afterward."""
    try:
        made, problem = job.write(), ""
    except Exception as failure:
        made, problem = b"", repr(failure)
    # Not the peak, which begins with that of the server that started this process.
    leaving = psutil.Process().memory_info().rss > MOST_MEMORY
    answers.send((made, problem, leaving))
    return leaving


if __name__ == "__main__":
    _jobs, _answers = map(int, sys.argv[1:])
    main(Connection(_jobs, writable=False), Connection(_answers, readable=False))
