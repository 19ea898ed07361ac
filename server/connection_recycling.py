"""Connections are closed now and then, so that all workers share them."""

import random
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ANSWERS: Final = 20
"""That one connection gets on average."""


class ConnectionRecyclingMiddleware:
    """Ends a connection after some of its answers.

    A connection stays with the worker that took it. When a worker ends, all of its connections go to the
    others before there is a new one; without an end to connections the new one would idle. The answer is
    whole, and whoever asks again connects again.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and perhaps close its connection."""
        if scope["type"] != "http" or scope.get("http_version") != "1.1" or random.random() * ANSWERS >= 1:
            await self.app(scope, receive, send)
            return

        async def closing(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Connection"] = "close"
            await send(message)

        await self.app(scope, receive, closing)
