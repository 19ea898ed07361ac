"""The public edition that is made of a partner extract: what it releases, withholds and refuses."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from agency_files import examiner_mapping

from bench.naive import primary_only, smallest_beside_one
from data.extract.reading import ExtractProblem, open_extract, versions_of
from data.extract.suppression_report import read_report
from data.extract.writing import rollback
from data.mapping import read_mapping
from data.pipeline import publishing
from data.pipeline.harvest import harvest_mapped
from data.pipeline.ingest import publish_harvest
from data.pipeline.publishing import Published, Refused, publish, without_held_values
from data.suppression import protection
from data.suppression.audit import audit
from methods.suppression.policy import POLICIES
from model.places import counties_of

pytestmark = pytest.mark.extract

DRUGS = ("opioids", "synthetic_opioids", "heroin", "cocaine")
STATES = ("10", "23", "33", "50")
SOURCE = "user_examiner"
POLICY = POLICIES["1-9"]


def silent(*_):
    """Say nothing of progress."""


def by_year(seed=7, years=(2022, 2023)):
    """Deaths by county of four small states, year and drug, the opioids nested."""
    draw = np.random.default_rng(seed)
    rows = []
    for place in (county.place for state in STATES for county in counties_of(state)):
        mean = draw.lognormal(2.6, 1.1)
        for year in years:
            opioids = int(draw.poisson(mean))
            counts = {"opioids": opioids, "cocaine": int(draw.poisson(0.4 * mean))}
            counts["synthetic_opioids"] = int(draw.binomial(opioids, 0.8))
            counts["heroin"] = int(draw.binomial(opioids, 0.2))
            rows += [(place, year, drug, counts[drug]) for drug in DRUGS]
    return pd.DataFrame(rows, columns=["FIPS", "Year", "Drug", "Deaths"])


def by_month(seed=3):
    """Deaths of all drugs by county and month of two states, over three years and a half."""
    draw = np.random.default_rng(seed)
    months = pd.period_range("2021-07", "2024-12", freq="M").astype(str)
    rows = []
    for place in (county.place for state in STATES[:2] for county in counties_of(state)):
        counts = draw.poisson(draw.lognormal(0.6, 1.0), len(months))
        rows += list(zip([place] * len(months), months, counts, strict=True))
    return pd.DataFrame(rows, columns=["FIPS", "Month", "Deaths"])


YEARLY = examiner_mapping(
    period={"kind": "year", "year": "Year"},
    drug={"column": "Drug", "words": {drug: drug for drug in DRUGS}},
)
MONTHLY = examiner_mapping(period={"kind": "month", "column": "Month", "format": "%Y-%m"}, drug="all")


@pytest.fixture
def bring(command, tmp_path):
    """Ingests a partner's table into the partner extract of this test; returns its folder."""
    extracts = tmp_path / "partner"

    def ingest(rows, declared):
        rows.to_csv(tmp_path / "table.csv", index=False)
        (tmp_path / "table.yaml").write_text(yaml.safe_dump(declared))
        given = ("ingest", tmp_path / "table.csv", "--mapping", tmp_path / "table.yaml")
        answer = command(*given, "--edition", "partner", "--extracts", extracts)
        assert answer.exit_code == 0, answer.output
        return extracts

    return ingest


@pytest.fixture
def public(tmp_path):
    return tmp_path / "public"


@dataclass(frozen=True)
class Made:
    """A partner's table, its extract, the public one, and what became of the publication."""

    rows: pd.DataFrame
    partner: Path
    public: Path
    result: Published


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """Made once, for tests that change nothing."""
    folder, rows = tmp_path_factory.mktemp("years"), by_year()
    rows.to_csv(folder / "table.csv", index=False)
    (folder / "table.yaml").write_text(yaml.safe_dump(YEARLY))
    found = harvest_mapped(folder / "table.csv", read_mapping(folder / "table.yaml"))
    publish_harvest(found, folder / "partner", "partner")
    result = publish(folder / "partner", folder / "public", POLICY, silent)
    return Made(rows, folder / "partner", folder / "public", result)


@pytest.fixture
def partner(once, tmp_path):
    """The same partner extract, for a test of its own; nothing is published of it."""
    copied = Path(shutil.copytree(once.partner, tmp_path / "partner", symlinks=True))
    shutil.rmtree(copied / "suppression")
    return copied


@pytest.fixture
def published_once(once, partner, public):
    """The same public extract, beside the partner extract that it was made of."""
    return Path(shutil.copytree(once.public, public, symlinks=True))


def observations(extracts):
    rows = pd.read_parquet(open_extract(extracts).table("observations"))
    return rows[rows["source"] == SOURCE]


def truth(rows):
    return {(row.FIPS, row.Drug, int(row.Year)): row.Deaths for row in rows.itertuples()}


# --- what is released ---


