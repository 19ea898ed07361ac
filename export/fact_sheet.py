"""The two-page fact sheet of a place: headline, what stands out, map, trend, sectors, sources."""

from collections.abc import Sequence
from typing import Any, Final

from export.exported_panel import ExportedPanel
from export.pdf import page_count, table_data, typeset
from export.tables import TableWords, nearest, newest, words_of
from export.wording import SIMULATED_MARK, Page, clean, facts_of, sentences_of, statuses_of
from panels.drawings import Tile
from panels.sheet_part import SheetPart

MOST_PAGES: Final = 2
FITS: Final = ((6, 100), (5, 88), (4, 76), (3, 66), (2, 56), (1, 46))
"""Rows of a table, and percent of the width that drawings take; the first that fits two pages is taken."""
MOST_NOTES: Final = 8


def write_fact_sheet(title: str, pages: Sequence[Page]) -> bytes:
    """The fact sheet as PDF/UA-1; always two pages at most.

    Raises
    ------
    ValueError
        If it cannot be made to fit, which its own limits rule out.
    """
    for most_rows, width in FITS:
        made = typeset("fact_sheet.typ", _data(title, pages, most_rows, width))
        if page_count(made) <= MOST_PAGES:
            return made
    raise ValueError("The fact sheet does not fit its pages.")


def _data(title: str, pages: Sequence[Page], most_rows: int, width: int) -> dict[str, Any]:
    exported = [page.exported for page in pages]
    headline, insights = _first(exported, SheetPart.TILES), _first(exported, SheetPart.SENTENCES)
    simulated = any(each.simulated for each in exported)
    own = [each for each in exported if each.sheet_part in (SheetPart.TILES, SheetPart.DRAWING)]
    return {
        "title": clean(title),
        "description": SIMULATED_MARK if simulated else "",
        "simulated": simulated,
        "subtitle": clean(headline.title) if headline else "",
        "tiles": [_tile(tile) for tile in headline.tiles] if headline else [],
        "sentences": sentences_of(insights) if insights else [],
        "chosen": clean(insights.subtitle) if insights else "",
        "width": width,
        "drawings": [
            {"drawing": each.drawing, "alternative": clean(each.alternative)}
            for each in exported
            if each.sheet_part == SheetPart.DRAWING and each.drawing
        ],
        "tables": [
            {"title": clean(each.title), **table_data(_table(each, most_rows))}
            for each in exported
            if each.sheet_part == SheetPart.TABLE and len(each.export.rows)
        ],
        "sources": facts_of(exported, ("Source",)),
        "notes": [*facts_of(own, ("Note",)), *statuses_of(exported)][:MOST_NOTES],
    }


def _first(exported: Sequence[ExportedPanel], part: SheetPart) -> ExportedPanel | None:
    return next((each for each in exported if each.sheet_part == part), None)


def _table(exported: ExportedPanel, most_rows: int) -> TableWords:
    """The newest figure of each indicator and drug."""
    rows = exported.export.rows
    return words_of(nearest(newest(rows)), len(rows), most_rows)


def _tile(tile: Tile) -> dict[str, str]:
    return {"label": clean(tile.title), "value": clean(tile.value), "small": clean(tile.small)}
