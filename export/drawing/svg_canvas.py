"""The sheet that a picture is drawn on: words at the head and foot, and room for the figures between."""

import re
from dataclasses import dataclass, field
from html import escape
from typing import Final, Self

from export.drawing.tokens import tokens
from export.drawing.type import FAMILY, width, wrapped
from panels.panel import Captions

WIDTH: Final = 1280
HEIGHT: Final = 720
EDGE: Final = 36
SMALLEST: Final = 12
"""Size of the smallest text; 18 pixels where the picture fills a screen of 1920 by 1080."""
MARK: Final = "SIMULATED DATA"
NAMESPACE: Final = "http://www.w3.org/2000/svg"
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def safe(text: str) -> str:
    """Text as XML may hold it, with what would be taken for markup escaped."""
    return escape(_NOT_XML.sub("", text))


def element(name: str, content: str = "", /, **given: str | float) -> str:
    """An SVG element; `content` is markup, attributes are escaped, numbers have two digits at most."""
    written = "".join(
        f' {key.replace("_", "-").strip("-")}="{_value(value)}"' for key, value in given.items()
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def _value(value: str | float) -> str:
    if isinstance(value, str):
        return safe(value)
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def plain_number(value: float) -> str:
    """A coordinate within a path."""
    return f"{value:.1f}".removesuffix(".0")


@dataclass(frozen=True)
class Box:
    """A part of the sheet."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def inside(self, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0) -> Self:
        """The box without a margin on each side."""
        return type(self)(self.left + left, self.top + top, self.right - right, self.bottom - bottom)


@dataclass
class SvgCanvas:
    """What was drawn so far, in its order."""

    parts: list[str] = field(default_factory=list)
    definitions: list[str] = field(default_factory=list)

    def add(self, markup: str) -> None:
        """Draw an element over what there is."""
        self.parts.append(markup)

    def text(
        self, at: tuple[float, float], said: str, size: float = 14, *, weight: int = 400, **given: str | float
    ) -> None:
        """A line of text; `at` is where its baseline starts, or ends with `text_anchor="end"`."""
        if said:
            look: dict[str, str | float] = {"fill": tokens()["ink"], **given}
            if weight != 400:
                look["font_weight"] = weight
            self.add(element("text", safe(said), x=float(at[0]), y=float(at[1]), font_size=size, **look))

    def lines(
        self, box: Box, said: str, size: float, *, weight: int = 400, leading: float = 1.35, fill: str = "ink"
    ) -> float:
        """Text from the top of a box on, in as many lines as it takes; returns where it ends."""
        top = box.top
        for line in wrapped(said, box.width, size, weight):
            self.text((box.left, top + size), line, size, weight=weight, fill=tokens()[fill])
            top += size * leading
        return top

    def picture(self, title: str, description: str) -> str:
        """The whole as an SVG document."""
        head = element("title", safe(title)) + element("desc", safe(description))
        head += element("defs", "".join(self.definitions)) if self.definitions else ""
        ground = element("rect", width=WIDTH, height=HEIGHT, fill=tokens()["surface"])
        return (
            f'<svg xmlns="{NAMESPACE}" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
            f'role="img" font-family="{FAMILY}">{head}{ground}{"".join(self.parts)}</svg>'
        )


def framed(said: Captions, *, simulated: bool) -> tuple[SvgCanvas, Box]:
    """A sheet with the words at its head and foot, and the room that they leave."""
    canvas = SvgCanvas()
    right = _mark(canvas) - 16 if simulated else float(WIDTH - EDGE)
    head = Box(EDGE, EDGE - 10, right, HEIGHT)
    size = next((size for size in (26, 23, 20) if _rows(said.title, head.width, size, 700) <= 2), 18)
    top = canvas.lines(head, said.title, size, weight=700, leading=1.25) + 5
    top = canvas.lines(Box(EDGE, top, WIDTH - EDGE, HEIGHT), said.subtitle, 14.5, fill="muted")
    foot = _foot(canvas, said)
    return canvas, Box(EDGE, max(top + 12, EDGE + 28 if simulated else 0), WIDTH - EDGE, foot - 12)


def _rows(text: str, room: float, size: float, weight: int) -> int:
    return len(wrapped(text, room, size, weight))


def _foot(canvas: SvgCanvas, said: Captions) -> float:
    """The foot on the lowest lines and what is said under the figures over it; returns where they begin."""
    room = WIDTH - 2 * EDGE
    parts = [(said.stands, 14.5, "ink"), (said.foot, SMALLEST, "muted")]
    height = sum(_rows(text, room, size, 400) * size * 1.35 + 5 for text, size, _ in parts if text)
    start = top = HEIGHT - EDGE + 14 - height
    if height:
        canvas.add(element("path", d=f"M{EDGE} {top - 4:.1f}H{WIDTH - EDGE}", stroke=tokens()["rule"]))
    for text, size, fill in parts:
        if text:
            top = canvas.lines(Box(EDGE, top, WIDTH - EDGE, HEIGHT), text, size, fill=fill) + 5
    return start


def _mark(canvas: SvgCanvas) -> float:
    """The mark of made-up figures in the upper right corner; returns where it begins."""
    wide = width(MARK, 14, 700) + 24
    left = WIDTH - EDGE - wide
    canvas.add(
        element(
            "rect",
            x=left,
            y=EDGE - 12.0,
            width=wide,
            height=28,
            rx=6,
            fill=tokens()["warn"],
            stroke=tokens()["warn-ink"],
        )
    )
    canvas.text((left + 12, EDGE + 7), MARK, 14, weight=700, fill=tokens()["warn-ink"])
    return left
