"""The table behind each panel: the figures on screen, in the digits of the screen."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import pandas as pd

from components.numbers import rounded
from components.trend_scale import INDEX_COLUMN, scaled
from components.words import unit_phrase
from model import catalog
from model.places import label, state_of
from model.view import View, observed
from queries.results import ExploreResult, Figure, PlaceSeries


def decimals_shown(view: View) -> int:
    """Digits behind the point of the measure on screen."""
    return catalog.INDICATORS[view.indicator].decimals_of(view.measure)


def _in_digits(values: pd.Series, decimals: int) -> pd.Series:
    """Numbers in the digits of the screen; whole ones without a point."""
    digits = pd.Series(rounded(values, decimals), index=values.index)
    return digits if decimals else digits.astype("Int64")


def headline_table(result: ExploreResult) -> pd.DataFrame:
    """The tiles: amount, rate, share and change of the place in focus."""
    figure, view = result.figure, result.view
    entry = catalog.INDICATORS[view.indicator]
    rows: list[tuple[str, float | None, float | None, float | None, int]] = [
        (entry.unit, figure.value, None, None, entry.decimals)
    ]
    if figure.predicted is not None:
        rows.append((f"{entry.unit}, predicted", figure.predicted, None, None, entry.decimals))
    if figure.share is not None:
        rows.append((f"percent of all {entry.unit}", figure.share, None, None, 1))
    estimates = {
        f"per {catalog.RATE_PER:,} residents, crude": figure.rate,
        "change on a year earlier, %": figure.change,
    }
    for name, estimate in estimates.items():
        if estimate is not None:
            rows.append((name, estimate.value, estimate.lower, estimate.upper, 1))
    table = pd.DataFrame(rows, columns=["figure", "value", "lower", "upper", "decimals"])
    for column in ("value", "lower", "upper"):
        known = zip(table[column].astype(float), table["decimals"], strict=True)
        table[column] = [float(rounded(value, digits)) for value, digits in known]
    return table.drop(columns="decimals").assign(
        place=figure.place,
        name=result.resolved.label(figure.place),
        indicator=view.indicator,
        drug=view.drug,
        period_end=str(result.resolved.period_end),
        scope=_scope(figure),
        status=figure.status,
    )


def _scope(figure: Figure) -> str:
    """Whether a figure is of the whole place."""
    if figure.places_summed < figure.places_to_sum:
        return f"{figure.places_summed} released of {figure.places_to_sum} counties, not the whole"
    return "whole"


def map_table(result: ExploreResult) -> pd.DataFrame:
    """One row a place: code, name, the measure with its interval, the count behind it, status, rank."""
    view, on_map = result.view, result.map
    if on_map is None:
        return pd.DataFrame(columns=["place", "name", "status", "rank"])
    rows = pd.concat([on_map.in_focus, on_map.undrawn]).reset_index(names="place")
    digits = decimals_shown(view)
    table = pd.DataFrame(
        {
            "place": rows["place"],
            "name": rows["place"].map(label),
            "state": [label(state_of(place) or place) for place in rows["place"]],
            _measure_column(view): _in_digits(rows["shown"], digits),
            "lower": _in_digits(rows["lower"], digits),
            "upper": _in_digits(rows["upper"], digits),
            catalog.INDICATORS[view.indicator].unit: _in_digits(
                rows["count"], catalog.INDICATORS[view.indicator].decimals
            ),
            "status": rows["status"],
            "reason": rows["reason"],
            "rank": rows["rank"].where(rows["rank"] > 0).astype("Int64"),
        }
    )
    # A count shown as the measure needs no second column.
    return table.loc[:, ~table.columns.duplicated()]


def ranking_table(result: ExploreResult) -> pd.DataFrame:
    """Every place of the map that has a rank, from the highest on."""
    return _ranked(result).sort_values(["rank", "place"], ignore_index=True)


def distribution_table(result: ExploreResult) -> pd.DataFrame:
    """Every place of the map that has a rank, from the lowest on, with the percent of them that are lower."""
    ranked = _ranked(result).sort_values(["rank", "place"], ascending=[False, True], ignore_index=True)
    lower = len(ranked) - ranked["rank"].map(ranked["rank"].value_counts()) - ranked["rank"] + 1
    return ranked.assign(percent_lower=_in_digits(lower / max(len(ranked), 1) * 100, 1))


def _ranked(result: ExploreResult) -> pd.DataFrame:
    whole = replace(result.map, focused=None) if result.map else None
    table = map_table(replace(result, map=whole))
    return table[table["rank"].notna()]


def _measure_column(view: View) -> str:
    entry = catalog.INDICATORS[view.indicator]
    return entry.unit if view.measure == "count" else unit_phrase(view).lower()


def trend_table(result: ExploreResult) -> pd.DataFrame:
    """One row a place and period, reported and predicted apart; with the index where that is drawn."""
    view = observed(result.view)
    drawn = scaled(view, result.series)
    parts = [
        _line_rows(view, line, points, kind, indexed if drawn.base else None)
        for line, as_drawn in zip(result.series, drawn.series, strict=True)
        for points, indexed, kind in (
            (line.points, as_drawn.points, "reported"),
            (line.predicted, as_drawn.predicted, "predicted"),
        )
        if len(points)
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["place", "status"])


def _line_rows(
    view: View, line: PlaceSeries, points: pd.DataFrame, kind: str, indexed: pd.DataFrame | None
) -> pd.DataFrame:
    digits = decimals_shown(view)
    table = pd.DataFrame(
        {
            "place": line.place,
            "name": line.name,
            "series": kind,
            "period_end": points["period_end"],
            _measure_column(view): _in_digits(points["shown"], digits),
            "lower": _in_digits(points["lower"], digits),
            "upper": _in_digits(points["upper"], digits),
            "status": points["status"],
            **({"counties_released": points["summed"], "counties": line.counties} if line.counties else {}),
        }
    )
    return table if indexed is None else table.assign(**{INDEX_COLUMN: rounded(indexed["shown"], 1)})


def seizures_table(result: ExploreResult) -> pd.DataFrame:
    """Pounds and events by month, all months drawn; `counted` marks those of the title's range."""
    seized = result.seized
    months = seized.months.reset_index(drop=True)
    days = months["period_end"]
    return pd.DataFrame(
        {
            "drug": seized.drug,
            "area": result.view.area or "all",
            "period_end": days,
            "pounds": rounded(months["weight"], 1),
            "events": _in_digits(months["events"], 0),
            "counted": (days >= pd.Timestamp(seized.first)) & (days <= pd.Timestamp(seized.last)),
        }
    )


def areas_table(result: ExploreResult) -> pd.DataFrame:
    """The areas with the most pounds within the range of months."""
    areas = result.seized.areas.reset_index(drop=True)
    return pd.DataFrame(
        {
            "drug": result.seized.drug,
            "area": areas["place"],
            "pounds": rounded(areas["weight"], 1),
            "events": _in_digits(areas["events"], 0),
        }
    )


PANEL_TABLES: Final[Mapping[str, Callable[[ExploreResult], pd.DataFrame]]] = MappingProxyType(
    {
        "headline": headline_table,
        "map": map_table,
        "ranking": ranking_table,
        "distribution": distribution_table,
        "trend": trend_table,
        "seizures": seizures_table,
        "areas": areas_table,
    }
)
"""Panel → its table."""
