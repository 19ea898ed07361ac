"""The legend of a map: the rows of the page's own legend, one under another."""

from dataclasses import dataclass
from typing import Any

from export.drawing.maps import FAINT, Fills
from export.drawing.svg_canvas import Box, SvgCanvas, element
from export.drawing.tokens import tokens
from export.drawing.type import width, wrapped

SWATCH = (26.0, 15.0)
SIZE = 14.0
LEADING = 19.0


@dataclass(frozen=True)
class Row:
    """A look with its words and how many places have it; words alone without a look."""

    words: str
    look: str = ""
    count: str = ""
    strong: bool = False


def rows_of(components: list[Any]) -> list[Row]:
    """The rows of `components.map_legend.legend`."""
    return [_row(component) for component in components]


def _row(component: Any) -> Row:
    given = component.children
    if not isinstance(given, list):
        return Row(given, strong=type(component).__name__ == "B")
    look = next(part.className for part in given if getattr(part, "className", "").startswith("swatch"))
    words = [
        part.children for part in given if type(part).__name__ == "Span" and isinstance(part.children, str)
    ]
    return Row(" to ".join(words), look.removeprefix("swatch "), given[-1].children)


def draw_legend(canvas: SvgCanvas, box: Box, rows: list[Row], fills: Fills) -> float:
    """Draw rows from the top of a box on; returns where they end."""
    top = box.top
    for row in rows:
        top = _draw(canvas, Box(box.left, top, box.right, box.bottom), row, fills)
    return top


def height_of(rows: list[Row], room: float) -> float:
    """How high the rows are in a column of some width."""
    return sum(len(_lines(row, room)) * LEADING + _air(row) for row in rows)


def _air(row: Row) -> float:
    return 3.0 if row.look else 5.0


def _lines(row: Row, room: float) -> list[str]:
    said = f"{row.words} · {row.count}" if row.count else row.words
    indent = SWATCH[0] + 10 if row.look else 0
    return wrapped(said, room - indent, SIZE, 700 if row.strong else 400)


def _draw(canvas: SvgCanvas, box: Box, row: Row, fills: Fills) -> float:
    left = box.left
    if row.look:
        _swatch(canvas, box, row.look, fills)
        left += SWATCH[0] + 10
    top = box.top
    for line in _lines(row, box.width):
        fill = tokens()["ink" if row.look or row.strong else "muted"]
        canvas.text((left, top + SIZE), line, SIZE, weight=700 if row.strong else 400, fill=fill)
        top += LEADING
    return top + _air(row)


def _swatch(canvas: SvgCanvas, box: Box, look: str, fills: Fills) -> None:
    place: dict[str, str | float] = {
        "x": box.left,
        "y": box.top + 2,
        "width": SWATCH[0],
        "height": SWATCH[1],
        "rx": 3,
    }
    edge: dict[str, str | float] = {"stroke": tokens()["ink"], "stroke_opacity": 0.35}
    if look == "ramp":
        edge["fill"] = f"url(#{_ramp(canvas, fills)})"
    elif "faint" in look:
        step = int(look[-1])
        edge |= {"fill": fills.fill(look.split()[0]), "fill_opacity": FAINT[step]}
    elif look == "unreliable":
        edge["fill"] = fills.fill("unreliable c2")
    else:
        edge["fill"] = fills.fill(look)
    canvas.add(element("rect", **place, **edge))


def _ramp(canvas: SvgCanvas, fills: Fills) -> str:
    name = f"ramp{len(canvas.definitions)}"
    stops = "".join(
        element("stop", offset=step / 24, stop_color=fills.fill(f"r{step}")) for step in range(0, 25, 2)
    )
    canvas.definitions.append(element("linearGradient", stops, id=name))
    return name


def text_width(row: Row) -> float:
    """How wide a row is on one line."""
    said = f"{row.words} · {row.count}" if row.count else row.words
    return width(said, SIZE, 700 if row.strong else 400) + (SWATCH[0] + 10 if row.look else 0)
