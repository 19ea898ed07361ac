"""Refuses callbacks that no page of the app sends: Dash answers them as failures of its own."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.refusals import refusal

PATH: Final = "/_dash-update-component"
WORDS: Final = "This is no question that a page of this app asks."


class CallbackGuardMiddleware:
    """Answers 400 to a body that is not what Dash's own script sends.

    Parameters
    ----------
    known
        Dash's callbacks by their outputs, with the inputs, the states and, unless the browser answers it by
        itself, the function (`callback`) of each.
    """

    def __init__(self, app: ASGIApp, known: Mapping[str, Any]) -> None:
        self.app = app
        self.known = known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"] != PATH or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        is_json = Headers(scope=scope).get("content-type", "").startswith("application/json")
        if not is_json or not is_callback(_read(body), self.known):
            await refusal(PATH, 400, WORDS)(scope, receive, send)
            return
        again: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive_again() -> Message:
            return again.pop() if again else await receive()

        await self.app(scope, receive_again, send)


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def is_callback(sent: Any, known: Mapping[str, Any]) -> bool:
    """Whether it has the form of a callback of this app; what its values are is for the callback to judge."""
    callback = known.get(sent["output"]) if _is_text(sent, "output") else None
    # Callbacks that the browser answers by itself have no function here.
    if callback is None or "callback" not in callback:
        return False
    changed = sent.get("changedPropIds", [])
    return (
        _are(sent.get("inputs"), callback["inputs"])
        and _are(sent.get("state", []), callback["state"])
        and _are_outputs(sent.get("outputs"), sent["output"])
        and isinstance(changed, list)
        and all(isinstance(each, str) for each in changed)
    )


def _are_outputs(sent: Any, output: str) -> bool:
    """Whether what is to be filled in are the properties that the callback's name joins."""
    # Dash writes several outputs as `..A.x...B.y..`, and sends a list of them; one is sent by itself.
    is_several = output.startswith("..")
    if isinstance(sent, list) != is_several:
        return False
    names = (name.rsplit(".", 1) for name in output.strip(".").split("..."))
    return _are(sent if is_several else [sent], [{"id": id, "property": filled} for id, filled in names])


def _are(sent: Any, wanted: Sequence[Mapping[str, str]]) -> bool:
    """Whether the properties sent are the callback's, in its order."""
    return (
        isinstance(sent, list)
        and all(map(_is_property, sent))
        and [(each["id"], each["property"]) for each in sent]
        == [(each["id"], each["property"]) for each in wanted]
    )


def _is_property(sent: Any) -> bool:
    return _is_text(sent, "id") and _is_text(sent, "property")


def _is_text(sent: Any, name: str) -> bool:
    return isinstance(sent, dict) and isinstance(sent.get(name), str)
