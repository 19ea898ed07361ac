"""Every folder of data/sources is a whole data set, and none of them needs another."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from data.extract.reading import open_extract
from data.sources.recognition import loaders
from data.sources.table import normalize
from model.catalog import INDICATORS, SOURCES
from model.catalog_types import Drug, by_id
from model.declarations import declarations

PROJECT = Path(__file__).resolve().parents[2]
SOURCES_FOLDER = PROJECT / "data" / "sources"
FOLDERS = sorted(path.parent.name for path in SOURCES_FOLDER.glob("*/__init__.py"))
OF_THE_PROJECT = {"data", "model", "methods", "queries", "components", "panels", "export", "pages", "api"}


def imported(path):
    """Modules of the project that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
        names += [node.module] if isinstance(node, ast.ImportFrom) else []
        yield from (name for name in names if name.split(".")[0] in OF_THE_PROJECT)


def test_every_folder_is_found():
    assert sorted(declarations()) == FOLDERS
    assert len(FOLDERS) > 10


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_is_whole_and_has_its_tests(folder):
    lying = {path.name for path in (SOURCES_FOLDER / folder).iterdir()}
    assert lying >= {"__init__.py", "declaration.py", "loader.py", "README.md"}
    assert (PROJECT / "tests" / "data" / "sources" / f"test_{folder}.py").is_file()


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_declaration_imports_the_types_of_the_catalog_alone(folder):
    assert set(imported(SOURCES_FOLDER / folder / "declaration.py")) == {"model.catalog_types"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_imports_no_other_folder(folder):
    others = {f"data.sources.{name}" for name in FOLDERS if name != folder}
    for path in (SOURCES_FOLDER / folder).glob("*.py"):
        assert not [name for name in imported(path) if ".".join(name.split(".")[:3]) in others], path


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_table_of_a_folder_is_told_of_in_it(folder):
    told = (SOURCES_FOLDER / folder / "README.md").read_text(encoding="utf-8")
    assert [
        path.name for path in (SOURCES_FOLDER / folder).glob("*.csv") if f"`{path.name}`" not in told
    ] == []


def test_a_process_that_reads_the_catalog_loads_no_loader():
    asked = "import sys, model.catalog; print(*(name for name in sys.modules if f'{name}.'[:5] == 'data.'))"
    printed = subprocess.run(
        [sys.executable, "-c", asked], cwd=PROJECT, check=True, capture_output=True, text=True
    ).stdout.split()
    allowed = re.compile(r"data(\.sources(\.\w+(\.declaration)?)?)?")
    assert [name for name in printed if not allowed.fullmatch(name)] == []
    assert {name.split(".")[2] for name in printed if name.count(".") > 1} == set(FOLDERS)


def test_every_source_has_a_loader_and_every_loader_a_source():
    assert {loader.source for loader in loaders()} == set(SOURCES)


def test_precedence_and_order_leave_no_doubt():
    precedence = [source.precedence for source in SOURCES.values()]
    order = [indicator.order for indicator in INDICATORS.values()]
    sector_order = [indicator.sector_order for indicator in INDICATORS.values() if indicator.sector_order]
    for numbers in (precedence, order, sector_order):
        assert min(numbers) > 0
        assert len(set(numbers)) == len(numbers)


def test_an_indicator_is_declared_by_the_first_that_supplies_it():
    owners = {
        indicator.id: declared.precedence
        for declared in declarations().values()
        for indicator in declared.indicators
    }
    for declared in declarations().values():
        for name in declared.also_supplies:
            assert owners[name] < declared.precedence, name


def test_one_id_cannot_be_declared_twice():
    with pytest.raises(ValueError, match="declared twice: heroin"):
        by_id(Drug("heroin", "Heroin", "heroin"), Drug("heroin", "Heroin", "heroin"))


def test_no_header_is_that_of_two_data_sets():
    folder_of = {
        source.id: folder for folder, declared in declarations().items() for source in declared.sources
    }
    known = [loader for loader in loaders() if loader.required]
    for loader in known:
        others = [each for each in known if folder_of[each.source] != folder_of[loader.source]]
        assert [each for each in others if each.required <= loader.required] == [], loader
        assert all(normalize(name) == name for name in loader.required)


def test_simulated_data_holds_the_indicators_that_are_declared(simulated_extract):
    table = parquet.read_table(
        open_extract(simulated_extract).table("observations"), columns=["source", "indicator"]
    )
    found = table.group_by(["source", "indicator"]).aggregate([]).to_pylist()
    for folder, declared in declarations().items():
        if not (SOURCES_FOLDER / folder / "simulated.py").exists():
            continue
        sources = {source.id for source in declared.sources}
        supplied = {row["indicator"] for row in found if row["source"] in sources}
        named = {*(indicator.id for indicator in declared.indicators), *declared.also_supplies}
        assert supplied == named, folder
