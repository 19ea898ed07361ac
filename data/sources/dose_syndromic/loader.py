"""CDC DOSE syndromic data: suspected nonfatal overdoses per 10,000 ED visits, by place or sex and age.

Quirks: a row holds eight drugs, which nest and overlap; `Annual` is 12 months rolling, not a calendar
year; the column of ages has two names and its groups several spellings; three symbols say why there is no
rate, and files re-saved as Latin-1 spell them otherwise in bytes; `US` is the jurisdictions taking part. The
files do not say which day their figures are of.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pandas as pd

from data.sources import dose
from data.sources.base import Converted, Intake, Loader, month_end, months_before

DRUG_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "drug rate": "all",
        "opioid rate": "opioids",
        "fentanyl rate": "fentanyl",
        "heroin rate": "heroin",
        "stimulant rate": "stimulants",
        "cocaine rate": "cocaine",
        "methamphetamine rate": "methamphetamine",
        "benzodiazepine rate": "benzodiazepines",
    }
)
MARKERS: Final[Mapping[str, str]] = MappingProxyType(
    {"*": "suppressed", "§": "not_reported", "¶": "not_participating"}
)
NOTES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "suppressed": "rate on 1 to 19 overdoses, or not enough months of data",
        "not_reported": "not shared with DOSE",
        "not_participating": "does not take part in DOSE syndromic surveillance",
    }
)
"""What the symbols mean, by the dictionary of the data set."""

PERIOD_KINDS: Final[Mapping[str, str]] = MappingProxyType({"monthly": "month", "annual": "12-month-ending"})
SEXES: Final[Mapping[str, str]] = MappingProxyType(
    {"m": "male", "f": "female", "total": "all", "missing": "unknown"}
)
AGE_GROUPS: Final = ("0-14", "15-24", "25-34", "35-44", "45-54", "55-64", "65+")
AGES: Final[Mapping[str, str]] = MappingProxyType(
    {age: age for age in AGE_GROUPS}
    | {age.replace("-", " to "): age for age in AGE_GROUPS}
    | {"<15": "0-14", "65 and older": "65+", "total": "all", "missing": "unknown"}
)
AGE_COLUMNS: Final = ("agerange", "age range")
"""What the column of ages is called, in one file or another."""

SHARED: Final = frozenset({"year", "month", "rate time", "drug rate"})


def convert_jurisdictions(intake: Intake) -> Converted:
    """Rates of each jurisdiction by month, and rolling over 12 months, by drug."""
    return _by_drug(intake, "jurisdiction", pd.DataFrame(index=intake.rows.index))


def convert_strata(intake: Intake) -> Converted:
    """Rates of all jurisdictions together, by sex, age and drug."""
    ages = next(name for name in AGE_COLUMNS if name in intake.rows)
    strata = pd.DataFrame({"sex": intake.word("sex", SEXES), "age": intake.word(ages, AGES)})
    return _by_drug(intake, "geoid", strata)


def _by_drug(intake: Intake, place_column: str, strata: pd.DataFrame) -> Converted:
    place = dose.jurisdictions(intake, place_column)
    period_kind = intake.word("rate time", PERIOD_KINDS)
    month = intake.word("month", dose.MONTHS)
    year = intake.year("year")
    rates = {
        drug: intake.marked(column, MARKERS) for column, drug in DRUG_COLUMNS.items() if column in intake.rows
    }
    facts = {"place": place, "period_kind": period_kind, "year": year, "month": month, **strata}
    intake.repeated(pd.DataFrame(facts), "place and period")

    rows = pd.DataFrame(facts).loc[intake.rows.index]
    rows["period_end"] = month_end(rows["year"], rows["month"])
    twelve, one = (months_before(rows["period_end"], length) for length in (12, 1))
    rows["period_start"] = one.where(rows["period_kind"] == "month", twelve)
    rows = dose.one_below_the_other(rows, rates)
    rows["note"] = dose.notes(rows, rows["status"].map({"ok": "", **NOTES}))
    rows["place_kind"] = dose.place_kind(rows["place"])
    rows = rows.assign(indicator="syndromic_visits", basis="occurrence")
    return Converted(rows.assign(as_of=rows["period_end"].max()))


LOADERS: Final = (
    Loader("dose_syndromic", SHARED | {"jurisdiction"}, convert_jurisdictions),
    *(Loader("dose_syndromic", SHARED | {"geoid", "sex", ages}, convert_strata) for ages in AGE_COLUMNS),
)
