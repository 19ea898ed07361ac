"""The trend chart: the place in focus against its state and the nation, reported and predicted."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from dash.development.base_component import Component

from components.chart_frame import MUTED, Figure, axis, color, layout, plain, window
from components.controls import labeled_select
from components.numbers import rounded
from components.periods import HOVER_FORMS, LONGEST_GAP_DAYS, drawn_by_year, drawn_day, short_period
from components.trend_scale import Scaled, scaled
from components.words import counties_summed, unit_phrase
from model import catalog
from model.places import NATION
from model.view import View
from panels.late_records_words import ADJUSTED
from panels.trend_words import axis_words, incomplete_from
from queries.results import PlaceSeries, ResolvedView

AIR = timedelta(days=16)
MARGIN = MappingProxyType({"l": 52, "r": 118, "t": 20, "b": 26})
"""Pixels around the lines; the numbers of events stand in the upper one."""
LINEAR = "linear"
SCALE_OPTIONS = [
    {"value": LINEAR, "label": "linear scale"},
    {"value": "log", "label": "log scale"},
    {"value": "index", "label": "index = 100"},
]
ControlState = dict[str, dict[str, Any]]
LONGEST_LABEL = 16
"""Letters that fit beside the chart."""
LABEL_ROOM = 0.085
"""Least distance between two direct labels, as a share of the chart's height."""


def trend_figure(
    series: tuple[PlaceSeries, ...], resolved: ResolvedView, label_room: float = LABEL_ROOM
) -> Figure:
    """Trend of every line, in the measure of the view, over all periods on offer.

    Counts of places of very different size get a row each with its own scale; rates and changes
    share one scale. `label_room` is the least distance between two direct labels, as a share of the
    chart's height.
    """
    view = resolved.view
    if not series:
        return _empty()
    drawn = scaled(view, series)
    rows = _rows(view, drawn)
    traces: list[Figure] = []
    annotations: list[Figure] = []
    axes: Figure = {}
    for number, group in enumerate(rows):
        suffix = "" if number == 0 else str(number + 1)
        top, bottom = 1 - number / len(rows), 1 - (number + 1) / len(rows)
        domain = [bottom + (0.06 if number < len(rows) - 1 else 0), top]
        axes[f"yaxis{suffix}"] = _value_axis(view, drawn, resolved.kind, domain, len(rows))
        for line in group:
            traces += _traces(view, line, f"y{suffix}", resolved.kind, _written(view, drawn))
        room = label_room * len(rows)
        annotations += _labels(view, group, f"y{suffix}", room, resolved.kind, log=drawn.scale == "log")
    return {
        "data": traces,
        "layout": layout(
            margin=dict(MARGIN),
            xaxis=axis(
                type="date",
                showgrid=False,
                hoverformat=HOVER_FORMS.get(resolved.kind, "%b %Y"),
                anchor=f"y{len(rows)}" if len(rows) > 1 else "y",
                range=[str(day) for day in time_range(series, resolved)],
            ),
            shapes=_tail_shade(series, resolved),
            dragmode="select",
            selectdirection="h",
            annotations=annotations,
            **axes,
        ),
    }


def _value_axis(view: View, drawn: Scaled, kind: str, domain: list[float], rows: int) -> Figure:
    """Axis of one row; a logarithm has no zero, an index says what it is."""
    own = axis(
        domain=domain,
        nticks=5 if rows == 1 else 3,
        ticksuffix=_written(view, drawn).suffix,
        zeroline=view.measure == "change",
    )
    if drawn.scale == "log":
        return {**own, "type": "log", "dtick": "D2", "minor": {"showgrid": False}}
    words = axis_words(drawn, kind)
    title = {"title": {"text": words, "font": {"size": 12, "color": MUTED}, "standoff": 2}} if words else {}
    return {**own, **title, "rangemode": "normal" if view.measure == "change" else "tozero"}


@dataclass(frozen=True)
class Written:
    """How the chart writes numbers."""

    decimals: int
    suffix: str

    def form(self, name: str) -> str:
        """A named number in a hover card (d3-format)."""
        return f"%{{{name}:,.{self.decimals}f}}"


def _written(view: View, drawn: Scaled) -> Written:
    if drawn.scale == "index":
        return Written(1, "")
    decimals = catalog.INDICATORS[view.indicator].decimals_of(view.measure)
    return Written(decimals, "%" if view.measure in ("change", "share") else "")


