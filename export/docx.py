"""The data brief in Word: real headings, header rows that are marked, pictures with alternative texts."""

import io
from collections.abc import Sequence
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor

from export.drawing.raster import PRINTED_WIDTH, drawn_here
from export.sections import alternative_of, endings, shown_table
from export.tables import TableWords, shares_of_width
from export.wording import SIMULATED_MARK, Page, clean, foot_of, sentences_of, subtitle_of

FONT: Final = "Arial"
INK, MUTED = RGBColor(0x15, 0x21, 0x2C), RGBColor(0x52, 0x62, 0x72)
ACCENT, WHITE = RGBColor(0x0A, 0x5C, 0x8A), RGBColor(0xFF, 0xFF, 0xFF)
ACROSS: Final = Inches(6.9)
LANGUAGE: Final = "en-US"


def write_docx(title: str, pages: Sequence[Page]) -> bytes:
    """A document on letter paper, a section a slide, with methods and sources at its end."""
    document = Document()
    simulated = any(page.exported.simulated for page in pages)
    _look(document)
    properties = document.core_properties
    properties.title, properties.language, properties.author = clean(title), LANGUAGE, ""
    properties.comments = SIMULATED_MARK if simulated else ""
    document.add_heading(clean(title), level=0)
    if simulated:
        document.add_paragraph().add_run(f"{SIMULATED_MARK}.").bold = True
    for page in pages:
        _section(document, page)
    for ending in endings(pages):
        document.add_heading(ending.heading, level=1)
        for words in ending.words:
            document.add_paragraph(words, style="List Bullet")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _look(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(0.8)
    section.top_margin = section.bottom_margin = Inches(0.8)
    for name, size in (("Normal", 10.5), ("Title", 24), ("Heading 1", 15), ("List Bullet", 10.5)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        # Headings name the theme's type, which would win.
        for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.attrib.pop(qn(f"w:{kind}Theme"), None)
            fonts.set(qn(f"w:{kind}"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    document.styles["Normal"].element.get_or_add_rPr().append(language)


def _section(document: Any, page: Page) -> None:
    document.add_heading(page.title, level=1)
    for words in filter(None, (page.text, subtitle_of(page))):
        document.add_paragraph(words).paragraph_format.keep_with_next = True
    for sentence in sentences_of(page.exported):
        document.add_paragraph(sentence, style="List Bullet")
    if page.exported.drawing:
        _picture(document, page)
    table = shown_table(page)
    if table:
        _table(document, table)
    foot = foot_of(page.exported)
    if foot:
        _small(document, foot)


def _picture(document: Any, page: Page) -> None:
    document.add_picture(io.BytesIO(drawn_here(page.exported.drawing, width=PRINTED_WIDTH)), width=ACROSS)
    properties = document.inline_shapes[-1]._inline.docPr
    properties.set("descr", alternative_of(page))
    properties.set("name", "Picture")


def _small(document: Any, words: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(3)
    run = paragraph.add_run(words)
    run.font.size, run.font.color.rgb = Pt(8.5), MUTED


def _table(document: Any, words: TableWords) -> None:
    across, rows = len(words.header), (words.header, *words.rows)
    table = document.add_table(len(rows), across, style="Table Grid")
    table.autofit = False
    _mark(table.rows[0], "w:tblHeader")
    for row in table.rows:
        _mark(row, "w:cantSplit")
    _first_column_like_others(table)
    shares = shares_of_width(words)
    # Asked for once: each look at a row's cells walks the whole table.
    cells = table._cells
    for column, share in zip(table.columns, shares, strict=True):
        column.width = int(ACROSS * share)
    for number, text in enumerate(text for row in rows for text in row):
        column = number % across
        cells[number].width = int(ACROSS * shares[column])
        paragraph = cells[number].paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
        paragraph.paragraph_format.line_spacing = 1.0
        if words.numeric[column]:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = paragraph.add_run(text).font
        run.size = Pt(8.5)
        if number < across:
            run.bold, run.color.rgb = True, WHITE
            _fill(cells[number], ACCENT)
    if words.more:
        _small(document, words.more)


def _fill(cell: Any, color: RGBColor) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), str(color))
    cell._tc.get_or_add_tcPr().append(shade)


def _first_column_like_others(table: Any) -> None:
    table._tbl.tblPr.find(qn("w:tblLook")).set(qn("w:firstColumn"), "0")


def _mark(row: Any, said: str) -> None:
    """Say that a row heads its table and comes again on the next page, or that it stays on one page."""
    mark = OxmlElement(said)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
