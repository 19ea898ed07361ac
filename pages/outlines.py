"""The map outlines at `/outlines/…`: files named by their content, kept by browsers for ever.

Those that came with a boundary file lie in the extract's versions. Older versions are looked into as well,
because a page that was opened before a new one was published may still ask for its outlines.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse

from data.extract.outlines import URL, Outlines
from data.extract.reading import versions_of
from model.view import View
from queries.explore import outlines_url
from queries.store import Store

FILE_NAME: Final = re.compile(r"outlines-(\d{4}-)?[0-9a-f]{12}\.json", re.ASCII)
TWINS: Final = {"br": ".br", "gzip": ".gz"}
"""Encoding → ending of the compressed twin, the smaller first."""
FOR_EVER: Final = {"Cache-Control": "public, max-age=315360000, immutable", "Vary": "Accept-Encoding"}


def router(extracts: Path, static: Path) -> APIRouter:
    """Serves the embedded outlines of `static` and those of the extracts."""
    routes = APIRouter()

    @routes.api_route(URL + "{name}", methods=["GET", "HEAD"], include_in_schema=False)
    def outlines(name: str, request: Request) -> FileResponse:
        path = next(_found(name, extracts, static), None)
        if path is None:
            raise HTTPException(404, "There are no such outlines.")
        accepted = _accepted(request.headers.get("accept-encoding", ""))
        for encoding, ending in TWINS.items():
            if encoding in accepted:
                headers = {**FOR_EVER, "Content-Encoding": encoding}
                twin = path.with_name(path.name + ending)
                return FileResponse(twin, media_type="application/json", headers=headers)
        return FileResponse(path, media_type="application/json", headers=FOR_EVER)

    return routes


def first_url(store: Store, embedded: Outlines) -> str:
    """Where the outlines are that the default view draws on, so that a page can ask for them at once.

    Costs nothing once the default view was answered; a version not open yet is left to the first answer.
    """
    reader = store.reader
    return outlines_url(reader, View(), embedded) if reader else embedded.url


def _found(name: str, extracts: Path, static: Path) -> Iterator[Path]:
    if FILE_NAME.fullmatch(name):
        folders = (static, *reversed(versions_of(extracts)))
        yield from (folder / name for folder in folders if (folder / name).is_file())


def _accepted(header: str) -> set[str]:
    """Encodings of an Accept-Encoding header that are not ruled out."""
    wanted = [part.replace(" ", "").lower().split(";q=") for part in header.split(",")]
    return {encoding for encoding, *weight in wanted if not weight or weight[0].strip("0.")}