def test_no_small_count_is_released_and_every_released_one_is_true(once):
    known = truth(once.rows)
    released = observations(once.public)
    counties = released[released["place_kind"] == "county"]
    assert len(counties) == len(known)
    for row in counties.itertuples():
        count = known[row.place, row.drug, row.period_end.year]
        if 1 <= count <= 9:
            assert row.status in ("suppressed", "withheld")
        assert pd.isna(row.value) if row.status != "ok" else row.value == count
        if row.status == "suppressed":
            assert 1 <= count <= 9
        if pd.isna(row.value):
            assert pd.isna(row.numerator) and pd.isna(row.lower) and pd.isna(row.upper)


def test_states_are_released_as_sums_of_all_their_counties_and_four_states_are_no_nation(once):
    released = observations(once.public)
    sums = (
        once.rows.assign(state=once.rows["FIPS"].str[:2]).groupby(["state", "Drug", "Year"])["Deaths"].sum()
    )
    states = released[(released["place_kind"] == "state") & (released["status"] == "ok")]
    assert len(states) > 20
    for row in states.itertuples():
        assert row.value == sums[row.place, row.drug, row.period_end.year]
        assert row.note == "sum of the counties"
    assert "nation" not in set(released["place_kind"])


def test_the_report_says_what_it_cost_and_stays_with_the_partner_extract(once):
    rows, report = once.rows, read_report(once.partner)
    held = observations(once.public)
    held = held[(held["place_kind"] == "county") & held["value"].isna()]
    assert report["primary_cells"].sum() + report["secondary_cells"].sum() == len(held)
    assert report["deaths"].sum() == rows["Deaths"].sum()
    assert report["primary_deaths"].sum() == rows.loc[rows["Deaths"].between(1, 9), "Deaths"].sum()
    assert set(report["state"]) == set(STATES)
    assert once.result.report.is_relative_to(once.partner)
    assert not list(once.public.rglob("*.csv"))


def test_agencies_figures_are_as_they_are_and_partners_files_are_not_named(
    command, small_folder, partner, public, published
):
    arguments = ("ingest", small_folder, "--edition", "partner", "--extracts", partner)
    assert command(*arguments).exit_code == 0
    publish(partner, public, POLICY, silent)
    mine, theirs = (
        pd.read_parquet(open_extract(extracts).table("observations")) for extracts in (public, published)
    )
    mine = mine[mine["source"] != SOURCE].reset_index(drop=True)
    pd.testing.assert_frame_equal(mine, theirs)
    files = pd.read_parquet(open_extract(public).table("files"))
    assert SOURCE not in set(files["source"])
    whole = b"".join(path.read_bytes() for path in open_extract(public).folder.iterdir())
    assert b"table.csv" not in whole


def test_months_of_counties_are_not_released_and_windows_only_as_whole_series(bring, public):
    rows = by_month()
    publish(bring(rows, MONTHLY), public, POLICY, silent)
    released = observations(public)
    counties = released[released["place_kind"] == "county"]
    assert set(counties["period_kind"]) == {"year", "12-month-ending"}
    windows = counties[counties["period_kind"] == "12-month-ending"]
    by_county = windows.groupby("place")["status"].nunique()
    assert (by_county == 1).all()
    assert {"ok", "withheld"} == set(windows["status"])
    wide = rows.pivot(index="FIPS", columns="Month", values="Deaths")
    sums = wide.T.rolling(12).sum().dropna().T
    small = sums[((sums >= 1) & (sums <= 9)).any(axis=1)].index
    assert set(windows.loc[windows["status"] == "withheld", "place"]) >= set(small)
    shown = windows[windows["status"] == "ok"]
    for row in shown.itertuples():
        assert row.value == sums.loc[row.place, f"{row.period_end:%Y-%m}"]
    assert "month" in set(released.loc[released["place_kind"] == "state", "period_kind"])


def test_what_an_agency_publishes_by_county_itself_is_not_published_a_second_time(
    command, small_folder, bring, public
):
    partner = bring(by_month(), MONTHLY)
    assert command("ingest", small_folder, "--edition", "partner", "--extracts", partner).exit_code == 0
    result = publish(partner, public, POLICY, silent)
    assert observations(public).empty
    assert "an agency publishes these counts by county itself" in result.protected[0].sentences[1]


def test_a_state_without_every_county_is_left_out_with_the_reason(bring, public):
    rows = by_year()
    result = publish(bring(rows[rows["FIPS"] != "10001"], YEARLY), public, POLICY, silent)
    assert set(observations(public)["place"].str[:2]) == set(STATES) - {"10"}
    assert any(
        "2023: not every county has every count in 10" in said for said in result.protected[0].sentences
    )


def test_another_policy_withholds_its_own_small_counts_and_does_not_call_them_one_to_nine(
    once, partner, public
):
    publish(partner, public, POLICIES["<11"], silent)
    known, released = truth(once.rows), observations(public)
    counties = released[released["place_kind"] == "county"]
    held = [known[row.place, row.drug, row.period_end.year] <= 10 for row in counties.itertuples()]
    assert counties.loc[held, "value"].isna().all()
    assert "suppressed" not in set(counties["status"])


