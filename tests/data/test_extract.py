"""Publishing, rolling back and opening extracts: whatever happens, a whole one is there."""

import hashlib
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pandas as pd
import psutil
import pyarrow
import pyarrow.parquet as parquet
import pytest
from agency_files import COUNTY, ONE_ROW, STATE, simulated
from publishing import publish

from data.cli.show import matching
from data.extract.reading import (
    MANIFEST,
    TABLES,
    ExtractProblem,
    current_folder,
    open_extract,
    read_observations,
    versions_of,
)
from data.extract.writing import prune, rollback
from data.pipeline import ingest

pytestmark = pytest.mark.extract

PROJECT = Path(__file__).resolve().parents[2]


def deaths(extracts, place="01003"):
    return matching(extracts, "deaths", None, place, "2024-12")["value"].tolist()


@pytest.fixture
def counted(files, tmp_path):
    """Publishes a county file whose one count is given."""

    def publish_count(count, extracts=tmp_path / "extracts"):
        text = COUNTY.text({"provisional_drug_overdose_deaths": count})
        return publish(files(county=text), extracts)

    return publish_count


# --- versions ---


def test_three_versions_are_kept_and_the_current_is_the_newest(counted, tmp_path):
    made = [counted(count) for count in (10, 20, 30, 40, 50)]
    assert versions_of(tmp_path / "extracts") == [folder.absolute() for folder in made[-3:]]
    assert deaths(tmp_path / "extracts") == [50]


def test_rollback_goes_back_one_version_at_a_time_and_stops_at_the_oldest(counted, command, tmp_path):
    for count in (10, 20, 30):
        counted(count)
    seen = []
    for _ in range(2):
        assert command("rollback", "--extracts", tmp_path / "extracts").exit_code == 0
        seen += deaths(tmp_path / "extracts")
    assert seen == [20, 10]
    result = command("rollback", "--extracts", tmp_path / "extracts")
    assert result.exit_code == 1
    assert "no older version" in result.stderr
    assert deaths(tmp_path / "extracts") == [10]


def test_rollback_never_leads_to_a_version_that_was_rolled_back_from(counted, tmp_path):
    for count in (10, 20, 30):
        counted(count)
    rollback(tmp_path / "extracts")
    counted(40)
    assert deaths(tmp_path / "extracts") == [40]
    rollback(tmp_path / "extracts")
    assert deaths(tmp_path / "extracts") == [20]


def test_rollback_skips_a_damaged_version(counted, tmp_path):
    first, second, _ = (counted(count) for count in (10, 20, 30))
    (second / "coverage.parquet").write_bytes(b"x")
    assert rollback(tmp_path / "extracts").folder == first.absolute()


def test_rollback_where_nothing_was_published(command, tmp_path):
    result = command("rollback", "--extracts", tmp_path)
    assert result.exit_code == 1
    assert "python -m data simulate" in result.stderr


def test_ingesting_twice_changes_no_current_observation(small_folder, published):
    before = read_observations(open_extract(published).folder)
    publish(small_folder, published)
    extract = open_extract(published)
    pd.testing.assert_frame_equal(read_observations(extract.folder), before)
    assert parquet.read_metadata(extract.table("vintages")).num_rows == 0


def test_a_newer_vintage_is_shown_and_the_older_kept(files, tmp_path):
    older = COUNTY.text({"provisional_drug_overdose_deaths": 50, "data_as_of": "01/14/2026"})
    newer = COUNTY.text({"provisional_drug_overdose_deaths": 55, "data_as_of": "08/09/2026"})
    for order in ((older, newer), (newer, older)):
        extracts = tmp_path / str(len(list(tmp_path.iterdir())))
        for text in order:
            publish(files(county=text), extracts)
        assert deaths(extracts) == [55]
        kept = pd.read_parquet(open_extract(extracts).table("vintages"))
        assert kept["value"].tolist() == [50]


def test_a_source_that_is_not_in_the_folder_stays(files, published):
    before = deaths(published, "39061")
    publish(files(state=STATE.text({"data_value": 4321})), published)
    assert deaths(published, "39061") == before == [401]
    assert 4321 in deaths(published, "39")


