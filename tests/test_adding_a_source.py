"""What docs/adding-a-source.md tells a reader to do works as it is written there."""

import hashlib
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from pydantic import BaseModel

from data.mapping import TableMapping, read_mapping

PROJECT = Path(__file__).resolve().parents[1]
DOCUMENT = (PROJECT / "docs" / "adding-a-source.md").read_text(encoding="utf-8")
EXAMPLES = PROJECT / "docs" / "examples"


def block(language):
    """The document's only code block in a language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)
    return found


@pytest.fixture
def example(command, monkeypatch, tmp_path):
    """Runs the document's commands into an extract of the test's own; the last answer, and the extract."""
    monkeypatch.chdir(PROJECT)
    for line in block("sh").splitlines():
        program, _, module, *arguments = shlex.split(line)
        assert (program, module) == ("python", "data")
        result = command(*[str(tmp_path) if word == "var/example" else word for word in arguments])
        assert result.exit_code == 0, result.output
    return pd.read_csv(io.StringIO(result.stdout), dtype={"place": "str"}), tmp_path


def test_the_document_shows_the_mapping_that_lies_beside_it():
    assert block("yaml") == (EXAMPLES / "ems_daily.yaml").read_text(encoding="utf-8")


def test_the_document_shows_how_the_table_begins():
    shown = re.findall(r"^    ((?:Date|\d\d/).*)$", DOCUMENT, re.MULTILINE)
    assert shown == (EXAMPLES / "ems_daily.csv").read_text(encoding="utf-8").splitlines()[:3]


def test_every_row_of_the_example_says_that_it_is_invented():
    table = pd.read_csv(EXAMPLES / "ems_daily.csv")
    assert len(table) == 56
    assert set(table["Note"]) == {"invented example"}


def test_the_commands_give_the_figures_that_the_document_states(example):
    shown, _ = example
    totals = shown[shown["period_kind"].isin(["week", "month"])].sort_values(["period_kind", "period_end"])
    athens = totals[totals["place"] == "39009"]
    assert athens["value"].tolist() == [184, 46, 53, 46, 39]
    assert set(athens["status"]) == {"provisional"}
    hocking = totals[totals["place"] == "39073"]
    assert hocking["value"].isna().tolist() == [True, False, True, True, False]
    assert hocking["value"].dropna().tolist() == [28, 28]
    assert hocking["status"].tolist() == [
        "suppressed",
        "provisional",
        "suppressed",
        "not_reported",
        "provisional",
    ]


def test_the_example_keeps_a_withheld_day_and_a_gap_apart_from_zero(example):
    shown, extracts = example
    days = shown[(shown["period_kind"] == "day") & (shown["place"] == "39073")].set_index("period_end")
    assert days.loc["2026-02-10", "status"] == "suppressed"
    assert days.loc["2026-02-17", "status"] == "not_reported"
    assert days.loc["2026-02-02", "value"] == 0
    assert len(days) == 28
    assert (extracts / "current").exists()


def fields_of(model):
    """Every field name of a mapping, nested ones too."""
    for name, field in model.model_fields.items():
        yield name
        for part in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from fields_of(part)


def test_every_field_is_told_of_in_the_document():
    told = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`\n]+)`", DOCUMENT))))
    assert set(fields_of(TableMapping)) - told == set()


def test_the_files_that_the_document_names_are_there():
    named = re.findall(r"`((?:data|docs|model|tests)/[\w/.-]+)`", DOCUMENT)
    assert len(named) > 8
    shown = set(shown_files())
    assert [name for name in named if name not in shown and not (PROJECT / name).exists()] == []


def test_the_mapping_alone_can_be_read():
    declared = read_mapping(EXAMPLES / "ems_daily.yaml")
    assert declared.source.entry.whole_releases is False


# --- a data set that an agency publishes ---

NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", "var", "node_modules", "__pycache__", ".*_cache", ".hypothesis", "test-results"
)
COMMAND = "from data.__main__ import app; app(prog_name='python -m data')"
GENERATED = {"docs/openapi.json"}
"""What is made from the catalog by a command of the walk, and written by nobody."""
PROBE = """
import json
import sys
from datetime import date
from pathlib import Path

import pyarrow.parquet as parquet

from data.extract.reading import open_extract
from data.refresh.addresses import HOSTS, refreshable
from model.catalog import ACROSS_SECTORS, INDICATORS, SOURCES
from model.freshness import freshness

