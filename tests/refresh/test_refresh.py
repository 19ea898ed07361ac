"""Refreshing from a server that behaves like the agencies' hosts, well and badly."""

import io
import socket
import zipfile
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

import agency_files
import pandas as pd
import pytest
import stamina
from agency_server import (
    HTML,
    AgencyServer,
    breaks_off,
    chunks_break_off,
    endless,
    redirect,
    says,
    stalls,
    status,
    whole,
)

from data.extract.reading import open_extract
from data.refresh import contents, run, socrata
from data.refresh.addresses import ADDRESSES, BY_HAND, HOSTS
from data.refresh.download_log import download_days, read_downloads
from data.refresh.fetch import PARTS
from data.refresh.links import file_name, fiscal_year_files
from data.refresh.wire import Patience, Wire
from data.sources.recognition import loaders
from model.catalog import SOURCES
from model.settings import BadSettings, read_settings

pytestmark = pytest.mark.extract

UPDATED = 1_752_674_400  # 2025-07-16, 14:00 UTC
STATE_EXPORT = "/data.cdc.gov/api/views/xkb8-kh2a/rows.csv"
STATE_FILE = "VSRR_Provisional_Drug_Overdose_Death_Counts.csv"
COUNTY_FILE = "VSRR_Provisional_County-Level_Drug_Overdose_Death_Counts.csv"
CBP_PAGE = "/www.cbp.gov/document/stats/nationwide-drug-seizures"
AMO_PAGE = "/www.cbp.gov/document/stats/amo-drug-seizures"
AMO_NAME = "amo-drug-seizures-fy23-fy26-dec.csv"
AMO_LINK = f"/sites/default/files/2026-01/{AMO_NAME}"
AMO_FILE = f"/www.cbp.gov{AMO_LINK}"
POPEST = "/www2.census.gov/programs-surveys/popest/datasets/"
TIGER = "/www2.census.gov/geo/tiger/"
EARLIER = POPEST + "2010-2020/counties/totals/co-est2020-alldata.csv"
AIR = "cbp_air_marine"
COUNTY_DAYS = ("Data as of", "MonthEndingDate", "Start Date", "End Date")
IMPATIENT = Patience(read=0.3)
TRIED = ("vsrr_state", "vsrr_county", "cbp_nationwide", AIR, "census_population")


def states(deaths="80719"):
    return agency_files.STATE.text(
        {"state": "US", "data_value": deaths}, {"state": "OH", "data_value": "4000"}
    )


def archive(*names):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as zipped:
        for name in names:
            zipped.writestr(name, b"outline" * 20)
    return written.getvalue()


SHAPEFILE = archive(*(f"cb_2023_us_county_20m.{ending}" for ending in ("shp", "shx", "dbf", "prj")))


@pytest.fixture(autouse=True)
def without_waits():
    """Retries as many as ever, with no wait between them."""
    with stamina.set_testing(True, attempts=10, cap=True):
        yield


@pytest.fixture
def agency(monkeypatch):
    """Every host with everything it publishes."""
    server = AgencyServer()
    monkeypatch.setenv("MIRROR", server.address)
    server.hold_view("xkb8-kh2a", states(), UPDATED)
    counties = agency_files.COUNTY.text({}, {"fips": "1001", "provisional_drug_overdose_deaths": "12"})
    server.hold_view(
        "gb4e-yj24", counties, UPDATED, ("Data as of", "MonthEndingDate", "Start Date", "End Date")
    )
    nationwide = "/sites/default/files/2026-01/nationwide-drugs-fy23-fy26-dec.csv"
    server.hold_page(CBP_PAGE, nationwide)
    server.hold(f"/www.cbp.gov{nationwide}", agency_files.CBP.text({}, {"drug_type": "Heroin"}))
    server.hold_page(AMO_PAGE, AMO_LINK)
    server.hold(AMO_FILE, agency_files.AMO.text({}, {"drug_type": "Heroin"}), ranges=True)
    server.hold(EARLIER, agency_files.CENSUS.text({}), ranges=True)
    server.hold_folder(POPEST, "2010-2020/", "2020-2023/", "2020-2024/")
    server.hold_folder(POPEST + "2020-2024/counties/totals/", "co-est2024-alldata.csv", "co-est2024-chg.csv")
    server.hold(POPEST + "2020-2024/counties/totals/co-est2024-alldata.csv", agency_files.CENSUS.text({}))
    server.hold_folder(TIGER, "GENZ2022/", "GENZ2023/", "TIGER2024/")
    server.hold_folder(TIGER + "GENZ2023/shp/", "cb_2023_us_county_20m.zip", "cb_2023_us_county_5m.zip")
    server.hold(TIGER + "GENZ2023/shp/cb_2023_us_county_20m.zip", SHAPEFILE, kind="application/zip")
    yield server
    server.close()


