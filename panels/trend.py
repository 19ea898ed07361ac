"""The trend panel: what is declared of the chart that `panels.trend_figure` draws."""

from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components import filters, words
from components.chart_frame import chart
from components.how_to_read import GROUPS, INTERVAL
from components.numbers import rounded
from components.trend_scale import INDEX_COLUMN, scaled
from components.words import unit_phrase
from model.view import observed
from panels import keys, trend_events, trend_segments, trend_words
from panels.chart import NO_LIMITS, Chart, Series, days_of, limits_of, numbers_of
from panels.drawings import Plot
from panels.frames import panel_frame
from panels.late_records_words import ADJUSTED, late_records_words, tested_words
from panels.notes import figure_notes
from panels.panel import (
    ON_EXPLORE,
    WITH_EXPLORE,
    BrowserChart,
    Captions,
    Fact,
    Panel,
    Region,
)
from panels.sheet_part import SheetPart
from panels.table_digits import decimals_shown, in_digits, measure_column
from panels.trend_figure import (
    line_style,
    scale_control,
    short_label,
    trend_alternative,
    trend_figure,
    trend_marks,
)
from panels.trend_segments import FITTED
from queries.results import ExploreResult, PlaceSeries, Provenance, ResolvedView

LONGEST_LABEL: Final = 34
"""Letters that a picture has room for beside a line."""


def _frame(panel: Panel, _outlines_url: str) -> Component:
    return panel_frame(
        panel,
        [
            html.Div(id="compared", className="chips"),
            html.Div([chart(panel.id, 262), trend_events.event_marks()], className="trend-frame"),
            html.P(id="trend-segments"),
            trend_events.event_list(),
        ],
        [filters.compare_control(), scale_control(), trend_segments.segments_control()],
    )


def _texts(resolved: ResolvedView, result: ExploreResult) -> dict[str, str]:
    view = resolved.view
    provenance = [line.provenance for line in result.series]
    late = late_records_words(scaled(observed(view), result.series).series)
    notes = (words.two_bases(result.series, result.map), *words.rate_footnote(view, provenance), *late)
    return {
        "trend-title": words.trend_title(view, result),
        "trend-subtitle": trend_words.trend_subtitle(result.series, resolved),
        "trend-segments": trend_segments.segments_words(result.segments),
        "trend-foot": words.footer(provenance, notes),
    }


def _provenance(result: ExploreResult) -> list[Provenance]:
    return list(dict.fromkeys(line.provenance for line in result.series))


def _notes(resolved: ResolvedView, result: ExploreResult, rows: pd.DataFrame) -> list[Fact]:
    drawn = scaled(observed(resolved.view), result.series).series
    late = [("Note", sentence) for sentence in (*late_records_words(drawn), *tested_words(drawn))]
    fitted = trend_segments.segments_words(result.segments)
    own = [("Trend segments", fitted)] if fitted else []
    return [*figure_notes(resolved.view, _provenance(result), rows), *late, *own]


def _figure(resolved: ResolvedView, result: ExploreResult) -> dict[str, Any]:
    figure = trend_figure(result.series, resolved.observed)
    return {**figure, "data": [*figure["data"], *_segment_traces(result)]}


def _segment_traces(result: ExploreResult) -> list[dict[str, Any]]:
    if result.segments is None:
        return []
    return trend_segments.segment_traces(result.segments, decimals_shown(observed(result.view)))


def _marks(resolved: ResolvedView, result: ExploreResult) -> list[dict[str, Any]]:
    return trend_marks(result.series, resolved, resolved.view.since)


def _alternative(resolved: ResolvedView, result: ExploreResult) -> str:
    return trend_alternative(result.series, resolved.observed)


def _captions(resolved: ResolvedView, result: ExploreResult) -> Captions:
    texts = _texts(resolved, result)
    title, subtitle, foot = (texts[f"trend-{part}"] for part in ("title", "subtitle", "foot"))
    said = " ".join(filter(None, (subtitle, texts["trend-segments"])))
    return Captions(title, said, _alternative(resolved, result), foot)


def _reading(resolved: ResolvedView, result: ExploreResult) -> list[str]:
    view = resolved.view
    sentences = [
        "Each line is one place; a gap is a period without a released figure, which is never a zero."
    ]
    own = next((line for line in result.series if line.place == view.place), None)
    if own is not None and view.scale != "index" and own.points["lower"].notna().any():
        sentences.append(f"The band is the interval of {resolved.label(view.place)}. {INTERVAL}")
    if any(line.counties for line in result.series):
        sentences.append(GROUPS)
    if any(len(line.predicted) for line in result.series):
        sentences.append(
            "Dotted lines are what the agency expects once late records have arrived: a fall that they do "
            "not share is only lateness."
        )
    sentences += tested_words(scaled(observed(view), result.series).series)
    if resolved.kind == "12-month-ending":
        sentences.append("Each point covers twelve months, so compare it with the point a year earlier.")
    if result.segments is not None and result.segments.segments:
        sentences.append(trend_segments.READING)
    if len(result.events.shown):
        sentences.append("What follows a numbered event is not shown to be its effect.")
    return sentences