extract = open_extract(Path(sys.argv[1]))
rows = parquet.read_table(extract.table("sources")).to_pylist()
(row,) = [row for row in rows if row["source"] == "drop_boxes"]
fresh = freshness(row, date(2026, 11, 29))
print(json.dumps({
    "label": INDICATORS["drop_boxes"].label,
    "before": list(INDICATORS)[list(INDICATORS).index("drop_boxes") - 1],
    "across": "drop_boxes" in ACROSS_SECTORS,
    "short": SOURCES["drop_boxes"].short,
    "through": row["through"].isoformat(),
    "due": fresh.due.isoformat(),
    "simulated": extract.simulated,
    "refreshable": "drop_boxes" in refreshable() and "www.example.gov" in HOSTS,
}))
"""


def shown_files():
    """Files that the walk shows, with their content."""
    found = re.findall(r"^`([\w/.]+)`:\n\n```\w+\n(.*?)```", DOCUMENT, re.DOTALL | re.MULTILINE)
    return dict(found)


def checksums(folder):
    paths = [path for path in folder.rglob("*") if path.is_file()]
    kept = [path for path in paths if not {"var", "__pycache__"} & set(path.relative_to(folder).parts)]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}


def run_in(folder, *arguments):
    """What a Python command prints, in a copy of the project.

    `-m data` stands behind everything else on the machine by itself; here it does not.
    """
    if arguments[:2] == ("-m", "data"):
        arguments = ("-c", COMMAND, *arguments[2:])
    environment = {name: text for name, text in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=folder,
        env={**environment, "COLUMNS": "300"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """A copy of the project after the walk, what each of its commands printed, and the files that changed."""
    folder = tmp_path_factory.mktemp("walk") / "project"
    shutil.copytree(PROJECT, folder, ignore=NOT_COPIED)
    before = checksums(folder)
    for name, content in shown_files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    (folder / "var").mkdir()
    (folder / "drop_boxes.csv").write_text(block("csv"), encoding="utf-8")
    commands = [shlex.split(line)[1:] for line in block("bash").splitlines()]
    printed = [run_in(folder, *arguments) for arguments in commands]
    (folder / "drop_boxes.csv").unlink()
    after = checksums(folder)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    return folder, printed, changed


def test_the_walk_shows_one_folder_and_its_tests():
    folders = {name.rpartition("/")[0] for name in shown_files()}
    assert folders == {"data/sources/drop_boxes", "tests/data/sources"}


@pytest.mark.process
def test_no_other_file_changes(walked):
    _, _, changed = walked
    assert changed == set(shown_files()) | GENERATED


@pytest.mark.process
def test_the_file_is_loaded_and_its_figures_are_shown(walked):
    _, (ingested, shown, *_), _ = walked
    assert "drop_boxes" in ingested
    figures = pd.read_csv(io.StringIO(shown), dtype={"place": "str"})
    found = figures.set_index(["place", "period_end"])
    assert found["value"].dropna().to_dict() == {
        ("01", "2023-12-31"): 1097,
        ("39", "2023-12-31"): 412,
        ("39", "2024-12-31"): 430,
    }
    assert found.loc[("02", "2023-12-31"), "status"] == "suppressed"


@pytest.mark.process
def test_the_catalog_the_refresh_and_the_freshness_know_it(walked):
    folder, _, _ = walked
    assert json.loads(run_in(folder, "-c", PROBE, "var/example")) == {
        "label": "Drug drop boxes",
        "before": "buprenorphine_dispensing",
        "across": True,
        "short": "Example Agency, drop boxes",
        "through": "2024-12-31",
        "due": "2026-08-02",
        "simulated": False,
        "refreshable": True,
    }


@pytest.mark.process
def test_fresh_simulated_data_has_it(walked):
    folder, _, _ = walked
    told = json.loads(run_in(folder, "-c", PROBE, "var/simulated"))
    assert told["simulated"]
    shown = run_in(folder, "-m", "data", "show", "--indicator", "drop_boxes", "--extracts", "var/simulated")
    figures = pd.read_csv(io.StringIO(shown), dtype={"place": "str"})
    assert figures["place"].nunique() == 51
    assert figures["note"].str.contains("simulated").all()


@pytest.mark.full
@pytest.mark.process
def test_a_fresh_run_has_it_among_all_others(walked):
    folder, _, _ = walked
    run_in(folder, "-m", "data", "simulate", "--if-none", "--extracts", "var/fresh")
    shown = run_in(folder, "-m", "data", "show", "--indicator", "drop_boxes", "--extracts", "var/fresh")
    assert len(pd.read_csv(io.StringIO(shown)))
    run_in(folder, "-m", "data", "show", "--indicator", "deaths", "--place", "US", "--extracts", "var/fresh")


@pytest.mark.process
def test_its_own_tests_and_those_of_every_data_set_pass(walked):
    folder, _, _ = walked
    names = ["tests/data/sources/test_drop_boxes.py", "tests/test_quirks.py", "tests/data/test_data_sets.py"]
    options = ["-q", "-p", "no:xdist", "-o", "addopts=-p no:dash", "-k", "not simulated_data"]
    printed = run_in(folder, "-m", "pytest", *options, *names)
    assert " passed" in printed
    assert "skipped" not in printed
