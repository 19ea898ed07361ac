"""The panels whose figures are asked for when they come into sight, at `/panel/NAME?VIEW`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from fastapi import APIRouter, HTTPException, Request, Response

from components import words
from components.table_files import Export
from data.extract.reading import ExtractProblem
from model.view import View, parse_view, query_string
from pages.lazy_panel import AskedPanel
from pages.profile_panels import PROFILE
from panels.breakdown import breakdown_content, breakdown_origins, breakdown_table, breakdown_texts
from panels.rising import rising_content, rising_origins, rising_table, rising_texts
from panels.sectors import sectors_content, sectors_origins, sectors_table, sectors_texts
from queries.breakdown import breakdown
from queries.explore import settled
from queries.results import ResolvedView
from queries.rising import rising
from queries.sectors import sectors
from queries.store import Reader, Store

ASKED: Final[Mapping[str, AskedPanel]] = MappingProxyType(
    {
        "sectors": AskedPanel(
            lambda reader, view, _setting: sectors(reader, view.place),
            lambda _view, resolved, found: sectors_texts(found, resolved),
            lambda _view, _setting, found: sectors_content(found),
            lambda _view, resolved, found: sectors_table(found, resolved),
            sectors_origins,
        ),
        "breakdown": AskedPanel(
            breakdown,
            breakdown_texts,
            breakdown_content,
            lambda view, _setting, found: breakdown_table(view, found),
            breakdown_origins,
        ),
        "rising": AskedPanel(
            rising,
            rising_texts,
            lambda _view, _setting, found: rising_content(found),
            rising_table,
            rising_origins,
        ),
        **PROFILE,
    }
)
"""Panel → how it is answered."""


def router(store: Store) -> APIRouter:
    """The address of every such panel."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/panel/{name}")
    def panel(name: str, request: Request) -> Response:
        if name not in ASKED:
            raise HTTPException(404)
        content = answer(*resolved_view(store, request.url.query), name)
        return Response(json.dumps(content), media_type="application/json")

    return routes


def resolved_view(store: Store, query: str) -> tuple[Reader, View, ResolvedView]:
    """The extract, and the view of an address as it can be shown; 503 where there is no data."""
    asked, _ = parse_view(query)
    try:
        reader = store.current()
    except ExtractProblem as problem:
        raise HTTPException(503, "There is no data to show.") from problem
    return reader, *settled(reader, asked)


def answer(reader: Reader, view: View, resolved: ResolvedView, name: str) -> dict[str, Any]:
    """What the browser fills in and draws of a panel."""
    panel = ASKED[name]
    found = panel.find(reader, view, resolved)
    return {"texts": panel.texts(view, resolved, found), "content": panel.content(view, resolved, found)}


def asked_export(reader: Reader, view: View, resolved: ResolvedView, name: str) -> Export:
    """A panel's table with the facts that travel with it."""
    return asked_shown(reader, view, resolved, name).export


@dataclass(frozen=True)
class Asked:
    """A panel's texts by element id, what its browser module draws, and its table with the facts that travel
    with it."""

    texts: dict[str, str]
    content: Any
    export: Export


def asked_shown(reader: Reader, view: View, resolved: ResolvedView, name: str) -> Asked:
    """Everything that a panel shows."""
    panel = ASKED[name]
    found = panel.find(reader, view, resolved)
    texts, provenance = panel.texts(view, resolved, found), panel.provenance(found)
    facts = [("Title", texts[f"{name}-title"]), ("View", f"/?{query_string(view)}")]
    if any(provenance.simulated for provenance in provenance):
        facts.append(("Simulated", words.SIMULATED_BANNER))
    facts += [("Source", words.provenance_words(provenance)) for provenance in provenance]
    facts += [("Citation", provenance.citation) for provenance in provenance]
    facts += [("Note", said) for where, said in texts.items() if said and where != f"{name}-title"]
    export = Export((*facts, ("Extract", reader.extract.version)), panel.table(view, resolved, found))
    return Asked(texts, panel.content(view, resolved, found), export)


def panel_keys(version: str, view: View, resolved: ResolvedView, own: str) -> dict[str, tuple[str, ...]]:
    """What each panel depends on; `own` tells the link's groups apart."""
    shown = (version, view.indicator, view.drug, resolved.kind, str(resolved.period_end))
    return {
        "sectors": (version, view.place, own),
        "breakdown": (*shown, view.place, own),
        "rising": (*shown, resolved.level, view.source),
    }