def _tail_shade(series: tuple[PlaceSeries, ...], resolved: ResolvedView) -> list[Figure]:
    """Shade over the newest periods that are still incomplete."""
    first = incomplete_from(series)
    if first is None:
        return []
    last = max(line.last_day for line in series if line.incomplete_from)
    return [window(drawn_day(resolved.kind, first) - AIR, drawn_day(resolved.kind, last) + AIR, 0.1)]


def _empty() -> Figure:
    """A chart that says why it is one of nothing."""
    words = {
        "text": "No series is published for this place.",
        "showarrow": False,
        "xref": "paper",
        "yref": "paper",
        "x": 0.5,
        "y": 0.5,
        "font": {"size": 14, "color": MUTED},
    }
    hidden = {"visible": False}
    return {"data": [], "layout": layout(annotations=[words], xaxis=hidden, yaxis=hidden, dragmode=False)}


def trend_marks(series: tuple[PlaceSeries, ...], resolved: ResolvedView, since: str) -> list[Figure]:
    """The period shown, and the range brushed before it."""
    if resolved.period_end is None or not series:
        return []
    period_end = drawn_day(resolved.kind, resolved.period_end)
    return [_period_mark(period_end), *([window(f"{since}-01", period_end, 0.16)] if since else [])]


def time_range(series: tuple[PlaceSeries, ...], resolved: ResolvedView) -> tuple[date, date]:
    """The chart's first and last day: all lines and all periods on offer."""
    days = [day for line in series for day in (line.first_day, line.last_day)]
    # The periods on offer descend.
    days += [*resolved.periods][:1] + [*resolved.periods][-1:]
    drawn = [drawn_day(resolved.kind, day) for day in days]
    # Half a month of air, so that a lone dot at either end is not cut in two.
    return min(drawn) - AIR, max(drawn) + AIR


def _rows(view: View, drawn: Scaled) -> list[list[PlaceSeries]]:
    series = drawn.series
    if view.measure != "count" or len(series) < 2 or drawn.scale:
        return [list(series)]
    chosen = [line for line in series if line.place in (view.place, *view.compare)]
    context = [line for line in series if line not in chosen]
    return [group for group in (chosen, *([line] for line in context)) if group]


def line_style(view: View, place: str) -> tuple[str, float]:
    """Color token and width of a place's line: the sector's color for the focus, quiet for its state and the
    nation."""
    if place == view.place:
        return catalog.INDICATORS[view.indicator].sector, 2.8
    if place in view.compare:
        return f"other{view.compare.index(place)}", 2.2
    return ("muted", 1.8) if place == NATION else ("context", 2.0)


def _traces(view: View, line: PlaceSeries, yaxis: str, kind: str, written: Written) -> list[Figure]:
    """A line with its band, its lone periods and its predicted values."""
    token, width = line_style(view, line.place)
    decimals, form = written.decimals, f"{written.form('y')}{written.suffix}"
    if line.counties:
        form += f"<br>%{{text}} {counties_summed(view, line)}"
    base = {"type": "scatter", "yaxis": yaxis, "connectgaps": False, "hovertemplate": form}
    runs = _runs(line.points, decimals, kind)
    longer = [run for run in runs if len(run.days) > 1]
    traces: list[Figure] = []
    if line.place == view.place:
        traces += _band(longer, token, yaxis)
        base = {**base, "hovertemplate": _with_interval(form, written, line)}
    drawn = {
        **base,
        "name": plain(line.name),
        "mode": "lines",
        "line": {"color": color(token), "width": width},
    }
    traces.append({**drawn, **_coordinates(longer)})
    alone = [run for run in runs if len(run.days) == 1]
    if alone:
        traces.append({**base, "name": plain(line.name), **_dots(alone, token, line.place == view.place)})
    if len(line.predicted):
        dotted = {
            "mode": "lines",
            "line": {"color": color(token), "width": 1.5, "dash": "dot"},
            "hovertemplate": form,
        }
        traces.append(
            {
                **base,
                **dotted,
                "name": f"{plain(line.name)}, predicted",
                **_coordinates(_runs(line.predicted, decimals, kind)),
            }
        )
    if len(line.adjusted):
        traces += _adjusted(view, line, yaxis, kind, written)
    return traces


