"""Keeps account of every answer: a line in the log, and the numbers of the metrics. No line tells who asked,
or for what view."""

import logging
import secrets
import time
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server import health, metrics
from server.json_logs import ANSWERS
from server.route_names import route_of

log = logging.getLogger(ANSWERS)

UNSEEN: Final = (*health.PATHS, metrics.PATH)
"""Asked every few seconds by what watches over the server."""
REQUEST_ID: Final = "request_id"


class AccessLogMiddleware:
    """Names each request and notes how it was answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"] in UNSEEN:
            await self.app(scope, receive, send)
            return
        path, started = scope["path"], time.perf_counter()
        scope.setdefault("state", {})[REQUEST_ID] = secrets.token_hex(8)
        status = sent = 0

        async def send_counted(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                sent += len(message.get("body", b""))
            await send(message)

        try:
            with metrics.IN_FLIGHT.track_inprogress():
                await self.app(scope, receive, send_counted)
        finally:
            took, route = time.perf_counter() - started, route_of(scope, path)
            metrics.note(route, status, took)
            if log.isEnabledFor(logging.INFO):
                fields = {
                    "method": scope["method"],
                    "route": route,
                    "status": status,
                    "ms": round(took * 1000, 1),
                    "bytes": sent,
                    "request": scope["state"][REQUEST_ID],
                }
                log.info("", extra={"fields": fields})