@pytest.fixture
def refreshed(command, tmp_path):
    """Runs the command into a folder and an extract of the test's own."""

    def run_command(*sources):
        chosen = [part for source in sources or TRIED for part in ("--source", source)]
        return command("refresh", *chosen, "--into", tmp_path / "came", "--extracts", tmp_path / "extracts")

    return run_command


@pytest.fixture
def fetched(agency, tmp_path):
    """Refreshes without the command: outcomes of sources, with little patience."""

    def refresh(*sources, watch=lambda *_: None, patience=IMPATIENT):
        with Wire(agency.address, patience) as wire:
            return run.refresh(sources, tmp_path / "came", wire, watch)

    return refresh


@pytest.fixture
def came(tmp_path):
    return tmp_path / "came"


def observations(command, tmp_path, **asked):
    words = [part for name, value in asked.items() for part in (f"--{name}", value)]
    shown = command("show", *words, "--extracts", tmp_path / "extracts")
    return pd.read_csv(io.StringIO(shown.stdout), dtype={"place": "str"})


def test_what_is_published_is_downloaded_and_loaded(agency, refreshed, command, tmp_path):
    result = refreshed()
    assert result.exit_code == 0, result.output
    deaths = observations(command, tmp_path, indicator="deaths", place="US")
    assert deaths["value"].tolist() == [80719]
    assert deaths["as_of"].tolist() == ["2025-07-16"]  # the day of the description, not of Last-Modified
    seized = observations(command, tmp_path, indicator="seized_weight", place="US", drug="fentanyl")
    assert seized["as_of"].tolist() == ["2025-05-14"]  # Last-Modified
    people = observations(command, tmp_path, indicator="population", place="01001")
    assert set(people["as_of"]) == {"2024-12-31"}  # the vintage that the file names
    assert not list((tmp_path / "came" / PARTS).iterdir())


def test_a_second_refresh_costs_one_answer_a_file_and_changes_nothing(agency, refreshed, came, tmp_path):
    refreshed()
    version = open_extract(tmp_path / "extracts").version
    before = {path: path.stat().st_mtime_ns for path in came.glob("[!.]*")}
    agency.answered.clear()
    result = refreshed()
    assert result.exit_code == 0
    assert "unchanged" in result.stdout and "new" not in result.stdout.split()
    assert "Ingest" not in result.stdout
    assert open_extract(tmp_path / "extracts").version == version
    assert {path: path.stat().st_mtime_ns for path in came.glob("[!.]*")} == before
    files = [(path, code) for path, code in agency.answered if ".csv" in path]
    assert len(files) == 6 and {code for _, code in files} == {304}


def test_a_new_release_is_a_new_vintage(agency, refreshed, command, tmp_path):
    refreshed("vsrr_state")
    agency.hold_view("xkb8-kh2a", states("80800"), UPDATED + 86_400 * 28)
    assert refreshed("vsrr_state").exit_code == 0
    deaths = observations(command, tmp_path, indicator="deaths", place="US")
    assert deaths[["value", "as_of"]].to_numpy().tolist() == [[80800, "2025-08-13"]]


