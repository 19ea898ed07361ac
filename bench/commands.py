"""Time and memory of whole commands: making an extract, and starting the server."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import servers
from bench.browser import view_address
from bench.numbers import summary
from model.settings import PROJECT


def simulate() -> dict[str, Any]:
    """Make and publish the simulated extract in a folder of its own."""
    return _timed(["simulate"])


def ingest(sources: Path | None) -> dict[str, Any]:
    """Rebuild an extract from a folder of agency files."""
    if sources is None:
        return {"skipped": "no folder of agency files was given (`--sources FOLDER`)"}
    if not sources.is_dir():
        return {"skipped": "the folder given with `--sources` does not exist"}
    return _timed(["ingest", str(sources.absolute())])


def _timed(arguments: list[str]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        return run([*arguments, "--extracts", folder])


def run(arguments: list[str]) -> dict[str, Any]:
    """Seconds, peak memory and exit code of one `python -m data`."""
    command = [sys.executable, "-m", "data", *arguments]
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    # Linux counts the peak in kB. A code other than 0 says that some file was refused.
    return {"seconds": seconds, "peak_bytes": usage.ru_maxrss * 1024, "exit_code": process.returncode}


def start_to_answer(extracts: Path, times: int, log: Path) -> dict[str, Any]:
    """Milliseconds from starting the server to its page, and to its first answer for a view."""
    page, first = [], []
    for _ in range(times):
        with servers.running(servers.ours(), extracts, log) as server:
            page.append((time.perf_counter() - server.started) * 1000)
            status, _ = servers.ask(server.port, "GET", view_address("", {}))
            if status != 200:
                raise RuntimeError(f"The first answer has status {status}.")
            first.append((time.perf_counter() - server.started) * 1000)
    return {"page": summary(page), "answer": summary(first)}
