"""No module, class, function, attribute or parameter has a retired name, and spelling is American."""

import ast
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from model.build_id import PARTS

PROJECT = Path(__file__).resolve().parents[1]
ROOMS = sorted({*PARTS, "bench"} - {"assets"})
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

RETIRED_IN_BROWSER = {
    r"data[-_]alone": "data-single-panel",
    r"alone-panel": "single-panel",
    r"data[-_]asked|dataset\.asked": "data-lazy-panel",
    r"data[-_]offer\b|dataset\.offer\b": "data-fallback",
    r"[.\"]offers\b": "fallbacks",
    r"standout-list": "insight-list",
    r"\b(?:wear|dress)\(": "setClass",
}
"""Classes, data attributes and functions that styles, scripts and the parts of the page name."""
SPELLINGS = {
    r"afterwards\b": "afterward",
    r"analys(?=e\b|ed|ing)": "analyz",
    r"anticlockwise": "counterclockwise",
    r"artefact": "artifact",
    r"authoris": "authoriz",
    r"backwards\b": "backward",
    r"behaviour": "behavior",
    r"cancell(?=ed|ing)": "cancel",
    r"catalogue": "catalog",
    r"categoris": "categoriz",
    r"centre(?=s?\b|d\b)": "center",
    r"colour": "color",
    r"customis": "customiz",
    r"(?<!i)defence": "defense",
    r"favour": "favor",
    r"fulfil\b": "fulfill",
    r"generalis": "generaliz",
    r"grey": "gray",
    r"honour": "honor",
    r"initialis": "initializ",
    r"judgement": "judgment",
    r"labell(?=ed\b|ing\b)": "label",
    r"learnt": "learned",
    r"licence": "license",
    r"maximis": "maximiz",
    r"(?<!para)(?<!dia)metre(?=s?\b|s?_)": "meter",
    r"minimis": "minimiz",
    r"modell(?=ed|ing)": "model",
    r"neighbour": "neighbor",
    r"normalis": "normaliz",
    r"optimis": "optimiz",
    r"organis": "organiz",
    r"practis(?=e|ing)": "practic",
    r"programme(?!d|r)": "program",
    r"recognis": "recogniz",
    r"rumour": "rumor",
    r"standardis": "standardiz",
    r"summaris": "summariz",
    r"towards\b": "toward",
    r"travell(?=ed|ing)": "travel",
    r"utilis": "utiliz",
    r"visualis": "visualiz",
    r"whilst": "while",
}
"""British spellings, each with the American one."""
SPELLED_BY_OTHERS = {
    "constraints.txt": {"colour"},
    "data/sources/event_list/loader.py": {"programme"},
    "docs/dependencies.md": {"colour"},
    "requirements-dev.txt": {"colour"},
    "tests/data/sources/test_event_list.py": {"programme"},
    "tests/test_palettes.py": {"colour"},
}
"""Files with names of packages and words of older files."""
WRITTEN = (".py", ".js", ".ts", ".css", ".sql", ".md", ".typ", ".toml", ".txt", ".yaml", ".html", ".sh")
NOT_WRITTEN = {"var", ".venv", "node_modules", ".git"}


def written():
    """Every file that somebody writes, but for this list."""
    for folder, folders, names in os.walk(PROJECT):
        folders[:] = [name for name in folders if name not in NOT_WRITTEN and not name.startswith(".")]
        yield from (Path(folder) / name for name in names if name.endswith(WRITTEN))


def british_in(text):
    """Each British spelling of a text, in lower case, with the American one."""
    return {
        found[0].lower(): american
        for british, american in SPELLINGS.items()
        for found in re.finditer(british, text, re.IGNORECASE)
    }


def test_spelling_is_american():
    found = {}
    for path in written():
        name = path.relative_to(PROJECT).as_posix()
        words = british_in(path.read_text(encoding="utf-8"))
        others = SPELLED_BY_OTHERS.get(name, set())
        if path != Path(__file__) and words.keys() - others:
            found[name] = {british: american for british, american in words.items() if british not in others}
    assert found == {}


@pytest.mark.parametrize(
    ("text", "british"),
    [
        ("a Colour of greyed-out neighbours", {"colour", "grey", "neighbour"}),
        ("METRES_PER_UNIT", {"metre"}),
        ("aria-labelledby, parameters, programmed, analyses, fulfilled, cancellation", set()),
    ],
)
def test_a_british_spelling_is_found_within_names_and_a_standard_term_is_not_one(text, british):
    assert british_in(text).keys() == british


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


@pytest.mark.parametrize("room", ["assets", "components", "pages", "panels", "tests/browser"])
def test_no_class_or_attribute_of_the_page_is_a_retired_word(room):
    files = [path for ending in ("py", "js", "css") for path in (PROJECT / room).rglob(f"*.{ending}")]
    assert files
    found = [
        f"{path.relative_to(PROJECT)}: {used[0]} is {term}"
        for path in files
        for word, term in RETIRED_IN_BROWSER.items()
        for used in re.finditer(word, path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_a_retired_word_is_told_wherever_it_names_something():
    source = "class Setting:\n    lines: int\n    def ask(self, told, *, fit=1): self._asked = told\n"
    assert {"Setting", "lines", "ask", "told", "fit", "_asked"} <= set(named(ast.parse(source)))
