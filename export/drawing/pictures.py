"""The picture of each panel: its words, its figures as on the page, its sources, its mark."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd

from components.map_legend import ABSENT_PATTERNS, legend
from components.numbers import number, rounded
from export.drawing.dots import Bar, Bars, Dot, draw_bars, draw_dots
from export.drawing.histogram import draw_histogram, tails
from export.drawing.legend import Row, draw_legend, rows_of
from export.drawing.maps import Figured, Fills, draw_map, figured, palette_of
from export.drawing.plots import draw_figure
from export.drawing.shapes import Shapes
from export.drawing.svg_canvas import Box, SvgCanvas, element, framed
from export.drawing.tables import Table, draw_note, draw_table, draw_tiles
from export.drawing.tokens import tokens
from export.drawing.type import fitted
from export.exported_panel import Chart
from export.panel_words import NAMED, Captions, shown_of_ranked, value_words
from model import catalog
from model.view import observed
from panels import maps_in_one, second_map, small_maps, trend, trend_events
from panels.distribution import distribution_forms
from panels.headline import tiles
from panels.ranked_places import MEASURE, listed
from panels.seizures import seizure_marks, seizures_figure
from queries.results import ExploreResult

LEGEND: Final = 270.0
"""Width of the column of a map's legend."""
OTHERS: Final = ("health", "supply", "response", "context", "other1", "other2", "other3", "muted")
"""Colours of lines where no sector is theirs alone."""


@dataclass(frozen=True)
class Drawn:
    """What a panel of the Explore page is drawn from."""

    result: ExploreResult
    said: Captions
    simulated: bool
    shapes: Callable[[str], Shapes]
    """Address of a set of outlines → the shapes."""


def explored_picture(panel: str, drawn: Drawn) -> str:
    """The SVG of a panel of the Explore page."""
    said = drawn.said
    if panel == "distribution" and not shown_of_ranked(drawn.result).empty:
        more = tails(drawn.result, distribution_forms(drawn.result.view, drawn.result))
        said = replace(said, stands=" ".join(filter(None, (said.stands, more))))
    return _picture(said, lambda canvas, box: DRAWN[panel](canvas, box, drawn), simulated=drawn.simulated)


def _picture(said: Captions, draw: Callable[[SvgCanvas, Box], None], *, simulated: bool) -> str:
    """A sheet with what is drawn on it, or with the reason why nothing is."""
    canvas, box = framed(said, simulated=simulated)
    words_alone = len(canvas.parts)
    draw(canvas, box)
    if len(canvas.parts) == words_alone:
        canvas, box = framed(replace(said, stands=""), simulated=simulated)
        draw_note(canvas, box, said.stands)
    return canvas.picture(said.title, said.alternative)


def _headline(canvas: SvgCanvas, box: Box, drawn: Drawn) -> None:
    draw_tiles(canvas, box, tiles(drawn.result.view, drawn.result))


def _map(canvas: SvgCanvas, box: Box, drawn: Drawn) -> None:
    result = drawn.result
    if result.map is None:
        return
    fills = Fills(canvas, palette_of(result.view))
    shown, rows = figured(result.view, result.map), rows_of(legend(result.view, result.map))
    if second_map.in_one(result):
        shown, rows = _in_one(result, shown)
    draw_legend(canvas, box.inside(left=box.width - LEGEND), rows, fills)
    shapes = drawn.shapes(result.map.outlines_url)
    draw_map(canvas, box.inside(right=LEGEND + 20), shown, shapes, fills)


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


def _second_map(canvas: SvgCanvas, box: Box, drawn: Drawn) -> None:
    _map(canvas, box, replace(drawn, result=drawn.result.second_alone()))


def _trend(canvas: SvgCanvas, box: Box, drawn: Drawn) -> None:
    result = drawn.result
    view, lines = observed(result.view), result.series
    figure = trend.trend_figure(view, lines, result.resolved)
    marks = trend.trend_marks(lines, result.resolved, result.view.since)
    layout = {**figure["layout"], "shapes": [*figure["layout"].get("shapes", []), *marks]}
    longer = {trend.short_label(view, line): trend.short_label(view, line, 34) for line in lines}
    events = trend_events.trend_events(view, result)["events"] if lines else []
    room = 17.0 * _event_rows(events) + (6 if events else 0)
    chart = box.inside(top=22 if events else 0, bottom=room)
    plot = draw_figure(canvas, chart, {**figure, "layout": layout}, longer)
    _events(canvas, plot, box.inside(top=box.height - room), events)


