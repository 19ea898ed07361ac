"""The process that files are made in: reads jobs from its input, writes files to its output."""

import os
import pickle
import resource
import select
import sys
from typing import Any, BinaryIO, Final

from takeaway.frames import read_frame, write_frame

NICENESS: Final = 10
MOST_MEMORY: Final = 400 * 2**20
"""Bytes of peak memory after which the process leaves and another takes its place."""
LONGEST_IDLE: Final = 300.0
"""Seconds without a job after which it leaves."""


def main() -> None:
    """Answer jobs until there are no more, one at a time."""
    os.nice(NICENESS)
    jobs, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What libraries print must not get among the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    leaving = False
    while not leaving and select.select([jobs], [], [], LONGEST_IDLE)[0]:
        asked = read_frame(jobs)
        if asked is None:
            return
        leaving = _answer(pickle.loads(asked), answers)


def _answer(job: Any, answers: BinaryIO) -> bool:
    """Write a job's file; returns whether this process leaves afterwards."""
    try:
        made, problem = job.write(), ""
    except Exception as failure:
        made, problem = b"", repr(failure)
    leaving = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 > MOST_MEMORY
    write_frame(answers, pickle.dumps((made, problem, leaving)))
    return leaving


if __name__ == "__main__":
    main()
