"""Fixtures shared by the tests of the data path."""

import importlib
import shutil
from pathlib import Path

import agency_files
import mapped_tables
import pytest
import serving_apps
from support import PROJECT, write_files
from typer.testing import CliRunner

from data.__main__ import app
from data.extract.outlines import read_outlines
from data.geography.outlines import ensure_outlines
from data.pipeline import harvest, ingest
from queries.store import Store

pytest_plugins = ["hypothesis_profiles", "extracts"]


MAKES_THE_EXTRACT = "test_accessibility.py"
"""Begins first, so that one process makes the simulated extract while the other has tests without it."""
LONG = (
    "test_nothing_leaks.py",
    "test_adding_a_source.py",
    "test_followed_extracts.py",
    "test_sentences.py",
    "test_recomputation.py",
)
"""Files that would keep one process at work when the other has come to its end."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark the tests that need an extract which takes long to make, and bring the files into their turn."""
    from extracts import MADE

    needing = [item for item in items if not MADE.isdisjoint(getattr(item, "fixturenames", ()))]
    for item in needing:
        item.add_marker("extract")
    files = {item.path for item in needing}

    def turn(item):
        name = item.path.name
        if name == MAKES_THE_EXTRACT:
            return 0
        return 1 if item.path not in files else 2 if name in LONG else 3

    items.sort(key=turn)


@pytest.fixture
def command(monkeypatch):
    """Runs `python -m data ...` within this process; returns exit code, stdout and stderr."""
    monkeypatch.setenv("COLUMNS", "400")

    def run(*arguments):
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def harvested(tmp_path):
    """Loads files given as name → text or bytes; nothing is published."""

    def load(**files):
        folder = tmp_path / "harvested"
        write_files(folder, files)
        return harvest.harvest(harvest.files_under(folder), lambda path: None)

    return load


@pytest.fixture
def brought(tmp_path):
    """Loads rows, header first, by a mapping; nothing is published."""

    def load(rows, declared, name="table.csv"):
        path = tmp_path / name
        path.write_text(mapped_tables.csv_text(rows), encoding="utf-8")
        return harvest.harvest_mapped(path, declared)

    return load


@pytest.fixture
def files(tmp_path):
    """Writes files, given as name → text or bytes, to a folder of their own and returns it."""
    folders = iter(range(1000))

    def write(**contents):
        return write_files(tmp_path / f"files-{next(folders)}", contents)

    return write


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory):
    """A folder with one small real-looking file of every source."""
    folder = tmp_path_factory.mktemp("agencies")
    months = [("2023", "December"), ("2024", "November"), ("2024", "December")]
    state = [
        {"state": place, "year": year, "month": month, "data_value": base + index * 10.0}
        for place, base in (("US", 90000), ("OH", 4000), ("AL", 1500))
        for index, (year, month) in enumerate(months)
    ]
    predicted = [row | {"predicted_value": row["data_value"] + 5} for row in state]
    county = [
        {"fips": fips, "year": year, "provisional_drug_overdose_deaths": deaths + int(year) - 2023}
        for fips, deaths in ((39061, 400), (39009, 25), (1001, 0), (1003, 55))
        for year in ("2023", "2024")
    ]
    hidden = {"provisional_drug_overdose_deaths": "", "footnote": agency_files.SUPPRESSED_COUNTY}
    county += [{"fips": 39001, "year": year, **hidden} for year in ("2023", "2024")]
    contents = {
        "states": agency_files.STATE.text(*predicted),
        "counties": agency_files.COUNTY.text(*county),
        "seizures": agency_files.CBP.text(
            *({"fy": 2024, "month_abbv": month} for month in ("OCT", "NOV", "DEC", "JAN"))
        ),
        "air": agency_files.AMO.text({}),
        "people": agency_files.census_text(),
    }
    return write_files(folder, contents)


@pytest.fixture(scope="session")
def store(simulated_extract):
    """The simulated extract, open."""
    return Store(simulated_extract)


@pytest.fixture(scope="session")
def whole(simulated_extract):
    """The server of the whole app on simulated figures, warm as a worker is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EXTRACTS", str(simulated_extract))
        server = importlib.import_module("app").server
        with serving_apps.started(server):
            yield server


@pytest.fixture(scope="session")
def outlines():
    """The embedded outlines of counties and states."""
    return read_outlines(ensure_outlines(PROJECT / "var" / "static"))


@pytest.fixture(scope="session")
def small_extract(small_folder, tmp_path_factory):
    """Published once; tests that change an extract take a copy by `published`."""
    extracts = tmp_path_factory.mktemp("published") / "extracts"
    paths = harvest.files_under(small_folder)
    ingest.publish_harvest(harvest.harvest(paths, lambda path: None), extracts)
    return extracts


@pytest.fixture
def published(small_extract, tmp_path):
    """An extract of its own with every source."""
    return Path(shutil.copytree(small_extract, tmp_path / "extracts", symlinks=True))
