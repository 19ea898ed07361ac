"""Requests to servers within this process, by clients elsewhere."""

import asyncio
from contextlib import contextmanager

import httpx
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI

VISITOR = ("203.0.113.9", 4711)


def run(work, *given):
    """What an asynchronous function returns; in a thread of its own, because browser tests leave an event
    loop running in this one."""
    with start_blocking_portal() as portal:
        return portal.call(work, *given)


def send(server, path, method="GET", client=VISITOR, scheme="http", content=None, **headers):
    """The answer to one request of a client elsewhere, without a network."""

    async def ask():
        transport = httpx.ASGITransport(server, raise_app_exceptions=False, client=client)
        async with httpx.AsyncClient(transport=transport, base_url=f"{scheme}://here") as asking:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return await asking.request(method, path, content=content, headers=named)

    with start_blocking_portal() as portal:
        return portal.call(ask)


def one_route(answer, path="/{rest:path}"):
    """A server that answers everything by one function."""
    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    server.add_api_route(path, answer, methods=["GET", "HEAD", "POST"])
    return server


@contextmanager
def started(server):
    """The server between its start and its end."""

    async def live(began, end):
        told = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

        async def receive():
            message = next(told)
            if message["type"] == "lifespan.shutdown":
                await end.wait()
            return message

        async def note(message):
            began.set()

        await server({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, receive, note)

    with start_blocking_portal() as portal:
        began, end = asyncio.Event(), asyncio.Event()
        portal.start_task_soon(live, began, end)
        portal.call(began.wait)
        yield
        portal.call(end.set)
