"""All simulated files of one run."""

import datetime
from collections.abc import Callable
from pathlib import Path

from data.simulator import (
    cbp_seizures,
    census_population,
    dispensing,
    dose_discharge,
    dose_syndromic,
    events,
    nflis,
    partner_deaths,
    svi,
    urban_rural,
    vsrr_county,
    vsrr_state,
    wonder_county,
)
from data.simulator.truth import simulate_truth


def _silent(_: str) -> None:
    """Report nothing."""


def simulate_files(
    folder: Path, seed: int, today: datetime.date, progress: Callable[[str], None] = _silent
) -> list[Path]:
    """Write simulated files of every source, in the agencies' own formats.

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
    truth = simulate_truth(seed, today)
    progress("writing deaths by state")
    paths = [vsrr_state.write(folder, truth, seed, today)]
    progress("writing deaths by county")
    paths.append(vsrr_county.write(folder, truth, seed, today))
    progress("writing deaths by county and year")
    paths.extend(wonder_county.write(folder, truth, seed, today))
    progress("writing nonfatal overdoses from discharges")
    paths.extend(dose_discharge.write(folder, truth, seed, today))
    progress("writing suspected nonfatal overdoses")
    paths.extend(dose_syndromic.write(folder, truth, seed, today))
    progress("writing dispensing rates and laboratory reports")
    paths.extend(dispensing.write(folder, truth, seed, today))
    paths.extend(nflis.write(folder, truth, seed, today))
    progress("writing drug seizures")
    paths.extend(cbp_seizures.write(folder, seed, today))
    progress("writing population")
    paths.extend(census_population.write(folder, seed))
    progress("writing what counties are like, and events")
    paths.append(svi.write(folder, truth, seed))
    paths.append(urban_rural.write(folder, truth))
    paths.append(events.write(folder, today))
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