def test_a_failed_refresh_leaves_file_record_and_extract_alone(agency, refreshed, came, tmp_path):
    refreshed("vsrr_state", AIR)
    version = open_extract(tmp_path / "extracts").version
    record = read_downloads(came)
    kept = (came / AMO_NAME).read_bytes()
    agency.hold(AMO_FILE, "<html>SECRET BODY</html>", kind=HTML)
    agency.fail(STATE_EXPORT, *[status(500)] * 9)
    agency.fail("/data.cdc.gov/api/views/xkb8-kh2a.json", *[status(503)] * 9)
    result = refreshed("vsrr_state", AIR)
    assert result.exit_code == 1
    assert "Failed (2):" in result.stdout
    assert "The last good file stays in place" in result.stdout
    assert "SECRET" not in result.output
    assert open_extract(tmp_path / "extracts").version == version
    assert read_downloads(came) == record
    assert (came / AMO_NAME).read_bytes() == kept


def test_one_failing_source_does_not_stop_the_others(agency, refreshed, command, tmp_path):
    del agency.files[AMO_PAGE]
    result = refreshed(AIR, "vsrr_state")
    assert result.exit_code == 1
    assert "answered 404" in result.stdout
    assert "https://www.cbp.gov/document/stats/amo-drug-seizures" in result.stdout  # where to look by hand
    assert len(observations(command, tmp_path, indicator="deaths", place="US")) == 1


@pytest.mark.parametrize(
    "faults",
    [
        [status(429, Retry_After="3")],
        [status(429, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT")],
        [status(500), status(503), status(502)],
        [breaks_off(40)],
        [breaks_off(0)],
        [chunks_break_off],
        [status(304)],
        [status(416)],
    ],
)
def test_a_passing_fault_is_tried_again(agency, fetched, came, faults):
    agency.fail(AMO_FILE, *faults)
    (outcome,) = fetched(AIR)
    assert outcome.outcome == run.NEW
    assert (came / AMO_NAME).read_bytes() == agency.files[AMO_FILE].body
    assert len(agency.requests(AMO_FILE)) == len(faults) + 1


def test_a_stalled_body_ends_the_try_and_the_next_one_resumes(agency, fetched, came):
    agency.fail(AMO_FILE, stalls(50))
    assert fetched(AIR)[0].outcome == run.NEW
    assert agency.requests(AMO_FILE)[1]["Range"] == "bytes=50-"


def test_the_wait_that_a_host_asks_for_is_kept(agency, fetched, monkeypatch):
    stamina.set_testing(False)
    waits = []
    monkeypatch.setattr("tenacity.nap.time.sleep", waits.append)
    agency.fail(AMO_FILE, status(429, Retry_After="7"), status(500))
    fetched(AIR)
    assert waits[0] == 7
    assert 1 <= waits[1] <= 3  # ours: backoff with up to a second of jitter


def test_a_host_that_asks_for_a_long_wait_is_left_alone(agency, fetched):
    agency.fail(AMO_FILE, status(429, Retry_After="3600"))
    (outcome,) = fetched(AIR)
    assert outcome.outcome == run.FAILED
    assert "asks to wait 3,600 seconds" in outcome.problem
    assert len(agency.requests(AMO_FILE)) == 1


def test_tries_end(agency, fetched):
    agency.fail(AMO_FILE, *[status(503)] * 20)
    (outcome,) = fetched(AIR)
    assert (outcome.outcome, outcome.problem) == (run.FAILED, "www.cbp.gov answered 503.")
    assert len(agency.requests(AMO_FILE)) == 5


def test_a_file_may_not_take_for_ever(agency, fetched):
    (outcome,) = fetched(AIR, patience=Patience(whole=-1))
    assert outcome.outcome == run.FAILED and "took longer" in outcome.problem


HEADER = "FY,Month (abbv),Component,Region,Land Filter,Branch,Drug Type"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (says(agency_files.AMO.text({}), "image/png"), "came as something else, not as a file"),
        (says("<html>SECRET BODY</html>", HTML), "came as a web page, not as a file"),
        (says("<!DOCTYPE html><html>SECRET BODY</html>"), "a web page came in place of the table"),
        (says('{"error": true, "message": "SECRET BODY"}'), "a message or a web page"),
        (says(""), "is empty"),
        (says(f"{HEADER},Events,Pounds\n2024,OCT,A,B,C,D,Heroin,1,1\n"), "'count of event', 'sum qty lbs'"),
        (says(agency_files.CBP.text({})), "lacks 'branch'"),
        (says(agency_files.AMO.text()), "has a header and no rows"),
        (says(agency_files.AMO.text({}, {}) + "2024,OCT,Air"), "is cut off in the middle of line 4"),
        (says(agency_files.AMO.text({"drug_type": "?"})), "make no sense"),
    ],
)
def test_what_is_not_the_file_is_refused_and_the_last_good_one_stays(agency, fetched, came, answer, words):
    fetched(AIR)
    kept, record = (came / AMO_NAME).read_bytes(), read_downloads(came)
    agency.fail(AMO_FILE, answer)
    (outcome,) = fetched(AIR)
    assert outcome.outcome == run.FAILED
    assert words in outcome.problem and "SECRET" not in outcome.problem + outcome.mend
    assert ((came / AMO_NAME).read_bytes(), read_downloads(came)) == (kept, record)
    assert not list((came / PARTS).iterdir())


