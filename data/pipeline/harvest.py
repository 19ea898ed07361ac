"""Reads a folder of files into one harvest, with a report on each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pandas as pd

from data.extract import reading
from data.extract.build import SourceState
from data.geography.boundaries import SOURCE as BOUNDARIES
from data.geography.boundaries import (
    BoundarySet,
    NotBoundaries,
    is_part_of_shapefile,
    is_shapefile,
    read_boundaries,
)
from data.mapping import TableMapping, disagreements, find_header, mapped_sheet
from data.mapping import loader as mapped_loader
from data.refresh.download_log import DOWNLOADS, download_days
from data.sources.base import Loader, MostlyRefused
from data.sources.recognition import is_dictionary, recognize
from data.sources.table import (
    SIMULATED_COLUMN,
    FileProblem,
    NotATable,
    RawTable,
    Sheet,
    read_sheets,
)
from model.catalog import Source


@dataclass(frozen=True)
class FileReport:
    """What became of one file, or of one sheet of a workbook.

    Attributes
    ----------
    outcome
        `loaded`, `failed` (recognized, but could not be loaded), `not data` (a data dictionary, notes)
        or `not recognized`.
    rows
        Rows of data in it; each is kept or quarantined.
    set_aside
        Lines that are no data: titles, footnotes, repeated headers.
    problem
        Why, and what to do, where it was not loaded.
    """

    path: Path
    outcome: str
    source: str = ""
    sheet: str = ""
    rows: int = 0
    observations: int = 0
    events: int = 0
    quarantined: int = 0
    set_aside: int = 0
    problem: str = ""


@dataclass
class Harvest:
    """Everything read from a folder."""

    reports: list[FileReport] = field(default_factory=list)
    observations: list[pd.DataFrame] = field(default_factory=list)
    events: list[pd.DataFrame] = field(default_factory=list)
    quarantine: list[pd.DataFrame] = field(default_factory=list)
    sources: dict[str, SourceState] = field(default_factory=dict)
    boundaries: list[BoundarySet] = field(default_factory=list)
    simulated: set[bool] = field(default_factory=set)
    """What the files say of themselves; both values when simulated ones lie among real ones."""
    replaced: dict[str, int] = field(default_factory=dict)
    """Source → figures for which another one of the same day stood, or came in the same folder; known once
    it is published."""

    def join(self, other: "Harvest") -> None:
        """Take in what another one holds."""
        for name in ("reports", "observations", "events", "quarantine", "boundaries"):
            getattr(self, name).extend(getattr(other, name))
        self.sources |= other.sources
        self.simulated |= other.simulated

    @property
    def complete(self) -> bool:
        """Whether something was recognized and every recognized file loaded."""
        outcomes = {report.outcome for report in self.reports}
        return "loaded" in outcomes and "failed" not in outcomes

    @property
    def empty(self) -> bool:
        """Whether nothing was loaded."""
        return not self.sources and not self.boundaries


def files_under(folder: Path) -> list[Path]:
    """Every regular file at or below a path, in a stable order, hidden ones left out."""
    if folder.is_file():
        return [folder]
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def printable(path: Path) -> str:
    """A path as text that can be shown and written; file systems allow bytes that no text has."""
    text = str(path).encode("utf-8", "backslashreplace").decode()
    return "".join(each if each.isprintable() else f"\\x{ord(each):02x}" for each in text)


def harvest(paths: list[Path], progress: Callable[[Path], None], as_of: date | None = None) -> Harvest:
    """Load every file that a loader recognizes; nothing is published yet.

    Parameters
    ----------
    progress
        Called with each path before it is read.
    as_of
        Day the figures are of, for files that do not state it; a record of downloads that lies beside a
        file goes before it.
    """
    found = Harvest()
    known_days = download_days(paths)
    for path in paths:
        progress(path)
        found.reports.extend(_load_file(path, found, known_days.get(path, as_of)))
    return found


def harvest_mapped(path: Path, mapping: TableMapping, as_of: date | None = None) -> Harvest:
    """Load one file of a partner as its mapping declares; nothing is published yet.

    Parameters
    ----------
    as_of
        Day the figures are of, where the mapping does not say; a record of downloads that lies beside the
        file goes before it.
    """
    found = Harvest()
    failed = FileReport(path, "failed", mapping.source.id, mapping.sheet or "")
    known_day = download_days([path]).get(path, as_of)
    try:
        sheet = mapped_sheet(read_sheets(path), mapping)
        header_at = find_header(sheet, mapping)
    except FileProblem as problem:
        found.reports.append(replace(failed, problem=str(problem)))
        return found
    except Exception as error:
        found.reports.append(replace(failed, problem=f"cannot be read: {error}"))
        return found
    entry = mapping.source.entry
    found.reports.append(_load_table(sheet, mapped_loader(mapping), header_at, found, known_day, entry))
    return found


def differing_totals(found: Harvest, extracts: Path) -> list[str]:
    """A sentence for each week or month of a partner's table that is not the sum of its days.

    Figures of the same source that stand in the extract are looked at too.
    """
    if found.empty:
        return []
    standing = reading.newest_intact(extracts)
    observations = list(found.observations)
    if standing and found.simulated == {standing.simulated}:
        older = reading.read_observations(standing.folder)
        observations.append(older[older["source"].isin(list(found.sources))])
    return [
        f"{total.place}, {total.drug}, {total.period_kind} ending {total.period_end:%Y-%m-%d}: "
        f"{total.value:g} as brought, {total.days_add_up_to:g} by day"
        for total in disagreements(pd.concat(observations, ignore_index=True)).itertuples()
    ]


def _load_file(path: Path, found: Harvest, as_of: date | None) -> Iterator[FileReport]:
    if path.name == DOWNLOADS:
        yield FileReport(path, "not data", problem="the record of what was downloaded when")
        return
    if is_shapefile(path):
        yield _load_boundaries(path, found)
        return
    if is_part_of_shapefile(path):
        yield FileReport(path, "not data", problem="belongs to the shapefile beside it")
        return
    try:
        sheets = read_sheets(path)
    except NotATable as problem:
        yield FileReport(path, "not recognized", problem=str(problem))
        return
    except Exception as error:
        yield FileReport(path, "not recognized", problem=f"cannot be read: {error}")
        return
    for sheet in sheets:
        yield _load_sheet(sheet, found, as_of)


def _load_boundaries(path: Path, found: Harvest) -> FileReport:
    try:
        made = read_boundaries(path)
    except NotBoundaries as problem:
        return FileReport(path, "not recognized", problem=str(problem))
    except FileProblem as problem:
        return FileReport(path, "failed", BOUNDARIES, problem=str(problem))
    except Exception as error:
        unexpected = f"unexpected content ({type(error).__name__}: {error})"
        return FileReport(path, "failed", BOUNDARIES, problem=unexpected)
    found.boundaries.append(made)
    newer = f"with counties that are not known yet: {', '.join(made.unknown)}" if made.unknown else ""
    rows, left_out = len(made.counties), made.left_out
    return FileReport(path, "loaded", BOUNDARIES, rows=rows, set_aside=left_out, problem=newer)


def _load_sheet(sheet: Sheet, found: Harvest, as_of: date | None) -> FileReport:
    path = sheet.path
    recognized = recognize(sheet)
    if recognized is None:
        if is_dictionary(sheet):
            return FileReport(path, "not data", sheet=sheet.name, problem="a data dictionary")
        return FileReport(path, "not recognized", sheet=sheet.name, problem="no loader knows this header")
    return _load_table(sheet, *recognized, found, as_of)


def _load_table(
    sheet: Sheet,
    loader: Loader,
    header_at: int,
    found: Harvest,
    as_of: date | None,
    entry: Source | None = None,
) -> FileReport:
    path = sheet.path
    failed = FileReport(path, "failed", loader.source, sheet.name)
    try:
        table = loader.table(sheet, header_at)
        loaded = loader.load(table, as_of)
    except MostlyRefused as problem:
        found.quarantine.append(_quarantine(table, problem.reasons))
        refused = len(problem.reasons)
        words = f"{problem.found}: check the mapping against the file" if entry else str(problem)
        return replace(failed, rows=refused, quarantined=refused, problem=words)
    except FileProblem as problem:
        return replace(failed, problem=str(problem))
    except Exception as error:
        return replace(failed, problem=f"unexpected content ({type(error).__name__}: {error})")
    found.observations.append(_marked(loaded.observations) if table.simulated else loaded.observations)
    found.events.append(loaded.events)
    found.quarantine.append(_quarantine(table, loaded.reasons))
    found.sources[loader.source] = SourceState(table.simulated, loaded.as_of_stated, entry)
    found.simulated.add(table.simulated)
    return FileReport(
        path,
        "loaded",
        loader.source,
        sheet.name,
        rows=len(table.rows) + len(table.misshapen),
        observations=len(loaded.observations),
        events=len(loaded.events),
        quarantined=len(loaded.reasons),
        set_aside=table.set_aside,
    )


def _marked(simulated: pd.DataFrame) -> pd.DataFrame:
    """Observations that say of themselves that they are simulated, wherever they are printed."""
    return simulated.assign(note=(SIMULATED_COLUMN + "; " + simulated["note"]).str.removesuffix("; "))


def _quarantine(table: RawTable, reasons: dict[int, str]) -> pd.DataFrame:
    lines = sorted(reasons)
    whole = table.rows.loc[table.rows.index.isin(lines)]
    known = dict(zip(whole.index, whole.to_numpy().tolist(), strict=True)) | table.misshapen_cells
    cells = [known[line] for line in lines]
    return pd.DataFrame(
        {
            "file": printable(table.path),
            "line": lines,
            "reason": [reasons[line] for line in lines],
            "row": [" | ".join(row) for row in cells],
        }
    )


def write_quarantine(found: Harvest, extracts: Path, name: str) -> Path | None:
    """Write the refused rows with file, line and reason; None when there are none."""
    if not any(len(rows) for rows in found.quarantine):
        return None
    path = quarantine_file(extracts, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    pd.concat(found.quarantine, ignore_index=True).to_csv(path, index=False)
    return path


def quarantine_file(extracts: Path, name: str) -> Path:
    """Where the refused rows of a version are written."""
    return extracts / "quarantine" / f"{name}.csv"
