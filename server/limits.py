"""How large a request may be and how long its answer may take."""

import asyncio
import logging
from typing import Final

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from queries.cancellation import Stoppable, of_request
from server.refusals import refusal

log = logging.getLogger(__name__)

LONGEST_ADDRESS: Final = 48 * 1024
"""Bytes of path and query. Three groups of 400 counties have 7 kB, a deck of forty slides with notes has
10 kB, and the page offers files of decks up to 40 kB."""
LARGEST_BODY: Final = 512 * 1024
"""Bytes. A deck may have 256 kB and says so itself where it is a little larger; callbacks have 10 kB."""
ANSWERED_WITHIN: Final = 30.0
DOCUMENTS: Final = "/takeaway/"
DOCUMENTS_WITHIN: Final = 240.0
"""Their maker has limits of its own, and a queue before it."""
TOO_LONG: Final = f"The address is longer than {LONGEST_ADDRESS // 1024} kB."
NO_TEXT: Final = "The address holds bytes that are no text."
TOO_LARGE: Final = f"What was sent is larger than {LARGEST_BODY // 1024} kB."
NO_SOCKETS: Final = 1008
"""Close code of WebSocket (RFC 6455, 7.4.1)."""
LATE: Final = "The answer took too long and was given up. Please try again in a moment, or ask for less."


class SizeLimitMiddleware:
    """Refuses addresses and bodies that no page of this app sends, and connections that it never opens."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "websocket":
            # Dash offers callbacks over them, which no page here uses.
            await receive()
            await send({"type": "websocket.close", "code": NO_SOCKETS})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if len(scope.get("raw_path") or path) + len(scope["query_string"]) > LONGEST_ADDRESS:
            await refusal(path, 414, TOO_LONG)(scope, receive, send)
        elif not _is_text(scope["query_string"]):
            await refusal(path, 400, NO_TEXT)(scope, receive, send)
        elif (size := _announced(scope)) == 0:
            await self.app(scope, receive, send)
        elif size > LARGEST_BODY:
            await refusal(path, 413, TOO_LARGE, Connection="close")(scope, receive, send)
        else:
            await self._counted(scope, receive, send)

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A body is as long as it turns out to be, whatever was announced.

        It is read before the app is asked, which reads it whole as well and answers any trouble in reading as
        its own failure.
        """
        parts: list[Message] = []
        size = 0
        while not parts or parts[-1].get("more_body"):
            parts.append(await receive())
            size += len(parts[-1].get("body", b""))
            if size > LARGEST_BODY:
                answer = refusal(scope["path"], 413, TOO_LARGE, Connection="close")
                await answer(scope, receive, send)
                return

        async def receive_again() -> Message:
            return parts.pop(0) if parts else await receive()

        await self.app(scope, receive_again, send)


def _is_text(query: bytes) -> bool:
    """Whether a query can be read at all, which the web framework takes for granted."""
    try:
        query.decode()
    except UnicodeDecodeError:
        return False
    return True


def _announced(scope: Scope) -> int:
    """Bytes of the body as the headers have it; some where they do not say how many."""
    some = 0
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else LARGEST_BODY + 1
        some = 1 if name == b"transfer-encoding" else some
    return some


class TimeLimitMiddleware:
    """Answers 503 where no answer has begun in time, and stops the questions that are still being asked.

    What has begun goes on: a file may be long, and whoever reads it slow.
    """

    def __init__(self, app: ASGIApp, within: float = ANSWERED_WITHIN) -> None:
        self.app = app
        self.within = within

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        within = DOCUMENTS_WITHIN if scope["path"].startswith(DOCUMENTS) else self.within
        await _Awaited(self.app, scope, receive, send).answer(within)


class _Awaited:
    """One request whose answer is waited for."""

    def __init__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        self.app, self.scope, self.receive, self.send = app, scope, receive, send
        self.questions = Stoppable()
        self.apology: asyncio.Task[None] | None = None

    async def answer(self, within: float) -> None:
        self.timer = asyncio.get_running_loop().call_later(within, self._give_up)
        token = of_request.set(self.questions)
        try:
            await self.app(self.scope, self.receive, self._send)
        except Exception:
            # Stopped questions end in exceptions, of which nobody needs to hear.
            if self.apology is None:
                raise
        finally:
            of_request.reset(token)
            self.timer.cancel()
            if self.apology is not None:
                await self.apology

    async def _send(self, message: Message) -> None:
        if self.apology is None:
            self.timer.cancel()
            await self.send(message)

    def _give_up(self) -> None:
        # The app's own work may be in a thread, which cannot be ended from outside: the answer goes out
        # beside it, and what the app says later is dropped.
        self.questions.stop()
        log.warning("an answer was given up because it took too long")
        self.apology = asyncio.get_running_loop().create_task(self._apologize())

    async def _apologize(self) -> None:
        answer: Response = refusal(self.scope["path"], 503, LATE, Retry_After="30")
        await answer(self.scope, self.receive, self.send)