def trend_table(result: ExploreResult) -> pd.DataFrame:
    """One row a place and period, reported and predicted apart; with the index where that is drawn."""
    view = observed(result.view)
    drawn = scaled(view, result.series)
    parts = [
        _line_rows(result, line, points, kind, indexed if drawn.base else None)
        for line, as_drawn in zip(result.series, drawn.series, strict=True)
        for points, indexed, kind in (
            (line.points, as_drawn.points, "reported"),
            (line.predicted, as_drawn.predicted, "predicted"),
            (as_drawn.adjusted, as_drawn.adjusted, ADJUSTED),
        )
        if len(points)
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["place", "status"])


def _line_rows(
    result: ExploreResult, line: PlaceSeries, points: pd.DataFrame, kind: str, indexed: pd.DataFrame | None
) -> pd.DataFrame:
    view = observed(result.view)
    digits = decimals_shown(view)
    segments = result.segments if kind == "reported" else None
    if segments is not None and (segments.place != line.place or not segments.segments):
        segments = None
    table = pd.DataFrame(
        {
            "place": line.place,
            "name": line.name,
            "series": kind,
            "period_end": points["period_end"],
            measure_column(view): in_digits(points["shown"], digits),
            "lower": in_digits(points["lower"], digits),
            "upper": in_digits(points["upper"], digits),
            "status": points["status"],
            **({"counties_released": points["summed"], "counties": line.counties} if line.counties else {}),
            **(
                trend_segments.segment_columns(segments, points["period_end"], digits)
                if segments is not None
                else {}
            ),
        }
    )
    return table if indexed is None else table.assign(**{INDEX_COLUMN: rounded(indexed["shown"], 1)})


def _chart(resolved: ResolvedView, _result: ExploreResult, rows: pd.DataFrame) -> Chart | None:
    """A line a place, reported and predicted apart, in the scale that is drawn."""
    if rows.empty:
        return None
    shown, indexed = observed(resolved.view), INDEX_COLUMN in rows
    column = INDEX_COLUMN if indexed else str(rows.columns[list(rows.columns).index("period_end") + 1])
    series = tuple(
        Series(
            str(name) if kind == "reported" else f"{name}, {kind}",
            days_of(part["period_end"]),
            numbers_of(part[column]),
            *(NO_LIMITS if indexed else limits_of(part)),
            predicted=kind != "reported",
            token=line_style(resolved.view, str(place))[0],
        )
        for (place, name, kind), part in rows.groupby(["place", "name", "series"], sort=False)
    )
    series += tuple(
        Series(
            f"{name}, {FITTED}",
            days_of(part["period_end"]),
            numbers_of(part[FITTED]),
            fitted=True,
            token="ink",
        )
        for name, part in (rows.dropna(subset=[FITTED]).groupby("name", sort=False) if FITTED in rows else ())
    )
    decimals = 1 if indexed else decimals_shown(shown)
    return Chart("line", series, column if indexed else unit_phrase(shown), decimals)


def _drawing(resolved: ResolvedView, result: ExploreResult) -> Plot:
    view = resolved.view
    shown, series = observed(view), result.series
    figure = _figure(resolved, result)
    marks = trend_marks(series, resolved, view.since)
    layout = {**figure["layout"], "shapes": [*figure["layout"].get("shapes", []), *marks]}
    longer = {short_label(shown, line): short_label(shown, line, LONGEST_LABEL) for line in series}
    events = trend_events.trend_events(shown, result)["events"] if series else []
    return Plot({**figure, "layout": layout}, longer, events)


def _key(result: ExploreResult) -> tuple[str, ...]:
    return (*keys.measured(result), result.view.scale, result.view.segments, *keys.placed(result))


PANEL: Final = Panel(
    id="trend",
    order=50,
    name="Trend",
    figures="the trend",
    appears_in=ON_EXPLORE,
    find=WITH_EXPLORE,
    texts=_texts,
    table=lambda _resolved, result: trend_table(result),
    provenance=_provenance,
    reading=_reading,
    browser_module="panels/trend",
    plot=BrowserChart(_figure, _marks, _alternative),
    key=_key,
    frame=_frame,
    region=Region.SIDE,
    notes=_notes,
    captions=_captions,
    chart=_chart,
    drawing=_drawing,
    sheet_part=SheetPart.DRAWING,
)
