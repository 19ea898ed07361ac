"""What browsers and a content delivery network may keep, and how they ask whether it still holds.

An answer to a GET is known by its address, the extract's version and the release of the program, so most
questions whether it still holds are answered without asking the app.
"""

import hashlib
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.extract.reading import current_folder
from model.build_id import build_id
from model.etags import is_known
from model.settings import Settings
from queries.store import Store
from server.pinned_extract import HEADER

NOT_OURS: Final = (
    "/static/", "/outlines/", "/_dash-component-suites/", "/api", "/healthz", "/readyz", "/metrics",
)  # fmt: skip
"""Addresses that say themselves how they are kept."""
NEVER: Final = ("/cite/", "/brief/deck", "/_reload-hash")
"""Answers that hold the day, the address asked by, or what somebody wrote."""
KEPT: Final = "public, max-age=0, s-maxage=60, must-revalidate"
"""Browsers ask each time, so that no page shows figures of two extracts; shared caches, each minute."""
KEPT_BY_NETWORKS: Final = "public, max-age=60, stale-while-revalidate=300"
"""For those that know `CDN-Cache-Control` (RFC 9213): an old answer goes out while a new one comes."""
NOWHERE: Final = "no-store"
PRIVATE: Final = "private, no-cache"
"""Of an edition that is not for everybody."""
VARY: Final = "Accept-Encoding, X-Figures"
DOCUMENTS: Final = "/takeaway/"
"""The same address answers a file or its progress."""


class CachingMiddleware:
    """Says how answers are kept, and answers 304 where what the client has still holds.

    Parameters
    ----------
    settings
        Answers of the public edition are for everybody; those of another are kept by no shared cache.
    """

    def __init__(self, app: ASGIApp, store: Store, settings: Settings) -> None:
        self.app = app
        self.store = store
        self.public = settings.edition == "public"
        self._served = f"{build_id()}|{settings.edition}|{settings.frame_ancestors}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        reads, path = scope["method"] in ("GET", "HEAD"), scope["path"]
        ours = reads and not path.startswith((*NOT_OURS, *NEVER))
        kept = KEPT if ours else ""
        version = self._version(scope) if ours else ""
        tag = self._tag(scope, version) if version else ""
        if tag and is_known(Headers(scope=scope).get("if-none-match", ""), tag):
            await self._not_modified(tag, path)(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # An answer from a version that came meanwhile is not what the tag says.
                still = tag if tag and version == self._version(scope) else ""
                self._say(headers, message["status"], path, kept, still)
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _say(self, headers: MutableHeaders, status: int, path: str, kept: str, tag: str) -> None:
        said = headers.get("cache-control") or kept or NOWHERE
        if status >= 400:
            said = NOWHERE
        elif not self.public and said.startswith("public") and "immutable" not in said:
            said = PRIVATE
        headers["Cache-Control"] = said
        if kept == KEPT and status < 400:
            headers["Vary"] = self._vary(path)
            if said == KEPT:
                headers["CDN-Cache-Control"] = KEPT_BY_NETWORKS
            if tag and "etag" not in headers and status == 200 and said != NOWHERE:
                headers["ETag"] = tag
        if headers.get("content-encoding") and headers.get("etag", "").startswith('"'):
            # One tag for an answer, compressed or not (RFC 9110, 8.8.1).
            headers["ETag"] = f"W/{headers['etag']}"

    def _not_modified(self, tag: str, path: str) -> Response:
        kept = KEPT if self.public else PRIVATE
        headers = {"ETag": tag, "Cache-Control": kept, "Vary": self._vary(path)}
        if self.public:
            headers["CDN-Cache-Control"] = KEPT_BY_NETWORKS
        return Response(status_code=304, headers=headers)

    def _vary(self, path: str) -> str:
        return f"{VARY}, Accept" if path.startswith(DOCUMENTS) else VARY

    def _version(self, scope: Scope) -> str:
        """The version that answers; empty where another than the open one may."""
        reader = self.store.reader
        named = any(name == HEADER for name, _ in scope["headers"])
        if named or reader is None or current_folder(self.store.extracts) != reader.extract.folder:
            return ""
        return reader.extract.version

    def _tag(self, scope: Scope, version: str) -> str:
        asked = scope["path"].encode() + b"?" + scope["query_string"]
        if scope["path"].startswith(DOCUMENTS):
            asked += Headers(scope=scope).get("accept", "").encode()
        known = f"{version}|{self._served}|".encode() + asked
        return f'W/"{hashlib.sha256(known).hexdigest()[:24]}"'
