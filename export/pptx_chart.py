"""Native charts: lines and bars that can be edited, gaps where there is no figure."""

from datetime import date
from itertools import pairwise
from typing import Any, Final

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.dml.line import LineFormat
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Pt

from export.drawing.tokens import tokens
from export.exported_panel import ExportedPanel
from export.pptx_look import FONT, INK, MUTED, RULE, SERIES
from export.wording import clean
from panels.chart import Chart, Series

MOST_WITH_LIMITS: Final = 3
"""Lines that show the limits of their intervals; more would be a tangle."""
PREDICTED: Final = ", predicted"
FORMULA_SIGNS: Final = (
    "=",
    "+",
    "-",
    "@",
    "{",
    "http:",
    "https:",
    "ftp:",
    "mailto:",
    "internal:",
    "external:",
)


def is_native(exported: ExportedPanel) -> bool:
    """Whether a panel is drawn as a native chart: lines and bars; dots only where there is no drawing."""
    chart = exported.chart
    if chart is None or not any(series.at for series in chart.series):
        return False
    return chart.form != "dot" or not exported.drawing


def add_chart(slide: Any, chart: Chart, place: tuple[int, int, int, int]) -> Any:
    """A chart on a slide, at left, top, width, height."""
    drawn = _drawn(chart)
    kind = XL_CHART_TYPE.LINE if chart.form == "line" else XL_CHART_TYPE.BAR_CLUSTERED
    if chart.form != "line" and _is_dated(chart):
        kind = XL_CHART_TYPE.COLUMN_CLUSTERED
    frame = slide.shapes.add_chart(kind, *place, _data(chart, drawn))
    _dress(frame.chart, chart, drawn)
    return frame


def _is_dated(chart: Chart) -> bool:
    return any(isinstance(at, date) for series in chart.series for at in series.at)


def _drawn(chart: Chart) -> list[tuple[Series, RGBColor, str]]:
    """Each line with its color, which is that of the screen, and its role; the limits follow their series."""
    names = list(dict.fromkeys(_of(series) for series in chart.series if not series.fitted))
    with_limits = chart.form == "line" and len(names) <= MOST_WITH_LIMITS
    drawn = []
    for series in chart.series:
        color = _color(series, names)
        role = "predicted" if series.predicted else "fitted" if series.fitted else "value"
        drawn.append((series, color, role))
        if with_limits and not series.predicted and _known(series.lower):
            for name, limit in (("lower", series.lower), ("upper", series.upper)):
                line = Series(f"{series.name}, {name} limit of the 95% interval", series.at, limit)
                drawn.append((line, color, "limit"))
    return drawn


def _color(series: Series, names: list[str]) -> RGBColor:
    if series.token:
        return RGBColor.from_string(tokens()[series.token].removeprefix("#").upper())
    return SERIES[names.index(_of(series)) % len(SERIES)]


def _of(series: Series) -> str:
    """Whose line it is, reported or predicted."""
    return series.name.removesuffix(PREDICTED)


def _known(values: tuple[float | None, ...]) -> bool:
    return any(value is not None for value in values)


def _data(chart: Chart, drawn: list[tuple[Series, RGBColor, str]]) -> CategoryChartData:
    places = list(dict.fromkeys(at for series, _, _ in drawn for at in series.at))
    if _is_dated(chart):
        places.sort()
    digits = f".{'0' * chart.decimals}" if chart.decimals else ""
    data = CategoryChartData(number_format=f"#,##0{digits}")
    data.categories = [at if isinstance(at, date) else _as_text(at) for at in places]
    for series, _, _ in drawn:
        values = dict(zip(series.at, series.values, strict=True))
        data.add_series(_as_text(series.name), [values.get(at) for at in places])
    return data


def _as_text(name: str) -> str:
    """A name that the chart's own workbook does not take for a formula or a link."""
    said = clean(name)
    return f" {said}" if said.startswith(FORMULA_SIGNS) else said


