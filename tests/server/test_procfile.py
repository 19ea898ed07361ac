"""The app as the Procfile serves it, and where it refuses to."""

import json
import os
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection

import httpx
import psutil
import pytest
from test_watching import value

from bench import servers
from model.settings import PROJECT, BadSettings, read_settings
from server.listening import NotLocal, bound_to, require_safe

pytestmark = pytest.mark.process

LOG = PROJECT / "var" / "test-served.log"


@pytest.fixture(scope="module")
def served(small_extract):
    with servers.running(servers.workers(), small_extract, LOG) as server:
        yield server


def children(server):
    """The workers."""
    return {child.pid for child in psutil.Process(server.process.pid).children()}


def get(server, path, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.get(server.url.rstrip("/") + path, headers=named, timeout=30)


def wait_for(what):
    until = time.monotonic() + 30
    while not what():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_no_server_names_itself(served):
    assert "server" not in get(served, "/").headers


def test_hosts_that_are_trusted_say_by_what_and_for_whom_they_ask(served):
    headers = {"x_forwarded_proto": "https", "x_forwarded_for": "203.0.113.77"}
    assert "strict-transport-security" in get(served, "/brief/notes", **headers).headers
    assert "strict-transport-security" not in get(served, "/brief/notes").headers
    asked = [get(served, "/takeaway/deck.nothing", **headers).status_code for _ in range(50)]
    assert asked.count(429) >= 5, "each of two workers lets twenty through"


def test_the_log_is_json_and_knows_nobody(served):
    get(served, "/panel/sectors?place=39061", x_forwarded_for="203.0.113.78")
    wait_for(lambda: "/panel/{name}" in LOG.read_text())
    lines = [json.loads(line) for line in LOG.read_text().splitlines()]
    assert {"answers", "gunicorn.error"} <= {line["logger"] for line in lines}
    assert "uvicorn.access" not in {line["logger"] for line in lines}
    assert "203.0.113.78" not in LOG.read_text()
    assert "39061" not in LOG.read_text()


def test_the_head_of_a_request_has_a_limit(served):
    try:
        status = get(served, "/brief/notes", x_long="y" * 200_000).status_code
    except httpx.TransportError:
        # The connection was closed while it was still being sent.
        status = 400
    assert status == 400


def test_every_worker_answers_with_the_numbers_of_all(served):
    name = 'dashboard_requests_total{route="/api/v1/places",status="200"}'
    before = value(get(served, "/metrics").text, name)
    for _ in range(20):
        get(served, "/api/v1/places?state=39")
    assert [value(get(served, "/metrics").text, name) for _ in range(8)] == [before + 20] * 8


def test_a_worker_that_is_killed_is_replaced(served):
    before = children(served)
    os.kill(min(before), signal.SIGKILL)
    wait_for(lambda: len(children(served)) == len(before) and min(before) not in children(served))
    for _ in range(20):
        assert get(served, "/readyz").text == "ready\n"


def test_connections_spread_again_after_a_worker_was_killed(served):
    people = [HTTPConnection("127.0.0.1", served.port, timeout=30) for _ in range(8)]

    def ask_all():
        for person in people:
            person.request("GET", "/healthz")
            answer = person.getresponse()
            assert (answer.status, answer.read()) == (200, b"ok\n")

    before = children(served)
    ask_all()
    os.kill(min(before), signal.SIGKILL)
    for person in people:
        person.close()
    # All connect again before there is another worker, and stay connected.
    ask_all()
    wait_for(lambda: len(children(served)) == len(before) and min(before) not in children(served))

    def shared():
        ask_all()
        return all(
            any(each.status == psutil.CONN_ESTABLISHED for each in psutil.Process(worker).net_connections())
            for worker in children(served)
        )

    wait_for(shared)
    for person in people:
        person.close()


def test_a_graceful_reload_loses_no_request(served):
    before = children(served)
    served.process.send_signal(signal.SIGHUP)
    found = []
    until = time.monotonic() + 60
    while children(served) & before or len(children(served)) != len(before):
        found.append(get(served, "/panel/sectors?place=39").status_code)
        assert time.monotonic() < until
    assert found
    assert set(found) == {200}


PARTNER = os.environ | {"EDITION": "partner", "PORT": "8059"}


@pytest.mark.parametrize(
    ("command", "host"),
    [
        ([sys.executable, "app.py"], "0.0.0.0"),
        ([sys.executable, "-m", "gunicorn", "app:server"], "::"),
    ],
)
def test_the_partner_edition_is_served_on_this_machine_alone(command, host, published):
    environment = PARTNER | {"HOST": host, "EXTRACTS": str(published)}
    ended = subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode != 0
    assert "no sign-in of its own" in ended.stderr
    assert host in ended.stderr


def test_nor_where_the_command_line_says_otherwise(published):
    command = [sys.executable, "-m", "gunicorn", "app:server", "--bind", "0.0.0.0:8059"]
    environment = PARTNER | {"HOST": "127.0.0.1", "EXTRACTS": str(published)}
    ended = subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode != 0
    assert "no sign-in of its own" in ended.stderr


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_addresses_of_this_machine(host):
    require_safe("partner", [host])


@pytest.mark.parametrize("host", ["0.0.0.0", "", "::", "10.0.0.1", "192.0.2.7", "example.org"])
def test_addresses_that_others_reach(host):
    require_safe("public", [host])
    with pytest.raises(NotLocal, match="HOST must be"):
        require_safe("partner", [host])


def test_an_address_as_gunicorn_writes_it():
    assert (bound_to("::1", 80), bound_to("127.0.0.1", 80)) == ("[::1]:80", "127.0.0.1:80")


@pytest.mark.parametrize("name", ["FORWARDED_ALLOW_IPS", "METRICS_FROM"])
@pytest.mark.parametrize("value", ["", "proxy", "10.0.0.1/8", "10.0.0.1;10.0.0.2"])
def test_networks_that_cannot_be_read_are_named(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings, match=name):
        read_settings()


def test_everybody_may_be_trusted_but_not_let_read_the_numbers(monkeypatch):
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    assert read_settings().forwarded_allow_ips == "*"
    monkeypatch.setenv("METRICS_FROM", "*")
    with pytest.raises(BadSettings, match="METRICS_FROM"):
        read_settings()


@pytest.mark.parametrize("value", ["0", "-1", "many", "1000"])
def test_the_number_of_workers_is_a_number(monkeypatch, value):
    monkeypatch.setenv("WEB_CONCURRENCY", value)
    with pytest.raises(BadSettings, match="WEB_CONCURRENCY"):
        read_settings()
