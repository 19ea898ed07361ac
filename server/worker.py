"""The worker that gunicorn starts."""

from typing import Any, ClassVar

from uvicorn_worker import UvicornWorker

from server.listening import FROM_UVICORN, GRACE_S


class Worker(UvicornWorker):
    """Uvicorn within gunicorn, set as it is when it runs by itself."""

    CONFIG_KWARGS: ClassVar[dict[str, Any]] = {
        **FROM_UVICORN,
        "loop": "auto",
        "timeout_graceful_shutdown": GRACE_S - 5,
    }
