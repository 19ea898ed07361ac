"""The partner edition answers only people at this machine, however the server was started."""

from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from server.listening import is_local
from server.refusals import refusal

WORDS: Final = (
    "The partner edition has no sign-in of its own yet: it answers on the machine it runs on, at 127.0.0.1, "
    "::1 or localhost."
)


class LocalhostOnlyMiddleware:
    """Answers 403 to clients elsewhere, and to those who call this machine by a name that is not its own: the
    name of another site may point here, and its page would then read what its visitor may read."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        # `Sizes` refuses connections that stay open, whoever asks.
        if scope["type"] != "http" or _is_here(scope):
            await self.app(scope, receive, send)
        else:
            await refusal(scope["path"], 403, WORDS)(scope, receive, send)


def _is_here(scope: Scope) -> bool:
    client = scope["client"][0] if scope.get("client") else ""
    return is_local(client) and is_local(_host(Headers(scope=scope).get("host", "")))


def _host(header: str) -> str:
    """Name or address without the port."""
    return header.partition("]")[0] if header.startswith("[") else header.partition(":")[0]
