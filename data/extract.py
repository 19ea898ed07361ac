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

import fcntl
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow
import pyarrow.parquet as parquet

from data import schema
from data.catalog_types import Edition
from data.datapackage import PACKAGE, package
from data.observations import SERIES_ORDER, SORT_ORDER, observation_frame
from data.static_files import write_static

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
KEPT_VERSIONS: Final = 3
ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "observations": SORT_ORDER,
    "vintages": SORT_ORDER,
    "series": SERIES_ORDER,
}
ROW_GROUP_ROWS: Final = 50_000
MOST_ROW_GROUPS: Final = 200
"""DuckDB reads what is said of every row group at every question, which costs about 0.03 ms each."""


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
    if not found.equals(schema.ARROW_SCHEMAS[table], check_metadata=False):
        raise ExtractProblem(f"{path.name} does not have the columns this version of the app reads.", mend)


def read_observations(folder: Path) -> pd.DataFrame:
    """All observations of a version, every vintage, checked against the contract."""
    frames = [
        parquet.read_table(folder / f"{name}.parquet").to_pandas(types_mapper=None)
        for name in ("observations", "vintages")
    ]
    return observation_frame(pd.concat(frames, ignore_index=True))


@contextmanager
def writing(extracts: Path) -> Iterator[None]:
    """Hold the extract's write lock, so that two publishes at once follow each other.

    The lock belongs to the process: however it ends, the lock is free again.
    """
    extracts.mkdir(parents=True, exist_ok=True)
    with (extracts / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write_version(
    extracts: Path,
    tables: Mapping[str, pd.DataFrame],
    simulated: bool,
    previous: str = "",
    outlines: Sequence[tuple[str, bytes]] = (),
    edition: Edition = "public",
) -> Path:
    """Write a complete, not yet current version and return its folder.

    Parameters
    ----------
    tables
        A frame for each of `TABLES`.
    previous
        The version that its table of changes compares with.
    outlines
        Stem of the file name and content of each set of outlines, the one to prefer last.
    """
    stamp = datetime.now(UTC)
    versions = extracts / VERSIONS
    versions.mkdir(parents=True, exist_ok=True)
    name = f"{stamp:%Y%m%dT%H%M%S%f}-{secrets.token_hex(3)}"
    draft = versions / f".draft-{name}"
    draft.mkdir()
    for table in TABLES:
        _write_table(draft / f"{table}.parquet", table, tables[table])
    sets = [write_static(draft, stem, ".json", content) for stem, content in outlines]
    created = stamp.isoformat(timespec="seconds")
    tables_written = {f"{table}.parquet": draft / f"{table}.parquet" for table in TABLES}
    checksums = {file: checksum(path) for file, path in tables_written.items()}
    sizes = {file: path.stat().st_size for file, path in tables_written.items()}
    described = package(tables["sources"], checksums, sizes, simulated, created)
    _write_durably(draft / PACKAGE, json.dumps(described, indent=1, ensure_ascii=False).encode())
    beside = [draft / PACKAGE, *sets]
    manifest = {
        "format": FORMAT,
        "created": created,
        "simulated": simulated,
        "edition": edition,
        "previous": previous,
        "observations": len(tables["observations"]),
        "outlines": [path.name for path in sets],
        "sha256": {**checksums, **{path.name: checksum(path) for path in beside}},
    }
    _write_durably(draft / MANIFEST, json.dumps(manifest, indent=1).encode())
    folder = versions / name
    draft.rename(folder)
    _sync_folder(versions)
    return folder


def same_content(one: Path, other: Path) -> bool:
    """Whether two versions hold the same, whatever they were compared with when they were written."""
    first, second = (json.loads((folder / MANIFEST).read_bytes()) for folder in (one, other))
    compared = [f"{table}.parquet" for table in TABLES if table != "changes"]
    return (
        first["simulated"] == second["simulated"]
        and first.get("outlines", []) == second.get("outlines", [])
        and all(first["sha256"][name] == second["sha256"][name] for name in compared)
    )


def discard(folder: Path) -> None:
    """Delete a version that was written and is not wanted."""
    shutil.rmtree(folder, ignore_errors=True)


def publish(extracts: Path, folder: Path) -> None:
    """Make a written version the current one, in one step that cannot be seen half done."""
    link = extracts / f".{CURRENT}-{secrets.token_hex(4)}"
    link.symlink_to(Path(VERSIONS) / folder.name)
    link.replace(extracts / CURRENT)
    _sync_folder(extracts)


def put_up(extracts: Path, folder: Path) -> None:
    """Publish a written version, and delete what it makes superfluous."""
    drop_undone(extracts, folder)
    publish(extracts, folder)
    prune(extracts)


def drop_undone(extracts: Path, folder: Path) -> None:
    """Delete versions newer than the current one, before `folder` follows it.

    They were rolled back from, or never published: the next rollback must not lead to them.
    """
    current = current_folder(extracts)
    if current is None:
        return
    for version in versions_of(extracts):
        if current.name < version.name != folder.name:
            shutil.rmtree(version, ignore_errors=True)


def retire_older(extracts: Path, folder: Path) -> None:
    """Serve no version but one: older ones are not opened again, and deleted when the next is published.

    They are not deleted at once, because questions that began before the switch still read them.
    """
    for version in versions_of(extracts):
        if version.name != folder.name:
            (version / RETIRED).touch()


def prune(extracts: Path, keep: int = KEPT_VERSIONS) -> None:
    """Delete versions older than the newest `keep`, abandoned drafts and links; never the current one."""
    current = current_folder(extracts)
    whole = versions_of(extracts)
    kept = {folder.name for folder in whole[-keep:]} | ({current.name} if current else set())
    for folder in (extracts / VERSIONS).iterdir():
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)
    for leftover in extracts.glob(f".{CURRENT}-*"):
        leftover.unlink(missing_ok=True)


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


def rollback(extracts: Path) -> Extract:
    """Make the newest intact version older than the current one current again.

    Raises
    ------
    ExtractProblem
        If there is no older version that verifies.
    """
    extract = _newest_intact_before_current(extracts)
    if extract is None:
        raise ExtractProblem("There is no older version to return to.", MEND)
    publish(extracts, extract.folder)
    return extract


def newest_intact(extracts: Path) -> Extract | None:
    """The current version, or the newest older one that verifies if it does not; None without any."""
    try:
        return open_extract(extracts)
    except ExtractProblem:
        return _newest_intact_before_current(extracts)


def _newest_intact_before_current(extracts: Path) -> Extract | None:
    current = current_folder(extracts)
    older = [folder for folder in versions_of(extracts) if current is None or folder.name < current.name]
    for folder in reversed(older):
        try:
            return verify(folder)
        except ExtractProblem:
            continue
    return None


def _write_table(path: Path, name: str, frame: pd.DataFrame) -> None:
    """Sorted and in row groups of a size that lets DuckDB skip what a question does not touch."""
    if name in ORDERS:
        frame = frame.sort_values(list(ORDERS[name]), kind="stable")
    table = pyarrow.Table.from_pandas(frame, schema=schema.ARROW_SCHEMAS[name], preserve_index=False)
    table = table.replace_schema_metadata(None)
    with path.open("wb") as file:
        parquet.write_table(table, file, row_group_size=row_group_rows(len(table)), compression="zstd")
        file.flush()
        os.fsync(file.fileno())


def row_group_rows(rows: int) -> int:
    """Rows of a row group in a table of so many."""
    return max(ROW_GROUP_ROWS, rows // MOST_ROW_GROUPS)


def _write_durably(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def checksum(path: Path) -> str:
    """SHA-256 of a file, as its manifest holds it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
