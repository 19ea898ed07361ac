"""Health, logs, metrics, and what becomes of a fault."""

import asyncio
import json
import logging
import re

import pytest
from fastapi import FastAPI
from serving_apps import VISITOR, one_route, run, send
from starlette.responses import StreamingResponse

from model.settings import Settings
from queries.store import Store
from server import health, metrics
from server.access_log import AccessLogMiddleware
from server.failures import FailuresMiddleware
from server.json_logs import LOGGING, JsonLines

HERE = ("127.0.0.1", 4711)
FIELDS = {"time", "level", "logger", "method", "route", "status", "ms", "bytes", "request"}


def lines(caplog):
    """What was logged, as it is written."""
    return [json.loads(JsonLines().format(record)) for record in caplog.records]


def with_health(store):
    server = FastAPI()
    server.include_router(health.router(store))
    return server


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_process_that_lives_says_so_without_an_extract(tmp_path, method):
    server = with_health(Store(tmp_path))
    answer = send(server, "/healthz", method)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")


def test_it_is_ready_when_a_question_is_answered(published):
    answer = send(with_health(Store(published)), "/readyz")
    assert (answer.status_code, answer.text, answer.headers["cache-control"]) == (200, "ready\n", "no-store")


def test_it_says_in_words_why_it_is_not_ready(tmp_path):
    answer = send(with_health(Store(tmp_path / "extracts")), "/readyz")
    assert (answer.status_code, answer.headers["cache-control"]) == (503, "no-store")
    assert answer.text == "There is no extract in extracts.\n"


def test_an_extract_that_is_open_and_does_not_answer_is_not_ready(published, monkeypatch):
    store = Store(published)
    store.current()
    for file in published.glob("versions/*/sources.parquet"):
        file.unlink()
    answer = send(with_health(store), "/readyz")
    assert (answer.status_code, answer.text) == (503, "The extract is open and does not answer.\n")


def test_a_question_without_end_is_no_answer(published, monkeypatch):
    monkeypatch.setattr(health, "PATIENCE_S", 0.1)
    store = Store(published)
    monkeypatch.setattr(store, "current", lambda: __import__("time").sleep(0.5))
    assert send(with_health(store), "/readyz").status_code == 503


def test_a_line_an_answer_tells_nothing_of_who_asked_and_for_what(whole, caplog):
    with caplog.at_level(logging.INFO, logger="answers"):
        send(
            whole,
            "/panel/sectors?place=39061",
            user_agent="Agent 7",
            referer="http://elsewhere.example/secret",
        )
        send(whole, "/place/39061?groups=Mine:39061")
        send(whole, "/somebody@example.org")
        send(whole, "/api/v1/sources")
    found = lines(caplog)
    assert [line["route"] for line in found] == [
        "/panel/{name}",
        "/place/{rest}",
        "other",
        "/api/v1/sources",
    ]
    assert all(set(line) == FIELDS and line["bytes"] > 0 for line in found)
    assert [line["status"] for line in found] == [200, 200, 404, 200]
    text = json.dumps(found)
    for told in ("39061", "Agent", "203.0.113", "secret", "Mine", "somebody"):
        assert told not in text
    assert len({line["request"] for line in found}) == 4


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_what_watches_over_the_server_fills_no_log(whole, caplog, path):
    with caplog.at_level(logging.INFO, logger="answers"):
        send(whole, path)
    assert caplog.records == []


def test_words_of_any_kind_stay_on_one_line():
    record = logging.LogRecord("x", logging.WARNING, "", 1, "two\nlines “é”", None, None)
    written = JsonLines().format(record)
    assert "\n" not in written
    assert json.loads(written)["message"] == "two\nlines “é”"


def test_no_server_writes_its_own_line_an_answer():
    assert LOGGING["loggers"]["gunicorn.access"]["handlers"] == []


def failing(answer):
    server = one_route(answer)
    server.add_middleware(FailuresMiddleware)
    server.add_middleware(AccessLogMiddleware)
    return server