# --- simulated and real ---


def test_real_figures_replace_simulated_ones_altogether(files, tmp_path):
    extracts = tmp_path / "x"
    publish(files(a=simulated(ONE_ROW["vsrr_county"]), b=simulated(ONE_ROW["cbp_nationwide"])), extracts)
    assert open_extract(extracts).simulated
    publish(files(a=ONE_ROW["vsrr_state"]), extracts)
    extract = open_extract(extracts)
    assert not extract.simulated
    assert set(read_observations(extract.folder)["source"]) == {"vsrr_state"}


def test_simulated_observations_say_so_wherever_they_are_printed(command, files, tmp_path):
    publish(files(a=simulated(ONE_ROW["vsrr_county"]), b=simulated(ONE_ROW["vsrr_state"])), tmp_path / "x")
    printed = command("show", "--indicator", "deaths", "--extracts", tmp_path / "x").stdout
    rows = pd.read_csv(io.StringIO(printed), dtype=str)
    assert len(rows) > 1
    assert rows["note"].str.startswith("simulated").all()


def test_simulated_files_are_refused_where_real_figures_stand(command, files, published):
    current = current_folder(published)
    result = command("ingest", files(a=simulated(ONE_ROW["vsrr_county"])), "--extracts", published)
    assert result.exit_code == 1
    assert "--extracts DIR" in result.stderr
    assert current_folder(published) == current


def test_a_new_simulation_replaces_the_old(files, tmp_path):
    publish(files(a=simulated(ONE_ROW["vsrr_county"])), tmp_path / "x")
    publish(files(a=simulated(ONE_ROW["vsrr_state"])), tmp_path / "x")
    assert set(read_observations(open_extract(tmp_path / "x").folder)["source"]) == {"vsrr_state"}


def test_simulated_files_are_refused_even_when_the_newest_real_version_is_damaged(files, counted, tmp_path):
    counted(10)
    (counted(20) / "observations.parquet").write_bytes(b"PAR1")
    with pytest.raises(ingest.MixedData):
        publish(files(a=simulated(ONE_ROW["vsrr_county"])), tmp_path / "extracts")


# --- damage ---


def rewritten(folder, table, change):
    """Replaces a table and its checksum, as another version of the program might have written it."""
    path = folder / f"{table}.parquet"
    changed = change(parquet.read_table(path))
    if isinstance(changed, bytes):
        path.write_bytes(changed)
    else:
        parquet.write_table(changed, path)
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["sha256"][path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(manifest))


def with_manifest(**changes):
    def change(folder):
        manifest = json.loads((folder / MANIFEST).read_text())
        (folder / MANIFEST).write_text(json.dumps(manifest | changes))

    return change


def extra(table):
    return table.append_column("extra", pyarrow.array([1] * len(table)))


DAMAGE = {
    "missing manifest": lambda folder: (folder / MANIFEST).unlink(),
    "cut manifest": lambda folder: (folder / MANIFEST).write_text("{"),
    "binary manifest": lambda folder: (folder / MANIFEST).write_bytes(bytes(range(256))),
    "list for a manifest": lambda folder: (folder / MANIFEST).write_text("[]"),
    "another format": with_manifest(format=99),
    "no format": with_manifest(format=None),
    "checksums of another type": with_manifest(sha256=3),
    "empty folder": lambda folder: [path.unlink() for path in folder.iterdir()],
    "no folder": shutil.rmtree,
    "no observation": lambda folder: rewritten(folder, "observations", lambda table: table.slice(0, 0)),
    "not parquet": lambda folder: rewritten(folder, "observations", lambda table: b"not parquet"),
    **{
        f"{what} {name}": change
        for name in TABLES
        for what, change in {
            "missing": lambda folder, name=name: (folder / f"{name}.parquet").unlink(),
            "empty": lambda folder, name=name: (folder / f"{name}.parquet").write_bytes(b""),
            "cut": lambda folder, name=name: _cut(folder / f"{name}.parquet"),
            "extra column in": lambda folder, name=name: rewritten(folder, name, extra),
            "column missing in": lambda folder, name=name: rewritten(
                folder, name, lambda table: table.remove_column(0)
            ),
        }.items()
    },
}


