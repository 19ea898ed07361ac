"""Whole answers as CSV and Parquet, written part by part with the facts needed to cite them."""

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pyarrow
from pyarrow import csv, parquet

from components.table_files import FORMATS
from model import observation_schema

CSV_TYPE: Final = FORMATS["csv"].media_type
PARQUET_TYPE: Final = FORMATS["parquet"].media_type


def as_csv(parts: Iterable[pyarrow.Table], facts: Mapping[str, str]) -> Iterator[bytes]:
    """Comment lines that start with `#`, a header, and the rows.

    Texts are quoted and nulls are not, so that an empty note is told from an absent number. Numbers are
    written with the fewest digits that read back as the same number.
    """
    yield "".join(f"# {name}: {_one_line(words)}\n" for name, words in facts.items()).encode()
    for number, part in enumerate(parts):
        written = io.BytesIO()
        csv.write_csv(part, written, csv.WriteOptions(include_header=number == 0))
        yield written.getvalue()


def as_parquet(parts: Iterable[pyarrow.Table], facts: Mapping[str, str]) -> Iterator[bytes]:
    """The same columns and types as the extract's own table, the facts as key-value metadata."""
    described = observation_schema.ARROW_SCHEMAS["observations"].with_metadata(dict(facts))
    sink = _Sink()
    with parquet.ParquetWriter(sink, described, compression="zstd") as writer:
        for part in parts:
            writer.write_table(part.cast(described))
            yield sink.taken()
    yield sink.taken()


def _one_line(words: str) -> str:
    return " ".join(words.split())


class _Sink(io.RawIOBase):
    """Hands on what is written to it, so that no file is ever held whole."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._position = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def write(self, piece: bytes) -> int:  # type: ignore[override]
        self._pieces.append(bytes(piece))
        self._position += len(piece)
        return len(piece)

    def taken(self) -> bytes:
        """What was written since this was last called."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
