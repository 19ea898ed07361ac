"""A new extract is published while questions are asked: none is lost, none mixes two versions, and what the
old one held is given back."""

import gc
import json
import threading
import weakref

import pytest
from agency_files import COUNTY
from fastapi import FastAPI
from publishing import publish
from serving_apps import send

from data.extract.outlines import read_outlines
from data.geography.outlines import ensure_outlines
from model.settings import PROJECT
from pages import lazy_panels, tables
from queries.store import Store

pytestmark = pytest.mark.extract

VERSIONS = 10


@pytest.fixture
def publish_count(files, tmp_path):
    """Publishes a county's count as a version of its own."""

    def publish_one(count):
        folder = files(
            county=COUNTY.text(
                *({"fips": fips, "provisional_drug_overdose_deaths": count} for fips in (39061, 39035, 39049))
            )
        )
        return publish(folder, tmp_path / "followed")

    return publish_one


@pytest.fixture
def followed(tmp_path):
    return Store(tmp_path / "followed")


def server_of(store):
    server = FastAPI()
    outlines = read_outlines(ensure_outlines(PROJECT / "var" / "static"))
    server.include_router(lazy_panels.router(store))
    server.include_router(tables.router(store, outlines))
    return server


def test_no_answer_is_lost_and_none_is_of_two_versions(publish_count, followed):
    publish_count(100)
    server, done, found = server_of(followed), threading.Event(), []

    def ask_on():
        # With a pause: the one who publishes needs the cores too.
        while not done.wait(0.05):
            answer = send(server, "/table/map?indicator=deaths&period=2024-12&measure=count")
            rows = json.loads(answer.content)["grid"]["props"]["rowData"] if answer.status_code == 200 else []
            counts = {row["deaths"] for row in rows if row.get("deaths") is not None}
            found.append((answer.status_code, tuple(sorted(counts))))

    askers = [threading.Thread(target=ask_on) for _ in range(2)]
    for asker in askers:
        asker.start()
    for number in range(1, VERSIONS + 1):
        publish_count(100 + number)
    done.set()
    for asker in askers:
        asker.join()
    assert {status for status, _ in found} == {200}
    assert all(len(counts) == 1 for _, counts in found), set(found)
    assert len({counts for _, counts in found}) > 3, "answers came from several versions"
    assert len(found) > VERSIONS
    last = send(server, "/panel/sectors?place=39061")
    assert last.status_code == 200


def test_the_old_version_is_closed_when_its_last_question_ends(publish_count, followed):
    publish_count(100)
    server = server_of(followed)
    send(server, "/panel/sectors?place=39061")
    asking = followed.current()
    old, connection = weakref.ref(asking), weakref.ref(asking._connection)
    publish_count(101)
    send(server, "/panel/sectors?place=39061")
    gc.collect()
    assert old() is not None, "a question still goes on"
    assert asking.fetch("sources").num_rows
    del asking
    gc.collect()
    assert (old(), connection()) == (None, None)


def test_a_version_open_at_the_start_is_closed_as_well(publish_count, followed):
    """Though the server looks no more for what is unreachable among what was there when it started."""
    publish_count(100)
    server = server_of(followed)
    send(server, "/panel/sectors?place=39061")
    old, connection = weakref.ref(followed.current()), weakref.ref(followed.current()._connection)
    gc.collect()
    gc.freeze()
    try:
        publish_count(101)
        send(server, "/panel/sectors?place=39061")
        assert (old(), connection()) == (None, None)
    finally:
        gc.unfreeze()
