"""Headline tiles: the place in focus in a few large figures."""

from collections import Counter
from typing import Final

import numpy as np
import pandas as pd
from dash import html
from dash.development.base_component import Component

from components.fallbacks import fallbacks, fallbacks_words
from components.how_to_read import CLEAR, UNASSESSED
from components.numbers import counted, number, rounded, signed_percent
from components.words import (
    BASIS_WORDS,
    LEVEL_WORDS,
    PREDICTED_COUNTS,
    amount_title,
    cautions,
    footer,
    rate_footnote,
    shown_period,
    why_no_sum,
)
from methods.rates import UNRELIABLE_BELOW, is_unreliable
from model import catalog
from model.view import View
from panels.drawings import Tile, Tiles
from panels.frames import menu, reading_of
from panels.notes import figure_notes
from panels.panel import ON_EXPLORE, WITH_EXPLORE, Captions, Fact, Panel, Region
from panels.sheet_part import SheetPart
from queries.results import Estimate, ExploreResult, Figure, MapResult, Provenance, ResolvedView

COUNTIES: Final = LEVEL_WORDS["county"]
NO_INTERVAL: Final = "no interval for a prediction"


def headline(view: View, result: ExploreResult) -> list[Component]:
    """Tiles for amount, rate, change and completeness, and what to look at instead of a withheld figure."""
    return [*map(_component, tiles(view, result)), *fallbacks(result)]


def tiles(view: View, result: ExploreResult) -> list[Tile]:
    """What each tile says."""
    entry = catalog.INDICATORS[view.indicator]
    figure = result.figure
    said = [_amount(view, result)]
    if figure.share is not None:
        said.append(_share(entry, figure))
    if "rate" in entry.measures:
        said.append(_rate(entry, figure, figure.place in result.resolved.groups))
    if entry.compares_years:
        said.append(_change(entry, figure, figure.place in result.resolved.groups))
    if result.released:
        said.append(_released(entry, result.resolved, result.released))
    if result.map:
        said.append(_completeness(result.resolved, result.map))
    return said


def _released(entry: catalog.Indicator, resolved: ResolvedView, released: Figure) -> Tile:
    """The sum of released counties in the period shown, beside an older figure of the whole."""
    title = f"{entry.unit[0].upper()}{entry.unit[1:]} in released counties, {shown_period(resolved)}"
    return Tile(title, number(released.value, entry.decimals), _sum_words(released))


def _component(tile: Tile) -> Component:
    return html.Div(
        [html.Span(tile.title), html.B(tile.value, className=tile.tone), html.Em(tile.small)],
        className="tile" if tile.is_number else "tile words",
    )


def _status(figure: Figure, indicator: str) -> str:
    words = catalog.status_words(figure.status, indicator)
    return words[0].upper() + words[1:]


def _amount(view: View, result: ExploreResult) -> Tile:
    entry, figure = catalog.INDICATORS[view.indicator], result.figure
    title = amount_title(result)
    if figure.value is None and figure.place in result.resolved.groups:
        return Tile(title, why_no_sum(result.resolved), counted(figure.places_to_sum, *COUNTIES))
    if figure.value is None:
        return Tile(title, _status(figure, view.indicator), "no figure to show")
    if figure.place in result.resolved.groups:
        small = f"{number(figure.places_summed)} of {number(figure.places_to_sum)} counties released"
        small += "; not the whole" if figure.places_summed < figure.places_to_sum else ""
    elif figure.places_summed:
        small = _sum_words(figure)
    elif figure.reported is not None:
        small = f"predicted for late reports; {number(figure.reported, entry.decimals)} reported"
    else:
        small = "" if figure.status == "ok" else catalog.status_words(figure.status, view.indicator)
    if figure.incomplete and figure.reported is None:
        small += "; still incomplete"
    return Tile(title, number(figure.value, entry.decimals), small)


def _sum_words(figure: Figure) -> str:
    """What was added up, and whether that is all there is."""
    summed, there = number(figure.places_summed), number(figure.places_to_sum)
    if figure.places_summed < figure.places_to_sum:
        return f"{summed} of {there} counties; not the whole"
    return "its only county" if figure.places_summed == 1 else f"sum of all {summed} counties"


def _share(entry: catalog.Indicator, figure: Figure) -> Tile:
    return Tile(f"Share of all {entry.unit}", f"{number(figure.share, 1)}%", "of those that name a drug")


