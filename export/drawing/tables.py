"""Tables, tiles and a note: what panels without a chart are drawn as."""

from collections.abc import Sequence
from typing import Final

from components.numbers import number
from export.drawing.svg_canvas import SMALLEST, Box, SvgCanvas, element
from export.drawing.tokens import tokens
from export.drawing.type import fitted, width, wrapped
from panels.drawings import Table, Tile

LOWEST_ROW: Final = 19.0
GAP: Final = 16.0
LEADING: Final = 1.3
MEASURED: Final = 60
"""Rows that widths of columns are taken from; more do not fit."""


def draw_table(canvas: SvgCanvas, box: Box, table: Table) -> None:
    """As many rows as fit, with how many more there are; long cells take two lines where there is room."""
    size = 14.0 if len(table.rows) <= 18 else float(SMALLEST)
    rooms = _rooms(table, size, box.width)
    lines = [_lines_of(cells, rooms, size) for cells in table.rows]
    if sum(_height_of(row, size) for row in lines) > box.height - 2 * LOWEST_ROW:
        lines = [
            [[fitted(cell, room, size)] for cell, room in zip(cells, rooms, strict=True)]
            for cells in table.rows
        ]
    head = [[fitted(name, room, size, 700)] for name, room in zip(table.headings, rooms, strict=True)]
    top, last = box.top, box.bottom - LOWEST_ROW
    for position, row in enumerate((head, *lines)):
        height = _height_of(row, size)
        if top + height > last:
            more = f"and {number(len(lines) + 1 - position)} more in the file of this panel"
            canvas.text((box.left, top + size + 3), more, size, fill=tokens()["muted"])
            break
        _row(
            canvas,
            Box(box.left, top, box.right, top + height),
            row,
            rooms,
            (table.numeric, size, position == 0),
        )
        top += height


def _lines_of(cells: tuple[str, ...], rooms: list[float], size: float) -> list[list[str]]:
    """Each cell in its lines, two at most."""
    wrapped_cells = (wrapped(cell, room, size) for cell, room in zip(cells, rooms, strict=True))
    return [
        lines if len(lines) <= 2 else [lines[0], fitted(" ".join(lines[1:]), room, size)]
        for lines, room in zip(wrapped_cells, rooms, strict=True)
    ]


def _height_of(row: list[list[str]], size: float) -> float:
    return max(1, *(len(lines) for lines in row)) * size * LEADING + 6


def _rooms(table: Table, size: float, room: float) -> list[float]:
    """Widths of columns: what each needs, the widest ones cut where all do not fit."""
    needed = [
        max(width(heading, size, 700), *(width(row[column], size) for row in table.rows[:MEASURED]), 1)
        for column, heading in enumerate(table.headings)
    ]
    free = room - GAP * (len(needed) - 1)
    limit = max(needed)
    while sum(min(need, limit) for need in needed) > free and limit > 1:
        limit *= 0.97
    return [min(need, limit) for need in needed]


def _row(
    canvas: SvgCanvas,
    box: Box,
    cells: list[list[str]],
    rooms: list[float],
    look: tuple[frozenset[int], float, bool],
) -> None:
    """A row, with a line under it; `look` says which columns stand to the right, the size, and whether it is
    the heading."""
    numeric, size, heading = look
    left = box.left
    for column, (lines, room) in enumerate(zip(cells, rooms, strict=True)):
        right = column in numeric
        given: dict[str, str | float] = {"text_anchor": "end"} if right else {}
        for position, line in enumerate(lines):
            at = (left + room if right else left, box.top + size + 2 + position * size * LEADING)
            canvas.text(at, line, size, weight=700 if heading else 400, **given)
        left += room + GAP
    line = tokens()["muted" if heading else "rule"]
    under = f"M{box.left:.1f} {box.bottom:.1f}H{box.right:.1f}"
    canvas.add(element("path", d=under, stroke=line, stroke_width=0.8))


def draw_tiles(canvas: SvgCanvas, box: Box, tiles: Sequence[Tile]) -> None:
    """Tiles side by side, in two rows where there are more than three."""
    columns = len(tiles) if len(tiles) <= 3 else (len(tiles) + 1) // 2
    rows = -(-len(tiles) // columns)
    wide, high = (box.width - 20 * (columns - 1)) / columns, min((box.height - 20 * (rows - 1)) / rows, 230)
    for position, tile in enumerate(tiles):
        row, column = divmod(position, columns)
        left, top = box.left + column * (wide + 20), box.top + row * (high + 20)
        _tile(canvas, Box(left, top, left + wide, top + high), tile)


def _tile(canvas: SvgCanvas, box: Box, tile: Tile) -> None:
    canvas.add(
        element(
            "rect",
            x=box.left,
            y=box.top,
            width=box.width,
            height=box.height,
            rx=10,
            fill=tokens()["bg"],
            stroke=tokens()["rule"],
        )
    )
    inner = box.inside(18, 14, 18, 12)
    top = canvas.lines(inner, tile.title, 19, fill="muted") + 6
    size = 64.0 if tile.is_number else 30.0
    while size > 18 and len(wrapped(tile.value, inner.width, size, 700)) > (1 if tile.is_number else 2):
        size -= 2
    tone = tile.tone if tile.tone in ("good", "bad") else "ink"
    top = (
        canvas.lines(
            Box(inner.left, top, inner.right, inner.bottom),
            tile.value,
            size,
            weight=700,
            leading=1.15,
            fill=tone,
        )
        + 6
    )
    size = next(
        (
            each
            for each in (18, 16, 15, 14, 13)
            if _height(tile.small, inner.width, each) <= inner.bottom - top
        ),
        12,
    )
    canvas.lines(Box(inner.left, top, inner.right, inner.bottom), tile.small, size)


def _height(text: str, room: float, size: float) -> float:
    return len(wrapped(text, room, size)) * size * 1.35


def draw_note(canvas: SvgCanvas, box: Box, said: str) -> None:
    """A sentence in place of figures."""
    canvas.lines(box.inside(top=12), said, 20, fill="ink")