def _adjusted(view: View, line: PlaceSeries, yaxis: str, kind: str, written: Written) -> list[Figure]:
    """The incomplete tail adjusted for late records: dashed, and a dot a period with its interval, because a
    second band over that of the reported counts could not be told from it."""
    token, _ = line_style(view, line.place)
    runs = _runs(line.adjusted, written.decimals, kind)
    limits = " to ".join(written.form(f"customdata[{which}]") for which in (0, 1))
    base = {"type": "scatter", "yaxis": yaxis, "name": f"{plain(line.name)}, {ADJUSTED}"}
    dashed = {
        "mode": "lines",
        "line": {"color": color(token), "width": 1.5, "dash": "dash"},
        "connectgaps": False,
        "hoverinfo": "skip",
    }
    dots = _dots([dot for run in runs for dot in run.apart()], token, with_interval=line.place == view.place)
    dots["marker"]["size"] = 4
    told = f"{written.form('y')}{written.suffix} {ADJUSTED} (95% interval {limits})"
    return [{**base, **dashed, **_coordinates(runs)}, {**base, **dots, "hovertemplate": told}]


def _with_interval(form: str, written: Written, line: PlaceSeries) -> str:
    """Hover text with the interval, where the line has one."""
    if np.isnan(line.points["lower"].to_numpy()).all():
        return form
    limits = (written.form(f"customdata[{which}]") for which in (0, 1))
    return f"{form} (95% interval {' to '.join(limits)})"


@dataclass(frozen=True)
class Run:
    """A stretch of consecutive periods with a value, as plain lists for the browser."""

    days: list[str]
    shown: list[float]
    lower: list[float | None]
    upper: list[float | None]
    summed: list[str | None]
    """How many counties are in each value of a group; of a place None."""

    def apart(self) -> list["Run"]:
        """Its periods, each by itself."""
        columns = zip(self.days, self.shown, self.lower, self.upper, self.summed, strict=True)
        return [Run([day], [shown], [low], [high], [summed]) for day, shown, low, high, summed in columns]


def _runs(points: pd.DataFrame, decimals: int, kind: str) -> list[Run]:
    """Stretches of consecutive periods with a value; between them the line has a gap."""
    shown = points["shown"].to_numpy(dtype=float)
    known = ~np.isnan(shown)
    if not known.any():
        return []
    days = points["period_end"].to_numpy().astype("datetime64[D]")[known]
    limits = [points[limit].to_numpy(dtype=float)[known] for limit in ("lower", "upper")]
    values = rounded(shown[known], decimals).tolist()
    lower, upper = (_or_none(rounded(limit, decimals)) for limit in limits)
    drawn = days.astype("datetime64[Y]").astype("datetime64[D]") if drawn_by_year(kind) else days
    texts = drawn.astype(str).tolist()
    broken = np.diff(days.astype(int)) > LONGEST_GAP_DAYS[kind]
    summed: list[str | None] = [None] * len(texts)
    if "run" in points:
        summed = [f"{counties:,}" for counties in points["summed"].to_numpy()[known].tolist()]
        # A fall must not only be a county that is no longer released.
        broken |= np.diff(points["run"].to_numpy()[known]) != 0
    starts = np.flatnonzero(broken) + 1
    edges = pairwise([0, *starts.tolist(), len(texts)])
    return [
        Run(texts[first:last], values[first:last], lower[first:last], upper[first:last], summed[first:last])
        for first, last in edges
    ]


def _or_none(numbers: np.ndarray) -> list[float | None]:
    return [None if number != number else number for number in numbers.tolist()]


def _coordinates(runs: list[Run]) -> Figure:
    """x, y and interval of stretches, with a null between them."""
    x: list[str | None] = []
    y: list[float | None] = []
    limits: list[tuple[float | None, float | None]] = []
    summed: list[str | None] = []
    for run in runs:
        if x:
            x.append(None)
            y.append(None)
            limits.append((None, None))
            summed.append(None)
        x += run.days
        y += run.shown
        limits += zip(run.lower, run.upper, strict=True)
        summed += run.summed
    return {"x": x, "y": y, "customdata": limits, **({"text": summed} if any(summed) else {})}


def _dots(runs: list[Run], token: str, with_interval: bool) -> Figure:
    """Months that stand alone, as dots with their interval."""
    dots: Figure = {
        "x": [run.days[0] for run in runs],
        "y": [run.shown[0] for run in runs],
        "customdata": [(run.lower[0], run.upper[0]) for run in runs],
        **({"text": [run.summed[0] for run in runs]} if runs[0].summed[0] else {}),
        "mode": "markers",
        "marker": {"size": 6, "color": color(token)},
    }
    spans = [(run.shown[0], run.lower[0], run.upper[0]) for run in runs]
    if with_interval and all(lower is not None for _, lower, _ in spans):
        dots["error_y"] = {
            "type": "data",
            "symmetric": False,
            "array": [upper - shown for shown, _, upper in spans if upper is not None],
            "arrayminus": [shown - lower for shown, lower, _ in spans if lower is not None],
            "color": color(token, 0.6),
            "thickness": 2,
            "width": 0,
        }
    return dots


