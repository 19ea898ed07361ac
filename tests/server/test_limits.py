"""How large requests may be, how often they may come, and how long their answers may take."""

import asyncio
import json
import logging

import anyio.to_thread
import duckdb
import pytest
from fastapi import Request
from serving_apps import VISITOR, one_route, run, send
from starlette.responses import PlainTextResponse, StreamingResponse

from api.answers import ErrorAnswer
from model.deck import LONGEST_FILE, Deck, Slide, deck_json
from model.groups import MOST_COUNTIES, MOST_GROUPS
from model.places import places
from model.view import parse_view, query_string
from queries.cancellation import Stoppable, cursor_of, of_request
from server.limits import LARGEST_BODY, LONGEST_ADDRESS, SizeLimitMiddleware, TimeLimitMiddleware
from server.rate_limit import MOST_CLIENTS, PEOPLE, RateLimitMiddleware

pytestmark = pytest.mark.process


async def read_all(request: Request):
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture
def sized():
    server = one_route(read_all)
    server.add_middleware(SizeLimitMiddleware)
    return server


def in_parts(size):
    async def parts():
        for _ in range(size // 1024):
            yield bytes(1024)

    return parts()


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_a_body_is_read_up_to_the_limit_and_no_further(sized, method):
    assert send(sized, "/x", method, content=bytes(LARGEST_BODY)).text == str(LARGEST_BODY)
    for content in (bytes(LARGEST_BODY + 1), in_parts(LARGEST_BODY + 1024)):
        answer = send(sized, "/x", method, content=content)
        assert answer.status_code == 413
        assert answer.text == "What was sent is larger than 512 kB.\n"
        assert answer.headers["cache-control"] == "no-store"


def test_a_body_that_does_not_say_its_size_is_counted(sized):
    assert send(sized, "/x", "POST", content=in_parts(4096)).text == "4096"


def test_an_address_has_a_longest(sized):
    assert send(sized, "/" + "x" * (LONGEST_ADDRESS - 2)).status_code == 200
    assert send(sized, "/x?" + "y" * LONGEST_ADDRESS).status_code == 414


def test_the_longest_view_and_the_largest_deck_fit(whole):
    counties = [code for code, place in places().items() if place.kind == "county"]
    groups = ";".join(
        f"Group {number}:{'.'.join(counties[number * MOST_COUNTIES : (number + 1) * MOST_COUNTIES])}"
        for number in range(MOST_GROUPS)
    )
    query = query_string(parse_view(f"groups={groups}&place=own-1")[0])
    assert 7_000 < len(query) < LONGEST_ADDRESS / 3
    assert send(whole, f"/panel/sectors?{query}").status_code == 200
    deck = deck_json(Deck(title="x", slides=(Slide(view=query, text="y" * 100),) * 20))
    assert LONGEST_FILE / 2 < len(deck) < LONGEST_FILE
    assert send(whole, "/brief/deck", "POST", content=deck.encode()).status_code == 200


def test_a_deck_that_is_too_large_is_told_so_in_the_form_that_its_page_reads(whole):
    for size in (LONGEST_FILE + 1, LARGEST_BODY + 1):
        answer = send(whole, "/brief/deck", "POST", content=b"x" * size)
        assert answer.status_code == 413
        assert "larger than" in answer.json()["problem"]


def test_the_api_refuses_in_its_own_form(whole):
    answer = send(whole, "/api/v1/observations?" + "y" * LONGEST_ADDRESS)
    assert answer.status_code == 414
    assert "longer than" in ErrorAnswer.model_validate_json(answer.content).error.message


def test_no_connection_is_opened_for_callbacks_that_nobody_uses(whole):
    async def connect():
        told = []

        async def receive():
            return {"type": "websocket.connect"}

        async def note(message):
            told.append(message)

        scope = {"type": "websocket", "path": "/_dash-ws-callback", "query_string": b"", "scheme": "ws"}
        scope |= {"headers": [(b"origin", b"http://here"), (b"host", b"here")], "root_path": ""}
        await whole(scope, receive, note)
        return told

    assert run(connect) == [{"type": "websocket.close", "code": 1008}]


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def rated():
    server = one_route(lambda: PlainTextResponse("x"))
    clock, refused = Clock(), []
    layer = RateLimitMiddleware(server, refused=lambda: refused.append(1), clock=clock)
    layer.test_clock, layer.test_refused = clock, refused
    return layer


def statuses(server, path, times, client=VISITOR):
    async def ask():
        async def receive():
            return {"type": "http.request"}

        found = []

        async def note(message):
            if message["type"] == "http.response.start":
                found.append((message["status"], dict(message["headers"]).get(b"retry-after")))

        for _ in range(times):
            scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
            await server({**scope, "client": client, "scheme": "http"}, receive, note)
        return found

    return run(ask)


def test_an_analyst_who_changes_a_filter_ten_times_a_second_is_never_refused(rated):
    for _ in range(600):
        rated.test_clock.now += 0.1
        paths = ["/view"] + [f"/panel/{name}" for name in ("a", "b", "c", "d", "e")]
        assert all(status == 200 for path in paths for status, _ in statuses(rated, path, 1))


def test_whoever_asks_without_end_is_refused_and_told_when_to_come_again(rated):
    found = statuses(rated, "/", PEOPLE.at_once + 5)
    assert [status for status, _ in found].count(429) == 5
    assert found[-1] == (429, b"1")
    assert len(rated.test_refused) == 5
    assert statuses(rated, "/", 1, ("203.0.113.10", 1))[0][0] == 200
    rated.test_clock.now += 1
    assert [status for status, _ in statuses(rated, "/", 61)].count(200) == 60


def test_documents_and_files_are_allowed_less_often(rated):
    assert [status for status, _ in statuses(rated, "/takeaway/place.pdf", 30)].count(200) == 20
    assert statuses(rated, "/takeaway/place.pdf", 1)[0] == (429, b"2")
    assert [status for status, _ in statuses(rated, "/download/map.csv", 100)].count(200) == 60
    assert statuses(rated, "/", 1)[0][0] == 200


@pytest.mark.parametrize("path", ["/static/plotly.js", "/static/style.css", "/healthz", "/readyz"])
def test_files_of_the_app_and_its_health_are_free(rated, path):
    assert {status for status, _ in statuses(rated, path, PEOPLE.at_once + 10)} == {200}


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_itself_is_not_counted(rated, host):
    assert {status for status, _ in statuses(rated, "/", PEOPLE.at_once + 10, (host, 1))} == {200}


def test_one_network_of_ipv6_is_one_client(rated):
    statuses(rated, "/", PEOPLE.at_once, ("2001:db8::1", 1))
    assert statuses(rated, "/", 1, ("2001:db8::ffff:2", 1))[0][0] == 429
    assert statuses(rated, "/", 1, ("2001:db8:0:1::1", 1))[0][0] == 200


def test_the_memory_of_clients_is_bounded(rated):
    for number in range(MOST_CLIENTS + 50):
        rated._wait(PEOPLE, str(number))
    assert len(rated._left) == MOST_CLIENTS


def slow_query():
    with cursor_of(duckdb.connect()) as cursor:
        cursor.execute("SELECT count(*) FROM range(10000000000) a WHERE a.range % 7 = 3")


def test_what_takes_too_long_is_given_up_and_its_question_stopped(caplog):
    ended = []

    async def slow():
        try:
            await anyio.to_thread.run_sync(slow_query)
        except duckdb.InterruptException:
            ended.append("interrupted")
            raise

    with caplog.at_level(logging.WARNING):
        answer = send(TimeLimitMiddleware(one_route(slow), within=0.3), "/panel/x")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert answer.text.startswith("The answer took too long")
    assert ended == ["interrupted"]
    assert [record.levelname for record in caplog.records if record.name.startswith("server")] == ["WARNING"]


def test_a_question_after_the_end_is_not_begun():
    questions = Stoppable()
    token = of_request.set(questions)
    questions.stop()
    with pytest.raises(duckdb.InterruptException):
        slow_query()
    of_request.reset(token)


def test_what_has_begun_goes_on():
    async def lines():
        for _ in range(5):
            yield b"x"
            await asyncio.sleep(0.1)

    answer = send(TimeLimitMiddleware(one_route(lambda: StreamingResponse(lines())), within=0.2), "/x")
    assert (answer.status_code, answer.text) == (200, "xxxxx")


def test_a_body_that_never_comes_is_not_waited_for():
    async def read(request: Request):
        return PlainTextResponse(str(await request.body()))

    async def ask():
        found = []

        async def receive():
            await asyncio.sleep(1)
            return {"type": "http.request", "body": b"x", "more_body": True}

        async def note(message):
            found.append(message)

        scope = {"type": "http", "method": "POST", "path": "/x", "query_string": b"", "scheme": "http"}
        scope |= {"headers": [(b"content-length", b"100")], "root_path": ""}
        server = one_route(read)
        server.add_middleware(SizeLimitMiddleware)
        task = asyncio.create_task(TimeLimitMiddleware(server, within=0.2)(scope, receive, note))
        await asyncio.sleep(0.6)
        task.cancel()
        return found

    assert run(ask)[0]["status"] == 503


def test_documents_have_longer():
    async def slow():
        await asyncio.sleep(0.5)
        return PlainTextResponse("x")

    layer = TimeLimitMiddleware(one_route(slow), within=0.1)
    assert send(layer, "/takeaway/place.pdf").status_code == 200
    assert send(layer, "/panel/x").status_code == 503


BODY = {
    "output": "place-content.children",
    "outputs": {"id": "place-content", "property": "children"},
    "inputs": [
        {"id": "place-url", "property": "pathname", "value": "/place/39"},
        {"id": "place-url", "property": "search", "value": ""},
    ],
    "changedPropIds": ["place-url.pathname"],
    "parsedChangedPropsIds": ["place-url"],
}


def callback(whole, body, content_type="application/json"):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return send(whole, "/_dash-update-component", "POST", content=content, content_type=content_type)


def test_a_callback_of_the_page_is_answered(whole):
    answer = callback(whole, BODY)
    assert answer.status_code == 200
    assert "Ohio" in answer.text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b"\xff",
        [],
        {},
        {**BODY, "output": "nothing.children"},
        {**BODY, "output": ["x"]},
        {**BODY, "inputs": []},
        {**BODY, "inputs": [None, None]},
        {**BODY, "inputs": BODY["inputs"][::-1]},
        {**BODY, "outputs": ["x"]},
        {**BODY, "changedPropIds": 7},
        {**BODY, "state": [{"id": "x", "property": "y"}]},
    ],
)
def test_a_body_that_no_page_sends_is_refused_in_words(whole, body):
    answer = callback(whole, body)
    assert (answer.status_code, answer.text) == (400, "This is no question that a page of this app asks.\n")


def test_a_callback_is_json(whole):
    assert callback(whole, BODY, "text/plain").status_code == 400