def test_a_redirect_to_a_known_host_is_followed(agency, fetched, came):
    agency.hold("/data.cdc.gov/moved.csv", agency.files[AMO_FILE].body)
    agency.fail(AMO_FILE, redirect("https://data.cdc.gov/moved.csv"))
    assert fetched(AIR)[0].outcome == run.NEW
    agency.fail(AMO_PAGE, redirect("/document/stats/new-page"))
    agency.files["/www.cbp.gov/document/stats/new-page"] = agency.files[AMO_PAGE]
    assert fetched(AIR)[0].outcome == run.UNCHANGED


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("https://example.org/file.csv", "another host (example.org)"),
        ("https://data.cdc.gov.example.org/", "another host"),
        ("http://www.cbp.gov/file.csv", "away from https"),
        ("https://www.cbp.gov:8443/file.csv", "away from https"),
        ("file:///etc/hostname", "away from https"),
    ],
)
def test_a_redirect_elsewhere_is_refused(agency, fetched, location, words):
    agency.fail(AMO_FILE, redirect(location))
    (outcome,) = fetched(AIR)
    assert outcome.outcome == run.FAILED and words in outcome.problem


def test_a_circle_of_redirects_ends(agency, fetched):
    agency.fail(AMO_FILE, *[redirect(AMO_LINK)] * 50)
    (outcome,) = fetched(AIR)
    assert "redirects in a circle" in outcome.problem
    assert len(agency.requests(AMO_FILE)) == 6


def test_a_page_without_the_file_says_so(agency, fetched):
    agency.hold_page(AMO_PAGE, "/sites/default/files/2026-01/weapons-fy23-fy26-dec.csv")
    (outcome,) = fetched(AIR)
    assert outcome.outcome == run.FAILED and "no link to a file of the known name" in outcome.problem


def test_links_to_other_hosts_and_without_https_are_not_taken(agency, fetched):
    foreign = (f"https://example.org{AMO_LINK}", f"http://www.cbp.gov{AMO_LINK}", "javascript:x", "https://[")
    agency.hold_page(AMO_PAGE, *foreign)
    assert "no link" in fetched(AIR)[0].problem


