"""The record of downloads that lies beside the files: which day the figures in each are of."""

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
    as_of
        Day the agency last changed it, or else the day it was downloaded.
    """

    url: str
    as_of: date
    sha256: str
    etag: str = ""
    last_modified: str = ""


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


def download_days(paths: list[Path]) -> dict[Path, date]:
    """Day of each file that a record beside it knows."""
    days = {}
    for folder in {path.parent for path in paths}:
        files = read_downloads(folder).files
        days |= {folder / name: entry.as_of for name, entry in files.items()}
    return days
