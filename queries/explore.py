"""Answers the Explore page: one view in, everything its panels show out."""

from datetime import date

import numpy as np
import pandas as pd

from data import catalog
from data.places import NATION, components_of, places, state_of
from data.results import Estimate, ExploreResult, Figure, Line, MapResult, Origin, SeizedResult, Setting
from data.view import View, months_between, seized_drug
from methods import rates
from methods.classes import classify
from queries.setting import month_end_of, month_of, settle_setting
from queries.store import Opened

TOP_AREAS = 8
SEIZURE_SOURCES = {"land": "cbp_nationwide", "air-marine": "cbp_air_marine"}
SEIZURE_TOTALS = {"land": NATION, "air-marine": "Air and Marine Operations"}
WINDOW_MONTHS = 12


def explore(opened: Opened, view: View) -> ExploreResult:
    """Everything the Explore page shows for a view."""
    setting = settle_setting(opened, view)
    on_map = _map(opened, view, setting)
    lines = _lines(opened, view)
    figure = _figure(opened, view, setting, lines, on_map)
    seized = _seized(opened, view, setting)
    origins = (
        on_map.origin if on_map else None,
        *(line.origin for line in lines),
        seized.origin,
    )
    shown = tuple(dict.fromkeys(origin for origin in origins if origin))
    return ExploreResult(
        setting,
        on_map,
        lines,
        figure,
        seized,
        opened.extract.version,
        any(origin.simulated for origin in shown),
        shown,
    )


def year_before(day: date) -> date:
    """Month end twelve months earlier."""
    return (pd.Timestamp(day) + pd.offsets.MonthEnd(-WINDOW_MONTHS)).date()


def _origin(opened: Opened, rows: pd.DataFrame) -> Origin | None:
    if rows.empty:
        return None
    newest = rows.iloc[int(rows["as_of"].to_numpy().argmax())]
    state = opened.sources.loc[newest["source"]]
    return Origin(
        str(newest["source"]),
        str(newest["basis"]),
        newest["as_of"].date(),
        bool(state["as_of_stated"]),
        bool(state["simulated"]),
    )


def _map(opened: Opened, view: View, setting: Setting) -> MapResult | None:
    if setting.period_end is None or not setting.level:
        return None
    keys = {"indicator": view.indicator, "drug": view.drug, "place_kind": setting.level}
    rows = opened.ask(
        "map_values",
        **keys,
        period_end=setting.period_end,
        year_before=year_before(setting.period_end),
    )
    found = opened.ask("classes", **keys, measure=view.measure)
    edges = tuple(float(edge) for edge in found["edges"].iloc[0]) if len(found) else ()
    return MapResult(setting.level, _shown(rows, view, edges), edges, _origin(opened, rows))


def _shown(rows: pd.DataFrame, view: View, edges: tuple[float, ...]) -> pd.DataFrame:
    """Measure, interval, status, class and rank of each place."""
    measured = measure_values(rows, view.measure, counted=_counted(view))
    reliable = measured["status"].isin(("ok", "provisional")) & measured["shown"].notna()
    rank = measured["shown"].where(reliable).rank(ascending=False, method="min")
    decimals = decimals_of(view)
    drawn = measured["shown"].round(decimals)
    # Plain paper is for a true zero, not for a change of zero.
    classed = drawn if view.measure == "change" else drawn.where(measured["count"] != 0)
    return measured.assign(
        class_number=classify(classed, edges),
        rank=rank.fillna(0).astype(int),
        place=rows["place"],
    ).set_index("place")


def decimals_of(view: View) -> int:
    """Digits a measure is shown with, the same wherever it stands."""
    return catalog.INDICATORS[view.indicator].decimals if view.measure == "count" else 1


