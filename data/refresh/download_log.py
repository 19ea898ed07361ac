"""The record of downloads that lies beside the files: where each came from, and of which day it is."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ValidationError

DOWNLOADS: Final = "downloads.json"


class Download(BaseModel):
    """How one file came.

    Attributes
    ----------
    url
        The agency's address.
    as_of
        Day the agency last changed it, or else the day it was downloaded; None where the file itself
        says better of which day it is.
    sha256
        Checksum of the file, in hexadecimal digits.
    etag, last_modified
        What the agency's host said of it; the next download asks with them whether it has changed.
    changed
        When the agency last changed the figures, in its own notation; empty where it does not say.
    """

    url: str
    as_of: date | None = None
    sha256: str
    etag: str = ""
    last_modified: str = ""
    changed: str = ""


class Downloads(BaseModel):
    """File name → how it came."""

    files: dict[str, Download] = {}


def read_downloads(folder: Path) -> Downloads:
    """The record in a folder; empty where there is none that can be read."""
    try:
        return Downloads.model_validate_json((folder / DOWNLOADS).read_bytes())
    except (OSError, ValidationError):
        return Downloads()


def write_downloads(folder: Path, downloads: Downloads) -> None:
    """Replace the record in a folder in one step."""
    draft = folder / f".{DOWNLOADS}"
    draft.write_text(json.dumps(downloads.model_dump(mode="json"), indent=1), encoding="utf-8")
    draft.replace(folder / DOWNLOADS)


def recorded(folder: Path, name: str) -> Download | None:
    """How a file came, if it is there and still as it came."""
    entry = read_downloads(folder).files.get(name)
    return entry if entry and _as_it_came(folder / name, entry) else None


def download_days(paths: list[Path]) -> dict[Path, date]:
    """Day of each file that a record beside it knows.

    A file that is not as it came any more, put there by hand since or edited, has none: the day would be
    another file's.
    """
    days = {}
    for folder in {path.parent for path in paths}:
        for name, entry in read_downloads(folder).files.items():
            if entry.as_of and _as_it_came(folder / name, entry):
                days[folder / name] = entry.as_of
    return days


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _as_it_came(path: Path, entry: Download) -> bool:
    return path.is_file() and file_sha256(path) == entry.sha256
