"""Resolves a view: what of it the extract can show."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Final

import pandas as pd

from model import catalog
from model.groups import PEERS, is_group, own_code
from model.periods import last_day_of, period_words
from model.places import NATION, places
from model.view import LEVELS, View
from queries.groups import groups_of, peers_of
from queries.results import ResolvedView
from queries.seizures import areas_of
from queries.store import Reader

NO_POPULATION: Final = (
    "This extract has no population for these figures, so counts are shown; rates need the Census county "
    "population totals, loaded beside them."
)
UNKNOWN_GROUP: Final = "A group in the link is not in this extract, or holds no county; it was left out."
NO_PEERS: Final = (
    "Peers are counties of the urban-rural class and vulnerability quartile of the county in focus, and are "
    "known where it has both."
)
UNKNOWN_AREA: Final = "The link's area is not one that this part of CBP reports for; all areas are shown."


def resolve(reader: Reader, view: View) -> ResolvedView:
    """The view as the extract can show it, with a remark for whatever cannot be shown as requested."""
    chosen = _with_choices(reader, view)
    return _with_known_area(reader, _with_published_measure(reader, _with_known_places(reader, chosen)))


def _with_choices(reader: Reader, view: View) -> ResolvedView:
    """The view with its kind of period, period, level and sources, and the choices on offer."""
    drugs = reader.once(_drugs, view.indicator)
    indicators = reader.once(_indicators, view.indicator)
    published = reader.once(_published, view.indicator, view.drug)
    if not published:
        remark = (
            f"{catalog.INDICATORS[view.indicator].label} is not in this extract for "
            f"{catalog.DRUGS[view.drug].phrase}; choose another drug or indicator."
        )
        return ResolvedView(view, "", None, "", (), (), {}, {}, {}, drugs, indicators, (remark,))
    remarks: list[str] = []
    kind = view.kind if view.kind in published else _kind_of(view.source, published)
    if view.kind and view.kind != kind:
        remarks.append(f"Not published by {view.kind}; {kind} is shown.")
    sources, periods, starts = reader.once(_choices, view.indicator, view.drug, kind, view.source)
    if view.source and view.source not in sources.values():
        remarks.append("The link's source has no such figures; another's are shown.")
    period_end = _period(view, periods, remarks)
    levels = tuple(level for level in LEVELS if level in periods[period_end])
    level = view.level if view.level in levels else (levels[0] if levels else "")
    if view.level and view.level != level:
        remarks.append(f"Not published by {view.level} for {period_words(period_end)}.")
    if not levels and catalog.INDICATORS[view.indicator].on_map:
        remarks.append(f"Only the nation has figures for {period_words(period_end)}.")
    return ResolvedView(
        view,
        kind,
        period_end,
        level,
        levels,
        tuple(published),
        sources,
        periods,
        starts,
        drugs,
        indicators,
        tuple(remarks),
    )


def _with_known_places(reader: Reader, resolved: ResolvedView) -> ResolvedView:
    """Without groups that stand for no county, and with what places are called."""
    view = resolved.view
    own = {own_code(position): group for position, group in enumerate(view.groups)}
    groups = {code: group for code, group in {**groups_of(reader), **own}.items() if group.counties}
    if peers := peers_of(reader, view.place):
        groups[PEERS] = peers
    unknown = [code for code in (view.place, *view.compare) if is_group(code) and code not in groups]
    remarks = [NO_PEERS if code == PEERS else UNKNOWN_GROUP for code in unknown]
    place = NATION if view.place in unknown else view.place
    compare = tuple(other for other in view.compare if other not in (*unknown, place))
    return replace(
        resolved.with_remarks(*remarks),
        view=replace(view, place=place, compare=compare),
        groups=MappingProxyType(groups),
        nation_label=catalog.INDICATORS[view.indicator].nation_label,
    )


def _with_published_measure(reader: Reader, resolved: ResolvedView) -> ResolvedView:
    """With the amount in place of a share or a rate that the chosen periods have nothing to divide by for."""
    view = resolved.view
    if view.measure not in ("share", "rate", "smoothed") or resolved.period_end is None:
        return resolved
    rows = reader.query("coverage", indicator=view.indicator, drug=view.drug)
    chosen = (rows["period_kind"] == resolved.kind) & (
        rows["source"] == rows["place_kind"].map(resolved.sources)
    )
    if view.measure != "share":
        chosen &= rows["place_kind"] == _place_kind(resolved)
    if rows.loc[chosen, "denominators"].any():
        return resolved
    entry = catalog.INDICATORS[view.indicator]
    remark = (
        f"No total is published for these periods, so {entry.amount_label} are shown instead of a share."
        if view.measure == "share"
        else NO_POPULATION
    )
    return resolved.with_view(measure="count").with_remarks(remark)


def _place_kind(resolved: ResolvedView) -> str:
    """The kind of place whose figures are looked at: that of the place in focus, or that of the map where it
    has none of its own."""
    place = resolved.view.place
    kind = "county" if place in resolved.groups else places()[place].kind
    return kind if kind in resolved.sources else resolved.level


def _with_known_area(reader: Reader, resolved: ResolvedView) -> ResolvedView:
    """Without an area of seizures that is not reported for."""
    view = resolved.view
    if not view.area or view.area in areas_of(reader, view):
        return resolved
    return resolved.with_view(area="").with_remarks(UNKNOWN_AREA)


def _indicators(reader: Reader, chosen: str) -> tuple[str, ...]:
    """Indicators on offer, in the catalog's order."""
    there = {chosen, *reader.query("api_published")["indicator"]}
    return tuple(entry.id for entry in catalog.INDICATORS.values() if entry.explorable and entry.id in there)


