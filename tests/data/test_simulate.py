"""`python -m data simulate`: files are written, loaded and published in one command."""

import shutil
from datetime import UTC, datetime

import pandas as pd
import pytest
import yaml
from agency_files import examiner_mapping
from support import run_data

from data.extract.reading import open_extract, read_observations

pytestmark = pytest.mark.extract

FEW = ("DOSE_dx Jurisdiction Counts & Rates.csv", "co-est2024-alldata.csv", "events.csv")


@pytest.fixture
def asked(monkeypatch, simulated_files):
    """Seeds and days that were asked for; a few files, and a partner's table of two counties, are given."""
    found = []

    def agencies(folder, seed, today, progress, only):
        found.append((seed, today, *only))
        progress("writing a few files")
        folder.mkdir()
        for name in FEW:
            shutil.copy(simulated_files / "agencies" / name, folder)

    def partners(folder, seed, today):
        found.append((seed, today))
        folder.mkdir()
        rows = pd.DataFrame({"FIPS": ["39035", "39061"], "Year": 2024, "Deaths": [4, 40]})
        rows.assign(Simulated="simulated").to_csv(folder / "table.csv", index=False)
        declared = examiner_mapping(period={"kind": "year", "year": "Year"}, drug="all")
        (folder / "table.yaml").write_text(yaml.safe_dump(declared))
        return [(folder / "table.csv", folder / "table.yaml")]

    monkeypatch.setattr("data.simulator.simulate_files", agencies)
    monkeypatch.setattr("data.simulator.simulate_partner_files", partners)
    return found


def sources(extracts, edition="public"):
    extract = open_extract(extracts, edition)
    assert extract.simulated
    return set(read_observations(extract.folder)["source"])


def test_agencies_files_are_loaded_and_published(asked, command, tmp_path):
    answer = command("simulate", "--seed", "5", "--extracts", tmp_path / "x")
    assert answer.exit_code == 0, answer.output
    assert sources(tmp_path / "x") == {"dose_discharge_state", "census_population"}
    assert asked == [(5, datetime.now(UTC).date())]


def test_one_data_set_alone_may_be_asked_for(asked, command, tmp_path):
    answer = command("simulate", "--only", "nflis", "--only", "svi", "--extracts", tmp_path / "x")
    assert answer.exit_code == 0, answer.output
    assert asked == [(1, datetime.now(UTC).date(), "nflis", "svi")]


def test_a_data_set_that_is_not_known_is_named(command, tmp_path):
    answer = command("simulate", "--only", "weather", "--extracts", tmp_path / "x")
    assert answer.exit_code == 1
    assert "No simulated data set is called weather: choose of vsrr_state" in answer.output
    assert not (tmp_path / "x" / "current").exists()


def test_the_partner_edition_gets_a_partners_table_besides(asked, command, tmp_path):
    answer = command("simulate", "--edition", "partner", "--extracts", tmp_path / "x")
    assert answer.exit_code == 0, answer.output
    assert sources(tmp_path / "x", "partner") == {
        "dose_discharge_state",
        "census_population",
        "user_examiner",
    }
    assert len(set(asked)) == 1 and len(asked) == 2


def test_nothing_is_simulated_where_there_is_an_extract_if_none_is_wanted(asked, command, tmp_path):
    for _ in range(2):
        assert command("simulate", "--if-none", "--extracts", tmp_path / "x").exit_code == 0
    assert len(asked) == 1


@pytest.mark.full
@pytest.mark.process
def test_the_whole_command(tmp_path, simulated_extract):
    run_data("simulate", "--extracts", tmp_path / "x")
    assert sources(tmp_path / "x") == sources(simulated_extract)
