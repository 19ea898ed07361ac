"""Lists of dated events: what is let in, and who may see it."""

import pandas as pd
import pytest
from agency_files import Form

from model.events import SHIPPED, shipped_events

EVENTS = Form(
    {
        "kind": "policy",
        "place": "39",
        "start": "2024-03-01",
        "end": "",
        "title": "Naloxone without prescription",
        "source": "State board of pharmacy",
        "edition": "public",
    }
)


def test_an_event_is_read_as_written(harvested):
    found = harvested(a=EVENTS.text({}, {"place": "1003", "end": "2024-03-31", "edition": "partner"}))
    events = found.events[0].set_index("place")
    assert events.loc["39", ["kind", "title", "source", "edition"]].tolist() == [
        "policy",
        "Naloxone without prescription",
        "State board of pharmacy",
        "public",
    ]
    assert events.loc["39", "start"] == pd.Timestamp("2024-03-01")
    assert pd.isna(events.loc["39", "end"])
    assert events.loc["01003", "end"] == pd.Timestamp("2024-03-31")
    assert events.loc["01003", "edition"] == "partner"
    assert found.observations[0].empty


@pytest.mark.parametrize("place", ["US", "us", "39", "1", "39061", "NYC", "09110", "09001"])
def test_places_of_every_kind(harvested, place):
    report = harvested(a=EVENTS.text({"place": place})).reports[0]
    assert (report.outcome, report.events) == ("loaded", 1)


def test_a_kind_may_be_spelled_as_in_older_lists(harvested):
    events = harvested(a=EVENTS.text({"kind": "programme start"})).events[0]
    assert events["kind"].tolist() == ["program start"]


def test_nothing_unmarked_becomes_public(harvested):
    columns = [name for name in EVENTS.header if name != "edition"]
    for text in (EVENTS.text({}, columns=columns), EVENTS.text({"edition": ""})):
        assert harvested(a=text).events[0]["edition"].tolist() == ["partner"]


def test_the_first_day_may_be_called_date_and_the_last_be_left_out(harvested):
    text = EVENTS.text({}, columns=["title", "place", "start", "kind", "source"]).replace("start", "date")
    events = harvested(a=text).events[0]
    assert events["start"].tolist() == [pd.Timestamp("2024-03-01")]
    assert events["end"].isna().all()


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"kind": "rumor"}, "kind: unknown word"),
        ({"place": "Ohio"}, "place: not a known place"),
        ({"place": "39999"}, "place: not a known place"),
        ({"start": "03/01/2024"}, "start: not a date"),
        ({"start": "0204-03-01"}, "start: not a year of events"),
        ({"end": "2024-02-30"}, "end: not a date"),
        ({"end": "2024-02-29"}, "end: before the start"),
        ({"edition": "Everybody"}, "edition: unknown word"),
        ({"title": ""}, "title: empty"),
        ({"title": "bell \x07"}, "title: holds what cannot be printed"),
        ({"title": "x" * 201}, "title: longer than 200"),
        ({"source": " "}, "source: empty"),
        ({}, "repeats an earlier row of the same event"),
    ],
)
def test_a_wrong_row_is_quarantined_with_the_field(harvested, wrong, reason):
    found = harvested(a=EVENTS.text({}, {"place": "US"}, wrong))
    assert found.quarantine[0]["line"].tolist() == [4]
    assert found.quarantine[0]["reason"].iloc[0].startswith(reason)
    assert found.reports[0].rows == found.reports[0].events + found.reports[0].quarantined


def test_a_title_of_two_hundred_characters_is_let_in(harvested):
    assert harvested(a=EVENTS.text({"title": "x" * 200})).reports[0].events == 1


def test_the_events_that_ship_pass_the_same_rules(harvested):
    found = harvested(a=SHIPPED.read_text(encoding="utf-8"))
    assert found.reports[0].quarantined == 0
    assert set(found.events[0]["event"]) == set(shipped_events()["event"])
    assert set(found.events[0]["edition"]) == {"public"}


def test_changes_of_definition_ship_as_events():
    """A code of its own for two drugs, the pause of DOSE, Connecticut's regions."""
    shipped = shipped_events()
    assert set(shipped["kind"]) == {"change of definition"}
    told = {
        (row.place, f"{row.start:%Y-%m-%d}", "" if pd.isna(row.end) else f"{row.end:%Y-%m-%d}"): row.title
        for row in shipped.itertuples()
    }
    assert set(told) == {
        ("US", "2020-10-01", ""),
        ("US", "2022-10-01", ""),
        ("US", "2020-03-01", "2020-08-31"),
        ("09", "2022-01-01", ""),
    }
    assert "T43.65" in told["US", "2022-10-01", ""]
    assert "planning regions" in told["09", "2022-01-01", ""]


@pytest.mark.extract
def test_every_extract_holds_the_changes_of_definition(published):
    kept = pd.read_parquet(published / "current" / "events.parquet")
    assert set(shipped_events()["event"]) <= set(kept["event"])
