"""What tests of every kind use: files on disk, the command line, requests to a server in this process."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
from anyio.from_thread import start_blocking_portal

PROJECT = Path(__file__).resolve().parents[1]
SOURCES = PROJECT.parent / "shared" / "sources"
"""The agencies' real files, where they lie beside the project."""
COMMAND = "from data.__main__ import app; app(prog_name='python -m data')"


def ask(server, path, method="GET", content=None, **headers):
    """The answer of an ASGI server to one request, without a network.

    In a thread of its own, because browser tests leave an event loop running in this one.
    """

    async def send():
        transport = httpx.ASGITransport(server, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.request(method, path, content=content, headers=headers)

    with start_blocking_portal() as portal:
        return portal.call(send)


def write_files(folder, contents):
    """Write files given as name → text or bytes to a folder, which is made if absent; returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        path = folder / f"{name}.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def run_data(*arguments):
    """`python -m data ...` in a process of its own, with lines wide enough for whole tables.

    Not behind everything else, as the command is by itself: browsers beside it would hold it up for minutes.
    """
    return subprocess.run(
        [sys.executable, "-c", COMMAND, *map(str, arguments)],
        cwd=PROJECT,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "300"},
    )
