"""CDC WONDER county deaths by year: the agency's tab-separated export, or its columns trimmed to four.

Quirks: a trimmed file says its year in its name alone; FIPS lose their leading zeros; counts of 1 to 9
are `Suppressed`; the rate is `Unreliable` under 20 deaths while the count stands; counties that do not
exist in a year are `Missing`, or have 0 deaths among 0 residents; Connecticut's old counties have no
population from 2022; an export adds a `Total` row, and below it the query as footnotes. The file does
not say which day its figures are of, and not which causes of death were asked for.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pandas as pd

from data.sources.base import Converted, Intake, Loader
from data.sources.years import calendar_years, year_in_name
from model.place_codes import fips

COUNTS: Final = frozenset({"deaths", "population", "crude rate"})

COUNTY_COLUMNS: Final = ("fips", "county code", "residence county code")
"""Where the county stands: in a trimmed file, and in exports before and since the 2018-2024 data sets."""

YEAR_COLUMNS: Final = ("year code", "year")

DEATHS_MARKERS: Final[Mapping[str, str]] = MappingProxyType(
    {"suppressed": "suppressed", "missing": "missing", "not available": "not_reported"}
)
POPULATION_MARKERS: Final = MappingProxyType(
    dict.fromkeys(("missing", "not available", "not applicable", "suppressed"), "no population")
)
TOTAL: Final = "total"
DESERTED: Final = "the file counts no residents here in this year"
"""Of a county whose deaths are filed under its successors (02261 in 2020): its 0 deaths are no finding."""


def convert(intake: Intake) -> Converted:
    """Deaths of each county and year, with the population the file brings."""
    if "notes" in intake.rows:
        intake.refuse(intake.rows["notes"].str.lower() == TOTAL, "a total, not one county and year")
    code = _first_of(COUNTY_COLUMNS, intake)
    place = intake.rows[code].map(fips)
    intake.refuse(place.isna(), "not a county FIPS code", code)
    year = _years(intake)
    deaths, why = intake.marked("deaths", DEATHS_MARKERS)
    population, _ = intake.marked("population", POPULATION_MARKERS)
    intake.repeated(pd.DataFrame({"place": place, "year": year}), "county and year")

    kept = intake.rows.index
    deserted = population.eq(0) & deaths.eq(0)
    frame = pd.DataFrame(
        {
            "place": place,
            "value": deaths.mask(deserted),
            "denominator": population.mask(population == 0),
            "status": why.replace("", "ok").mask(deserted, "missing"),
            "note": deserted.map({True: DESERTED, False: ""}),
        }
    ).loc[kept]
    frame["numerator"] = frame["value"]
    frame = frame.join(calendar_years(year.loc[kept]))
    observations = frame.assign(indicator="deaths", drug="all", place_kind="county", basis="residence")
    return Converted(observations.assign(as_of=frame["period_end"].max()))


def _first_of(names: tuple[str, ...], intake: Intake) -> str:
    return next((name for name in names if name in intake.rows), "")


def _years(intake: Intake) -> pd.Series:
    """Year of each row, from its column or else from the name of the file."""
    column = _first_of(YEAR_COLUMNS, intake)
    if column:
        return intake.year(column)
    year = year_in_name(intake.file_name, "which year the deaths are of")
    return pd.Series(year, index=intake.rows.index)


LOADERS: Final = tuple(
    Loader("wonder_county", COUNTS | {column}, convert, with_notes=True) for column in COUNTY_COLUMNS
)
