"""What answers no longer need goes back to the machine."""

import ctypes
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from typing import Final

import anyio
import anyio.to_thread
import pyarrow

EVERY_S: Final = 30.0


@asynccontextmanager
async def trim_periodically(every_s: float = EVERY_S) -> AsyncIterator[None]:
    """Give spare memory back again and again while the server runs."""
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_trim_every, every_s)
        yield
        tasks.cancel_scope.cancel()


async def _trim_every(every_s: float) -> None:
    while True:
        await anyio.sleep(every_s)
        await anyio.to_thread.run_sync(trim)


def trim() -> bool:
    """Give back what was freed; whether the C library does so on request, as glibc does.

    It keeps the pages of small pieces that were freed between others in use, until it is asked.
    """
    pyarrow.default_memory_pool().release_unused()
    trim = _malloc_trim()
    if trim:
        trim(0)
    return trim is not None


@cache
def _malloc_trim() -> Callable[[int], int] | None:
    try:
        found: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return None
    return found
