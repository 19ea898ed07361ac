"""Census Bureau county population totals (`co-est20YY-alldata.csv`), any vintage.

Quirks: Latin-1 (`Doña Ana`); codes with or without leading zeros; state rows (SUMLEV 040) among
county rows; one column a year. The vintage is the newest year of estimates in the header.
"""

from typing import Final

import pandas as pd

from data.sources.base import Converted, Intake, Loader
from data.sources.table import FileProblem
from model.place_codes import fips, state_fips

REQUIRED: Final = frozenset({"sumlev", "state", "county", "stname", "ctyname"})
YEAR_COLUMN: Final = r"^popestimate(\d{4})$"
LEVELS: Final = {"40": "state", "040": "state", "50": "county", "050": "county"}


def convert(intake: Intake) -> Converted:
    """Yearly resident population of counties and states, and their sum for the nation."""
    kind = intake.word("sumlev", LEVELS)
    codes = intake.rows["state"].str.zfill(2) + intake.rows["county"].str.zfill(3)
    place = codes.map(fips).where(kind == "county", intake.rows["state"].map(state_fips))
    intake.refuse(place.isna(), "not a state or county code", "county")
    years = {
        column: int(found)
        for column, found in zip(
            intake.rows.columns,
            intake.rows.columns.str.extract(YEAR_COLUMN, expand=False),
            strict=True,
        )
        if isinstance(found, str)
    }
    if not years:
        raise FileProblem("has no column of yearly estimates (POPESTIMATE20YY): download the full table")
    values = {column: intake.number(column) for column in years}
    for column in years:
        intake.refuse(values[column].reindex(intake.rows.index).isna(), "no estimate", column)
    intake.refuse(
        place.reindex(intake.rows.index).duplicated(), "repeats an earlier row of the same place", "county"
    )
    kept = intake.rows.index
    wide = pd.DataFrame({"place": place, "place_kind": kind, **values}).loc[kept]
    tall = wide.melt(["place", "place_kind"], list(years), "column", "value")
    tall["year"] = tall["column"].map(years)
    population = pd.concat([tall.drop(columns="column"), _nation(tall)], ignore_index=True)
    vintage = max(years.values())
    complete = population.drop(columns="year").assign(
        indicator="population",
        drug="all",
        basis="residence",
        period_kind="year",
        period_start=pd.to_datetime(population["year"].astype(str) + "-01-01"),
        period_end=pd.to_datetime(population["year"].astype(str) + "-12-31"),
        status="ok",
        note=f"vintage {vintage}",
        as_of=pd.Timestamp(vintage, 12, 31),
    )
    return Converted(complete)


def _nation(tall: pd.DataFrame) -> pd.DataFrame:
    """The 50 states and the District of Columbia together; only where a year has all of them."""
    states = tall[tall["place_kind"] == "state"]
    total = states.groupby("year", as_index=False).agg(value=("value", "sum"), states=("place", "nunique"))
    whole = total[total["states"] >= 51]
    return whole.drop(columns="states").assign(place="US", place_kind="nation")


LOADERS: Final = (Loader("census_population", REQUIRED, convert),)
