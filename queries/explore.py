"""Answers the Explore page: one view in, everything its panels show out."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data import catalog
from data.groups import Group
from data.outlines import Outlines, best_outlines, drawn_on
from data.places import NATION, changed_boundaries, components_of, places, same_area, state_of
from data.results import ExploreResult, Figure, Line, MapResult, Setting
from data.view import View
from methods import rates
from methods.classes import NO_CLASS, classify
from methods.completeness import incomplete_tail
from queries.estimates import change_of_pair, known_number, rate_of
from queries.events import events_near
from queries.group_series import group_series
from queries.groups import with_places
from queries.measures import measure_values
from queries.origins import origin_of
from queries.seizures import areas_of, seized
from queries.setting import settle_setting, year_earlier
from queries.store import Opened

UNKNOWN_AREA = "The link's area is not one that this part of CBP reports for; all areas are shown."
INCOMPLETE = "underreported"
RANKED_STATUSES = ("ok", "provisional")
Days = NDArray[np.datetime64]


def explore(opened: Opened, view: View, outlines: Outlines) -> ExploreResult:
    """Everything the Explore page shows for a view."""
    view, setting = settled(opened, view)
    areas = areas_of(opened, view)
    if view.area and view.area not in areas:
        view = replace(view, area="")
        setting = replace(setting, remarks=(*setting.remarks, UNKNOWN_AREA))
    on_map = _map(opened, view, setting, outlines)
    lines = _lines(opened, view, setting)
    figure = _figure(opened, view, setting, lines, on_map)
    if figure.status == "missing" and (note := changed_boundaries(view.place)):
        setting = replace(setting, remarks=(*setting.remarks, note))
    seizures = replace(seized(opened, view, setting), areas_known=areas)
    origins = (
        on_map.origin if on_map else None,
        *(line.origin for line in lines),
        seizures.origin,
    )
    shown = tuple(dict.fromkeys(origin for origin in origins if origin))
    return ExploreResult(
        view,
        setting,
        on_map,
        lines,
        figure,
        seizures,
        opened.extract.version,
        any(origin.simulated for origin in shown),
        shown,
        events_near(opened, view, lines),
    )


def settled(opened: Opened, view: View) -> tuple[View, Setting]:
    """The view as the extract can show it, with what the extract decides."""
    return _with_figures(opened, *with_places(opened, view, settle_setting(opened, view)))


def _with_figures(opened: Opened, view: View, setting: Setting) -> tuple[View, Setting]:
    """The view with its amount in place of a share that the chosen periods have no totals for."""
    if view.measure != "share" or setting.period_end is None:
        return view, setting
    rows = opened.ask("coverage", indicator=view.indicator, drug=view.drug)
    chosen = (rows["period_kind"] == setting.kind) & (
        rows["source"] == rows["place_kind"].map(setting.sources)
    )
    if rows.loc[chosen, "denominators"].any():
        return view, setting
    entry = catalog.INDICATORS[view.indicator]
    remark = f"No total is published for these periods, so {entry.amount_label} are shown instead of a share."
    return replace(view, measure="count"), replace(setting, remarks=(*setting.remarks, remark))


def _map(opened: Opened, view: View, setting: Setting, outlines: Outlines) -> MapResult | None:
    if setting.period_end is None or not setting.level:
        return None
    what = (view.indicator, view.drug, view.measure, setting.level, setting.kind, setting.period_end)
    on_map: MapResult = opened.once(_map_of, *what, setting.sources[setting.level], outlines)
    return _looking_at(on_map, view, setting)


def _looking_at(on_map: MapResult, view: View, setting: Setting) -> MapResult:
    """A county map with the state or group of the place in focus marked."""
    if on_map.level != "county" or view.place == NATION:
        return on_map
    focus = state_of(view.place) or view.place
    if group := setting.groups.get(focus):
        codes = {*group.counties, *map(same_area, group.counties)}
        inside, beside = (rows.index.isin(codes) for rows in (on_map.places, on_map.undrawn))
    else:
        inside, beside = (rows.index.str.startswith(focus) for rows in (on_map.places, on_map.undrawn))
    if not inside.any():
        return on_map
    return replace(on_map, focus=focus, focused=inside, undrawn=on_map.undrawn[beside])


def _map_of(
    opened: Opened,
    indicator: str,
    drug: str,
    measure: str,
    level: str,
    kind: str,
    period_end: date,
    source: str,
    embedded: Outlines,
) -> MapResult:
    keys = {"indicator": indicator, "drug": drug, "place_kind": level, "period_kind": kind, "source": source}
    if measure == "change":
        rows = opened.ask(
            "map_changes", **keys, period_end=period_end, year_before=year_earlier(kind, period_end)
        )
    else:
        rows = opened.ask("map_values", **keys, period_end=period_end)
    edges = class_edges(opened, keys, measure)
    shown = _shown(rows, catalog.INDICATORS[indicator], measure, edges)
    outlines = outlines_for(shown, (embedded, *opened.outlines))
    drawn, undrawn = on_outlines(shown, outlines, level)
    published = opened.ask("coverage", indicator=indicator, drug=drug)
    here = (
        (published["place_kind"] == level)
        & (published["period_kind"] == kind)
        & (published["period_end"] == pd.Timestamp(period_end))
        & (published["source"] == source)
    )
    # States are the same in every set, so their map takes whichever the page has.
    url = outlines.url if level == "county" else ""
    return MapResult(level, drawn, undrawn, edges, origin_of(opened, published[here]), url)


def class_edges(opened: Opened, keys: dict[str, str], measure: str) -> tuple[float, ...]:
    """Upper class edges of a map, the same for all its periods; empty where it is not classed."""
    found = opened.ask("classes", **keys, measure=measure)
    return tuple(float(edge) for edge in found["edges"].iloc[0]) if len(found) else ()


def outlines_url(opened: Opened, view: View, embedded: Outlines) -> str:
    """Where the outlines are that a view's map draws on."""
    on_map = _map(opened, view, settle_setting(opened, view), embedded)
    return (on_map.outlines_url if on_map else "") or embedded.url


