"""All simulated files of one run."""

import datetime
from collections.abc import Callable, Collection
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from data.simulator import partner_deaths
from data.simulator.truth import Simulation, simulate_truth
from model.catalog_types import Declaration
from model.declarations import PACKAGE, declarations


class UnknownDataSet(ValueError):
    """A name that no simulated data set has."""


def _silent(_: str) -> None:
    """Report nothing."""


def simulate_files(
    folder: Path,
    seed: int,
    today: datetime.date,
    progress: Callable[[str], None] = _silent,
    only: Collection[str] = (),
) -> list[Path]:
    """Write simulated files of every data set that has a `simulated.py`, in the agencies' own formats.

    Parameters
    ----------
    folder : Path
        Where to write; made if absent. Files of the same names are replaced.
    seed : int
        Not negative. The same seed and day give the same bytes.
    today : datetime.date
        The day on which the files could have been downloaded: deaths are reported to five months
        before it, seizures to one month before. From 2023 on.
    progress : callable, optional
        Called with one line of text before each step.
    only : collection of str, optional
        Data sets, by the names of their folders; every one if there is none.

    Returns
    -------
    list of Path
        The files, in the order of their sources in the catalog.

    Raises
    ------
    ValueError
        If `today` is too early for every file to have its months.
    UnknownDataSet
        If no simulated data set has a name of `only`.
    """
    chosen = _chosen(only)
    if today.year < 2023:
        raise ValueError(f"cannot simulate files as of {today}: choose a day from 2023 on")
    folder.mkdir(parents=True, exist_ok=True)
    progress("simulating deaths by county, month and drug")
    run = Simulation(simulate_truth(seed, today), seed, today)
    paths: list[Path] = []
    for name, declared in chosen.items():
        progress(f"writing files of {declared.sources[0].short}")
        paths.extend(import_module(_simulated(name)).write(folder, run))
    return paths


def _chosen(only: Collection[str]) -> dict[str, Declaration]:
    known = {name: declared for name, declared in declarations().items() if find_spec(_simulated(name))}
    if unknown := set(only) - set(known):
        raise UnknownDataSet(f"No simulated data set is called {min(unknown)}: choose of {', '.join(known)}")
    return {name: declared for name, declared in known.items() if not only or name in only}


def _simulated(name: str) -> str:
    return f"{PACKAGE}.{name}.simulated"


def simulate_partner_files(folder: Path, seed: int, today: datetime.date) -> list[tuple[Path, Path]]:
    """Write the simulated tables of a partner, whose counts are not suppressed, of the same deaths.

    Returns
    -------
    list of (Path, Path)
        A table and the mapping that says what its columns mean.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return partner_deaths.write(folder, simulate_truth(seed, today), seed)
