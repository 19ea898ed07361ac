"""Small maps, one a year or a drug: what the browser draws them from, their labels and their legend."""

import base64
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd
from dash import html
from dash.development.base_component import Component

from components import words
from components.attributes import attributes
from components.filters import drug_words
from components.map_legend import ABSENT_PATTERNS, class_rows, paper_words
from components.numbers import number, signed_percent
from components.periods import period_label, period_value
from methods.classes import NO_CLASS
from model import catalog
from model.places import NATION
from model.view import View
from panels import main_map
from panels.county_map import palette
from panels.drawings import SmallMapsDrawing
from panels.frames import panel_frame
from panels.map_table import map_table
from panels.panel import ON_EXPLORE, WITH_EXPLORE, Captions, Panel, Region, without
from panels.ranked_places import map_provenance
from panels.table_digits import decimals_shown
from queries.results import ExploreResult, ResolvedView, SmallMap, SmallMaps

STATUSES: Final = tuple(catalog.STATUS_WORDS)
NO_FIGURE: Final = 254
"""Stands for the class of a place without a figure."""
PRESS_ONE: Final = "Press a map to show it on the whole page."


def frame(panel: Panel, outlines_url: str) -> Component:
    """The panel, which is only seen while there are small maps."""
    return panel_frame(
        panel,
        [
            html.Div(id="small-maps-grid", **attributes(data_outlines=outlines_url)),
            html.Div(id="small-maps-legend", className="legend"),
        ],
        [html.Button("One map", className="quiet small", **attributes(data_maps=""))],
    )


def key(result: ExploreResult) -> tuple[str, ...]:
    """What the small maps depend on; which of them is the view's is marked by the browser."""
    small = result.small
    if small is None:
        return ()
    view = result.view
    each = (f"{shown.view.drug} {shown.resolved.period_end}" for shown in small.maps)
    measured = (view.indicator, view.measure, result.resolved.kind, view.source, small.maps[0].map.level)
    return (result.version, view.maps, *measured, view.classes, *each)


