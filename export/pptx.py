"""PowerPoint: a slide a panel, with native charts and tables, alternative texts, sources and notes."""

import copy
import io
import math
from collections.abc import Sequence
from typing import Any, Final

from lxml import etree
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from export.drawing.raster import PRINTED_WIDTH, drawn_here
from export.pptx_chart import add_chart, is_native
from export.pptx_look import (
    ACROSS,
    FOOT_TOP,
    INK,
    LANGUAGE,
    MARGIN,
    MUTED,
    TITLE_HIGH,
    TITLE_TOP,
    WARN,
    WARN_INK,
    WIDE,
    blank_deck,
    title_size,
)
from export.tables import TableWords, shares_of_width, table_words
from export.wording import SIMULATED_MARK, Page, clean, foot_of, sentences_of, subtitle_of

LETTERS_A_LINE: Final = 150
"""At 14 points, over the whole width."""
LONGEST_FOOT: Final = 560
GAP: Final = Inches(0.12)
LETTERS_IN_LARGE: Final = 900
FEW_ROWS: Final = 6
FEW_COLUMNS: Final = 5
"""Of a table that can stand in larger type."""
CROWDED: Final = Inches(0.4)
"""Rows less high have room for two lines of the smallest type only."""
MORE_HIGH: Final = Inches(0.3)


def write_pptx(title: str, pages: Sequence[Page]) -> bytes:
    """A presentation of 16:9 slides, numbered, with title and language."""
    deck, layout = blank_deck()
    properties = deck.core_properties
    properties.title, properties.language, properties.author = clean(title), LANGUAGE, ""
    properties.comments = SIMULATED_MARK if any(page.exported.simulated for page in pages) else ""
    for page in pages:
        _slide(deck.slides.add_slide(layout), layout, page)
    written = io.BytesIO()
    deck.save(written)
    return written.getvalue()


def _slide(slide: Any, layout: Any, page: Page) -> None:
    slide.shapes.title.text_frame.text = page.title
    slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size = title_size(page.title)
    slide.shapes.title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    top = _words(slide, page)
    _foot_and_number(slide, layout, page)
    if page.exported.simulated:
        _mark(slide)
    _shown(slide, page, top)
    slide.notes_slide.notes_text_frame.text = spoken(page)
    for run in slide._element.iter(qn("a:rPr")):
        run.set("lang", LANGUAGE)


def spoken(page: Page) -> str:
    """The speaker's own notes, then what the slide shows and where it is from."""
    alternative = clean(page.exported.alternative)
    parts = (page.notes, f"On this slide: {alternative}" if alternative else "", foot_of(page.exported))
    return "\n\n".join(part for part in parts if part)


def _words(slide: Any, page: Page) -> int:
    """The slide's text and the panel's subtitle; returns where they end."""
    frame = slide.placeholders[1]
    top = TITLE_TOP + TITLE_HIGH + Inches(0.05)
    said = [(page.text, Pt(18), INK), (subtitle_of(page), Pt(14), MUTED)]
    said = [entry for entry in said if entry[0]]
    if not said:
        frame._element.getparent().remove(frame._element)
        return int(top + GAP)
    lines = 0.0
    frame.text_frame.word_wrap = True
    for number, (text, size, color) in enumerate(said):
        paragraph = frame.text_frame.paragraphs[0] if number == 0 else frame.text_frame.add_paragraph()
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.color.rgb = size, color
        lines += math.ceil(len(text) * size.pt / 14 / LETTERS_A_LINE) * size.pt * 1.25 + 4
    frame.left, frame.top, frame.width, frame.height = MARGIN, top, ACROSS, Pt(lines + 8)
    return int(top + frame.height + GAP)


def _foot_and_number(slide: Any, layout: Any, page: Page) -> None:
    """Source and vintage in the footer, and the slide's number; slides inherit neither by themselves."""
    for shape in layout.placeholders:
        if shape._element.ph.get("type") in ("ftr", "sldNum"):
            slide.shapes._spTree.append(copy.deepcopy(shape._element))
    for shape in slide.placeholders:
        if shape._element.ph.get("type") == "ftr":
            shape.text_frame.text = shortened(foot_of(page.exported))
            shape.text_frame.word_wrap = True
            shape.text_frame.paragraphs[0].runs[0].font.size = Pt(10)


def shortened(foot: str) -> str:
    """A foot that fits its place; what is too much is whole in the notes, and said to be."""
    if len(foot) <= LONGEST_FOOT:
        return foot or " "
    kept = foot[: LONGEST_FOOT - 30].rsplit(". ", 1)[0].rstrip(".")
    return f"{kept}. The rest is in the notes."