def _cut(path):
    path.write_bytes(path.read_bytes()[:-100])


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_extract_is_a_problem_with_a_mend(published, damage):
    damage(current_folder(published))
    with pytest.raises(ExtractProblem) as raised:
        open_extract(published)
    assert "python -m data" in raised.value.mend
    assert "rollback" in raised.value.mend or "simulate" in raised.value.mend


def test_no_extract_is_a_problem_with_a_mend(tmp_path):
    with pytest.raises(ExtractProblem, match="There is no extract in nothing") as raised:
        open_extract(tmp_path / "nothing")
    assert "simulate" in raised.value.mend
    assert not (tmp_path / "nothing").exists()


def test_the_next_ingest_builds_on_the_last_good_version(files, counted, tmp_path):
    counted(10)
    (counted(20) / "observations.parquet").write_bytes(b"")
    publish(files(state=STATE.text({"data_value": 4321})), tmp_path / "extracts")
    assert deaths(tmp_path / "extracts") == [10]
    assert deaths(tmp_path / "extracts", "39") == [4321]


def test_a_link_to_nowhere_is_mended_by_rollback(counted, tmp_path):
    counted(10)
    shutil.rmtree(counted(20))
    with pytest.raises(ExtractProblem) as raised:
        open_extract(tmp_path / "extracts")
    assert "rollback" in raised.value.mend
    rollback(tmp_path / "extracts")
    assert deaths(tmp_path / "extracts") == [10]


# --- whoever else is at it ---


def test_pruning_clears_abandoned_drafts_and_links_and_spares_the_current_version(counted, tmp_path):
    extracts = tmp_path / "extracts"
    for count in (10, 20, 30):
        counted(count)
    rollback(extracts)
    rollback(extracts)
    (extracts / "versions" / ".draft-x").mkdir()
    (extracts / ".current-x").symlink_to("versions/none")
    prune(extracts, keep=1)
    assert deaths(extracts) == [10]
    assert {path.name for path in extracts.iterdir()} == {".lock", "current", "versions"}
    assert not (extracts / "versions" / ".draft-x").exists()


