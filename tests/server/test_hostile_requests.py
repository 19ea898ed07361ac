"""Requests that nobody means well by: no failure of the server, no word of its inside, nothing sent back."""

import json
from urllib.parse import quote, urlencode

import anyio
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis_profiles import examples, is_full
from serving_apps import run, send

from api.parameters import PARAMETERS
from model.deck import Deck, Slide, deck_code, deck_json
from model.view import PARTS
from pages.explore import FAILED
from panels.registry import ids

HERE = ("127.0.0.1", 4711)
"""This machine itself, whose requests are not counted."""
MARK = "<script>xq7</script>"
DEAR = {"/takeaway/place.pdf"}
"""Whatever is asked, a whole document is made, which has tests of its own."""
NASTY = (
    *(
        "",
        "\0",
        "\x7f",
        "..",
        "../../etc/passwd",
        "%",
        "%00",
        "%2e%2e%2f",
        "\\",
        "a" * 5_000,
        "NaN",
        "-1",
        "1e999",
    ),
    *(
        "9" * 400,
        "null",
        "[]",
        "{}",
        "'; DROP TABLE observations; --",
        '"',
        "\u202e\ud7ff",
        "\U0001f480",
        "İ",
        "٣",
    ),
    *(
        "0000-00",
        "9999-99",
        "2024-13",
        "0000-00-00",
        "own-0",
        "own-99",
        "svi-",
        "__proto__",
        "${7*7}",
        "{0.__class__}",
    ),
    *(",,,,", ";;;:::", "a:b.c", "\r\nX-Bad: 1", MARK),
)
KNOWN = (
    *(
        "US",
        "39",
        "39061",
        "own-1",
        "urban-1",
        "peers",
        "deaths",
        "ed_visits",
        "naloxone_kits",
        "heroin",
        "opioids",
    ),
    *(
        "rate",
        "count",
        "change",
        "smoothed",
        "share",
        "county",
        "state",
        "year",
        "2023-12",
        "2024-12-31",
        "two",
    ),
    *(
        "drugs",
        "periods",
        "both",
        "json",
        "csv",
        "parquet",
        "log",
        "index",
        "jenks",
        "5,10,20",
        "user_x",
        "1",
        "all",
    ),
    *("Own:39035.39061", "notes_window", *ids()),
)
NAMES = (*PARTS, *PARAMETERS, "shown", "deck", "ready", "within", "version", "scale", "", "\0", "a[]", MARK)
METHODS = (
    "GET",
    "GET",
    "GET",
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "OPTIONS",
    "PATCH",
    "TRACE",
    "PROPFIND",
    "X",
)
HEADERS = (
    "accept",
    "if-none-match",
    "if-modified-since",
    "x-figures",
    "x-forwarded-for",
    "range",
    "host",
    "origin",
)
HEADERS += (
    "accept-encoding",
    "cookie",
    "referer",
    "content-type",
    "x-forwarded-proto",
    "user-agent",
    "forwarded",
)
SOME = (
    "*/*",
    "text/html",
    "application/json",
    "W/",
    "bytes=0-",
    "bytes=9-1,-5",
    "gzip;q=zz",
    "127.0.0.1",
    "::::",
)

values = st.one_of(st.sampled_from(KNOWN), st.sampled_from(NASTY), st.text(max_size=60))
queries = st.one_of(
    st.lists(st.tuples(st.one_of(st.sampled_from(NAMES), st.text(max_size=8)), values), max_size=8).map(
        lambda pairs: urlencode(pairs, errors="replace").encode()
    ),
    st.binary(max_size=80),
)
headers = st.lists(
    st.tuples(
        st.sampled_from(HEADERS),
        st.one_of(st.sampled_from(SOME), st.sampled_from(NASTY), st.text(max_size=40)),
    ),
    max_size=4,
)
anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), values),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
bodies = st.one_of(
    st.just(b""), st.binary(max_size=200), anything.map(lambda sent: json.dumps(sent).encode())
)

