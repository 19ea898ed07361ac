"""The data brief in Word and HTML: headings, marked header rows, alternative texts, the panels' numbers."""

import io
from html.parser import HTMLParser

import pytest
from docx import Document
from docx.oxml.ns import qn
from samples import page, pages_of_random_views, picture, trend_panel

from export.docx import write_docx
from export.exported_panels import exported_panel
from export.html_brief import write_html
from export.tables import table_words

HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(1)> & "quoted" ]]>'


class Read(HTMLParser):
    """Tags with their attributes, tables as rows of texts, and all text."""

    def __init__(self, made):
        super().__init__()
        self.tags, self.tables, self.texts = [], [], []
        self.feed(made.decode())

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("td", "th"):
            self.tables[-1][-1].append("")

    def handle_data(self, data):
        self.texts.append(data)
        if self.tags and self.tags[-1][0] in ("td", "th"):
            self.tables[-1][-1][-1] += data

    def named(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def written_tables(pages):
    """Header and rows as the other formats' tests hold them against the panels' files."""
    words = [table_words(of.exported) for of in pages if "sentence" not in of.exported.export.rows]
    return [[list(table.header), *map(list, table.rows)] for table in words if table.header]


@pytest.fixture(scope="module")
def random_pages(store, outlines):
    return pages_of_random_views(store, outlines)


@pytest.mark.random
def test_every_number_of_random_views_is_in_the_word_document(random_pages):
    document = Document(io.BytesIO(write_docx("Views", random_pages)))
    read = [
        ["".join(part.text for part in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc"))]
        for table in document.tables
        for row in table._tbl.tr_lst
    ]
    assert read == [row for table in written_tables(random_pages) for row in table]


@pytest.mark.random
def test_every_number_of_random_views_is_in_the_web_page(random_pages):
    tables = Read(write_html("Views", random_pages)).tables
    assert [[[cell or "" for cell in row] for row in table] for table in tables] == written_tables(
        random_pages
    )


def test_the_word_document_is_built_of_headings_and_marked_header_rows():
    shown = page(trend_panel(drawing=picture()), title="My title", text="My text")
    document = Document(io.BytesIO(write_docx("Ohio", [shown])))
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert (styles["Ohio"], styles["My title"], styles["Sources"]) == ("Title", "Heading 1", "Heading 1")
    assert "My text" in styles and "Simulated data." in styles
    (table,) = document.tables
    assert [bool(row._tr.xpath(".//w:tblHeader")) for row in table.rows] == [True, False]
    assert document.inline_shapes[0]._inline.docPr.get("descr") == "A line that rises."
    assert document.core_properties.title == "Ohio"
    assert document.styles["Normal"].element.xpath(".//w:lang/@w:val") == ["en-US"]


def test_the_web_page_is_built_of_headings_marked_header_cells_and_described_pictures():
    shown = page(trend_panel(drawing=picture()), title="My title")
    read = Read(write_html("Ohio", [shown]))
    assert len(read.named("h1")) == 1 and len(read.named("h2")) == 3
    assert read.named("html") == [{"lang": "en-US"}]
    assert [each["alt"] for each in read.named("img")] == ["A line that rises."]
    assert all(each["scope"] == "col" for each in read.named("th"))
    assert "Simulated data" in read.texts


def test_nothing_in_the_web_page_comes_from_elsewhere_or_runs():
    read = Read(write_html(HOSTILE, [page(trend_panel(HOSTILE, drawing=picture()), text=HOSTILE)]))
    assert not read.named("script") and not read.named("link")
    assert all(each["src"].startswith("data:image/svg+xml;base64,") for each in read.named("img"))
    assert HOSTILE in read.texts


def test_hostile_words_are_shown_as_text_in_word():
    document = Document(io.BytesIO(write_docx(HOSTILE, [page(trend_panel(HOSTILE), text=HOSTILE)])))
    assert sum(paragraph.text == HOSTILE for paragraph in document.paragraphs) >= 2


def test_a_table_of_tiles_holds_those_of_every_period(store, outlines):
    """The whole's figure is of an older period than the sum of its released counties."""
    headline = exported_panel(store, outlines, "headline", "place=US")
    assert headline.export.rows["period_end"].nunique() == 2
    written = table_words(headline)
    assert len(written.rows) == len(headline.export.rows)
