"""Fixtures shared by the tests of the data path."""

import hashlib
import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from filelock import FileLock
from hypothesis import settings
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parent / "api"))
sys.path.insert(0, str(Path(__file__).parent / "data"))
sys.path.insert(0, str(Path(__file__).parent / "server"))

import agency_files
import mapped_tables
import serving_apps

from data.__main__ import app
from data.extract.outlines import read_outlines
from data.geography.outlines import ensure_outlines
from data.pipeline import ingest
from queries.store import Store

PROJECT = Path(__file__).parents[1]
SOURCES = PROJECT.parent / "shared" / "sources"

# How long an example takes is no finding: a machine may be slow, or busy with other work.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


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
        return ingest.harvest(ingest.files_under(folder), lambda path: None)

    return load


@pytest.fixture
def brought(tmp_path):
    """Loads rows, header first, by a mapping; nothing is published."""

    def load(rows, declared, name="table.csv"):
        path = tmp_path / name
        path.write_text(mapped_tables.csv_text(rows), encoding="utf-8")
        return ingest.harvest_mapped(path, declared)

    return load


@pytest.fixture
def files(tmp_path):
    """Writes files, given as name → text or bytes, to a folder of their own and returns it."""
    folders = iter(range(1000))

    def write(**contents):
        return write_files(tmp_path / f"files-{next(folders)}", contents)

    return write


def ask(server, path, method="GET", content=None, **headers):
    """The answer of an ASGI server to one request, without a network.

    In a thread of its own, because browser tests leave an event loop running in this one.
    """

    async def send():
        transport = httpx.ASGITransport(server, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.request(method, path, content=content, headers=headers)

    with start_blocking_portal() as portal:
        return portal.call(send)


def write_files(folder, contents):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        path = folder / f"{name}.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


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
def made_once(tmp_path_factory):
    """Makes a folder once for all test processes; returns it whenever it is asked for by its name."""
    base = tmp_path_factory.getbasetemp()
    shared_by_all = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base

    def folder_of(name, make):
        folder = shared_by_all / f"once-{name}"
        with FileLock(f"{folder}.lock"):
            if not folder.exists():
                draft = shared_by_all / f"draft-{name}"
                draft.mkdir()
                make(draft)
                draft.rename(folder)
        return folder

    return folder_of


COMMAND = "from data.__main__ import app; app(prog_name='python -m data')"


def run_data(*arguments):
    """`python -m data ...` in a process of its own, with lines wide enough for whole tables.

    Not behind everything else, as the command is by itself: browsers beside it would hold it up for minutes.
    """
    return subprocess.run(
        [sys.executable, "-c", COMMAND, *map(str, arguments)],
        cwd=PROJECT,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "300"},
    )


@pytest.fixture(scope="session")
def kept_extract(made_once):
    """Makes an extract, or takes the one of an earlier run if all that makes extracts is as it was then."""

    def extract_of(name, make):
        kept = PROJECT / "var" / "tests" / f"{name}-{_what_makes_extracts()}"

        def make_and_keep(folder):
            if not kept.exists():
                make(folder)
                _keep(folder, kept)
            else:
                shutil.copytree(kept, folder, symlinks=True, dirs_exist_ok=True)

        return made_once(name, make_and_keep)

    return extract_of


def _what_makes_extracts():
    """Checksum of the code and tables that extracts are made by, and a listing of the agencies' files."""
    parts = [path for folder in ("data", "methods") for path in (PROJECT / folder).rglob("*.py")]
    parts += (PROJECT / "data" / "reference").iterdir()
    parts.append(PROJECT / "constraints.txt")
    digest = hashlib.sha256()
    for path in sorted(parts):
        digest.update(str(path.relative_to(PROJECT)).encode() + path.read_bytes())
    for path in sorted(path for path in SOURCES.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(SOURCES)} {path.stat().st_size}".encode())
    return digest.hexdigest()[:16]


def _keep(folder, kept):
    """Keep a copy for the next run, in place of older ones of its name."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    for older in kept.parent.glob(f"{kept.name.rpartition('-')[0]}-*"):
        shutil.rmtree(older)
    draft = kept.with_name(f"draft-{kept.name}")
    shutil.copytree(folder, draft, symlinks=True)
    draft.rename(kept)


@pytest.fixture(scope="session")
def simulated_extract(kept_extract):
    """An extract of simulated data, made once for all tests that only read it."""
    return kept_extract("simulated", lambda folder: run_data("simulate", "--extracts", folder))


@pytest.fixture(scope="session")
def partner_extract(kept_extract):
    """A simulated partner extract: a partner's county deaths, none of them held back."""
    return kept_extract(
        "partner", lambda folder: run_data("simulate", "--edition", "partner", "--extracts", folder)
    )


@pytest.fixture(scope="session")
def public_of_partner(kept_extract, partner_extract):
    """The public extract of the partner extract, by the command that publishes it."""
    return kept_extract(
        "public-of-partner",
        lambda folder: run_data("publish", "--from", partner_extract, "--extracts", folder),
    )


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
def real_extract(kept_extract):
    """An extract of every real agency file, where they lie beside the project; `printed.txt` holds what
    its ingest printed."""
    if not SOURCES.is_dir():
        pytest.skip("no agency files in ../shared/sources")

    def ingest_all(folder):
        (folder / "printed.txt").write_text(run_data("ingest", SOURCES, "--extracts", folder).stdout)

    return kept_extract("real", ingest_all)


@pytest.fixture(scope="session")
def small_extract(small_folder, tmp_path_factory):
    """Published once; tests that change an extract take a copy by `published`."""
    extracts = tmp_path_factory.mktemp("published") / "extracts"
    paths = ingest.files_under(small_folder)
    ingest.publish_harvest(ingest.harvest(paths, lambda path: None), extracts)
    return extracts


@pytest.fixture
def published(small_extract, tmp_path):
    """An extract of its own with every source."""
    return Path(shutil.copytree(small_extract, tmp_path / "extracts", symlinks=True))
