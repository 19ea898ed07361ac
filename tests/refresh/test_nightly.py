"""The unattended refresh: what it publishes, and that whatever fails leaves the last extract up."""

import agency_files
import pandas as pd
import pytest
import stamina
import yaml
from agency_server import AgencyServer, status

from data.extract.reading import open_extract, read_observations
from data.pipeline.harvest import harvest
from data.pipeline.ingest import publish_harvest
from data.pipeline.nightly import Unfit, check_version
from data.refresh import addresses
from data.suppression import protection

pytestmark = pytest.mark.extract

TRIED = ("vsrr_state", "vsrr_county")
STATE_EXPORT = "/data.cdc.gov/api/views/xkb8-kh2a/rows.csv"
STATE_NOTE = "/data.cdc.gov/api/views/xkb8-kh2a.json"
UPDATED = 1_752_674_400  # 2025-07-16, 14:00 UTC
LATER = UPDATED + 86_400 * 28
COUNTY_DAYS = ("Data as of", "MonthEndingDate", "Start Date", "End Date")
MAPPING = agency_files.examiner_mapping(**agency_files.YEARS_OF_HEROIN)


@pytest.fixture
def agency(monkeypatch):
    """A host with two data sets."""
    server = AgencyServer()
    monkeypatch.setenv("MIRROR", server.address)
    server.hold_view("xkb8-kh2a", states("80719"), UPDATED)
    server.hold_view("gb4e-yj24", agency_files.COUNTY.text({}, {"fips": "1001"}), UPDATED, COUNTY_DAYS)
    with stamina.set_testing(True, attempts=10, cap=True):
        yield server
    server.close()


@pytest.fixture
def nightly(command, tmp_path, monkeypatch, agency):
    """Runs the command for two sources; `partner` is where a partner extract may be."""
    monkeypatch.setattr("data.cli.public_commands.refreshable", lambda: TRIED)

    def run():
        return command(
            *("nightly", "--into", tmp_path / "came", "--from", tmp_path / "partner"),
            *("--extracts", tmp_path / "public"),
        )

    return run


@pytest.fixture
def public(tmp_path):
    return tmp_path / "public"


def deaths(extracts, place="US"):
    rows = read_observations(open_extract(extracts).folder)
    return rows.loc[(rows["place"] == place) & (rows["indicator"] == "deaths"), "value"].tolist()


def states(figure):
    return agency_files.STATE.text(
        {"state": "US", "data_value": figure}, {"state": "OH", "data_value": "4000"}
    )


def test_it_publishes_what_is_new_and_says_what_the_attacker_found(nightly, public):
    answer = nightly()
    assert answer.exit_code == 0, answer.output
    assert deaths(public) == [80719]
    assert "Not covered" in answer.stdout
    assert nightly().exit_code == 0
    assert set(TRIED) <= set(addresses.refreshable())


def test_a_later_release_follows(nightly, public, agency):
    nightly()
    agency.hold_view("xkb8-kh2a", states("80800"), LATER)
    assert nightly().exit_code == 0
    assert sorted(deaths(public)) == [80719, 80800]


def test_a_source_that_cannot_be_refreshed_leaves_the_last_extract_up(nightly, public, agency):
    nightly()
    standing = open_extract(public).version
    agency.hold_view("gb4e-yj24", agency_files.COUNTY.text({}, {"fips": "1001"}), LATER, COUNTY_DAYS)
    agency.fail(STATE_EXPORT, *[status(500)] * 9)
    agency.fail(STATE_NOTE, *[status(503)] * 9)
    answer = nightly()
    assert answer.exit_code == 1
    assert "Could not be refreshed: vsrr_state" in answer.stderr
    assert f"The public extract {standing} stays" in answer.stderr
    assert open_extract(public).version == standing


def test_a_version_that_is_not_accepted_is_not_put_up(nightly, public, agency, monkeypatch):
    nightly()
    standing = open_extract(public).version
    agency.hold_view("xkb8-kh2a", states("80800"), LATER)

    def refuse(folder, extracts):
        raise Unfit("vsrr_state would hold 1 figures, and holds 2 now.")

    monkeypatch.setattr("data.cli.public_commands.check_version", refuse)
    answer = nightly()
    assert answer.exit_code == 1
    assert "would hold 1 figures" in answer.stderr and f"{standing} stays" in answer.stderr
    assert open_extract(public).version == standing


def version_of(extracts, *months):
    """A version of one source, published in a folder of its own."""
    rows = [
        {"state": state, "year": "2024", "month": month, "data_value": "100"}
        for state in ("US", "OH")
        for month in months
    ]
    extracts.mkdir()
    (extracts / "states.csv").write_text(agency_files.STATE.text(*rows))
    publish_harvest(harvest([extracts / "states.csv"], lambda path: None), extracts)
    return extracts, open_extract(extracts).folder


def test_a_source_that_lost_figures_is_unfit(tmp_path):
    standing, _ = version_of(tmp_path / "standing", "October", "November", "December")
    _, cut_short = version_of(tmp_path / "cut", "December")
    _, longer = version_of(tmp_path / "longer", "September", "October", "November", "December")
    with pytest.raises(Unfit, match="vsrr_state would hold 6 figures, and holds 18 now"):
        check_version(cut_short, standing)
    assert check_version(longer, standing).folder == longer


def test_a_source_that_went_back_in_time_is_unfit(tmp_path):
    standing, _ = version_of(tmp_path / "standing", "November", "December")
    _, older = version_of(tmp_path / "older", "October", "November")
    with pytest.raises(Unfit, match="vsrr_state would end 2024-11-30, and ends 2024-12-31 now"):
        check_version(older, standing)


def test_with_a_partner_extract_the_public_one_is_made_of_it(nightly, public, command, tmp_path, monkeypatch):
    rows = [("10001", 2023, 40), ("10003", 2023, 30), ("10005", 2023, 12)]
    pd.DataFrame(rows, columns=["FIPS", "Year", "Deaths"]).to_csv(tmp_path / "table.csv", index=False)
    (tmp_path / "table.yaml").write_text(yaml.safe_dump(MAPPING))
    given = ("ingest", tmp_path / "table.csv", "--mapping", tmp_path / "table.yaml")
    assert command(*given, "--edition", "partner", "--extracts", tmp_path / "partner").exit_code == 0
    answer = nightly()
    assert answer.exit_code == 0, answer.output
    assert deaths(public, "10001") == [40] and deaths(public) == [80719]
    standing = open_extract(public).version
    uncertified = protection.Certificate(3, 1)
    monkeypatch.setattr(protection, "certify", lambda *_: uncertified)
    refused = nightly()
    assert refused.exit_code == 1
    assert "could be bounded more tightly" in refused.stderr and f"{standing} stays" in refused.stderr
    assert open_extract(public).version == standing
