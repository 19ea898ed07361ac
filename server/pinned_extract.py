"""Figures of an older extract, for a briefing that was made with it."""

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from queries.store import asked_version

HEADER: Final = b"x-figures"
"""Names the version; `assets/js/shell/http.js` sends it."""
API: Final = "/api/"
"""Programs are answered from the current version alone."""


class PinnedExtractMiddleware:
    """Answers a request from the extract that it names, where that is still kept."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        asked = dict(scope.get("headers", ())).get(HEADER, b"").decode("latin-1")
        if not asked or scope["path"].startswith(API):
            await self.app(scope, receive, send)
            return
        token = asked_version.set(asked)
        try:
            await self.app(scope, receive, send)
        finally:
            asked_version.reset(token)