def test_a_fault_is_written_down_once_and_answered_in_words_with_its_name(caplog):
    def fail():
        raise RuntimeError("the inside")

    with caplog.at_level(logging.INFO):
        answer = send(failing(fail), "/panel/<script>?x=<script>")
    faults = [line for line in lines(caplog) if line["level"] == "error"]
    assert answer.status_code == 500
    assert len(faults) == 1
    assert "RuntimeError: the inside" in faults[0]["trace"]
    name = next(line["request"] for line in lines(caplog) if line["logger"] == "answers")
    assert name in answer.text
    assert name in faults[0]["message"]
    assert answer.headers["content-type"].startswith("text/plain")
    for inside in ("inside", "Error", "Traceback", "script", ".py"):
        assert inside not in answer.text


def test_what_fails_in_the_middle_breaks_off(caplog):
    def half():
        yield b"half"
        raise RuntimeError

    told = []

    async def receive():
        await asyncio.sleep(60)

    async def note(message):
        told.append(message)

    scope = {"type": "http", "method": "GET", "path": "/x", "query_string": b"", "headers": []}
    run(failing(lambda: StreamingResponse(half())), scope, receive, note)
    assert [(message["type"], message.get("body")) for message in told] == [
        ("http.response.start", None),
        ("http.response.body", b"half"),
    ]
    assert [line["level"] for line in lines(caplog)] == ["error"]


def test_a_fault_of_dashs_own_addresses_is_written_down_too(whole, caplog, monkeypatch):
    """Dash answers it without a word in the log."""
    import dash

    def fail():
        raise RuntimeError("the inside")

    app = dash.get_app()
    monkeypatch.setattr(app, "index", fail)
    answer = send(whole, "/")
    assert answer.status_code == 500
    assert "written down" in answer.text
    assert "the inside" in lines(caplog)[0]["trace"]


def test_a_script_that_is_none_of_the_apps_is_not_found(whole, caplog):
    for path in ("/_dash-component-suites/nothing/x.js", "/_dash-component-suites/dash/nothing.js"):
        assert send(whole, path).status_code == 404
    assert caplog.records == []


def numbers(server, client=HERE, **headers):
    return send(server, "/metrics", client=client, **headers)


def value(text, name):
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_answers_are_counted_by_route_and_status(whole):
    name = 'dashboard_requests_total{route="/panel/{name}",status="404"}'
    before = value(numbers(whole).text, name)
    send(whole, "/panel/nothing")
    text = numbers(whole).text
    assert value(text, name) == before + 1
    assert value(text, 'dashboard_request_seconds_count{route="/panel/{name}"}') >= 1
    assert value(text, "dashboard_requests_in_flight") == 0
    assert value(text, "dashboard_resident_memory_bytes") > 50 * 2**20
    assert value(text, "dashboard_extract_age_seconds") > 0
    assert re.search(r'^dashboard_extract\{current="true",simulated="true",version="2', text, re.MULTILINE)


def test_documents_and_clients_refused_are_counted(whole):
    before = numbers(whole).text
    assert send(whole, "/takeaway/place.pdf?place=39061").status_code == 200
    for _ in range(25):
        send(whole, "/takeaway/deck.nothing", client=("198.51.100.7", 1))
    after = numbers(whole).text
    for name, more in (
        ('dashboard_documents_total{kind="fact-sheet"}', 1),
        ("dashboard_rate_limited_total", 5),
    ):
        assert value(after, name) >= value(before, name) + more


def test_what_visitors_write_makes_no_new_number(whole):
    for number in range(20):
        send(whole, f"/nothing-{number}/{number}")
    text = numbers(whole).text
    assert "nothing-1" not in text
    assert value(text, 'dashboard_requests_total{route="other",status="404"}') >= 20


@pytest.mark.parametrize(
    ("client", "headers"),
    [
        (VISITOR, {}),
        (HERE, {"x_forwarded_for": "8.8.8.8"}),
        (HERE, {"via": "1.1 proxy"}),
        (("10.1.2.3", 1), {}),
    ],
)
def test_the_numbers_are_not_for_the_internet(whole, client, headers):
    answer = numbers(whole, client, **headers)
    assert (answer.status_code, answer.text) == (404, "Not found\n")


def test_a_setting_names_who_else_may_read_them(published):
    server = FastAPI()
    server.include_router(
        metrics.router(Store(published), Settings(metrics_from="10.0.0.0/8").metrics_readers)
    )
    assert numbers(server, ("10.1.2.3", 1)).status_code == 200
    assert numbers(server, VISITOR).status_code == 404
    assert numbers(server, HERE).status_code == 404