def _dress(drawn_chart: Any, chart: Chart, drawn: list[tuple[Series, RGBColor, str]]) -> None:
    drawn_chart.font.size, drawn_chart.font.name, drawn_chart.font.color.rgb = Pt(14), FONT, INK
    drawn_chart.has_title = False
    _axes(drawn_chart, chart)
    for series, (_, color, role) in zip(drawn_chart.plots[0].series, drawn, strict=True):
        if chart.form == "line":
            series.smooth = False
            _no_marker(series)
            _line(series.format.line, color, role)
        else:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = color
            series.invert_if_negative = False
    _legend(drawn_chart, drawn)
    if chart.form != "line":
        drawn_chart.plots[0].gap_width = 40
    if chart.form != "line" and not _is_dated(chart):
        labels = drawn_chart.plots[0]
        labels.has_data_labels = True
        labels.data_labels.font.size = Pt(12)
        labels.data_labels.show_value = True


def _line(line: LineFormat, color: RGBColor, role: str) -> None:
    line.color.rgb = color
    line.width = Pt({"limit": 0.75, "fitted": 1.25}.get(role, 2.5))
    if role in ("predicted", "fitted"):
        line.dash_style = MSO_LINE.DASH
    if role == "limit":
        line.dash_style = MSO_LINE.ROUND_DOT


def _no_marker(series: Any) -> None:
    marker = series._element.get_or_add_marker()
    for child in list(marker):
        marker.remove(child)
    etree.SubElement(marker, qn("c:symbol"), val="none")


def _axes(drawn_chart: Any, chart: Chart) -> None:
    values, places = drawn_chart.value_axis, drawn_chart.category_axis
    values.has_title = True
    values.axis_title.text_frame.text = clean(chart.unit)
    run = values.axis_title.text_frame.paragraphs[0].runs[0].font
    run.size, run.bold, run.color.rgb = Pt(12), False, MUTED
    values.major_gridlines.format.line.color.rgb = RULE
    values.format.line.fill.background()
    values.tick_labels.font.size = Pt(12)
    places.tick_labels.font.size = Pt(12)
    places.format.line.color.rgb = MUTED
    places.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    known = [value for series in chart.series for value in series.values if value is not None]
    if known and min(known) >= 0:
        values.minimum_scale = 0
    if _is_dated(chart):
        _time(places, chart)
    elif chart.form != "line":
        places.reverse_order = True
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH


def _time(axis: Any, chart: Chart) -> None:
    """Ticks at years, or at months where the whole is shorter than two."""
    days = [at for series in chart.series for at in series.at if isinstance(at, date)]
    years = (max(days) - min(days)).days / 365
    axis.tick_labels.number_format = "yyyy" if years >= 2 else "mmm yyyy"
    axis.tick_labels.number_format_is_linked = False
    element = axis._element
    ordered = sorted(set(days))
    apart = min(((later - sooner).days for sooner, later in pairwise(ordered)), default=31)
    base = "days" if apart < 28 else "months" if apart < 360 else "years"
    every = (max(1, round(years / 10)), "years") if years >= 2 else (3, "months")
    for name in ("c:baseTimeUnit", "c:majorUnit", "c:majorTimeUnit"):
        for old in element.findall(qn(name)):
            element.remove(old)
    for name, value in (
        ("c:baseTimeUnit", base),
        ("c:majorUnit", str(every[0])),
        ("c:majorTimeUnit", every[1]),
    ):
        etree.SubElement(element, qn(name), val=value)


def _legend(drawn_chart: Any, drawn: list[tuple[Series, RGBColor, str]]) -> None:
    """Names of the lines; limits of intervals are told by their form and left out."""
    drawn_chart.has_legend = len(drawn) > 1
    if not drawn_chart.has_legend:
        return
    legend = drawn_chart.legend
    legend.position, legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    legend.font.size = Pt(12)
    position = legend._element.find(qn("c:legendPos"))
    for number in reversed([place for place, entry in enumerate(drawn) if entry[2] == "limit"]):
        entry = etree.Element(qn("c:legendEntry"))
        etree.SubElement(entry, qn("c:idx"), val=str(number))
        etree.SubElement(entry, qn("c:delete"), val="1")
        position.addnext(entry)
