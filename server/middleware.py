"""Puts everything around the app that an answer passes on its way to the network."""

import dash
from dash import Dash
from fastapi import FastAPI

from model.settings import Settings
from queries.store import Store
from server import health, metrics
from server.access_log import Account
from server.caching import Caching
from server.callback_guard import Callbacks
from server.connection_recycling import Turnover
from server.limits import Sizes, TimeLimit
from server.localhost_only import OnlyHere
from server.not_found import Absent, page_test
from server.pinned_extract import KeptFigures
from server.rate_limit import Rates
from server.security_headers import SecurityHeaders


def add_watchers(server: FastAPI, store: Store, settings: Settings) -> None:
    """The addresses that tell how the server is."""
    server.include_router(health.router(store))
    server.include_router(metrics.router(store, settings.metrics_readers))


def put_around(app: Dash, store: Store, settings: Settings) -> None:
    """Every layer, once the app is built; the first added is the next to it."""
    server: FastAPI = app.server
    server.add_middleware(Absent, has_page=page_test(dash.page_registry.values()))
    server.add_middleware(KeptFigures)
    server.add_middleware(Caching, store=store, settings=settings)
    server.add_middleware(Callbacks, known=app.callback_map)
    server.add_middleware(TimeLimit)
    server.add_middleware(Rates, refused=metrics.TOO_OFTEN.inc)
    server.add_middleware(Sizes)
    if settings.edition == "partner":
        server.add_middleware(OnlyHere)
    server.add_middleware(SecurityHeaders, script_hashes=app.csp_hashes, ancestors=settings.frame_ancestors)
    server.add_middleware(Turnover)
    server.add_middleware(Account)
