"""Charts of panels for slides and documents, taken from the panel's table so that no number can differ."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from components.panel_tables import decimals_shown
from components.table_files import Export
from components.trend_scale import INDEX_COLUMN
from components.words import unit_phrase
from export.exported_panel import Chart, Series
from model import catalog
from model.view import View, observed
from panels.ranked_places import MEASURE, listed
from queries.results import ExploreResult

MOST_SERIES: Final = 8
"""More lines in one chart cannot be told apart."""
MOST_DOTS: Final = 12
NO_LIMITS: Final[tuple[tuple[float | None, ...], tuple[float | None, ...]]] = ((), ())
NO_MEASURE: Final = ("lower", "upper", "rank", "counties", "counties_released", "counted")
"""Columns of numbers that are not what a table shows."""
TELLS_APART: Final = ("place", "name", "indicator", "drug", "series", "area", "measure", "label")
"""Columns of words that a table's lines are told apart by."""


def _numbers(column: pd.Series) -> tuple[float | None, ...]:
    return tuple(None if pd.isna(value) else float(value) for value in column)


def _limits(rows: pd.DataFrame) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """Lower and upper limits; none where no row has them."""
    if not {"lower", "upper"} <= set(rows) or rows["lower"].isna().all():
        return NO_LIMITS
    return _numbers(rows["lower"]), _numbers(rows["upper"])


def _days(column: pd.Series) -> tuple[Any, ...]:
    return tuple(day.date() for day in pd.to_datetime(column))


def trend_chart(result: ExploreResult, table: pd.DataFrame) -> Chart | None:
    """A line a place, reported and predicted apart, in the scale that is drawn."""
    if table.empty:
        return None
    view = observed(result.view)
    indexed = INDEX_COLUMN in table
    column = INDEX_COLUMN if indexed else str(table.columns[list(table.columns).index("period_end") + 1])
    series = tuple(
        Series(
            f"{name}, predicted" if kind == "predicted" else str(name),
            _days(rows["period_end"]),
            _numbers(rows[column]),
            *(NO_LIMITS if indexed else _limits(rows)),
            predicted=kind == "predicted",
        )
        for (_, name, kind), rows in table.groupby(["place", "name", "series"], sort=False)
    )
    decimals = 1 if indexed else decimals_shown(view)
    return Chart("line", series, column if indexed else unit_phrase(view), decimals)


def ranking_chart(result: ExploreResult, _table: pd.DataFrame) -> Chart | None:
    """The places listed, as dots with their intervals."""
    rows, view = listed(result), result.view
    if rows.empty:
        return None
    series = Series(unit_phrase(view), tuple(rows["name"]), _numbers(rows.iloc[:, MEASURE]), *_limits(rows))
    return Chart("dot", (series,), unit_phrase(view), decimals_shown(view))


def seizures_chart(_result: ExploreResult, table: pd.DataFrame) -> Chart | None:
    """Pounds by month; the events stand in the table."""
    if table.empty:
        return None
    return Chart("bar", (Series("Pounds", _days(table["period_end"]), _numbers(table["pounds"])),), "lb", 1)


def areas_chart(_result: ExploreResult, table: pd.DataFrame) -> Chart | None:
    """Pounds by area, most first."""
    if table.empty:
        return None
    return Chart("bar", (Series("Pounds", tuple(table["area"]), _numbers(table["pounds"])),), "lb", 1)


CHARTS: Final[Mapping[str, Callable[[ExploreResult, pd.DataFrame], Chart | None]]] = MappingProxyType(
    {
        "trend": trend_chart,
        "ranking": ranking_chart,
        "seizures": seizures_chart,
        "areas": areas_chart,
    }
)
"""Panel of the Explore page → its chart from its result and table; the others have none."""


def asked_chart(view: View, panel: str, export: Export) -> Chart | None:
    """The chart of a panel that is asked for by itself; None for one that is a table."""
    if panel == "breakdown":
        return _breakdown_chart(view, export.rows)
    if panel == "rising":
        return _rising_chart(export.rows)
    if panel in FACETS:
        return _facets_chart(export.rows)
    return _chart_over_time(export.rows)


