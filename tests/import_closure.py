"""What a module's results depend on: its code, all that it imports, and versions of installed packages."""

import ast
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions, version
from pathlib import Path

from support import PROJECT


@cache
def file_of(module: str) -> Path | None:
    """The file of a module of the project; None for any other name."""
    path = PROJECT.joinpath(*module.split("."))
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()), None)


def modules_within(name: str) -> Iterator[str]:
    """A module, or a package and every module within it: some are found by their being there."""
    yield name
    for path in PROJECT.joinpath(*name.split(".")).rglob("*.py"):
        yield ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")


@cache
def imports_of(module: str) -> frozenset[str]:
    """Names that a module of the project imports anywhere in it, with the package that it lies in."""
    found = {module.rpartition(".")[0]} - {""}
    for node in ast.walk(ast.parse(file_of(module).read_bytes())):
        if isinstance(node, ast.Import):
            found.update(name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            members = (f"{node.module}.{name.name}" for name in node.names)
            found.update(member for member in members if file_of(member))
            found.add(node.module)
    return frozenset(found)


def closure(*names: str) -> tuple[list[str], list[str]]:
    """Modules of the project that these modules and packages import, and names of packages from elsewhere."""
    ours, others = set(), set()
    waiting = [module for name in names for module in modules_within(name)]
    while waiting:
        module = waiting.pop()
        if file_of(module) is None:
            others.add(module.partition(".")[0])
        elif module not in ours:
            ours.add(module)
            waiting.extend(imports_of(module))
    return sorted(ours), sorted(others)


@cache
def fingerprint(*names: str) -> str:
    """Checksum of modules and packages, all that they import, and the reference tables beside those."""
    ours, others = closure(*names)
    files = {file_of(module) for module in ours}
    folders = {file.parent for file in files}
    tables = {
        table for folder in folders for where in ("*.csv", "reference/*.csv") for table in folder.glob(where)
    }
    digest = hashlib.sha256()
    for path in sorted(files | tables):
        digest.update(str(path.relative_to(PROJECT)).encode() + path.read_bytes())
    distributions = packages_distributions()
    for name in sorted({each for other in others for each in distributions.get(other, ())}):
        digest.update(f"{name} {version(name)}".encode())
    return digest.hexdigest()
