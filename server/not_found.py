"""What is not there is answered 404: pages that nobody made, and what only the partner edition has."""

from collections.abc import Callable, Iterable
from typing import Final
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from model import catalog
from model.groups import is_group
from model.places import places
from server.refusals import refusal

INDICATOR_PARTS: Final = frozenset({"indicator", "indicator2"})
"""Parts of an address that name an indicator."""
NO_INDICATOR: Final = "There is no such indicator here."
DASH_ANSWERS: Final = "{path:path}"
"""The route that answers what nothing else does."""
PROFILE: Final = "/place/"
HTML: Final = b"text/html"


def page_test(pages: Iterable[dict[str, str | None]]) -> Callable[[str], bool]:
    """Whether a path has a page.

    Parameters
    ----------
    pages
        Dash's registry: `path`, and `path_template` with one part in angle brackets at its end.
    """
    given = [(str(page["path"]), page.get("path_template") or "") for page in pages]
    exact = {path for path, template in given if not template}
    beginnings = {template.partition("<")[0] for _, template in given if template}

    def has_page(path: str) -> bool:
        beginning, _, last = path.rpartition("/")
        if f"{beginning}/" == PROFILE:
            return last in places() or is_group(last)
        return path in exact or (f"{beginning}/" in beginnings and bool(last))

    return has_page


class NotFoundMiddleware:
    """Answers 404 with the page's own words where there is no page, and at once where an address names an
    indicator that this edition does not have."""

    def __init__(self, app: ASGIApp, has_page: Callable[[str], bool]) -> None:
        self.app = app
        self.has_page = has_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if _names_unknown_indicator(scope["query_string"]):
            await refusal(scope["path"], 404, NO_INDICATOR)(scope, receive, send)
            return
        there = self.has_page(scope["path"])

        async def send_with_status(message: Message) -> None:
            is_start = message["type"] == "http.response.start"
            if is_start and not there and _is_of_dash(scope) and _is_page(message):
                message = {**message, "status": 404}
            await send(message)

        await self.app(scope, receive, send_with_status)


def _is_of_dash(scope: Scope) -> bool:
    """Whether Dash answered because no other address was asked for; documents and the notes window of a
    briefing are HTML as well."""
    return getattr(scope.get("route"), "path", "") == DASH_ANSWERS


def _is_page(message: Message) -> bool:
    kind = dict(message["headers"]).get(b"content-type", b"")
    return message["status"] == 200 and bool(kind.startswith(HTML))


def _names_unknown_indicator(query: bytes) -> bool:
    """Whether a query names an indicator of the other edition."""
    if b"indicator" not in query:
        return False
    named = {value for name, value in parse_qsl(query.decode("latin-1")) if name in INDICATOR_PARTS}
    return any(name in catalog.INDICATORS and name not in catalog.SERVED for name in named)
