"""A picture as PNG, drawn by resvg in a process of its own.

resvg holds Python's lock while it draws, seconds for a large map; in the server's own process everybody who
explores would wait for it. A process a picture also gives its memory back.
"""

import json
import os
import resource
import subprocess
import sys
from typing import Final

from export.drawing.type import FONT_FILES
from model.settings import PROJECT

LONGEST: Final = 60.0
"""Seconds that a picture may take."""
KINDLY: Final = 10
"""Pictures wait for those who explore."""
MOST_MEMORY: Final = 2 * 1024**3
"""Bytes of address space."""


class DrawingProblem(Exception):
    """A picture that could not be made."""


def png_of(svg: str, scale: int) -> bytes:
    """The picture at so many times its size.

    Raises
    ------
    DrawingProblem
        If resvg fails or takes longer than `LONGEST`.
    """
    order = json.dumps({"svg": svg, "scale": scale}).encode()
    command = [sys.executable, "-m", "export.drawing.raster"]
    try:
        made = subprocess.run(
            command, input=order, capture_output=True, timeout=LONGEST, cwd=PROJECT, check=True
        )
    except (subprocess.SubprocessError, OSError) as problem:
        raise DrawingProblem("The picture could not be made.") from problem
    return made.stdout


PRINTED_WIDTH: Final = 2400
"""Dots across a picture in a file: 200 an inch on a wide slide."""


def drawn_here(svg: str, *, zoom: int | None = None, width: int | None = None) -> bytes:
    """The picture so many times its size, or so many dots wide; for a process that nobody else waits for."""
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=zoom,
            width=width,
            font_files=list(FONT_FILES),
            skip_system_fonts=True,
            sans_serif_family="Roboto",
        )
    )


def _draw() -> None:
    """Draw the picture on standard input onto standard output."""
    os.nice(KINDLY)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    order = json.load(sys.stdin)
    sys.stdout.buffer.write(drawn_here(order["svg"], zoom=order["scale"]))


if __name__ == "__main__":
    _draw()
