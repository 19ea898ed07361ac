"""The servers under measurement, each a process of its own on a free port."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from model.settings import PROJECT

PATIENCE_S = 60
POLL_S = 0.01


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]
    started: float

    @property
    def url(self) -> str:
        """Address of its page."""
        return f"http://127.0.0.1:{self.port}/"

    def memory(self) -> list[int]:
        """Resident bytes of each process that serves: the workers where there are any."""
        parent = psutil.Process(self.process.pid)
        serving = parent.children(recursive=True) or [parent]
        return [each.memory_info().rss for each in serving]


def ours() -> list[str]:
    """Command of `make run`, with one worker."""
    return ["env", "MALLOC_ARENA_MAX=2", sys.executable, "app.py"]


def baseline() -> list[str]:
    """Command of the baseline."""
    return [sys.executable, "-m", "bench.baseline"]


def workers(number: int = 2) -> list[str]:
    """Command of the Procfile, with so many workers; HOST binds it to this machine only."""
    line = next(line for line in (PROJECT / "Procfile").read_text().splitlines() if line.startswith("web:"))
    return ["env", f"WEB_CONCURRENCY={number}", "sh", "-c", f"exec {line.removeprefix('web:').strip()}"]


@contextmanager
def running(command: list[str], extracts: Path, log: Path) -> Iterator[Server]:
    """Start a server, wait for its page, and stop it afterward."""
    port = free_port()
    here = str(Path(sys.executable).parent)
    environment = {
        **os.environ,
        "EXTRACTS": str(extracts.absolute()),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "PATH": f"{here}{os.pathsep}{os.environ.get('PATH', '')}",
    }
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=output, stderr=output)
        try:
            wait_for(process, port, log)
            yield Server(port, process, started)
        finally:
            stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server that was started here."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Return as soon as the page answers.

    Raises
    ------
    RuntimeError
        If the server ends or does not answer in time.
    """
    end = time.perf_counter() + PATIENCE_S
    while time.perf_counter() < end:
        if process.poll() is not None:
            raise RuntimeError(f"A server ended at its start; see {log.relative_to(PROJECT)}.")
        try:
            if ask(port, "GET", "/")[0] == http.client.OK:
                return
        except OSError:
            time.sleep(POLL_S)
    raise RuntimeError(f"A server did not answer within {PATIENCE_S} s; see {log.relative_to(PROJECT)}.")


def ask(port: int, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
    """Status and body of one request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        headers = {"Content-Type": "application/json"} if body else {}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
