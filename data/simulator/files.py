"""All simulated files of one run."""

import datetime
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from data.simulator import partner_deaths
from data.simulator.truth import Simulation, simulate_truth
from model.declarations import PACKAGE, declarations


def _silent(_: str) -> None:
    """Report nothing."""


def simulate_files(
    folder: Path, seed: int, today: datetime.date, progress: Callable[[str], None] = _silent
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

    Returns
    -------
    list of Path
        The files, in the order of their sources in the catalog.

    Raises
    ------
    ValueError
        If `today` is too early for every file to have its months.
    """
    if today.year < 2023:
        raise ValueError(f"cannot simulate files as of {today}: choose a day from 2023 on")
    folder.mkdir(parents=True, exist_ok=True)
    progress("simulating deaths by county, month and drug")
    run = Simulation(simulate_truth(seed, today), seed, today)
    paths: list[Path] = []
    for name, declared in declarations().items():
        module = f"{PACKAGE}.{name}.simulated"
        if find_spec(module):
            progress(f"writing files of {declared.sources[0].short}")
            paths.extend(import_module(module).write(folder, run))
    return paths


def simulate_partner_files(folder: Path, seed: int, today: datetime.date) -> list[tuple[Path, Path]]:
    """Write the simulated tables of a partner, whose counts are not suppressed, of the same deaths.

    Returns
    -------
    list of (Path, Path)
        A table and the mapping that says what its columns mean.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return partner_deaths.write(folder, simulate_truth(seed, today), seed)
