"""Finds what the data sets declare: a folder of `data/sources` with a `declaration.py` is one of them.

Nothing lists the data sets. A declaration imports `model.catalog_types` and nothing else of the project, so
that a process that serves reads the catalog without loading any code that reads files.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Final

from model.catalog_types import Declaration

PACKAGE: Final = "data.sources"


@cache
def declarations() -> Mapping[str, Declaration]:
    """Folder of each data set → its declaration, by precedence."""
    spec = find_spec(PACKAGE)
    folders = (
        [found.name for found in iter_modules(spec.submodule_search_locations) if found.ispkg] if spec else []
    )
    known: dict[str, Declaration] = {
        folder: import_module(f"{PACKAGE}.{folder}.declaration").DECLARATION for folder in folders
    }
    return MappingProxyType(dict(sorted(known.items(), key=lambda item: (item[1].precedence, item[0]))))
