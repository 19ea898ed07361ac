"""The command line: `python -m data COMMAND`."""

import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from data.cli.terminal import (
    Extracts,
    ForEdition,
    Target,
    console,
    edition_of,
    extracts_of,
    fail,
    output,
    unwritable,
)
from data.extract.reading import ExtractProblem, current_folder
from data.extract.writing import rollback as roll_back
from methods.suppression.policy import DEFAULT, POLICIES
from model.settings import default_extracts, read_settings

if TYPE_CHECKING:
    from data.mapping import TableMapping

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help="Data of the dashboard."
)
BEHIND_SERVERS: Final = 10
"""Niceness of every command: what a visitor asks of a server on the same machine is answered first."""
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Day the figures are of, for files that do not state it."),
]
Into = Annotated[
    Path | None, typer.Option("--into", help="Folder to download to; DOWNLOADS in the environment.")
]
PartnerFolder = Annotated[
    Path | None, typer.Option("--from", metavar="DIR", help="Folder of the partner extract.")
]
PolicyName = Annotated[str, typer.Option(help=f"Which counts are small: {', '.join(POLICIES)}.")]
MappingFile = Annotated[
    Path | None,
    typer.Option("--mapping", metavar="FILE.yaml", help="What a partner's columns mean; FOLDER is one file."),
]

AttackedFolder = Annotated[
    Path | None,
    typer.Argument(metavar="EXTRACTS", help="Folder of the extract; else EXTRACTS in the environment."),
]


@app.command()
def ingest(
    folder: Path,
    as_of: AsOf = None,
    mapping: MappingFile = None,
    edition: ForEdition = None,
    extracts: Extracts = None,
) -> None:
    """Load every recognized file of FOLDER, or one FILE as a mapping declares, and publish the result."""
    from data.cli.loading import load

    if not folder.exists():
        raise fail(f"There is no {folder}.", "Name a folder of agency files.")
    declared = _mapping(mapping, folder) if mapping else None
    target = Target(extracts_of(extracts, edition), edition_of(edition))
    if not load(folder, target, _day(as_of), declared):
        raise typer.Exit(1)


def _mapping(path: Path, table: Path) -> "TableMapping":
    from data.mapping import BadMapping, read_mapping

    if not table.is_file():
        raise fail(f"{table} is a folder.", "A mapping is for one file: name it.")
    try:
        return read_mapping(path)
    except BadMapping as problem:
        raise fail(f"The mapping {path} cannot be used:", f"\n{problem}") from problem


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as problem:
        raise fail(f"{text} is not a day.", "Write it as 2026-11-22.") from problem


@app.command()
def refresh(
    source: Annotated[list[str] | None, typer.Option(help="Only this source; may be repeated.")] = None,
    into: Into = None,
    edition: ForEdition = None,
    extracts: Extracts = None,
) -> None:
    """Download what the agencies have published since, and load it."""
    from data.cli.loading import download, load
    from data.refresh.addresses import refreshable
    from data.refresh.run import FAILED, mark_loaded, needs_ingest

    unknown = sorted(set(source or ()) - set(refreshable()))
    if unknown:
        raise fail(f"There is no source {', '.join(unknown)}.", f"There are {', '.join(refreshable())}.")
    folder = into or read_settings().downloads
    outcomes = download(source or refreshable(), folder)
    target = Target(extracts_of(extracts, edition), edition_of(edition))
    loaded = not needs_ingest(outcomes, folder, target.extracts)
    if not loaded and load(folder, target):
        loaded = True
        mark_loaded(folder, target.extracts)
    if not loaded or any(outcome.outcome == FAILED for outcome in outcomes):
        raise typer.Exit(1)


