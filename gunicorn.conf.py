"""How gunicorn serves the app to many: read from this folder by `gunicorn app:server`."""

import os
import shutil
import tempfile
from typing import Any

from model.settings import read_settings
from server.json_logs import LOGGING
from server.listening import GRACE_S, KEPT_ALIVE_S, bound_to, require_safe

settings = read_settings()
# Before anything counts: where all workers put their numbers, so that each can answer for all.
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="dashboard-metrics-"))

bind = bound_to(settings.host, settings.port)
workers = settings.web_concurrency
worker_class = "server.worker.Worker"
# One copy of the program for all. Workers are not replaced after so many requests: what they hold is bounded.
preload_app = True
# Seconds without a sign of life after which a worker is replaced; questions run in threads and do not count.
timeout = 60
graceful_timeout = GRACE_S
keepalive = KEPT_ALIVE_S
forwarded_allow_ips = settings.forwarded_allow_ips
logconfig_dict = LOGGING
# Signals are enough; the socket would lie in the home folder, one for all servers of a machine.
control_socket_disable = True


def on_starting(server: Any) -> None:
    """Refuse to serve where the edition must not be reached, also where the command line says otherwise."""
    require_safe(settings.edition, (at[0] for at in server.cfg.address if isinstance(at, tuple)))


def child_exit(_server: Any, worker: Any) -> None:
    """Take what a worker was doing out of the metrics; what it had counted stays."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def on_exit(_server: Any) -> None:
    """Leave nothing behind."""
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
