"""Layout rules that the import rule of `pyproject.toml` cannot say: where SQL lies, what knows the app."""

import ast
import re
import tomllib

import pytest
from support import PROJECT

RULES = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
ROOMS = sorted(RULES["root_packages"])
LAYERS = ["app", *ROOMS]
NOT_SERVED = {"bench", "docs"}
SQL_STATEMENT = re.compile(
    r"\b(select\s+[\w*(\"'].*\bfrom\b|insert\s+into|create\s+(table|view)|copy\s.*\bto\b|attach\s+'|drop\s+table"
    r"|delete\s+from|update\s+\w+\s+set|from\s+\w+\s+where)",
    re.IGNORECASE | re.DOTALL,
)


def modules(layer):
    return [PROJECT / "app.py"] if layer == "app" else sorted((PROJECT / layer).rglob("*.py"))


def imported(path):
    """Names of the modules a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports in full"
            yield node.module or ""


def test_every_package_is_under_the_import_rule():
    """The rule itself is in `pyproject.toml`, and `make check` runs it."""
    packages = {path.parent.name for path in PROJECT.glob("*/__init__.py")} - NOT_SERVED
    assert packages == set(ROOMS)


def test_nothing_imports_the_app():
    for path in (path for room in ROOMS for path in modules(room)):
        assert "app" not in set(imported(path)), path


def test_the_app_opens_no_database():
    assert "duckdb" not in set(imported(PROJECT / "app.py"))


@pytest.mark.parametrize("layer", LAYERS)
def test_no_sql_in_python(layer):
    for path in modules(layer):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        documented = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if _has_docstring(node)}
        found = [text for text in texts if text not in documented and SQL_STATEMENT.search(text)]
        assert not found, path


def _has_docstring(node):
    return isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)


QUESTIONS = sorted((PROJECT / "queries" / "sql").glob("*.sql"))


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_is_one_select_with_named_parameters(path):
    import duckdb

    text = path.read_text(encoding="utf-8")
    (statement,) = duckdb.extract_statements(text)
    assert statement.type == duckdb.StatementType.SELECT
    assert text.startswith("-- ")
    without_comments = re.sub(r"--.*", "", text)
    assert not re.search(r"[{}?]|%s|%\(", without_comments)
    assert statement.named_parameters == set(re.findall(r"\$(\w+)", without_comments))


def test_sql_lies_nowhere_else():
    elsewhere = [
        path
        for layer in LAYERS
        if layer not in ("app", "queries")
        for path in (PROJECT / layer).rglob("*.sql")
    ]
    assert elsewhere == []


def test_every_question_is_asked_and_every_question_asked_exists():
    asked = set()
    for path in (*modules("queries"), *modules("panels")):
        asked |= set(
            re.findall(
                r"\.(?:query(?:_each|_columns)?|fetch)\(\s*\"(\w+)\"", path.read_text(encoding="utf-8")
            )
        )
    assert asked == {path.stem for path in QUESTIONS}