@app.command()
def simulate(
    extracts: Extracts = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same figures.")] = 1,
    edition: ForEdition = None,
    if_none: Annotated[
        bool, typer.Option("--if-none", help="Do nothing where there is an extract already.")
    ] = False,
    only: Annotated[
        list[str] | None, typer.Option(help="Folder of a data set, of those alone; may be repeated.")
    ] = None,
) -> None:
    """Publish simulated data, written in the agencies' formats and read by the same loaders.

    The partner edition gets a partner's unsuppressed tables besides.
    """
    from data.cli.loading import load
    from data.mapping import read_mapping
    from data.simulator import UnknownDataSet, simulate_files, simulate_partner_files

    target, today = Target(extracts_of(extracts, edition), edition_of(edition)), datetime.now(UTC).date()
    if if_none and current_folder(target.extracts):
        return
    with tempfile.TemporaryDirectory(prefix="simulated-") as folder:
        agencies, partners = Path(folder) / "agencies", Path(folder) / "partners"
        with console.status("Simulating") as status:
            try:
                simulate_files(agencies, seed, today, status.update, only or ())
            except UnknownDataSet as problem:
                raise fail(str(problem)) from problem
            status.update("writing a partner's tables")
            tables = simulate_partner_files(partners, seed, today) if target.edition == "partner" else []
        declared = [(table, read_mapping(described)) for table, described in tables]
        if not load(agencies, target, beside=declared):
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
    from data.cli.show import BadQuestion, matching

    try:
        found = matching(
            extracts_of(extracts),
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
        raise fail(str(problem), problem.mend) from problem
    except BadQuestion as problem:
        raise fail(str(problem)) from problem
    found.to_csv(sys.stdout, index=False, date_format="%Y-%m-%d")
    if found.empty:
        console.print("No observation matches.")


@app.command()
def revisions(
    source: Annotated[str, typer.Option(help="vsrr_county or vsrr_state.")] = "vsrr_county",
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV in place of a table.")] = False,
    extracts: Extracts = None,
) -> None:
    """Print by how much figures of each age moved from each release held to the newest one."""
    from data.cli.revisions import PLACE_KINDS, print_revisions
    from data.cli.revisions import revisions as compared

    if source not in PLACE_KINDS:
        raise fail(f"There are no revisions of {source}.", f"There are those of {', '.join(PLACE_KINDS)}.")
    folder = extracts_of(extracts)
    try:
        releases, by_age = compared(folder, source)
    except ExtractProblem as problem:
        raise fail(str(problem), problem.mend) from problem
    if not releases:
        raise fail(f"This extract holds no release of {source}.", "Run `python -m data refresh`.")
    if len(releases) == 1:
        console.print(
            f"This extract holds 1 release of {source}, of {releases[0]:%Y-%m-%d}: a second one is needed to "
            "say how figures move. `python -m data nightly` keeps every release.",
            highlight=False,
            soft_wrap=True,
        )
        return
    if csv:
        by_age.to_csv(sys.stdout, index=False)
        return
    print_revisions(output(), by_age)
    console.print(
        f"{len(releases)} releases of {source}, {releases[0]:%Y-%m-%d} to {releases[-1]:%Y-%m-%d}. Deaths "
        "of all drugs together, in the newest release less in each earlier one. Percents leave out zeros.",
        highlight=False,
        soft_wrap=True,
    )


@app.command()
def nightly(
    into: Into = None,
    partner: PartnerFolder = None,
    policy: PolicyName = DEFAULT.name,
    extracts: Extracts = None,
) -> None:
    """Refresh, check, attack and publish the public edition; whatever fails leaves the last one up."""
    from data.cli.public_commands import refresh_public

    refresh_public(
        into or read_settings().downloads, _partner(partner), policy, extracts_of(extracts, "public")
    )


def _partner(given: Path | None) -> Path:
    return given or default_extracts("partner")


@app.command()
def audit(extracts: AttackedFolder = None) -> None:
    """Play the adversary on an extract: what can be worked out of the figures that are held back."""
    from data.cli.public_commands import audit_extract

    audit_extract(extracts_of(extracts))


@app.command()
def publish(
    partner: PartnerFolder = None,
    policy: PolicyName = DEFAULT.name,
    extracts: Extracts = None,
) -> None:
    """Make the public edition of a partner extract, if every small count in it is certified."""
    from data.cli.public_commands import print_published, published

    public = extracts_of(extracts, "public")
    print_published(published(_partner(partner), policy, public))


@app.command()
def rollback(extracts: Extracts = None) -> None:
    """Return to the previous version of the extract."""
    from data.extract.writing import writing

    folder = extracts_of(extracts)
    try:
        with writing(folder):
            extract = roll_back(folder)
    except ExtractProblem as problem:
        raise fail(str(problem), problem.mend) from problem
    except OSError as problem:
        raise unwritable(folder, problem) from problem
    console.print(f"{extract.version} is current again.", highlight=False)


@app.command()
def static() -> None:
    """Build the files that browsers keep: map outlines and Plotly. Those that are there stay."""
    from data.geography.fine_outlines import ensure_fine_outlines
    from data.geography.outlines import ensure_outlines
    from data.static.plotly_bundle import ensure_plotly

    folder = read_settings().static
    with console.status("Building the files that browsers keep"):
        outlines = ensure_outlines(folder)
        built = (outlines, ensure_fine_outlines(folder, outlines), ensure_plotly(folder))
    console.print(", ".join(path.name for path in built), highlight=False)
