"""The picture of each panel: its words, its figures as on the page, its sources, its mark."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd

from components.code_words import NAMED
from components.map_legend import ABSENT_PATTERNS, legend
from components.numbers import number, rounded
from export.drawing.dots import draw_bars, draw_dots
from export.drawing.histogram import draw_histogram, tails
from export.drawing.legend import Row, draw_legend, rows_of
from export.drawing.maps import Figured, Fills, draw_map, figured, palette_of
from export.drawing.plots import draw_figure
from export.drawing.shapes import Shapes
from export.drawing.svg_canvas import Box, SvgCanvas, element, framed
from export.drawing.tables import draw_note, draw_table, draw_tiles
from export.drawing.tokens import tokens
from export.drawing.type import fitted
from panels import maps_in_one, small_maps
from panels.chart import Chart
from panels.drawings import (
    BarGroups,
    Dots,
    Drawing,
    Histogram,
    Lines,
    MapDrawing,
    Plot,
    SmallMapsDrawing,
    Table,
    Tiles,
)
from panels.panel import Captions
from queries.results import ExploreResult

ShapesAt = Callable[[str], Shapes]
"""Address of a set of outlines → the shapes."""
LEGEND: Final = 270.0
"""Width of the column of a map's legend."""
OTHERS: Final = ("health", "supply", "response", "context", "other1", "other2", "other3", "muted")
"""Colors of lines where no sector is theirs alone."""


def picture(
    drawing: Drawing | None, said: Captions, *, simulated: bool, shapes: Callable[[str], Shapes]
) -> str:
    """A panel as SVG: a sheet with what is drawn on it, or with the reason why nothing is.

    Parameters
    ----------
    shapes
        Address of a set of outlines → the shapes.
    """
    if isinstance(drawing, Histogram):
        said = replace(said, stands=" ".join(filter(None, (said.stands, tails(drawing)))))
    canvas, box = framed(said, simulated=simulated)
    words_alone = len(canvas.parts)
    if drawing is not None:
        DRAW[type(drawing)](canvas, box, drawing, shapes)
    if len(canvas.parts) == words_alone:
        canvas, box = framed(replace(said, stands=""), simulated=simulated)
        draw_note(canvas, box, said.stands)
    return canvas.picture(said.title, said.alternative)


def _tiles(canvas: SvgCanvas, box: Box, drawing: Tiles, _shapes: ShapesAt) -> None:
    draw_tiles(canvas, box, drawing.tiles)


def _map(canvas: SvgCanvas, box: Box, drawing: MapDrawing, shapes: ShapesAt) -> None:
    result = drawing.result
    assert result.map is not None
    fills = Fills(canvas, palette_of(result.view))
    shown, rows = figured(result.view, result.map), rows_of(legend(result.view, result.map))
    if maps_in_one.in_one(result):
        shown, rows = _in_one(result, shown)
    draw_legend(canvas, box.inside(left=box.width - LEGEND), rows, fills)
    draw_map(canvas, box.inside(right=LEGEND + 20), shown, shapes(result.map.outlines_url), fills)


def _in_one(result: ExploreResult, shown: Figured) -> tuple[Figured, list[Row]]:
    """Nine classes in place of five: the third of the first figure, then that of the second."""
    assert result.second is not None
    table = maps_in_one.table(result).set_index("place")
    looks = {place: _both(row) for place, row in zip(table.index, table.to_dict("records"), strict=True)}
    said = maps_in_one.values(result.view, result.map, result.second)
    counted = pd.Series([look.removeprefix("unreliable ") for look in looks.values()]).value_counts()
    first, second = said["axes"]
    rows = [Row(first["words"], strong=True), Row(f"with {second['words']}", strong=True), Row(said["note"])]
    rows += [
        Row(
            f"{first['thirds'][down]}; {second['thirds'][across]}",
            f"b{down}{across}",
            number(int(counted.get(f"b{down}{across}", 0))),
        )
        for down in (2, 1, 0)
        for across in range(3)
    ]
    rows += [
        Row(said["statuses"][status], status, number(int(counted[status])))
        for status in ABSENT_PATTERNS
        if status in counted
    ]
    return replace(shown, looks={place: looks.get(place, "missing") for place in shown.looks}, faint={}), rows


