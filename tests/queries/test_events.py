"""Which events stand beside a trend: the nearest, no more than can be told apart, public ones only."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from model.view import View
from queries.events import MOST_MARKED, events_near
from queries.results import PlaceSeries, Provenance
from queries.store import Store

ORIGIN = Provenance("vsrr_state", "VSRR", "occurrence", date(2026, 1, 1), True, False, "")


def series(first, last):
    points = pd.DataFrame({"period_end": pd.to_datetime([first, last])})
    return (PlaceSeries("39061", "Hamilton", points, points[:0], ORIGIN),)


def stub(rows):
    frame = pd.DataFrame(rows, columns=["kind", "place", "start", "title", "source"])
    frame = frame.assign(event=frame["title"], end=pd.NaT, start=pd.to_datetime(frame["start"]))
    columns = {name: frame[name].to_numpy() for name in frame}
    reader = SimpleNamespace(query_columns=lambda question: columns)
    reader.once = lambda work, *arguments: work(reader, *arguments)
    return reader


def test_the_nearest_come_first_and_the_rest_are_counted():
    rows = [("policy", "US", f"2020-{month:02d}-01", f"nation {month}", "x") for month in range(1, 13)]
    rows += [
        ("policy", "39", "2019-05-01", "state", "x"),
        ("public alert", "39061", "2019-01-01", "own", "x"),
    ]
    found = events_near(stub(rows), View(place="39061"), series("2018-01-31", "2021-01-31"))
    assert len(found.shown) == MOST_MARKED
    assert found.others == 14 - MOST_MARKED
    assert found.shown["title"].tolist()[:2] == ["own", "state"]
    assert found.shown["title"].tolist()[2:] == [f"nation {month}" for month in range(7, 13)]


def test_a_definition_of_the_indicator_is_always_among_them():
    rows = [("policy", "39061", f"2020-{month:02d}-01", f"own {month}", "x") for month in range(1, 13)]
    rows.append(("change of definition", "US", "2019-01-01", "code", "CDC, DOSE discharge data dictionary"))
    near = series("2018-01-31", "2021-01-31")
    visits = events_near(stub(rows), View(place="39061", indicator="ed_visits"), near)
    assert "code" in visits.shown["title"].tolist()
    deaths = events_near(stub(rows), View(place="39061"), near)
    assert "code" not in deaths.shown["title"].tolist()


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [("2024-08-31", "2025-01-31", True), ("2020-01-31", "2024-01-31", False)],
)
def test_only_events_within_the_window_are_shown(first, last, found, simulated_extract):
    reader = Store(simulated_extract).current()
    events = events_near(reader, View(place="39061"), series(first, last)).shown
    assert ("39061" in set(events["place"])) is found
    assert set(events["place"]) <= {"39061", "39", "US"}


def test_partners_events_are_never_shown(simulated_extract):
    reader = Store(simulated_extract).current()
    events = events_near(reader, View(place="39061"), series("2015-01-31", "2026-06-30")).shown
    assert not events["title"].str.contains("before its release").any()
    assert events_near(reader, View(), ()).shown.empty