def measure_values(rows: pd.DataFrame, measure: str, *, counted: bool) -> pd.DataFrame:
    """The measure of each row with its interval and status.

    Parameters
    ----------
    rows
        `value, numerator, denominator, status, compared, compared_before, status_before`.
    counted
        Whether values are counts of people, which have a Poisson interval; weights have none.

    Returns
    -------
    DataFrame
        `shown, lower, upper, count, denominator, status, reason`, index as in `rows`.
    """
    count = rows["value"].astype("float64")
    status, reason = rows["status"].copy(), pd.Series("", index=rows.index)
    denominator = rows["denominator"].astype("float64")
    if measure == "rate":
        shown = rates.rate(rows["numerator"], denominator, catalog.RATE_PER)
        limits = rates.rate_interval(rows["numerator"], denominator, catalog.RATE_PER)
        without = count.notna() & denominator.isna()
        status[without], reason[without] = "missing", "no population is published for these boundaries"
        status[count.lt(rates.UNRELIABLE_BELOW) & ~without & count.gt(0)] = "unreliable"
    elif measure == "change":
        now, before = rows["compared"].astype("float64"), rows["compared_before"].astype("float64")
        shown = rates.percent_change(now, before)
        limits = rates.percent_change_interval(now, before)
        status, reason = _change_status(rows, count, before)
    else:
        shown = np.asarray(count, dtype=np.float64)
        limits = rates.poisson_interval(count)
    return pd.DataFrame(
        {
            "shown": shown,
            "lower": limits[0] if counted else np.nan,
            "upper": limits[1] if counted else np.nan,
            "count": count,
            "denominator": denominator,
            "status": status,
            "reason": reason,
        },
        index=rows.index,
    )


def _change_status(rows: pd.DataFrame, count: pd.Series, before: pd.Series) -> tuple[pd.Series, pd.Series]:
    status, reason = rows["status"].copy(), pd.Series("", index=rows.index)
    few = np.minimum(count, before) < rates.UNRELIABLE_BELOW
    status[few & count.notna()] = "unreliable"
    withheld = rows["status_before"].eq("suppressed").fillna(False).astype(bool) & count.notna()
    status[withheld], reason[withheld] = "suppressed", "suppressed a year earlier"
    absent = before.isna() & count.notna() & ~withheld
    status[absent], reason[absent] = "missing", "no figure a year earlier"
    from_zero = before.eq(0) & count.notna()
    status[from_zero], reason[from_zero] = "missing", "none a year earlier, so no percent change"
    return status, reason


def _lines(opened: Opened, view: View) -> tuple[Line, ...]:
    """Series of the place in focus, its state, the nation, and the places compared."""
    wanted = _wanted(view)
    rows = _series(opened, view, wanted)
    measured = measure_values(rows, view.measure, counted=_counted(view)).assign(
        period_end=rows["period_end"]
    )
    lines = []
    for place in wanted:
        own = (rows["place"] == place).to_numpy()
        modelled = own & rows["modelled"].to_numpy()
        origin = _origin(opened, rows[own])
        if origin:
            lines.append(Line(place, measured[own & ~modelled], measured[modelled], origin))
    return tuple(lines)


def _wanted(view: View) -> tuple[str, ...]:
    places_drawn = (view.place, *view.compare, state_of(view.place), NATION)
    return tuple(dict.fromkeys(place for place in places_drawn if place))


def _series(opened: Opened, view: View, wanted: tuple[str, ...]) -> pd.DataFrame:
    return opened.ask("series", indicator=view.indicator, drug=view.drug, places=wanted)


def _figure(
    opened: Opened, view: View, setting: Setting, lines: tuple[Line, ...], on_map: MapResult | None
) -> Figure:
    """Headline figure of the place in focus."""
    if setting.period_end is None:
        return Figure(view.place, "missing")
    rows = _series(opened, view, _wanted(view))
    now = rows[(rows["place"] == view.place) & (rows["period_end"] == pd.Timestamp(setting.period_end))]
    reported, predicted = now[~now["modelled"]], now[now["modelled"]]
    if reported.empty:
        return _sum_of_released(view, on_map)
    row = reported.iloc[0]
    value, denominator = _known(row["value"]), _known(row["denominator"])
    # Late records make a reported fall look larger than it is, so predicted is compared with predicted.
    pair = row if predicted.empty or predicted["compared_before"].isna().all() else predicted.iloc[0]
    measures = catalog.INDICATORS[view.indicator].measures
    return Figure(
        view.place,
        str(row["status"]),
        value,
        rate=_rate(value, denominator) if "rate" in measures else None,
        change=_change(view, row, pair) if "change" in measures else None,
        before=_known(pair["compared_before"]),
        predicted=None if predicted.empty else _known(predicted["value"].iloc[0]),
        change_of_predicted=pair is not row,
        origin=next((line.origin for line in lines if line.place == view.place), None),
    )


def _counted(view: View) -> bool:
    """Whether the indicator counts people, as all those do that are divided by a population."""
    return bool(catalog.INDICATORS[view.indicator].denominator)


