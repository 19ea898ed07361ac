"""Puts everything around the app that an answer passes on its way to the network."""

import dash
from dash import Dash
from fastapi import FastAPI

from data.settings import Settings
from queries.store import Store
from serving import health, metrics
from serving.absent import Absent, page_test
from serving.account import Account
from serving.caching import Caching
from serving.callbacks import Callbacks
from serving.kept_figures import KeptFigures
from serving.limits import Sizes, TimeLimit
from serving.only_here import OnlyHere
from serving.rates import Rates
from serving.security_headers import SecurityHeaders
from serving.turnover import Turnover


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