hostile = settings(
    max_examples=examples(10, 400),
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def addresses(routes, prefix=""):
    """Every address of a server, with what it includes and mounts."""
    for route in routes:
        if hasattr(route, "original_router"):
            yield from addresses(route.original_router.routes, prefix)
        elif type(route).__name__ == "Mount":
            yield prefix + route.path + "/{rest}"
            yield from addresses(getattr(route, "routes", None) or (), prefix + route.path)
        elif getattr(route, "methods", None):
            yield prefix + route.path


def all_addresses(server):
    pages = [
        "/data",
        "/brief",
        "/place/{code}",
        "/slide/{panel}",
        "/embed/{panel}",
        "/{rest}",
        "/static/{rest}",
    ]
    found = dict.fromkeys([*addresses(server.routes), *pages])
    return [address for address in found if address not in DEAR]


def sent(server, method, path, query=b"", head=(), body=b""):
    """The answer to one request that no client would send in this form; a server passes it on as it came."""
    told, answer = [{"type": "http.request", "body": body, "more_body": False}], []

    async def receive():
        if not told:
            # Whoever hangs up is not answered; these wait.
            await anyio.sleep_forever()
        return told.pop()

    async def note(message):
        answer.append(message)

    raw = [(name.encode(), value.encode("utf-8", "replace")) for name, value in head]
    if not any(name == b"host" for name, _ in raw):
        raw.append((b"host", b"here"))
    if body:
        raw.append((b"content-length", str(len(body)).encode()))
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": quote(path, errors="replace").encode(),
        "query_string": query,
        "root_path": "",
        "headers": raw,
        "client": HERE,
        "server": ("here", 80),
        "state": {},
    }
    run(server, scope, receive, note)
    start = next(message for message in answer if message["type"] == "http.response.start")
    content = b"".join(message.get("body", b"") for message in answer)
    return start["status"], dict(start["headers"]), content


def assert_calm(status, head, content):
    """No failure, no word of the inside, and nothing on a page that a visitor sent."""
    assert status < 500, (status, content[:300])
    assert not any(b"\n" in value or b"\r" in value for value in head.values())
    assert MARK.encode() not in b" ".join(head.values())
    kind = head.get(b"content-type", b"")
    if b"content-encoding" in head or not kind.startswith((b"text/", b"application/json", b"image/svg")):
        return
    assert b"Traceback (most recent" not in content
    assert b"site-packages" not in content
    if kind.startswith((b"text/html", b"text/plain", b"image/svg")):
        assert MARK.encode() not in content


def filled(address, drawn):
    """An address with each of its named parts drawn."""
    parts = address.replace(":path}", "}").replace("{path}", "/{path}").replace("//", "/").split("{")
    return parts[0] + "".join(f"{drawn()}{part.partition('}')[2]}" for part in parts[1:])


@pytest.fixture(scope="module")
def all_of_it(whole):
    return [address for address in all_addresses(whole) if "{kind}" not in address or "takeaway" in address]


def test_every_part_of_the_app_is_asked(whole):
    found = all_addresses(whole)
    for wanted in (
        "/frames",
        "/view",
        "/panel/{name}",
        "/download/{panel}.{kind}",
        "/brief/deck",
        "/_dash-update-component",
    ):
        assert wanted in found
    assert "/api/v1/observations" in found and "/healthz" in found and "/outlines/{name}" in found
    assert len(found) > 30


@settings(hostile, max_examples=2_500 if is_full() else 10)
@given(data=st.data())
def test_no_get_of_any_address_fails(whole, data):
    for address in all_addresses(whole):
        path = filled(address, lambda: data.draw(values))
        if path.endswith(".png"):
            continue
        assert_calm(*sent(whole, "GET", path, data.draw(queries), data.draw(headers)))


@hostile
@given(data=st.data())
def test_no_method_and_no_body_fails(whole, data):
    for address in data.draw(st.lists(st.sampled_from(all_addresses(whole)), min_size=6, max_size=6)):
        path = filled(address, lambda: data.draw(values))
        given_body, method = data.draw(bodies), data.draw(st.sampled_from(METHODS))
        if not path.endswith(".png"):
            assert_calm(*sent(whole, method, path, data.draw(queries), data.draw(headers), given_body))


@hostile
@given(path=st.one_of(st.text(max_size=80), st.lists(values, max_size=5).map("/".join)), query=queries)
def test_no_path_whatever_fails(whole, path, query):
    if "/takeaway/" not in f"/{path}":
        assert_calm(*sent(whole, "GET", f"/{path}", query))


def callbacks(whole):
    found = json.loads(send(whole, "/_dash-dependencies", client=HERE).content)
    return [each for each in found if each.get("output")]


def body_of(known, given_values):
    names = known["output"].strip(".").split("...")
    outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    wanted = [*known["inputs"], *known["state"]]
    filled_in = [
        {"id": each["id"], "property": each["property"], "value": value}
        for each, value in zip(wanted, given_values, strict=True)
    ]
    return {
        "output": known["output"],
        "outputs": outputs if known["output"].startswith("..") else outputs[0],
        "inputs": filled_in[: len(known["inputs"])],
        "state": filled_in[len(known["inputs"]) :],
        "changedPropIds": [],
    }


