"""Numbers for Prometheus, at `/metrics`. Several workers share them through files in a folder that
`PROMETHEUS_MULTIPROC_DIR` names (`gunicorn.conf.py`)."""

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Final

import psutil
from fastapi import APIRouter, Request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from starlette.responses import PlainTextResponse, Response

from data.extract.reading import current_folder
from queries.store import Store

PATH: Final = "/metrics"
SHARED: Final = "PROMETHEUS_MULTIPROC_DIR"
FORWARDED: Final = ("x-forwarded-for", "forwarded", "x-real-ip", "via")
"""Headers of a proxy: who asks through one is not on this machine, whatever the address says."""
NOT_KEPT: Final = {"Cache-Control": "no-store"}

REQUESTS: Final = Counter("dashboard_requests_total", "Answers by route and status.", ["route", "status"])
SECONDS: Final = Histogram(
    "dashboard_request_seconds",
    "Time until the last byte of an answer.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 90),
)
IN_FLIGHT: Final = Gauge(
    "dashboard_requests_in_flight", "Requests being answered.", multiprocess_mode="livesum"
)
DOCUMENTS: Final = Counter("dashboard_documents_total", "Files made to take away, by kind.", ["kind"])
TOO_OFTEN: Final = Counter("dashboard_rate_limited_total", "Requests of clients that asked too often.")

Network = IPv4Network | IPv6Network


def note(route: str, status: int, seconds: float) -> None:
    """Count one answer; status 0 is a client that left before."""
    REQUESTS.labels(route, str(status)).inc()
    SECONDS.labels(route).observe(seconds)


def document_made(kind: str) -> None:
    """Count one file."""
    DOCUMENTS.labels(kind).inc()


class GaugesCollector(Collector):
    """What is true at the moment of asking: the extract, and the memory of all processes together."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def collect(self) -> Iterator[Metric]:
        """The metrics."""
        reader, folder = self.store.reader, current_folder(self.store.extracts)
        if reader is not None:
            labels = ["version", "simulated", "current"]
            info = GaugeMetricFamily("dashboard_extract", "The extract being shown, always 1.", labels=labels)
            extract = reader.extract
            is_current = str(folder == extract.folder).lower()
            info.add_metric([extract.version, str(extract.simulated).lower(), is_current], 1)
            yield info
            age = datetime.now(UTC) - datetime.fromisoformat(extract.created)
            name, words = "dashboard_extract_age_seconds", "Since the extract was published."
            yield GaugeMetricFamily(name, words, value=age.total_seconds())
        words = "Resident memory of the server and of every process it started."
        yield GaugeMetricFamily("dashboard_resident_memory_bytes", words, value=_memory())


def _memory() -> int:
    server = psutil.Process(os.getppid() if SHARED in os.environ else os.getpid())
    held = 0
    for process in (server, *server.children(recursive=True)):
        try:
            held += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return held


def router(store: Store, readers: Sequence[Network]) -> APIRouter:
    """The address of the metrics, for whoever asks from one of the networks; for others there is none."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(PATH)
    def numbers(request: Request) -> Response:
        if not _may_read(request, readers):
            return PlainTextResponse("Not found\n", 404, NOT_KEPT)
        registry = CollectorRegistry()
        if SHARED in os.environ:
            MultiProcessCollector(registry)
        else:
            registry.register(REGISTRY)
        registry.register(GaugesCollector(store))
        return Response(generate_latest(registry), headers={**NOT_KEPT, "Content-Type": CONTENT_TYPE_LATEST})

    return routes


def _may_read(request: Request, readers: Sequence[Network]) -> bool:
    address = ip_address(request.client.host) if request.client else None
    if address is None or (address.is_loopback and any(name in request.headers for name in FORWARDED)):
        return False
    return any(address in network for network in readers)
