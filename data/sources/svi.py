"""CDC/ATSDR Social Vulnerability Index by county, editions 2014 to 2022.

The overall percentile rank and those of its four themes. Ranks are among the counties of one edition
and change with its method (the third theme held language until 2018): they are not compared across editions.

Quirks: a byte-order mark; codes with or without leading zeros; `-999` and `-999.0` where there is no
figure, for a whole county in some editions; the edition's year stands in no column, only in the
name of the file (`SVI_2022_US_county.csv`, `SVI2018_US_COUNTY.csv`). Connecticut has its nine planning
regions in 2022 and its eight counties before.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pandas as pd

from data.sources.base import Converted, Intake, Loader
from data.sources.years import calendar_years, year_in_name
from model.places import fips

MARKERS: Final[Mapping[str, str]] = MappingProxyType({"-999": "missing", "-999.0": "missing"})
RANKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "rpl themes": "svi",
        "rpl theme1": "svi_socioeconomic",
        "rpl theme2": "svi_household",
        "rpl theme3": "svi_minority",
        "rpl theme4": "svi_housing",
    }
)
"""Column of the agency → indicator."""


def _convert(intake: Intake, code_column: str) -> Converted:
    year = year_in_name(intake.file_name, "of which year the edition is")
    place = intake.rows[code_column].map(fips)
    intake.refuse(place.isna(), "not a county FIPS code (census tracts are not read)", code_column)
    parsed = {column: _rank(intake, column) for column in RANKS}
    intake.repeated(pd.DataFrame({"place": place}), "county")
    kept = intake.rows.index
    frames = [
        pd.DataFrame(
            {
                "place": place.loc[kept],
                "indicator": indicator,
                "value": parsed[column][0].loc[kept],
                "status": parsed[column][1].loc[kept].replace("", "ok"),
            }
        )
        for column, indicator in RANKS.items()
    ]
    frame = pd.concat(frames, ignore_index=True)
    periods = calendar_years(pd.Series(year, index=frame.index))
    observations = frame.join(periods).assign(
        drug="all",
        place_kind="county",
        basis="residence",
        note=f"edition of {year}",
        as_of=pd.Timestamp(year, 12, 31),
    )
    return Converted(observations)


def _rank(intake: Intake, column: str) -> tuple[pd.Series, pd.Series]:
    rank, absence = intake.marked(column, MARKERS)
    intake.refuse(rank > 1, "not a rank from 0 to 1", column)
    return rank, absence


def _by_fips(intake: Intake) -> Converted:
    """Ranks of every county, of an edition with the column `FIPS`."""
    return _convert(intake, "fips")


def _by_stcnty(intake: Intake) -> Converted:
    """Ranks of every county, of a file in which only `STCNTY` has the county's code."""
    return _convert(intake, "stcnty")


LOADER: Final = Loader("svi", frozenset({"fips", *RANKS}), _by_fips)
WITHOUT_FIPS: Final = Loader("svi", frozenset({"stcnty", *RANKS}), _by_stcnty)
