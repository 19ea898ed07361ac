"""Answers the Explore page: one view in, everything its panels show out."""

from datetime import date

import numpy as np
import pandas as pd

from data import catalog
from data.outlines import Outlines
from data.places import NATION, components_of, places, state_of
from data.results import Estimate, ExploreResult, Figure, Line, MapResult, Origin, SeizedResult, Setting
from data.view import View, months_between, seized_drug
from methods import rates
from methods.classes import NO_CLASS, classify
from queries.measures import measure_values
from queries.setting import month_end_of, month_of, settle_setting
from queries.store import Opened

TOP_AREAS = 8
SEIZURE_SOURCES = {"land": "cbp_nationwide", "air-marine": "cbp_air_marine"}
SEIZURE_TOTALS = {"land": NATION, "air-marine": "Air and Marine Operations"}
WINDOW_MONTHS = 12
RANKED_STATUSES = ("ok", "provisional")


def explore(opened: Opened, view: View, outlines: Outlines) -> ExploreResult:
    """Everything the Explore page shows for a view."""
    setting = settle_setting(opened, view)
    on_map = _map(opened, view, setting, outlines)
    lines = opened.once(_lines, view.indicator, view.drug, view.measure, _wanted(view))
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


def _map(opened: Opened, view: View, setting: Setting, outlines: Outlines) -> MapResult | None:
    if setting.period_end is None or not setting.level:
        return None
    order = outlines.state_places if setting.level == "state" else outlines.county_places
    what = (view.indicator, view.drug, view.measure, setting.level, setting.period_end)
    return opened.once(_map_of, *what, order)


def _map_of(
    opened: Opened,
    indicator: str,
    drug: str,
    measure: str,
    level: str,
    period_end: date,
    order: tuple[str, ...],
) -> MapResult:
    keys = {"indicator": indicator, "drug": drug, "place_kind": level}
    if measure == "change":
        rows = opened.ask("map_changes", **keys, period_end=period_end, year_before=year_before(period_end))
    else:
        rows = opened.ask("map_values", **keys, period_end=period_end)
    found = opened.ask("classes", **keys, measure=measure)
    edges = tuple(float(edge) for edge in found["edges"].iloc[0]) if len(found) else ()
    shown = _shown(rows, catalog.INDICATORS[indicator], measure, edges)
    drawn, undrawn = on_outlines(shown, order)
    published = opened.ask("coverage", indicator=indicator, drug=drug)
    here = (published["place_kind"] == level) & (published["period_end"] == pd.Timestamp(period_end))
    return MapResult(level, drawn, edges, _origin(opened, published[here]), undrawn)


