"""The rows of a panel's file as a grid that sorts, filters and is walked by keyboard."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import dash_ag_grid
import pandas as pd
from dash.fingerprint import build_fingerprint

from model import catalog

GRID: Final = "table-grid"
SCRIPT: Final = "dash_ag_grid.min.js"
COLUMN_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "place": "Code",
        "period_end": "Period ends",
        "lower": "Lower limit",
        "upper": "Upper limit",
        "lb": "Pounds",
        "counted": "In the range counted",
        "series": "Reported or predicted",
        "scope": "Of the whole place?",
    }
)
"""Headings of columns whose name alone would not say enough."""
WHOLE, ONE_DIGIT, AS_MANY = ",.0f", ",.1f", ",.1~f"
OPTIONS: Final = MappingProxyType(
    {
        "enableCellTextSelection": True,
        "ensureDomOrder": True,
        # Columns are named by units, which may hold a point.
        "suppressFieldDotNotation": True,
        "suppressDragLeaveHidesColumns": True,
        "suppressMovableColumns": True,
        "rowHeight": 32,
        "headerHeight": 40,
    }
)


def fetch_when_asked() -> str:
    """Keep the grid's script out of every page; returns the address to fetch it from when a grid is opened.

    Importing the package adds its script to all pages, and the script is larger than the rest of the page.
    """
    for resource in dash_ag_grid._js_dist:
        if resource["relative_package_path"] == SCRIPT:
            resource["dynamic"] = True
    named = build_fingerprint(SCRIPT, dash_ag_grid.__version__, 0)
    return f"/_dash-component-suites/{dash_ag_grid.package_name}/{named}"


def data_grid(rows: pd.DataFrame, indicator: str) -> dash_ag_grid.AgGrid:
    """A grid of exactly these rows: statuses and ids in words, numbers in the screen's digits."""
    return dash_ag_grid.AgGrid(
        id=GRID,
        columnDefs=[_column(rows, str(name)) for name in rows.columns],
        rowData=grid_rows(rows, indicator),
        defaultColDef={"floatingFilter": True, "suppressHeaderMenuButton": True, "minWidth": 110},
        columnSize="autoSize",
        dashGridOptions=dict(OPTIONS),
        style={"height": "100%"},
    )


def column_words(name: str) -> str:
    """A column's heading: "Period ends", "Deaths per 100,000"."""
    words = COLUMN_WORDS.get(name, name.replace("_", " "))
    return words[:1].upper() + words[1:]


def _column(rows: pd.DataFrame, name: str) -> dict[str, Any]:
    heading = {"field": name, "headerName": column_words(name)}
    values = rows[name]
    if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        return {**heading, "filter": "agTextColumnFilter"}
    form = WHOLE if pd.api.types.is_integer_dtype(values) else ONE_DIGIT
    # The headline's rows are of several units.
    form = AS_MANY if "figure" in rows.columns else form
    written = f"params.value == null ? '–' : d3.format('{form}')(params.value)"
    return {
        **heading,
        "type": "rightAligned",
        "filter": "agNumberColumnFilter",
        "valueFormatter": {"function": written},
    }


def grid_rows(rows: pd.DataFrame, indicator: str) -> list[dict[str, Any]]:
    """Rows as the grid takes them; null stays null, and is never zero."""
    columns = {str(name): _cells(str(name), rows[name], indicator) for name in rows.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _cells(name: str, values: pd.Series, indicator: str) -> list[Any]:
    if name == "status":
        # A sentence that is of no figure has no status.
        return [None if pd.isna(status) else catalog.status_words(status, indicator) for status in values]
    if name == "drug":
        return [catalog.drug_label(drug) for drug in values]
    if name == "indicator":
        return [catalog.INDICATORS[entry].label for entry in values]
    if pd.api.types.is_bool_dtype(values):
        return ["yes" if value else "no" for value in values]
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.dt.strftime("%Y-%m-%d").tolist()
    return [None if pd.isna(value) else value for value in values.tolist()]
