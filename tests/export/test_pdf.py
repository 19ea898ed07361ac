"""PDF: tagged, with title, language, bookmarks and alternative texts, and the panels' own numbers."""

import io

import pytest
from hypothesis_profiles import first_of
from pypdf import PdfReader
from samples import page, pages_of_random_views, picture, trend_panel

from export.exported_panels import exported_panel
from export.fact_sheet import write_fact_sheet
from export.pdf import write_deck_pdf
from export.tables import table_words
from export.wording import page_of
from panels.registry import on_fact_sheet

HOSTILE = '#eval("1") $x$ *bold* @ref <label> \\ `raw` // comment </script>'


def read(made):
    return PdfReader(io.BytesIO(made))


def plain(text):
    """Text without spaces, which PDF files place by distance."""
    return "".join(text.split())


def structure(reader):
    """Kinds of the elements of the structure tree, with their alternative texts."""
    found = []

    def walk(element):
        element = element.get_object()
        if isinstance(element, list):
            for child in element:
                walk(child)
        elif isinstance(element, dict):
            if "/S" in element:
                found.append((element["/S"], element.get("/Alt")))
            if "/K" in element:
                walk(element["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def test_the_structure_is_that_of_an_accessible_file():
    exported_panels = [trend_panel(drawing=picture()), trend_panel(chart=None)]
    reader = read(write_deck_pdf("Ohio", [page(exported) for exported in exported_panels]))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-US"
    assert reader.metadata.title == "Ohio"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    kinds = structure(reader)
    assert ("/Figure", "A line that rises.") in kinds
    assert {"/H1", "/Table", "/TH", "/TD", "/P"} <= {kind for kind, _ in kinds}
    assert all(said for kind, said in kinds if kind == "/Figure")


def test_a_page_a_slide_bookmarked_by_its_title():
    reader = read(write_deck_pdf("Ohio", [page(trend_panel(), title=f"Slide {n}") for n in range(3)]))
    assert len(reader.pages) == 3
    assert [entry.title for entry in reader.outline] == ["Slide 0", "Slide 1", "Slide 2"]
    assert all("Simulated data" in each.extract_text() for each in reader.pages)


@pytest.fixture(scope="module")
def random_pages(store, outlines):
    return pages_of_random_views(store, outlines)


@pytest.mark.random
def test_every_number_of_random_views_is_in_its_page(random_pages):
    reader = read(write_deck_pdf("Views", random_pages))
    assert len(reader.pages) == len(random_pages)
    for of, printed in zip(random_pages, reader.pages, strict=True):
        text = plain(printed.extract_text())
        assert plain(of.title)[:40] in text
        if of.exported.drawing or "sentence" in of.exported.export.rows:
            continue
        for row in table_words(of.exported).rows:
            assert all(plain(cell) in text for cell in row)


@pytest.mark.parametrize("place", first_of(["US", "39061", "48301", "class-1", "39", "46102"], 4))
def test_the_fact_sheet_of_any_place_has_two_pages_at_most(store, outlines, place):
    pages = []
    for panel in on_fact_sheet():
        exported = exported_panel(store, outlines, panel.id, f"place={place}")
        pages.append(page_of(_slide(panel.id), exported))
    reader = read(write_fact_sheet(f"Overdoses: {place}", pages))
    assert len(reader.pages) <= 2
    assert reader.metadata.title == f"Overdoses: {place}"
    text = plain("".join(each.extract_text() for each in reader.pages))
    headline = next(of.exported for of in pages if of.exported.panel == "headline")
    assert headline.tiles
    for tile in headline.tiles:
        assert all(plain(said) in text for said in (tile.title, tile.value, tile.small))


def _slide(panel):
    from model.deck import Slide

    return Slide(show=panel)


def test_hostile_words_are_shown_as_text():
    reader = read(write_deck_pdf(HOSTILE, [page(trend_panel(HOSTILE, chart=None), text=HOSTILE)]))
    assert reader.metadata.title == HOSTILE
    assert plain(reader.pages[0].extract_text()).count(plain(HOSTILE)) >= 2
