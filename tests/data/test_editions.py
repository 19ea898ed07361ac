"""Two editions: each has an extract of its own, and neither opens the other's."""

import json

import pandas as pd
import pytest
import yaml
from agency_files import YEARS_OF_HEROIN, examiner_mapping

from data.extract.reading import MANIFEST, ExtractProblem, open_extract
from model import catalog
from queries.store import Store

pytestmark = pytest.mark.extract

MAPPING = examiner_mapping(**YEARS_OF_HEROIN)
EVENTS = (
    "kind,place,start,title,source,edition\n"
    "policy,39,2024-01-01,Everybody may see this,A,public\n"
    "policy,39,2024-01-01,Partners alone see this,A,partner\n"
)


@pytest.fixture
def table(tmp_path):
    """A partner's table and its mapping, as arguments of `ingest`."""
    (tmp_path / "table.csv").write_text("FIPS,Year,Deaths\n39001,2023,7\n39003,2023,12\n")
    (tmp_path / "table.yaml").write_text(yaml.safe_dump(MAPPING))
    return tmp_path / "table.csv", "--mapping", tmp_path / "table.yaml"


@pytest.fixture
def partner(command, small_folder, table, tmp_path):
    """A partner extract of agency files and a partner's table."""
    extracts = tmp_path / "partner"
    (tmp_path / "events.csv").write_text(EVENTS)
    for given in ((small_folder,), table, (tmp_path / "events.csv",)):
        assert command("ingest", *given, "--edition", "partner", "--extracts", extracts).exit_code == 0
    return extracts


def test_a_partners_table_is_refused_by_the_public_edition_which_stays_as_it_was(command, published, table):
    before = open_extract(published).version
    answer = command("ingest", *table, "--extracts", published)
    assert answer.exit_code == 1
    assert "add --edition partner" in answer.stderr and "python -m data publish" in answer.stderr
    assert open_extract(published).version == before


def test_a_folder_of_one_edition_takes_no_figures_for_the_other(command, published, partner, small_folder):
    for extracts, edition, other in ((published, "partner", "public"), (partner, "public", "partner")):
        answer = command("ingest", small_folder, "--edition", edition, "--extracts", extracts)
        assert answer.exit_code == 1
        assert f"holds the {other} edition" in answer.stderr
        assert open_extract(extracts).edition == other


def test_a_process_of_the_public_edition_does_not_open_a_partner_extract(partner):
    with pytest.raises(
        ExtractProblem, match="is of the partner edition, and this is the public one"
    ) as refused:
        Store(partner).current()
    assert "EXTRACTS" in refused.value.mend
    assert Store(partner, "partner").current().extract.edition == "partner"


def test_the_partner_edition_does_not_take_a_public_extract_for_its_own(published):
    with pytest.raises(ExtractProblem, match="of the public edition"):
        Store(published, "partner").current()


def test_an_extract_that_does_not_say_its_edition_is_not_opened(published):
    path = open_extract(published).folder / MANIFEST
    manifest = json.loads(path.read_text())
    del manifest["edition"]
    path.write_text(json.dumps(manifest))
    with pytest.raises(ExtractProblem, match=r"no readable extract\.json"):
        Store(published).current()


def test_events_of_partners_are_not_in_the_public_extract(command, published, partner, tmp_path):
    assert command("ingest", tmp_path / "events.csv", "--extracts", published).exit_code == 0
    titles = {
        name: set(pd.read_parquet(open_extract(extracts).table("events"))["title"])
        for name, extracts in (("public", published), ("partner", partner))
    }
    assert "Partners alone see this" in titles["partner"] - titles["public"]
    assert "Everybody may see this" in titles["public"]


def test_agency_files_keep_their_figures_in_both_editions(published, partner):
    public, of_partner = (
        pd.read_parquet(open_extract(extracts).table("observations")) for extracts in (published, partner)
    )
    of_agencies = of_partner[of_partner["source"] != "user_examiner"].reset_index(drop=True)
    pd.testing.assert_frame_equal(public, of_agencies)


def test_indicators_of_partners_do_not_exist_in_the_public_edition():
    partners = {name for name, entry in catalog.INDICATORS.items() if entry.edition == "partner"}
    assert partners >= {"suspected_deaths", "ems_overdoses", "naloxone_kits"}
    assert set(catalog.served_in("public")) == set(catalog.INDICATORS) - partners
    assert catalog.served_in("partner") == catalog.INDICATORS


def test_each_edition_has_a_folder_of_its_own(monkeypatch):
    from model.settings import Settings

    monkeypatch.delenv("EXTRACTS", raising=False)
    folders = {edition: Settings(edition=edition).extracts for edition in ("public", "partner")}
    assert folders["public"] != folders["partner"]