def _mark(slide: Any) -> None:
    wide = Inches(1.55)
    mark = slide.shapes.add_shape(
        MSO_SHAPE.ROUNDED_RECTANGLE, WIDE - MARGIN - wide, Inches(0.16), wide, Inches(0.3)
    )
    mark.name = SIMULATED_MARK
    mark.fill.solid()
    mark.fill.fore_color.rgb = WARN
    mark.line.fill.background()
    mark.shadow.inherit = False
    frame = mark.text_frame
    frame.margin_top = frame.margin_bottom = 0
    frame.text = SIMULATED_MARK
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER
    paragraph.runs[0].font.size, paragraph.runs[0].font.bold = Pt(12), True
    paragraph.runs[0].font.color.rgb = WARN_INK


def _shown(slide: Any, page: Page, top: int) -> None:
    """The panel: a native chart, a picture, or a native table."""
    exported = page.exported
    high = FOOT_TOP - top - GAP
    place = (MARGIN, top, ACROSS, high)
    sentences = sentences_of(exported)
    if sentences:
        _sentences(slide, sentences, top, high)
        return
    if exported.chart and is_native(exported):
        shape = add_chart(slide, exported.chart, place)
        named = "Chart"
    elif exported.drawing:
        shape = _picture(slide, exported.drawing, top, high)
        named = "Picture"
    else:
        shape = _table(slide, table_words(exported), top, high)
        named = "Table"
    if shape is not None:
        described = shape._element.xpath(".//p:cNvPr")[0]
        described.set("name", named)
        described.set("descr", clean(exported.alternative or exported.title))


def _sentences(slide: Any, sentences: Sequence[str], top: int, high: int) -> None:
    box = slide.shapes.add_textbox(MARGIN, top, ACROSS, high)
    box.name, frame = "Sentences", box.text_frame
    frame.word_wrap = True
    size = Pt(20) if sum(map(len, sentences)) <= LETTERS_IN_LARGE else Pt(16)
    for number, sentence in enumerate(sentences):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text, paragraph.space_after = sentence, Pt(10)
        paragraph.runs[0].font.size, paragraph.runs[0].font.color.rgb = size, INK
        properties = paragraph._p.get_or_add_pPr()
        properties.set("marL", "285750")
        properties.set("indent", "-285750")
        etree.SubElement(properties, qn("a:buChar"), char="•")


def _picture(slide: Any, drawing: str, top: int, high: int) -> Any:
    picture = slide.shapes.add_picture(io.BytesIO(drawn_here(drawing, width=PRINTED_WIDTH)), MARGIN, top)
    scale = min(ACROSS / picture.width, high / picture.height)
    picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
    picture.left = int((WIDE - picture.width) / 2)
    return picture


def _table(slide: Any, words: TableWords, top: int, high: int) -> Any:
    if not words.header:
        return None
    more = words.more
    room = high - (2 * MORE_HIGH if more else 0)
    row = min(Inches(0.55 if len(words.rows) <= FEW_ROWS else 0.42), int(room / (len(words.rows) + 1)))
    frame = slide.shapes.add_table(
        len(words.rows) + 1, len(words.header), MARGIN, top, ACROSS, row * (len(words.rows) + 1)
    )
    size = _table_size(row, len(words.header))
    for width, column in zip(shares_of_width(words), frame.table.columns, strict=True):
        column.width = int(ACROSS * width)
    for number, texts in enumerate((words.header, *words.rows)):
        frame.table.rows[number].height = row
        for column, text in enumerate(texts):
            _fill(frame.table.cell(number, column), text, size, words.numeric[column])
    if more:
        # Rows of two lines make the table longer than it says.
        _more(slide, more, top + (high - MORE_HIGH if row < CROWDED else row * (len(words.rows) + 1)))
    return frame


def _table_size(row: int, columns: int) -> Any:
    """Type of a table whose rows are so high."""
    if row > Inches(0.5):
        return Pt(16)
    if row < CROWDED and columns > FEW_COLUMNS:
        return Pt(10)
    return Pt(14) if columns <= FEW_COLUMNS else Pt(12)


def _fill(cell: Any, text: str, size: Any, numeric: bool) -> None:
    cell.text_frame.text = text
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_top = cell.margin_bottom = Pt(1)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if numeric else PP_ALIGN.LEFT
    for run in paragraph.runs:
        run.font.size = size


def _more(slide: Any, text: str, top: int) -> None:
    box = slide.shapes.add_textbox(MARGIN, top, ACROSS, MORE_HIGH)
    box.text_frame.word_wrap = True
    box.text_frame.text = text
    run = box.text_frame.paragraphs[0].runs[0].font
    run.size, run.color.rgb = Pt(12), MUTED