def values(view: View, result: ExploreResult) -> dict[str, Any]:
    """What the browser draws the small maps from.

    Returns
    -------
    dict
        `maps`, empty where there are none: of each its `value` in the URL, `outlines`, `label`, `figure`,
        `says` (for screen readers) and `codes`, base64 of one byte an outline: a position in `looks`, the
        pairs of status and class (`no_figure` for none) there are. `part` is the part of the URL that a press
        changes, `palette` what classes wear, `legend` pairs of a look and its words.
    """
    small = result.small
    if small is None:
        return {"maps": []}
    coded = [_codes(shown.map.places) for shown in small.maps]
    pairs = sorted(set().union(*(set(np.unique(codes).tolist()) for codes in coded)))
    return {
        "part": "drug" if view.maps == "drugs" else "period",
        "level": small.maps[0].map.level,
        "looks": [[STATUSES[pair // 256], pair % 256] for pair in pairs],
        "palette": palette(view, small.edges),
        "no_figure": NO_FIGURE,
        "legend": _legend(view, small),
        "maps": [
            {
                **_label(view, shown),
                "outlines": shown.map.outlines_url,
                "codes": _packed(np.searchsorted(pairs, codes)),
            }
            for shown, codes in zip(small.maps, coded, strict=True)
        ],
    }


def _codes(rows: pd.DataFrame) -> np.ndarray:
    """Status and class of each place in one number. Shape (len(rows),)."""
    status = pd.Categorical(rows["status"], categories=list(STATUSES)).codes.astype(int)
    number_or_none = np.where(rows["shown"].isna(), NO_FIGURE, rows["class_number"])
    return status * 256 + number_or_none


def _packed(codes: np.ndarray) -> str:
    return base64.b64encode(codes.astype(np.uint8).tobytes()).decode("ascii")


def _label(view: View, shown: SmallMap) -> dict[str, str]:
    """What stands under a small map, and what a screen reader says after it."""
    resolved, level = shown.resolved, shown.map.level
    assert resolved.period_end is not None
    start, end = resolved.starts[resolved.period_end], resolved.period_end
    by_drug = view.maps == "drugs"
    name = drug_words(shown.view.drug) if by_drug else period_label(resolved.kind, start, end)
    rows = shown.map.places
    held = f"{number(rows['shown'].notna().sum())} of {number(len(rows))} {words.LEVEL_WORDS[level][1]}"
    what = "drug" if by_drug else "period"
    return {
        "value": shown.view.drug if by_drug else period_value(resolved.kind, end),
        "label": name,
        "figure": _figure(view, shown, held),
        "says": f"{held} have a figure. Show this {what} on the whole page.",
    }


def _figure(view: View, shown: SmallMap, held: str) -> str:
    """The national figure in a few words, or else how many places have one."""
    where = shown.resolved.label(NATION)
    points = shown.national.points["shown"].dropna() if shown.national else pd.Series(dtype=float)
    if points.empty:
        return f"{held} released"
    value = float(points.iloc[0])
    if view.measure == "change":
        return f"{where}: {signed_percent(value)}"
    return f"{where}: {number(value, decimals_shown(view))}"


def _legend(view: View, small: SmallMaps) -> list[list[str]]:
    """Looks with their words: the classes, then the statuses that some map has."""
    rows = [list(row) for row in class_rows(view, small.edges)] if small.edges else []
    places = pd.concat([shown.map.places for shown in small.maps])
    held = set(places["status"])
    if "unreliable" in held:
        rows.append(["unreliable", words.UNRELIABLE])
    if (places["shown"].notna() & (places["class_number"] == NO_CLASS)).any():
        rows.append(
            ["zero", paper_words(view)] if small.edges else ["released", "released, not colored by class"]
        )
    return rows + [
        [status, catalog.status_words(status, view.indicator)] for status in ABSENT_PATTERNS if status in held
    ]


def texts(view: View, result: ExploreResult) -> dict[str, str]:
    """Title, subtitle and foot of the small maps."""
    small = result.small
    if small is None:
        return {}
    lines = tuple(shown.national for shown in small.maps if shown.national and len(shown.national.points))
    provenance = [shown.map.provenance for shown in small.maps] + [line.provenance for line in lines]
    cautions = words.cautions(small.maps[-1].view)
    notes = (*cautions, words.two_bases(lines, result.map), *words.rate_footnote(view, provenance))
    return {
        "small-maps-title": _title(view, small),
        "small-maps-subtitle": f"{_places_words(result, small)}{_classes_words(view, small)} {PRESS_ONE}",
        "small-maps-foot": words.footer(provenance, notes),
    }


def _title(view: View, small: SmallMaps) -> str:
    phrases = [words.shown_period(shown.resolved) for shown in small.maps]
    level = small.maps[0].map.level
    if view.maps == "drugs":
        what = catalog.INDICATORS[view.indicator].sentence
        return f"{what}{words.measure_phrase(view, level)}, one map a drug, {phrases[0]}"
    what = catalog.sentence(view.indicator, view.drug)
    return f"{what}{words.measure_phrase(view, level)}, one map a year, {phrases[0]} to {phrases[-1]}"


def _places_words(result: ExploreResult, small: SmallMaps) -> str:
    """What is drawn, where it is not the places of the large map or not every drug."""
    said = ""
    if small.maps[0].map.level != result.resolved.level:
        said += "Figures by drug are published by state only, so these are states. "
    if len(small.maps) < len(result.resolved.drugs) and result.view.maps == "drugs":
        said += f"Shown are the first {len(small.maps)} drugs of the list that have figures. "
    return said


def _classes_words(view: View, small: SmallMaps) -> str:
    if not small.edges:
        return words.NOT_COMPARABLE
    pooled = " Classes are quantiles of all these maps together, not those of the large map."
    return f"A color means the same on each map.{pooled if small.pooled else ''}"


def table(result: ExploreResult) -> pd.DataFrame:
    """One row a map and place, with what the map is of."""
    if result.small is None:
        return pd.DataFrame(columns=["place", "name", "status"])
    tables = []
    for shown in result.small.maps:
        # Small maps draw the whole nation, whatever the view looks at.
        whole = replace(shown.map, focused=None)
        alone = replace(result, resolved=shown.resolved, map=whole)
        rows = map_table(alone)
        rows.insert(0, "period_end", str(shown.resolved.period_end))
        rows.insert(0, "drug", shown.view.drug)
        tables.append(rows)
    return pd.concat(tables, ignore_index=True)


def _captions(resolved: ResolvedView, result: ExploreResult) -> Captions:
    said = texts(resolved.view, result)
    title, subtitle = said["small-maps-title"], without((PRESS_ONE,), said["small-maps-subtitle"])
    return Captions(title, subtitle, f"Maps. {title}. {subtitle}", said["small-maps-foot"])


PANEL: Final = Panel(
    id="small-maps",
    order=20,
    name="Small maps",
    figures="the figures of the small maps",
    appears_in=ON_EXPLORE,
    find=WITH_EXPLORE,
    texts=lambda resolved, result: texts(resolved.view, result),
    table=lambda _resolved, result: table(result),
    provenance=map_provenance,
    reading=(),
    content=lambda resolved, result: values(resolved.view, result),
    browser_module="panels/small_maps",
    key=key,
    frame=frame,
    region=Region.MAIN,
    page_words=(PRESS_ONE,),
    is_there=lambda _resolved, result: result.small is not None,
    notes=main_map.map_notes,
    captions=_captions,
    drawing=lambda _resolved, result: SmallMapsDrawing(result),
)
"""Each row of its file names its own period."""
