"""Commands of the public edition: publish it, attack it, and keep it current without anybody watching."""

from pathlib import Path
from typing import Final

import typer
from rich.markup import escape
from rich.table import Table

from data.cli.loading import download, load
from data.cli.terminal import Target, console, fail, output, progress_bar, unwritable
from data.extract.reading import ExtractProblem, newest_intact, open_extract
from data.pipeline.nightly import check_version
from data.pipeline.publishing import Published, Refused, publish
from data.refresh.addresses import refreshable
from data.refresh.run import FAILED
from data.suppression.audit import Finding, audit
from data.suppression.cost import percent
from methods.suppression.policy import POLICIES
from model.observation_schema import BrokenContract

NOT_COVERED: Final = (
    "Not covered: chances, knowledge from elsewhere, releases compared with later ones, how the figures held "
    "back were chosen."
)
"""What an attack by bounds and linear programming cannot say."""


def audit_extract(extracts: Path) -> None:
    """Attack an extract and print what was found; ends with 1 where a figure of a partner is bounded."""
    try:
        folder = open_extract(extracts).folder
    except ExtractProblem as problem:
        raise fail(str(problem), problem.mend) from problem
    findings = _attacked(folder)
    print_findings(findings)
    if any(found.is_breach for found in findings):
        raise fail("Figures of partners that are held back can be worked out.", "Publish again.")


def refresh_public(downloads: Path, partner: Path, policy: str, public: Path) -> None:
    """Refresh what the public edition shows, unattended.

    Where there is a partner extract, the agencies' files are loaded into that, and the public one is made of
    it. Whatever fails, the public extract that stands is left alone, and the program ends with 1.
    """
    standing = newest_intact(public)
    stays = f"The public extract {standing.version} stays." if standing else "There is no public extract."
    try:
        _refresh_public(downloads, partner, policy, public)
    except typer.Exit as ended:
        if ended.exit_code:
            console.print(stays, highlight=False, style="bold")
        raise


def _refresh_public(downloads: Path, partner: Path, policy: str, public: Path) -> None:
    failed = [outcome for outcome in download(refreshable(), downloads) if outcome.outcome == FAILED]
    if failed:
        sources = ", ".join(dict.fromkeys(outcome.source for outcome in failed))
        raise fail(f"Could not be refreshed: {sources}.", "Nothing is published until all are.")
    has_partner = newest_intact(partner) is not None
    target = Target(partner, "partner") if has_partner else Target(public, "public")

    def check(folder: Path) -> None:
        check_version(folder, target.extracts)
        if not has_partner:
            print_findings(_attacked(folder))

    if not load(downloads, target, check=check):
        raise fail("Not every file could be loaded.", "See the report above.")
    if has_partner:
        print_published(published(partner, policy, public))


def published(partner: Path, policy: str, public: Path) -> Published:
    """Publish with progress; ends the program with the reason where it is refused."""
    if policy not in POLICIES:
        raise fail(f"There is no policy {policy}.", f"There are {', '.join(POLICIES)}.")
    with progress_bar() as progress:
        task = progress.add_task("Reading", total=None)

        def watch(doing: str, done: int, of: int) -> None:
            progress.update(task, description=escape(doing[:40]), completed=done, total=of)

        try:
            return publish(partner, public, POLICIES[policy], watch)
        except ExtractProblem as problem:
            raise fail(str(problem), problem.mend) from problem
        except (Refused, BrokenContract) as problem:
            raise fail("Nothing was published.", str(problem)) from problem
        except OSError as problem:
            raise unwritable(public, problem) from problem


def _attacked(folder: Path) -> tuple[Finding, ...]:
    with progress_bar() as progress:
        task = progress.add_task("Attacking", total=None)
        return audit(folder, lambda done, of: progress.update(task, completed=done, total=of))


def print_published(result: Published) -> None:
    """What was protected, what the attacker found, and what became of it."""
    for protected in result.protected:
        for sentence in protected.sentences:
            console.print(sentence, highlight=False, soft_wrap=True, markup=False)
    print_findings(result.findings)
    if not result.changed:
        console.print("Nothing has changed; the public extract stays.", highlight=False)
        return
    console.print(f"Published {result.folder.name}.", highlight=False)
    console.print(f"What it cost: {escape(str(result.report))}", highlight=False, soft_wrap=True)


def print_findings(findings: tuple[Finding, ...]) -> None:
    """A row for each source and indicator; shares, never a place."""
    table = Table(
        "Source", "Indicator", "Basis", "Period", "Held back", "Attacked", "Narrower", "Known", "Whose"
    )
    for column in table.columns:
        column.overflow = "fold"
    for column in table.columns[4:8]:
        column.justify = "right"
    for found in findings:
        table.add_row(
            found.source,
            found.indicator,
            found.basis,
            found.period_kind,
            f"{found.held:,}",
            f"{found.examined:,}",
            percent(found.narrower, found.examined),
            percent(found.exact, found.examined),
            "partner" if found.of_partner else "agency",
        )
    printed = output()
    printed.print(table)
    printed.print(NOT_COVERED, highlight=False, soft_wrap=True)
