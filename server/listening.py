"""Where the server listens, and which edition may not be reached from there."""

from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any, Final

LOCAL_NAME: Final = "localhost"
REFUSED: Final = (
    "The partner edition has no sign-in of its own yet, so it listens on this machine only: HOST must be "
    "127.0.0.1, ::1 or localhost, not {host}."
)
FROM_UVICORN: Final[dict[str, Any]] = {
    # Reads at most 64 kB of a request's head; the faster parser reads whatever is sent.
    "http": "h11",
    "server_header": False,
    "access_log": False,
    "limit_concurrency": 900,
}
"""What uvicorn is asked for however it is started."""
KEPT_ALIVE_S: Final = 20
"""Seconds that a connection stays open between two requests."""
GRACE_S: Final = 30
"""Seconds that answers in progress have when the server ends."""


class NotLocal(SystemExit):
    """An edition that must not be served where it was asked to; ends the program with the reason."""


def require_safe(edition: str, hosts: Iterable[str]) -> None:
    """Let the partner edition be served on this machine alone.

    Raises
    ------
    NotLocal
        Naming the address that others could reach.
    """
    for host in hosts:
        if edition == "partner" and not is_local(host):
            raise NotLocal(REFUSED.format(host=host or "every address"))


def is_local(host: str) -> bool:
    """Whether a name or address is of this machine, and reaches nobody else."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == LOCAL_NAME


def bound_to(host: str, port: int) -> str:
    """The address as gunicorn writes it."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
