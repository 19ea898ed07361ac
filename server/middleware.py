"""Registers the ASGI middleware stack, once and in order.

A request passes, from the outside in: access log, connection recycling, security headers, localhost only
(partner edition), size limits, rate limit, time limit, callback guard, caching, pinned extract, not found,
the app.
"""

import dash
from dash import Dash
from fastapi import FastAPI

from model.settings import Settings
from queries.store import Store
from server import health, metrics
from server.access_log import AccessLogMiddleware
from server.caching import CachingMiddleware
from server.callback_guard import CallbackGuardMiddleware
from server.connection_recycling import ConnectionRecyclingMiddleware
from server.limits import SizeLimitMiddleware, TimeLimitMiddleware
from server.localhost_only import LocalhostOnlyMiddleware
from server.not_found import NotFoundMiddleware, page_test
from server.pinned_extract import PinnedExtractMiddleware
from server.rate_limit import RateLimitMiddleware
from server.security_headers import SecurityHeadersMiddleware


def include_monitoring(server: FastAPI, store: Store, settings: Settings) -> None:
    """Adds the addresses that say how the server is: health and metrics."""
    server.include_router(health.router(store))
    server.include_router(metrics.router(store, settings.metrics_readers))


def register_middleware(app: Dash, store: Store, settings: Settings) -> None:
    """Adds every middleware once the app is built; the first added stands next to the app."""
    server: FastAPI = app.server
    server.add_middleware(NotFoundMiddleware, has_page=page_test(dash.page_registry.values()))
    server.add_middleware(PinnedExtractMiddleware)
    server.add_middleware(CachingMiddleware, store=store, settings=settings)
    server.add_middleware(CallbackGuardMiddleware, known=app.callback_map)
    server.add_middleware(TimeLimitMiddleware)
    server.add_middleware(RateLimitMiddleware, refused=metrics.TOO_OFTEN.inc)
    server.add_middleware(SizeLimitMiddleware)
    if settings.edition == "partner":
        server.add_middleware(LocalhostOnlyMiddleware)
    server.add_middleware(
        SecurityHeadersMiddleware, script_hashes=app.csp_hashes, ancestors=settings.frame_ancestors
    )
    server.add_middleware(ConnectionRecyclingMiddleware)
    server.add_middleware(AccessLogMiddleware)
