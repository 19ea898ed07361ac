"""What the files of both DOSE data sets share: their places and months, and eight drugs in a row."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pandas as pd

from data.sources.base import Intake
from model.place_codes import state_from_abbreviation
from model.places import NATION

MONTHS: Final[Mapping[str, str]] = MappingProxyType(
    {form: str(n) for n in range(1, 13) for form in (str(n), f"{n:02d}", f"{n}.0")}
)
PARTICIPANTS: Final = "participating jurisdictions only"


def jurisdictions(intake: Intake, column: str) -> pd.Series:
    """Place of each row from its postal abbreviation; `US` is all jurisdictions that take part."""
    place = intake.rows[column].map(lambda text: NATION if text == NATION else state_from_abbreviation(text))
    intake.refuse(place.isna(), "unknown jurisdiction", column)
    return place.reindex(intake.rows.index)


def place_kind(place: pd.Series) -> pd.Series:
    """Nation or state."""
    return place.map({NATION: "nation"}).fillna("state")


def one_below_the_other(
    rows: pd.DataFrame, by_drug: Mapping[str, tuple[pd.Series, pd.Series]]
) -> pd.DataFrame:
    """The rows once for each drug, with `drug`, `value` and `status` added.

    Parameters
    ----------
    by_drug
        Drug → numbers, and the status of each row that has none, as `Intake.marked` gives them.
    """
    parts = [
        rows.assign(drug=drug, value=numbers.loc[rows.index], status=why.loc[rows.index].replace("", "ok"))
        for drug, (numbers, why) in by_drug.items()
    ]
    return pd.concat(parts, ignore_index=True)


def notes(rows: pd.DataFrame, reason: pd.Series) -> pd.Series:
    """Reason of each row, and of national ones before it that not every jurisdiction takes part."""
    nation = rows["place"].eq(NATION).map({True: PARTICIPANTS, False: ""})
    return (nation + "; " + reason).str.removeprefix("; ").str.removesuffix("; ")
