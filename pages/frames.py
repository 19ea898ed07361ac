"""The periods of a map in one answer, at `/frames?VIEW`, for a browser that plays them without a server.

The answer is the length of a JSON header as four bytes (little-endian), the header, and the frames one after
the other, one byte an outline: the position of its status times `step`, plus its class.
"""

import hashlib
import json
import struct
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response

from components.periods import period_phrase, period_value
from data.extract.outlines import Outlines
from data.extract.reading import ExtractProblem
from model.etags import is_known
from model.view import View, parse_view, query_string
from panels.county_map import palette
from queries.explore import settled
from queries.frames import (
    NO_FIGURE,
    STATUS_STEP,
    STATUSES,
    UNCLASSED,
    Frames,
    frame_ends,
    frames,
    frames_view,
)
from queries.results import ResolvedView
from queries.store import Store


def router(store: Store, outlines: Outlines) -> APIRouter:
    """The address of the frames."""
    routes = APIRouter(include_in_schema=False)

    @routes.api_route("/frames", methods=["GET", "HEAD"])
    def all_periods(request: Request) -> Response:
        asked, _ = parse_view(request.url.query)
        try:
            reader = store.current()
        except ExtractProblem as problem:
            raise HTTPException(503, "There is no data to play.") from problem
        view, resolved = settled(reader, asked)
        version = reader.extract.version
        query = query_string(frames_view(view, resolved))
        headers = {"ETag": _tag(version, query, outlines.file_name), "Cache-Control": "public, no-cache"}
        if is_known(request.headers.get("if-none-match", ""), headers["ETag"]):
            return Response(status_code=304, headers=headers)
        found = frames(reader, view, resolved, outlines)
        head = {"version": version, "query": query, **_header(view, resolved, found)}
        return Response(_body(head, found.codes), media_type="application/octet-stream", headers=headers)

    return routes


def series(view: View, resolved: ResolvedView, version: str) -> dict[str, Any]:
    """What a page needs to offer playing: where the frames are, and the periods there will be."""
    ends = frame_ends(resolved)
    return {
        "version": version,
        "query": query_string(frames_view(view, resolved)),
        "level": resolved.level,
        "named": _must_be_named(resolved),
        "periods": [period_value(resolved.kind, end) for end in ends],
        "words": [period_phrase(resolved.kind, resolved.starts[end], end) for end in ends],
    }


def _must_be_named(resolved: ResolvedView) -> bool:
    """Whether a period shown by itself might take another level of the map than the one played."""
    return resolved.level == "state" and any("county" in kinds for kinds in resolved.periods.values())


def _header(view: View, resolved: ResolvedView, found: Frames) -> dict[str, Any]:
    sets = list(dict.fromkeys(found.outlines))
    return {
        "level": resolved.level,
        **palette(view, found.edges),
        "status_ids": list(STATUSES),
        "step": STATUS_STEP,
        "unclassed_code": UNCLASSED,
        "no_figure_code": NO_FIGURE,
        "outlines": sets,
        "periods": [
            {
                "period": period_value(resolved.kind, end),
                "words": period_phrase(resolved.kind, resolved.starts[end], end),
                "outlines": sets.index(url),
                "places": places,
            }
            for end, url, places in zip(found.ends, found.outlines, found.places, strict=True)
        ],
    }


def _body(head: dict[str, Any], codes: bytes) -> bytes:
    text = json.dumps(head).encode()
    return struct.pack("<I", len(text)) + text + codes


def _tag(*parts: str) -> str:
    return f'"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:24]}"'
