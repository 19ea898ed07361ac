"""The map panel: what is declared of the map, which `panels.county_map` gives the browser to draw."""

from typing import Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components import empty_state, map_legend, map_options, words
from components.attributes import attributes
from components.how_to_read import FADED, INTERVAL, SMOOTHED
from components.table_files import Export
from methods.rates import UNRELIABLE_BELOW
from model import catalog
from model.view import View
from panels import county_map, keys, maps_in_one
from panels.answers import answer_within
from panels.drawings import MapDrawing
from panels.frames import panel_frame
from panels.map_table import map_table
from panels.notes import figure_notes
from panels.panel import (
    ON_EXPLORE,
    WITH_EXPLORE,
    Captions,
    Fact,
    Panel,
    PanelAnswer,
    Region,
)
from panels.ranked_places import map_provenance
from panels.sheet_part import SheetPart
from queries.results import ExploreResult, ResolvedView


def _frame(panel: Panel, outlines_url: str) -> Component:
    return panel_frame(
        panel,
        [
            empty_state.empty_frame(),
            county_map.map_frame(outlines_url),
            county_map.play_frame(),
            map_legend.legend_frame(),
            html.Div(id="both-legend", hidden=True),
        ],
        [html.Nav(id="place-trail", **attributes(aria_label="Place")), map_options.map_options()],
        [county_map.period_frame()],
    )


def _texts(resolved: ResolvedView, result: ExploreResult) -> dict[str, str]:
    view = resolved.view
    texts = {
        "map-title": words.map_title(resolved),
        "map-subtitle": words.map_subtitle(resolved, result.map),
        "map-foot": words.map_foot(result),
        "map-options-reason": map_options.options_reason(view),
    }
    if result.second is not None and maps_in_one.in_one(result):
        texts |= maps_in_one.texts(view, result, result.second)
    return texts


def map_notes(resolved: ResolvedView, result: ExploreResult, rows: pd.DataFrame) -> list[Fact]:
    """What must be known of the figures of a map."""
    view = resolved.view
    return figure_notes(view, map_provenance(result), rows, words.smoothing_footnote(view, result.map))


def map_captions(resolved: ResolvedView, result: ExploreResult) -> Captions:
    """The words of a map; of two in one those of both."""
    texts = _texts(resolved, result)
    title, subtitle, foot = (texts[f"map-{part}"] for part in ("title", "subtitle", "foot"))
    return Captions(title, subtitle, f"Map. {title}. {subtitle}", foot)


def map_reading(resolved: ResolvedView, result: ExploreResult) -> list[str]:
    """How a map is read."""
    view = resolved.view
    entry = catalog.INDICATORS[view.indicator]
    if result.map is None:
        return ["Nothing is drawn, because no figure of a county or state is published for this choice."]
    place = result.map.level
    opening = (
        f"The color of a {place} is that of the legend, and means the same in every period."
        if entry.comparable
        else f"A {place} has one color where a figure is released, because places must not be compared."
    )
    hidden = f"A pattern says why there is no figure: {_withheld(view)} is never zero."
    closing = (
        "A large area is not a large number of people, and two places whose intervals overlap may not differ."
        if entry.comparable
        else "Compare a place only with its own past."
    )
    return [opening, hidden, *_certainty(view), closing]


def _withheld(view: View) -> str:
    own = catalog.INDICATORS[view.indicator].suppression
    return f"“{own}”, like “not reported”," if own else "“not reported”"


def _certainty(view: View) -> list[str]:
    """What the interval and the word unreliable mean, where the measure has them."""
    entry = catalog.INDICATORS[view.indicator]
    if not entry.counts_people or view.measure == "share":
        return []
    if view.measure == "smoothed":
        return [SMOOTHED]
    few = f"Figures on fewer than {UNRELIABLE_BELOW} are unreliable, because chance alone moves them much."
    faded = [FADED] if view.fade else []
    return [INTERVAL, *faded] if view.measure == "count" else [INTERVAL, few, *faded]


def _export(answer: PanelAnswer) -> Export:
    """Both figures of a map that shows two, with what must be known of each."""
    result: ExploreResult = answer.found
    if not maps_in_one.in_one(result):
        return answer.usual_export()
    other = answer_within(PANEL, result.second_alone()).usual_export()
    facts = [("Title", answer.texts["map-title"])]
    facts += [("Classes", maps_in_one.TERCILES_NOTE), *answer.usual_export().facts[1:-1]]
    facts += [fact for fact in other.facts[2:] if fact not in facts]
    return Export(tuple(facts), maps_in_one.table(result))


def _key(result: ExploreResult) -> tuple[str, ...]:
    return (*keys.drawn(result), result.view.classes, result.view.fade)


PANEL: Final = Panel(
    id="map",
    order=30,
    name="Map",
    figures="the figures of the map",
    appears_in=ON_EXPLORE,
    find=WITH_EXPLORE,
    texts=_texts,
    table=lambda _resolved, result: map_table(result),
    provenance=map_provenance,
    reading=map_reading,
    content=lambda resolved, result: county_map.map_values(resolved.view, result.map),
    browser_module="map/main_map",
    alternative=lambda texts: county_map.map_alternative(texts["map-title"], texts["map-subtitle"]),
    key=_key,
    frame=_frame,
    region=Region.MAIN,
    is_of_period=True,
    notes=map_notes,
    export=_export,
    captions=map_captions,
    listed=lambda _resolved, result: map_table(result).sort_values(["rank", "place"], ignore_index=True),
    drawing=lambda _resolved, result: MapDrawing(result) if result.map else None,
    sheet_part=SheetPart.DRAWING,
)
