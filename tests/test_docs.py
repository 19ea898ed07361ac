"""Docs name only files, settings, commands and addresses that exist.

Checked in `README.md`, `CONTRIBUTING.md` and every page under `docs/`: in code (between backticks, in blocks)
paths, `FILE::NAME`, `make` targets, `python -m` modules, commands of `python -m data` with their options,
settings and addresses; everywhere relative links. In a path or an address, `NAME` and a few more words in
capitals stand for anything (`data/sources/NAME/`), and so does an ellipsis. Files of an example that a page
shows whole need not be there.
"""

import ast
import fnmatch
import json
import os
import re
from functools import cache
from pathlib import Path

import pytest
import typer

from data.__main__ import app as command_line
from model.settings import Settings

PROJECT = Path(__file__).resolve().parents[1]
PAGES = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *sorted((PROJECT / "docs").rglob("*.md"))]

ROUTES = PROJECT / "server" / "route_names.py"
GENERATED = ("var", ".venv", "node_modules")
"""Folders that commands write; what lies in them need not be there."""
NOT_OURS = {*GENERATED, ".git", ".ruff_cache", ".mypy_cache", ".pytest_cache", ".hypothesis"}
SOURCE_ENDINGS = r"py|sql|js|mjs|ts|css|md|typ|toml|sh"
"""A bare name that ends so is a file of the project; other bare names are agencies' or extracts' files."""
FILE_ENDINGS = rf"{SOURCE_ENDINGS}|csv|json|ya?ml|txt|png|svg"
FILES_OF_AN_EXAMPLE = re.compile(r"^`([\w/.]+)`:$", re.MULTILINE)
"""A line with a file's name alone says that the block below it is that file of an example."""
OTHER_MODULES = {"pytest", "pip", "venv"}
ANYTHING = re.compile(r"(?<![A-Za-z])(?:NAME|SOURCE|PANEL|PLACE|VIEW|VERSION|TIME)(?![A-Za-z])|…")
"""Stands for any word, in a path or an address."""
CONSTANT = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b")
SETTINGS = {name.upper() for name in Settings.model_fields}


def code_of(text):
    """Line number, code, whether it is a block's: each line of a block, each span between backticks."""
    fenced = False
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif fenced or line.startswith("    "):
            yield number, line.replace("`", " "), True
        else:
            yield from ((number, span, False) for span in re.findall(r"`([^`]+)`", line))


@cache
def files():
    """Every file of the project, by its path from the root."""
    found = []
    for folder, folders, names in os.walk(PROJECT):
        folders[:] = [name for name in folders if name not in NOT_OURS and name != "__pycache__"]
        found += [(Path(folder) / name).relative_to(PROJECT).as_posix() for name in names]
    return frozenset(found)


@cache
def folders():
    """Every folder of the project that holds a file."""
    return frozenset(parent.as_posix() for path in files() for parent in Path(path).parents)


def exists(path, beside=PROJECT):
    """Whether a path, from the root or from beside the page, leads to a file or a folder."""
    near = os.path.relpath(beside / path, PROJECT)
    for name in (path.rstrip("/"), near):
        pattern = ANYTHING.sub("*", name)
        if name in files() or name in folders():
            return True
        if "*" in pattern and fnmatch.filter((*files(), *folders()), pattern):
            return True
    return False


def paths_in(code, block):
    """What of a piece of code is the path of a file or folder of the project."""
    for word in re.findall(r"(?<![\w./:=~%-])[\w.*…][\w.*/…-]*(?:::\w+)?", code):
        path, _, _ = word.partition("::")
        path = path.rstrip(".,") if path.endswith((".", ",")) else path
        first, slash, _ = path.partition("/")
        # In a block a relative path is one from the example's own file.
        if first in GENERATED or (block and first == "."):
            continue
        named = re.search(rf"\w\.({FILE_ENDINGS if slash else SOURCE_ENDINGS})$", path)
        folder = not block and path.endswith("/")
        if (slash and first in folders()) or (not block and named) or folder:
            yield word


def path_problems(code, block, beside, shown=frozenset()):
    for word in paths_in(code, block):
        path, _, name = word.partition("::")
        if path in shown:
            continue
        if "/" not in path and not exists(path, beside):
            if path not in {Path(file).name for file in files()}:
                yield f"no such file: {path}"
        elif not exists(path, beside):
            yield f"no such file or folder: {path}"
        elif (
            name
            and path in files()
            and not re.search(rf"(?<!\w){name}(?!\w)", (PROJECT / path).read_text(encoding="utf-8"))
        ):
            yield f"{path} has no {name}"


def link_problems(line, beside, text):
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", line)):
        path, _, heading = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        if path and not (beside / path).exists():
            yield f"no such file to link to: {target}"
        elif heading:
            linked = (beside / path).read_text(encoding="utf-8") if path else text
            if heading not in headings(linked):
                yield f"no such heading: {target}"


