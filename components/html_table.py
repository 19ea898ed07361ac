"""A plain table that can be read by eye, by keyboard and by a screen reader.

The page's browser side builds it from its rows (`assets/js/shell/tables.js`): a component a cell would
take the browser seconds for a few thousand cells.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components.attributes import attributes


@dataclass(frozen=True)
class Column:
    """A column's heading; numbers stand to the right."""

    heading: str
    numeric: bool = False


@dataclass(frozen=True)
class Part:
    """A stretch of a cell's text: plain, a link, or set off from the rest."""

    text: str
    look: Literal["", "small", "strong", "outdated"] = ""
    link: str = ""


Cell = str | Sequence[Part]


def table(caption: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Component:
    """A table whose first column names the row. Wide ones scroll within their own frame."""
    content = {
        "caption": caption,
        "columns": [[column.heading, column.numeric] for column in columns],
        "rows": [[_parts(cell) for cell in row] for row in rows],
    }
    return html.Div(
        className="table-frame",
        tabIndex="0",
        role="region",
        **attributes(aria_label=caption, data_table=json.dumps(content, separators=(",", ":"))),
    )


def _parts(cell: Cell) -> str | list[list[str]]:
    """Plain text as it is, anything else as text, look and link of each part."""
    return cell if isinstance(cell, str) else [[part.text, part.look, part.link] for part in cell]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows by column name."""
    return [dict(zip(frame.columns.astype(str), row, strict=True)) for row in frame.itertuples(index=False)]