def _both(row: Mapping[Any, Any]) -> str:
    for third, status in (("third", "status"), ("third_second", "status_second")):
        if pd.isna(row[third]):
            return str(row[status]) if isinstance(row[status], str) else "missing"
    few = "unreliable " if "unreliable" in (row["status"], row["status_second"]) else ""
    return f"{few}b{row['third'] - 1}{row['third_second'] - 1}"


def _plot(canvas: SvgCanvas, box: Box, drawing: Plot, _shapes: ShapesAt) -> None:
    events = drawing.events
    room = 17.0 * _event_rows(events) + (6 if events else 0)
    chart = box.inside(top=22 if events else 0, bottom=room)
    plot = draw_figure(canvas, chart, drawing.figure, drawing.longer)
    _events(canvas, plot, box.inside(top=box.height - room), events)


def _event_rows(events: Sequence[Mapping[str, Any]]) -> int:
    """Lines of the list of events: one each, or two columns where they are many."""
    return len(events) if len(events) <= 4 else -(-len(events) // 2)


def _events(canvas: SvgCanvas, plot: Box, box: Box, events: Sequence[Mapping[str, Any]]) -> None:
    """Numbers over the chart with a line each, and what they are, in two columns under it."""
    rows = _event_rows(events)
    wide = box.width / (1 if rows == len(events) else 2)
    free = plot.left
    for position, event in enumerate(events):
        x = plot.left + event["at"] * plot.width
        middle = max(x, free)
        free = middle + 20
        canvas.add(
            element(
                "path",
                d=f"M{x:.1f} {plot.top:.1f}V{plot.bottom:.1f}",
                stroke=tokens()["muted"],
                stroke_dasharray="2 3",
            )
        )
        canvas.add(element("circle", cx=middle, cy=plot.top - 12, r=9, fill=tokens()["muted"]))
        canvas.text(
            (middle, plot.top - 7.5),
            str(position + 1),
            12,
            weight=700,
            text_anchor="middle",
            fill=tokens()["surface"],
        )
        column, row = divmod(position, rows)
        left = box.left + column * wide
        words = f"{position + 1}  {event['title']} ({event['about']})"
        canvas.text((left, box.top + 17 * row + 16), fitted(words, wide - 20, 12.5), 12.5)


def _dots(canvas: SvgCanvas, box: Box, drawing: Dots, _shapes: ShapesAt) -> None:
    if drawing.rows:
        draw_dots(canvas, box, drawing.rows, drawing.sector)


def _bars(canvas: SvgCanvas, box: Box, drawing: BarGroups, _shapes: ShapesAt) -> None:
    if drawing.groups:
        draw_bars(canvas, box, drawing.groups, drawing.sector)


def _table(canvas: SvgCanvas, box: Box, drawing: Table, _shapes: ShapesAt) -> None:
    if drawing.rows:
        draw_table(canvas, box, drawing)


def _lines(canvas: SvgCanvas, box: Box, drawing: Lines, _shapes: ShapesAt) -> None:
    draw_figure(canvas, box, line_figure(drawing.chart, drawing.sector))


def _histogram(canvas: SvgCanvas, box: Box, drawing: Histogram, _shapes: ShapesAt) -> None:
    result = drawing.result
    assert result.map is not None
    looks = {
        place: look.removeprefix("unreliable ")
        for place, look in figured(result.view, result.map).looks.items()
    }
    draw_histogram(canvas, box, result, looks, Fills(canvas, palette_of(result.view)))


def _small_maps(canvas: SvgCanvas, box: Box, drawing: SmallMapsDrawing, shapes: ShapesAt) -> None:
    result, small = drawing.result, drawing.result.small
    if small is None:
        return
    said = small_maps.values(result.view, result)
    rows = [Row(words, look) for look, words in said["legend"]]
    fills = Fills(canvas, palette_of(result.view))
    draw_legend(canvas, box.inside(left=box.width - 230), rows, fills)
    box = box.inside(right=250)
    columns = _columns(len(small.maps), box)
    lines = -(-len(small.maps) // columns)
    wide, high = box.width / columns, box.height / lines
    for position, (shown, words) in enumerate(zip(small.maps, said["maps"], strict=True)):
        row, column = divmod(position, columns)
        part = Box(
            box.left + column * wide,
            box.top + row * high,
            box.left + (column + 1) * wide - 10,
            box.top + (row + 1) * high - 6,
        )
        _small(
            canvas,
            part,
            replace(figured(shown.view, shown.map), focused=None, place="", compare=()),
            (words["label"], words["figure"]),
            (shapes(shown.map.outlines_url), fills),
        )


def _small(
    canvas: SvgCanvas, box: Box, shown: Figured, words: tuple[str, str], how: tuple[Shapes, Fills]
) -> None:
    canvas.text((box.left, box.top + 14), fitted(words[0], box.width, 14, 700), 14, weight=700)
    canvas.text((box.left, box.top + 30), fitted(words[1], box.width, 12.5), 12.5, fill=tokens()["muted"])
    draw_map(canvas, box.inside(top=36), shown, *how)


def _columns(maps: int, box: Box) -> int:
    """Columns with which maps of the map's form are largest."""

    def size(columns: int) -> float:
        lines = -(-maps // columns)
        return min(box.width / columns, (box.height / lines - 42) * 1.53)

    return max(range(1, maps + 1), key=size)


Draw = Callable[[SvgCanvas, Box, Any, ShapesAt], None]
DRAW: Final[Mapping[type, Draw]] = MappingProxyType(
    {
        Tiles: _tiles,
        MapDrawing: _map,
        SmallMapsDrawing: _small_maps,
        Plot: _plot,
        Lines: _lines,
        Dots: _dots,
        BarGroups: _bars,
        Histogram: _histogram,
        Table: _table,
    }
)
"""Kind of drawing → what draws it."""


def table_of(rows: pd.DataFrame) -> Table:
    """A panel's table as it stands in its file, codes in words, without columns that are empty."""
    in_words = {
        name: rows[name].map(word, na_action="ignore") for name, word in NAMED.items() if name in rows
    }
    rows = rows.assign(**in_words)
    kept = [name for name in rows if rows[name].notna().any()]
    numeric = frozenset(
        position for position, name in enumerate(kept) if pd.api.types.is_numeric_dtype(rows[name])
    )
    cells = [tuple(_cell(value) for value in row) for row in rows[kept].itertuples(index=False, name=None)]
    return Table(tuple(str(name).replace("_", " ") for name in kept), cells, numeric)


def _cell(value: Any) -> str:
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return "–"
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, int | float | np.integer | np.floating):
        return number(float(value), 0 if float(value).is_integer() else _digits(float(value)))
    return str(value)


def _digits(value: float) -> int:
    """Digits behind the point that a number of a table has; at most three."""
    return next((digits for digits in (1, 2) if float(rounded(value, digits)) == value), 3)


def line_figure(chart: Chart, sector: str) -> dict[str, Any]:
    """Lines of a chart as the page's own charts are described."""
    traces, labels = [], []
    names = list(dict.fromkeys(series.name.removesuffix(", predicted") for series in chart.series))
    colors = [sector, *(name for name in OTHERS if name != sector)]
    for series in chart.series:
        name = series.name.removesuffix(", predicted")
        token = f"var(--{series.token or colors[names.index(name) % len(colors)]})"
        line = {
            "color": token,
            "width": 1.6 if series.predicted else 2.4,
            **({"dash": "dot"} if series.predicted else {}),
        }
        x, y = [str(day) for day in series.at], list(series.values)
        traces.append({"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line})
        last = next(
            ((day, value) for day, value in zip(reversed(x), reversed(y), strict=True) if value is not None),
            None,
        )
        if last and not series.predicted:
            labels.append(
                {
                    "x": last[0],
                    "y": last[1],
                    "yref": "y",
                    "text": fitted(name, 330, 14, 700),
                    "font": {"color": token},
                }
            )
    axis = {
        "rangemode": "normal" if "change" in chart.unit.lower() else "tozero",
        "title": {"text": chart.unit.replace("_", " ")},
    }
    return {"data": traces, "layout": {"xaxis": {}, "yaxis": axis, "annotations": labels}}
