"""Every release of some data sets, kept as it came beside the newest files of the download folder.

An extract holds every vintage that was loaded into it or into the version before it. Two rollbacks, a damaged
version or a new format of extracts lose what came since, and the agency does not publish it any more. So each
release is kept, and what an extract lacks is unpacked and loaded again.
"""

import gzip
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

import pyarrow.parquet as parquet

from data.extract.reading import Extract, newest_intact
from data.refresh.download_log import Download, Downloads, file_sha256, write_downloads

RELEASES: Final = ".releases"
KEPT_SOURCES: Final = ("vsrr_county", "vsrr_state")
"""Those whose revisions tell what late records will still add."""
PACKED: Final = ".csv.gz"


def keep_release(path: Path, source: str, day: date) -> None:
    """Keep a file that has just come into the download folder, as the release of a day; one of the same day
    is replaced."""
    kept = path.parent / RELEASES / source / f"{day}{PACKED}"
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = kept.with_name(f".{kept.name}")
    with path.open("rb") as came, gzip.open(draft, "wb") as packed:
        shutil.copyfileobj(came, packed)
    draft.replace(kept)


@contextmanager
def lacking_releases(folder: Path, extracts: Path) -> Iterator[list[Path]]:
    """Unpack the releases kept in a download folder that an extract does not hold, the oldest first.

    They are there until the end of the block, beside a record of the day that each is of.
    """
    kept = sorted((folder / RELEASES).glob(f"*/[!.]*{PACKED}"), key=lambda path: path.name)
    held = _held(newest_intact(extracts)) if kept else set()
    with tempfile.TemporaryDirectory(prefix="releases-") as unpacked:
        record, files = Downloads(), []
        for packed in kept:
            source, day = packed.parent.name, packed.name.removesuffix(PACKED)
            if (source, day) in held:
                continue
            file = Path(unpacked) / f"{source} {day}.csv"
            with gzip.open(packed) as content, file.open("wb") as plain:
                shutil.copyfileobj(content, plain)
            record.files[file.name] = Download(
                url="", as_of=date.fromisoformat(day), sha256=file_sha256(file)
            )
            files.append(file)
        write_downloads(Path(unpacked), record)
        yield files


def _held(extract: Extract | None) -> set[tuple[str, str]]:
    """Source and day of each vintage in an extract, unless that is a simulated one."""
    if extract is None or extract.simulated:
        return set()
    kept = [("source", "in", KEPT_SOURCES)]
    days = (
        parquet.read_table(extract.table(name), columns=["source", "as_of"], filters=kept)
        .group_by(["source", "as_of"])
        .aggregate([])
        for name in ("observations", "vintages")
    )
    return {(row["source"], str(row["as_of"])) for table in days for row in table.to_pylist()}