def _rate(numerator: float | None, denominator: float | None) -> Estimate | None:
    if numerator is None or not denominator:
        return None
    lower, upper = rates.rate_interval([numerator], [denominator], catalog.RATE_PER)
    return Estimate(numerator / denominator * catalog.RATE_PER, float(lower[0]), float(upper[0]))


def _change(view: View, row: pd.Series, pair: pd.Series) -> Estimate | None:
    """Change between a pair of values; none where the reported value itself is withheld."""
    now, before = _known(pair["compared"]), _known(pair["compared_before"])
    if _known(row["value"]) is None or now is None or not before:
        return None
    percent = (now / before - 1) * 100
    if not _counted(view):
        return Estimate(percent)
    lower, upper = rates.percent_change_interval([now], [before])
    return Estimate(percent, float(lower[0]), float(upper[0]))


def _sum_of_released(view: View, on_map: MapResult | None) -> Figure:
    """Sum of released counties, for a place whose own figure is not published for the period."""
    entry = catalog.INDICATORS[view.indicator]
    known = places().get(view.place)
    if on_map is None or known is None or known.kind == "county" or not entry.adds_over_places:
        return Figure(view.place, "missing")
    rows = on_map.places
    if known.kind != "nation":
        if on_map.level != "county":
            return Figure(view.place, "missing")
        parts = components_of(view.place)
        rows = rows[rows.index.isin(parts) if parts else rows.index.str.startswith(view.place)]
    released = rows[rows["count"].notna()]
    if released.empty:
        return Figure(view.place, "missing")
    # The rate of a sum divides by the population of exactly the places in the sum.
    rated = released[released["denominator"].notna()]
    rate_wanted = "rate" in entry.measures and len(rated) > 0
    return Figure(
        view.place,
        "provisional",
        float(released["count"].sum()),
        rate=_rate(float(rated["count"].sum()), float(rated["denominator"].sum())) if rate_wanted else None,
        origin=on_map.origin,
        places_summed=len(released),
        places_rated=len(rated),
    )


def _known(number: object) -> float | None:
    return None if number is None or pd.isna(number) else float(number)  # type: ignore[arg-type, call-overload]


def _seized(opened: Opened, view: View, setting: Setting) -> SeizedResult:
    """Months, window totals and top areas of the seizure panel."""
    drug, source = seized_drug(view), SEIZURE_SOURCES[view.areas]
    months = opened.ask(
        "seized_months", drug=drug, place=view.area or SEIZURE_TOTALS[view.areas], source=source
    )
    covered = opened.sources["through"].get(source)
    last = setting.period_end or (covered.date() if covered is not None else date.today())
    first = month_end_of(view.since) if view.since else last
    if not view.since or first > last:
        first = _months_later(last, 1 - WINDOW_MONTHS)
    areas = opened.ask("seized_areas", drug=drug, source=source, first=first, last=last, most=TOP_AREAS)
    everywhere = opened.ask("seized_months", drug=drug, place=SEIZURE_TOTALS[view.areas], source=source)
    if view.area and len(months):
        # An area has no row for a month in which it seized nothing.
        months = everywhere[["period_end"]].merge(months, how="left").fillna({"weight": 0.0, "events": 0.0})
    wanted = months_between(month_of(first), month_of(last))
    inside = _within(months, first, last)
    year_ago = _within(months, year_before(first), year_before(last))
    whole_before = len(_within(everywhere, year_before(first), year_before(last))) == wanted
    return SeizedResult(
        drug=drug,
        months=months,
        areas=areas,
        first=first,
        last=last,
        months_covered=len(_within(everywhere, first, last)),
        months_wanted=wanted,
        weight=float(inside["weight"].sum()),
        events=float(inside["events"].sum()),
        weight_before=float(year_ago["weight"].sum()) if whole_before else None,
        origin=_seizure_origin(opened, source),
    )


def _seizure_origin(opened: Opened, source: str) -> Origin | None:
    found = opened.sources[opened.sources.index == source].reset_index()
    return _origin(opened, found.assign(basis="agency area"))


def _within(months: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    return months[months["period_end"].between(pd.Timestamp(first), pd.Timestamp(last))]


def _months_later(day: date, months: int) -> date:
    return (pd.Timestamp(day) + pd.offsets.MonthEnd(months)).date()