# --- again, and later ---


def test_publishing_again_without_a_change_leaves_the_extract(partner, published_once):
    standing = open_extract(published_once).folder
    again = publish(partner, published_once, POLICY, silent)
    assert (again.folder, again.changed) == (standing, False)


def test_once_partners_figures_change_older_versions_are_not_read_any_more(bring, published_once):
    public, first = published_once, open_extract(published_once).version
    publish(bring(by_year(seed=8), YEARLY), public, POLICY, silent)
    assert [folder.name for folder in versions_of(public)] == [open_extract(public).version]
    assert open_extract(public).version != first
    with pytest.raises(ExtractProblem, match="no older version"):
        rollback(public)


def test_a_change_does_not_tell_the_value_that_is_withheld_now():
    changes = pd.DataFrame(
        {
            "source": [SOURCE, SOURCE, "vsrr_county"],
            "status_after": ["withheld", "ok", "suppressed"],
            "before": [25.0, 11.0, 12.0],
        }
    )
    told = without_held_values(changes, frozenset({SOURCE}))
    assert told["before"].isna().tolist() == [True, False, False]


def test_a_public_extract_made_of_a_partner_extract_takes_no_files_directly(
    command, published_once, small_folder
):
    answer = command("ingest", small_folder, "--extracts", published_once)
    assert answer.exit_code == 1
    assert "was made of a partner extract" in answer.stderr


# --- what is refused ---


def naive(rule):
    """Replaces the protection by another choice of labels."""
    return lambda year, policy, key: rule(year, policy)


@pytest.mark.parametrize("rule", [primary_only, smallest_beside_one])
def test_a_naive_rule_is_not_certified_and_nothing_is_published(partner, public, monkeypatch, rule):
    monkeypatch.setattr(protection, "protect_year", naive(rule))
    with pytest.raises(Refused, match="small counts of user_examiner could be bounded more tightly"):
        publish(partner, public, POLICY, silent)
    assert not versions_of(public)


@pytest.mark.parametrize("rule", [primary_only, smallest_beside_one])
def test_the_attacker_finds_a_naive_rule_on_the_bare_extract_too(
    command, partner, published_once, monkeypatch, rule
):
    public = published_once
    standing = open_extract(public).version
    monkeypatch.setattr(protection, "protect_year", naive(rule))
    monkeypatch.setattr(publishing.Protected, "uncertified", 0, raising=False)
    with monkeypatch.context() as unwatched:
        unwatched.setattr(publishing, "_protected", without_certificate(publishing._protected))
        with pytest.raises(Refused, match="The attacker found"):
            publish(partner, public, POLICY, silent)
        assert open_extract(public).version == standing
        unwatched.setattr(publishing, "_refuse", lambda _: None)
        publish(partner, public, POLICY, silent)
    found = [each for each in audit(open_extract(public).folder, silent) if each.is_breach]
    assert found and found[0].narrower > 0
    assert found[0].exact > 0 or rule is not primary_only
    answer = command("audit", public)
    assert answer.exit_code == 1
    assert "can be worked out" in answer.stderr


def without_certificate(protected):
    """The protection without its certificate, as if nobody had asked for it."""

    def unasked(*given):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(protection, "certify", lambda *_: protection.Certificate(0, 0))
            return protected(*given)

    return unasked


def test_the_audit_passes_on_what_is_published(command, once):
    answer = command("audit", once.public)
    assert answer.exit_code == 0, answer.output
    assert "user_examiner" in answer.stdout and "Not covered" in answer.stdout


def test_what_another_source_shows_of_the_same_count_is_known_to_the_attacker(published_once):
    folder = open_extract(published_once).folder
    rows = pd.read_parquet(folder / "observations.parquet")
    held = rows[(rows["source"] == SOURCE) & (rows["status"] == "suppressed")].iloc[:1]
    same = held.assign(source="wonder_county", status="ok", value=4.0)
    pd.concat([rows, same]).to_parquet(folder / "observations.parquet")
    found = [each for each in audit(folder, silent) if each.source == SOURCE]
    assert found[0].exact >= 1 and found[0].is_breach


def test_without_a_partner_extract_it_says_what_to_do(command, tmp_path):
    answer = command("publish", "--from", tmp_path / "none", "--extracts", tmp_path / "public")
    assert answer.exit_code == 1
    assert "There is no extract" in answer.stderr


def test_an_unknown_policy_is_refused_with_those_there_are(command, partner, public):
    answer = command("publish", "--from", partner, "--extracts", public, "--policy", "3")
    assert answer.exit_code == 1
    assert "1-9, <10, <5, <11" in answer.stderr


def test_the_secret_is_made_once_and_only_its_owner_reads_it(partner):
    (partner / publishing.KEY).unlink()
    first = publishing.suppression_key(partner)
    assert publishing.suppression_key(partner) == first and len(first) == 32
    assert (Path(partner) / publishing.KEY).stat().st_mode & 0o077 == 0