def _band(runs: list[Run], token: str, yaxis: str) -> list[Figure]:
    """Shaded 95% interval: a closed outline a stretch, so that gaps stay gaps."""
    x: list[str | None] = []
    y: list[float | None] = []
    for run in runs:
        if None in run.lower:
            continue
        x += [*run.days, *reversed(run.days), None]
        y += [*run.upper, *reversed(run.lower), None]
    return [
        {
            "type": "scatter",
            "x": x,
            "y": y,
            "yaxis": yaxis,
            "mode": "lines",
            "line": {"width": 0},
            "fill": "toself",
            "fillcolor": color(token, 0.18),
            "hoverinfo": "skip",
        }
    ]


def _labels(
    view: View, group: list[PlaceSeries], yaxis: str, room: float, kind: str, *, log: bool
) -> list[Figure]:
    """Direct labels at the lines' right ends, pushed apart where they would overlap."""
    ends = [
        (_height(last[1], log=log), line, str(drawn_day(kind, last[0])))
        for line, last in ((line, line.last_shown) for line in group)
        if last
    ]
    if not ends:
        return []
    span = _span(group, log=log)
    ends.sort(key=lambda end: end[0])
    labels, lowest = [], -np.inf
    for value, line, day in ends:
        height = max(value, lowest)
        lowest = height + room * span
        labels.append(
            {
                "x": day,
                "y": height,
                "xref": "x",
                "yref": yaxis,
                "text": short_label(view, line),
                "showarrow": False,
                "xanchor": "left",
                "xshift": 6,
                "align": "left",
                "font": {"size": 12.5, "color": color(line_style(view, line.place)[0]), "weight": 600},
            }
        )
    return labels


def _height(value: float, *, log: bool) -> float:
    """Where an annotation stands for a value: on a logarithmic axis, at its logarithm."""
    return float(np.log10(value)) if log else value


def _span(group: list[PlaceSeries], *, log: bool) -> float:
    """Height of the axis in its own units."""
    shown = np.abs(np.concatenate([line.points["shown"].to_numpy() for line in group]))
    if log:
        return float(np.log10(np.nanmax(shown) / np.nanmin(shown))) or 1.0
    return float(np.nanmax(shown)) or 1.0


def short_label(view: View, line: PlaceSeries, longest: int = LONGEST_LABEL) -> str:
    """What stands beside a line, in so many letters at most."""
    if line.place == NATION:
        return "Participating" if catalog.INDICATORS[view.indicator].nation_label else "U.S."
    name = line.short or line.name.replace(" County,", ",")
    return plain(name if len(name) <= longest else f"{name[: longest - 1]}…")


def _period_mark(period_end: date) -> Figure:
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": str(period_end),
        "x1": str(period_end),
        "y0": 0,
        "y1": 1,
        "line": {"color": MUTED, "width": 1, "dash": "dash"},
        "layer": "below",
    }


def scale_control() -> Component:
    """Linear, logarithmic, or every line as an index."""
    return labeled_select("scale", "Scale of the trend", SCALE_OPTIONS, "small")


def scale_state(view: View) -> ControlState:
    """The scale chosen; a change can be below zero, so that it has but one."""
    return {"scale": {"value": view.scale or LINEAR, "disabled": view.measure == "change"}}


def trend_alternative(series: tuple[PlaceSeries, ...], resolved: ResolvedView) -> str:
    """Alternative text of the chart: what each line is and where it ends."""
    view = resolved.view
    parts = []
    for line in series:
        last = line.last_shown
        if last:
            parts.append(f"{line.name} {last[1]:,.1f} in {short_period(resolved.kind, last[0])}")
        if len(line.adjusted):
            newest = line.adjusted.iloc[-1]
            parts.append(
                f"{ADJUSTED} {newest['shown']:,.1f} (95% interval {newest['lower']:,.1f} to "
                f"{newest['upper']:,.1f}) in {short_period(resolved.kind, newest['period_end'].date())}"
            )
    described = "; ".join(parts) or "no published series"
    place = resolved.label(view.place)
    return f"Line chart of {unit_phrase(view).lower()} for {place}: {described}."
