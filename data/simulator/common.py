"""What the simulated files share: random streams, months, reference tables and the mark they carry."""

import datetime
import zlib
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from model.settings import PROJECT

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Months = NDArray[np.datetime64]

REFERENCE: Final = PROJECT / "data" / "reference"

MARK: Final = {"Simulated": "simulated"}
"""Last column of every simulated file, by which the loaders know it."""


def stream(seed: int, name: str) -> np.random.Generator:
    """Random numbers of one purpose, independent of those drawn for any other.

    Parameters
    ----------
    seed : int
        Seed of the run, not negative.
    name : str
        Purpose; the same seed and name give the same numbers.

    Returns
    -------
    numpy.random.Generator
    """
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def reference_table(file_name: str, text_columns: tuple[str, ...], folder: Path = REFERENCE) -> pd.DataFrame:
    """Table that the simulator is calibrated on.

    Parameters
    ----------
    file_name : str
        Name with its ending.
    text_columns : tuple of str
        Columns kept as text; the others are numbers.
    folder : Path, optional
        That of the one data set that uses it; ``data/reference`` holds those that several use.

    Returns
    -------
    DataFrame
        In the order of the file.
    """
    return pd.read_csv(folder / file_name, dtype=dict.fromkeys(text_columns, "str"), keep_default_na=False)


def months_before(today: datetime.date, months: int) -> np.datetime64:
    """Calendar month that lies whole months before a day's own month.

    Parameters
    ----------
    today : datetime.date
        Any day.
    months : int
        How many months earlier.

    Returns
    -------
    numpy.datetime64
        Of unit month.
    """
    return np.datetime64(today, "M") - np.timedelta64(months, "M")


def monthly_rates(yearly: Floats) -> Floats:
    """Spread yearly totals over months without steps between years.

    Parameters
    ----------
    yearly : ndarray, shape (..., years)
        Totals of consecutive years, not negative.

    Returns
    -------
    ndarray, shape (..., 12 * years)
        Amount a month; every twelve add up to their year.
    """
    zero = np.zeros((*yearly.shape[:-1], 1))
    cumulative = np.concatenate([zero, np.cumsum(yearly, axis=-1)], axis=-1)
    smooth = PchipInterpolator(np.arange(yearly.shape[-1] + 1), cumulative, axis=-1)
    rates = np.diff(smooth(np.arange(12 * yearly.shape[-1] + 1) / 12), axis=-1)
    # Flat stretches of the cumulative come back as minus a rounding error.
    return np.clip(rates, 0.0, None)


def completeness(months: int, speed: Floats) -> Floats:
    """Share of each month's deaths that has been reported when the file is published.

    Parameters
    ----------
    months : int
        Number of months, the last of which is the newest in the file.
    speed : ndarray, shape (places,)
        About 1; a place of 2 has twice the share outstanding.

    Returns
    -------
    ndarray, shape (places, months)
        1 for all but the newest months.
    """
    age = np.arange(months)[::-1]
    outstanding = np.where(age < 8, 0.09 * np.exp(-age / 1.2), 0.0)
    return 1.0 - np.clip(speed[:, None] * outstanding, 0.0, 0.6)


def write_table(path: Path, rows: pd.DataFrame, encoding: str = "utf-8", line_end: str = "\n") -> Path:
    """Write a table as CSV with the mark of simulated data.

    Parameters
    ----------
    path : Path
        File to write.
    rows : DataFrame
        In the agency's columns and order.
    encoding : str, default "utf-8"
        As the agency encodes it.
    line_end : str, default line feed
        As the agency ends its lines.

    Returns
    -------
    Path
        The file.
    """
    rows.assign(**MARK).to_csv(path, index=False, encoding=encoding, lineterminator=line_end)
    return path
