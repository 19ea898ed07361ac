"""The tables of quirks name handling and tests that exist, so that they stay true."""

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
FOLDERS = sorted((PROJECT / "data" / "sources").glob("*/README.md"))
TABLES = [
    PROJECT / "docs" / "quirks.md",
    *(path for path in FOLDERS if "## Quirks" in path.read_text(encoding="utf-8")),
]
NOT_A_QUIRK = ("quirk", "---")


def rows():
    """Quirk, where handled, test: the cells of each row."""
    texts = [path.read_text(encoding="utf-8").rpartition("## Quirks")[2] for path in TABLES]
    lines = [line for text in texts for line in text.splitlines() if line.startswith("|")]
    split = [line.strip("|").split("|") for line in lines]
    return [[cell.strip() for cell in cells] for cells in split if cells[0].strip() not in NOT_A_QUIRK]


def quoted(cell):
    return re.findall(r"`([^`]+)`", cell)


@lru_cache
def functions_of(path):
    tree = ast.parse((PROJECT / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_the_table_has_a_quirk_its_handling_and_its_test_in_each_row():
    assert len(rows()) > 60
    assert [cells for cells in rows() if len(cells) != 3 or not all(cells)] == []


@pytest.mark.parametrize("cells", rows(), ids=lambda cells: cells[0][:60])
def test_what_the_table_names_exists(cells):
    _, handled, tested = cells
    path, *names = quoted(handled)
    content = (PROJECT / path).read_text(encoding="utf-8")
    assert names
    assert [name for name in names if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", content)] == []
    named = [test.split("::") for test in quoted(tested)]
    assert named
    assert [test for file, test in named if test not in functions_of(file)] == []
    assert all(test.startswith("test_") for _, test in named)
