"""PowerPoint: native charts and tables with the panels' own numbers, and all that must stand beside them."""

import io
import re
import shutil
import subprocess
import zipfile
from numbers import Number

import pandas as pd
import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt
from samples import page, pages_of_random_views, picture, trend_panel

from export.drawing.tokens import tokens
from export.exported_panels import exported_panel
from export.pptx import write_pptx
from export.tables import table_words

HOSTILE = '<script>alert("1")</script> & #include "x" ]]> $x$ =1+1'
NUMBER = re.compile(r"−?[\d,]+(\.\d+)?")
UNPRINTABLE = "a\x00b\u202ec\ufffed"


def written(*pages, title="A briefing"):
    return Presentation(io.BytesIO(write_pptx(title, pages)))


def shapes(slide, kind):
    return [shape for shape in slide.shapes if getattr(shape, f"has_{kind}", False)]


def texts(slide):
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


@pytest.fixture(scope="module")
def random_pages(store, outlines):
    return pages_of_random_views(store, outlines)


@pytest.mark.random
def test_every_number_of_random_views_is_the_panels_own(random_pages):
    deck = written(*random_pages)
    charts = 0
    for of, slide in zip(random_pages, deck.slides, strict=True):
        for shape in shapes(slide, "chart"):
            charts += 1
            _same_as_the_chart(of.exported, shape.chart)
        for shape in shapes(slide, "table"):
            words = table_words(of.exported)
            read = [tuple(cell.text for cell in row.cells) for row in shape.table.rows]
            assert read == [words.header, *words.rows]
            _same_as_the_file(of.exported.export.rows, read)
    assert charts > len(random_pages) / 5


def _same_as_the_chart(exported, chart):
    drawn = {series.name.strip(): dict(_points(chart, series)) for series in chart.plots[0].series}
    for series in exported.chart.series:
        known = {at: value for at, value in zip(series.at, series.values, strict=True) if value is not None}
        read = {at: value for at, value in drawn[series.name].items() if value is not None}
        assert read == {str(at): pytest.approx(value, abs=1e-12) for at, value in known.items()}


def _points(chart, series):
    return zip(map(_name, chart.plots[0].categories), series.values, strict=True)


def _name(category):
    """A name as it is; a day of its serial number."""
    label = str(category.label).removesuffix(".0")
    if len(label) != 5 or not label.isdigit():
        return label
    return str((pd.Timestamp("1899-12-30") + pd.Timedelta(days=int(label))).date())


def _same_as_the_file(rows, read):
    """Each number in a table is in the panel's file; a code of a place is not written as one."""
    known = {
        round(float(value), 6) for name in rows for value in rows[name].dropna() if isinstance(value, Number)
    }
    for row in read[1:]:
        for number in (part for cell in row for part in cell.split(" to ") if NUMBER.fullmatch(part)):
            assert round(float(number.replace(",", "").replace("−", "-")), 6) in known


def test_lines_have_the_colors_of_the_screen(store, outlines):
    """The place in focus, its state and the nation, as the page and its picture draw them."""
    for query, colors in (
        ("place=39", ("health", "muted")),
        ("place=39061&compare=39035", ("health", "other0", "context", "muted")),
        ("place=39&indicator=naloxone_dispensing", ("response",)),
    ):
        exported = exported_panel(store, outlines, "trend", query)
        (slide,) = written(page(exported)).slides
        (shape,) = shapes(slide, "chart")
        reported = [
            series.format.line.color.rgb
            for series in shape.chart.plots[0].series
            if "predicted" not in series.name and "limit" not in series.name
        ]
        assert [f"#{str(color).lower()}" for color in reported] == [tokens()[name] for name in colors]


def test_trend_segments_are_a_thin_broken_line_with_their_words(store, outlines):
    exported = exported_panel(store, outlines, "trend", "kind=year&place=39061&segments=1")
    (slide,) = written(page(exported)).slides
    (shape,) = shapes(slide, "chart")
    (fitted,) = [series for series in shape.chart.plots[0].series if "fitted by segments" in series.name]
    rows = exported.export.rows
    assert list(fitted.values) == rows["fitted by segments"].dropna().tolist()
    assert fitted.format.line.dash_style == MSO_LINE.DASH
    assert fitted.format.line.width < Pt(2)
    assert any("Trend segments of Hamilton County, OH: " in said for said in texts(slide))


