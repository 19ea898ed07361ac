"""Announced HIDTA designations: events, and no figure."""

import pandas as pd
import pytest
from agency_files import CENSUS, HIDTA

from data.extract.reading import open_extract
from data.pipeline.harvest import files_under, harvest
from data.pipeline.ingest import publish_harvest


def test_a_designation_is_an_event_of_its_county(harvested):
    found = harvested(a=HIDTA.text({}, {"announced": "2013", "fips": "6023", "state": "CA"}))
    assert [report.outcome for report in found.reports] == ["loaded"]
    assert found.observations[0].empty
    events = found.events[0].set_index("place")
    assert set(events["kind"]) == {"hidta designation"}
    assert set(events["edition"]) == {"public"}
    assert events["end"].isna().all()
    assert events.loc["39003", "start"] == pd.Timestamp("2023-07-06")
    assert events.loc["39003", "title"] == "Announced: designated to Ohio HIDTA"
    assert events.loc["06023", "start"] == pd.Timestamp("2013-01-01")
    assert events.loc["06023", "title"] == "Announced in 2013: designated to Ohio HIDTA"
    assert events.loc["39003", "source"] == "https://example.gov/ondcp"


def test_rows_that_make_no_sense_are_quarantined(harvested):
    good = [{"fips": fips} for fips in (39003, 39005, 39007, 39009)]
    bad = [{"state": "IN", "fips": 39011}, {"fips": 39999}, {"fips": 39013, "announced": "06/07/2023"}]
    found = harvested(a=HIDTA.text(*good, *bad))
    assert len(found.events[0]) == 4
    assert found.quarantine[0]["line"].tolist() == [6, 7, 8]


@pytest.mark.extract
def test_events_alone_are_not_published_and_join_an_extract_of_figures(files, tmp_path, command):
    events, extracts = files(hidta=HIDTA.text({})), tmp_path / "extracts"
    refused = command("ingest", events, "--extracts", extracts)
    assert refused.exit_code == 1
    assert "Boundaries or events alone show nothing" in refused.output
    assert command("ingest", files(people=CENSUS.text({})), "--extracts", extracts).exit_code == 0
    publish_harvest(harvest(files_under(events), lambda path: None), extracts)
    extract = open_extract(extracts)
    assert "39003" in set(pd.read_parquet(extract.table("events"))["place"])
    listed = pd.read_parquet(extract.table("files")).set_index("source")
    assert listed.loc["hidta_announced", "events"] == 1
    assert listed.loc["census_population", "rows"] == 1
