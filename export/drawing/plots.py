"""Charts as the page describes them to Plotly (lines, bands, dots, bars, marks), drawn as SVG.

Only what the page's own charts use is known here, so that a picture shows the very chart of the page.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from itertools import pairwise
from typing import Any, Final

from components.numbers import number, short_month
from export.drawing.svg_canvas import Box, SvgCanvas, element
from export.drawing.tokens import tokens
from export.drawing.type import width

LABEL: Final = 14.0
TICK: Final = 13.0
DASHES: Final = {"dot": "2 4", "dash": "6 4"}
LONGEST_YEARS: Final = 9
"""Most labels of years on an axis of time."""


@dataclass(frozen=True)
class Axis:
    """Values of a chart's axis, or days, on a stretch of the sheet.

    Attributes
    ----------
    low, high
        At the start and end of the stretch; logarithms where `log`.
    """

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def at(self, value: float) -> float:
        """Where a value stands on the sheet."""
        shown = math.log10(value) if self.log else value
        return self.start + (shown - self.low) / ((self.high - self.low) or 1) * (self.end - self.start)


def draw_figure(
    canvas: SvgCanvas, box: Box, figure: Mapping[str, Any], names: Mapping[str, str] | None = None
) -> Box:
    """Draw a chart in a box; `names` are longer words for its labels, which have more room here.

    Returns
    -------
    Box
        The part between its axes.
    """
    layout = figure["layout"]
    labels = [
        {**note, "text": (names or {}).get(note["text"], note["text"])}
        for note in layout.get("annotations", [])
    ]
    if not figure["data"]:
        for note in labels:
            canvas.text(
                (box.left + box.width / 2, box.top + box.height / 2),
                unescape(note["text"]),
                18,
                text_anchor="middle",
                fill=tokens()["muted"],
            )
        return box
    room = max((width(unescape(note["text"]), LABEL, 700) for note in labels), default=0)
    plot = box.inside(left=64, right=room + 18, top=8, bottom=26)
    across = Axis(*_days_of(figure), plot.left, plot.right)
    for shape in layout.get("shapes", []):
        _shape(canvas, shape, across, plot)
    _time_axis(canvas, across, plot)
    for name in sorted(key for key in layout if key.startswith("yaxis")):
        suffix = name.removeprefix("yaxis")
        traces = [trace for trace in figure["data"] if trace.get("yaxis", "y") == f"y{suffix}"]
        if traces:
            _row(
                canvas,
                layout[name],
                traces,
                [note for note in labels if note.get("yref") == f"y{suffix}"],
                across,
                plot,
            )
    return plot


def _days_of(figure: Mapping[str, Any]) -> tuple[float, float]:
    """First and last day of the axis of time, as numbers of days."""
    given = figure["layout"]["xaxis"].get("range")
    if given:
        return _day(given[0]), _day(given[1])
    days = [_day(day) for trace in figure["data"] for day in trace["x"] if day is not None]
    return min(days) - 20, max(days) + 20


def _day(text: str) -> float:
    return float(date.fromisoformat(str(text)[:10]).toordinal())


def _row(
    canvas: SvgCanvas,
    given: Mapping[str, Any],
    traces: list[Mapping[str, Any]],
    labels: list[Mapping[str, Any]],
    across: Axis,
    plot: Box,
) -> None:
    """One axis of values with everything on it."""
    low, high = given.get("domain", [0, 1])
    part = Box(plot.left, plot.bottom - high * plot.height, plot.right, plot.bottom - low * plot.height)
    up = _value_axis(given, traces, part)
    _value_ticks(canvas, given, up, part)
    for trace in traces:
        _trace(canvas, trace, across, up)
    _labels(canvas, labels, traces, across, up, part)


def _value_axis(given: Mapping[str, Any], traces: list[Mapping[str, Any]], part: Box) -> Axis:
    known = list(_values(traces))
    if given.get("type") == "log":
        logs = [math.log10(value) for value in known if value > 0] or [0.0, 1.0]
        air = (max(logs) - min(logs)) * 0.06 or 0.3
        return Axis(min(logs) - air, max(logs) + air, part.bottom, part.top, log=True)
    low, high = min(known, default=0.0), max(known, default=1.0)
    if given.get("rangemode") == "tozero" or any(trace["type"] == "bar" for trace in traces):
        low, high = min(low, 0.0), max(high, 0.0)
    air = (high - low) * 0.05 or 1.0
    return Axis(low - (air if low < 0 else 0), high + air, part.bottom, part.top)


def _values(traces: Iterable[Mapping[str, Any]]) -> Iterable[float]:
    for trace in traces:
        error = trace.get("error_y", {})
        above = error.get("array") or [0] * len(trace["y"])
        below = error.get("arrayminus") or [0] * len(trace["y"])
        for value, up, down in (
            zip(trace["y"], above, below, strict=True) if error else ((v, 0, 0) for v in trace["y"])
        ):
            if value is not None:
                yield value + up
                yield value - down


def _value_ticks(canvas: SvgCanvas, given: Mapping[str, Any], up: Axis, part: Box) -> None:
    suffix = given.get("ticksuffix", "")
    for value in ticks(up, max(2, min(6, int(part.height // 55)))):
        height = up.at(value)
        strong = given.get("zeroline") and value == 0
        canvas.add(
            element(
                "path",
                d=f"M{part.left:.1f} {height:.1f}H{part.right:.1f}",
                stroke=tokens()["muted" if strong else "rule"],
                stroke_width=1,
            )
        )
        canvas.text(
            (part.left - 8, height + 4.5),
            f"{_tick_words(value)}{suffix}",
            TICK,
            text_anchor="end",
            fill=tokens()["muted"],
        )
    title = given.get("title", {}).get("text", "")
    if title:
        middle = (part.top + part.bottom) / 2
        canvas.text(
            (part.left - 52, middle),
            title,
            TICK,
            text_anchor="middle",
            fill=tokens()["muted"],
            transform=f"rotate(-90 {part.left - 52:.1f} {middle:.1f})",
        )


def _tick_words(value: float) -> str:
    decimals = 0 if value == round(value) else max(1, -math.floor(math.log10(abs(value))))
    return number(value, min(decimals, 3))


def ticks(axis: Axis, most: int) -> list[float]:
    """Round values on an axis: steps of 1, 2 or 5; on a logarithm 1, 2 and 5 of each power of ten."""
    if axis.log:
        powers = range(math.floor(axis.low), math.ceil(axis.high) + 1)
        every = [digit * 10.0**power for power in powers for digit in (1, 2, 5)]
        return [value for value in every if axis.low <= math.log10(value) <= axis.high]
    span = (axis.high - axis.low) or 1.0
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(factor * power for factor in (1, 2, 5, 10, 20) if span / (factor * power) <= most)
    first = math.ceil(axis.low / step - 1e-9)
    last = math.floor(axis.high / step + 1e-9)
    return [round(count * step, 10) for count in range(first, last + 1)]


def _time_axis(canvas: SvgCanvas, across: Axis, plot: Box) -> None:
    canvas.add(
        element("path", d=f"M{plot.left:.1f} {plot.bottom:.1f}H{plot.right:.1f}", stroke=tokens()["muted"])
    )
    for day, words in days_marked(date.fromordinal(int(across.low)), date.fromordinal(int(across.high))):
        x = across.at(day.toordinal())
        canvas.add(element("path", d=f"M{x:.1f} {plot.bottom:.1f}v5", stroke=tokens()["muted"]))
        canvas.text((x, plot.bottom + 20), words, TICK, text_anchor="middle", fill=tokens()["muted"])


def days_marked(first: date, last: date) -> list[tuple[date, str]]:
    """Beginnings of years, or of quarters where there are few years, with their words."""
    years = range(first.year, last.year + 1)
    if (last - first).days > 3 * 366:
        step = math.ceil(len(years) / LONGEST_YEARS)
        return [
            (date(year, 1, 1), str(year)) for year in years if year % step == 0 and date(year, 1, 1) >= first
        ]
    months = 3 if (last - first).days > 500 else 1
    starts = [date(year, month, 1) for year in years for month in range(1, 13, months)]
    return [(day, short_month(day)) for day in starts if first <= day <= last - timedelta(days=10)]


def _color(given: str) -> tuple[str, float]:
    """A token as charts name it, `var(--health)/0.2`, as a color and its opacity."""
    name, _, opacity = given.partition("/")
    return tokens()[name.removeprefix("var(--").removesuffix(")")], float(opacity or 1)


def _trace(canvas: SvgCanvas, trace: Mapping[str, Any], across: Axis, up: Axis) -> None:
    if trace["type"] == "bar":
        _bars(canvas, trace, across, up)
    elif trace.get("fill") == "toself":
        color, opacity = _color(trace["fillcolor"])
        canvas.add(element("path", d=_path(trace, across, up, closed=True), fill=color, fill_opacity=opacity))
    elif trace["mode"] == "markers":
        _dots(canvas, trace, across, up)
    else:
        color, _ = _color(trace["line"]["color"])
        dash = DASHES.get(trace["line"].get("dash", ""))
        look: dict[str, str | float] = {"stroke_dasharray": dash} if dash else {}
        drawn = _path(trace, across, up)
        if drawn:
            canvas.add(
                element(
                    "path",
                    d=drawn,
                    fill="none",
                    stroke=color,
                    stroke_linejoin="round",
                    stroke_width=float(trace["line"]["width"]),
                    **look,
                )
            )


def _path(trace: Mapping[str, Any], across: Axis, up: Axis, *, closed: bool = False) -> str:
    """A line with a gap at each null; with `closed`, an area each."""
    runs: list[list[str]] = [[]]
    for day, value in zip(trace["x"], trace["y"], strict=True):
        if value is None or day is None:
            runs.append([])
        elif not (up.log and value <= 0):
            runs[-1].append(f"{across.at(_day(day)):.1f} {up.at(value):.1f}")
    return "".join(f"M{'L'.join(run)}{'Z' if closed else ''}" for run in runs if run)


def _dots(canvas: SvgCanvas, trace: Mapping[str, Any], across: Axis, up: Axis) -> None:
    color, _ = _color(trace["marker"]["color"])
    error = trace.get("error_y")
    for position, (day, value) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        x = across.at(_day(day))
        if error:
            high, low = value + error["array"][position], value - error["arrayminus"][position]
            if not up.log or low > 0:
                canvas.add(
                    element(
                        "path",
                        d=f"M{x:.1f} {up.at(low):.1f}V{up.at(high):.1f}",
                        stroke=color,
                        stroke_opacity=0.6,
                        stroke_width=2,
                    )
                )
        canvas.add(element("circle", cx=x, cy=up.at(value), r=3.4, fill=color))


def _bars(canvas: SvgCanvas, trace: Mapping[str, Any], across: Axis, up: Axis) -> None:
    color, _ = _color(trace["marker"]["color"])
    known = [
        (_day(day), value) for day, value in zip(trace["x"], trace["y"], strict=True) if value is not None
    ]
    days = sorted({day for day, _ in known})
    apart = min((later - day for day, later in pairwise(days)), default=30.0)
    wide = max(1.5, (across.at(apart) - across.at(0)) * 0.82)
    drawn = "".join(
        f"M{across.at(day) - wide / 2:.1f} {up.at(0):.1f}h{wide:.1f}V{up.at(value):.1f}h{-wide:.1f}z"
        for day, value in known
    )
    if drawn:
        canvas.add(
            element("path", d=drawn, fill=color, fill_opacity=float(trace["marker"].get("opacity", 1)))
        )


def _shape(canvas: SvgCanvas, shape: Mapping[str, Any], across: Axis, plot: Box) -> None:
    """A shaded range of time, or a line at a day, over the whole height."""
    first, last = (min(max(across.at(_day(shape[end])), plot.left), plot.right) for end in ("x0", "x1"))
    if shape["type"] == "rect":
        color, _ = _color(shape["fillcolor"])
        canvas.add(
            element(
                "rect",
                x=first,
                y=plot.top,
                width=last - first,
                height=plot.height,
                fill=color,
                fill_opacity=float(shape["opacity"]),
            )
        )
        return
    color, _ = _color(shape["line"]["color"])
    canvas.add(
        element(
            "path",
            d=f"M{first:.1f} {plot.top:.1f}V{plot.bottom:.1f}",
            stroke=color,
            stroke_dasharray=DASHES["dash"],
        )
    )


def _labels(
    canvas: SvgCanvas,
    labels: list[Mapping[str, Any]],
    traces: list[Mapping[str, Any]],
    across: Axis,
    up: Axis,
    part: Box,
) -> None:
    """Labels at the lines' ends, apart from each other and within the chart."""
    # The page pushes labels apart by its own height; here they start from where their lines end.
    ends = sorted(((_end(note, traces, up), note) for note in labels), key=lambda end: end[0])
    heights = spread([height for height, _ in ends], LABEL + 3, part.top + 4, part.bottom - 2)
    for (_, note), height in zip(ends, heights, strict=True):
        color, _ = _color(note["font"]["color"])
        x = max(across.at(_day(note["x"])), part.left)
        canvas.text((x + 8, height + 5), unescape(note["text"]), LABEL, weight=700, fill=color)


def _end(note: Mapping[str, Any], traces: list[Mapping[str, Any]], up: Axis) -> float:
    """Where the line ends that a label is of: the one of its color that has a value on its day."""
    for trace in traces:
        look = trace.get("marker") or trace.get("line") or {}
        if look.get("color") != note["font"]["color"] or look.get("dash"):
            continue
        values = dict(zip(trace["x"], trace["y"], strict=True))
        if (value := values.get(note["x"])) is not None:
            return up.at(value)
    return up.at(10 ** note["y"]) if up.log else up.at(note["y"])


def spread(wanted: list[float], apart: float, first: float, last: float) -> list[float]:
    """Ascending positions at least so far apart, as near to those wanted as the stretch allows."""
    placed: list[float] = []
    for position in wanted:
        placed.append(max(position, first, placed[-1] + apart if placed else first))
    limit = last
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - apart
    return placed
