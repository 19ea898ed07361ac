"""The file behind each panel: the figures on screen, with what must be known of them."""

from typing import Final

import pandas as pd
from fastapi import APIRouter, HTTPException, Request, Response

from components import words
from components.panel_tables import PANEL_TABLES, map_table
from components.periods import period_phrase
from components.table_files import FORMATS, Export, status_legend
from data.extract.outlines import Outlines
from data.extract.reading import ExtractProblem
from model import catalog
from model.view import View, parse_view, query_string
from pages.lazy_panels import ASKED, asked_export, resolved_view
from panels import maps_in_one, second_map, small_maps
from queries.explore import explore
from queries.more_maps import with_more_maps
from queries.results import ExploreResult, Provenance, ResolvedView
from queries.store import Store

OF_THE_MAP: Final = ("map", "ranking", "distribution")
PANEL_TITLES: Final = {
    "headline": lambda result: words.amount_title(result),
    "map": lambda result: words.map_title(result.view, result.resolved),
    "ranking": lambda result: words.map_title(result.view, result.resolved),
    "distribution": lambda result: words.map_title(result.view, result.resolved),
    "trend": lambda result: words.trend_title(result.view, result),
    "seizures": lambda result: words.seized_title(result.seized, result.view.area),
    "areas": lambda result: words.seized_title(result.seized, result.view.area),
}

SECOND_MAP: Final = "map2"
"""Whose file is made like the map's."""
SMALL_MAPS: Final = "small-maps"


def router(store: Store, outlines: Outlines) -> APIRouter:
    """The address of every panel's file: `/download/PANEL.FORMAT?VIEW`."""
    routes = APIRouter(include_in_schema=False)

    @routes.api_route("/download/{panel}.{kind}", methods=["GET", "HEAD"])
    def download(panel: str, kind: str, request: Request) -> Response:
        if kind not in FORMATS:
            raise HTTPException(404)
        export, view, resolved = panel_file(store, outlines, panel, request.url.query)
        form = FORMATS[kind]
        name = f"{panel}-{view.indicator}-{resolved.period_end}.{kind}"
        return Response(
            form.write(export),
            media_type=form.media_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    return routes


def panel_file(store: Store, outlines: Outlines, panel: str, query: str) -> tuple[Export, View, ResolvedView]:
    """The table of any panel with what must be known of it, and the view it is of."""
    if panel in ASKED:
        reader, view, resolved = resolved_view(store, query)
        return asked_export(reader, view, resolved, panel), view, resolved
    result = panel_result(store, outlines, panel, query)
    return panel_export(result, panel), result.view, result.resolved


def panel_result(store: Store, outlines: Outlines, panel: str, query: str) -> ExploreResult:
    """What a view shows, asked for by the address of one of its panels.

    Raises
    ------
    HTTPException
        404 for what is no panel, or maps that the view has not; 503 where there is no data.
    """
    require_panel(panel)
    return with_panel(view_result(store, outlines, query), panel)


def require_panel(panel: str) -> None:
    """404 for what is no panel of the Explore page."""
    if panel not in PANEL_TABLES and panel not in (SECOND_MAP, SMALL_MAPS):
        raise HTTPException(404)


def view_result(store: Store, outlines: Outlines, query: str) -> ExploreResult:
    """What a view shows; 503 where there is no data."""
    try:
        view, _ = parse_view(query)
        reader = store.current()
        return with_more_maps(reader, explore(reader, view, outlines), outlines)
    except ExtractProblem as problem:
        raise HTTPException(503, "There is no data to show.") from problem


def with_panel(result: ExploreResult, panel: str) -> ExploreResult:
    """The result, where it has the panel; 404 for maps that the view has not."""
    if (panel == SECOND_MAP and not result.second) or (panel == SMALL_MAPS and not result.small):
        raise HTTPException(404, "The view has no such maps.")
    return result


def panel_export(result: ExploreResult, panel: str) -> Export:
    """A panel's table with the facts that travel with it."""
    if panel == SECOND_MAP:
        return panel_export(result.second_alone(), "map")
    if panel == "map" and second_map.in_one(result):
        return _in_one(result)
    if panel == SMALL_MAPS:
        rows = small_maps.table(result)
        title = small_maps.texts(result.view, result)["small-maps-title"]
        # Each row names its own period.
        facts = [fact for fact in _facts(result, "map", rows) if fact[0] not in ("Title", "Period")]
        return Export((("Title", title), *facts), rows)
    rows = PANEL_TABLES[panel](result)
    return Export(tuple(_facts(result, panel, rows)), rows)


def _in_one(result: ExploreResult) -> Export:
    """Both figures of a map that shows two, with what must be known of each."""
    other = result.second_alone()
    facts = [("Title", second_map.texts(result.view, result)["map-title"])]
    facts += [("Classes", maps_in_one.THIRDS_NOTE), *_facts(result, "map", map_table(result))[1:-1]]
    facts += [fact for fact in _facts(other, "map", map_table(other))[2:] if fact not in facts]
    return Export(tuple(facts), maps_in_one.table(result))


def _facts(result: ExploreResult, panel: str, rows: pd.DataFrame) -> list[tuple[str, str]]:
    view, resolved = result.view, result.resolved
    facts = [("Title", PANEL_TITLES[panel](result)), ("View", f"/?{query_string(view)}")]
    if resolved.period_start and resolved.period_end and panel in ("headline", *OF_THE_MAP):
        facts.append(("Period", period_phrase(resolved.kind, resolved.period_start, resolved.period_end)))
    if result.simulated:
        facts.append(("Simulated", words.SIMULATED_BANNER))
    provenance = _provenance(result, panel)
    facts += [("Source", words.provenance_words(provenance)) for provenance in provenance]
    facts += [("Citation", provenance.citation) for provenance in provenance]
    facts += [("Note", provenance.caution) for provenance in provenance if provenance.caution]
    if panel in ("headline", "trend", *OF_THE_MAP):
        cautions = (*words.cautions(view), *words.rate_footnote(view, provenance))
        smoothing = words.smoothing_footnote(view, result.map) if panel == "map" else ()
        facts += [("Note", caution) for caution in (*cautions, *smoothing)]
        facts += status_legend(rows["status"], view.indicator)
        facts.append(("Definition", catalog.INDICATORS[view.indicator].definition))
    else:
        facts += [("Note", caution) for caution in catalog.INDICATORS["seized_weight"].cautions]
    return [*facts, ("Extract", result.version)]


def _provenance(result: ExploreResult, panel: str) -> list[Provenance]:
    """Where the figures of a panel come from, each once."""
    if panel == "headline":
        found: list[Provenance | None] = [result.figure.provenance]
    elif panel in OF_THE_MAP:
        found = [result.map.provenance if result.map else None]
    elif panel == "trend":
        found = [line.provenance for line in result.series]
    else:
        found = [result.seized.provenance]
    return list(dict.fromkeys(provenance for provenance in found if provenance))
