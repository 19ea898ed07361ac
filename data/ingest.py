"""From a folder of files to a published extract."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from data import extract as extracts_store
from data.build import SourceState, build_tables, merge
from data.observations import COLUMNS, observation_frame
from data.sources import recognise
from data.sources.base import MostlyRefused
from data.sources.table import (
    SIMULATED_COLUMN,
    FileProblem,
    NotATable,
    RawTable,
    read_header,
    read_table,
    read_text,
)


@dataclass(frozen=True)
class FileReport:
    """What became of one file.

    Attributes
    ----------
    outcome
        `loaded`, `failed` (recognised, but could not be loaded) or `not recognised`.
    problem
        Why, and what to do, where it was not loaded.
    """

    path: Path
    outcome: str
    source: str = ""
    rows: int = 0
    observations: int = 0
    quarantined: int = 0
    problem: str = ""


@dataclass
class Harvest:
    """Everything read from a folder."""

    reports: list[FileReport] = field(default_factory=list)
    observations: list[pd.DataFrame] = field(default_factory=list)
    quarantine: list[pd.DataFrame] = field(default_factory=list)
    sources: dict[str, SourceState] = field(default_factory=dict)
    simulated: set[bool] = field(default_factory=set)
    """What the files say of themselves; both values when simulated ones lie among real ones."""

    @property
    def complete(self) -> bool:
        """Whether something was recognised and every recognised file loaded."""
        outcomes = {report.outcome for report in self.reports}
        return "loaded" in outcomes and "failed" not in outcomes


class MixedData(ValueError):
    """Simulated files among real ones, or for an extract that holds real figures."""


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
    return str(path).encode("utf-8", "backslashreplace").decode()


def harvest(paths: list[Path], progress: Callable[[Path], None]) -> Harvest:
    """Load every file that a loader recognises; nothing is published yet.

    Parameters
    ----------
    progress
        Called with each path before it is read.
    """
    found = Harvest()
    for path in paths:
        progress(path)
        for report in _load_file(path, found):
            found.reports.append(report)
    return found


def _load_file(path: Path, found: Harvest) -> Iterator[FileReport]:
    try:
        text = read_text(path)
        loader = recognise(frozenset(read_header(text)))
    except NotATable as problem:
        yield FileReport(path, "not recognised", problem=str(problem))
        return
    except Exception as error:
        yield FileReport(path, "not recognised", problem=f"cannot be read: {error}")
        return
    if loader is None:
        yield FileReport(path, "not recognised", problem="no loader knows this header")
        return
    try:
        table = read_table(path, text)
        loaded = loader.load(table)
    except MostlyRefused as problem:
        found.quarantine.append(_quarantine(table, problem.reasons))
        refused = len(problem.reasons)
        yield FileReport(
            path, "failed", loader.source, rows=refused, quarantined=refused, problem=str(problem)
        )
        return
    except FileProblem as problem:
        yield FileReport(path, "failed", loader.source, problem=str(problem))
        return
    except Exception as error:
        yield FileReport(
            path, "failed", loader.source, problem=f"unexpected content ({type(error).__name__}: {error})"
        )
        return
    found.observations.append(_marked(loaded.observations) if table.simulated else loaded.observations)
    found.quarantine.append(_quarantine(table, loaded.reasons))
    found.sources[loader.source] = SourceState(table.simulated, loaded.as_of_stated)
    found.simulated.add(table.simulated)
    yield FileReport(
        path,
        "loaded",
        loader.source,
        rows=len(table.rows) + len(table.misshapen),
        observations=len(loaded.observations),
        quarantined=len(loaded.reasons),
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


def publish_harvest(found: Harvest, extracts: Path) -> Path:
    """Merge a harvest with the extract that stands, and publish the result.

    Sources that were not loaded keep their last good observations, and older vintages stay. Real
    figures replace simulated ones altogether: the two never stand side by side.

    Returns
    -------
    Path
        Folder of the version now current.

    Raises
    ------
    MixedData
        If simulated files lie among real ones, or an extract of real figures would get simulated ones.
    data.schema.BrokenContract
        If the result does not fulfil the observation contract; nothing is published then.
    """
    if len(found.simulated) > 1:
        raise MixedData("The folder holds simulated and real files: ingest them into separate extracts.")
    with extracts_store.writing(extracts):
        older, states = _standing(extracts, now_simulated=True in found.simulated)
        newer = pd.concat(found.observations, ignore_index=True)
        all_states = states | found.sources
        tables = build_tables(merge(older, newer), all_states)
        folder = extracts_store.write_version(
            extracts, tables, simulated=any(state.simulated for state in all_states.values())
        )
        write_quarantine(found, extracts, folder.name)
        extracts_store.drop_undone(extracts, folder)
        extracts_store.publish(extracts, folder)
        extracts_store.prune(extracts)
    return folder


def _standing(extracts: Path, now_simulated: bool) -> tuple[pd.DataFrame, dict[str, SourceState]]:
    """Observations and sources that the new ones join: of the current extract, or the last good one."""
    nothing: tuple[pd.DataFrame, dict[str, SourceState]] = (
        observation_frame(pd.DataFrame(columns=list(COLUMNS))),
        {},
    )
    standing = extracts_store.newest_intact(extracts)
    if standing is None:
        return nothing
    if now_simulated and not standing.simulated:
        raise MixedData("This extract holds real figures: simulate into another folder with --extracts DIR.")
    # A new simulation replaces the old one, and real figures replace simulated ones.
    if standing.simulated:
        return nothing
    sources = pd.read_parquet(standing.table("sources"))
    states = {
        str(row.source): SourceState(bool(row.simulated), bool(row.as_of_stated))
        for row in sources.itertuples()
    }
    return extracts_store.read_observations(standing.folder), states


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
