"""Whether the process lives, and whether it can answer."""

import logging
from typing import Final

import anyio
import anyio.to_thread
from fastapi import APIRouter
from starlette.responses import PlainTextResponse

from data.extract.reading import ExtractProblem
from queries.store import Store

log = logging.getLogger(__name__)

PATHS: Final = ("/healthz", "/readyz")
PATIENCE_S: Final = 5.0
NOT_KEPT: Final = {"Cache-Control": "no-store"}
NO_ANSWER: Final = "The extract is open and does not answer."


def router(store: Store) -> APIRouter:
    """`/healthz`, which asks nothing, and `/readyz`, which asks the extract one question."""
    routes = APIRouter(include_in_schema=False)

    @routes.api_route(PATHS[0], methods=["GET", "HEAD"])
    async def lives() -> PlainTextResponse:
        return PlainTextResponse("ok\n", headers=NOT_KEPT)

    @routes.api_route(PATHS[1], methods=["GET", "HEAD"])
    async def is_ready() -> PlainTextResponse:
        problem = await _problem(store)
        return PlainTextResponse(f"{problem or 'ready'}\n", 503 if problem else 200, NOT_KEPT)

    return routes


async def _problem(store: Store) -> str:
    """Why no question is answered; empty where one is."""
    # A thread of its own: it must not wait behind visitors.
    alone = anyio.CapacityLimiter(1)
    try:
        with anyio.fail_after(PATIENCE_S):
            return await anyio.to_thread.run_sync(_asked, store, abandon_on_cancel=True, limiter=alone)
    except TimeoutError:
        return NO_ANSWER


def _asked(store: Store) -> str:
    try:
        store.current().fetch("sources")
    except ExtractProblem as problem:
        return str(problem)
    except Exception:
        log.exception("not ready")
        return NO_ANSWER
    return ""
