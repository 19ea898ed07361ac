"""The command line: `python -m data COMMAND`."""

import sys
import tempfile
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from data.catalog_types import Edition
from data.extract import ExtractProblem
from data.extract import rollback as roll_back
from data.settings import DEFAULT_EXTRACTS, read_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.ingest import Harvest
    from data.mapping import TableMapping

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help="Data of the dashboard."
)
Extracts = Annotated[
    Path | None, typer.Option("--extracts", help="Folder of the extract; EXTRACTS in the environment.")
]
ForEdition = Annotated[
    Edition | None,
    typer.Option("--edition", help="Whose extract, `public` or `partner`; EDITION in the environment."),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Day the figures are of, for files that do not state it."),
]
MappingFile = Annotated[
    Path | None,
    typer.Option("--mapping", metavar="FILE.yaml", help="What a partner's columns mean; FOLDER is one file."),
]
console = Console(stderr=True)


def _extracts(given: Path | None, edition: Edition | None = None) -> Path:
    settings = read_settings()
    if given is None and edition not in (None, settings.edition):
        return DEFAULT_EXTRACTS[edition]
    return given or settings.extracts


def _edition(given: Edition | None) -> Edition:
    return given or read_settings().edition


class _Target(NamedTuple):
    """Where something is published."""

    extracts: Path
    edition: Edition


def _fail(message: str, mend: str = "") -> typer.Exit:
    console.print(f"[bold red]{escape(message)}[/] {escape(mend)}", highlight=False, soft_wrap=True)
    return typer.Exit(1)


def _unwritable(extracts: Path, problem: OSError) -> typer.Exit:
    mend = "Make room there, or name another folder with --extracts DIR."
    return _fail(f"{extracts} cannot be written ({problem}).", mend)


@app.command()
def ingest(
    folder: Path,
    as_of: AsOf = None,
    mapping: MappingFile = None,
    edition: ForEdition = None,
    extracts: Extracts = None,
) -> None:
    """Load every recognised file of FOLDER, or one FILE as a mapping declares, and publish the result."""
    if not folder.exists():
        raise _fail(f"There is no {folder}.", "Name a folder of agency files.")
    declared = _mapping(mapping, folder) if mapping else None
    target = _Target(_extracts(extracts, edition), _edition(edition))
    if not _ingest(folder, target, _day(as_of), declared):
        raise typer.Exit(1)


def _mapping(path: Path, table: Path) -> "TableMapping":
    from data.mapping import BadMapping, read_mapping

    if not table.is_file():
        raise _fail(f"{table} is a folder.", "A mapping is for one file: name it.")
    try:
        return read_mapping(path)
    except BadMapping as problem:
        raise _fail(f"The mapping {path} cannot be used:", f"\n{problem}") from problem


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as problem:
        raise _fail(f"{text} is not a day.", "Write it as 2026-11-22.") from problem


def _ingest(
    folder: Path,
    target: _Target,
    as_of: date | None = None,
    mapping: "TableMapping | None" = None,
    beside: "Sequence[tuple[Path, TableMapping]]" = (),
) -> bool:
    """Load, publish and report; True when every recognised file loaded and the result is published.

    Tables `beside` the folder are published with it.
    """
    from data.ingest import (
        MixedData,
        NoFigures,
        WrongEdition,
        differing_totals,
        files_under,
        harvest,
        harvest_mapped,
        publish_harvest,
        quarantine_file,
        write_quarantine,
    )
    from data.schema import BrokenContract

    paths, extracts = files_under(folder), target.extracts
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
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
                published, changed = publish_harvest(found, extracts, target.edition)
                version = published.name
            else:
                version = f"unpublished-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
                write_quarantine(found, extracts, version)
        except (MixedData, NoFigures, WrongEdition, BrokenContract) as problem:
            _report(found.reports, folder)
            raise _fail("Nothing was published.", str(problem)) from problem
        except OSError as problem:
            raise _unwritable(extracts, problem) from problem
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
    return found.complete


def _say_what_differs(found: "Harvest", differing: list[str]) -> None:
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
    output = Console()
    output.print(table)
    for outcome in ("not data", "not recognised"):
        others = [report for report in reports if report.outcome == outcome]
        if others:
            output.print(f"{outcome.capitalize()} ({len(others)}):")
        for report in others:
            line = f"  {_shown(report.path, folder)}: {report.problem}"
            output.print(line, highlight=False, soft_wrap=True, markup=False)


def _shown(path: Path, folder: Path) -> str:
    from data.ingest import printable

    within = path != folder and path.is_relative_to(folder)
    return printable(path.relative_to(folder) if within else Path(path.name))


