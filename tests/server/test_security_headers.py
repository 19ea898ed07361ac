"""What every answer forbids the browser."""

import re

import pytest
from serving_apps import one_route, send
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from server.security_headers import SecurityHeadersMiddleware

HOST = re.compile(r"https?:|//|\*|\w\.\w")
SITE = "https://health.example.gov"


def guarded(answer):
    server = one_route(answer)
    server.add_middleware(SecurityHeadersMiddleware, script_hashes=lambda: ["'sha256-x'"], ancestors=SITE)
    return server


PAGE = guarded(lambda: HTMLResponse("<p>"))
TEXT = guarded(lambda: PlainTextResponse("x"))


def directives(answer):
    parts = answer.headers["content-security-policy"].split(";")
    return {name: words for name, *words in (part.split() for part in parts)}


@pytest.mark.parametrize(
    "path",
    ["/", "/place/39061", "/brief", "/data", "/slide/trend", "/embed/trend", "/brief/notes", "/nothing"],
)
def test_no_page_evaluates_or_has_scripts_of_others(whole, path):
    found = directives(send(whole, path))
    text = str(found)
    assert "unsafe-eval" not in text
    assert not HOST.search(text)
    assert found["default-src"] == ["'none'"]
    assert found["script-src"][0] == "'self'"
    assert all(re.fullmatch(r"'sha256-[\w+/=]{44}'", each) for each in found["script-src"][1:])
    assert "'unsafe-inline'" not in found["script-src"] + found["style-src-attr"]
    assert (found["base-uri"], found["form-action"], found["object-src"]) == (["'none'"],) * 3


@pytest.mark.parametrize(
    "path",
    [
        "/panel/sectors",
        "/api/v1/sources",
        "/view?place=39&shown=",
        "/static/none.css",
        "/healthz",
        "/nothing.json",
        "/api/nothing",
        "/panel/x",
    ],
)
def test_every_answer_has_all_of_them(whole, path):
    headers = send(whole, path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "server" not in headers


def test_what_is_no_page_may_load_nothing():
    assert directives(send(TEXT, "/x")).keys() == {
        "default-src",
        "base-uri",
        "form-action",
        "frame-ancestors",
    }


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/embed/map", [SITE]),
        ("/brief/notes", ["'self'"]),
        ("/slide/map", ["'self'"]),
        ("/embedded", ["'self'"]),
    ],
)
def test_only_what_is_embedded_may_be_framed_by_the_sites_of_the_setting(path, allowed):
    assert directives(send(PAGE, path))["frame-ancestors"] == allowed


def test_a_policy_of_its_own_holds_beside_who_may_frame():
    own = {"Content-Security-Policy": "default-src 'none'; sandbox"}
    answer = send(guarded(lambda: Response("<svg/>", headers=own)), "/picture/map.svg")
    assert answer.headers.get_list("content-security-policy") == [
        "default-src 'none'; sandbox",
        "frame-ancestors 'self'",
    ]


def test_not_modified_leaves_the_policy_of_what_is_kept():
    assert "content-security-policy" not in send(guarded(lambda: Response(status_code=304)), "/").headers


@pytest.mark.parametrize(
    ("path", "policy"),
    [("/embed/map", "cross-origin"), ("/api/v1/sources", "cross-origin"), ("/", "same-origin")],
)
def test_other_sites_use_what_is_for_them(path, policy):
    assert send(PAGE, path).headers["cross-origin-resource-policy"] == policy


def test_only_what_came_by_tls_must_come_by_tls():
    assert send(PAGE, "/", scheme="https").headers["strict-transport-security"] == "max-age=31536000"
    assert "strict-transport-security" not in send(PAGE, "/").headers


def test_hashes_are_of_the_scripts_in_the_page(whole):
    import base64
    import hashlib

    page = send(whole, "/")
    scripts = re.findall(r"<script(?![^>]*(?: src=|json))[^>]*>(.*?)</script>", page.text, re.DOTALL)
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()}'" for each in scripts
    }
    assert hashes
    assert hashes <= set(directives(page)["script-src"])
