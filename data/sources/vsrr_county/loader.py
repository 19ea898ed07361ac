"""CDC/NCHS VSRR provisional drug overdose deaths by county of residence, 12 months ending.

Quirks: FIPS lose their leading zeros; a byte-order mark; a blank count is suppressed only where the
footnote says so; `0` is a true zero; dates are written month first. The API shortens two names of
columns and writes days as `2026-08-09T00:00:00.000`.
"""

from datetime import date
from typing import Final

import pandas as pd

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
from model.place_codes import fips

SHARED: Final = frozenset({"data as of", "year", "month", "fips", "footnote"})
COUNT_COLUMNS: Final = ("provisional drug overdose deaths", "provisional drug overdose")
PENDING_COLUMNS: Final = ("percentage of records pending investigation", "percentage of records pending")
"""Names in the file of the data set, and of the same fields in its API."""

DAY_FORMS: Final = ("%m/%d/%Y", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d")


def convert(intake: Intake) -> Converted:
    """Counts of all drugs together, by county of residence."""
    as_of = intake.day("data as of", *DAY_FORMS)
    # A day misprinted into the far future would hide every later vintage.
    newest = date.today().year + 1
    intake.refuse(~as_of.dt.year.between(FIRST_YEAR, newest), "not a day of this data set", "data as of")
    place = intake.rows["fips"].map(fips)
    intake.refuse(place.isna(), "not a county FIPS code", "fips")
    months = {**{str(number): str(number) for number in range(1, 13)}, **_month_words()}
    month = intake.word("month", months)
    year = intake.year("year")
    deaths = intake.number(next(name for name in COUNT_COLUMNS if name in intake.rows))
    pending = _pending(intake)
    status = _status(intake, deaths)
    keys = {"place": place, "year": year, "month": month, "as_of": as_of}
    intake.repeated(pd.DataFrame(keys), "county and period")
    kept = intake.rows.index
    frame = pd.DataFrame({"place": place, "value": deaths, "status": status, "as_of": as_of}).loc[kept]
    frame["period_end"] = month_end(year.loc[kept], month.loc[kept])
    frame["period_start"] = months_before(frame["period_end"], 12)
    frame["note"] = pending_note(pending.loc[kept])
    counted = frame.assign(indicator="deaths")
    records = frame.assign(
        indicator="records_pending", value=pending.loc[kept], status="provisional", note=""
    )
    observations = pd.concat([counted, records[records["value"].notna()]], ignore_index=True).assign(
        drug="all", place_kind="county", basis="residence", period_kind="12-month-ending"
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


def _pending(intake: Intake) -> pd.Series:
    """Percent of records pending investigation; null where it is not given."""
    column = next((name for name in PENDING_COLUMNS if name in intake.rows), "")
    return intake.number(column) if column else pd.Series(float("nan"), index=intake.rows.index)


LOADERS: Final = tuple(Loader("vsrr_county", SHARED | {count}, convert) for count in COUNT_COLUMNS)