def test_a_table_is_of_what_the_panel_lists(store, outlines):
    ohio = exported_panel(store, outlines, "ranking", "place=39")
    names = [row[0] for row in table_words(ohio).rows]
    assert names and all(name.endswith(", OH") for name in names)
    ranks = ohio.listed["rank"].tolist()
    assert ranks == sorted(ranks)
    mapped = exported_panel(store, outlines, "map", "place=39")
    first = mapped.listed["rank"].head(len(table_words(mapped).rows)).tolist()
    assert first == sorted(first) and first[0] == mapped.export.rows["rank"].min()
    left_out = len(mapped.export.rows) - len(table_words(mapped).rows)
    assert table_words(mapped).more == f"{left_out} more rows are in the panel's own file."


def test_a_gap_is_a_gap_in_the_chart():
    (slide,) = written(page(trend_panel())).slides
    (shape,) = shapes(slide, "chart")
    assert shape.chart.plots[0].series[0].values == (10.0, None, 12.5)
    assert shape.chart._chartSpace.xpath("//c:dispBlanksAs/@val") == ["gap"]


def test_each_slide_says_what_it_is_and_where_it_is_from():
    (slide,) = written(page(trend_panel(), title="My title", text="My text", notes="My notes")).slides
    assert slide.shapes.title.text == "My title"
    assert "My text\nDeaths, Ohio. A subtitle." in texts(slide)
    assert "Simulated data" in texts(slide)
    assert "Simulated, in the format of an agency." in texts(slide)
    assert slide.notes_slide.notes_text_frame.text.startswith("My notes\n\nOn this slide: A line that rises.")
    assert slide._element.xpath('//a:fld[@type="slidenum"]')


def test_what_is_drawn_has_an_alternative_text():
    exported_panels = [
        trend_panel(),
        trend_panel(chart=None, drawing=picture()),
        trend_panel(chart=None),
    ]
    for slide in written(*map(page, exported_panels)).slides:
        described = [value for value in slide._element.xpath("//p:cNvPr/@descr") if value]
        assert described == ["A line that rises."]


def test_type_is_never_smaller_than_can_be_read():
    deck = written(page(trend_panel()), page(trend_panel(chart=None)))
    for slide in deck.slides:
        sizes = [int(size) for size in slide._element.xpath("//a:rPr/@sz")]
        assert min(sizes) >= Pt(9).pt * 100


def test_the_file_names_its_title_and_language():
    deck = written(page(trend_panel()), title="Ohio")
    assert (deck.core_properties.title, deck.core_properties.language) == ("Ohio", "en-US")
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.001)


def test_hostile_words_are_shown_as_text():
    (slide,) = written(page(trend_panel(HOSTILE), text=HOSTILE, notes=HOSTILE), title=HOSTILE).slides
    assert slide.shapes.title.text == HOSTILE
    assert HOSTILE in slide.notes_slide.notes_text_frame.text


def test_characters_that_do_not_print_are_left_out():
    (slide,) = written(page(trend_panel(UNPRINTABLE))).slides
    assert slide.shapes.title.text == "abcd"


def test_a_name_like_a_formula_stays_text_in_the_charts_workbook():
    made = write_pptx("", [page(trend_panel('=HYPERLINK("http://x")'))])
    (book,) = [name for name in zipfile.ZipFile(io.BytesIO(made)).namelist() if name.endswith(".xlsx")]
    workbook = zipfile.ZipFile(io.BytesIO(zipfile.ZipFile(io.BytesIO(made)).read(book)))
    assert b"<f>" not in workbook.read("xl/worksheets/sheet1.xml")


def test_libreoffice_opens_it(tmp_path):
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "deck.pptx").write_bytes(write_pptx("Ohio", [page(trend_panel()), page(trend_panel())]))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "deck.pptx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    from pypdf import PdfReader

    assert len(PdfReader(tmp_path / "deck.pdf").pages) == 2
