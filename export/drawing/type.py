"""Widths of text in the font that pictures are set in, so that lines break where they must."""

from functools import cache
from pathlib import Path
from typing import Final

import font_roboto
from fontTools.ttLib import TTFont

FAMILY: Final = "Roboto, Arial, Helvetica, sans-serif"
"""Where a picture is shown by a browser without the font, one of like width stands in."""
FALLBACK_ROOM: Final = 1.04
"""How much wider the widest of those fonts is."""
FONT_FILES: Final = (font_roboto.Roboto, font_roboto.RobotoBold)
BOLD_FROM: Final = 600


@cache
def _advances(bold: bool) -> tuple[dict[int, float], float]:
    """Width of each letter by its code point, and of one that the font has not, for a size of 1."""
    with TTFont(Path(FONT_FILES[bold]), lazy=True) as font:
        units, widths = font["head"].unitsPerEm, font["hmtx"]
        known = {code: widths[name][0] / units for code, name in font.getBestCmap().items()}
    return known, 1.0


def width(text: str, size: float, weight: int = 400) -> float:
    """Width of a line of text, in the units of `size`."""
    known, unknown = _advances(weight >= BOLD_FROM)
    return sum(known.get(ord(letter), unknown) for letter in text) * size * FALLBACK_ROOM


def wrapped(text: str, room: float, size: float, weight: int = 400) -> list[str]:
    """Text in lines that fit; a word that is longer than a line is broken where the line ends."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if width(joined, size, weight) <= room:
            line = joined
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, room, size, weight)
        lines += full
    return [*lines, line] if line else lines


def _broken(word: str, room: float, size: float, weight: int) -> list[str]:
    """A word in pieces that fit a line."""
    pieces, piece = [], ""
    for letter in word:
        if piece and width(piece + letter, size, weight) > room:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def fitted(text: str, room: float, size: float, weight: int = 400) -> str:
    """Text on one line, cut with an ellipsis where it is longer."""
    if width(text, size, weight) <= room:
        return text
    while text and width(f"{text}…", size, weight) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"
