"""PDF with tags, by Typst: the printed deck and the fact sheet; all text is data and never markup."""

import io
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst
from pypdf import PdfReader

from export.drawing.type import FONT_FILES
from export.tables import TableWords, shares_of_width, table_words
from export.wording import SIMULATED_MARK, Page, clean, foot_of, sentences_of, subtitle_of

HERE: Final = Path(__file__).parent
STANDARD: Final = "ua-1"


@cache
def _compiler(template: str) -> typst.Compiler:
    """Kept, because fonts are looked for once; with those that drawings are measured in."""
    folders = [Path(file).parent for file in FONT_FILES]
    return typst.Compiler(HERE / template, root=HERE, font_paths=folders)


def typeset(template: str, data: dict[str, Any]) -> bytes:
    """A template with its data as PDF/UA-1.

    The data go in as JSON, which the template reads: nothing in them can be taken for markup.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    made = _compiler(template).compile(format="pdf", sys_inputs=inputs, pdf_standards=[STANDARD])
    assert isinstance(made, bytes)
    return made


def write_deck_pdf(title: str, pages: Sequence[Page]) -> bytes:
    """The printed deck, a page a slide, bookmarked by their titles."""
    simulated = any(page.exported.simulated for page in pages)
    data = {
        "title": clean(title),
        "description": SIMULATED_MARK if simulated else "",
        "slides": [_slide(page) for page in pages],
    }
    return typeset("deck.typ", data)


def _slide(page: Page) -> dict[str, Any]:
    exported = page.exported
    return {
        "title": page.title,
        "text": page.text,
        "subtitle": subtitle_of(page),
        "foot": foot_of(exported),
        "simulated": exported.simulated,
        "sentences": sentences_of(exported),
        "drawing": exported.drawing,
        "alternative": clean(exported.alternative or exported.title),
        **table_data(table_words(exported)),
    }


def table_data(table: TableWords) -> dict[str, Any]:
    """A table as the templates read it."""
    return {
        "header": table.header,
        "rows": table.rows,
        "numeric": table.numeric,
        "widths": shares_of_width(table),
        "more": table.more,
    }


def page_count(made: bytes) -> int:
    """Pages of a PDF file."""
    return len(PdfReader(io.BytesIO(made)).pages)
