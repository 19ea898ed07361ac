"""Answers the profile of a place: small charts of each sector, every one beside its state and the nation."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Final, cast

import numpy as np
import pandas as pd

from methods.rates import is_unreliable
from methods.shares import share_difference
from model import catalog
from model.periods import year_earlier
from model.places import NATION, state_of
from model.view import View, normalize
from queries.estimates import Row, known_number
from queries.predictions import compared_row, shown_row
from queries.profile_results import Facet, Facets, Reading, ShareCounts
from queries.resolved_view import resolve
from queries.results import Estimate, PlaceSeries, ResolvedView
from queries.series import place_series, rows_of, series_key, series_of_place
from queries.store import Reader
from queries.twelve_months import twelve_months

DEATHS: Final = ("deaths", "all")
WANTED: Final[Mapping[str, tuple[tuple[str, str], ...]]] = MappingProxyType(
    {
        "drugs": (
            DEATHS,
            ("deaths", "synthetic_opioids"),
            ("deaths", "psychostimulants"),
            ("deaths", "cocaine"),
            ("deaths", "natural_opioids"),
            ("deaths", "heroin"),
        ),
        "nonfatal": (
            ("ed_visits", "all"),
            ("hospitalizations", "all"),
            ("syndromic_visits", "all"),
            ("syndromic_visits", "opioids"),
            ("syndromic_visits", "stimulants"),
            ("suspected_deaths", "all"),
            ("ems_overdoses", "all"),
        ),
        "supply": (
            ("lab_reports", "fentanyl"),
            ("lab_reports", "methamphetamine"),
            ("lab_reports", "cocaine"),
            ("lab_reports", "xylazine"),
            ("seized_weight", "fentanyl"),
            ("seized_weight", "methamphetamine"),
            ("opioid_dispensing", "all"),
        ),
        "response": (
            ("naloxone_dispensing", "all"),
            ("buprenorphine_dispensing", "all"),
            ("naloxone_kits", "all"),
            ("naloxone_administrations", "all"),
            ("treatment_starts", "all"),
        ),
    }
)
"""Panel → indicators and drugs, in the order shown; those that the extract has not are left out."""
SHARE_COUNTS: Final = ("part", "whole", "part_before", "whole_before")
"""Columns of the counts behind a change of shares."""
RECORDS: Final = ("records_complete", "records_pending", "drugs_specified")
"""What the agency says of the records behind its figures."""


def facets(reader: Reader, *, view: View, panel: str) -> Facets:
    """The small charts of a panel for the place of a view."""
    drawn = (facet(reader, view=view, indicator=indicator, drug=drug) for indicator, drug in WANTED[panel])
    return Facets(panel, view.place, place_name(reader, view), tuple(each for each in drawn if each))


def resolve_place(reader: Reader, view: View) -> ResolvedView:
    """The default view of a view's place, which calls the nation so whatever an indicator covers of it."""
    return resolve(reader, View(place=view.place, groups=view.groups))


def place_name(reader: Reader, view: View) -> str:
    """What the place of a view is called."""
    return resolve_place(reader, view).label(view.place)


def facet(reader: Reader, *, view: View, indicator: str, drug: str) -> Facet | None:
    """An indicator and drug at the place of a view, or at the one that stands in for it; None of none."""
    if drug not in set(reader.query("drugs", indicator=indicator)["drug"]):
        return None
    of_figure, _ = normalize(View(indicator=indicator, drug=drug, place=view.place, groups=view.groups))
    resolved = resolve(reader, of_figure)
    for place in _stand_ins(resolved):
        of_place = resolved.with_view(place=place)
        if series_of_place(reader, resolved=of_place, place=place) and (drawn := _drawn(reader, of_place)):
            return drawn
    return None


def _stand_ins(resolved: ResolvedView) -> tuple[str, ...]:
    """The place itself, the state that it lies in, and the nation."""
    view = resolved.view
    group = resolved.groups.get(view.place)
    states = {state_of(county) for county in group.counties} if group else {state_of(view.place)}
    state = states.pop() if len(states) == 1 else None
    return tuple(dict.fromkeys(filter(None, (view.place, state, NATION))))


def _drawn(reader: Reader, resolved: ResolvedView) -> Facet | None:
    """The small chart of a place with a series; None where nothing of it is left to draw."""
    view = resolved.view
    entry = catalog.INDICATORS[view.indicator]
    series, changes = place_series(reader, resolved), tuple[PlaceSeries, ...]()
    if resolved.kind == "month" and entry.sector == "supply":
        resolved = replace(resolved, kind="12-month-ending")
        series = tuple(replace(each, points=twelve_months(each.points, "shown")) for each in series)
        changes = tuple(map(_change, series))
    elif entry.compares_years:
        changes = place_series(reader, resolved.with_view(measure="change"))
    elif view.measure == "share":
        changes = tuple(_points(reader, resolved=resolved, series=each) for each in series)
    drawn = tuple(each for each in series if len(each.points))
    has_own = any(each.place == view.place for each in drawn)
    return facet_of(resolved, series=drawn, changes=changes) if has_own else None


