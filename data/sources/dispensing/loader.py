"""CDC dispensing rates of retail pharmacies: opioids by county, naloxone and buprenorphine by state.

The figures are rates per 100 residents as published; no count and no population comes with them, so
they are values and nothing is divided again. Each file has the rate twice, once as a number and once
binned for a legend (`<18.1`); only the number is read.

Quirks: a byte-order mark; rows in no order; places that lack years; `Data unavailable`. A printed 0 is
a rate that rounds to 0.0. Counties are those of the agency, Connecticut's eight former ones among them.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import pandas as pd

from data.sources.base import Converted, Intake, Loader
from data.sources.years import calendar_years
from model.place_codes import fips, state_fips
from model.places import NATION, places

MARKERS: Final[Mapping[str, str]] = MappingProxyType({"data unavailable": "not_reported"})
NATION_NAMES: Final[Mapping[str, str]] = MappingProxyType(dict.fromkeys(("us", "united states"), NATION))
"""What a state's name may be on a row for the whole country."""

COUNTY_CODE: Final = "state county fip u"
STATE_CODE: Final = "state fips"


def _counties(intake: Intake) -> pd.Series:
    place = intake.rows[COUNTY_CODE].map(fips)
    intake.refuse(place.isna(), "not a county FIPS code", COUNTY_CODE)
    return place.reindex(intake.rows.index)


def _states(intake: Intake) -> pd.Series:
    code = intake.rows[STATE_CODE].map(state_fips)
    nation = intake.rows["state name"].str.lower().map(dict(NATION_NAMES))
    place = nation.fillna(code.where(code.isin(list(places()))))
    intake.refuse(place.isna(), "not a state code", STATE_CODE)
    return place.reindex(intake.rows.index)


def _rates(intake: Intake, source: str, rate_column: str, place: pd.Series) -> Converted:
    """One rate a place and year. The indicator has the name of its source."""
    year = intake.year("year", ahead=0)
    rate, absence = intake.marked(rate_column, MARKERS)
    intake.repeated(pd.DataFrame({"place": place, "year": year}), "place and year")
    kept = intake.rows.index
    frame = pd.DataFrame({"place": place, "value": rate, "status": absence.replace("", "ok")}).loc[kept]
    kinds = {code: known.kind for code, known in places().items()}
    periods = calendar_years(year.loc[kept])
    observations = frame.join(periods).assign(
        indicator=source,
        drug="all",
        place_kind=frame["place"].map(kinds).fillna("county"),
        basis="agency area",
        as_of=periods["period_end"].max(),
    )
    return Converted(observations)


def _loader(
    source: str, rate_column: str, columns: set[str], places_of: Callable[[Intake], pd.Series]
) -> Loader:
    def convert(intake: Intake) -> Converted:
        return _rates(intake, source, rate_column, places_of(intake))

    return Loader(source, frozenset({"year", rate_column, *columns}), convert)


LOADERS: Final = (
    _loader("opioid_dispensing", "opioid dispensing rate", {COUNTY_CODE}, _counties),
    _loader("naloxone_dispensing", "naloxone dispensing rate", {STATE_CODE, "state name"}, _states),
    _loader("buprenorphine_dispensing", "buprenorphine dispensing rate", {STATE_CODE, "state name"}, _states),
)
