"""The trend chart: the place in focus against its state and the nation, reported and predicted."""

from datetime import date
from itertools import pairwise

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
LABEL_ROOM = 0.085
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
                **_time_range(lines, period_end),
            ),
            dragmode="select",
            selectdirection="h",
            annotations=annotations,
            shapes=shapes,
            **axes,
        ),
    }


def _time_range(lines: tuple[Line, ...], period_end: date | None) -> Figure:
    """First to last month of all lines and of the period shown."""
    days = [
        day.date()
        for line in lines
        for day in (line.points["period_end"].min(), line.points["period_end"].max())
    ]
    days += [period_end] if period_end else []
    return {"range": [str(min(days)), str(max(days))]} if days else {}


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
    decimals = 1 if view.measure != "count" else catalog.INDICATORS[view.indicator].decimals
    form = f"%{{y:,.{decimals}f}}{'%' if view.measure == 'change' else ''}"
    base = {"type": "scatter", "yaxis": yaxis, "connectgaps": False, "hovertemplate": form}
    name = label(line.place)
    runs = _runs(line.points)
    longer = [run for run in runs if len(run) > 1]
    traces: list[Figure] = []
    if line.place == view.place:
        traces += _band(longer, color, yaxis, decimals)
        base = {**base, "hovertemplate": _with_interval(form, decimals, line)}
    drawn = {**base, "name": name, "mode": "lines", "line": {"color": color, "width": width}}
    traces.append({**drawn, **_coordinates(longer, decimals)})
    alone = [run for run in runs if len(run) == 1]
    if alone:
        traces.append({**base, "name": name, **_dots(alone, color, decimals, line.place == view.place)})
    if len(line.predicted):
        dotted = {
            "mode": "lines",
            "line": {"color": color, "width": 1.5, "dash": "dot"},
            "hovertemplate": form,
        }
        traces.append(
            {**base, **dotted, "name": f"{name}, predicted", **_coordinates(_runs(line.predicted), decimals)}
        )
    return traces


def _with_interval(form: str, decimals: int, line: Line) -> str:
    """Hover text with the interval, where the line has one."""
    if line.points["lower"].isna().all():
        return form
    limits = (f"%{{customdata[{which}]:,.{decimals}f}}" for which in (0, 1))
    return f"{form} (95% interval {' to '.join(limits)})"


def _runs(points: pd.DataFrame) -> list[pd.DataFrame]:
    """Stretches of consecutive months with a value; between them the line has a gap."""
    known = points[points["shown"].notna()]
    if known.empty:
        return []
    days = known["period_end"].to_numpy().astype("datetime64[D]").astype(int)
    starts = np.flatnonzero(np.diff(days) > LONGEST_MONTH_DAYS) + 1
    edges = [0, *starts.tolist(), len(known)]
    return [known.iloc[first:last] for first, last in pairwise(edges)]


def _coordinates(runs: list[pd.DataFrame], decimals: int) -> Figure:
    """x, y and interval of stretches, with a null between them."""
    x: list[str | None] = []
    y: list[float | None] = []
    limits: list[list[float | None]] = []
    for run in runs:
        if x:
            x.append(None)
            y.append(None)
            limits.append([None, None])
        x += _days(run)
        y += run["shown"].round(decimals).tolist()
        limits += (
            run[["lower", "upper"]]
            .round(decimals)
            .astype(object)
            .where(run["lower"].notna(), None)
            .to_numpy()
            .tolist()
        )
    return {"x": x, "y": y, "customdata": limits}


def _days(run: pd.DataFrame) -> list[str | None]:
    return run["period_end"].to_numpy().astype("datetime64[D]").astype(str).tolist()


def _dots(runs: list[pd.DataFrame], color: str, decimals: int, with_interval: bool) -> Figure:
    """Months that stand alone, as dots with their interval."""
    points = pd.concat(runs)
    dots: Figure = {
        **_coordinates([points], decimals),
        "mode": "markers",
        "marker": {"size": 6, "color": color},
    }
    if with_interval and points["lower"].notna().all():
        dots["error_y"] = {
            "type": "data",
            "symmetric": False,
            "array": (points["upper"] - points["shown"]).tolist(),
            "arrayminus": (points["shown"] - points["lower"]).tolist(),
            "color": _faint(color, 0.6),
            "thickness": 2,
            "width": 0,
        }
    return dots


def _band(runs: list[pd.DataFrame], color: str, yaxis: str, decimals: int) -> list[Figure]:
    """Shaded 95% interval: a closed outline a stretch, so that gaps stay gaps."""
    x: list[str | None] = []
    y: list[float | None] = []
    for run in runs:
        if run["lower"].isna().any():
            continue
        days = _days(run)
        x += [*days, *days[::-1], None]
        y += [*run["upper"].round(decimals), *run["lower"].round(decimals)[::-1], None]
    return [
        {
            "type": "scatter",
            "x": x,
            "y": y,
            "yaxis": yaxis,
            "mode": "lines",
            "line": {"width": 0},
            "fill": "toself",
            "fillcolor": _faint(color, 0.18),
            "hoverinfo": "skip",
        }
    ]


def _faint(color: str, opacity: float) -> str:
    red, green, blue = (int(color[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


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