def test_the_newest_file_and_those_of_earlier_years_are_chosen():
    names = [
        "2024-11/nationwide-drugs-fy22-fy25-oct.csv",
        "2022-10/nationwide-drugs-fy19-fy22.csv",
        "2026-01/nationwide-drugs-fy23-fy26-dec.csv",
        "2026-02/nationwide-drugs-fy23-fy26-dec_0.csv",
        "2026-01/nationwide-drugs-fy23-fy26-nov.csv",
        "2026-01/nationwide-drugs-dictionary.pdf",
        "2021-10/nationwide-drugs-fy18-fy21.csv",
        "2026-01/amo-drug-seizures-fy23-fy26-dec.csv",
    ]
    links = [f"https://www.cbp.gov/sites/default/files/{name}" for name in names]
    (pattern,) = [address.pattern for address in ADDRESSES if address.source == "cbp_nationwide"]
    assert [file_name(link) for link in fiscal_year_files(links, pattern)] == [
        "nationwide-drugs-fy23-fy26-dec_0.csv",
        "nationwide-drugs-fy22-fy25-oct.csv",
        "nationwide-drugs-fy19-fy22.csv",
        "nationwide-drugs-fy18-fy21.csv",
    ]


def test_fiscal_years_begin_in_october():
    links = [
        f"https://www.cbp.gov/nationwide-drugs-fy23-fy26-{month}.csv"
        for month in ("dec", "jan", "sep", "oct")
    ]
    (pattern,) = [address.pattern for address in ADDRESSES if address.source == "cbp_nationwide"]
    (newest,) = fiscal_year_files(links, pattern)
    assert newest.endswith("sep.csv")


def test_the_newest_year_is_taken_from_the_folders(agency, fetched, monkeypatch):
    monkeypatch.setattr(contents, "read_boundaries", lambda path: None)  # outlines have tests of their own
    agency.hold_folder(TIGER, "GENZ2023/", "GENZ2024/", "GENZ2022/")  # 2024 has nothing yet
    assert [outcome.file for outcome in fetched("census_boundaries")] == ["cb_2023_us_county_20m.zip"]
    agency.hold_folder(TIGER + "GENZ2024/shp/", "cb_2024_us_county_5m.zip")
    agency.hold(TIGER + "GENZ2024/shp/cb_2024_us_county_5m.zip", SHAPEFILE, kind="application/zip")
    assert [outcome.file for outcome in fetched("census_boundaries")] == ["cb_2024_us_county_5m.zip"]


def test_a_fault_of_the_newest_folder_does_not_lead_to_an_older_one(agency, fetched):
    agency.hold_folder(POPEST + "2020-2023/counties/totals/", "co-est2023-alldata.csv")
    agency.hold(POPEST + "2020-2023/counties/totals/co-est2023-alldata.csv", agency_files.CENSUS.text({}))
    agency.fail(POPEST + "2020-2024/counties/totals/", *[status(503)] * 9)
    earlier, newest = fetched("census_population")
    assert (earlier.outcome, newest.outcome) == (run.NEW, run.FAILED)


@pytest.mark.parametrize("body", [b"PK\x03\x04 broken", SHAPEFILE[:-40], archive("readme.txt"), SHAPEFILE])
def test_an_archive_without_whole_outlines_is_refused(agency, fetched, came, body):
    agency.change(TIGER + "GENZ2023/shp/cb_2023_us_county_20m.zip", body=body)
    (outcome,) = fetched("census_boundaries")
    assert outcome.outcome == run.FAILED and outcome.problem.startswith("what came ")
    assert not (came / "cb_2023_us_county_20m.zip").exists()


def test_a_download_resumes_where_it_broke_off(agency, fetched, came):
    agency.fail(AMO_FILE, breaks_off(100))
    assert fetched(AIR)[0].outcome == run.NEW
    again = agency.requests(AMO_FILE)[1]
    assert (again["Range"], again["If-Range"]) == ("bytes=100-", agency.files[AMO_FILE].etag)
    assert [code for path, code in agency.answered if path == AMO_FILE] == [200, 206]
    assert read_downloads(came).files[AMO_NAME].as_of == date(2025, 5, 14)
    assert (came / AMO_NAME).read_bytes() == agency.files[AMO_FILE].body


