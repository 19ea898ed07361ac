"""What the commands share: where they write, what they print, how they end."""

import sys
from pathlib import Path
from typing import Annotated, Final, NamedTuple, TextIO

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from model.catalog_types import Edition
from model.settings import default_extracts, read_settings

Extracts = Annotated[
    Path | None, typer.Option("--extracts", help="Folder of the extract; EXTRACTS in the environment.")
]
ForEdition = Annotated[
    Edition | None,
    typer.Option("--edition", help="Whose extract, `public` or `partner`; EDITION in the environment."),
]
WIDE: Final = 2_000
"""Columns of what is not read on a terminal, where nothing is to be cut."""


def _width(stream: TextIO) -> int | None:
    return None if stream.isatty() else WIDE


console = Console(stderr=True, width=_width(sys.stderr))


def output() -> Console:
    """Where results are printed; as wide as the terminal, or wide enough for a file."""
    return Console(width=_width(sys.stdout))


def progress_bar() -> Progress:
    """A bar that says what is being done and goes when it is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True)


def extracts_of(given: Path | None, edition: Edition | None = None) -> Path:
    """The folder given, or that of the edition."""
    settings = read_settings()
    if given is None and edition not in (None, settings.edition):
        return default_extracts(edition)
    return given or settings.extracts


def edition_of(given: Edition | None) -> Edition:
    """The edition given, or that of the environment."""
    return given or read_settings().edition


class Target(NamedTuple):
    """Where something is published."""

    extracts: Path
    edition: Edition


def fail(message: str, mend: str = "") -> typer.Exit:
    """Say what is wrong and what to do; raise what is returned to end with 1."""
    console.print(f"[bold red]{escape(message)}[/] {escape(mend)}", highlight=False, soft_wrap=True)
    return typer.Exit(1)


def unwritable(extracts: Path, problem: OSError) -> typer.Exit:
    """As `fail`, of a folder that cannot be written."""
    mend = "Make room there, or name another folder with --extracts DIR."
    return fail(f"{extracts} cannot be written ({problem}).", mend)
