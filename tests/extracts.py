"""Extracts that tests read: each is made once, in whatever test process needs it first, and kept in
`var/tests` for the next run as long as the code and the tables that it is made by stay as they are."""

import datetime
import hashlib
import os
import shutil
from pathlib import Path

import pandas as pd
import pytest
from filelock import FileLock
from import_closure import fingerprint
from support import PROJECT, SOURCES, run_data

from data.extract.build import read_content
from data.extract.reading import open_extract
from data.mapping import read_mapping
from data.pipeline import harvest, ingest
from data.pipeline.publishing import KEY
from data.simulator import simulate_files, simulate_partner_files

KEPT = PROJECT / "var" / "tests"
SEED = 1
DAY = datetime.date(2026, 11, 22)
"""Of all simulated figures in tests: there is one simulation for them all."""
SOME_STATES = frozenset({"04", "09", "10", "15", "23", "32", "33", "50"})
"""Whose counties are in the partner extract of most tests: few, and among them Connecticut's two geographies,
Kalawao, a state of large counties and one of small ones."""
BESIDE_DEATHS = frozenset(
    {"census_population", "svi", "urban_rural", "vsrr_county", "vsrr_state", "wonder_county"}
)
"""Sources of the agencies in a partner extract: deaths, and what views of deaths ask for."""
SIMULATOR = ("data.simulator", "data.sources")
INGEST = ("data.pipeline.ingest", "data.mapping", "data.sources")
MADE = frozenset(
    {
        "simulated_files",
        "simulated_extract",
        "partner_extract",
        "public_of_partner",
        "national_partner_extract",
        "public_of_national_partner",
        "real_extract",
    }
)
"""Fixtures that take long to make when nothing is kept."""
CHECKSUM_DIGITS = 16
PUBLISHING = ("data.pipeline.publishing",)


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


@pytest.fixture(scope="session")
def kept(made_once):
    """Makes a folder, or takes the one of an earlier run if all that it is made by is as it was then."""

    def folder_of(name, make, checksum):
        stored = KEPT / f"{name}-{checksum[:CHECKSUM_DIGITS]}"

        def take_or_make(folder):
            if stored.exists():
                shutil.copytree(stored, folder, symlinks=True, dirs_exist_ok=True)
            else:
                make(folder)
                _store(folder, stored)

        return made_once(name, take_or_make)

    return folder_of


def _store(folder, stored):
    """Keep a copy for the next run, in place of older ones of its name."""
    stored.parent.mkdir(parents=True, exist_ok=True)
    for older in stored.parent.glob(f"{stored.name.rpartition('-')[0]}-{'?' * CHECKSUM_DIGITS}"):
        shutil.rmtree(older)
    draft = stored.with_name(f"draft-{stored.name}")
    shutil.copytree(folder, draft, symlinks=True)
    draft.rename(stored)


def made_by(*names, also=""):
    """Checksum of what an extract is made by: modules and packages with all that they import, and this
    module."""
    parts = (fingerprint(*names), Path(__file__).read_text(encoding="utf-8"), also)
    return hashlib.sha256("".join(parts).encode()).hexdigest()


@pytest.fixture(scope="session")
def simulated_files(kept):
    """`agencies`, a folder of simulated files of every source, and `steps.txt`, what was said while they
    were written."""

    def simulate(folder):
        steps = []
        simulate_files(folder / "agencies", SEED, DAY, steps.append)
        (folder / "steps.txt").write_text("\n".join(steps))

    return kept("simulated-files", simulate, made_by(*SIMULATOR))


@pytest.fixture(scope="session")
def simulated_extract(kept, simulated_files):
    """An extract of simulated data, for all tests that only read it."""
    return kept(
        "simulated",
        lambda folder: run_data("ingest", simulated_files / "agencies", "--extracts", folder),
        made_by(*SIMULATOR, *INGEST),
    )


def publish_partner(folder, simulated_extract, states=None):
    """A partner extract of simulated figures: county deaths of a partner, none of them held back.

    Parameters
    ----------
    states
        Whose counties are in it, and in the agencies' figures beside; every state's if not given.
    """
    agencies = read_content(open_extract(simulated_extract))
    found = harvest.Harvest(
        observations=[_beside(agencies.observations, states)],
        events=[agencies.events],
        sources={name: state for name, state in agencies.sources.items() if name in BESIDE_DEATHS},
        simulated={True},
    )
    for table, mapping in simulate_partner_files(folder / "tables", SEED, DAY):
        if states:
            rows = pd.read_csv(table, dtype=str)
            rows[rows["FIPS"].str[:2].isin(states)].to_csv(table, index=False)
        found.join(harvest.harvest_mapped(table, read_mapping(mapping)))
    assert found.complete
    ingest.publish_harvest(found, folder / "extracts", "partner")
    # The choice of what is withheld depends on it: with a random one no run would be like another.
    (folder / "extracts" / KEY).write_bytes(hashlib.sha256(b"tests").digest())


def _beside(observations, states):
    """Rows of agencies beside a partner's deaths: counties of some states, and every other place."""
    rows = observations[observations["source"].isin(BESIDE_DEATHS)]
    if not states:
        return rows
    return rows[rows["place_kind"].ne("county") | rows["place"].str[:2].isin(states)]


@pytest.fixture(scope="session")
def partner_extract(kept, simulated_extract):
    """A simulated partner extract of the counties of some states."""
    made = kept(
        "partner",
        lambda folder: publish_partner(folder, simulated_extract, SOME_STATES),
        made_by(*SIMULATOR, *INGEST),
    )
    return made / "extracts"


@pytest.fixture(scope="session")
def public_of_partner(kept, partner_extract):
    """The public extract of the partner extract, by the command that publishes it."""
    return kept(
        "public-of-partner",
        lambda folder: run_data("publish", "--from", partner_extract, "--extracts", folder),
        made_by(*SIMULATOR, *INGEST, *PUBLISHING),
    )


@pytest.fixture(scope="session")
def national_partner_extract(kept, simulated_extract):
    """A simulated partner extract of every county of the nation."""
    made = kept(
        "national-partner",
        lambda folder: publish_partner(folder, simulated_extract),
        made_by(*SIMULATOR, *INGEST),
    )
    return made / "extracts"


@pytest.fixture(scope="session")
def public_of_national_partner(kept, national_partner_extract):
    """The public extract of the partner extract of the whole nation."""
    return kept(
        "public-of-national-partner",
        lambda folder: run_data("publish", "--from", national_partner_extract, "--extracts", folder),
        made_by(*SIMULATOR, *INGEST, *PUBLISHING),
    )


@pytest.fixture(scope="session")
def real_extract(kept):
    """An extract of every real agency file, where they lie beside the project; `printed.txt` holds what
    its ingest printed."""
    if not SOURCES.is_dir():
        pytest.skip("no agency files in ../shared/sources")

    def ingest_all(folder):
        (folder / "printed.txt").write_text(run_data("ingest", SOURCES, "--extracts", folder).stdout)

    listing = "".join(
        f"{path.relative_to(SOURCES)} {path.stat().st_size}\n"
        for path in sorted(SOURCES.rglob("*"))
        if path.is_file()
    )
    return kept("real", ingest_all, made_by(*INGEST, also=listing))
