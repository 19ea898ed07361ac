"""CDC/NCHS VSRR provisional drug overdose deaths by county of residence, 12 months ending.

Quirks: FIPS lose their leading zeros; a byte-order mark; a blank count is suppressed only where the
footnote says so; `0` is a true zero; dates are written month first.
"""

from datetime import date
from typing import Final

import pandas as pd

from data.places import fips
from data.sources.base import (
    FIRST_YEAR,
    MONTH_NUMBERS,
    Converted,
    Intake,
    Loader,
    month_end,
    months_before,
    pending_note,
)

COUNT: Final = "provisional drug overdose deaths"
REQUIRED: Final = frozenset({"data as of", "year", "month", "fips", COUNT, "footnote"})


def convert(intake: Intake) -> Converted:
    """Counts of all drugs together, by county of residence."""
    as_of = intake.day("data as of", "%m/%d/%Y")
    # A day misprinted into the far future would hide every later vintage.
    newest = date.today().year + 1
    intake.refuse(~as_of.dt.year.between(FIRST_YEAR, newest), "not a day of this data set", "data as of")
    place = intake.rows["fips"].map(fips)
    intake.refuse(place.isna(), "not a county FIPS code", "fips")
    months = {**{str(number): str(number) for number in range(1, 13)}, **_month_words()}
    month = intake.word("month", months)
    year = intake.year("year")
    deaths = intake.number(COUNT)
    status = _status(intake, deaths)
    keys = {"place": place, "year": year, "month": month, "as_of": as_of}
    intake.repeated(pd.DataFrame(keys), "county and period")
    kept = intake.rows.index
    frame = pd.DataFrame({"place": place, "value": deaths, "status": status, "as_of": as_of}).loc[kept]
    frame["period_end"] = month_end(year.loc[kept], month.loc[kept])
    frame["period_start"] = months_before(frame["period_end"], 12)
    frame["note"] = _note(intake.rows)
    observations = frame.assign(
        indicator="deaths",
        drug="all",
        place_kind="county",
        basis="residence",
        period_kind="12-month-ending",
    )
    return Converted(observations, as_of_stated=True)


def _month_words() -> dict[str, str]:
    return {name: str(number) for name, number in MONTH_NUMBERS.items()} | {
        f"{number:02d}": str(number) for number in range(1, 10)
    }


def _status(intake: Intake, deaths: pd.Series) -> pd.Series:
    footnote = intake.rows["footnote"].str.lower()
    status = pd.Series("provisional", index=intake.rows.index)
    blank = deaths.reindex(intake.rows.index).isna()
    status[blank] = "missing"
    status[blank & footnote.str.contains("suppressed", regex=False)] = "suppressed"
    return status


def _note(rows: pd.DataFrame) -> pd.Series:
    column = "percentage of records pending investigation"
    if column not in rows:
        return pd.Series("", index=rows.index, dtype="str")
    return pending_note(rows[column])


LOADER: Final = Loader("vsrr_county", REQUIRED, convert)
