"""Numbered marks of dated events on the trend, and the list of what they are."""

from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from components.html_table import records
from components.numbers import day_words
from model.places import label
from model.view import View
from panels.trend_figure import MARGIN, time_range
from queries.results import ExploreResult

KIND_WORDS: Final = {"hidta designation": "HIDTA designation"}
"""Where a kind of event is not written as it is called."""


def event_marks() -> Component:
    """Where the numbers and their lines stand, over the chart; the list says the same in words."""
    left, right = (f"{MARGIN[side]}px" for side in ("l", "r"))
    return html.Div(id="trend-marks", style={"left": left, "right": right}, **attributes(aria_hidden="true"))


def event_list() -> Component:
    """The list of events, empty until the browser fills it."""
    return html.Details(
        [
            html.Summary(id="trend-events-summary"),
            html.Ol(id="trend-events-list"),
            html.P(html.A(id="trend-events-others", href="/data#events", hidden=True)),
        ],
        id="trend-events",
        open=True,
        hidden=True,
    )


def trend_events(view: View, result: ExploreResult) -> dict[str, Any]:
    """What the browser marks and lists; `at` is the share of the chart's width, 0 to 1."""
    if result.events.shown.empty:
        return {"summary": "", "events": [], "others": ""}
    first, last = time_range(result.series, result.resolved)
    width = (last - first).days
    events = [
        {
            "at": round(min(max((row["start"].date() - first).days / width, 0), 1), 4),
            "title": row["title"],
            "about": _about(row),
        }
        for row in records(result.events.shown)
    ]
    count = len(events)
    summary = "1 event is marked" if count == 1 else f"{count} events are marked, by number"
    others = result.events.others
    more = f"and {others} other{'s' if others > 1 else ''} on the data page" if others else ""
    return {"summary": summary, "events": events, "others": more}


def _about(row: dict[str, Any]) -> str:
    """Day, kind, place and source: "5 May 2023 · policy · Ohio · CDC"."""
    days = day_words(row["start"])
    if row["end"] == row["end"] and row["end"] is not None:
        days = f"{days} to {day_words(row['end'])}"
    kind = KIND_WORDS.get(row["kind"], row["kind"])
    return " · ".join((days, kind, label(row["place"]), row["source"]))
