"""What a refresh looks like in a terminal: its progress, and its summary."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.filesize import decimal
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from data.refresh.fetch import Watch
from data.refresh.run import FAILED, HAND, Outcome


@contextmanager
def progress_bars(console: Console) -> Iterator[Watch]:
    """A bar for each file on its way."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        tasks = {}

        def watch(name: str, there: int, total: int | None) -> None:
            if name not in tasks:
                tasks[name] = progress.add_task(escape(name[:50]), total=None)
            progress.update(tasks[name], completed=there, total=total)

        yield watch


def print_summary(console: Console, outcomes: list[Outcome]) -> None:
    """A row for each file, then what to do, by source."""
    table = Table("Source", "File", "Outcome", "Size", "As of", title="Refresh")
    table.columns[3].justify = "right"
    tried = [row for row in outcomes if row.outcome != HAND]
    for row in tried:
        as_of = f"{row.as_of}" if row.as_of else "in the file" if row.size else ""
        size = decimal(row.size) if row.size else ""
        table.add_row(row.source, escape(row.file), row.outcome, size, as_of)
    if tried:
        console.print(table)
    for outcome, heading in ((FAILED, "Failed"), (HAND, "By hand, then `python -m data ingest FOLDER`")):
        rows = [row for row in outcomes if row.outcome == outcome]
        if rows:
            console.print(f"{heading} ({len(rows)}):", markup=False)
        for row in rows:
            words = " ".join(filter(None, (row.problem, row.mend)))
            console.print(f"  {row.source}: {words}", highlight=False, soft_wrap=True, markup=False)
