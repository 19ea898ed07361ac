"""Which sites may show a page within their own."""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

EMBED: Final = "/embed/"
"""Addresses that other sites may show; a slide is shown by the briefing of this site alone."""


class Framing:
    """Sends `frame-ancestors` with every answer: the sites of the setting for what is embedded, else this
    one alone (Content Security Policy Level 3, section 6.4.2)."""

    def __init__(self, app: ASGIApp, ancestors: str) -> None:
        self.app = app
        self.ancestors = ancestors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        allowed = self.ancestors if scope["path"].startswith(EMBED) else "'self'"

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.append("Content-Security-Policy", f"frame-ancestors {allowed}")
            await send(message)

        await self.app(scope, receive, send_with_policy)
