"""Writes versions of an extract and switches between them; readers see one whole version or another."""

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow
import pyarrow.parquet as parquet

from data.extract.datapackage import PACKAGE, package
from data.extract.reading import (
    CURRENT,
    FORMAT,
    MANIFEST,
    MEND,
    RETIRED,
    TABLES,
    VERSIONS,
    Extract,
    ExtractProblem,
    checksum,
    current_folder,
    newest_intact_before_current,
    versions_of,
)
from data.static.files import write_static
from model import observation_schema
from model.catalog_types import Edition
from model.observations import SERIES_ORDER, SORT_ORDER

KEPT_VERSIONS: Final = 3


ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "observations": SORT_ORDER,
    "vintages": SORT_ORDER,
    "series": SERIES_ORDER,
}


ROW_GROUP_ROWS: Final = 50_000


MOST_ROW_GROUPS: Final = 200
"""DuckDB reads what is said of every row group at every question, which costs about 0.03 ms each."""


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


def rollback(extracts: Path) -> Extract:
    """Make the newest intact version older than the current one current again.

    Raises
    ------
    ExtractProblem
        If there is no older version that verifies.
    """
    extract = newest_intact_before_current(extracts)
    if extract is None:
        raise ExtractProblem("There is no older version to return to.", MEND)
    publish(extracts, extract.folder)
    return extract


def _write_table(path: Path, name: str, frame: pd.DataFrame) -> None:
    """Sorted and in row groups of a size that lets DuckDB skip what a question does not touch."""
    if name in ORDERS:
        frame = frame.sort_values(list(ORDERS[name]), kind="stable")
    table = pyarrow.Table.from_pandas(
        frame, schema=observation_schema.ARROW_SCHEMAS[name], preserve_index=False
    )
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