@hostile
@given(data=st.data())
def test_no_value_of_a_callback_fails(whole, data):
    paths = st.sampled_from(["/", "/place/39061", "/place/own-1", "/data", "/embed/map", f"/place/{MARK}"])
    links = st.lists(st.tuples(st.sampled_from(NAMES), values), max_size=6).map(
        lambda pairs: "?" + urlencode(pairs, errors="replace")
    )
    for known in callbacks(whole):
        drawn = [
            data.draw(st.one_of(paths, links, links, anything)) for _ in (*known["inputs"], *known["state"])
        ]
        content = json.dumps(body_of(known, drawn)).encode()
        head = [("content-type", "application/json")]
        status, told, answer = sent(whole, "POST", "/_dash-update-component", b"", head, content)
        assert_calm(status, told, answer)
        # Dash's own choice of a page fails, in words, at a path that is no text.
        if known["output"].startswith(".._pages_content"):
            continue
        assert FAILED.encode() not in answer, (known["output"], drawn)


@hostile
@given(data=st.data())
def test_no_form_of_a_callback_fails(whole, data):
    known = data.draw(st.sampled_from(callbacks(whole)))
    body = body_of(known, [None] * (len(known["inputs"]) + len(known["state"])))
    for name in data.draw(st.lists(st.sampled_from(sorted(body)), max_size=3)):
        body[name] = data.draw(anything)
    for name in data.draw(st.sets(st.sampled_from(sorted(body)), max_size=2)):
        del body[name]
    body |= data.draw(
        st.dictionaries(st.sampled_from(["parsedChangedPropsIds", "cancelJob", "job", "x"]), anything)
    )
    head = [("content-type", "application/json")]
    assert_calm(*sent(whole, "POST", "/_dash-update-component", b"", head, json.dumps(body).encode()))


@pytest.mark.parametrize("outputs", [None, [], {}, {"id": "x", "property": "children"}, "left out"])
def test_outputs_that_are_not_the_callbacks_are_refused(whole, outputs):
    known = next(each for each in callbacks(whole) if each["output"] == "place-content.children")
    body = body_of(known, [None] * (len(known["inputs"]) + len(known["state"]))) | {"outputs": outputs}
    if outputs == "left out":
        del body["outputs"]
    head = [("content-type", "application/json")]
    answer = sent(whole, "POST", "/_dash-update-component", b"", head, json.dumps(body).encode())
    assert answer[0] == 400


@hostile
@given(data=st.data())
def test_no_deck_fails(whole, data):
    deck = json.loads(deck_json(Deck(title="x", slides=(Slide(view="drug=heroin", text="y"),) * 2)))
    for name in data.draw(st.lists(st.sampled_from(sorted(deck)), max_size=2)):
        deck[name] = data.draw(anything)
    match deck.get("slides"):
        case [dict(first), *_] if first:
            for name in data.draw(st.lists(st.sampled_from(sorted(first)), max_size=2)):
                first[name] = data.draw(anything)
    assert_calm(*sent(whole, "POST", "/brief/deck", b"", (), json.dumps(deck).encode()))
    code = deck_code(Deck(title="x", slides=(Slide(view="drug=heroin"),)))
    at = data.draw(st.integers(0, len(code)))
    broken = code[:at] + data.draw(st.text(max_size=3)) + code[at + data.draw(st.integers(0, 3)) :]
    query = urlencode({"deck": broken}, errors="replace").encode()
    assert_calm(*sent(whole, "GET", "/brief/deck", query))


def test_what_is_sent_does_not_come_back(whole):
    """In each named part of each address, each part of a query, its name, and each header."""
    for address in all_addresses(whole):
        path = filled(address, lambda: MARK)
        assert_calm(*sent(whole, "GET", path))
        plain = filled(address, lambda: "map")
        for name in NAMES:
            query = urlencode({name: MARK}).encode()
            assert_calm(*sent(whole, "GET", plain, query))
        marked = [(name, MARK) for name in HEADERS]
        assert_calm(*sent(whole, "GET", plain, urlencode({MARK: MARK}).encode(), marked))
        assert_calm(*sent(whole, "POST", plain, b"", (), MARK.encode()))


@pytest.mark.parametrize("path", ["/", "/place/own-1", "/embed/map", "/data"])
def test_a_name_that_a_link_brings_is_not_written_into_a_page(whole, path):
    query = urlencode({"groups": f"{quote(MARK, safe='')}:39035.39061", "place": "own-1"}).encode()
    assert_calm(*sent(whole, "GET", path, query))


def test_pages_that_are_not_of_dash_are_there(whole):
    """They are HTML at addresses that have no page of Dash's."""
    assert send(whole, "/brief/notes", client=HERE).status_code == 200
    code = deck_code(Deck(title="All", slides=(Slide(view="", show="headline"),)))
    answer = send(whole, f"/takeaway/deck.html?deck={quote(code, safe='')}", client=HERE)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
