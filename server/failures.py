"""What nobody expected: written down once with its trace, answered in plain words with the request's name."""

import logging
from typing import Final

from dash.exceptions import DependencyException, PreventUpdate
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.access_log import REQUEST_ID
from server.refusals import refusal

log = logging.getLogger(__name__)

WORDS: Final = (
    "Something went wrong and this could not be answered. The fault is written down under {request}; please "
    "name it if you report it."
)
NO_SUCH_FILE: Final = "There is no such file."


class FailuresMiddleware:
    """Answers 500 where the app failed before it began an answer; what had begun breaks off."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path, begun = scope["path"], False

        async def send_noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, send_noted)
        except PreventUpdate:
            # No failure: Dash answers it.
            raise
        except DependencyException:
            # Dash's word for a script that is not among the app's.
            await refusal(path, 404, NO_SUCH_FILE)(scope, receive, send)
        except Exception as failure:
            request = scope.get("state", {}).get(REQUEST_ID, "-")
            log.error("request %s failed", request, exc_info=failure)
            if not begun:
                words = WORDS.format(request=request)
                await refusal(path, 500, words)(scope, receive, send)