def headings(text):
    """Addresses of a page's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@cache
def make_targets():
    return frozenset(re.findall(r"^([a-z][\w-]*):", (PROJECT / "Makefile").read_text(), re.MULTILINE))


def make_problems(code):
    for target in re.findall(r"(?:^|[\s;&(])make ([a-z][\w-]*)", code.split("#")[0]):
        if target not in make_targets():
            yield f"no such target: make {target}"


@cache
def commands():
    """Options of each command of `python -m data`."""
    group = typer.main.get_command(command_line)
    return {
        name: {
            "--help",
            *(option for each in command.params for option in (*each.opts, *each.secondary_opts)),
        }
        for name, command in group.commands.items()
    }


def command_problems(code):
    for module, rest in re.findall(r"python -m ([\w.]+)((?: [^#;&|]*)?)", code):
        path = module.rstrip(".").replace(".", "/")
        runs = f"{path}.py" in files() or f"{path}/__main__.py" in files()
        if not runs and module not in OTHER_MODULES:
            yield f"no such module to run: python -m {module}"
        command, *words = rest.split() or [""]
        if module != "data" or not re.fullmatch(r"[a-z][\w-]*", command):
            continue
        if command not in commands():
            yield f"no such command: python -m data {command}"
            continue
        for option in re.findall(r"--[a-z][\w-]*", " ".join(words)):
            if option not in commands()[command]:
                yield f"python -m data {command} has no {option}"


@cache
def set_elsewhere():
    """Variables that the Makefile and the Procfile set or read."""
    texts = [(PROJECT / name).read_text(encoding="utf-8") for name in ("Makefile", "Procfile")]
    return frozenset(re.findall(r"\b[A-Z][A-Z_]+\b", " ".join(texts)))


@cache
def constants():
    """Names in capitals, of two words or more, that the program has."""
    python = (PROJECT / path for path in files() if path.endswith(".py") and not path.startswith("tests/"))
    return frozenset(CONSTANT.findall(" ".join(path.read_text(encoding="utf-8") for path in python)))


def setting_problems(code):
    known = SETTINGS | set_elsewhere()
    for name in re.findall(r"(?:^|\s)([A-Z][A-Z0-9_]+)=(?=\S)", code):
        if name not in known:
            yield f"no such setting: {name}="
    if CONSTANT.fullmatch(code) and code not in known | constants():
        yield f"no such setting: {code}"


def table_problems(text):
    """Rows of a table of settings that name none."""
    in_table = False
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(r"\| *(environment )?variable *\|", line):
            in_table = True
        elif not line.startswith("|"):
            in_table = False
        elif in_table:
            named = re.findall(r"`([^`]+)`", line.split("|")[1])
            yield from (f"{number}: no such setting: {name}" for name in named if name not in SETTINGS)


def texts_of(tree):
    """Texts of a module, with `*` where a value is put in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "*" for part in node.values)
            yield "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@cache
