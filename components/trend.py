"""The trend chart: the place in focus against its state and the nation, reported and predicted."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from components.chart_frame import Figure, axis, layout, window
from components.numbers import short_month
from components.theme import Theme
from components.words import unit_phrase
from data import catalog
from data.places import NATION, label, state_of
from data.results import Line
from data.view import View

LONGEST_MONTH_DAYS = 31
LABEL_ROOM = 0.07
"""Least distance between two direct labels, as a share of the chart's height."""


def trend_figure(
    view: View, lines: tuple[Line, ...], period_end: date | None, since: date | None, theme: Theme, key: str
) -> Figure:
    """Trend of every line, in the measure of the view.

    Counts of places of very different size get a row each with its own scale; rates and changes
    share one scale.
    """
    rows = _rows(view, lines)
    traces: list[Figure] = []
    annotations: list[Figure] = []
    axes: Figure = {}
    for number, group in enumerate(rows):
        suffix = "" if number == 0 else str(number + 1)
        top, bottom = 1 - number / len(rows), 1 - (number + 1) / len(rows)
        axes[f"yaxis{suffix}"] = axis(
            theme,
            domain=[bottom + (0.06 if number < len(rows) - 1 else 0), top],
            rangemode="normal" if view.measure == "change" else "tozero",
            nticks=5 if len(rows) == 1 else 3,
            ticksuffix="%" if view.measure == "change" else "",
            zeroline=view.measure == "change",
        )
        for line in group:
            color, width = _style(view, line, lines, theme)
            traces += _traces(view, line, color, width, f"y{suffix}")
        annotations += _labels(view, group, lines, theme, f"y{suffix}", len(rows))
    shapes = []
    if period_end:
        shapes.append(_period_mark(theme, period_end))
        if since:
            shapes.append(window(theme, since, period_end, 0.16))
    return {
        "data": traces,
        "layout": layout(
            theme,
            key,
            margin={"l": 52, "r": 118, "t": 8, "b": 26},
            xaxis=axis(
                theme,
                type="date",
                showgrid=False,
                hoverformat="%b %Y",
                anchor=f"y{len(rows)}" if len(rows) > 1 else "y",
            ),
            dragmode="select",
            selectdirection="h",
            annotations=annotations,
            shapes=shapes,
            **axes,
        ),
    }


def _rows(view: View, lines: tuple[Line, ...]) -> list[list[Line]]:
    if view.measure != "count" or len(lines) < 2:
        return [list(lines)]
    chosen = [line for line in lines if line.place in (view.place, *view.compare)]
    context = [line for line in lines if line not in chosen]
    return [group for group in (chosen, *([line] for line in context)) if group]


def _style(view: View, line: Line, lines: tuple[Line, ...], theme: Theme) -> tuple[str, float]:
    """Colour and width: the sector's colour for the focus, quiet for its state and the nation."""
    if line.place == view.place:
        return theme.sector(catalog.INDICATORS[view.indicator].sector), 2.8
    if line.place in view.compare:
        return theme.others[view.compare.index(line.place) % len(theme.others)], 2.2
    if line.place == NATION:
        return theme.muted, 1.8
    return theme.context, 2.0


def _traces(view: View, line: Line, color: str, width: float, yaxis: str) -> list[Figure]:
    name = line_label(line)
    decimals = 1 if view.measure != "count" else catalog.INDICATORS[view.indicator].decimals
    suffix = "%" if view.measure == "change" else ""
    form = f"%{{y:,.{decimals}f}}{suffix}"
    x, y, gaps = _with_gaps(line.points, "shown", decimals)
    reported: Figure = {
        "type": "scatter",
        "x": x,
        "y": y,
        "yaxis": yaxis,
        "name": name,
        "mode": "lines+markers" if gaps else "lines",
        "line": {"color": color, "width": width},
        "marker": {"size": 5, "color": color},
        "connectgaps": False,
        "hovertemplate": form,
    }
    traces = [reported]
    if line.place == view.place:
        traces = [*_band(line.points, color, yaxis, decimals), reported]
        lower, upper = (_with_gaps(line.points, limit, decimals)[1] for limit in ("lower", "upper"))
        if any(limit is not None for limit in lower):
            reported["customdata"] = list(zip(lower, upper, strict=True))
            interval = f"%{{customdata[0]:,.{decimals}f}} to %{{customdata[1]:,.{decimals}f}}"
            reported["hovertemplate"] = f"{form} (95% interval {interval})"
    if len(line.predicted):
        x, y, _ = _with_gaps(line.predicted, "shown", decimals)
        traces.append(
            {
                "type": "scatter",
                "x": x,
                "y": y,
                "yaxis": yaxis,
                "name": f"{name}, predicted",
                "mode": "lines",
                "line": {"color": color, "width": 1.5, "dash": "dot"},
                "hovertemplate": form,
            }
        )
    return traces