def facet_of(
    resolved: ResolvedView, *, series: tuple[PlaceSeries, ...], changes: tuple[PlaceSeries, ...]
) -> Facet:
    """A small chart of series and their changes, with the newest figure of each."""
    by_place = {each.place: each for each in changes}
    readings = tuple(_reading(resolved, series=each, changed=by_place.get(each.place)) for each in series)
    return Facet(resolved, series, changes, readings)


def _change(series: PlaceSeries) -> PlaceSeries:
    """Percent on a year earlier of sums of weights, which have no interval."""
    before, shown = _year_before(series.points, "shown", "month"), series.points["shown"]
    percent = np.where(before > 0, (shown / np.where(before > 0, before, 1) - 1) * 100, np.nan)
    return replace(series, points=series.points.assign(shown=percent, lower=np.nan, upper=np.nan))


def _year_before(points: pd.DataFrame, column: str, kind: str) -> np.ndarray:
    """The same column a year earlier; NaN in a period that has no such period."""
    by_day = dict(zip(points["period_end"].dt.date, points[column].astype(float), strict=True))
    return np.array([by_day.get(year_earlier(kind, day), np.nan) for day in by_day], dtype=float)


def _points(reader: Reader, *, resolved: ResolvedView, series: PlaceSeries) -> PlaceSeries:
    """Percentage points on a year earlier of a series of shares."""
    rows = rows_of(reader, *series_key(resolved, series.place))
    reported = ~rows["modeled"]
    known = pd.DataFrame({name: rows[name][reported] for name in ("period_end", "value", "denominator")})
    part, whole = (known[name].to_numpy(dtype=float) for name in ("value", "denominator"))
    part_before, whole_before = (
        _year_before(known, name, resolved.kind) for name in ("value", "denominator")
    )
    shown, lower, upper = share_difference(part, whole, part_before, whole_before)
    few = is_unreliable(np.fmin(part, part_before))
    status = np.where(few, "unreliable", series.points["status"].to_numpy(dtype=object))
    counts = dict(zip(SHARE_COUNTS, (part, whole, part_before, whole_before), strict=True))
    points = series.points.assign(shown=shown, lower=lower, upper=upper, status=status, **counts)
    return replace(series, points=points)


def _reading(resolved: ResolvedView, *, series: PlaceSeries, changed: PlaceSeries | None) -> Reading:
    view, newest = resolved.view, cast(Row, series.points.iloc[-1])
    end = newest["period_end"].date()
    shown = shown_row(reported=newest, predicted=_row(series.predicted, end), known="shown")
    change, predicted = _compared(changed, end)
    number = known_number(shown["shown"])
    is_prediction = number != known_number(newest["shown"])
    compared = series.predicted if predicted else series.points
    before = known_number(_year_before(compared, "shown", resolved.kind)[-1])
    late = series.incomplete_from is not None and end >= series.incomplete_from
    # Jurisdictions that take part come and go.
    stated = number is not None and not (
        series.place == NATION and catalog.INDICATORS[view.indicator].nation_label
    )
    return Reading(
        view.indicator,
        view.drug,
        series.place,
        series.name,
        resolved.kind,
        resolved.starts.get(end),
        end,
        str((shown if is_prediction else newest)["status"]),
        number,
        known_number(shown["lower"]),
        known_number(shown["upper"]),
        _estimate(change, before) if change is not None and stated else None,
        "" if change is None else str(change["status"]),
        predicted,
        late and shown is newest,
        int(newest["summed"]) if series.counties else 0,
        int(change["summed"]) if series.counties and change is not None else 0,
        series.counties,
        _share_counts(change),
        view.measure,
    )


def _share_counts(change: Row | None) -> ShareCounts | None:
    """The counts behind a change of shares; None of any other change, or where one is not known."""
    if change is None or SHARE_COUNTS[0] not in change:
        return None
    counts = [known_number(change[name]) for name in SHARE_COUNTS]
    known = [count for count in counts if count is not None]
    return ShareCounts(*known) if len(known) == len(counts) else None


def _compared(changed: PlaceSeries | None, end: date) -> tuple[Row | None, bool]:
    """The change of a period on a year earlier, and whether that is of predicted counts."""
    if changed is None:
        return None, False
    reported, predicted = (_row(points, end) for points in (changed.points, changed.predicted))
    change = compared_row(reported=reported, predicted=predicted, known="shown")
    return change, change is not None and change is predicted


def _row(points: pd.DataFrame, end: date) -> Row | None:
    if points.empty:
        return None
    of_period = points[points["period_end"] == pd.Timestamp(end)]
    return cast(Row, of_period.iloc[-1]) if len(of_period) else None


def _estimate(row: Row, before: float | None) -> Estimate | None:
    value, lower, upper = (known_number(row[name]) for name in ("shown", "lower", "upper"))
    return None if value is None else Estimate(value, lower, upper, before)
