"""Dated events that belong beside a trend."""

from typing import Final

import numpy as np

from data.events import concerns
from data.places import NATION, state_of
from data.results import Events, Line
from data.view import View
from queries.store import Opened

MOST_MARKED: Final = 8


def events_near(opened: Opened, view: View, lines: tuple[Line, ...]) -> Events:
    """Events of the place in focus, its state and the nation, within the periods of the lines.

    A change of definition is shown beside what it concerns only, and before all else; then what is nearer
    comes before what is farther, and the newer before the older.
    """
    places = tuple(dict.fromkeys(place for place in (view.place, state_of(view.place), NATION) if place))
    if not lines:
        return Events()
    days = [line.points["period_end"] for line in lines]
    found = opened.ask(
        "events_near",
        places=places,
        first=min(day.min() for day in days).date(),
        last=max(day.max() for day in days).date(),
    )
    defining = (found["kind"] == "change of definition").to_numpy()
    concerned = np.array([concerns(source, view.indicator) for source in found["source"]], dtype=bool)
    kept = found[~defining | concerned]
    nearness = kept["place"].map(places.index).where(kept["kind"] != "change of definition", -1)
    order = kept.assign(nearness=nearness).sort_values(["nearness", "start"], ascending=[True, False])
    chosen = order.head(MOST_MARKED).sort_values("start", kind="stable").drop(columns="nearness")
    return Events(chosen.reset_index(drop=True), len(kept) - len(chosen))