def _event_rows(events: list[dict[str, Any]]) -> int:
    """Lines of the list of events: one each, or two columns where they are many."""
    return len(events) if len(events) <= 4 else -(-len(events) // 2)


def _events(canvas: SvgCanvas, plot: Box, box: Box, events: list[dict[str, Any]]) -> None:
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


def _ranking(canvas: SvgCanvas, box: Box, drawn: Drawn) -> None:
    result = drawn.result
    rows = listed(result)
    if rows.empty:
        return
    whole = result.view.ranking == "around" or result.map is None or not result.map.focus
    dots = [_ranked(result, row, whole=whole) for row in rows.to_dict("records")]
    draw_dots(canvas, box, dots, catalog.INDICATORS[result.view.indicator].sector)


def _ranked(result: ExploreResult, row: Mapping[Any, Any], *, whole: bool) -> Dot:
    """A place of the ranking; within one state its name goes without the state's."""
    value = float(list(row.values())[MEASURE])
    lower, upper = (None if pd.isna(row[limit]) else float(row[limit]) for limit in ("lower", "upper"))
    name = row["name"] if whole else row["name"].rsplit(", ", 1)[0]
    strong = row["place"] == result.view.place
    return Dot(name, value, value_words(result, value), lower, upper, rank=number(row["rank"]), strong=strong)


def _distribution(canvas: SvgCanvas, box: Box, drawn: Drawn) -> None:
    result = drawn.result
    if result.map is None or shown_of_ranked(result).empty:
        return
    looks = {
        place: look.removeprefix("unreliable ")
        for place, look in figured(result.view, result.map).looks.items()
    }
    draw_histogram(canvas, box, result, looks, Fills(canvas, palette_of(result.view)))


def _small_maps(canvas: SvgCanvas, box: Box, drawn: Drawn) -> None:
    result, small = drawn.result, drawn.result.small
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
            (drawn.shapes(shown.map.outlines_url), fills),
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


def _seizures(canvas: SvgCanvas, box: Box, drawn: Drawn) -> None:
    figure = seizures_figure(drawn.result.seized)
    if drawn.result.seized.months.empty:
        return
    layout = {**figure["layout"], "shapes": seizure_marks(drawn.result.seized)}
    draw_figure(canvas, box, {**figure, "layout": layout})


def _areas(canvas: SvgCanvas, box: Box, drawn: Drawn) -> None:
    areas = drawn.result.seized.areas
    if areas.empty:
        return
    most = float(areas["weight"].max()) or 1.0
    rows = tuple(
        Bar(place, weight / most, f"{number(weight, 1)} lb", beside=f"{number(events)} events")
        for place, weight, events in zip(areas["place"], areas["weight"], areas["events"], strict=True)
    )
    draw_bars(canvas, box, [Bars("", rows)], "supply")


DRAWN: Final[Mapping[str, Callable[[SvgCanvas, Box, Drawn], None]]] = MappingProxyType(
    {
        "headline": _headline,
        "map": _map,
        "map2": _second_map,
        "trend": _trend,
        "ranking": _ranking,
        "distribution": _distribution,
        "small-maps": _small_maps,
        "seizures": _seizures,
        "areas": _areas,
    }
)
"""Panel of the Explore page → what draws it."""


@dataclass(frozen=True)
class Asked:
    """What a panel that is asked for by itself is drawn from."""

    said: Captions
    simulated: bool
    sector: str
    content: Any
    rows: pd.DataFrame
    chart: Chart | None


def asked_picture(panel: str, asked: Asked) -> str:
    """The SVG of a panel that is asked for by itself: its own drawing, its lines, or its table."""
    return _picture(asked.said, partial(_draw_asked, panel, asked), simulated=asked.simulated)


def is_bare_table(panel: str, asked: Asked) -> bool:
    """Whether the drawing would say no more than the table does, which a document writes as text."""
    return _drawn_as(panel, asked) is _table


def _draw_asked(panel: str, asked: Asked, canvas: SvgCanvas, box: Box) -> None:
    _drawn_as(panel, asked)(canvas, box, asked)


def _drawn_as(panel: str, asked: Asked) -> Callable[[SvgCanvas, Box, Asked], None]:
    """How a panel that is asked for by itself is drawn."""
    own = {"breakdown": _breakdown, "rising": _rising, "sectors": _sectors}
    return own.get(panel, _lines if asked.chart and asked.chart.form == "line" else _table)


def _lines(canvas: SvgCanvas, box: Box, asked: Asked) -> None:
    assert asked.chart is not None
    draw_figure(canvas, box, line_figure(asked.chart, asked.sector))


def _table(canvas: SvgCanvas, box: Box, asked: Asked) -> None:
    if len(asked.rows):
        draw_table(canvas, box, table_of(asked.rows))


def _breakdown(canvas: SvgCanvas, box: Box, asked: Asked) -> None:
    groups = [
        Bars(
            dimension["heading"],
            tuple(
                Bar(
                    row["name"],
                    row["length"],
                    row["shown"],
                    tuple(row["limits"]) if row["limits"] else None,
                    row["beside"],
                )
                for row in dimension["rows"]
            ),
        )
        for dimension in asked.content["dimensions"]
    ]
    if groups:
        draw_bars(canvas, box, groups, asked.sector)


def _rising(canvas: SvgCanvas, box: Box, asked: Asked) -> None:
    words = [f"{row['change']} ({row['interval']}); {row['counts']}" for row in asked.content["rows"]]
    first = asked.rows.head(len(words))
    dots = [
        Dot(row["name"], row["change_percent"], said, row["lower"], row["upper"])
        for row, said in zip(first.to_dict("records"), words, strict=True)
    ]
    if dots:
        draw_dots(canvas, box, dots, asked.sector)


def _sectors(canvas: SvgCanvas, box: Box, asked: Asked) -> None:
    headings = ("Indicator", "Newest figure", "On a year earlier", "Period")
    rows = [
        (
            f"{row['label']}{f' ({whose})' if (whose := row['whose']) else ''}",
            row["value"] or row["absent"],
            row["change"],
            row["period"],
        )
        for row in asked.content
    ]
    if rows:
        draw_table(canvas, box, Table(headings, rows))


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
    colours = [sector, *(name for name in OTHERS if name != sector)]
    for series in chart.series:
        name = series.name.removesuffix(", predicted")
        token = f"var(--{colours[names.index(name) % len(colours)]})"
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
