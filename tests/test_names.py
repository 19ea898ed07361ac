"""No module, class, function, method, attribute or parameter is called by a retired word."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
ROOMS = (
    "api",
    "bench",
    "components",
    "data",
    "export",
    "methods",
    "model",
    "pages",
    "panels",
    "queries",
    "server",
)
RETIRED = {
    "Opened": "Reader",
    "Paper": "SvgCanvas",
    "Said": "Captions",
    "Setting": "ResolvedView",
    "Standing": "PeerRank",
    "Standout": "Insight",
    "asked_panel": "lazy_panel",
    "exhibit": "exported_panel",
    "standouts": "insights",
    "origins": "provenance",
    "resolve_choices": "resolve",
    "setting": "resolved",
    "settle": "normalize",
    "settled": "resolved",
    "standings": "peer_ranks",
    "thirds": "terciles",
}
"""Retired everywhere, each with its standard term."""
RETIRED_MODULES = {
    "absent": "not_found",
    "account": "access_log",
    "around": "middleware",
    "fitting": "outline_alignment",
    "in_time": "cancellation",
    "only_here": "localhost_only",
    "spare_memory": "malloc_trim",
    "tags": "etags",
    "tightest": "lp_bounds",
    "turnover": "connection_recycling",
}
"""Names of modules, most of which are ordinary words elsewhere."""
RETIRED_IN_QUERIES = {
    "Asked": "ObservationFilter",
    "Fit": "Alignment",
    "ask": "query",
    "asked": "requested",
    "fit": "align_to_outlines",
    "found": "what it holds",
    "given": "what it holds",
    "line": "series",
    "lines": "series",
    "offers": "fallbacks",
    "opened": "reader",
    "standouts": "insights",
    "told": "what it holds",
}
"""Words that mean something else in other rooms, each with the term used in `queries`."""


def named(tree: ast.AST) -> Iterator[str]:
    """Names that a module defines for others to use: of classes, functions, parameters and attributes."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name
                if isinstance(node, ast.ClassDef):
                    yield from _fields(node)
            case ast.arg():
                yield node.arg
            case ast.Attribute(value=ast.Name(id="self"), ctx=ast.Store()):
                yield node.attr


def _fields(node: ast.ClassDef) -> Iterator[str]:
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            yield statement.target.id


def retired_in(path: Path, words: Mapping[str, str]) -> list[str]:
    """Each retired name of a module with its standard term."""
    bare = {name: name.lstrip("_") for name in named(ast.parse(path.read_text()))}
    retired = {name: words[word] for name, word in bare.items() if word in words}
    if path.stem in RETIRED_MODULES:
        retired[path.stem] = RETIRED_MODULES[path.stem]
    return [f"{path.relative_to(PROJECT)}: {name} is {term}" for name, term in retired.items()]


@pytest.mark.parametrize("room", ROOMS)
def test_no_name_is_a_retired_word(room):
    modules = sorted((PROJECT / room).rglob("*.py"))
    assert modules
    words = RETIRED | (RETIRED_IN_QUERIES if room == "queries" else {})
    assert [found for path in modules for found in retired_in(path, words)] == []


def test_a_retired_word_is_told_wherever_it_names_something():
    source = "class Setting:\n    lines: int\n    def ask(self, told, *, fit=1): self._asked = told\n"
    assert {"Setting", "lines", "ask", "told", "fit", "_asked"} <= set(named(ast.parse(source)))
