"""What pictures are drawn with: colors of the stylesheet, widths of text, axes and labels."""

import re
import xml.etree.ElementTree as ElementTree
from datetime import date

import numpy as np
import pytest

from export.drawing.maps import Fills
from export.drawing.plots import Axis, days_marked, spread, ticks
from export.drawing.svg_canvas import Box, SvgCanvas, element, safe
from export.drawing.tokens import hatches, map_numbers, mixed, palette_colors, speckle, tokens
from export.drawing.type import fitted, width, wrapped
from model.settings import PROJECT


def test_colors_are_the_stylesheets_light_ones():
    assert tokens()["health"] == "#b5361f"
    assert palette_colors("viridis")["c0"] == "#fde725"
    assert palette_colors("health")["r24"] == palette_colors("health")["c4"]


def test_colors_are_mixed_in_oklab_as_browsers_do():
    # color-mix(in oklab, white, black) and (in oklab, red, lime), as CSS Color 4 defines them.
    assert mixed("#ffffff", "#000000", 0.5) == "#636363"
    assert mixed("#ff0000", "#0000ff", 0.5) == "#8c53a2"


def test_lines_break_where_they_must():
    text = "Drug overdose deaths involving synthetic opioids other than methadone " + "W" * 80
    lines = wrapped(text, 300, 14)
    assert all(width(line, 14) <= 300 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert width(fitted(text, 120, 14), 120) and fitted(text, 120, 14).endswith("…")
    assert width(fitted(text, 120, 14), 14) <= 120


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 37), (-12.5, 88), (0, 123_456), (0, 0.03)])
def test_ticks_are_round_and_within(low, high):
    found = ticks(Axis(low, high, 100, 0), 5)
    assert 2 <= len(found) <= 6
    assert all(low <= value <= high for value in found)
    assert np.allclose(np.diff(found), found[1] - found[0])


def test_a_logarithm_is_marked_at_1_2_and_5():
    assert ticks(Axis(0, 2, 100, 0, log=True), 5) == [1, 2, 5, 10, 20, 50, 100]


def test_labels_keep_apart_and_within():
    placed = spread([5, 6, 7, 98, 99], 15, 0, 100)
    assert all(np.diff(placed) >= 15 - 1e-9)
    assert placed[0] >= 0 and placed[-1] <= 100


def test_years_are_marked_until_they_are_many():
    assert [words for _, words in days_marked(date(2015, 1, 1), date(2026, 6, 30))][:2] == ["2016", "2018"]
    assert days_marked(date(2025, 1, 1), date(2025, 12, 31))[0][1] == "Jan 2025"


def test_what_xml_cannot_hold_is_left_out_and_markup_is_escaped():
    assert safe("a\x00<b>\x1b") == "a&lt;b&gt;"
    paper = SvgCanvas()
    paper.text((0, 0), '"><script>')
    ElementTree.fromstring(paper.picture("<t>", "&"))
    assert element("path", d='"') == '<path d="&quot;"/>'
    assert Box(0, 0, 10, 10).inside(1, 2, 3, 4) == Box(1, 2, 7, 6)


def test_page_and_picture_take_patterns_from_the_same_table():
    script = (PROJECT / "assets" / "js" / "map" / "patterns.js").read_text()
    hatched = re.search(r"HATCHED = \[([^]]+)\]", script).group(1)
    assert set(re.findall(r'"(\w+)"', hatched)) == set(hatches())
    assert not any(path in script for path in hatches().values())
    named = set(re.findall(r'look\("([a-z-]+)"\)', script))
    assert named and named <= set(map_numbers())


def test_dots_of_unreliable_figures_have_one_color_on_page_and_picture():
    color, opacity = speckle()
    canvas = SvgCanvas()
    Fills(canvas, palette_colors("health")).fill("unreliable c0")
    assert f'fill="{color}" fill-opacity="{opacity}"' in canvas.definitions[0]
    styles = (PROJECT / "assets" / "css" / "style.css").read_text()
    assert ".speckle { fill: var(--speckle); }" in styles
