"""The partner edition has no sign-in: nobody but this machine is answered, whatever it listens on."""

import os
import socket
import subprocess
import sys

import httpx
import psutil
import pytest
from serving_apps import one_route, send

from bench import servers
from model.settings import PROJECT
from server.localhost_only import LocalhostOnlyMiddleware

pytestmark = pytest.mark.process

HERE = ("127.0.0.1", 4711)


@pytest.fixture(scope="module")
def server():
    made = one_route(lambda rest: "unsuppressed")
    made.add_middleware(LocalhostOnlyMiddleware)
    return made


@pytest.mark.parametrize("host", ["localhost", "localhost:8050", "127.0.0.1:8050", "[::1]:8050", "127.0.0.9"])
@pytest.mark.parametrize("client", [HERE, ("::1", 4711)])
def test_this_machine_is_answered(server, host, client):
    answer = send(server, "/", client=client, host=host)
    assert (answer.status_code, answer.json()) == (200, "unsuppressed")


@pytest.mark.parametrize(
    "client", [("203.0.113.9", 1), ("10.0.0.2", 1), ("2001:db8::1", 1), ("elsewhere", 1)]
)
@pytest.mark.parametrize("path", ["/", "/api/v1/observations", "/download/map.csv", "/healthz"])
def test_clients_elsewhere_are_refused(server, client, path):
    answer = send(server, path, client=client, host="localhost")
    assert answer.status_code == 403
    assert "no sign-in" in answer.text and "unsuppressed" not in answer.text


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8050", "localhost.evil.example", "127.0.0.1.evil.example", "[::2]:1", ""],
)
def test_a_name_that_was_made_to_point_here_is_refused(server, host):
    assert send(server, "/", client=HERE, host=host).status_code == 403


def own_addresses():
    """Addresses at which others would reach this machine."""
    return [
        each.address
        for found in psutil.net_if_addrs().values()
        for each in found
        if each.family == socket.AF_INET and not each.address.startswith("127.")
    ]


def test_a_server_started_by_hand_on_every_address_refuses_others(published):
    port = servers.free_port()
    environment = os.environ | {"EDITION": "partner", "EXTRACTS": str(published)}
    command = [sys.executable, "-m", "uvicorn", "app:server", "--host", "0.0.0.0", "--port", str(port)]
    log = PROJECT / "var" / "test-by-hand.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=output, stderr=output)
    try:
        servers.wait_for(process, port, log)
        assert httpx.get(f"http://localhost:{port}/suppression", timeout=30).status_code == 200
        assert httpx.get(f"http://127.0.0.1:{port}/", headers={"Host": "evil.example"}).status_code == 403
        for address in own_addresses():
            assert httpx.get(f"http://{address}:{port}/suppression", timeout=30).status_code == 403
    finally:
        servers.stop(process)
