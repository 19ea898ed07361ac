"""Loads files, publishes what they hold, and says what became of each."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pandas as pd
import typer
from rich.markup import escape
from rich.progress import Progress, TaskID
from rich.table import Table

from data.cli.terminal import Target, console, fail, output, progress_bar, unwritable
from data.extract.quality import CONTRADICTIONS
from data.extract.reading import ExtractProblem, open_extract
from data.mapping import TableMapping
from data.pipeline.harvest import (
    Harvest,
    differing_totals,
    files_under,
    harvest,
    harvest_mapped,
    printable,
    quarantine_file,
    write_quarantine,
)
from data.pipeline.ingest import MixedData, NoFigures, WrongEdition, accept, publish_harvest
from data.pipeline.nightly import Unfit
from data.refresh.releases import lacking_releases
from data.refresh.report import print_summary, progress_bars
from data.refresh.run import NoNetwork, Outcome
from data.refresh.run import refresh as refresh_files
from data.refresh.wire import Wire
from model.observation_schema import BrokenContract
from model.settings import read_settings


def download(wanted: Sequence[str], folder: Path) -> list[Outcome]:
    """Download what is new of some sources, with progress and a summary; ends the program where nothing can
    be reached or written."""
    try:
        with Wire(read_settings().mirror) as wire, progress_bars(console) as watch:
            outcomes = refresh_files(wanted, folder, wire, watch)
    except NoNetwork as problem:
        raise fail(str(problem), problem.mend) from problem
    except KeyboardInterrupt as stop:
        console.print("Stopped. Nothing was loaded; the next refresh goes on from here.", highlight=False)
        raise typer.Exit(130) from stop
    except OSError as problem:
        mend = "Name another folder with --into."
        raise fail(f"{folder} cannot be written ({problem}).", mend) from problem
    print_summary(output(), outcomes)
    return outcomes


def load(
    folder: Path,
    target: Target,
    as_of: date | None = None,
    mapping: TableMapping | None = None,
    beside: Sequence[tuple[Path, TableMapping]] = (),
    check: Callable[[Path], None] | None = None,
) -> bool:
    """Load, publish and report; True when every recognized file loaded and the result is published.

    Releases that a download folder keeps and the extract lacks are loaded with it, and tables `beside` the
    folder are published with it. A written version is put up only if `check` accepts it.
    """
    extracts = target.extracts
    with lacking_releases(folder, extracts) as lacking, progress_bar() as progress:
        paths = [*lacking, *files_under(folder)]
        task = progress.add_task("Reading", total=len(paths) + len(beside) + 1)
        advance = partial(_name_file, progress, task)
        found = harvest_mapped(folder, mapping, as_of) if mapping else harvest(paths, advance, as_of)
        for table, declared in beside:
            advance(table)
            found.join(harvest_mapped(table, declared, as_of))
        differing = differing_totals(found, extracts) if mapping else []
        progress.update(task, description="Publishing")
        changed = True
        try:
            if not found.empty:
                published, changed = publish_harvest(found, extracts, target.edition, check or accept)
                version = published.name
            else:
                version = f"unpublished-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
                write_quarantine(found, extracts, version)
        except (MixedData, NoFigures, WrongEdition, BrokenContract, Unfit, ExtractProblem) as problem:
            _report(found.reports, folder)
            raise fail("Nothing was published.", str(problem)) from problem
        except OSError as problem:
            raise unwritable(extracts, problem) from problem
    _report(found.reports, folder)
    refused = quarantine_file(extracts, version)
    if refused.exists():
        console.print(f"Refused rows: {escape(str(refused))}", highlight=False, soft_wrap=True)
    if found.empty:
        console.print("Nothing could be loaded; the extract is unchanged.", style="bold red")
        return False
    _say_what_differs(found, differing)
    if changed:
        console.print(f"Published {version} in {escape(str(extracts))}.", highlight=False, soft_wrap=True)
    else:
        console.print("These files hold nothing new; the extract is unchanged.", highlight=False)
    agrees = _say_checks(extracts, found)
    return found.complete and agrees


def _say_checks(extracts: Path, found: Harvest) -> bool:
    """Print the checks that figures of the files just loaded fail; whether no two of them contradict each
    other."""
    checks = pd.read_parquet(open_extract(extracts).table("checks"))
    failed = checks[(checks["failed"] > 0) & checks["source"].isin(list(found.sources))]
    contradicted = failed["check"].isin(CONTRADICTIONS)
    for row, contradicts in zip(failed.itertuples(), contradicted, strict=True):
        console.print(
            f"Check failed: {row.check}: {row.source}, {row.indicator}: {row.failed:,} of {row.examined:,}. "
            f"{row.example}",
            highlight=False,
            soft_wrap=True,
            markup=False,
            style="bold red" if contradicts else None,
        )
    if contradicted.any():
        console.print(
            "Figures of one file contradict each other: ask who made it which of them hold.", style="bold red"
        )
    return not contradicted.any()


def _say_what_differs(found: Harvest, differing: list[str]) -> None:
    for source, figures in found.replaced.items():
        stated = found.sources[source].as_of_stated
        mend = "" if stated else " Give --as-of DATE with each file to keep both."
        console.print(f"{source} replaces figures of the same day: {figures:,}.{mend}", highlight=False)
    if differing:
        console.print(f"Totals that are not the sum of their days: {len(differing)}; the newest stands.")
    for sentence in differing[:5]:
        console.print(f"  {sentence}", highlight=False, soft_wrap=True, markup=False)


def _name_file(progress: Progress, task: TaskID, path: Path) -> None:
    progress.update(task, advance=1, description=escape(_shown(path, path)[:40]))


def _report(reports: list, folder: Path) -> None:
    table = Table("File", "Source", "Rows read", "Observations", "Quarantined", "Outcome", title="Ingest")
    for column in table.columns[2:5]:
        column.justify = "right"
    known = [report for report in reports if report.outcome in ("loaded", "failed")]
    for report in known:
        table.add_row(
            escape(_shown(report.path, folder)),
            report.source,
            f"{report.rows:,}",
            f"{report.observations:,}",
            f"{report.quarantined:,}",
            escape(report.outcome if not report.problem else f"{report.outcome}: {report.problem}"),
        )
    printed = output()
    printed.print(table)
    for outcome in ("not data", "not recognized"):
        others = [report for report in reports if report.outcome == outcome]
        if others:
            printed.print(f"{outcome.capitalize()} ({len(others)}):")
        for report in others:
            line = f"  {_shown(report.path, folder)}: {report.problem}"
            printed.print(line, highlight=False, soft_wrap=True, markup=False)


def _shown(path: Path, folder: Path) -> str:

    within = path != folder and path.is_relative_to(folder)
    return printable(path.relative_to(folder) if within else Path(path.name))