def _rate(entry: catalog.Indicator, figure: Figure, of_group: bool) -> Tile:
    title = f"Per {catalog.RATE_PER:,} residents, crude"
    if figure.provenance and figure.provenance.basis == "occurrence":
        title += f", {BASIS_WORDS['occurrence']}"
    if of_group and figure.places_rated:
        title += f", in the {counted(figure.places_rated, 'released county', 'released counties')}"
        if figure.places_rated < figure.places_summed:
            title += " with a population"
    if figure.rate is None:
        return Tile(title, "–", _why_no_rate(entry, figure, of_group))
    interval = (
        f"95% interval {number(figure.rate.lower, 1)} to {number(figure.rate.upper, 1)}"
        if figure.rate.is_assessed
        else NO_INTERVAL
    )
    if of_group and figure.places_rated < figure.places_to_sum:
        interval += "; not the whole group’s rate"
    unreliable = figure.value is not None and is_unreliable(figure.value)
    return Tile(title, number(figure.rate.value, 1), f"{interval}{'; unreliable' if unreliable else ''}")


def _why_no_rate(entry: catalog.Indicator, figure: Figure, of_group: bool) -> str:
    if of_group:
        return "no released county has a population" if figure.places_summed else "no sum to divide"
    if figure.value is None:
        return _status(figure, entry.id).lower()
    if figure.places_summed < figure.places_to_sum:
        return "not stated for a part of the counties"
    return "no population for these boundaries"


def _change(entry: catalog.Indicator, figure: Figure, of_group: bool) -> Tile:
    title = "Change on a year earlier" + (", predicted counts" if figure.change_of_predicted else "")
    if figure.places_compared:
        title += f", in the {counted(figure.places_compared, *COUNTIES)} released in both years"
    if figure.change is None:
        needs = "a county released" if of_group else "this place's own figure"
        return Tile(title, "–", f"needs {needs} in both years")
    if not figure.change.is_assessed and figure.change_of_predicted and not figure.change.of_few:
        earlier = f"{number(figure.before, entry.decimals)} a year earlier"
        return Tile(title, signed_percent(figure.change.value), f"{earlier}; {NO_INTERVAL}")
    if not figure.change.is_assessed:
        return Tile(
            "A year earlier", number(figure.before, entry.decimals), _unassessed(entry, figure.change)
        )
    direction, tone = figure.change.direction, ""
    # No color says "good" of a fall that may only be missing reports.
    if entry.more_is_worse is not None and direction and not figure.incomplete:
        tone = "bad" if (direction > 0) == entry.more_is_worse else "good"
    interval = f"{signed_percent(figure.change.lower)} to {signed_percent(figure.change.upper)}"
    verdict = "" if direction else "no clear change; "
    if figure.incomplete and not figure.change_of_predicted:
        verdict = f"incomplete reports; {verdict}"
    return Tile(
        title,
        signed_percent(figure.change.value),
        f"{verdict}95% interval {interval}",
        tone,
    )


def _unassessed(entry: catalog.Indicator, change: Estimate) -> str:
    """Why two figures are shown and no change."""
    if change.of_few:
        return f"fewer than {UNRELIABLE_BELOW} in either year, so no direction is stated"
    what = "a rate published without its count" if entry.published_rate else "a weight"
    return f"{what} has no interval, so no direction is stated"


def _completeness(resolved: ResolvedView, on_map: MapResult) -> Tile:
    rows = on_map.in_focus
    where = f"{resolved.label(on_map.focus)} " if on_map.focus else ""
    _, plural = LEVEL_WORDS[on_map.level]
    absent = np.isnan(rows["count"].to_numpy())
    released = int((~absent).sum())
    withheld = Counter(rows["status"].to_numpy()[absent].tolist())
    parts = [
        f"{number(held)} {catalog.status_words(status, resolved.view.indicator)}"
        for status, held in withheld.most_common()
    ]
    small = f"of {number(len(rows))}" + (f"; {', '.join(parts)}" if parts else "")
    title = f"{where}{plural} released"
    return Tile(title[0].upper() + title[1:], number(released), small)


