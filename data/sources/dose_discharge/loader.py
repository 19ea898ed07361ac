"""CDC DOSE nonfatal overdose discharge data: jurisdictions, counties, and sex by age.

Quirks: a row holds eight drugs; counts of 1 to 9 are `suppressed`, rates of 1 to 19 too, so rates are
made from counts; `NA` stands for codes not yet in use and for what is not collected; counties mix single
years with pooled ones (`2019-2023`), whose denominator is `person_years` while `population` is `.`; `US`
is the jurisdictions taking part; the agency's dictionary names some columns otherwise than its files.
The files do not say which day their figures are of.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pandas as pd

from data.sources import dose
from data.sources.base import Converted, Intake, Loader, month_end, months_before
from model.place_codes import fips

INDICATORS: Final[Mapping[str, str]] = MappingProxyType({"ed": "ed_visits", "hosp": "hospitalizations"})

DRUG_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "count alldrug": "all",
        "count opioid": "opioids",
        "count fentanyl": "fentanyl",
        "count heroin": "heroin",
        "count stimulant": "stimulants",
        "count cocaine": "cocaine",
        "count methamphetamine": "methamphetamine",
        "count benzodiazepine": "benzodiazepines",
        "count benzo": "benzodiazepines",
    }
)
COUNT_MARKERS: Final[Mapping[str, str]] = MappingProxyType({"suppressed": "suppressed", "na": "not_reported"})
POPULATION_MARKERS: Final = MappingProxyType({".": "no population", "na": "no population"})

CODE_INTRODUCED: Final[Mapping[str, str]] = MappingProxyType(
    {"fentanyl": "2020-10-01", "methamphetamine": "2022-10-01"}
)
"""First day on which ICD-10-CM had a code of its own for the drug (dictionary of the data set, note †)."""

CODE_NOTES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "fentanyl": "fentanyl had no diagnosis code of its own before October 2020",
        "methamphetamine": "methamphetamine had no diagnosis code of its own before October 2022",
    }
)
NOT_AVAILABLE: Final = "not available from the jurisdiction"
WHOLE_YEAR: Final = "all"
TIME_FRAMES: Final[Mapping[str, str]] = MappingProxyType({"annual": "year", "monthly": "month"})
SEXES: Final[Mapping[str, str]] = MappingProxyType({"m": "male", "f": "female", "missing": "unknown"})
AGES: Final[Mapping[str, str]] = MappingProxyType(
    {age: age for age in ("0-14", "15-24", "25-34", "35-54", "55+")} | {"missing": "unknown"}
)
RATE_TYPES: Final[Mapping[str, str]] = MappingProxyType({"1 year": "1", "5 year": "5", "5 years": "5"})

YEARS: Final = r"^(\d{4}) ?[-\u2012\u2013] ?(\d{4})$"
"""Pooled years; spreadsheets and the dictionary write a longer dash."""

SHARED: Final = frozenset({"month", "year", "time frame", "dataset", "population", "count alldrug"})
COUNTY: Final = frozenset({"fips", "year", "dataset", "count alldrug", "population", "type", "person years"})
PLACE_COLUMNS: Final = ("jurisdiction", "state")
"""What the files and what the dictionary call the place."""


def convert_jurisdictions(intake: Intake) -> Converted:
    """Visits and hospitalizations of each jurisdiction by month, year and drug."""
    return _by_drug(intake, pd.DataFrame(index=intake.rows.index))


def convert_strata(intake: Intake) -> Converted:
    """Visits and hospitalizations of all jurisdictions together, by sex, age, month, year and drug."""
    return _by_drug(intake, pd.DataFrame({"sex": intake.word("sex", SEXES), "age": intake.word("age", AGES)}))


def _by_drug(intake: Intake, strata: pd.DataFrame) -> Converted:
    place = dose.jurisdictions(intake, next(name for name in PLACE_COLUMNS if name in intake.rows))
    indicator = intake.word("dataset", INDICATORS)
    period_kind = intake.word("time frame", TIME_FRAMES)
    month = intake.word("month", {**dose.MONTHS, "all": WHOLE_YEAR})
    misfit = month.eq(WHOLE_YEAR) != period_kind.loc[month.index].eq("year")
    intake.refuse(misfit, "the month does not fit the time frame", "month")
    year = intake.year("year")
    population, _ = intake.marked("population", POPULATION_MARKERS)
    counts = {
        drug: intake.marked(column, COUNT_MARKERS)
        for column, drug in DRUG_COLUMNS.items()
        if column in intake.rows
    }
    facts = {"place": place, "indicator": indicator, "month": month, "year": year, **strata}
    intake.repeated(pd.DataFrame(facts), "place and period")

    kept = intake.rows.index
    rows = pd.DataFrame({**facts, "period_kind": period_kind, "denominator": population}).loc[kept]
    rows["period_end"] = month_end(rows["year"], rows["month"].replace(WHOLE_YEAR, "12"))
    twelve, one = (months_before(rows["period_end"], length) for length in (12, 1))
    rows["period_start"] = twelve.where(rows["period_kind"] == "year", one)
    rows = dose.one_below_the_other(rows, counts)
    rows["numerator"] = rows["value"]
    rows["note"] = dose.notes(rows, _why_not_reported(rows))
    rows["place_kind"] = dose.place_kind(rows["place"])
    return Converted(rows.assign(basis="occurrence", as_of=rows["period_end"].max()))


def _why_not_reported(rows: pd.DataFrame) -> pd.Series:
    introduced = pd.to_datetime(rows["drug"].map(dict(CODE_INTRODUCED)))
    no_code = rows["period_start"] < introduced
    reason = rows["drug"].map(dict(CODE_NOTES)).where(no_code, NOT_AVAILABLE)
    return reason.where(rows["status"] == "not_reported", "")


def convert_counties(intake: Intake) -> Converted:
    """Visits of each county's residents within their own state, by year and pooled over years."""
    place = intake.rows["fips"].map(fips)
    intake.refuse(place.isna(), "not a county FIPS code", "fips")
    indicator = intake.word("dataset", INDICATORS)
    spans = intake.rows["year"].str.extract(YEARS)
    year = intake.rows["year"]
    intake.rows = intake.rows.assign(year=spans[0].fillna(year), **{"last year": spans[1].fillna(year)})
    first, last = intake.year("year"), intake.year("last year")
    years = intake.word("type", RATE_TYPES).astype(int)
    # A difference, because a comparison needs rows that some columns have lost by now.
    intake.refuse((last - first + 1 - years).ne(0), "the type does not fit the years", "type")
    pooled = years > 1
    counts, why = intake.marked("count alldrug", COUNT_MARKERS)
    population, _ = intake.marked("population", POPULATION_MARKERS)
    person_years, _ = intake.marked("person years", POPULATION_MARKERS)
    keys = {"place": place, "indicator": indicator, "first": first, "last": last}
    intake.repeated(pd.DataFrame(keys), "county and period")

    kept = intake.rows.index
    rows = pd.DataFrame(
        {
            "place": place,
            "indicator": indicator,
            "value": counts,
            "numerator": counts,
            "denominator": population.where(~pooled, person_years),
            "status": why.replace("", "ok"),
        }
    ).loc[kept]
    rows["note"] = rows["status"].eq("not_reported").map({True: NOT_AVAILABLE, False: ""})
    rows["period_kind"] = pooled.loc[kept].map({True: "pooled years", False: "year"})
    rows["period_start"] = pd.to_datetime(first.loc[kept].astype("str") + "-01-01")
    rows["period_end"] = pd.to_datetime(last.loc[kept].astype("str") + "-12-31")
    observations = rows.assign(
        drug="all", place_kind="county", basis="residence", as_of=rows["period_end"].max()
    )
    return Converted(observations)


COUNTIES: Final = Loader("dose_discharge_county", COUNTY, convert_counties)
STRATA: Final = tuple(
    Loader("dose_discharge_strata", SHARED | {column, "sex", "age"}, convert_strata)
    for column in PLACE_COLUMNS
)
JURISDICTIONS: Final = tuple(
    Loader("dose_discharge_state", SHARED | {column}, convert_jurisdictions) for column in PLACE_COLUMNS
)
LOADERS: Final = (COUNTIES, *STRATA, *JURISDICTIONS)
"""The sheet by sex and age first: it has every column that tells jurisdictions."""
