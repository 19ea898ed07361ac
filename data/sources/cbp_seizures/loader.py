"""U.S. Customs and Border Protection drug seizures by fiscal month, area and drug.

Two files of one shape: field offices and border patrol sectors ("nationwide"), and Air and Marine
Operations branches. The second is published apart and never added to the first.

Quirks: fiscal years start in October and the running one is called `2026 (FYTD)`; `Land` against
`Land Only`; `Lsd`; `Other Drugs**`; weights like `4.40924524e-05`; a count of 1 with 0.0 lb. A month
with no row for a drug had no seizure of it, within the months the file covers.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pandas as pd

from data.sources.base import MONTH_NUMBERS, Converted, Intake, Loader, month_end, months_before

SHARED: Final = frozenset({"fy", "month abbv", "component", "drug type", "count of event", "sum qty lbs"})

WHERE: Final = ("region", "land filter")
"""Columns that split an area's rows and are not kept, because the sum over them is what is shown."""

DRUG_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "cocaine": "cocaine",
        "ecstasy": "ecstasy",
        "fentanyl": "fentanyl",
        "heroin": "heroin",
        "ketamine": "ketamine",
        "khat (catha edulis)": "khat",
        "lsd": "lsd",
        "marijuana": "marijuana",
        "methamphetamine": "methamphetamine",
        "other drugs": "other",
    }
)

INDICATOR_COLUMNS: Final = {"seized_weight": "weight", "seized_events": "events"}


def _convert(intake: Intake, area_column: str, covers_nation: bool) -> Converted:
    period_end = _period_end(intake)
    intake.rows = intake.rows.assign(**{"drug type": intake.rows["drug type"].str.rstrip("* ").str.strip()})
    drug = intake.word("drug type", DRUG_WORDS)
    weight, events = intake.number("sum qty lbs"), intake.number("count of event")
    for column in (area_column, "component"):
        intake.refuse(intake.rows[column] == "", "empty", column)
    missing = weight.isna() | events.isna()
    intake.refuse(missing, "no weight or no number of events")
    if intake.rows.columns.isin(WHERE).sum() == len(WHERE):
        # With all its columns the file has one row a drug, place and month; the rest is repetition.
        keys = intake.rows.drop(columns=["sum qty lbs", "count of event"])
        intake.repeated(keys, "area, drug and month")
    kept = intake.rows.index
    rows = pd.DataFrame(
        {
            "drug": drug,
            "weight": weight,
            "events": events,
            "period_end": period_end,
            "area": intake.rows[area_column].map(area_name),
            "component": intake.rows["component"],
        }
    ).loc[kept]
    totals = [_total(rows, "area", "cbp_area"), _every_month(_total(rows, "component", "cbp_component"))]
    if covers_nation:
        totals.append(_every_month(_total(rows.assign(nation="US"), "nation", "nation")))
    frame = pd.concat(totals, ignore_index=True)
    observations = pd.concat(
        [
            frame.assign(indicator=indicator, value=frame[column])
            for indicator, column in INDICATOR_COLUMNS.items()
        ],
        ignore_index=True,
    )
    complete = observations.drop(columns=["weight", "events"]).assign(
        basis="agency area",
        period_kind="month",
        period_start=months_before(observations["period_end"], 1),
        status="ok",
        as_of=observations["period_end"].max(),
    )
    return Converted(complete)


def area_name(text: str) -> str:
    """Area of responsibility in ordinary capitals: `EL PASO FIELD OFFICE` → `El Paso Field Office`."""
    return text.title() if text.isupper() else text


def _period_end(intake: Intake) -> pd.Series:
    """Last day of the calendar month a fiscal year and month name."""
    year = intake.rows["fy"].str.replace(r"\s*\(FYTD\)$", "", regex=True, case=False)
    intake.rows = intake.rows.assign(fy=year)
    fiscal_year = intake.year("fy", ahead=2)
    month = intake.word("month abbv", {name: str(number) for name, number in MONTH_NUMBERS.items()})
    number = month.astype(int)
    fiscal_year = fiscal_year.loc[number.index]
    return month_end(fiscal_year - (number >= 10).astype(int), number)


def _total(rows: pd.DataFrame, by: str, place_kind: str) -> pd.DataFrame:
    """Sum of weight and events by place, drug and month."""
    summed = rows.groupby([by, "drug", "period_end"], as_index=False)[["weight", "events"]].sum()
    return summed.rename(columns={by: "place"}).assign(place_kind=place_kind)


def _every_month(totals: pd.DataFrame) -> pd.DataFrame:
    """Add the zeros of months the file covers in which a place seized none of a drug it handles."""
    kind = totals["place_kind"].iloc[0]
    pairs = totals[["place", "drug"]].drop_duplicates()
    grid = pairs.merge(totals[["period_end"]].drop_duplicates(), how="cross")
    filled = grid.merge(totals, on=["place", "drug", "period_end"], how="left")
    return filled.assign(place_kind=kind).fillna({"weight": 0.0, "events": 0.0})


def _nationwide(intake: Intake) -> Converted:
    """Field offices and sectors, the two components, and the nation."""
    return _convert(intake, "area of responsibility", covers_nation=True)


def _air_marine(intake: Intake) -> Converted:
    """Air and marine branches and their component; no nation, which they would be counted into twice."""
    return _convert(intake, "branch", covers_nation=False)


LOADERS: Final = (
    Loader("cbp_nationwide", SHARED | {"area of responsibility"}, _nationwide),
    Loader("cbp_air_marine", SHARED | {"branch"}, _air_marine),
)