def headline_table(result: ExploreResult) -> pd.DataFrame:
    """The tiles: amount, rate, share and change of the place in focus."""
    figure, view = result.figure, result.view
    entry = catalog.INDICATORS[view.indicator]
    rows: list[tuple[str, float | None, float | None, float | None, int]] = [
        (entry.unit, figure.value, None, None, entry.decimals)
    ]
    if figure.reported is not None:
        rows[0] = (f"{entry.unit}, predicted", *rows[0][1:])
        rows.append((f"{entry.unit}, reported", figure.reported, None, None, entry.decimals))
    if figure.share is not None:
        rows.append((f"percent of all {entry.unit}", figure.share, None, None, 1))
    assessed = figure.change is not None and figure.change.is_assessed
    if figure.change and not assessed:
        rows.append((f"{entry.unit}, a year earlier", figure.before, None, None, entry.decimals))
    estimates = {
        f"per {catalog.RATE_PER:,} residents, crude": figure.rate,
        "change on a year earlier, %": figure.change if assessed or _is_told(figure) else None,
    }
    for name, estimate in estimates.items():
        if estimate is not None:
            rows.append((name, estimate.value, estimate.lower, estimate.upper, 1))
    table = pd.DataFrame(rows, columns=["figure", "value", "lower", "upper", "decimals"])
    for column in ("value", "lower", "upper"):
        known = zip(table[column].astype(float), table["decimals"], strict=True)
        table[column] = [float(rounded(value, digits)) for value, digits in known]
    table = table.drop(columns="decimals").assign(
        place=figure.place,
        name=result.resolved.label(figure.place),
        indicator=view.indicator,
        drug=view.drug,
        period_end=str(figure.end or result.resolved.period_end),
        scope=_scope(figure),
        status=figure.status,
    )
    return table if result.released is None else _with_released(table, result.released)


def _is_told(figure: Figure) -> bool:
    """Whether a change without an interval is told: that of predictions, not that of too few."""
    return figure.change_of_predicted and figure.change is not None and not figure.change.of_few


def _with_released(table: pd.DataFrame, released: Figure) -> pd.DataFrame:
    """The table with the sum of released counties in the period shown as its last row."""
    row = table.iloc[:1].assign(
        figure=f"{table['figure'].iloc[0].split(',')[0]} in released counties",
        value=float(released.value or 0),
        period_end=str(released.end),
        scope=_scope(released),
        status=released.status,
    )
    return pd.concat([table, row], ignore_index=True)


def _scope(figure: Figure) -> str:
    """Whether a figure is of the whole place."""
    if figure.places_summed < figure.places_to_sum:
        return f"{figure.places_summed} released of {figure.places_to_sum} counties, not the whole"
    return "whole"


def _frame(panel: Panel, _outlines_url: str) -> Component:
    tools = [menu(panel), *reading_of(panel)]
    return html.Div(
        [html.Div(id=panel.id, className="tiles"), html.Div(tools, className="figures")],
        className=panel.id,
    )


def _texts(_resolved: ResolvedView, result: ExploreResult) -> dict[str, str]:
    return {"headline-foot": footer([result.figure.provenance])}


def _provenance(result: ExploreResult) -> list[Provenance]:
    return [result.figure.provenance] if result.figure.provenance else []


def _notes(resolved: ResolvedView, result: ExploreResult, rows: pd.DataFrame) -> list[Fact]:
    return figure_notes(resolved.view, _provenance(result), rows)


def _captions(resolved: ResolvedView, result: ExploreResult) -> Captions:
    view = resolved.view
    figure = result.figure
    spoken = " ".join(
        f"{tile.title}: {tile.value}{f' ({tile.small})' if tile.small else ''}."
        for tile in tiles(view, result)
    )
    notes = (*cautions(view), *rate_footnote(view, [figure.provenance]))
    foot = footer([figure.provenance], notes)
    return Captions(amount_title(result), "", spoken, foot, fallbacks_words(result))


def _reading(resolved: ResolvedView, result: ExploreResult) -> list[str]:
    where = resolved.label(result.figure.place)
    sentences = [f"The tiles are figures of {where}; the last one counts the places of the map."]
    if result.figure.change and (result.figure.change.is_assessed or not result.figure.change_of_predicted):
        sentences.append(CLEAR if result.figure.change.is_assessed else UNASSESSED)
    if result.figure.reported is not None:
        sentences.append(PREDICTED_COUNTS)
    if result.figure.status == "provisional":
        sentences.append("Provisional counts are revised as late records arrive.")
    return sentences


PANEL: Final = Panel(
    id="headline",
    order=10,
    name="Headline figures",
    figures="the headline figures",
    appears_in=ON_EXPLORE,
    find=WITH_EXPLORE,
    texts=_texts,
    table=lambda _resolved, result: headline_table(result),
    provenance=_provenance,
    reading=_reading,
    frame=_frame,
    region=Region.MAIN,
    title=lambda _resolved, result: amount_title(result),
    notes=_notes,
    captions=_captions,
    drawing=lambda resolved, result: Tiles(tiles(resolved.view, result)),
    sheet_part=SheetPart.TILES,
)
