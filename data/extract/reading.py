"""Extracts: the immutable folders of Parquet files that the app reads, and the switch between them.

    EXTRACTS/
      current -> versions/20261122T101500-3f2a9c   one symbolic link, replaced atomically
      versions/…/extract.json                      what is in it, with a checksum of every file
      versions/…/observations.parquet              the newest vintage of every fact
      versions/…/series.parquet                    the same facts, place by place
      versions/…/vintages.parquet                  older vintages
      versions/…/coverage.parquet                  which periods each indicator has, by place kind
      versions/…/classes.parquet                   map class edges, frozen across periods
      versions/…/sources.parquet                   one row a source
      versions/…/events.parquet                    dated events
      versions/…/files.parquet                     what became of each file read
      versions/…/checks.parquet                    what was checked across figures, and how it came out
      versions/…/changes.parquet                   what differs from the version before
      versions/…/outlines-2022-….json              map outlines made from a boundary file, where one was read
      versions/…/datapackage.json                  the same tables described for others (Frictionless)
      quarantine/…                                 refused rows, with file, line and reason

A version is complete before the link moves, so whoever reads through the link sees a whole extract
at any instant.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow
import pyarrow.parquet as parquet

from model import observation_schema
from model.catalog_types import Edition
from model.observations import observation_frame

FORMAT: Final = 5
MANIFEST: Final = "extract.json"
CURRENT: Final = "current"
VERSIONS: Final = "versions"
RETIRED: Final = "retired"
"""Marks a version that must not be read beside a later one."""
TABLES: Final = (
    "observations",
    "series",
    "vintages",
    "coverage",
    "classes",
    "sources",
    "events",
    "files",
    "checks",
    "changes",
)


class ExtractProblem(RuntimeError):
    """An extract that cannot be read; `mend` says what to do about it."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.mend = mend


@dataclass(frozen=True)
class Extract:
    """A whole, verified version of an extract.

    Attributes
    ----------
    folder
        The version's own folder, which never changes.
    simulated
        Whether any of its observations are simulated.
    created
        When it was published, ISO 8601, UTC.
    edition
        Who may see it.
    outlines
        Map outlines that came from boundary files, the one to prefer last.
    """

    folder: Path
    simulated: bool
    created: str
    edition: Edition
    outlines: tuple[Path, ...] = ()

    @property
    def version(self) -> str:
        """Name of the version."""
        return self.folder.name

    def table(self, name: str) -> Path:
        """Path of one of `TABLES`."""
        return self.folder / f"{name}.parquet"


MEND: Final = (
    "Run `python -m data simulate` for simulated data, or `python -m data ingest FOLDER` for real files."
)


def current_folder(extracts: Path) -> Path | None:
    """Folder of the current version, or None when nothing was ever published. Costs one readlink."""
    link = extracts / CURRENT
    try:
        return (extracts / link.readlink()).absolute()
    except OSError:
        return None


def open_extract(extracts: Path, edition: Edition | None = None) -> Extract:
    """Verify and return the current version; of an edition, where one is named.

    Raises
    ------
    ExtractProblem
        If there is none, it is of another edition, a file is missing, or a checksum or column does not
        match.
    """
    folder = current_folder(extracts)
    if folder is None:
        raise ExtractProblem(f"There is no extract in {extracts.name or extracts}.", MEND)
    return verify(folder, edition)


def verify(folder: Path, edition: Edition | None = None) -> Extract:
    """Return the version in `folder` if every file is there, unchanged and of the declared columns, and it
    is of the edition, where one is named.

    Raises
    ------
    ExtractProblem
        Naming the file and what is wrong with it.
    """
    rollback = "Run `python -m data rollback` to return to the previous version, or ingest again."
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        checksums = dict(manifest["sha256"])
        facts = (bool(manifest["simulated"]), str(manifest["created"]), manifest["edition"])
        outlines = tuple(folder / name for name in manifest.get("outlines", []))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ExtractProblem(f"The extract {folder.name} has no readable {MANIFEST}.", rollback) from error
    if manifest.get("format") != FORMAT:
        raise ExtractProblem(
            f"The extract {folder.name} has format {manifest.get('format')}, not {FORMAT}.", MEND
        )
    if edition not in (None, facts[2]):
        raise ExtractProblem(
            f"The extract {folder.name} is of the {facts[2]} edition, and this is the {edition} one.",
            "Name the folder of this edition's extract in EXTRACTS.",
        )
    for name in TABLES:
        path = folder / f"{name}.parquet"
        if not path.is_file():
            raise ExtractProblem(f"The extract {folder.name} lacks {path.name}.", rollback)
        if checksum(path) != checksums.get(path.name):
            raise ExtractProblem(f"{path.name} of the extract {folder.name} is damaged.", rollback)
        _verify_columns(path, name, rollback)
    for path in outlines:
        if not path.is_file() or checksum(path) != checksums.get(path.name):
            raise ExtractProblem(f"{path.name} of the extract {folder.name} is missing or damaged.", rollback)
    if parquet.read_metadata(folder / "observations.parquet").num_rows == 0:
        raise ExtractProblem(f"The extract {folder.name} holds no observation.", MEND)
    return Extract(folder, *facts, outlines)


def _verify_columns(path: Path, table: str, mend: str) -> None:
    try:
        found = parquet.read_schema(path)
    except pyarrow.ArrowInvalid as error:
        raise ExtractProblem(f"{path.name} is not a Parquet file.", mend) from error
    if not found.equals(observation_schema.ARROW_SCHEMAS[table], check_metadata=False):
        raise ExtractProblem(f"{path.name} does not have the columns this version of the app reads.", mend)


def read_observations(folder: Path) -> pd.DataFrame:
    """All observations of a version, every vintage, checked against the contract."""
    frames = [
        parquet.read_table(folder / f"{name}.parquet").to_pandas(types_mapper=None)
        for name in ("observations", "vintages")
    ]
    return observation_frame(pd.concat(frames, ignore_index=True))


def versions_of(extracts: Path) -> list[Path]:
    """Folders of all whole versions that may be read, oldest first."""
    versions = extracts / VERSIONS
    if not versions.is_dir():
        return []
    return sorted(
        folder
        for folder in versions.iterdir()
        if not folder.name.startswith(".") and not (folder / RETIRED).exists()
    )


def newest_intact(extracts: Path) -> Extract | None:
    """The current version, or the newest older one that verifies if it does not; None without any."""
    try:
        return open_extract(extracts)
    except ExtractProblem:
        return newest_intact_before_current(extracts)


def newest_intact_before_current(extracts: Path) -> Extract | None:
    """The newest older version that verifies; None without any."""
    current = current_folder(extracts)
    older = [folder for folder in versions_of(extracts) if current is None or folder.name < current.name]
    for folder in reversed(older):
        try:
            return verify(folder)
        except ExtractProblem:
            continue
    return None


def checksum(path: Path) -> str:
    """SHA-256 of a file, as its manifest holds it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
