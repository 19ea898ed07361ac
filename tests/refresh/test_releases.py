"""Every release of the counts of deaths stays, whatever becomes of the versions that held it."""

from datetime import UTC, date, datetime, timedelta

import agency_files
import pandas as pd
import pytest
import stamina
from agency_server import AgencyServer

from data.extract.reading import open_extract, versions_of
from data.extract.writing import KEPT_VERSIONS
from data.refresh.releases import RELEASES
from model.observations import ABSENT_STATUSES

pytestmark = pytest.mark.extract

COUNTY_DAYS = ("Data as of", "MonthEndingDate", "Start Date", "End Date")
DAYS = [date(2025, 1, 12) + timedelta(days=91 * number) for number in range(4)]


@pytest.fixture
def agency(monkeypatch):
    server = AgencyServer()
    monkeypatch.setenv("MIRROR", server.address)
    monkeypatch.setattr("data.cli.public_commands.refreshable", lambda: ("vsrr_state", "vsrr_county"))
    with stamina.set_testing(True, attempts=10, cap=True):
        yield server
    server.close()


@pytest.fixture
def nights(command, tmp_path, agency):
    """Publishes releases by their number, a night each."""

    def publish(*numbers):
        for number in numbers:
            day = DAYS[number]
            updated = int(datetime(day.year, day.month, day.day, 14, tzinfo=UTC).timestamp())
            shown = {"data_as_of": f"{day:%m/%d/%Y}", "provisional_drug_overdose_deaths": 50 + number}
            withheld = {**shown, "fips": "1005", "provisional_drug_overdose_deaths": ""}
            rows = [shown, {**withheld, "footnote": agency_files.SUPPRESSED_COUNTY}]
            agency.hold_view("gb4e-yj24", agency_files.COUNTY.text(*rows), updated, COUNTY_DAYS)
            agency.hold_view("xkb8-kh2a", agency_files.STATE.text({"data_value": 4000 + number}), updated)
            answer = command(
                *("nightly", "--into", tmp_path / "came", "--from", tmp_path / "partner"),
                *("--extracts", tmp_path / "public"),
            )
            assert answer.exit_code == 0, answer.output

    return publish


def held(extracts):
    """Day → county's count, withheld county's status and state's count, of every vintage."""
    folder = open_extract(extracts).folder
    rows = pd.concat(pd.read_parquet(folder / f"{name}.parquet") for name in ("observations", "vintages"))
    rows = rows[rows["indicator"] == "deaths"]
    absent = rows["status"].isin(ABSENT_STATUSES)
    said = rows.assign(said=rows["value"].astype(str).mask(absent, rows["status"]))
    return {day: dict(zip(of["place"], of["said"], strict=True)) for day, of in said.groupby("as_of")}


def all_until(number):
    return {
        day: {"01003": f"{50 + at}.0", "01005": "suppressed", "39": f"{4000 + at}.0"}
        for at, day in enumerate(DAYS[: number + 1])
    }


def test_every_release_stays_through_many_nights_and_the_pruning_of_versions(nights, tmp_path):
    nights(*range(KEPT_VERSIONS + 1))
    assert len(versions_of(tmp_path / "public")) == KEPT_VERSIONS
    assert held(tmp_path / "public") == all_until(KEPT_VERSIONS)


def test_releases_of_versions_that_were_rolled_back_come_again_with_the_next(nights, command, tmp_path):
    nights(0, 1, 2)
    for _ in range(2):
        assert command("rollback", "--extracts", tmp_path / "public").exit_code == 0
    assert held(tmp_path / "public") == all_until(0)
    nights(3)
    assert held(tmp_path / "public") == all_until(3)


def test_an_extract_made_anew_gets_every_release(nights, tmp_path):
    nights(0, 1)
    (tmp_path / "public").rename(tmp_path / "elsewhere")
    nights(2)
    assert held(tmp_path / "public") == all_until(2)
    kept = sorted(path.name for path in (tmp_path / "came" / RELEASES / "vsrr_county").iterdir())
    assert kept == [f"{day}.csv.gz" for day in DAYS[:3]]
