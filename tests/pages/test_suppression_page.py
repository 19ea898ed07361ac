"""The partner edition says what suppression cost, and of made-up figures that they are made up."""

import json

import pandas as pd
import pytest
import yaml
from agency_files import YEARS_OF_HEROIN, examiner_mapping
from plotly.utils import PlotlyJSONEncoder

from components.words import SIMULATED_BANNER
from data.pipeline import publishing
from methods.suppression.policy import DEFAULT
from model.places import counties_of
from pages import suppression
from queries.store import Store


def said(store):
    """What stands on the page."""
    parts = suppression.content(store)
    return json.dumps(parts, cls=PlotlyJSONEncoder)


@pytest.fixture
def partner(command, tmp_path):
    """A partner extract with counts of every county of Delaware, New Hampshire and Vermont."""

    def make(**columns):
        counts = [40, 3, 25, 60, 12, 9, 18]
        places = [county.place for state in ("10", "33", "50") for county in counties_of(state)]
        rows = [(place, 2023, counts[number % len(counts)]) for number, place in enumerate(places)]
        table = pd.DataFrame(rows, columns=["FIPS", "Year", "Deaths"]).assign(**columns)
        table.to_csv(tmp_path / "table.csv", index=False)
        (tmp_path / "table.yaml").write_text(yaml.safe_dump(examiner_mapping(**YEARS_OF_HEROIN)))
        given = ("ingest", tmp_path / "table.csv", "--mapping", tmp_path / "table.yaml")
        answer = command(*given, "--edition", "partner", "--extracts", tmp_path / "partner")
        assert answer.exit_code == 0, answer.output
        publishing.publish(tmp_path / "partner", tmp_path / "public", DEFAULT, lambda *_: None)
        return Store(tmp_path / "partner", "partner")

    return make


def test_it_tells_how_many_counts_were_held_back_and_what_they_count(partner):
    words = said(partner())
    for heading in ("By indicator, drug and kind of period", "By state", "By period"):
        assert heading in words
    assert "Vermont" in words and "2023 (year)" in words
    assert SIMULATED_BANNER not in words


def test_simulated_counts_are_called_so(partner):
    assert SIMULATED_BANNER in said(partner(Simulated="simulated"))


def test_before_anything_was_published_it_says_what_to_do(published, tmp_path):
    assert "python -m data publish" in said(Store(published))


def test_without_an_extract_it_says_so(tmp_path):
    assert "python -m data" in said(Store(tmp_path / "nothing", "partner"))