def test_a_file_that_changed_meanwhile_starts_over(agency, fetched, came):
    agency.fail(AMO_FILE, *[breaks_off(100)] * 5)
    assert fetched(AIR)[0].outcome == run.FAILED
    agency.change(AMO_FILE, body=agency_files.AMO.text({"drug_type": "Cocaine"}).encode())
    assert fetched(AIR)[0].outcome == run.NEW
    assert "Range" in agency.requests(AMO_FILE)[-1]
    assert (came / AMO_NAME).read_bytes() == agency.files[AMO_FILE].body


def test_a_host_without_ranges_starts_over(agency, fetched, came):
    agency.change(AMO_FILE, ranges=False)
    agency.fail(AMO_FILE, breaks_off(100))
    assert fetched(AIR)[0].outcome == run.NEW
    assert (came / AMO_NAME).read_bytes() == agency.files[AMO_FILE].body


def test_a_range_of_another_place_is_not_appended(agency, fetched, came):
    def elsewhere(handler):
        handler.reply(206, b"rest", {"Content-Range": "bytes 7-10/11", "Content-Type": "text/csv"})

    agency.fail(AMO_FILE, breaks_off(100), elsewhere, status(416))
    assert fetched(AIR)[0].outcome == run.NEW
    assert (came / AMO_NAME).read_bytes() == agency.files[AMO_FILE].body


def test_stopping_by_hand_is_said_in_one_line(agency, refreshed, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "_file", stop)
    result = refreshed(AIR)
    assert result.exit_code == 130 and result.output.strip().count("\n") == 0
    assert "Stopped. Nothing was loaded" in result.output


def test_stopping_by_hand_keeps_the_part_and_the_old_file(agency, fetched, came):
    fetched(AIR)
    kept = (came / AMO_NAME).read_bytes()
    agency.change(AMO_FILE, body=agency_files.AMO.text(*[{"sum_qty_lbs": n} for n in range(3000)]).encode())

    def stop(_name, there, _total):
        if there > 20_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetched(AIR, watch=stop)
    assert (came / AMO_NAME).read_bytes() == kept
    there = (came / PARTS / AMO_NAME).stat().st_size
    assert 0 < there < len(agency.files[AMO_FILE].body)
    fetched(AIR)
    assert agency.requests(AMO_FILE)[-1]["Range"] == f"bytes={there}-"


@pytest.mark.parametrize("fault", [None, endless(200_000)])
def test_more_bytes_than_the_limit_are_refused(agency, fetched, monkeypatch, came, fault):
    """Announced, and sent without being announced."""
    agency.change(AMO_FILE, body=b"x" * 200_000)
    agency.fail(AMO_FILE, *filter(None, [fault]))
    small = [replace(address, limit=100_000) for address in ADDRESSES]
    monkeypatch.setattr(run, "ADDRESSES", tuple(small))
    (outcome,) = fetched(AIR)
    assert outcome.outcome == run.FAILED and "more than the limit of 100,000" in outcome.problem
    assert not (came / AMO_NAME).exists()
    assert not list((came / PARTS).glob("*"))


def test_the_record_says_how_a_file_came(agency, fetched, came):
    fetched(AIR, "vsrr_state", "census_population")
    held = agency.files[AMO_FILE]
    files = read_downloads(came).files
    assert files[AMO_NAME].url == f"https://www.cbp.gov{AMO_LINK}"
    assert (files[AMO_NAME].etag, files[AMO_NAME].last_modified) == (held.etag, held.modified)
    assert files[AMO_NAME].as_of == date(2025, 5, 14)
    assert files[STATE_FILE].changed == str(UPDATED)
    assert files["co-est2024-alldata.csv"].as_of is None


def test_a_file_that_was_edited_loses_its_day_and_is_asked_for_anew(agency, fetched, came):
    fetched(AIR)
    path = came / AMO_NAME
    assert download_days([path]) == {path: date(2025, 5, 14)}
    path.write_text("edited")
    assert download_days([path]) == {}
    assert fetched(AIR)[0].outcome == run.NEW
    assert path.read_bytes() == agency.files[AMO_FILE].body


