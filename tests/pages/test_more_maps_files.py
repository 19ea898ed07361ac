"""The files of a second map hold its figures and say what they are."""

import csv
import io

import pytest
from fastapi import FastAPI
from support import ask

from data.extract.outlines import read_outlines
from data.geography.outlines import ensure_outlines
from model.settings import PROJECT
from pages import downloads
from queries.store import Store


@pytest.fixture(scope="module")
def get(simulated_extract):
    outlines = read_outlines(ensure_outlines(PROJECT / "var" / "static"))
    server = FastAPI()
    server.include_router(downloads.router(Store(simulated_extract), outlines))
    return lambda path: ask(server, path)


def facts_and_rows(content):
    lines = content.decode("utf-8-sig").splitlines()
    facts = [line for line in lines if line.startswith("#")]
    return facts, list(csv.DictReader(io.StringIO("\n".join(lines[len(facts) :]))))


def test_the_second_maps_file_is_that_of_its_view(get):
    second = facts_and_rows(get("/download/map2.csv?maps=two&period2=2023-06").content)
    alone = facts_and_rows(get("/download/map.csv?period=2023-06").content)
    assert second[1] == alone[1]
    assert len(second[1]) > 3000
    assert any("12 months ending June 2023" in fact for fact in second[0])
    assert any("Simulated" in fact for fact in second[0])


def test_both_in_one_file(get):
    facts, rows = facts_and_rows(get("/download/map.csv?maps=both&indicator2=svi").content)
    assert any("Drug overdose deaths" in fact and "Social Vulnerability Index" in fact for fact in facts)
    assert any("thirds of each map" in fact for fact in facts)
    assert {"third", "third_second", "status", "status_second"} <= set(rows[0])
    for row in rows:
        assert (row["third"] == "") == (row["deaths per 100,000"] == "")


def test_without_a_second_map_there_is_no_file(get):
    assert get("/download/map2.csv").status_code == 404
