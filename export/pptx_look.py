"""How slides look: size, colors, type and places of the master."""

from typing import Any, Final

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.slide import SlideLayout
from pptx.util import Emu, Inches, Pt

INK: Final = RGBColor(0x15, 0x21, 0x2C)
MUTED: Final = RGBColor(0x52, 0x62, 0x72)
RULE: Final = RGBColor(0xDF, 0xE5, 0xEA)
ACCENT: Final = RGBColor(0x0A, 0x5C, 0x8A)
WARN: Final = RGBColor(0xFF, 0xF3, 0xCD)
WARN_INK: Final = RGBColor(0x5C, 0x44, 0x00)
SERIES: Final = tuple(
    RGBColor.from_string(code)
    for code in ("0A5C8A", "B5361F", "20795A", "6A4FA3", "8A6A00", "0A7A8A", "A03A7A")
)
FONT: Final = "Arial"
LANGUAGE: Final = "en-US"
WIDE, HIGH = Inches(13.333), Inches(7.5)
MARGIN: Final = Inches(0.6)
ACROSS: Final = WIDE - 2 * MARGIN
TITLE_TOP, TITLE_HIGH = Inches(0.5), Inches(0.95)
FOOT_TOP, FOOT_HIGH = Inches(6.72), Inches(0.62)
NUMBER_WIDE: Final = Inches(0.7)


def blank_deck() -> tuple[Any, SlideLayout]:
    """An empty presentation of our own look, and the only layout of its slides."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDE, HIGH
    layout = deck.slide_layouts[1]
    for other in list(deck.slide_layouts):
        if other is not layout and other.name != layout.name:
            deck.slide_layouts.remove(other)
    layout._element.cSld.set("name", "ExportedPanel")
    _colors_and_type(deck.slide_master)
    for owner in (deck.slide_master, layout):
        _places(owner)
    _accent_bar(deck.slide_master)
    return deck, layout


def _places(owner: Any) -> None:
    """Put the placeholders where slides want them; the day has none, for vintages are in the foot."""
    places = {
        "title": (MARGIN, TITLE_TOP, ACROSS, TITLE_HIGH),
        "body": (MARGIN, TITLE_TOP + TITLE_HIGH, ACROSS, Inches(0.8)),
        "obj": (MARGIN, TITLE_TOP + TITLE_HIGH, ACROSS, Inches(0.8)),
        "ftr": (MARGIN, FOOT_TOP, ACROSS - NUMBER_WIDE, FOOT_HIGH),
        "sldNum": (WIDE - MARGIN - NUMBER_WIDE, FOOT_TOP, NUMBER_WIDE, FOOT_HIGH),
    }
    for shape in list(owner.placeholders):
        kind = shape._element.ph.get("type", "obj")
        if kind not in places:
            shape._element.getparent().remove(shape._element)
            continue
        shape.left, shape.top, shape.width, shape.height = map(Emu, places[kind])
        if kind in ("ftr", "sldNum"):
            _small(shape, right=kind == "sldNum")


def _small(shape: Any, right: bool) -> None:
    frame = shape._element.txBody
    frame.find(qn("a:bodyPr")).set("anchor", "t")
    style = frame.find(qn("a:lstStyle"))
    style.clear()
    level = etree.SubElement(style, qn("a:lvl1pPr"), algn="r" if right else "l")
    run = etree.SubElement(level, qn("a:defRPr"), sz="1000")
    fill = etree.SubElement(run, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), val=str(MUTED))


def _colors_and_type(master: Any) -> None:
    styles = master._element.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    title.find(qn("a:defRPr")).set("sz", "2600")
    title.find(qn("a:defRPr")).set("b", "1")
    body = styles.find(qn("p:bodyStyle")).find(qn("a:lvl1pPr"))
    body.set("marL", "0")
    body.set("indent", "0")
    for bullet in ("a:buFont", "a:buChar"):
        body.remove(body.find(qn(bullet)))
    etree.SubElement(body, qn("a:buNone"))
    body.insert(list(body).index(body.find(qn("a:defRPr"))), body[-1])
    body.find(qn("a:defRPr")).set("sz", "1800")
    _theme(master)


def _theme(master: Any) -> None:
    """Our colors and type, as the presentation's own, so that what people add to it looks alike."""
    part = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    theme = etree.fromstring(part.blob)
    main = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    named = {"dk1": INK, "dk2": MUTED, "lt2": RULE, "hlink": ACCENT}
    named |= {f"accent{place}": color for place, color in enumerate(SERIES[:6], start=1)}
    scheme = theme.find(f".//{main}clrScheme")
    scheme.set("name", "Overdose response")
    for name, color in named.items():
        entry = scheme.find(f"{main}{name}")
        for old in list(entry):
            entry.remove(old)
        etree.SubElement(entry, f"{main}srgbClr", val=str(color))
    for latin in theme.iterfind(f".//{main}fontScheme/*/{main}latin"):
        latin.set("typeface", FONT)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _accent_bar(master: Any) -> None:
    """A bar at the left edge, the one ornament; behind everything and not read out."""
    shapes = master.shapes
    tree = shapes._spTree
    bar = etree.fromstring(BAR.format(height=HIGH, width=Inches(0.14), color=ACCENT))
    tree.insert(2, bar)


BAR: Final = (
    '<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<p:nvSpPr><p:cNvPr id="99" name="Accent bar"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
    '<p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    '<a:solidFill><a:srgbClr val="{color}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
)


def title_size(title: str) -> Pt:
    """Type of a title that leaves it two lines."""
    return Pt(26) if len(title) <= 110 else Pt(22) if len(title) <= 150 else Pt(18)