def on_outlines(shown: pd.DataFrame, order: tuple[str, ...]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Rows of exactly the places that have an outline, and the codes of those that have none.

    A place the source does not list is `missing`, so that it is counted and drawn as what it is.
    """
    known = set(order)
    undrawn = tuple(place for place in shown.index.tolist() if place not in known)
    rows = shown.reindex(list(order))
    absent = rows["status"].isna()
    return rows.assign(
        status=rows["status"].mask(absent, "missing"),
        reason=rows["reason"].fillna(""),
        class_number=rows["class_number"].fillna(NO_CLASS).astype(np.uint8),
        rank=rows["rank"].fillna(0).astype(int),
    ), undrawn


def _shown(
    rows: pd.DataFrame, entry: catalog.Indicator, measure: str, edges: tuple[float, ...]
) -> pd.DataFrame:
    """Measure, interval, status, class and rank of each place."""
    measured = measure_values(rows, measure, counted=bool(entry.denominator))
    reliable = measured["status"].isin(RANKED_STATUSES)
    rank = measured["shown"].where(reliable).rank(ascending=False, method="min")
    drawn = measured["shown"].round(entry.decimals if measure == "count" else 1)
    # Plain paper is for a true zero, not for a change of zero.
    classed = drawn if measure == "change" else drawn.where(measured["count"] != 0)
    return measured.assign(
        class_number=classify(classed, edges),
        rank=rank.fillna(0).astype(int),
        place=rows["place"],
    ).set_index("place")


def _lines(
    opened: Opened, indicator: str, drug: str, measure: str, wanted: tuple[str, ...]
) -> tuple[Line, ...]:
    """Series of the place in focus, its state, the nation, and the places compared."""
    rows = opened.ask("series", indicator=indicator, drug=drug, places=wanted)
    counted = bool(catalog.INDICATORS[indicator].denominator)
    measured = measure_values(rows, measure, counted=counted).assign(period_end=rows["period_end"])
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


def _figure(
    opened: Opened, view: View, setting: Setting, lines: tuple[Line, ...], on_map: MapResult | None
) -> Figure:
    """Headline figure of the place in focus."""
    if setting.period_end is None:
        return Figure(view.place, "missing")
    rows = opened.ask("series", indicator=view.indicator, drug=view.drug, places=_wanted(view))
    now = rows[(rows["place"] == view.place) & (rows["period_end"] == pd.Timestamp(setting.period_end))]
    reported, predicted = now[~now["modelled"]], now[now["modelled"]]
    if reported.empty:
        return _sum_of_released(opened, view, setting, on_map)
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


def _sum_of_released(opened: Opened, view: View, setting: Setting, on_map: MapResult | None) -> Figure:
    """Sum of released counties, for a place whose own figure is not published for the period."""
    entry = catalog.INDICATORS[view.indicator]
    known = places().get(view.place)
    if on_map is None or known is None or known.kind == "county" or not entry.adds_over_places:
        return Figure(view.place, "missing")
    # Not the map's rows: a county without an outline counts too.
    rows = opened.ask(
        "map_values",
        indicator=view.indicator,
        drug=view.drug,
        place_kind=on_map.level,
        period_end=setting.period_end,
    ).set_index("place")
    if known.kind != "nation":
        if on_map.level != "county":
            return Figure(view.place, "missing")
        parts = components_of(view.place)
        rows = rows[rows.index.isin(parts) if parts else rows.index.str.startswith(view.place)]
    released = rows[rows["value"].notna()]
    if released.empty:
        return Figure(view.place, "missing")
    # The rate of a sum divides by the population of exactly the places in the sum.
    rated = released[released["denominator"].notna()]
    rate_wanted = "rate" in entry.measures and len(rated) > 0
    return Figure(
        view.place,
        "provisional",
        float(released["value"].sum()),
        rate=_rate(float(rated["value"].sum()), float(rated["denominator"].sum())) if rate_wanted else None,
        origin=on_map.origin,
        places_summed=len(released),
        places_rated=len(rated),
    )


def _known(number: object) -> float | None:
    return None if number is None or pd.isna(number) else float(number)  # type: ignore[arg-type, call-overload]


def _seized(opened: Opened, view: View, setting: Setting) -> SeizedResult:
    """Months, window totals and top areas of the seizure panel."""
    source = SEIZURE_SOURCES[view.areas]
    covered = opened.sources["through"].get(source)
    last = setting.period_end or (covered.date() if covered is not None else date.today())
    first = month_end_of(view.since) if view.since else last
    if not view.since or first > last:
        first = _months_later(last, 1 - WINDOW_MONTHS)
    total = SEIZURE_TOTALS[view.areas]
    return opened.once(_seized_of, seized_drug(view), source, total, view.area or total, first, last)


def _seized_of(
    opened: Opened, drug: str, source: str, total: str, place: str, first: date, last: date
) -> SeizedResult:
    months = opened.ask("seized_months", drug=drug, place=place, source=source)
    everywhere = opened.ask("seized_months", drug=drug, place=total, source=source)
    if place != total and len(months):
        # An area has no row for a month in which it seized nothing.
        months = everywhere[["period_end"]].merge(months, how="left").fillna({"weight": 0.0, "events": 0.0})
    areas = opened.ask("seized_areas", drug=drug, source=source)
    wanted = months_between(month_of(first), month_of(last))
    inside = _within(months, first, last)
    year_ago = _within(months, year_before(first), year_before(last))
    whole_before = len(_within(everywhere, year_before(first), year_before(last))) == wanted
    return SeizedResult(
        drug=drug,
        months=months,
        areas=_top_areas(_within(areas, first, last)),
        first=first,
        last=last,
        months_covered=len(_within(everywhere, first, last)),
        months_wanted=wanted,
        weight=float(inside["weight"].sum()),
        events=float(inside["events"].sum()),
        weight_before=float(year_ago["weight"].sum()) if whole_before else None,
        origin=_seizure_origin(opened, source),
    )


def _top_areas(months: pd.DataFrame) -> pd.DataFrame:
    """Areas with the most pounds over all months given, heaviest first."""
    totals = months.groupby("place", as_index=False)[["weight", "events"]].sum()
    heaviest = totals.sort_values(["weight", "events", "place"], ascending=[False, False, True])
    return heaviest.head(TOP_AREAS).reset_index(drop=True)


def _seizure_origin(opened: Opened, source: str) -> Origin | None:
    found = opened.sources[opened.sources.index == source].reset_index()
    return _origin(opened, found.assign(basis="agency area"))


def _within(months: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    return months[months["period_end"].between(pd.Timestamp(first), pd.Timestamp(last))]


def _months_later(day: date, months: int) -> date:
    return (pd.Timestamp(day) + pd.offsets.MonthEnd(months)).date()
