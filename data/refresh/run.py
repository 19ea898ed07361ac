"""A refresh: every wanted source asked, good files put in place, and what became of each.

One source that fails does not stop the others, and a file that fails leaves the last good one in place.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pyarrow.parquet as parquet

from data.extract.reading import ExtractProblem, open_extract
from data.extract.writing import writing
from data.geography.boundaries import SOURCE as BOUNDARIES
from data.refresh.addresses import (
    ADDRESSES,
    BY_HAND,
    SMALL_ANSWER,
)
from data.refresh.contents import check_boundaries, check_table
from data.refresh.download_log import Download, file_sha256, read_downloads, recorded, write_downloads
from data.refresh.fetch import Mark, Part, Watch, download, no_room
from data.refresh.links import file_name, fiscal_year_files, links_of, newest_by_year
from data.refresh.problems import ChangedHeader, DownloadProblem, Gone, NoRoom
from data.refresh.releases import KEPT_SOURCES, keep_release
from data.refresh.socrata import Description, describe, download_pages
from data.refresh.wire import LOOK, Wire, http_day
from model.catalog import SOURCES
from model.catalog_types import Address, FixedFile, PageLinks, SocrataView, YearFolders

NEW: Final = "new"
UNCHANGED: Final = "unchanged"
FAILED: Final = "failed"
HAND: Final = "by hand"

LOADED: Final = ".loaded"
"""Note in the download folder: which extract its files were loaded into, and when."""


@dataclass(frozen=True)
class Outcome:
    """What became of one file, or of a source whose files could not even be found.

    Attributes
    ----------
    outcome
        `new`, `unchanged`, `failed` or `by hand`.
    size
        Bytes of the file that is in place now; 0 without one.
    as_of
        Day of that file, where the agency says it.
    problem
        What went wrong.
    mend
        What to do.
    """

    source: str
    file: str
    outcome: str
    size: int = 0
    as_of: date | None = None
    problem: str = ""
    mend: str = ""


class NoNetwork(DownloadProblem):
    """Not one of the hosts can be reached."""


def refresh(wanted: Collection[str], folder: Path, wire: Wire, watch: Watch) -> list[Outcome]:
    """Download what is published for the wanted sources and has changed.

    Parameters
    ----------
    wanted
        Sources, of `addresses.refreshable()`.
    watch
        Told how each download goes.

    Returns
    -------
    list
        An outcome for each file; sources by hand last.

    Raises
    ------
    NoNetwork
        When no host answers; nothing is tried then, and nothing changed.
    """
    by_hand = [_by_hand(source) for source in BY_HAND if source in wanted]
    addresses = [address for address in ADDRESSES if address.source in wanted]
    if not addresses:
        return by_hand
    if not wire.reachable(address.asked for address in addresses):
        raise NoNetwork(
            "None of the agencies' hosts can be reached: nothing was changed.", "Run it again with a network."
        )
    with writing(folder):
        outcomes = [outcome for address in addresses for outcome in _refreshed(address, folder, wire, watch)]
    return outcomes + by_hand


def _by_hand(source: str) -> Outcome:
    page = SOURCES[source].page
    return Outcome(source, "", HAND, mend=f"{page} : {BY_HAND[source]}.")


def needs_ingest(outcomes: list[Outcome], folder: Path, extracts: Path) -> bool:
    """Whether the files that are there hold more than the extract that stands.

    That is so after a new file, after a refresh that ended before its files were loaded, and for another
    extract than the one they were loaded into.
    """
    loadable = [outcome for outcome in outcomes if outcome.size]
    if not loadable:
        return False
    if any(outcome.outcome == NEW for outcome in loadable):
        return True
    newest = max((folder / outcome.file).stat().st_mtime for outcome in loadable)
    return newest > _loaded_at(folder, extracts) or bool(_lacking(loadable, extracts))


def mark_loaded(folder: Path, extracts: Path) -> None:
    """Note that every file of a download folder is in an extract."""
    (folder / LOADED).write_text(str(extracts.resolve()), encoding="utf-8")


def _loaded_at(folder: Path, extracts: Path) -> float:
    """When the folder was loaded into this extract, in seconds since 1970; 0 where it never was."""
    note = folder / LOADED
    try:
        there = note.read_text(encoding="utf-8") == str(extracts.resolve())
        return note.stat().st_mtime if there else 0.0
    except (OSError, UnicodeDecodeError):
        return 0.0


def _lacking(loadable: list[Outcome], extracts: Path) -> set[str]:
    """Sources of figures that the extract has nothing real of."""
    sources = {outcome.source for outcome in loadable} & set(SOURCES)
    try:
        extract = open_extract(extracts)
    except ExtractProblem:
        return sources
    if extract.simulated:
        return sources
    held = parquet.read_table(extract.table("sources"), columns=["source"])["source"]
    return sources - set(held.to_pylist())


def _refreshed(address: Address, folder: Path, wire: Wire, watch: Watch) -> Iterator[Outcome]:
    try:
        links = _files(address, wire)
    except DownloadProblem as problem:
        yield Outcome(address.source, "", FAILED, problem=str(problem), mend=_mend(problem, address))
        return
    for link in links:
        yield _file(address, link, folder, wire, watch)


def _mend(problem: DownloadProblem, address: Address) -> str:
    if problem.mend != LOOK or address.source not in SOURCES:
        return problem.mend
    return f"{LOOK} Page: {SOURCES[address.source].page}"


def _files(address: Address, wire: Wire) -> list[str]:
    """Addresses of a source's files."""
    if isinstance(address, SocrataView | FixedFile):
        return [address.asked]
    links = links_of(wire.read(address.asked, SMALL_ANSWER), address.asked)
    if isinstance(address, PageLinks):
        found = fiscal_year_files(links, address.pattern)
    else:
        found = _in_newest_folder(address, newest_by_year(links, address.folder), wire)
    if not found:
        raise DownloadProblem(f"{address.asked} has no link to a file of the known name.", LOOK)
    return found


