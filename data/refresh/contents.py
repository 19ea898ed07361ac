"""Whether what arrived is the file it should be, before it takes the place of the one that is there."""

import re
from datetime import date
from pathlib import Path

from data.geography.boundaries import read_boundaries
from data.refresh.problems import ChangedHeader, Refused
from data.refresh.wire import LATER, LOOK
from data.sources.recognition import loaders, recognize
from data.sources.table import FileProblem, NotATable, Sheet, headers, read_sheets


def check_table(path: Path, source: str) -> date | None:
    """Refuse a table that no loader of its source can load; return the day that it states, if it does.

    Raises
    ------
    ChangedHeader
        Naming the columns that are missing.
    Refused
        When it is empty, a web page, a message or broken.
    """
    with path.open("rb") as file:
        begins = file.read(512)
    if re.match(rb"(\xef\xbb\xbf)?\s*[\[{<]", begins):
        raise Refused("a message or a web page came in place of the table.", LATER)
    try:
        sheets = read_sheets(path)
    except NotATable as problem:
        raise Refused(f"what came {problem}.", LATER) from problem
    for sheet in sheets:
        found = recognize(sheet)
        if found is None or found[0].source != source:
            continue
        loader, header_at = found
        try:
            loaded = loader.load(loader.table(sheet, header_at))
        except FileProblem as problem:
            raise Refused(f"what came {problem}.", LATER) from problem
        return loaded.observations["as_of"].max().date() if loaded.as_of_stated else None
    raise _changed(sheets, source)


def _changed(sheets: list[Sheet], source: str) -> ChangedHeader:
    missing = min(
        (
            sorted(loader.required - header)
            for loader in loaders()
            if loader.source == source
            for sheet in sheets
            for _, header in headers(sheet)
        ),
        key=len,
        default=[],
    )
    columns = ", ".join(repr(name) for name in missing)
    return ChangedHeader(f"the table has a changed header: it lacks {columns or 'every known column'}.", LOOK)


def check_boundaries(path: Path) -> None:
    """Refuse an archive that does not hold the counties' outlines, whole.

    Raises
    ------
    Refused
        Saying what is wrong with it.
    """
    try:
        read_boundaries(path)
    except FileProblem as problem:
        raise Refused(f"what came {problem}.", LOOK) from problem
