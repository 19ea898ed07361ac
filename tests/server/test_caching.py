"""What may be kept, by whom and how long; and what holds still."""

import re
import shutil

import pytest
from serving_apps import one_route, send
from starlette.responses import JSONResponse, PlainTextResponse, Response

from model.settings import Settings
from queries.store import Store
from server.caching import CachingMiddleware
from server.pinned_extract import PinnedExtractMiddleware

SHARED_A_MINUTE = "public, max-age=0, s-maxage=60, must-revalidate"
VIEW_DATA = [
    "/view?place=39&shown=",
    "/view?place=39&shown=map:0",
    "/panel/sectors?place=39",
    "/table/trend?place=39",
    "/download/map.csv",
    "/picture/trend.svg?place=39",
    "/brief/groups",
    "/",
    "/place/39061",
    "/_dash-layout",
    "/_dash-dependencies",
]


@pytest.mark.parametrize("path", VIEW_DATA)
def test_what_is_shown_is_kept_by_networks_for_a_minute_and_asked_after_by_browsers(whole, path):
    answer = send(whole, path)
    assert answer.headers["cache-control"] == SHARED_A_MINUTE
    assert answer.headers["cdn-cache-control"] == "public, max-age=60, stale-while-revalidate=300"
    assert answer.headers["vary"] == "Accept-Encoding, X-Figures"
    again = send(whole, path, if_none_match=answer.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    for name in ("etag", "cache-control", "vary", "cdn-cache-control"):
        assert again.headers[name] == answer.headers[name]


def test_another_view_has_another_tag(whole):
    tags = {send(whole, path).headers["etag"] for path in VIEW_DATA}
    assert len(tags) == len(VIEW_DATA)
    one = send(whole, "/panel/sectors?place=39").headers["etag"]
    assert send(whole, "/panel/sectors?place=41", if_none_match=one).status_code == 200


def test_a_tag_holds_compressed_or_not(whole):
    plain = send(whole, "/panel/sectors?place=39", accept_encoding="identity")
    packed = send(whole, "/panel/sectors?place=39", accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["etag"] == plain.headers["etag"]
    assert plain.headers["etag"].startswith("W/")


@pytest.mark.parametrize("path", ["/panel/nothing", "/download/none.csv", "/api/nothing", "/static/none.css"])
def test_no_error_is_kept(whole, path):
    answer = send(whole, path)
    assert answer.status_code >= 400
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


@pytest.mark.parametrize("path", ["/cite/trend?place=39", "/brief/deck?ready=monthly", "/healthz", "/readyz"])
def test_what_holds_the_day_or_somebodys_words_is_kept_nowhere(whole, path):
    answer = send(whole, path)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "page", ["/", "/place/39061", "/brief", "/brief/notes", "/data", "/slide/map", "/nothing"]
)
def test_scripts_styles_and_outlines_are_named_by_their_content_and_kept_for_ever(whole, page):
    named = re.findall(r'(?:href|src)="(/(?:static|outlines)/[^"]+)"', send(whole, page).text)
    assert sum(name.endswith(".css") for name in named) == 1
    assert sum(name.endswith(".js") for name in named) > 2
    for path in named:
        answer = send(whole, path)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert re.search(r"-[0-9a-f]{12}(/|\.)", path), path


def test_scripts_and_styles_are_sent_compressed_as_they_were_written(whole):
    for path in re.findall(r'(?:href|src)="(/static/[^"]+\.(?:js|css))"', send(whole, "/").text):
        packed = send(whole, path, accept_encoding="br")
        assert packed.headers["content-encoding"] == "br", path
        assert packed.text == send(whole, path, accept_encoding="identity").text


@pytest.fixture
def store(published):
    store = Store(published)
    store.current()
    return store


def cached(store, answer, edition="public"):
    server = one_route(answer)
    server.add_middleware(PinnedExtractMiddleware)
    settings = Settings(edition=edition)
    server.add_middleware(CachingMiddleware, store=store, settings=settings)
    return server


def publish_again(extracts, name):
    """Another version with the same figures, as the current one."""
    current = (extracts / "current").resolve()
    shutil.copytree(current, current.with_name(name))
    draft = extracts / "draft"
    draft.symlink_to(f"versions/{name}")
    draft.rename(extracts / "current")


def test_a_new_extract_ends_what_was_kept(store, published):
    server = cached(store, lambda: PlainTextResponse(store.current().extract.version))
    before = send(server, "/panel/x")
    publish_again(published, "20990101T000000-new")
    after = send(server, "/panel/x", if_none_match=before.headers["etag"])
    assert (after.status_code, after.text) == (200, "20990101T000000-new")
    assert "etag" not in after.headers, "it was not known which version would answer"
    settled = send(server, "/panel/x", if_none_match=before.headers["etag"])
    assert settled.status_code == 200
    assert settled.headers["etag"] != before.headers["etag"]


def test_an_answer_from_a_version_that_came_meanwhile_has_no_tag(store, published):
    def publish_and_answer():
        publish_again(published, "20990101T000000-new")
        return PlainTextResponse(store.current().extract.version)

    assert "etag" not in send(cached(store, publish_and_answer), "/panel/x").headers


def test_figures_of_an_older_extract_have_no_tag_of_the_current_one(store, published):
    server = cached(store, lambda: PlainTextResponse("x"))
    tag = send(server, "/panel/x").headers["etag"]
    asked = send(server, "/panel/x", x_figures="20260101-a", if_none_match=tag)
    assert asked.status_code == 200
    assert "etag" not in asked.headers
    assert "X-Figures" in asked.headers["vary"]


def test_documents_and_their_progress_are_two_answers(store):
    server = cached(store, lambda: PlainTextResponse("x"))
    file = send(server, "/takeaway/place.pdf", accept="*/*")
    progress = send(server, "/takeaway/place.pdf", accept="application/x-ndjson")
    assert file.headers["etag"] != progress.headers["etag"]
    assert file.headers["vary"] == "Accept-Encoding, X-Figures, Accept"


def test_what_says_for_itself_is_left(store):
    own = {"Cache-Control": "no-store", "ETag": '"own"'}
    headers = send(cached(store, lambda: Response("x", headers=own)), "/x").headers
    assert (headers["cache-control"], headers["etag"]) == ("no-store", '"own"')


def test_what_is_posted_is_kept_nowhere(store):
    assert send(cached(store, lambda: JSONResponse({})), "/x", "POST").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/panel/x", "/api/v1/sources", "/cite/x"])
def test_no_network_keeps_what_is_not_for_everybody(store, path):
    own = {"Cache-Control": "public, max-age=300"} if path.startswith("/api") else {}
    answer = send(cached(store, lambda: Response("x", headers=own), "partner"), path)
    assert (
        answer.headers["cache-control"].startswith("private") or answer.headers["cache-control"] == "no-store"
    )
    assert "cdn-cache-control" not in answer.headers
    tag = answer.headers.get("etag")
    if tag:
        again = send(cached(store, lambda: Response("x"), "partner"), path, if_none_match=tag)
        assert (again.status_code, again.headers["cache-control"]) == (304, "private, no-cache")


@pytest.mark.parametrize("edition", ["public", "partner"])
def test_what_is_kept_nowhere_stays_so_in_every_edition(store, edition):
    own = {"Cache-Control": "no-store"}
    headers = send(cached(store, lambda: Response("x", headers=own), edition), "/panel/x").headers
    assert headers["cache-control"] == "no-store"


def test_the_edition_and_who_may_frame_change_the_tag(store):
    tags = {
        send(cached(store, lambda: PlainTextResponse("x"), edition), "/x").headers["etag"]
        for edition in ("public", "partner")
    }
    assert len(tags) == 2
