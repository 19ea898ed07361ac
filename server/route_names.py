"""What an address is called where it is counted or written down: its route, never what somebody wrote."""

from typing import Final

from starlette.types import Scope

FIRST: Final = frozenset(
    {
        "_dash-component-suites",
        "_dash-dependencies",
        "_dash-layout",
        "_dash-update-component",
        "api",
        "brief",
        "cite",
        "data",
        "download",
        "embed",
        "frames",
        "healthz",
        "metrics",
        "outlines",
        "panel",
        "picture",
        "place",
        "readyz",
        "slide",
        "static",
        "table",
        "takeaway",
        "view",
    }
)
"""Beginnings of addresses that there are."""
OTHER: Final = "other"


def route_of(scope: Scope, path: str) -> str:
    """The route that answered, after the answer; `path` is as it was before.

    What was refused before any route, or answered by a page, is called by the beginning of its address.
    """
    template = getattr(scope.get("route"), "path", "")
    if template and not template.startswith("{"):
        return str(scope.get("root_path", "")) + str(template)
    first, _, rest = path.removeprefix("/").partition("/")
    if first not in FIRST:
        return "/" if path == "/" else OTHER
    return f"/{first}/{{rest}}" if rest else f"/{first}"
