"""What must be known of a figure, within its picture: as text chunks of a PNG and as metadata of an SVG."""

import io
from collections.abc import Iterable
from html import escape
from typing import Final

from PIL.PngImagePlugin import PngInfo, putchunk

from components.table_files import Export, to_csv

Fact = tuple[str, str]
CARRIED: Final = ("Title", "View", "Simulated", "Source", "Extract")
"""Facts of the panel's file that a picture carries by name."""
DATA: Final = "Data"
"""Name of the panel's whole table, as CSV."""
_HEADER: Final = 33
"""Bytes of the signature and first chunk of every PNG (its specification, 5.2 and 11.2.1)."""


def picture_facts(export: Export) -> tuple[Fact, ...]:
    """What a picture carries: the facts of the panel's file, each name once, and the table itself."""
    named = {name: "\n".join(words for fact, words in export.facts if fact == name) for name in CARRIED}
    table = to_csv(export).decode("utf-8-sig")
    return (*((name, words) for name, words in named.items() if words), (DATA, table))


def png_with(png: bytes, facts: Iterable[Fact]) -> bytes:
    """A PNG with facts as compressed international text chunks (iTXt), behind its header; nothing is drawn or
    compressed anew."""
    info, chunks = PngInfo(), io.BytesIO()
    for name, words in facts:
        info.add_itxt(name, words, zip=True)
    for kind, content, *_ in info.chunks:
        putchunk(chunks, kind, content)
    return png[:_HEADER] + chunks.getvalue() + png[_HEADER:]


def svg_with(svg: str, facts: Iterable[Fact]) -> str:
    """An SVG with each fact as an element `metadata` that has its name as id."""
    written = "".join(f'<metadata id="{name.lower()}">{escape(words)}</metadata>' for name, words in facts)
    head, end, rest = svg.partition("</desc>")
    return f"{head}{end}{written}{rest}"
