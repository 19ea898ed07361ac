"""Answers that refuse before the app is asked, in the words and the form that whoever asked reads."""

import json
from typing import Any, Final

from starlette.responses import Response

API: Final = "/api"
DECKS: Final = "/brief/deck"
"""The page that asks there shows what `problem` says."""


def refusal(path: str, status: int, words: str, **headers: str) -> Response:
    """Plain words, never to be kept; nothing of what was sent is repeated.

    Parameters
    ----------
    headers
        Further ones, with `_` for `-`.
    """
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    content, media_type = _written(path, words)
    return Response(content, status, {"Cache-Control": "no-store", **named}, media_type)


def _written(path: str, words: str) -> tuple[str, str]:
    said: dict[str, Any]
    if path == API or path.startswith(f"{API}/"):
        said = {"error": {"parameter": None, "message": words}}
    elif path == DECKS:
        said = {"problem": words}
    else:
        return words + "\n", "text/plain"
    return json.dumps(said), "application/json"