def test_the_same_bytes_put_up_anew_are_no_new_vintage(agency, fetched, came):
    fetched(AIR)
    agency.change(AMO_FILE, modified="Thu, 14 Aug 2025 15:04:05 GMT")
    agency.fail(AMO_FILE, whole)
    assert fetched(AIR)[0].outcome == run.UNCHANGED
    assert read_downloads(came).files[AMO_NAME].as_of == date(2025, 5, 14)
    assert read_downloads(came).files[AMO_NAME].last_modified.startswith("Thu, 14 Aug")


@pytest.mark.parametrize("fault", [status(500), says("<html>busy</html>", HTML), says('{"error": true}')])
def test_rows_come_by_page_when_the_export_fails(agency, refreshed, command, tmp_path, monkeypatch, fault):
    """Field names, moments and all, the extract is the one that the export gives."""
    monkeypatch.setattr(socrata, "PAGE_ROWS", 2)
    rows = [{"fips": 1001 + 2 * n, "provisional_drug_overdose_deaths": 10 + n} for n in range(5)]
    agency.hold_view("gb4e-yj24", agency_files.COUNTY.text(*rows), UPDATED, COUNTY_DAYS)
    agency.fail("/data.cdc.gov/api/views/gb4e-yj24/rows.csv", *[fault] * 5)
    result = refreshed("vsrr_county")
    assert result.exit_code == 0, result.output
    export = agency.files["/data.cdc.gov/api/views/gb4e-yj24/rows.csv"].body.decode()
    assert (tmp_path / "came" / COUNTY_FILE).read_text().split() == export.split()
    assert len(agency.requests("/data.cdc.gov/resource/gb4e-yj24.csv")) == 3
    shown = observations(command, tmp_path, indicator="deaths")
    assert shown["value"].tolist() == [10, 11, 12, 13, 14]
    assert set(shown["as_of"]) == {"2026-08-09"}  # the day the table itself states


def test_rows_that_did_not_change_do_not_come_by_page_again(agency, fetched):
    agency.fail(STATE_EXPORT, *[status(500)] * 10)
    assert fetched("vsrr_state")[0].outcome == run.NEW
    assert fetched("vsrr_state")[0].outcome == run.UNCHANGED
    assert len(agency.requests("/data.cdc.gov/resource/xkb8-kh2a.csv")) == 1


@pytest.mark.parametrize("lost", [1, -1])
def test_pages_that_do_not_add_up_are_refused(agency, fetched, came, monkeypatch, lost):
    agency.fail(STATE_EXPORT, *[status(500)] * 5)
    counted = says(f'[{{"count": "{2 + lost}"}}]', "application/json")
    agency.fail("/data.cdc.gov/resource/xkb8-kh2a.json", counted)
    (outcome,) = fetched("vsrr_state")
    assert outcome.outcome == run.FAILED and "2 rows of xkb8-kh2a came by page" in outcome.problem
    assert not (came / STATE_FILE).exists()


def test_a_changed_header_is_not_asked_for_by_page(agency, fetched):
    agency.fail(STATE_EXPORT, says("State,Year,Month,Deaths\nUS,2024,12,1\n"))
    (outcome,) = fetched("vsrr_state")
    assert "changed header" in outcome.problem and "'data value'" in outcome.problem
    assert not agency.requests("/data.cdc.gov/resource/xkb8-kh2a.csv")


def test_without_a_description_the_day_is_that_of_the_file(agency, fetched):
    del agency.files["/data.cdc.gov/api/views/xkb8-kh2a.json"]
    (outcome,) = fetched("vsrr_state")
    assert (outcome.outcome, outcome.as_of) == (run.NEW, date(2025, 5, 14))


