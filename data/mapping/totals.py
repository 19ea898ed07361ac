"""Week and month totals of daily figures, and whether they agree with totals brought apart.

A total is made only of a whole week or month, every day of it in the file. One withheld day withholds the
total: it would otherwise be read as smaller than it is, and a withheld count could be had by subtraction.
"""

from collections.abc import Collection
from typing import Final

import pandas as pd

from data.mapping.periods import end_of, start_of
from model.observations import ABSENT_STATUSES, IDENTITY

SUM_NOTE: Final = "sum of {days} days"
TOTALS: Final = ("week", "month")
_BOUNDS: Final = ["period_start", "period_end"]
_SERIES: Final = [name for name in IDENTITY if name not in ("period_kind", *_BOUNDS)]
"""What stays the same from one day to the next."""


def totals_of(days: pd.DataFrame, kind: str, whole_days: pd.Series | None) -> pd.DataFrame:
    """Totals of one kind.

    Parameters
    ----------
    days
        Observations of single days, one vintage of each.
    kind
        `week` (MMWR, Sunday to Saturday) or `month`.
    whole_days
        Where a place, drug and stratum without a row on a day counts as zero: the days that the file
        covers whole. None where it is missing, and its total is not made.

    Returns
    -------
    DataFrame
        Rows of the columns of `days`. A total of days that are all known is their sum; otherwise it has
        the status of a withheld day and a note that counts the withheld days.
    """
    counted = days.assign(
        period_start=start_of(days["period_start"], kind), unknown=days["value"].isna(), period_kind=kind
    )
    for status in ("provisional", *ABSENT_STATUSES):
        counted[status] = counted["status"].eq(status)
    grouped = counted.groupby([*_SERIES, "period_kind", "period_start"], as_index=False).agg(
        value=("value", "sum"),
        rows=("unknown", "size"),
        unknown=("unknown", "sum"),
        provisional=("provisional", "any"),
        as_of=("as_of", "max"),
        **{status: (status, "sum") for status in ABSENT_STATUSES},
    )
    if whole_days is not None:
        grouped = _with_empty_periods(grouped, counted)
    grouped["period_end"] = end_of(grouped["period_start"], kind)
    grouped["days"] = (grouped["period_end"] - grouped["period_start"]).dt.days + 1
    if whole_days is None:
        complete = grouped["rows"] == grouped["days"]
    else:
        whole = start_of(whole_days, kind).value_counts()
        complete = grouped["period_start"].map(whole).fillna(0) == grouped["days"]
    return _told(grouped[complete].copy(), days)


def _with_empty_periods(grouped: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    """A row too for each series in each period in which it had none: it was zero on all days."""
    series = counted[[*_SERIES, "period_kind"]].drop_duplicates()
    periods = grouped.groupby("period_start", as_index=False)["as_of"].max()
    every = series.merge(periods, how="cross")
    filled = every.merge(grouped.drop(columns="as_of"), how="left", on=[*series.columns, "period_start"])
    counts = ["value", "rows", "unknown", *ABSENT_STATUSES]
    filled[counts] = filled[counts].fillna(0)
    filled["provisional"] = filled["provisional"].fillna(bool(grouped["provisional"].any())).astype(bool)
    return filled


def _told(totals: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """Value, status and note of complete totals."""
    totals["note"] = [SUM_NOTE.format(days=count) for count in totals["days"]]
    totals["status"] = totals["provisional"].map({True: "provisional", False: "ok"})
    withheld = totals["unknown"] > 0
    totals["value"] = totals["value"].where(~withheld)
    for status in reversed(ABSENT_STATUSES):
        totals.loc[totals[status] > 0, "status"] = status
    totals.loc[withheld, "note"] = [_withheld_note(row) for row in totals[withheld].to_dict("records")]
    return totals[[name for name in days.columns if name in totals]]


def _withheld_note(row: dict) -> str:
    counts = [
        f"{int(row[status])} {status.replace('_', ' ')}" for status in ABSENT_STATUSES if row[status] > 0
    ]
    return f"of {row['days']} days: {', '.join(counts)}"


def disagreements(observations: pd.DataFrame) -> pd.DataFrame:
    """Week and month figures brought as such that are not the sum of the days brought.

    Parameters
    ----------
    observations
        Of any vintages; the newest of each day and of each total is compared.

    Returns
    -------
    DataFrame
        Identity columns, `value` as brought and `days_add_up_to`; only periods of which every day is known.
    """
    newest = observations.sort_values("as_of", ascending=False, kind="stable")
    days = newest[newest["period_kind"] == "day"].drop_duplicates(list(IDENTITY))
    is_sum = newest["note"].str.contains("sum of ", regex=False)
    brought = newest[newest["period_kind"].isin(TOTALS) & ~is_sum].drop_duplicates(list(IDENTITY))
    found = [pd.DataFrame(columns=[*IDENTITY, "value", "days_add_up_to"])]
    for kind in TOTALS if len(days) and len(brought) else ():
        sums = totals_of(days, kind, None).rename(columns={"value": "days_add_up_to"})
        beside = brought[[*IDENTITY, "value"]].merge(sums[[*IDENTITY, "days_add_up_to"]], on=list(IDENTITY))
        apart = (beside["value"] - beside["days_add_up_to"]).abs()
        found.append(beside[apart > 1e-6 * beside["value"].abs().clip(lower=1)])
    return pd.concat(found, ignore_index=True) if len(found) > 1 else found[0]


def with_totals(days: pd.DataFrame, kinds: Collection[str], whole_days: pd.Series | None) -> pd.DataFrame:
    """Daily observations with their totals below; of several vintages of a day the newest counts."""
    newest = days.sort_values("as_of", ascending=False, kind="stable").drop_duplicates([*_SERIES, *_BOUNDS])
    return pd.concat([days, *(totals_of(newest, kind, whole_days) for kind in kinds)], ignore_index=True)
