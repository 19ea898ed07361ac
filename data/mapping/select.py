"""Finds the sheet and the header that a mapping is about."""

from data.mapping.declaration import TableMapping
from data.sources.table import FileProblem, Sheet, headers, normalize


def mapped_sheet(sheets: list[Sheet], mapping: TableMapping) -> Sheet:
    """The sheet that the mapping names, or the only one.

    Raises
    ------
    FileProblem
        If there is no such sheet, or several and none is named.
    """
    names = [sheet.name for sheet in sheets]
    listed = ", ".join(repr(name) for name in names)
    if mapping.sheet is None:
        if len(sheets) == 1:
            return sheets[0]
        raise FileProblem(
            f"has {len(sheets)} sheets and the mapping names none: write one as sheet: {listed}"
        )
    if names == [""]:
        raise FileProblem(f"has no sheets, but the mapping names {mapping.sheet!r}: leave sheet out")
    for sheet in sheets:
        if sheet.name.strip() == mapping.sheet:
            return sheet
    raise FileProblem(f"has no sheet {mapping.sheet!r}; its sheets: {listed}")


def find_header(sheet: Sheet, mapping: TableMapping) -> int:
    """Where in the sheet's rows the header stands that has every declared column.

    Raises
    ------
    FileProblem
        Naming each declared column that is not there, the field that declares it, and the columns that are.
    """
    declared = mapping.columns()
    wanted = set(declared.values())
    if sheet.problem:
        raise FileProblem(sheet.problem)
    if not sheet.rows:
        raise FileProblem("is empty")
    best, most = 0, -1
    for position, names in headers(sheet):
        if wanted <= names:
            return position
        if len(wanted & names) > most:
            best, most = position, len(wanted & names)
    cells = sheet.rows[best][1]
    there = {normalize(cell) for cell in cells}
    absent = ", ".join(f"{name!r} ({field})" for field, name in declared.items() if name not in there)
    present = ", ".join(repr(cell.strip()) for cell in cells if cell.strip())
    raise FileProblem(f"has no column {absent}; its columns: {present}")
