"""Tells answers of two releases of the program apart: its words may change while the extract stays."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from model.settings import PROJECT

PARTS: Final = (
    "api",
    "assets",
    "components",
    "data",
    "export",
    "methods",
    "model",
    "pages",
    "panels",
    "queries",
    "server",
)
KINDS: Final = (".py", ".sql", ".js", ".css", ".html")
TABLES: Final = ("data/reference/*.csv", "data/sources/*/*.csv", "model/reference/*.csv")
"""The tables that are part of the program. What is made beside it is not, and a process that serves the
public must not open a partner's."""


@cache
def build_id() -> str:
    """Checksum of the program's own files and of the versions of what it runs on."""
    digest = hashlib.sha256((PROJECT / "constraints.txt").read_bytes())
    for path in sorted(program_files(PROJECT)):
        digest.update(str(path.relative_to(PROJECT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def program_files(project: Path) -> Iterator[Path]:
    """Files that the program consists of, and none of those that it makes."""
    for part in PARTS:
        yield from (path for path in (project / part).rglob("*") if path.suffix in KINDS)
    for pattern in TABLES:
        yield from project.glob(pattern)