def test_without_a_network_one_line_says_so_and_nothing_changes(refreshed, monkeypatch, tmp_path):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    monkeypatch.setenv("MIRROR", f"http://127.0.0.1:{port}")
    stamina.set_testing(False)
    waits = []
    monkeypatch.setattr("tenacity.nap.time.sleep", waits.append)
    result = refreshed()
    assert result.exit_code == 1
    assert result.output.strip().count("\n") == 0 and "None of the agencies' hosts" in result.output
    assert waits == []
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_a_clean_error(agency, fetched, monkeypatch, came):
    fetched(AIR)
    kept = (came / AMO_NAME).read_bytes()
    agency.change(AMO_FILE, body=agency_files.AMO.text({"drug_type": "Cocaine"}).encode())
    usage = type("Usage", (), {"free": 1000})
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    (outcome,) = fetched(AIR)
    assert outcome.outcome == run.FAILED and "cannot be written" in outcome.problem
    assert "Make room" in outcome.mend
    assert (came / AMO_NAME).read_bytes() == kept


def test_a_file_in_place_of_the_folder_is_a_clean_error(agency, refreshed, came):
    came.write_text("a file")
    result = refreshed(AIR)
    assert result.exit_code == 1 and "cannot be written" in result.output


def test_what_is_there_is_loaded_when_the_extract_lacks_it(agency, fetched, refreshed, command, tmp_path):
    fetched("vsrr_state")  # as when the refresh before ended before its files were loaded
    result = refreshed("vsrr_state")
    assert result.exit_code == 0 and "Published" in result.output
    assert len(observations(command, tmp_path, indicator="deaths", place="US")) == 1


def test_files_are_loaded_once_even_if_they_hold_nothing_new(agency, refreshed):
    """An agency that sorts its rows anew changes the file and no figure."""
    refreshed("vsrr_state")
    header, *rows = states().splitlines(keepends=True)
    agency.hold_view("xkb8-kh2a", header + "".join(reversed(rows)), UPDATED)
    assert "nothing new" in refreshed("vsrr_state").output
    assert "Ingest" not in refreshed("vsrr_state").output


def test_another_extract_gets_what_is_there(agency, refreshed, command, came, tmp_path):
    refreshed("vsrr_state")
    other = tmp_path / "other"
    result = command("refresh", "--source", "vsrr_state", "--into", came, "--extracts", other)
    assert result.exit_code == 0 and open_extract(other)


def test_sources_by_hand_are_named_with_their_page(agency, refreshed, came):
    result = refreshed("wonder_county", "nflis_query")
    assert result.exit_code == 0
    assert "By hand, then `python -m data ingest FOLDER` (2):" in result.stdout
    assert (
        "https://wonder.cdc.gov" in result.stdout
        and "https://www.nflis.deadiversion.usdoj.gov" in result.stdout
    )
    assert agency.asked == [] and not came.exists()


def test_a_source_that_is_not_known_is_named_with_those_that_are(command):
    result = command("refresh", "--source", "vsrr")
    assert result.exit_code == 1 and "There is no source vsrr." in result.output
    assert "vsrr_state" in result.output


def test_hosts_learn_the_projects_name_and_nothing_else(agency, fetched):
    fetched("vsrr_state", AIR)
    for _, headers in agency.asked:
        assert headers["User-Agent"] == "overdose-response-dashboard"
        assert set(headers) <= {"Host", "Accept", "Accept-Encoding", "Connection", "User-Agent"}


def test_every_address_is_by_https_at_a_known_host_and_has_a_loader():
    loaded = {loader.source for loader in loaders()} | {"census_boundaries"}
    for address in ADDRESSES:
        where = urlsplit(address.asked)
        assert where.scheme == "https" and where.netloc == where.hostname and where.hostname in HOSTS
        assert address.source in loaded
    published = {source.id for source in SOURCES.values() if source.page} | {"census_boundaries"}
    assert sorted([*{address.source for address in ADDRESSES}, *BY_HAND]) == sorted(published)


@pytest.mark.parametrize("mirror", ["http://example.org", "ftp://example.org", "example.org", "https://"])
def test_a_mirror_is_asked_by_https(monkeypatch, mirror):
    monkeypatch.setenv("MIRROR", mirror)
    with pytest.raises(BadSettings, match="MIRROR"):
        read_settings()