def test_two_publishes_at_once_follow_each_other(files, tmp_path):
    extracts = tmp_path / "x"
    folders = [files(a=ONE_ROW[source]) for source in ("vsrr_state", "vsrr_county", "cbp_nationwide")]
    started = [ingest_process(folder, extracts) for folder in folders[:2]]
    threads = [threading.Thread(target=publish, args=(folders[2], extracts)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [process.wait(timeout=60) for process in started] == [0, 0]
    found = read_observations(open_extract(extracts).folder)
    assert set(found["source"]) == {"vsrr_state", "vsrr_county", "cbp_nationwide"}


def test_a_reader_never_sees_less_than_a_whole_extract(files, counted, tmp_path):
    counted(10)
    stop, seen, faults = threading.Event(), set(), []

    def read():
        # With a pause: the one who publishes needs the core too.
        while not stop.wait(0.01):
            try:
                seen.update(deaths(tmp_path / "extracts"))
            except Exception as fault:
                faults.append(fault)

    reader = threading.Thread(target=read)
    reader.start()
    for count in range(20, 28):
        counted(count)
    stop.set()
    reader.join()
    assert faults == []
    assert seen <= {10, *range(20, 28)}
    assert len(seen) > 1


def test_commands_let_a_server_on_the_same_machine_go_first(tmp_path):
    ours = os.nice(0)
    command = [sys.executable, "-m", "data", "simulate", "--extracts", str(tmp_path / "extracts")]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        process = psutil.Process(run.pid)
        while run.poll() is None and process.nice() == ours:
            time.sleep(0.05)
        niceness = process.nice()
        run.kill()
    assert niceness > ours


# --- killed at any instant ---


def ingest_process(folder, extracts):
    command = [sys.executable, "-m", "data", "ingest", str(folder), "--extracts", str(extracts)]
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture
def rising(files, tmp_path):
    """An extract with a count of 100, and a maker of folders that put another count there."""
    extracts = tmp_path / "extracts"

    def folder(count):
        return files(
            county=COUNTY.text({"provisional_drug_overdose_deaths": count}),
            people=ONE_ROW["census_population"],
            seizures=ONE_ROW["cbp_nationwide"],
        )

    publish(folder(100), extracts)
    return extracts, folder


def assert_whole(extracts, counts):
    """A whole extract, old or new, is there, and `show` reads it; returns its count."""
    found = read_observations(open_extract(extracts).folder)
    assert set(found["source"]) == {"vsrr_county", "census_population", "cbp_nationwide"}
    (count,) = deaths(extracts)
    assert count in counts
    return count


@pytest.mark.full
def test_killed_at_ten_random_instants_a_whole_extract_remains(rising, command, tmp_path):
    extracts, folder = rising
    shutil.copytree(extracts, tmp_path / "measured", symlinks=True)
    began = time.monotonic()
    assert ingest_process(folder(1), tmp_path / "measured").wait(timeout=60) == 0
    whole = time.monotonic() - began
    chance, killed, standing = random.Random(3), 0, 100
    for attempt in range(101, 131):
        process = ingest_process(folder(attempt), extracts)
        try:
            # It first starts up and reads for about half the time; the end is where it writes.
            process.wait(timeout=whole * chance.uniform(0.4, 1))
            whole *= 0.95
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            killed += 1
        standing = assert_whole(extracts, {standing, attempt})
        if killed == 10:
            break
    assert killed == 10
    assert command("ingest", folder(999), "--extracts", extracts).exit_code == 0
    assert deaths(extracts) == [999]
    assert [path for path in (extracts / "versions").iterdir() if path.name.startswith(".")] == []
    assert len(versions_of(extracts)) <= 3


KILLED_AT_STEP = """
import os, shutil, signal, sys
from pathlib import Path
from data.pipeline import harvest, ingest

folder, extracts, copy = map(Path, sys.argv[1:])
found = harvest.harvest(harvest.files_under(folder), lambda path: None)
build, tables, steps = ingest.build_tables, {}, 0

def build_once(*contents):
    return tables or tables.update(build(*contents)) or tables

# All processes write the same tables, which are made before the first of them.
ingest.build_tables = build_once
shutil.copytree(extracts, copy, symlinks=True)
ingest.publish_harvest(found, copy)

def count(event, arguments):
    global steps
    changes = event in ("os.mkdir", "os.rename", "os.symlink", "os.remove", "os.rmdir", "shutil.rmtree")
    if changes or (event == "open" and "w" in str(arguments[1])):
        if any(str(extracts) in str(argument) for argument in arguments):
            steps += 1
            if steps == step:
                os.kill(os.getpid(), signal.SIGKILL)

for number in range(1, 101):
    child = os.fork()
    if child == 0:
        step = number
        sys.addaudithook(count)
        ingest.publish_harvest(found, extracts)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(os.WTERMSIG(status), flush=True)
    sys.stdin.readline()
    if status == 0:
        break
"""


@pytest.mark.process
def test_killed_before_every_single_step_of_publishing_a_whole_extract_remains(rising, tmp_path):
    extracts, folder = rising
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED_AT_STEP, folder(101), extracts, tmp_path / "copy"],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    signals = []
    for line in process.stdout:
        signals.append(int(line))
        assert_whole(extracts, {100, 101})
        process.stdin.write("\n")
        process.stdin.flush()
    assert process.wait(timeout=60) == 0
    assert set(signals[:-1]) == {signal.SIGKILL}
    assert signals[-1] == 0
    assert len(signals) > 10
    assert deaths(extracts) == [101]
    # What the killed ones left behind goes with the next version.
    publish(folder(102), extracts)
    assert deaths(extracts) == [102]
    assert [path for path in (extracts / "versions").iterdir() if path.name.startswith(".")] == []
    assert len(versions_of(extracts)) <= 3
