"""CDC/NCHS VSRR provisional drug overdose deaths, states and nation, 12 months ending each month.

Quirks: one file holds three indicators, and beside each figure how far its records are in; a blank count
gives its reason in the footnote; `NY` means New York State without New York City, which is `YC`;
predicted values stand in a column of their own; a share of records may read `99.5+`. The API writes the
same columns in snake case. The file does not say which day its figures are of.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pandas as pd

from data.sources.base import MONTH_NUMBERS, Converted, Intake, Loader, month_end, months_before, pending_note
from model.place_codes import state_from_abbreviation

REQUIRED: Final = frozenset(
    {"state", "year", "month", "period", "indicator", "data value", "footnote", "predicted value"}
    | {"percent pending investigation"}
)

INDICATORS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "number of drug overdose deaths": ("deaths", "all"),
        "number of deaths": ("deaths_all_causes", "all"),
        "percent with drugs specified": ("drugs_specified", "all"),
        "opioids (t40.0-t40.4,t40.6)": ("deaths", "opioids"),
        "heroin (t40.1)": ("deaths", "heroin"),
        "natural & semi-synthetic opioids (t40.2)": ("deaths", "natural_opioids"),
        "methadone (t40.3)": ("deaths", "methadone"),
        "synthetic opioids, excl. methadone (t40.4)": ("deaths", "synthetic_opioids"),
        "natural & semi-synthetic opioids, incl. methadone (t40.2, t40.3)": (
            "deaths",
            "natural_opioids_methadone",
        ),
        "natural, semi-synthetic, & synthetic opioids, incl. methadone (t40.2-t40.4)": (
            "deaths",
            "natural_synthetic_opioids_methadone",
        ),
        "cocaine (t40.5)": ("deaths", "cocaine"),
        "psychostimulants with abuse potential (t43.6)": ("deaths", "psychostimulants"),
    }
)

NEW_YORK: Final = "36"
NEW_YORK_PARTS: Final = ("NYC", "NY-REST")
"""The two areas New York reports as; the state is their sum, where both are released."""

FOOTNOTE_STATUSES: Final = (
    ("data suppressed", "suppressed"),
    ("low data quality", "not_reported"),
    ("underreported", "not_reported"),
)

UNDERREPORTED: Final = "underreported due to incomplete data"
PENDING: Final = "percent pending investigation"
COMPLETE: Final = "percent complete"
SHARE_WORDS: Final[Mapping[str, str]] = MappingProxyType({"": "not stated", "99.5+": "99.5 or more"})
SHARE_BOUNDS: Final[Mapping[str, float]] = MappingProxyType({"99.5 or more": 99.5})
"""What is known of a share that is given in words only."""


def convert(intake: Intake) -> Converted:
    """Reported and predicted observations of every state, and New York as the sum of its parts."""
    intake.refuse(~intake.rows["period"].str.lower().str.match(r"12 month-?\s?ending"), "not 12-month-ending")
    indicator = intake.word("indicator", {name: pair[0] for name, pair in INDICATORS.items()})
    drug = intake.word("indicator", {name: pair[1] for name, pair in INDICATORS.items()})
    month = intake.word("month", {name: str(number) for name, number in MONTH_NUMBERS.items()})
    year = intake.year("year")
    place = _places(intake)
    reported, predicted = intake.number("data value"), intake.number("predicted value")
    shares = _shares(intake)
    status = _status(intake, reported)
    keys = {"indicator": indicator, "drug": drug, "place": place, "year": year, "month": month}
    intake.repeated(pd.DataFrame(keys), "place and period")

    kept = intake.rows.index
    frame = pd.DataFrame({"indicator": indicator, "drug": drug, "place": place, "value": reported}).loc[kept]
    frame["status"], frame["note"] = status.loc[kept], _note(intake.rows)
    frame["period_end"] = month_end(year.loc[kept], month.loc[kept])
    modeled = frame.assign(value=predicted.loc[kept], status="predicted", note="")
    both = pd.concat([frame, modeled[modeled["value"].notna()]])
    records = _records(frame[(frame["indicator"] == "deaths") & (frame["drug"] == "all")], shares)
    complete = pd.concat([both, _new_york(both), records], ignore_index=True)
    complete["place_kind"] = complete["place"].map(_place_kind)
    complete["basis"] = "occurrence"
    complete["period_kind"] = "12-month-ending"
    complete["period_start"] = months_before(complete["period_end"], 12)
    complete["as_of"] = complete["period_end"].max()
    return Converted(complete)


def _shares(intake: Intake) -> dict[str, tuple[pd.Series, pd.Series]]:
    """Indicator of the state of the records → its percents, and what is to be noted of them."""
    columns = {"records_pending": PENDING, "records_complete": COMPLETE}
    return {
        indicator: intake.marked(column, SHARE_WORDS)
        for indicator, column in columns.items()
        if column in intake.rows
    }


def _records(counts: pd.DataFrame, shares: dict[str, tuple[pd.Series, pd.Series]]) -> pd.DataFrame:
    """How far the records of each place and month are in, taken from the rows of all overdose deaths."""
    found = []
    for indicator, (percents, words) in shares.items():
        word = words.loc[counts.index]
        value = percents.loc[counts.index].fillna(word.map(dict(SHARE_BOUNDS)))
        records = counts.assign(indicator=indicator, value=value, status="provisional", note=word)
        found.append(records[value.notna()])
    return pd.concat(found)


def _places(intake: Intake) -> pd.Series:
    def place(abbreviation: str) -> str | None:
        special = {"US": "US", "YC": "NYC", "NY": "NY-REST"}
        return special.get(abbreviation) or state_from_abbreviation(abbreviation)

    found = intake.rows["state"].str.upper().map(place)
    intake.refuse(found.isna(), "unknown state", "state")
    return found.reindex(intake.rows.index)


def _place_kind(place: str) -> str:
    if place == "US":
        return "nation"
    return "reporting_area" if place in NEW_YORK_PARTS else "state"


def _status(intake: Intake, reported: pd.Series) -> pd.Series:
    """Provisional where a count stands; else the reason of the footnote; a blank without one is refused."""
    footnote = intake.rows["footnote"].str.lower()
    status = pd.Series("provisional", index=intake.rows.index)
    blank = reported.reindex(intake.rows.index).isna()
    status[blank] = ""
    # A footnote may give several reasons; the first of the table is the one that holds.
    for words, meaning in reversed(FOOTNOTE_STATUSES):
        status[blank & footnote.str.contains(words, regex=False)] = meaning
    intake.refuse(status == "", "no count and no reason for it", "footnote")
    return status.reindex(intake.rows.index)


def _note(rows: pd.DataFrame) -> pd.Series:
    note = pending_note(rows["percent pending investigation"])
    footnote = rows["footnote"].str.lower()
    incomplete = footnote.str.contains("underreported", regex=False)
    poor = footnote.str.contains("low data quality", regex=False)
    return (
        note
        + incomplete.map({True: f"; {UNDERREPORTED}", False: ""})
        + poor.map({True: "; not shown by NCHS for low data quality", False: ""})
    ).map(lambda text: re.sub(r"^; ", "", text))


def _new_york(observations: pd.DataFrame) -> pd.DataFrame:
    """New York State as the sum of New York City and the rest; withheld or incomplete if either part is."""
    counts = observations[
        observations["place"].isin(NEW_YORK_PARTS) & (observations["indicator"] != "drugs_specified")
    ]
    counts = counts.assign(incomplete=counts["note"].str.contains(UNDERREPORTED, regex=False))
    predicted = counts["status"].eq("predicted").rename("predicted")
    keys = [counts["indicator"], counts["drug"], counts["period_end"], predicted]
    grouped = counts.groupby(keys, sort=False)
    state = grouped.agg(
        parts=("place", "nunique"),
        value=("value", "sum"),
        status=("status", _joint_status),
        incomplete=("incomplete", "any"),
    )
    state = state[state["parts"] == len(NEW_YORK_PARTS)].reset_index()
    state["value"] = state["value"].where(state["status"].isin(("provisional", "predicted")))
    state["note"] = "New York City and the rest of the state, added" + state["incomplete"].map(
        {True: f"; {UNDERREPORTED}", False: ""}
    )
    return state.drop(columns=["parts", "predicted", "incomplete"]).assign(place=NEW_YORK)


def _joint_status(statuses: pd.Series) -> str:
    absent = sorted(set(statuses) - {"provisional", "predicted"})
    return "suppressed" if "suppressed" in absent else absent[0] if absent else str(statuses.iloc[0])


LOADERS: Final = (Loader("vsrr_state", REQUIRED, convert),)
