"""Headline tiles: the place in focus in a few large figures."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from dash import html
from dash.development.base_component import Component

from components.fallbacks import offers
from components.numbers import number, signed_percent
from components.words import (
    LEVEL_WORDS,
    amount_title,
    change_words,
    interval_words,
    why_no_sum,
)
from methods.rates import UNRELIABLE_BELOW
from model import catalog
from model.view import View
from queries.results import ExploreResult, Figure, MapResult, ResolvedView


@dataclass(frozen=True)
class Tile:
    """A large figure, or words in its place, with what it is over it and what must be known under it."""

    title: str
    value: str
    small: str
    tone: str = ""

    @property
    def is_number(self) -> bool:
        """Whether a number stands on it, or a dash for one."""
        return self.value[:1].isdigit() or self.value[:1] in "+−–"


def headline(view: View, result: ExploreResult) -> list[Component]:
    """Tiles for amount, rate, change and completeness, and what to look at instead of a withheld figure."""
    return [*map(_component, tiles(view, result)), *offers(result)]


def tiles(view: View, result: ExploreResult) -> list[Tile]:
    """What each tile says."""
    entry = catalog.INDICATORS[view.indicator]
    figure = result.figure
    said = [_amount(view, result)]
    if figure.share is not None:
        said.append(_share(entry, figure))
    if "rate" in entry.measures:
        said.append(_rate(entry, figure, figure.place in result.resolved.groups))
    if "change" in entry.measures:
        said.append(_change(entry, figure, figure.place in result.resolved.groups))
    if result.map:
        said.append(_completeness(view, result.resolved, result.map))
    return said


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
        return Tile(title, why_no_sum(view, result.resolved), f"{number(figure.places_to_sum)} counties")
    if figure.value is None:
        return Tile(title, _status(figure, view.indicator), "no figure to show")
    if figure.place in result.resolved.groups:
        small = f"{number(figure.places_summed)} of {number(figure.places_to_sum)} counties released"
        small += "; not the whole" if figure.places_summed < figure.places_to_sum else ""
    elif figure.places_summed:
        small = _sum_words(figure)
    elif figure.predicted is not None and round(figure.predicted) != round(figure.value):
        small = f"reported; {number(figure.predicted, entry.decimals)} predicted"
    else:
        small = "" if figure.status == "ok" else catalog.status_words(figure.status, view.indicator)
    if figure.incomplete:
        small += "; underreported, the agency says"
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
    if of_group and figure.places_rated:
        title += f", in the {number(figure.places_rated)} released counties"
        if figure.places_rated < figure.places_summed:
            title += " with a population"
    if figure.rate is None:
        return Tile(title, "–", _why_no_rate(entry, figure, of_group))
    interval = f"95% interval {number(figure.rate.lower, 1)} to {number(figure.rate.upper, 1)}"
    if of_group and figure.places_rated < figure.places_to_sum:
        interval += "; not the whole group’s rate"
    unreliable = figure.value is not None and 0 < figure.value < UNRELIABLE_BELOW
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
        title += f", in the {number(figure.places_compared)} counties released in both years"
    if figure.change is None:
        needs = "a county released" if of_group else "this place's own figure"
        return Tile(title, "–", f"needs {needs} in both years")
    words = change_words(figure)
    tone = ""
    # No colour says "good" of a fall that may only be missing reports.
    if entry.more_is_worse is not None and words != "no clear change" and not figure.incomplete:
        tone = "bad" if (figure.change.value > 0) == entry.more_is_worse else "good"
    if figure.change.lower is None:
        return Tile(
            title, signed_percent(figure.change.value), f"from {number(figure.before, entry.decimals)}", tone
        )
    interval = f"{signed_percent(figure.change.lower)} to {signed_percent(figure.change.upper)}"
    verdict = "no clear change; " if words == "no clear change" else ""
    if figure.incomplete:
        verdict = f"incomplete reports; {verdict}"
    return Tile(
        title,
        signed_percent(figure.change.value),
        f"{verdict}{interval_words(entry, 'change')} {interval}",
        tone,
    )


def _completeness(view: View, resolved: ResolvedView, on_map: MapResult) -> Tile:
    rows = on_map.in_focus
    where = f"{resolved.label(on_map.focus)} " if on_map.focus else ""
    _, plural = LEVEL_WORDS[on_map.level]
    absent = np.isnan(rows["count"].to_numpy())
    released = int((~absent).sum())
    withheld = Counter(rows["status"].to_numpy()[absent].tolist())
    parts = [
        f"{number(held)} {catalog.status_words(status, view.indicator)}"
        for status, held in withheld.most_common()
    ]
    small = f"of {number(len(rows))}" + (f"; {', '.join(parts)}" if parts else "")
    title = f"{where}{plural} released"
    return Tile(title[0].upper() + title[1:], number(released), small)
