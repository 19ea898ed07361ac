"""Answers the seizure panel: months, totals of a range of months, and the areas with most."""

from datetime import date

import numpy as np
import pandas as pd

from model.places import NATION
from model.view import View, months_between, seized_drug
from queries.provenance import provenance_of
from queries.resolved_view import month_end_of, month_of, months_later
from queries.results import Provenance, ResolvedView, SeizedResult
from queries.store import Reader

TOP_AREAS = 8
WINDOW_MONTHS = 12
SOURCES = {"land": "cbp_nationwide", "air-marine": "cbp_air_marine"}
TOTALS = {"land": NATION, "air-marine": "Air and Marine Operations"}


def seized(reader: Reader, view: View, resolved: ResolvedView) -> SeizedResult:
    """Everything the seizure panel shows for a view."""
    source, total = SOURCES[view.areas], TOTALS[view.areas]
    covered = reader.sources["through"].get(source)
    last = resolved.period_end or (covered.date() if covered is not None else date.today())
    first = month_end_of(view.since) if view.since else last
    if not view.since or first > last:
        first = months_later(last, 1 - WINDOW_MONTHS)
    return reader.once(_seized_of, seized_drug(view), source, total, view.area or total, first, last)


def areas_of(reader: Reader, view: View) -> tuple[str, ...]:
    """Every area that the part of CBP in the view reports for, by name."""
    return tuple(reader.query("areas", source=SOURCES[view.areas])["place"].tolist())


def _seized_of(
    reader: Reader, drug: str, source: str, total: str, place: str, first: date, last: date
) -> SeizedResult:
    everywhere = reader.query("seized_months", drug=drug, place=total, source=source)
    months = reader.once(_months_of, drug, source, total, place)
    earlier = (months_later(first, -12), months_later(last, -12))
    inside, year_ago = _within(months, first, last), _within(months, *earlier)
    wanted = months_between(month_of(first), month_of(last))
    # A longer range would overlap with itself a year earlier.
    whole_before = wanted <= WINDOW_MONTHS and len(_within(everywhere, *earlier)) == wanted
    return SeizedResult(
        drug=drug,
        months=months,
        areas=_top_areas(reader.once(_areas_by_month, drug, source), first, last),
        first=first,
        last=last,
        months_covered=len(_within(everywhere, first, last)),
        months_wanted=wanted,
        weight=float(inside["weight"].sum()),
        events=float(inside["events"].sum()),
        weight_before=float(year_ago["weight"].sum()) if whole_before else None,
        provenance=_origin(reader, source),
    )


def _months_of(reader: Reader, drug: str, source: str, total: str, place: str) -> pd.DataFrame:
    """Every month the source covers; an area has no row for a month in which it seized nothing."""
    months = reader.query("seized_months", drug=drug, place=place, source=source)
    if place == total or months.empty:
        return months
    everywhere = reader.query("seized_months", drug=drug, place=total, source=source)
    return everywhere[["period_end"]].merge(months, how="left").fillna({"weight": 0.0, "events": 0.0})


def _areas_by_month(reader: Reader, drug: str, source: str) -> pd.DataFrame:
    """Weight and events, areas down and months across; 0 where an area seized nothing."""
    rows = reader.query("seized_areas", drug=drug, source=source)
    return rows.pivot(index="place", columns="period_end", values=["weight", "events"]).fillna(0.0)


def _top_areas(by_month: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """Areas with the most pounds from the first to the last month, heaviest first."""
    days = by_month.columns.get_level_values(1)
    inside = ((days >= pd.Timestamp(first)) & (days <= pd.Timestamp(last))).reshape(2, -1)
    weight, events = (
        part[:, within].sum(axis=1)
        for part, within in zip(np.hsplit(by_month.to_numpy(), 2), inside, strict=True)
    )
    heaviest = np.lexsort((by_month.index, -events, -weight))[:TOP_AREAS]
    heaviest = heaviest[events[heaviest] > 0]
    return pd.DataFrame(
        {"place": by_month.index[heaviest], "weight": weight[heaviest], "events": events[heaviest]}
    )


def _origin(reader: Reader, source: str) -> Provenance | None:
    found = reader.sources[reader.sources.index == source].reset_index()
    return provenance_of(reader, found.assign(basis="agency area"))


def _within(months: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    days = months["period_end"].to_numpy()
    return months[(days >= pd.Timestamp(first)) & (days <= pd.Timestamp(last))]