FACETS: Final = ("drugs", "nonfatal", "supply", "response")
"""Panels of a profile that hold small charts."""


def _facets_chart(rows: pd.DataFrame) -> Chart | None:
    """Of small charts, a line each of the place that it is of, as far as they have the unit of the first."""
    if rows.empty:
        return None
    reported = rows[(rows["series"] == "reported") & (rows["unit"] == rows["unit"].iloc[0])]
    one_indicator = reported["indicator"].nunique() == 1
    series = []
    for (indicator, drug), part in reported.groupby(["indicator", "drug"], sort=False):
        own = part[part["place"] == part["place"].iloc[0]]
        parts = (
            "" if one_indicator else catalog.INDICATORS[str(indicator)].label,
            catalog.drug_label(str(drug)) if one_indicator or drug != "all" else "",
            str(own["name"].iloc[0]),
        )
        name = ", ".join(filter(None, parts))
        series.append(Series(name, _days(own["period_end"]), _numbers(own["value"]), *_limits(own)))
    return Chart("line", tuple(series), str(rows["unit"].iloc[0]), _decimals(reported["value"]))


def _breakdown_chart(view: View, rows: pd.DataFrame) -> Chart | None:
    """A series a dimension: rates where they are stated, else amounts."""
    if rows.empty:
        return None
    entry = catalog.INDICATORS[view.indicator]
    rated = bool(rows["rate_per_100000"].notna().any())
    column = "rate_per_100000" if rated else entry.unit
    series = tuple(
        Series(
            f"By {str(dimension).replace('_', ' and ')}",
            tuple(part["stratum"]),
            _numbers(part[column]),
            *(_limits(part) if rated else NO_LIMITS),
        )
        for dimension, part in rows.groupby("dimension", sort=False)
    )
    unit = f"Per {catalog.RATE_PER:,} residents of the group, crude" if rated else entry.unit
    return Chart("bar", series, unit, 1 if rated else entry.decimals)


def _rising_chart(rows: pd.DataFrame) -> Chart | None:
    """The clearest rises, as dots with their intervals."""
    first = rows.head(MOST_DOTS)
    if first.empty:
        return None
    series = Series(
        "Change on a year earlier", tuple(first["name"]), _numbers(first["change_percent"]), *_limits(first)
    )
    return Chart("dot", (series,), "Change on a year earlier, %", 1)


def _chart_over_time(rows: pd.DataFrame) -> Chart | None:
    """Lines of a table that has a period's end, a number and more than one period in a line."""
    measures = [
        name
        for name in rows
        if is_numeric_dtype(rows[name]) and not is_bool_dtype(rows[name]) and name not in NO_MEASURE
    ]
    if "period_end" not in rows or not measures or rows.empty:
        return None
    apart = [name for name in TELLS_APART if name in rows and rows[name].nunique() > 1]
    parts = list(rows.groupby(apart, sort=False)) if apart else [((), rows)]
    if len(parts) > MOST_SERIES or not any(part["period_end"].nunique() > 1 for _, part in parts):
        return None
    if any(part["period_end"].duplicated().any() for _, part in parts):
        return None
    column = str(measures[0])
    series = tuple(
        Series(
            _series_name(part, apart, column),
            _days(part["period_end"]),
            _numbers(part[column]),
            *_limits(part),
        )
        for _, part in ((key, each.sort_values("period_end")) for key, each in parts)
    )
    return Chart("line", series, column, _decimals(rows[column]))


def _series_name(part: pd.DataFrame, apart: list[str], column: str) -> str:
    """What a line is called: the words that tell it apart, its name before its code."""
    said = [str(part[name].iloc[0]) for name in apart if not (name == "place" and "name" in apart)]
    return ", ".join(said) or (str(part["name"].iloc[0]) if "name" in part else column)


def _decimals(column: pd.Series) -> int:
    """Digits behind the point that the table has."""
    known = column.dropna()
    return 0 if (known == known.round()).all() else 1
