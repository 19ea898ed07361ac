"""Which loader knows a table, by its header."""

from functools import cache
from importlib import import_module

from data.sources.base import Loader
from data.sources.table import Sheet, headers
from model.declarations import PACKAGE, declarations


@cache
def loaders() -> tuple[Loader, ...]:
    """The loaders of every data set, those of the highest precedence first."""
    modules = (import_module(f"{PACKAGE}.{name}.loader") for name in declarations())
    return tuple(loader for module in modules for loader in module.LOADERS)


def recognize(sheet: Sheet) -> tuple[Loader, int] | None:
    """The loader that knows a sheet, and where in its rows the header stands; None without either.

    The header may stand below lines of a title. The first row that any loader knows is it, unless the row
    below is another one: some files begin with the header of an earlier edition.
    """
    found: tuple[Loader, int] | None = None
    for position, header in headers(sheet):
        known = next((loader for loader in loaders() if loader.knows(header)), None)
        if known:
            found = known, position
        elif found:
            break
    return found


def is_dictionary(sheet: Sheet) -> bool:
    """Whether a sheet describes the columns of a data set rather than holding one."""
    return any({"variable", "definition"} <= header for _, header in headers(sheet))
