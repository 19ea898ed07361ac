"""Decides what of a view the extract can show: period, level and the choices on offer."""

from calendar import month_name
from datetime import date, timedelta

import pandas as pd

from model import catalog
from model.view import EXPLORABLE, LEVELS, View
from queries.results import ResolvedView
from queries.store import Reader

WEEKS_OF_A_YEAR = 52 * 7
"""Days: a week is compared with the one 52 weeks earlier, which ends on the same day of the week."""


def month_end_of(month: str) -> date:
    """Last day of a month written `YYYY-MM`."""
    return pd.Period(month, "M").end_time.date()


def last_day_of(period: str) -> date:
    """The day itself, or the last day of a month written `YYYY-MM`."""
    return month_end_of(period) if len(period) == len("2024-12") else date.fromisoformat(period)


def months_later(day: date, months: int) -> date:
    """Month end a number of months after (or, below zero, before) another."""
    return (pd.Timestamp(day) + pd.offsets.MonthEnd(months)).date()


def month_of(day: date) -> str:
    """Month of a day, written `YYYY-MM`."""
    return f"{day.year}-{day.month:02d}"


def period_words(day: date) -> str:
    """Month of a day in words."""
    return f"{month_name[day.month]} {day.year}"


def year_earlier(period_kind: str, day: date) -> date:
    """End of the same period a year before: the same week of 52, the same day, the same month."""
    if period_kind == "week":
        return day - timedelta(days=WEEKS_OF_A_YEAR)
    if period_kind == "day":
        return (pd.Timestamp(day) - pd.DateOffset(years=1)).date()
    return months_later(day, -12)


def resolve_choices(reader: Reader, view: View) -> ResolvedView:
    """Fill in period and level, with a remark for whatever cannot be shown as asked."""
    drugs = reader.once(_drugs, view.indicator)
    indicators = reader.once(_indicators, view.indicator)
    published = reader.once(_published, view.indicator, view.drug)
    if not published:
        remark = (
            f"{catalog.INDICATORS[view.indicator].label} is not in this extract for "
            f"{catalog.DRUGS[view.drug].phrase}; choose another drug or indicator."
        )
        return ResolvedView("", None, "", (), (), {}, {}, {}, drugs, indicators, (remark,))
    remarks: list[str] = []
    kind = view.kind if view.kind in published else next(iter(published))
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


def _indicators(reader: Reader, asked: str) -> tuple[str, ...]:
    """Indicators on offer, in the catalog's order."""
    there = {asked, *reader.query("api_published")["indicator"]}
    return tuple(indicator for indicator in EXPLORABLE if indicator in there)


def _drugs(reader: Reader, indicator: str) -> dict[str, bool]:
    rows = reader.query("drugs", indicator=indicator)
    by_county = dict(zip(rows["drug"], rows["by_county"], strict=True))
    return {drug: bool(by_county[drug]) for drug in catalog.DRUGS if drug in by_county}


def _published(reader: Reader, indicator: str, drug: str) -> dict[str, pd.DataFrame]:
    """Coverage by kind of period, in the catalog's order."""
    rows = reader.query("coverage", indicator=indicator, drug=drug)
    there = set(rows["period_kind"])
    ordered = [kind for kind in catalog.INDICATORS[indicator].period_kinds if kind in there]
    ordered += sorted(there - set(ordered))
    return {kind: rows[rows["period_kind"] == kind] for kind in ordered}


Choices = tuple[dict[str, str], dict[date, tuple[str, ...]], dict[date, date]]


def _choices(reader: Reader, indicator: str, drug: str, kind: str, wanted: str) -> Choices:
    """Sources by place kind, periods on offer, and their first days."""
    rows = reader.once(_published, indicator, drug)[kind]
    sources = _sources(rows, wanted)
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