def _drugs(reader: Reader, indicator: str) -> dict[str, bool]:
    rows = reader.query("drugs", indicator=indicator)
    by_county = dict(zip(rows["drug"], rows["by_county"], strict=True))
    return {drug: bool(by_county[drug]) for drug in catalog.DRUGS if drug in by_county}


def _kind_of(source: str, published: dict[str, pd.DataFrame]) -> str:
    """The first kind of period that a source reports; the first of all without such a source."""
    its_own = (kind for kind, rows in published.items() if rows["source"].eq(source).any())
    return next(its_own, next(iter(published)))


def _published(reader: Reader, indicator: str, drug: str) -> dict[str, pd.DataFrame]:
    """Coverage by kind of period, in the catalog's order."""
    rows = reader.query("coverage", indicator=indicator, drug=drug)
    there = set(rows["period_kind"])
    ordered = [kind for kind in catalog.INDICATORS[indicator].period_kinds if kind in there]
    ordered += sorted(there - set(ordered))
    return {kind: rows[rows["period_kind"] == kind] for kind in ordered}


Choices = tuple[dict[str, str], dict[date, tuple[str, ...]], dict[date, date]]


def _choices(reader: Reader, indicator: str, drug: str, kind: str, source: str) -> Choices:
    """Sources by place kind, periods on offer, and their first days."""
    rows = reader.once(_published, indicator, drug)[kind]
    sources = _sources(rows, source)
    return (sources, *_periods(rows, sources))


def _sources(rows: pd.DataFrame, wanted: str) -> dict[str, str]:
    """Whose figures are shown of each place kind: the one wanted, or the first of the catalog."""
    order = {source: position for position, source in enumerate((wanted, *catalog.SOURCES))}
    there: dict[str, list[str]] = {}
    pairs = rows[["place_kind", "source"]].drop_duplicates()
    for place_kind, source in zip(pairs["place_kind"].tolist(), pairs["source"].tolist(), strict=True):
        there.setdefault(place_kind, []).append(source)
    return {
        place_kind: min(names, key=lambda source: (order.get(source, len(order)), source))
        for place_kind, names in there.items()
    }


def _periods(
    rows: pd.DataFrame, sources: dict[str, str]
) -> tuple[dict[date, tuple[str, ...]], dict[date, date]]:
    shown = rows[rows["source"] == rows["place_kind"].map(sources)]
    kinds: dict[date, tuple[str, ...]] = {}
    starts: dict[date, date] = {}
    ends, begins = shown["period_end"].dt.date.tolist(), shown["period_start"].dt.date.tolist()
    for day, start, place_kind in zip(ends, begins, shown["place_kind"].tolist(), strict=True):
        kinds[day] = tuple(sorted({*kinds.get(day, ()), place_kind}))
        starts[day] = start
    return dict(sorted(kinds.items(), reverse=True)), starts


def _period(view: View, periods: dict[date, tuple[str, ...]], remarks: list[str]) -> date:
    newest = next((day for day, kinds in periods.items() if view.level in kinds), None)
    finest = next((day for day, kinds in periods.items() if "county" in kinds), None)
    default = newest or finest or next(iter(periods))
    if not view.period:
        return default
    wanted = last_day_of(view.period)
    if wanted in periods:
        return wanted
    earlier = next((day for day in periods if day <= wanted), default)
    remarks.append(f"No figure is published for {period_words(wanted)}; {period_words(earlier)} is shown.")
    return earlier
