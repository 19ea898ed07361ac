"""From a folder of files to a published extract."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pandas as pd

from data.extract import reading, writing
from data.extract.build import NOTHING, Content, SourceState, build_tables, joined, public_part, read_content
from data.geography.boundaries import SOURCE as BOUNDARIES
from data.geography.boundaries import (
    BoundarySet,
    NotBoundaries,
    is_part_of_shapefile,
    is_shapefile,
    outline_sets,
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
from model import vintages
from model.catalog import Edition, Source


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


class MixedData(ValueError):
    """Simulated files among real ones, or for an extract that holds real figures."""


class WrongEdition(ValueError):
    """Figures of partners for the public edition, or an extract of another edition."""


class NoFigures(ValueError):
    """Boundaries or events alone, where there is no extract that they could join."""


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


def accept(_: Path) -> None:
    """Find nothing wrong."""


def publish_harvest(
    found: Harvest,
    extracts: Path,
    edition: Edition = "public",
    check: Callable[[Path], None] = accept,
) -> tuple[Path, bool]:
    """Merge a harvest with the extract that stands, and publish the result.

    Sources that were not loaded keep their last good observations, and older vintages stay. Real
    figures replace simulated ones altogether: the two never stand side by side. Where nothing would
    change, the extract that stands is left alone. Outlines from boundary files join whatever stands. The
    public edition takes no table of a partner here, and no event that is not marked public.

    Parameters
    ----------
    check
        Called with the folder of the written version before it is put up. Where it raises, the version is
        deleted and the extract that stands is left alone.

    Returns
    -------
    Path
        Folder of the version now current.
    bool
        Whether it is a new one.

    Raises
    ------
    MixedData
        If simulated files lie among real ones, or an extract of real figures would get simulated ones.
    WrongEdition
        If a partner's table would come into the public edition, or the extract is of another edition.
    NoFigures
        If there are only boundaries and events, and no extract that they could join.
    model.observation_schema.BrokenContract
        If the result does not fulfill the observation contract; nothing is published then.
    """
    if len(found.simulated) > 1:
        raise MixedData("The folder holds simulated and real files: ingest them into separate extracts.")
    with writing.writing(extracts):
        newest = reading.newest_intact(extracts)
        _check_edition(newest, found, edition)
        standing = _standing(newest, found)
        if standing is None and not any(len(rows) for rows in found.observations):
            raise NoFigures("Boundaries or events alone show nothing: ingest agency files with them.")
        older, newer = read_content(standing), _content(found)
        if edition == "public":
            _refuse_partners(older)
            newer = public_part(newer)
        found.replaced = vintages.replaced(older.observations, newer.observations)
        tables = build_tables(joined(older, newer), older)
        folder = writing.write_version(
            extracts,
            tables,
            simulated=standing.simulated if standing and not found.sources else True in found.simulated,
            previous=standing.version if standing else "",
            outlines=outline_sets(newest.outlines if newest else (), found.boundaries),
            edition=edition,
        )
        if standing and writing.same_content(standing.folder, folder):
            writing.discard(folder)
            return standing.folder, False
        try:
            check(folder)
        except BaseException:
            writing.discard(folder)
            raise
        write_quarantine(found, extracts, folder.name)
        writing.put_up(extracts, folder)
    return folder, True


def _check_edition(newest: reading.Extract | None, found: Harvest, edition: Edition) -> None:
    if newest and newest.edition != edition:
        raise WrongEdition(
            f"This folder holds the {newest.edition} edition: name a folder of the {edition} edition with "
            "--extracts DIR."
        )
    if edition == "public" and any(state.entry for state in found.sources.values()):
        raise WrongEdition(
            "A partner's table belongs to the partner edition: add --edition partner, then "
            "`python -m data publish` makes the public edition of it."
        )


def _refuse_partners(standing: Content) -> None:
    """Figures protected at publishing are no longer when others come beside them."""
    if any(state.entry for state in standing.sources.values()):
        raise WrongEdition(
            "This public extract was made of a partner extract: ingest into that one with --edition partner, "
            "then `python -m data publish`."
        )


def _content(found: Harvest) -> Content:
    return Content(
        pd.concat([NOTHING.observations, *found.observations], ignore_index=True),
        pd.concat([NOTHING.events, *found.events], ignore_index=True),
        _files_table(found.reports),
        found.sources,
    )


def _files_table(reports: list[FileReport]) -> pd.DataFrame:
    """What became of each recognized file, as shown beside its source."""
    columns = ["source", "file", "sheet", "outcome", "rows", "observations", "events", "quarantined"]
    return pd.DataFrame(
        [
            (
                report.source,
                printable(Path(report.path.name)),
                report.sheet,
                report.outcome,
                report.rows,
                report.observations,
                report.events,
                report.quarantined,
                report.set_aside,
                report.problem,
            )
            for report in reports
            if report.outcome in ("loaded", "failed")
        ],
        columns=[*columns, "set_aside", "problem"],
    )


def _standing(standing: reading.Extract | None, found: Harvest) -> reading.Extract | None:
    """The extract that new figures join: the current one, or the last good one."""
    if standing is None or not found.sources:
        return standing
    if True in found.simulated and not standing.simulated:
        raise MixedData("This extract holds real figures: simulate into another folder with --extracts DIR.")
    # A new simulation replaces the old one, and real figures replace simulated ones.
    return None if standing.simulated else standing


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