def _band(points: pd.DataFrame, color: str, yaxis: str, decimals: int) -> list[Figure]:
    """Shaded 95% interval, as two invisible edges with the space between them filled."""
    if points["lower"].isna().all():
        return []
    edge = {
        "type": "scatter",
        "yaxis": yaxis,
        "mode": "lines",
        "line": {"width": 0},
        "hoverinfo": "skip",
        "connectgaps": False,
    }
    x, lower, _ = _with_gaps(points, "lower", decimals)
    _, upper, _ = _with_gaps(points, "upper", decimals)
    return [
        {**edge, "x": x, "y": lower},
        {**edge, "x": x, "y": upper, "fill": "tonexty", "fillcolor": _faint(color)},
    ]


def _faint(color: str) -> str:
    red, green, blue = (int(color[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.18)"


def _with_gaps(points: pd.DataFrame, column: str, decimals: int) -> tuple[list[str], list[Any], bool]:
    """Months and values, with a break wherever a month is absent; whether there is any gap."""
    days = points["period_end"].to_numpy().astype("datetime64[D]")
    values = points[column].to_numpy(dtype=float)
    x: list[str] = []
    y: list[Any] = []
    gaps = False
    for place, day in enumerate(days):
        if place and (day - days[place - 1]) > np.timedelta64(LONGEST_MONTH_DAYS, "D"):
            x.append(str(days[place - 1] + np.timedelta64(1, "D")))
            y.append(None)
            gaps = True
        x.append(str(day))
        missing = np.isnan(values[place])
        y.append(None if missing else round(float(values[place]), decimals))
        gaps = gaps or bool(missing)
    return x, y, gaps


def line_label(line: Line) -> str:
    """Name of a line where several bases may stand on one chart."""
    return label(line.place)


def _labels(
    view: View, group: list[Line], lines: tuple[Line, ...], theme: Theme, yaxis: str, rows: int
) -> list[Figure]:
    """Direct labels at the lines' right ends, pushed apart where they would overlap."""
    ends = []
    for line in group:
        known = line.points[line.points["shown"].notna()]
        if len(known):
            ends.append((float(known["shown"].iloc[-1]), line, str(known["period_end"].iloc[-1].date())))
    if not ends:
        return []
    span = max(abs(float(line.points["shown"].abs().max())) for _, line, _ in ends) or 1.0
    ends.sort(key=lambda end: end[0])
    labels, lowest = [], -np.inf
    for value, line, day in ends:
        height = max(value, lowest)
        lowest = height + LABEL_ROOM * span * rows
        labels.append(
            {
                "x": day,
                "y": height,
                "xref": "x",
                "yref": yaxis,
                "text": _short(line),
                "showarrow": False,
                "xanchor": "left",
                "xshift": 6,
                "align": "left",
                "font": {"size": 12.5, "color": _style(view, line, lines, theme)[0], "weight": 600},
            }
        )
    return labels


def _short(line: Line) -> str:
    name = label(line.place).replace(" County,", ",").replace("United States", "U.S.")
    return name if len(name) <= 18 else f"{name[:17]}…"


def _period_mark(theme: Theme, period_end: date) -> Figure:
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": str(period_end),
        "x1": str(period_end),
        "y0": 0,
        "y1": 1,
        "line": {"color": theme.muted, "width": 1, "dash": "dash"},
        "layer": "below",
    }


def trend_alternative(view: View, lines: tuple[Line, ...]) -> str:
    """Alternative text of the chart: what each line is and where it ends."""
    parts = []
    for line in lines:
        known = line.points[line.points["shown"].notna()]
        if len(known):
            last = known.iloc[-1]
            parts.append(f"{label(line.place)} {last['shown']:,.1f} in {short_month(last['period_end'])}")
    series = "; ".join(parts) or "no published series"
    place = label(view.place) if state_of(view.place) else "the United States"
    return f"Line chart of {unit_phrase(view).lower()} for {place}: {series}."
