"""Answers the profile of a place: small charts of each sector, every one beside its state and the nation."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd

from methods.rates import UNRELIABLE_BELOW
from methods.shares import share_difference
from model import catalog
from model.places import NATION, state_of
from model.view import View, settle
from queries.estimates import known_number
from queries.explore import settled
from queries.profile_results import Facet, Facets, Reading
from queries.resolved_view import year_earlier
from queries.results import Estimate, PlaceSeries, ResolvedView
from queries.series import line_of, place_series, rows_of, series_key
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
RECORDS: Final = ("records_complete", "records_pending", "drugs_specified")
"""What the agency says of the records behind its figures."""


def facets(reader: Reader, view: View, panel: str) -> Facets:
    """The small charts of a panel for the place of a settled view."""
    found = (facet(reader, view, *wanted) for wanted in WANTED[panel])
    return Facets(panel, view.place, place_name(reader, view), tuple(each for each in found if each))


def place_name(reader: Reader, view: View) -> str:
    """What the place of a settled view is called."""
    # Not the view's own setting, which calls the nation by what its indicator covers.
    return settled(reader, View(place=view.place, groups=view.groups))[1].label(view.place)


def facet(reader: Reader, view: View, indicator: str, drug: str) -> Facet | None:
    """An indicator and drug at the place of a view, or at the one that stands in for it; None of none."""
    if drug not in set(reader.query("drugs", indicator=indicator)["drug"]):
        return None
    asked, _ = settle(View(indicator=indicator, drug=drug, place=view.place, groups=view.groups))
    asked, resolved = settled(reader, asked)
    for place in _stand_ins(asked, resolved):
        of_place = replace(asked, place=place)
        if line_of(reader, of_place, resolved, place) and (drawn := _drawn(reader, of_place, resolved)):
            return drawn
    return None


def _stand_ins(view: View, resolved: ResolvedView) -> tuple[str, ...]:
    """The place itself, the state that it lies in, and the nation."""
    group = resolved.groups.get(view.place)
    states = {state_of(county) for county in group.counties} if group else {state_of(view.place)}
    state = states.pop() if len(states) == 1 else None
    return tuple(dict.fromkeys(filter(None, (view.place, state, NATION))))


def _drawn(reader: Reader, view: View, resolved: ResolvedView) -> Facet | None:
    """The small chart of a place with a line; None where nothing of it is left to draw."""
    entry = catalog.INDICATORS[view.indicator]
    series, changes = place_series(reader, view, resolved), tuple[PlaceSeries, ...]()
    if resolved.kind == "month" and entry.sector == "supply":
        resolved = replace(resolved, kind="12-month-ending")
        series = tuple(replace(line, points=twelve_months(line.points, "shown")) for line in series)
        changes = tuple(map(_change, series))
    elif "change" in entry.measures:
        changes = place_series(reader, replace(view, measure="change"), resolved)
    elif view.measure == "share":
        changes = tuple(_points(reader, view, resolved, line) for line in series)
    drawn = tuple(line for line in series if len(line.points))
    return (
        facet_of(view, resolved, drawn, changes) if any(line.place == view.place for line in drawn) else None
    )


def facet_of(
    view: View, resolved: ResolvedView, series: tuple[PlaceSeries, ...], changes: tuple[PlaceSeries, ...]
) -> Facet:
    """A small chart of lines and their changes, with the newest figure of each."""
    by_place = {line.place: line for line in changes}
    readings = tuple(_reading(view, resolved, line, by_place.get(line.place)) for line in series)
    return Facet(view, resolved, series, changes, readings)


def _change(line: PlaceSeries) -> PlaceSeries:
    """Percent on a year earlier of sums of weights, which have no interval."""
    before = _year_before(line.points, "shown", "month")
    shown = np.where(before > 0, (line.points["shown"] / np.where(before > 0, before, 1) - 1) * 100, np.nan)
    return replace(line, points=line.points.assign(shown=shown, lower=np.nan, upper=np.nan))


def _year_before(points: pd.DataFrame, column: str, kind: str) -> np.ndarray:
    """The same column a year earlier; NaN in a period that has no such period."""
    by_day = dict(zip(points["period_end"].dt.date, points[column].astype(float), strict=True))
    return np.array([by_day.get(year_earlier(kind, day), np.nan) for day in by_day], dtype=float)


def _points(reader: Reader, view: View, resolved: ResolvedView, line: PlaceSeries) -> PlaceSeries:
    """Percentage points on a year earlier of a line of shares."""
    rows = rows_of(reader, *series_key(view, resolved, line.place))
    reported = ~rows["modelled"]
    known = pd.DataFrame({name: rows[name][reported] for name in ("period_end", "value", "denominator")})
    part, whole = (known[name].to_numpy(dtype=float) for name in ("value", "denominator"))
    part_before, whole_before = (
        _year_before(known, name, resolved.kind) for name in ("value", "denominator")
    )
    shown, lower, upper = share_difference(part, whole, part_before, whole_before)
    few = np.fmin(part, part_before) < UNRELIABLE_BELOW
    status = np.where(few, "unreliable", line.points["status"].to_numpy(dtype=object))
    points = line.points.assign(shown=shown, lower=lower, upper=upper, status=status)
    return replace(line, points=points)


def _reading(view: View, resolved: ResolvedView, line: PlaceSeries, changed: PlaceSeries | None) -> Reading:
    newest = line.points.iloc[-1]
    end = newest["period_end"].date()
    expected, change, predicted = _compared(line, changed, end)
    number = known_number(newest["shown"])
    late = line.incomplete_from is not None and end >= line.incomplete_from
    # As in the headline: where the agency predicts more than it reports, that mends the lateness.
    mended = predicted and expected is not None and expected > (number or 0)
    # Jurisdictions that take part come and go.
    stated = number is not None and not (
        line.place == NATION and catalog.INDICATORS[view.indicator].nation_label
    )
    return Reading(
        view.indicator,
        view.drug,
        line.place,
        line.name,
        resolved.kind,
        resolved.starts.get(end),
        end,
        str(newest["status"]),
        number,
        known_number(newest["lower"]),
        known_number(newest["upper"]),
        _estimate(change) if change is not None and stated else None,
        "" if change is None else str(change["status"]),
        predicted,
        late and not mended,
        int(newest["summed"]) if line.counties else 0,
        int(change["summed"]) if line.counties and change is not None else 0,
        line.counties,
    )


def _compared(
    line: PlaceSeries, changed: PlaceSeries | None, end: date
) -> tuple[float | None, "pd.Series[Any] | None", bool]:
    """The predicted value of a period, its change on a year earlier, and whether that is of predictions."""
    if changed is None:
        return None, None, False
    expected = _row(line.predicted, end)
    of_expected, of_reported = _row(changed.predicted, end), _row(changed.points, end)
    value = None if expected is None else known_number(expected["shown"])
    if of_expected is not None and known_number(of_expected["shown"]) is not None:
        return value, of_expected, True
    return value, of_reported, False


def _row(points: pd.DataFrame, end: date) -> "pd.Series[Any] | None":
    if points.empty:
        return None
    found = points[points["period_end"] == pd.Timestamp(end)]
    return found.iloc[-1] if len(found) else None


def _estimate(row: "pd.Series[Any]") -> Estimate | None:
    value, lower, upper = (known_number(row[name]) for name in ("shown", "lower", "upper"))
    return None if value is None else Estimate(value, lower, upper)