def _in_newest_folder(address: YearFolders, folders: list[str], wire: Wire) -> list[str]:
    """The file of the newest folder that has one; a new folder may still be empty."""
    for folder in folders:
        inside = folder + address.inside
        try:
            links = links_of(wire.read(inside, SMALL_ANSWER), inside)
        except Gone:
            continue
        for pattern in address.files:
            if found := newest_by_year(links, pattern):
                return found[:1]
    return []


def _file(address: Address, url: str, folder: Path, wire: Wire, watch: Watch) -> Outcome:
    name = address.file_name if isinstance(address, SocrataView) else file_name(url)
    part = Part(folder / name)
    known = recorded(folder, name)
    try:
        if isinstance(address, SocrataView):
            entry = _view(address, part, known, wire, watch)
        else:
            entry = _plain(address, url, part, known, wire, watch)
    except DownloadProblem as problem:
        return _standing(address, part, FAILED, known, str(problem), _mend(problem, address))
    except OSError as error:
        full = no_room(folder, str(error.strerror or error))
        return _standing(address, part, FAILED, known, str(full), full.mend)
    if entry == known:
        return _standing(address, part, UNCHANGED, known)
    same = known is not None and entry.sha256 == known.sha256
    _put_in_place(part, entry, folder, same)
    if not same and address.source in KEPT_SOURCES and entry.as_of:
        keep_release(part.target, address.source, entry.as_of)
    return _standing(address, part, UNCHANGED if same else NEW, entry)


def _standing(
    address: Address, part: Part, outcome: str, entry: Download | None, problem: str = "", mend: str = ""
) -> Outcome:
    size = part.target.stat().st_size if part.target.is_file() else 0
    as_of = entry.as_of if entry else None
    if size and outcome == FAILED:
        mend = f"The last good file stays in place. {mend}"
    return Outcome(address.source, part.target.name, outcome, size, as_of, problem, mend)


def _put_in_place(part: Part, entry: Download, folder: Path, same: bool) -> None:
    """File first: a record that is older than its file is not believed, and the file is asked for anew."""
    if same:
        part.discard()
    else:
        part.keep()
    record = read_downloads(folder)
    record.files[part.target.name] = entry
    write_downloads(folder, record)


def _plain(
    address: PageLinks | YearFolders | FixedFile,
    url: str,
    part: Part,
    known: Download | None,
    wire: Wire,
    watch: Watch,
) -> Download:
    mark = download(wire, url, part.target, address.limit, known, watch)
    if mark is None and known:
        return known
    _check(part, address.source)
    # Vintages and editions name their year, and old ones are sometimes put up anew.
    as_of = _day(mark) if isinstance(address, PageLinks) else None
    return _entry(part, mark, known, url, as_of)


def _view(address: SocrataView, part: Part, known: Download | None, wire: Wire, watch: Watch) -> Download:
    """A data set by its export, or by page when the export fails."""
    try:
        mark = download(wire, address.asked, part.target, address.limit, known, watch)
        if mark is None and known:
            return known
        stated = _check(part, address.source)
    except (ChangedHeader, NoRoom):
        raise
    except DownloadProblem as problem:
        return _by_page(address, part, known, wire, watch, problem)
    said = _described(address, wire)
    as_of = stated or (said.as_of if said else _day(mark))
    return _entry(part, mark, known, address.asked, as_of, str(said.rows_updated) if said else "")


def _described(address: SocrataView, wire: Wire) -> Description | None:
    try:
        return describe(wire, address)
    except DownloadProblem:
        return None


def _by_page(
    address: SocrataView,
    part: Part,
    known: Download | None,
    wire: Wire,
    watch: Watch,
    export: DownloadProblem,
) -> Download:
    try:
        said = describe(wire, address)
        if known and known.changed == str(said.rows_updated):
            return known
        download_pages(wire, address, said, part, watch)
        stated = _check(part, address.source)
    except DownloadProblem as problem:
        part.discard()
        raise DownloadProblem(f"export: {export} By page: {problem}", problem.mend) from export
    return _entry(part, None, known, address.asked, stated or said.as_of, str(said.rows_updated))


def _check(part: Part, source: str) -> date | None:
    """Refuse what is not the file it should be; the day that it states, if it does."""
    try:
        if source == BOUNDARIES:
            check_boundaries(part.path)
            return None
        return check_table(part.path, source)
    except DownloadProblem:
        part.discard()
        raise


def _entry(
    part: Part,
    mark: Mark | None,
    known: Download | None,
    url: str,
    as_of: date | None,
    changed: str = "",
) -> Download:
    """The record of what arrived. The same bytes as before keep their day: they are no new vintage."""
    sha256 = file_sha256(part.path)
    if known and known.sha256 == sha256:
        as_of = known.as_of
    return Download(
        url=url,
        as_of=as_of,
        sha256=sha256,
        etag=mark.etag if mark else "",
        last_modified=mark.last_modified if mark else "",
        changed=changed,
    )


def _day(mark: Mark | None) -> date:
    changed = http_day(mark.last_modified) if mark else None
    return (changed or datetime.now(UTC)).astimezone(UTC).date()
