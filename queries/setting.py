"""Decides what of a view the extract can show: period, level and the choices on offer."""

from calendar import month_name
from datetime import date

import pandas as pd

from data import catalog
from data.results import Setting
from data.view import LEVELS, View
from queries.store import Opened


def month_end_of(month: str) -> date:
    """Last day of a month written `YYYY-MM`."""
    return pd.Period(month, "M").end_time.date()


def months_later(day: date, months: int) -> date:
    """Month end a number of months after (or, below zero, before) another."""
    return (pd.Timestamp(day) + pd.offsets.MonthEnd(months)).date()


def month_of(day: date) -> str:
    """Month of a day, written `YYYY-MM`."""
    return f"{day.year}-{day.month:02d}"


def period_words(day: date) -> str:
    """Month of a day in words."""
    return f"{month_name[day.month]} {day.year}"


def settle_setting(opened: Opened, view: View) -> Setting:
    """Fill in period and level, with a remark for whatever cannot be shown as asked."""
    drugs = opened.once(_drugs, view.indicator)
    periods = opened.once(_periods, view.indicator, view.drug)
    if not periods:
        remark = (
            f"{catalog.INDICATORS[view.indicator].label} is not in this extract for "
            f"{catalog.DRUGS[view.drug].phrase}; choose another drug or indicator."
        )
        return Setting(None, "", (), {}, drugs, (remark,))
    period_end, remarks = _period(view, periods)
    levels = tuple(kind for kind in LEVELS if kind in periods[period_end])
    level = view.level if view.level in levels else (levels[0] if levels else "")
    if view.level and view.level != level:
        remarks.append(f"Not published by {view.level} for {period_words(period_end)}.")
    if not levels and catalog.INDICATORS[view.indicator].on_map:
        remarks.append(f"Only the nation has figures for {period_words(period_end)}.")
    return Setting(period_end, level, levels, periods, drugs, tuple(remarks))


def _drugs(opened: Opened, indicator: str) -> dict[str, bool]:
    rows = opened.ask("drugs", indicator=indicator)
    by_county = dict(zip(rows["drug"], rows["by_county"], strict=True))
    return {drug: bool(by_county[drug]) for drug in catalog.DRUGS if drug in by_county}


def _periods(opened: Opened, indicator: str, drug: str) -> dict[date, tuple[str, ...]]:
    rows = opened.ask("coverage", indicator=indicator, drug=drug)
    periods: dict[date, tuple[str, ...]] = {}
    for day, kind in zip(rows["period_end"].dt.date.tolist(), rows["place_kind"].tolist(), strict=True):
        periods[day] = tuple(sorted({*periods.get(day, ()), kind}))
    return dict(sorted(periods.items(), reverse=True))


def _period(view: View, periods: dict[date, tuple[str, ...]]) -> tuple[date, list[str]]:
    newest = next((day for day, kinds in periods.items() if view.level in kinds), None)
    finest = next((day for day, kinds in periods.items() if "county" in kinds), None)
    default = newest or finest or next(iter(periods))
    if not view.period:
        return default, []
    wanted = month_end_of(view.period)
    if wanted in periods:
        return wanted, []
    return default, [f"No figure is published for {period_words(wanted)}; {period_words(default)} is shown."]
