"""Calendar years as periods, and the year that a few sources say only in a file's name."""

import re
from datetime import date
from typing import Final

import pandas as pd

from data.sources.base import FIRST_YEAR
from data.sources.table import FileProblem

YEAR_IN_NAME: Final = re.compile(r"(?<!\d)([12]\d{3})(?!\d)")


def calendar_years(year: pd.Series) -> pd.DataFrame:
    """Period columns of whole calendar years: `period_kind`, `period_start`, `period_end`."""
    text = year.astype("int64").astype("str")
    return pd.DataFrame(
        {
            "period_kind": "year",
            "period_start": pd.to_datetime(text + "-01-01"),
            "period_end": pd.to_datetime(text + "-12-31"),
        },
        index=year.index,
    )


def year_in_name(file_name: str, of_what: str) -> int:
    """The one year that a file's name holds, as in `SVI_2022_US_county.csv` and `SVI2018_US_COUNTY.csv`.

    Raises
    ------
    FileProblem
        If the name holds no year, or several.
    """
    found = {int(year) for year in YEAR_IN_NAME.findall(file_name)}
    known = {year for year in found if FIRST_YEAR <= year <= date.today().year}
    if len(known) == 1:
        return known.pop()
    several = "several years" if known else "no year"
    raise FileProblem(
        f"has {several} in its name, and no column says {of_what}: name the file as the agency does, "
        "with that year alone"
    )
