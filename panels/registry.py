"""Every panel there is: found in the modules of this package that declare a `PANEL`, or several `PANELS`."""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType, ModuleType
from typing import Final

import panels as package
from panels.panel import Panel, Where
from panels.sheet_part import SheetPart

DECLARATIONS: Final = ("PANEL", "PANELS")


class PanelProblem(Exception):
    """A declaration that cannot be used; the message names its module and the mend."""


class UnknownPanel(LookupError):
    """No panel has the id asked for."""


@cache
def panels() -> tuple[Panel, ...]:
    """Every panel, in order.

    Raises
    ------
    PanelProblem
        If a declaration is not whole, or two of them have an id or an order in common.
    """
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__, "panels."))
    declared = [(name, each) for name in names for each in _declared_by(name)]
    _require_distinct(declared)
    found = tuple(sorted((each for _, each in declared), key=lambda each: each.order))
    _require_frames(found)
    return found


def panel(name: str) -> Panel:
    """The panel of an id, or of one that it had earlier.

    Raises
    ------
    UnknownPanel
        If there is none.
    """
    known = ids()
    if name not in known:
        raise UnknownPanel(name)
    return _by_id()[known[name]]


def appearing_in(where: Where) -> tuple[Panel, ...]:
    """The panels of a page, or those that can be slides or embedded, in order."""
    return tuple(each for each in panels() if where in each.appears_in)


def on_fact_sheet() -> tuple[Panel, ...]:
    """The panels of the fact sheet of a place, in the order of the sheet."""
    parts = list(SheetPart)
    shown = ((parts.index(each.sheet_part), each) for each in panels() if each.sheet_part)
    return tuple(each for _, each in sorted(shown, key=lambda pair: (pair[0], pair[1].order)))


def browser_modules(where: Where | None = None) -> tuple[str, ...]:
    """The JavaScript modules that draw the panels of a page, or all panels, each once and in order."""
    shown = panels() if where is None else appearing_in(where)
    return tuple(dict.fromkeys(each.browser_module for each in shown if each.browser_module))


def ids(where: Where | None = None) -> Mapping[str, str]:
    """Every id that links and decks may hold, and the one it stands for; of all panels, or of those
    somewhere."""
    chosen = panels() if where is None else appearing_in(where)
    return MappingProxyType({name: each.id for each in chosen for name in (each.id, *each.former_ids)})


@cache
def _by_id() -> Mapping[str, Panel]:
    return MappingProxyType({each.id: each for each in panels()})


def forget() -> None:
    """Look for panels anew when they are next asked for."""
    panels.cache_clear()
    _by_id.cache_clear()


def _declared_by(name: str) -> tuple[Panel, ...]:
    module = _imported(name)
    found = [getattr(module, each) for each in DECLARATIONS if hasattr(module, each)]
    declared = tuple(each for value in found for each in (value if isinstance(value, tuple) else (value,)))
    if not all(isinstance(each, Panel) for each in declared):
        raise PanelProblem(f"{name}: PANEL must be a panels.panel.Panel, and PANELS a tuple of them.")
    return tuple(each for each in declared if isinstance(each, Panel))


def _imported(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except (TypeError, ValueError) as problem:
        raise PanelProblem(
            f"{name}: {problem} Give every field of panels.panel.Panel that has no default."
        ) from problem


def _require_distinct(declared: Iterable[tuple[str, Panel]]) -> None:
    taken: dict[str, str] = {}
    for module, each in declared:
        for claim in (*(f"the id {name!r}" for name in (each.id, *each.former_ids)), f"order {each.order}"):
            if claim in taken:
                raise PanelProblem(f"{module} and {taken[claim]} both declare {claim}. Change it in one.")
            taken[claim] = module


def _require_frames(found: Iterable[Panel]) -> None:
    known = {each.id for each in found}
    for each in found:
        if each.within and each.within not in known:
            raise PanelProblem(f"The panel {each.id!r} is within {each.within!r}, which is no panel.")
