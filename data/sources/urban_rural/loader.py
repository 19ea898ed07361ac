"""NCHS Urban-Rural Classification Scheme for Counties, 2013 and 2023.

Six classes, from 1 (large central metro) to 6 (noncore). A file has the classes of older schemes beside
its own; the newest is read.

Quirks: codes that lost their leading zeros, or in two columns (`STFIPS`, `CTYFIPS`); `.` where there is no
figure; a trailing empty column. Counties are those of the scheme's year.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pandas as pd

from data.sources.base import Converted, Intake, Loader
from data.sources.urban_rural.declaration import URBAN_RURAL_CLASSES
from data.sources.years import calendar_years
from model.place_codes import fips

CLASS_COLUMNS: Final[Mapping[str, int]] = MappingProxyType(
    {"code2023": 2023, "2023 code": 2023, "code2013": 2013, "2013 code": 2013}
)
"""Column of the classes → year of the scheme, newest first."""
ONE_CODE: Final = "fips code"
STATE: Final = "stfips"
COUNTY_WITHIN_STATE: Final = "ctyfips"
MARKERS: Final[Mapping[str, str]] = MappingProxyType({".": "missing"})


def _convert(intake: Intake, code_column: str) -> Converted:
    class_column = next(name for name in CLASS_COLUMNS if name in intake.rows)
    year = CLASS_COLUMNS[class_column]
    place = _codes(intake.rows, code_column).map(fips)
    intake.refuse(place.isna(), "not a county FIPS code", code_column)
    number, absence = intake.marked(class_column, MARKERS)
    intake.refuse(number.notna() & ~number.isin(list(URBAN_RURAL_CLASSES)), "not a class", class_column)
    intake.repeated(pd.DataFrame({"place": place}), "county")
    kept = intake.rows.index
    frame = pd.DataFrame({"place": place, "value": number, "status": absence.replace("", "ok")}).loc[kept]
    observations = frame.join(calendar_years(pd.Series(year, index=kept))).assign(
        indicator="urban_rural",
        drug="all",
        place_kind="county",
        basis="residence",
        note=f"scheme of {year}",
        as_of=pd.Timestamp(year, 12, 31),
    )
    return Converted(observations)


def _codes(rows: pd.DataFrame, code_column: str) -> pd.Series:
    """County codes, put together where state and county stand apart."""
    if code_column != COUNTY_WITHIN_STATE:
        return rows[code_column]
    return rows[STATE].str.zfill(2) + rows[COUNTY_WITHIN_STATE].str.zfill(3)


def _one_code(intake: Intake) -> Converted:
    """Class of every county, where one column has its code."""
    return _convert(intake, ONE_CODE)


def _two_codes(intake: Intake) -> Converted:
    """Class of every county, where state and county stand in two columns."""
    return _convert(intake, COUNTY_WITHIN_STATE)


LOADERS: Final = tuple(
    Loader("urban_rural", frozenset({*code_columns, class_column}), convert)
    for class_column in CLASS_COLUMNS
    for code_columns, convert in (
        ((ONE_CODE,), _one_code),
        ((STATE, COUNTY_WITHIN_STATE), _two_codes),
    )
)
