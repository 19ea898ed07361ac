"""Dots with their intervals, a place a row, and bars: what a ranking, a list and a breakdown are drawn as."""

from collections.abc import Sequence
from typing import Final

from export.drawing.svg_canvas import Box, SvgCanvas, element
from export.drawing.tokens import tokens
from export.drawing.type import fitted, width
from panels.drawings import Bar, Bars, Dot

LONGEST: Final = 1.6
"""Beyond this many times the largest figure an interval is cut, as on the page."""
HIGHEST_ROW: Final = 44.0
SIZE: Final = 15.0


def draw_dots(canvas: SvgCanvas, box: Box, rows: Sequence[Dot], color: str) -> None:
    """A row a dot, on one axis that holds zero, with its ends named."""
    height = min((box.height - 24) / len(rows), HIGHEST_ROW)
    names = min(max(width(row.name, SIZE, 700) for row in rows) + 8, box.width * 0.4)
    ranks = max(width(row.rank, SIZE) for row in rows) + (14 if rows[0].rank else 0)
    said = max(width(row.words, SIZE, 700) for row in rows) + 16
    low, high = _ends(rows)
    plot = box.inside(left=ranks + names + 12, right=said)
    for position, row in enumerate(rows):
        middle = box.top + (position + 0.5) * height
        weight = 700 if row.strong else 400
        canvas.text(
            (box.left + ranks - 14, middle + 5), row.rank, SIZE, text_anchor="end", fill=tokens()["muted"]
        )
        canvas.text(
            (box.left + ranks, middle + 5), fitted(row.name, names, SIZE, weight), SIZE, weight=weight
        )
        _dot(canvas, row, plot, middle, (low, high), color)
        canvas.text((box.right, middle + 5), row.words, SIZE, weight=700, text_anchor="end")
    _axis(canvas, plot, box.top + len(rows) * height, (low, high))


def _ends(rows: Sequence[Dot]) -> tuple[float, float]:
    """Ends of the axis, by the page's rule (`assets/js/panels/ranking.js`)."""
    shown = [row.value for row in rows]
    low = min([0.0, *shown, *(row.lower for row in rows if row.lower is not None)])
    high = max([0.0, *shown, *(row.upper for row in rows if row.upper is not None)])
    largest = max(*map(abs, shown), 1e-9)
    return max(low, -LONGEST * largest), min(high, LONGEST * largest)


def _at(value: float, plot: Box, ends: tuple[float, float]) -> float:
    low, high = ends
    inside = min(max(value, low), high)
    return plot.left + (inside - low) / ((high - low) or 1) * plot.width


def _dot(
    canvas: SvgCanvas, row: Dot, plot: Box, middle: float, ends: tuple[float, float], color: str
) -> None:
    canvas.add(element("path", d=f"M{plot.left:.1f} {middle:.1f}H{plot.right:.1f}", stroke=tokens()["rule"]))
    if row.lower is not None and row.upper is not None:
        start, end = _at(row.lower, plot, ends), _at(row.upper, plot, ends)
        canvas.add(
            element(
                "path",
                d=f"M{start:.1f} {middle:.1f}H{end:.1f}",
                stroke=tokens()[color],
                stroke_opacity=0.45,
                stroke_width=5,
            )
        )
        if row.upper > ends[1]:
            # An arrow says that the interval goes on.
            canvas.add(element("path", d=f"M{end:.1f} {middle - 6:.1f}l9 6l-9 6z", fill=tokens()[color]))
    canvas.add(
        element(
            "circle",
            cx=_at(row.value, plot, ends),
            cy=middle,
            r=6,
            fill=tokens()[color],
            **_edge(strong=row.strong),
        )
    )


def _edge(*, strong: bool) -> dict[str, str | float]:
    return {"stroke": tokens()["ink"], "stroke_width": 2} if strong else {}


def _axis(canvas: SvgCanvas, plot: Box, bottom: float, ends: tuple[float, float]) -> None:
    zero = _at(0, plot, ends)
    canvas.add(element("path", d=f"M{zero:.1f} {plot.top:.1f}V{bottom:.1f}", stroke=tokens()["muted"]))
    canvas.text((zero, bottom + 16), "0", 13, text_anchor="middle", fill=tokens()["muted"])


def draw_bars(canvas: SvgCanvas, box: Box, groups: Sequence[Bars], color: str) -> None:
    """Bars under their headings, in two columns where one would press them flat."""
    columns = _columns(groups)
    wide = (box.width - 40 * (len(columns) - 1)) / len(columns)
    most = max(sum(len(group.rows) + 1.3 for group in column) for column in columns)
    height = min(box.height / most, HIGHEST_ROW)
    for position, column in enumerate(columns):
        left = box.left + position * (wide + 40)
        top = box.top
        for group in column:
            top = _group(canvas, Box(left, top, left + wide, box.bottom), group, height, color)


def _columns(groups: Sequence[Bars]) -> list[list[Bars]]:
    total = sum(len(group.rows) for group in groups)
    if total <= 12 or len(groups) < 2:
        return [list(groups)]
    first: list[Bars] = []
    rest = list(groups)
    while rest and sum(len(group.rows) for group in (*first, rest[0])) <= max(
        total / 2 + 2, len(rest[0].rows)
    ):
        first.append(rest.pop(0))
    return [column for column in (first, rest) if column]


def _group(canvas: SvgCanvas, box: Box, group: Bars, height: float, color: str) -> float:
    size = min(SIZE, height * 0.72)
    top = box.top
    if group.heading:
        canvas.text((box.left, top + height * 0.8), group.heading, size, weight=700)
        top += height * 1.15
    names = min(max(width(row.name, size) for row in group.rows) + 12, box.width * 0.36)
    said = min(max(width(row.words, size) for row in group.rows) + 8, box.width * 0.46)
    beside = max(width(row.beside, size) for row in group.rows)
    plot = Box(box.left + names, top, box.right - said - (beside + 16 if beside else 0), box.bottom)
    for row in group.rows:
        middle = top + height / 2
        canvas.text((box.left, middle + size * 0.36), fitted(row.name, names - 8, size), size)
        if row.length is not None:
            _bar(canvas, row, plot, middle, height, color)
        words_at = plot.right + 8 if row.length is not None else plot.left
        room = said if row.length is not None else plot.width + said
        canvas.text(
            (words_at, middle + size * 0.36),
            fitted(row.words, room, size),
            size,
            fill=tokens()["ink" if row.length is not None else "muted"],
        )
        canvas.text(
            (box.right, middle + size * 0.36), row.beside, size, text_anchor="end", fill=tokens()["muted"]
        )
        top += height
    return top + height * 0.15


def _bar(canvas: SvgCanvas, row: Bar, plot: Box, middle: float, height: float, color: str) -> None:
    thick = height * 0.56
    canvas.add(
        element(
            "rect",
            x=plot.left,
            y=middle - thick / 2,
            width=max((row.length or 0) * plot.width, 1.5),
            height=thick,
            rx=2,
            fill=tokens()[color],
            fill_opacity=0.85,
        )
    )
    if row.limits:
        start, end = (plot.left + limit * plot.width for limit in row.limits)
        canvas.add(
            element(
                "path",
                d=f"M{start:.1f} {middle:.1f}H{end:.1f}M{start:.1f} {middle - 4:.1f}v8"
                f"M{end:.1f} {middle - 4:.1f}v8",
                stroke=tokens()["ink"],
                stroke_width=1.5,
            )
        )
