"""CDC/ATSDR Social Vulnerability Index by county, editions 2000 to 2022.

The overall percentile rank and those of its four themes. Ranks are among the counties of one edition
and change with its method (the third theme held language until 2018): they are not compared across editions.

Quirks: a byte-order mark; codes with or without leading zeros, in a column of three names; `-999` and
`-999.0` where there is no figure, for a whole county in some editions; the edition's year stands in no
column, only in the name of the file (`SVI_2022_US_county.csv`, `SVI2018_US_COUNTY.csv`). Connecticut has its
nine planning regions in 2022 and its eight counties before. The ranks have other names in 2010
(`R_PL_THEME1`) and in a form of 2000 (`USG1TP`); another form of 2000 begins with a line of old names above
the true header. Where the edition of 2000 has no overall rank, its themes are read alone.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pandas as pd

from data.sources.base import Converted, Intake, Loader
from data.sources.table import FileProblem
from data.sources.years import calendar_years, year_in_name
from model.place_codes import fips

MARKERS: Final[Mapping[str, str]] = MappingProxyType({"-999": "missing", "-999.0": "missing"})
INDICATORS: Final = ("svi_socioeconomic", "svi_household", "svi_minority", "svi_housing")
OVERALL: Final = "svi"
NAMINGS: Final[tuple[tuple[str, ...], ...]] = (
    ("rpl theme1", "rpl theme2", "rpl theme3", "rpl theme4", "rpl themes"),
    ("r pl theme1", "r pl theme2", "r pl theme3", "r pl theme4", "r pl themes"),
    ("usg1tp", "usg2tp", "usg3tp", "usg4tp", "ustp"),
)
"""What the columns of the four themes and of the overall rank are called, in one edition or another."""
CODE_COLUMNS: Final = ("fips", "stcnty", "stcofips")
"""Where a county's code stands. The first that a file has: the others hold it for census tracts too."""
WITHOUT_OVERALL: Final = 2000
"""The edition that has forms without an overall rank."""


def _convert(intake: Intake, code_column: str, naming: tuple[str, ...]) -> Converted:
    year = year_in_name(intake.file_name, "of which year the edition is")
    *themes, overall = naming
    columns = dict(zip(themes, INDICATORS, strict=True))
    note = f"edition of {year}"
    if overall in intake.rows:
        columns[overall] = OVERALL
    elif year == WITHOUT_OVERALL:
        note += ", which has no overall rank"
    else:
        raise FileProblem(f"lacks the column {overall!r} of the overall rank: download it again")
    place = intake.rows[code_column].map(fips)
    intake.refuse(place.isna(), "not a county FIPS code (census tracts are not read)", code_column)
    parsed = {column: _rank(intake, column) for column in columns}
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
        for column, indicator in columns.items()
    ]
    frame = pd.concat(frames, ignore_index=True)
    periods = calendar_years(pd.Series(year, index=frame.index))
    observations = frame.join(periods).assign(
        drug="all",
        place_kind="county",
        basis="residence",
        note=note,
        as_of=pd.Timestamp(year, 12, 31),
    )
    return Converted(observations)


def _rank(intake: Intake, column: str) -> tuple[pd.Series, pd.Series]:
    rank, absence = intake.marked(column, MARKERS)
    intake.refuse(rank > 1, "not a rank from 0 to 1", column)
    return rank, absence


def _loader(code_column: str, naming: tuple[str, ...]) -> Loader:
    def convert(intake: Intake) -> Converted:
        return _convert(intake, code_column, naming)

    *themes, _ = naming
    return Loader("svi", frozenset({code_column, *themes}), convert)


LOADERS: Final = tuple(_loader(code_column, naming) for code_column in CODE_COLUMNS for naming in NAMINGS)
