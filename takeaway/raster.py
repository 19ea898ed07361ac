"""Drawings as pictures of dots, for the formats that take no vectors."""

from typing import Final

import resvg_py

from components.drawing.type import FONT_FILES

PICTURE_WIDTH: Final = 2400
"""Dots across a picture: 200 an inch on a wide slide."""


def png_of(drawing: str, width: int = PICTURE_WIDTH) -> bytes:
    """A drawing in SVG as PNG on white, so many dots wide."""
    drawn = resvg_py.svg_to_bytes(
        svg_string=drawing,
        width=width,
        background="#ffffff",
        font_files=list(FONT_FILES),
        skip_system_fonts=True,
        sans_serif_family="Roboto",
    )
    return bytes(drawn)
