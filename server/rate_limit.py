"""How often one client may ask: generous for people, stricter for what is dear to make."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Final

from cachetools import LRUCache
from starlette.types import ASGIApp, Receive, Scope, Send

from server.refusals import refusal

MOST_CLIENTS: Final = 10_000
"""Remembered by a worker, about 3 MB; whoever asked least recently is forgotten and starts anew."""
NETWORK_OF_ONE: Final = 64
"""Bits of an IPv6 address that tell clients apart; the rest one client has to itself."""
WORDS: Final = "This address has asked too often. Please try again in {seconds} s."


@dataclass(frozen=True)
class Allowance:
    """So many a second in the long run, and so many at once after a rest."""

    a_second: float
    at_once: int


PEOPLE: Final = Allowance(60, 400)
"""Ten changes of a filter a second ask up to six times each; an office shares one address."""
FILES: Final = Allowance(5, 60)
DOCUMENTS: Final = Allowance(0.5, 20)
DEAR: Final = {
    "/takeaway/": DOCUMENTS,
    "/download/": FILES,
    "/picture/": FILES,
    "/api/v1/observations": FILES,
}
FREE: Final = (
    "/static/",
    "/outlines/",
    "/_dash-component-suites/",
    "/healthz",
    "/readyz",
    "/metrics",
)
"""Files of the app itself, most of which browsers and caches keep, and what watches over the server."""


class RateLimitMiddleware:
    """Answers 429 where a client asks more often than that. Each worker counts for itself.

    Who asks from this machine itself is not counted: that is a person alone, a measurement, or a proxy that
    does not say for whom it asks, and then all the world would share one allowance.
    """

    def __init__(
        self, app: ASGIApp, refused: Callable[[], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.app = app
        self.refused = refused
        self.clock = clock
        self._left: LRUCache[tuple[Allowance, str], tuple[float, float]] = LRUCache(MOST_CLIENTS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and not scope["path"].startswith(FREE):
            client = client_of(scope)
            if client and (wait := self._wait(allowance_of(scope["path"]), client)):
                self.refused()
                words = WORDS.format(seconds=wait)
                await refusal(scope["path"], 429, words, Retry_After=str(wait))(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _wait(self, allowance: Allowance, client: str) -> int:
        """Seconds until the client may ask again; 0 for now, which is then taken from its allowance."""
        now = self.clock()
        left, since = self._left.get((allowance, client), (float(allowance.at_once), now))
        left = min(left + (now - since) * allowance.a_second, float(allowance.at_once))
        if left < 1:
            return math.ceil((1 - left) / allowance.a_second)
        self._left[allowance, client] = (left - 1, now)
        return 0


def allowance_of(path: str) -> Allowance:
    """What is allowed at an address."""
    return next((allowance for start, allowance in DEAR.items() if path.startswith(start)), PEOPLE)


def client_of(scope: Scope) -> str:
    """Who asks; empty for this machine itself. The server has put a trusted proxy's word in before."""
    host = scope["client"][0] if scope.get("client") else ""
    try:
        address = ip_address(host)
    except ValueError:
        # A server on a socket file has no address.
        return str(host)
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            network = int(address) >> (128 - NETWORK_OF_ONE)
            return "" if address.is_loopback else f"{network:x}"
        address = address.ipv4_mapped
    return "" if address.is_loopback else str(address)