def outlines_for(shown: pd.DataFrame, at_hand: tuple[Outlines, ...]) -> Outlines:
    """The outlines that draw most of the figures, whatever the measure makes of them."""
    listed = shown.index[_states_something(shown)]
    return best_outlines(at_hand, listed, shown.index[shown["count"].notna()])


def _states_something(shown: pd.DataFrame) -> pd.Series:
    """Which rows say something of their place: a figure, or why it is withheld."""
    return shown["status"].ne("missing") | shown["count"].notna()


def on_outlines(shown: pd.DataFrame, outlines: Outlines, level: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of exactly the places that have an outline, and those of places with a figure that have none.

    A place the source does not list is `missing`, so that it is counted and drawn as what it is.
    """
    order = outlines.state_places if level == "state" else outlines.county_places
    outline = drawn_on(outlines, shown.index.tolist())
    has_outline = np.array([place in outline for place in shown.index.tolist()], dtype=bool)
    undrawn = shown[~has_outline & _states_something(shown).to_numpy()]
    drawn = shown if has_outline.all() else shown[has_outline]
    if any(place != drawn_as for place, drawn_as in outline.items()):
        drawn = drawn.rename(index=outline)
    rows = drawn.reindex(list(order))
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
    measured = measure_values(rows, measure, entry)
    reliable = measured["status"].isin(RANKED_STATUSES) & entry.comparable
    rank = measured["shown"].where(reliable).rank(ascending=False, method="min")
    shown, count = measured["shown"].to_numpy(), measured["count"].to_numpy()
    return measured.assign(
        class_number=class_numbers(shown, count, entry, measure, edges),
        rank=rank.fillna(0).astype(int),
        place=rows["place"],
    ).set_index("place")


def class_numbers(
    shown: rates.Floats, count: rates.Floats, entry: catalog.Indicator, measure: str, edges: tuple[float, ...]
) -> NDArray[np.uint8]:
    """Class of each figure, by its value as the legend rounds it; 255 for none."""
    drawn = np.round(shown, entry.decimals if measure == "count" else 1)
    # Plain paper is for a true zero, not for a change of zero.
    return classify(drawn if measure == "change" else np.where(count != 0, drawn, np.nan), edges)


def _lines(opened: Opened, view: View, setting: Setting) -> tuple[Line, ...]:
    """Series of the place in focus, the places compared, its state and the nation."""
    wanted = _wanted(view)
    # Asked for together; each line then finds its own answer remembered.
    single = tuple(place for place in wanted if place not in setting.groups)
    opened.ask_for_each("series", single, indicator=view.indicator, drug=view.drug, period_kind=setting.kind)
    found = (
        opened.once(_line_of, view.measure, setting.label(place), *_series_key(view, setting, place))
        for place in wanted
    )
    return tuple(line for line in found if line)


SeriesKey = tuple[str, str, str, str, str, Group | None]


def _series_key(view: View, setting: Setting, place: str) -> SeriesKey:
    """What `_rows_of` takes for a place: the source is that of its kind of place."""
    group = setting.groups.get(place)
    source = setting.sources.get("county" if group else places()[place].kind, "")
    return view.indicator, view.drug, setting.kind, source, place, group


def _rows_of(
    opened: Opened, indicator: str, drug: str, kind: str, source: str, place: str, group: Group | None
) -> pd.DataFrame:
    """Series of a place, or of a group where its figures add up over counties."""
    if group is None:
        return opened.once(series_of, indicator, drug, kind, source, place)
    counties = group.counties if catalog.INDICATORS[indicator].adds_over_places else ()
    return opened.once(group_series, indicator, drug, kind, source, counties)


def _line_of(opened: Opened, measure: str, name: str, *key: *SeriesKey) -> Line | None:
    rows = _rows_of(opened, *key)
    origin = origin_of(opened, rows)
    if origin is None:
        return None
    indicator, *_, place, group = key
    measured = measure_values(rows, measure, catalog.INDICATORS[indicator])
    measured = measured.assign(period_end=rows["period_end"])
    if group:
        which = "paired" if measure == "change" else "rated" if measure == "rate" else "released"
        measured = measured.assign(summed=rows[which], run=rows[f"{which}_run"])
    modelled = rows["modelled"].to_numpy()
    counties = len(group.counties) if group else 0
    return Line(
        place, name, measured[~modelled], measured[modelled], origin, counties, _incomplete_from(rows)
    )


def _incomplete_from(rows: pd.DataFrame) -> date | None:
    """Last day of the first period of a series' incomplete tail."""
    modelled = rows["modelled"].to_numpy()
    reported = rows[~modelled].set_index("period_end")
    predicted = rows[modelled].set_index("period_end")["value"].reindex(reported.index)
    length = incomplete_tail(
        reported["value"].to_numpy(dtype=float),
        predicted.to_numpy(dtype=float),
        reported["note"].str.contains(INCOMPLETE, regex=False, na=False).to_numpy(dtype=bool),
    )
    return reported.index[-length].date() if length else None


def series_of(opened: Opened, indicator: str, drug: str, kind: str, source: str, place: str) -> pd.DataFrame:
    """A place's series, each value beside the one of the same kind (reported or predicted) a year earlier.

    Returns
    -------
    DataFrame
        The columns of `series.sql`, and `modelled, compared, compared_before, status_before`.
    """
    keys = {"indicator": indicator, "drug": drug, "period_kind": kind}
    rows = opened.ask_for_each("series", (place,), **keys)[place]
    return beside_year_earlier(rows[rows["source"].to_numpy() == source].reset_index(drop=True), kind)


def beside_year_earlier(rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    """One place's figures of one kind of period, each beside the one a year earlier; see `series_of`."""
    modelled = (rows["status"] == "predicted").to_numpy()
    days = rows["period_end"].to_numpy().astype("datetime64[D]")
    # One number a day and kind, so that a year earlier is a look-up.
    fact = days.astype(int) * 2 + modelled
    wanted = _year_earlier(kind, days).astype(int) * 2 + modelled
    order = np.argsort(fact)
    position = order[np.searchsorted(fact[order], wanted).clip(max=max(len(fact) - 1, 0))]
    found = fact[position] == wanted
    value, status = rows["value"].to_numpy(dtype=float), rows["status"].to_numpy(dtype=object)
    before = status[position]
    before[~found] = None
    return rows.assign(
        modelled=modelled,
        compared=value,
        compared_before=np.where(found, value[position], np.nan),
        status_before=pd.Series(before, dtype=object, index=rows.index),
    )


def _year_earlier(kind: str, days: Days) -> Days:
    """The rule of `year_earlier` for many days at once."""
    if kind in ("day", "week"):
        return np.array([year_earlier(kind, day) for day in days.tolist()], dtype="datetime64[D]")
    first_of_next_month = days.astype("datetime64[M]") - 11
    return first_of_next_month.astype("datetime64[D]") - 1


def _wanted(view: View) -> tuple[str, ...]:
    if not catalog.INDICATORS[view.indicator].comparable:
        return (view.place,)
    places_drawn = (view.place, *view.compare, state_of(view.place), NATION)
    return tuple(dict.fromkeys(place for place in places_drawn if place))


def _figure(
    opened: Opened, view: View, setting: Setting, lines: tuple[Line, ...], on_map: MapResult | None
) -> Figure:
    """Headline figure of the place in focus."""
    if setting.period_end is None:
        return Figure(view.place, "missing")
    rows = _rows_of(opened, *_series_key(view, setting, view.place))
    if group := setting.groups.get(view.place):
        return _group_figure(opened, view, setting, rows, len(group.counties))
    now = rows[rows["period_end"].to_numpy() == pd.Timestamp(setting.period_end)]
    reported, predicted = now[~now["modelled"]], now[now["modelled"]]
    if reported.empty:
        return _sum_of_released(opened, view, setting, on_map)
    row = reported.iloc[0]
    value, denominator = known_number(row["value"]), known_number(row["denominator"])
    # Late records make a reported fall look larger than it is, so predicted is compared with predicted.
    pair = row if predicted.empty or predicted["compared_before"].isna().all() else predicted.iloc[0]
    expected = None if predicted.empty else known_number(predicted["value"].iloc[0])
    entry = catalog.INDICATORS[view.indicator]
    return Figure(
        view.place,
        str(row["status"]),
        value,
        rate=rate_of(value, denominator) if "rate" in entry.measures else None,
        share=value / denominator * 100
        if "share" in entry.measures and value is not None and denominator
        else None,
        change=change_of_pair(entry, row, pair) if "change" in entry.measures else None,
        before=known_number(pair["compared_before"]),
        predicted=expected,
        change_of_predicted=pair is not row,
        origin=next((line.origin for line in lines if line.place == view.place), None),
        # Where the agency predicts more, that says it better.
        incomplete=INCOMPLETE in str(row["note"]) and not (expected is not None and expected > (value or 0)),
    )


def _group_figure(opened: Opened, view: View, setting: Setting, rows: pd.DataFrame, counties: int) -> Figure:
    """Figure of a group, over its released counties alone."""
    now = rows[rows["period_end"].to_numpy() == np.datetime64(setting.period_end, "s")]
    if now.empty:
        return Figure(view.place, "missing", places_to_sum=counties)
    row = now.iloc[0]
    entry = catalog.INDICATORS[view.indicator]
    return Figure(
        view.place,
        str(row["status"]),
        float(row["value"]),
        rate=rate_of(known_number(row["numerator"]), known_number(row["denominator"]))
        if "rate" in entry.measures
        else None,
        change=change_of_pair(entry, row, row) if "change" in entry.measures else None,
        before=known_number(row["compared_before"]),
        origin=origin_of(opened, now),
        places_summed=int(row["released"]),
        places_to_sum=counties,
        places_rated=int(row["rated"]),
        places_compared=int(row["paired"]),
    )


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
        period_kind=setting.kind,
        period_end=setting.period_end,
        source=setting.sources[on_map.level],
    ).set_index("place")
    # Places that no longer, or do not yet, exist are listed by some files as missing.
    rows = rows[rows["status"] != "missing"]
    if known.kind != "nation":
        if on_map.level != "county":
            return Figure(view.place, "missing")
        parts = components_of(view.place)
        rows = rows[rows.index.isin(parts) if parts else rows.index.str.startswith(view.place)]
    released = rows[rows["value"].notna()]
    if released.empty:
        return Figure(view.place, "missing")
    # A rate of the released places alone would pass for that of the whole.
    whole = len(released) == len(rows) and bool(released["denominator"].notna().all())
    return Figure(
        view.place,
        "provisional",
        float(released["value"].sum()),
        rate=rate_of(float(released["value"].sum()), float(released["denominator"].sum()))
        if whole and "rate" in entry.measures
        else None,
        origin=on_map.origin,
        places_summed=len(released),
        places_to_sum=len(rows),
    )
