"""Tells answers of two releases of the program apart: its words may change while the extract stays."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from data.settings import PROJECT

FOLDERS: Final = (
    "api", "assets", "components", "data", "methods", "pages", "queries", "serving", "takeaway",
)  # fmt: skip
MADE_HERE: Final = ("data/extracts", "data/downloads")
"""Folders within those that hold no part of the program."""


@cache
def release() -> str:
    """Checksum of the program's own files and of the versions of what it runs on."""
    digest = hashlib.sha256((PROJECT / "constraints.txt").read_bytes())
    for path in sorted(path for folder in FOLDERS for path in _files(PROJECT / folder)):
        digest.update(str(path.relative_to(PROJECT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _files(folder: Path) -> list[Path]:
    kinds = (".py", ".sql", ".js", ".css", ".csv", ".html")
    left_out = tuple(f"{PROJECT / name}/" for name in MADE_HERE)
    return [path for path in folder.rglob("*") if path.suffix in kinds and not str(path).startswith(left_out)]
