"""Memory that answers no longer need goes back, while the server runs and no longer."""

import asyncio
import subprocess
import sys

import anyio
import pytest
from serving_apps import run

from model.settings import PROJECT
from server import malloc_trim

FRAGMENTED = """
import numpy as np
import psutil
from server.malloc_trim import trim

pieces = [np.ones(500) for _ in range(40_000)]
kept = pieces[::100]
pieces.clear()
before = psutil.Process().memory_info().rss
can = trim()
print(before - psutil.Process().memory_info().rss if can else "cannot")
"""


def test_what_was_freed_between_pieces_in_use_is_given_back():
    ran = subprocess.run(
        [sys.executable, "-c", FRAGMENTED], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    if ran.stdout.strip() == "cannot":
        pytest.skip("this system's C library gives no memory back on request")
    # 40,000 pieces of 4 kB are 160 MB.
    assert int(ran.stdout) > 100_000_000


def test_again_and_again_until_the_server_ends(monkeypatch):
    given = []
    monkeypatch.setattr(malloc_trim, "trim", lambda: given.append(True))

    async def serve():
        async with malloc_trim.trim_periodically(0.01):
            with anyio.fail_after(30):
                while len(given) < 3:
                    await anyio.sleep(0.01)
        return tasks_beside()

    async def do_nothing():
        return tasks_beside()

    assert run(serve) == run(do_nothing)


def tasks_beside():
    """Names of what goes on in this event loop beside the caller."""
    return sorted(task.get_coro().__qualname__ for task in asyncio.all_tasks() - {asyncio.current_task()})
