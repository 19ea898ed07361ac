"""Printed tables: blocks of columns one below the other, each with a header of its own, and footnotes."""

from collections.abc import Collection, Mapping
from typing import Final

import pandas as pd

from data.sources.table import FileProblem, RawTable, Sheet, normalize, titles_above

LABEL: Final = "label"
INDENT: Final = "indent"
BLOCK: Final = "block"
IN_EVERY_BLOCK: Final = frozenset({"simulated"})
"""Columns that may stand in several blocks."""
OTHER_BLOCK: Final = "(of another block)"
"""What stands in a row under the columns of the blocks that it is not in."""


def blocks_below(sheet: Sheet, header_at: int, first_columns: Collection[str]) -> RawTable:
    """Put blocks of columns beside each other, one row a line.

    A row whose first cell is one of `first_columns` is the header of a block. Rows with nothing but a first
    cell are headings or footnotes, and set aside.

    Returns
    -------
    RawTable
        With the columns `label` (the first cell), `indent` (how far it is indented, as a number), `block`
        (its number, from 0) and those of all blocks, with `OTHER_BLOCK` where a row has no cell.

    Raises
    ------
    FileProblem
        If it breaks off, or a column stands in two blocks.
    """
    if sheet.problem:
        raise FileProblem(sheet.problem)
    header: list[str] = []
    seen: set[str] = set()
    block, aside = -1, header_at
    found: dict[int, dict[str, str]] = {}
    misshapen: dict[int, list[str]] = {}
    for line, cells in sheet.rows[header_at:]:
        if normalize(cells[0]) in first_columns:
            block += 1
            aside += block > 0
            header = _header(cells, seen)
        elif not any(cell.strip() for cell in cells[1:]):
            aside += 1
        elif any(cell.strip() for cell in cells[len(header) :]) or len(cells) < len(header):
            misshapen[line] = cells
        else:
            row = dict(zip(header[1:], (cell.strip() for cell in cells[1:]), strict=False))
            about = {LABEL: cells[0].strip(), INDENT: str(sheet.indent(line, cells[0])), BLOCK: str(block)}
            found[line] = about | {name: cell for name, cell in row.items() if name}
    return RawTable(
        sheet.path,
        _frame(found),
        dict.fromkeys(misshapen, "does not fit the header of its block"),
        misshapen,
        aside,
        sheet.name,
        titles_above(sheet, header_at),
    )


def _header(cells: list[str], seen: set[str]) -> list[str]:
    """Normalized names of a block's columns, without the empty ones at its end; adds them to `seen`."""
    names = [normalize(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    columns = [name for name in names[1:] if name and name not in IN_EVERY_BLOCK]
    twice = sorted(name for name in set(columns) if name in seen or columns.count(name) > 1)
    if twice:
        raise FileProblem(f"names the column {twice[0]!r} twice: keep one of them")
    seen.update(columns)
    return names


def _frame(found: Mapping[int, dict[str, str]]) -> pd.DataFrame:
    columns = dict.fromkeys([LABEL, INDENT, BLOCK, *(name for row in found.values() for name in row)])
    frame = pd.DataFrame(list(found.values()), columns=list(columns), index=list(found), dtype="str")
    return frame.fillna(OTHER_BLOCK)


def outline(rows: pd.DataFrame) -> pd.DataFrame:
    """Which rows are parts of which, as their indents say.

    Parameters
    ----------
    rows
        Of `blocks_below`, in the order of their lines.

    Returns
    -------
    DataFrame
        `parent`, the line of the row that a row is a part of (-1 for none), and `leaf`, whether nothing is a
        part of it; the index is that of `rows`.
    """
    parents: list[int] = []
    above: list[tuple[int, int]] = []
    block = ""
    for line, indent, of_block in zip(rows.index, rows[INDENT].astype(int), rows[BLOCK], strict=True):
        if of_block != block:
            above, block = [], of_block
        while above and above[-1][1] >= indent:
            above.pop()
        parents.append(above[-1][0] if above else -1)
        above.append((int(line), indent))
    leaves = [line not in set(parents) for line in rows.index]
    return pd.DataFrame({"parent": parents, "leaf": leaves}, index=rows.index)