def addresses():
    """Addresses of the pages, of what stands around them, and of the API; `*` stands for anything."""
    rooms = [
        path
        for path in files()
        if path.endswith(".py") and path.split("/")[0] in ("pages", ROUTES.parent.name)
    ]
    found = {
        re.sub(r"\{\w+\}|<\w+>", "*", text)
        for path in rooms
        for text in texts_of(ast.parse((PROJECT / path).read_text(encoding="utf-8")))
        if re.fullmatch(r"/(?:[a-z_][\w-]*(?:/[\w.*<>{}-]+)*)?", text)
    }
    described = json.loads((PROJECT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    root = described["servers"][0]["url"]
    return frozenset(
        found | {root + path for path in described["paths"]} | {f"{root}/v1", f"{root}/v1/openapi.json"}
    )


@cache
def beginnings():
    """First parts of all addresses, those of Dash and of files among them."""
    tree = ast.parse(ROUTES.read_text(encoding="utf-8"))
    return frozenset(text for text in texts_of(tree) if re.fullmatch(r"[a-z_][\w-]*", text))


def is_address(path):
    """Whether an address leads anywhere."""
    wanted = re.sub(r"\{\w+\}", "*", ANYTHING.sub("*", path)).rstrip("/") or "/"
    first = wanted.split("/")[1]
    alike = [known for known in addresses() if known.split("/")[1] == first]
    if not [known for known in alike if known.count("/") > 1 or known == wanted]:
        return first in beginnings() or wanted in alike
    return any(
        fnmatch.fnmatch(wanted, known) or fnmatch.fnmatch(known, wanted) or known.startswith(f"{wanted}/")
        for known in alike
    )


def address_problems(code):
    here = re.sub(r"https?://(?:127\.0\.0\.1|localhost)(?::\d+)?", "", code)
    for path in re.findall(r"(?:^|[\s'\"])(/[a-z_…][^\s?#'\",]*|/)(?=$|[\s?#'\",])", here):
        if not is_address(path):
            yield f"no such address: {path}"


def problems(text, beside):
    """What a page names that does not exist, with the line it is on."""
    found = table_problems(text)
    lines = [
        f"{number}: {each}"
        for number, line in enumerate(text.splitlines(), start=1)
        for each in link_problems(line, beside, text)
    ]
    shown = set(FILES_OF_AN_EXAMPLE.findall(text))
    for number, code, block in code_of(text):
        named = (
            *path_problems(code, block, beside, shown),
            *make_problems(code),
            *command_problems(code),
            *setting_problems(code),
            *address_problems(code),
        )
        lines += [f"{number}: {each}" for each in named]
    return [*found, *lines]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(PROJECT).as_posix())
def test_a_page_names_only_what_exists(page):
    found = problems(page.read_text(encoding="utf-8"), page.parent)
    assert not found, "\n".join(found)


def test_every_setting_is_in_the_table_of_settings():
    table = (PROJECT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    assert sorted(rows) == sorted(SETTINGS)


def test_every_dependency_is_in_the_table_of_dependencies_and_no_other():
    pinned = {
        name.lower()
        for path in PROJECT.glob("requirements*.txt")
        for name in re.findall(r"^([A-Za-z][\w.-]*)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    package = json.loads((PROJECT / "package.json").read_text(encoding="utf-8"))
    wanted = pinned | set(package.get("dependencies", {})) | set(package.get("devDependencies", {}))
    table = (PROJECT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (?!package |---)([^|]+) \|", table, re.MULTILINE)
    listed = [re.sub(r"\[.*\]| \(npm\)", "", name).lower() for row in rows for name in row.split(", ")]
    assert sorted(listed) == sorted(wanted)


def test_every_room_is_in_the_table_of_rooms():
    architecture = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w.]+)/?` \|", architecture, re.MULTILINE)
    packages = {path.split("/")[0] for path in files() if path.endswith("/__init__.py")}
    assert packages <= set(rows)


def test_every_command_is_in_the_docs():
    named = {
        command
        for page in PAGES
        for command in re.findall(r"python -m data ([a-z]\w*)", page.read_text(encoding="utf-8"))
    }
    assert set(commands()) <= named


@pytest.mark.parametrize(
    "planted",
    [
        "It is in `queries/sql/no_such_question.sql`.",
        "It is in `no_such_room/`.",
        "It is in `no_such_module.py`.",
        "It is in `docs/NO_SUCH_PAGE.md`.",
        "It is `methods/rates.py::NO_SUCH_NAME`.",
        "    ruff check docs/no_such_page.md",
        "It is in `data/no_such_folder/NAME.py`.",
        "See [there](no-such-page.md).",
        "See [there](settings.md#no-such-heading).",
        "See [there](#no-such-heading).",
        "![Picture](images/no-such-picture.png)",
        "Run `make no-such-target`.",
        "    make no-such-target   # and wait",
        "Run `python -m data no-such-command`.",
        "    .venv/bin/python -m data ingest FOLDER --no-such-option 1",
        "Run `python -m bench.no_such_bench`.",
        "Set `NO_SUCH_SETTING`.",
        "    NOSUCH=1 make run",
        "| environment variable | default |\n|---|---|\n| `NOSUCH` | 1 |",
        "It is at `/no-such-page`.",
        "It is at `/api/v1/no-such-table`.",
        "It is at `/brief/no-such-part`.",
        "    curl 'http://127.0.0.1:8050/no-such-page?place=39'",
    ],
)
def test_a_name_of_nothing_is_found(planted, tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"# Page\n\nAll is well.\n\n{planted}\n", encoding="utf-8")
    (found,) = problems(page.read_text(encoding="utf-8"), PROJECT / "docs")
    assert re.match(r"[57]: ", found)


@pytest.mark.parametrize(
    "named",
    [
        "`README.md`, `docs/`, `Makefile`, `rates.py`, `methods/rates.py::UNRELIABLE_BELOW`",
        "`queries/NAME.py`, `queries/sql/NAME.sql`, `/picture/PANEL.svg`",
        "`var/extracts/current`, `datapackage.json`, `application/json`, `HOST`, `GET`",
        "[settings](settings.md#settings), [elsewhere](https://example.org/nothing)",
        "# On this page\n\n[here](#on-this-page)",
        "    EXTRACTS=var/real make run   # make sure that it is there",
        "    .venv/bin/python -m data ingest FOLDER --as-of 2025-01-31",
        "`/`, `/place/39061?groups=NAME:39035`, `/embed/PANEL?VIEW`, `/picture/trend.png`",
        "`/static/…`, `/healthz`, `/panel`, `https://example.org/no/such`",
        "    curl 'http://127.0.0.1:8050/api/v1/observations?indicator=deaths'",
    ],
)
def test_a_name_of_something_is_left_alone(named):
    assert problems(named, PROJECT / "docs") == []
