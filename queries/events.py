"""Dated events that belong beside a trend."""

from datetime import date
from typing import Final

import numpy as np

from model.events import concerns
from model.places import NATION, state_of
from model.view import View
from queries.measures import frame_of
from queries.results import Events, PlaceSeries
from queries.store import Reader

MOST_MARKED: Final = 8


def events_near(reader: Reader, view: View, series: tuple[PlaceSeries, ...]) -> Events:
    """Events of the place in focus, its state and the nation, within the periods of the lines.

    A change of definition is shown beside what it concerns only, and before all else; then what is nearer
    comes before what is farther, and the newer before the older.
    """
    if not series:
        return Events()
    places = tuple(dict.fromkeys(place for place in (view.place, state_of(view.place), NATION) if place))
    first, last = min(line.first_day for line in series), max(line.last_day for line in series)
    return reader.once(_events_near, view.indicator, places, first, last)


def _events_near(reader: Reader, indicator: str, places: tuple[str, ...], first: date, last: date) -> Events:
    rows = reader.query_columns("public_events")
    start, end = rows["start"], np.where(np.isnat(rows["end"]), rows["start"], rows["end"])
    defining = rows["kind"] == "change of definition"
    nearness = np.array([places.index(place) if place in places else -1 for place in rows["place"].tolist()])
    concerned = np.array([concerns(source, indicator) for source in rows["source"].tolist()], dtype=bool)
    within = (start <= np.datetime64(last)) & (end >= np.datetime64(first))
    kept = np.flatnonzero((nearness >= 0) & within & (~defining | concerned)).tolist()
    oldest_first = sorted(kept, key=lambda row: (start[row], rows["place"][row], rows["title"][row]))
    newest_first = sorted(oldest_first, key=lambda row: start[row], reverse=True)
    nearest = sorted(newest_first, key=lambda row: -1 if defining[row] else nearness[row])
    chosen = sorted(nearest[:MOST_MARKED], key=lambda row: start[row])
    shown = frame_of({name: column[chosen] for name, column in rows.items()})
    return Events(shown, len(kept) - len(chosen))
