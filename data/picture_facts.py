"""What must be known of a figure, within its picture: as text chunks of a PNG and as metadata of an SVG."""

import struct
import zlib
from collections.abc import Iterable
from html import escape
from typing import Final

from data.export import Export, to_csv

Fact = tuple[str, str]
CARRIED: Final = ("Title", "View", "Simulated", "Source", "Extract")
"""Facts of the panel's file that a picture carries by name."""
DATA: Final = "Data"
"""Name of the panel's whole table, as CSV."""
_SIGNATURE: Final = 8
_CHUNK_FRAME: Final = 12
"""Bytes of a chunk beside its data: length, kind and checksum."""


def picture_facts(export: Export) -> tuple[Fact, ...]:
    """What a picture carries: the facts of the panel's file, each name once, and the table itself."""
    named = {name: "\n".join(words for fact, words in export.facts if fact == name) for name in CARRIED}
    table = to_csv(export).decode("utf-8-sig")
    return (*((name, words) for name, words in named.items() if words), (DATA, table))


def png_with(png: bytes, facts: Iterable[Fact]) -> bytes:
    """A PNG with facts as compressed international text chunks (iTXt, PNG specification 11.3.3.4)."""
    header = _SIGNATURE + _CHUNK_FRAME + struct.unpack(">I", png[_SIGNATURE : _SIGNATURE + 4])[0]
    return png[:header] + b"".join(_chunk(*fact) for fact in facts) + png[header:]


def _chunk(name: str, words: str) -> bytes:
    compressed = b"\1\0"
    content = (
        b"iTXt" + name.encode("latin-1") + b"\0" + compressed + b"\0\0" + zlib.compress(words.encode(), 9)
    )
    return struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))


def svg_with(svg: str, facts: Iterable[Fact]) -> str:
    """An SVG with each fact as an element `metadata` that has its name as id."""
    written = "".join(f'<metadata id="{name.lower()}">{escape(words)}</metadata>' for name, words in facts)
    head, end, rest = svg.partition("</desc>")
    return f"{head}{end}{written}{rest}"
