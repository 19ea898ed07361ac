"""The app as it is served: the API answers under /api, the pages everywhere else."""

import os
import socket
import subprocess
import sys
import time

import httpx
import pytest
from api_client import publish
from test_api import ROWS

from model.settings import PROJECT

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Address of the app over a small extract."""
    extracts = publish(tmp_path_factory.mktemp("served") / "extracts", ROWS)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"EXTRACTS": str(extracts), "PORT": str(port), "HOST": "127.0.0.1"}
    process = subprocess.Popen([sys.executable, "app.py"], cwd=PROJECT, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(address):
    until = time.monotonic() + 60
    while True:
        try:
            return httpx.get(address + "/api/v1/sources", timeout=30)
        except httpx.TransportError:
            assert time.monotonic() < until
            time.sleep(0.2)


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nothing", "/api/v1/nothing"])
def test_what_is_not_there_is_not_the_apps_page(served, path):
    answer = httpx.get(served + path)
    assert (answer.status_code, set(answer.json())) == (404, {"error"})


def test_pages_are_pages(served):
    assert httpx.get(served + "/").headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("form", ["json", "csv", "parquet"])
def test_head_has_headers_and_no_body(served, form):
    answer = httpx.head(f"{served}/api/v1/observations?indicator=deaths&format={form}")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["etag"]


def test_csv_is_compressed_on_the_way_and_parquet_is_not_again(served):
    path = f"{served}/api/v1/observations?indicator=deaths&format="
    assert httpx.get(path + "csv").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in httpx.get(path + "parquet").headers