@app.command()
def refresh(
    source: Annotated[list[str] | None, typer.Option(help="Only this source; may be repeated.")] = None,
    into: Annotated[
        Path | None, typer.Option("--into", help="Folder to download to; DOWNLOADS in the environment.")
    ] = None,
    edition: ForEdition = None,
    extracts: Extracts = None,
) -> None:
    """Download what the agencies have published since, and load it."""
    from data.refresh.addresses import refreshable
    from data.refresh.report import print_summary, progress_bars
    from data.refresh.run import FAILED, NoNetwork, mark_loaded, needs_ingest
    from data.refresh.run import refresh as refresh_files
    from data.refresh.wire import Wire

    unknown = sorted(set(source or ()) - set(refreshable()))
    if unknown:
        raise _fail(f"There is no source {', '.join(unknown)}.", f"There are {', '.join(refreshable())}.")
    folder = into or read_settings().downloads
    try:
        with Wire(read_settings().mirror) as wire, progress_bars(console) as watch:
            outcomes = refresh_files(source or refreshable(), folder, wire, watch)
    except NoNetwork as problem:
        raise _fail(str(problem), problem.mend) from problem
    except KeyboardInterrupt as stop:
        console.print("Stopped. Nothing was loaded; the next refresh goes on from here.", highlight=False)
        raise typer.Exit(130) from stop
    except OSError as problem:
        raise _fail(
            f"{folder} cannot be written ({problem}).", "Name another folder with --into."
        ) from problem
    print_summary(Console(), outcomes)
    target = _Target(_extracts(extracts, edition), _edition(edition))
    loaded = not needs_ingest(outcomes, folder, target.extracts)
    if not loaded and _ingest(folder, target):
        loaded = True
        mark_loaded(folder, target.extracts)
    if not loaded or any(outcome.outcome == FAILED for outcome in outcomes):
        raise typer.Exit(1)


@app.command()
def simulate(
    extracts: Extracts = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same figures.")] = 1,
    edition: ForEdition = None,
) -> None:
    """Publish simulated data, written in the agencies' formats and read by the same loaders.

    The partner edition gets a partner's unsuppressed tables besides.
    """
    from data.mapping import read_mapping
    from data.simulator import simulate_files, simulate_partner_files

    target, today = _Target(_extracts(extracts, edition), _edition(edition)), datetime.now(UTC).date()
    with tempfile.TemporaryDirectory(prefix="simulated-") as folder:
        agencies, partners = Path(folder) / "agencies", Path(folder) / "partners"
        with console.status("Simulating") as status:
            simulate_files(agencies, seed, today, status.update)
            status.update("writing a partner's tables")
            tables = simulate_partner_files(partners, seed, today) if target.edition == "partner" else []
        declared = [(table, read_mapping(described)) for table, described in tables]
        if not _ingest(agencies, target, beside=declared):
            raise typer.Exit(1)


@app.command()
def show(
    indicator: Annotated[str, typer.Option(help="Indicator id, for example deaths.")],
    drug: Annotated[str | None, typer.Option(help="Drug id.")] = None,
    place: Annotated[str | None, typer.Option(help="US, a state or county FIPS, or an area's name.")] = None,
    period: Annotated[str | None, typer.Option(help="Month in which the period ends, YYYY-MM.")] = None,
    period_kind: Annotated[str | None, typer.Option(help="For example month or 12-month-ending.")] = None,
    source: Annotated[str | None, typer.Option(help="Source id.")] = None,
    status: Annotated[str | None, typer.Option(help="For example provisional or suppressed.")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The figures as they were known on a day.")
    ] = None,
    extracts: Extracts = None,
) -> None:
    """Print matching observations as CSV."""
    from data.show import BadQuestion, matching

    try:
        found = matching(
            _extracts(extracts),
            indicator,
            drug,
            place,
            period,
            period_kind=period_kind,
            source=source,
            status=status,
            as_of=as_of,
        )
    except ExtractProblem as problem:
        raise _fail(str(problem), problem.mend) from problem
    except BadQuestion as problem:
        raise _fail(str(problem)) from problem
    found.to_csv(sys.stdout, index=False, date_format="%Y-%m-%d")
    if found.empty:
        console.print("No observation matches.")


@app.command()
def rollback(extracts: Extracts = None) -> None:
    """Return to the previous version of the extract."""
    from data.extract import writing

    folder = _extracts(extracts)
    try:
        with writing(folder):
            extract = roll_back(folder)
    except ExtractProblem as problem:
        raise _fail(str(problem), problem.mend) from problem
    except OSError as problem:
        raise _unwritable(folder, problem) from problem
    console.print(f"{extract.version} is current again.", highlight=False)


@app.command()
def static() -> None:
    """Build the files that browsers keep: map outlines and Plotly. Those that are there stay."""
    from data.fine_outlines import ensure_fine_outlines
    from data.outlines import ensure_outlines
    from data.plotly_bundle import ensure_plotly

    folder = read_settings().static
    with console.status("Building the files that browsers keep"):
        outlines = ensure_outlines(folder)
        built = (outlines, ensure_fine_outlines(folder, outlines), ensure_plotly(folder))
    console.print(", ".join(path.name for path in built), highlight=False)


if __name__ == "__main__":
    app()
