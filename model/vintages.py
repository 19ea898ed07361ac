"""Which of several vintages of a fact is the one that holds.

A newer file adds a vintage and the older one stays. A fact holds as its newest vintage has it, unless a newer
release of the same data set covers its period whole and no longer lists it: the agency has then withdrawn it
(an area whose only seizure of a month was struck out, say). The population of a county whose boundaries are
gone is not withdrawn by a release in the new boundaries: figures by the old ones are still divided by it.
"""

from datetime import date
from typing import Final

import pandas as pd

from model import catalog
from model.observations import identity
from model.places import is_former

RELEASED_TOGETHER: Final = ["source", "indicator", "place_kind", "period_kind", "period_start", "period_end"]
WHOLE_SHARE: Final = 0.8
"""A release with at least this share of the facts an older one has of a period is taken for a whole
release and not for a part of the file, which withdraws nothing."""


def merge(older: pd.DataFrame, newer: pd.DataFrame) -> pd.DataFrame:
    """All vintages of all facts. The same fact of the same vintage is taken from the last row that has it."""
    combined = pd.concat([older, newer], ignore_index=True)
    return combined[~_vintage_of_fact(combined).duplicated(keep="last")].reset_index(drop=True)


def replaced(older: pd.DataFrame, newer: pd.DataFrame) -> dict[str, int]:
    """Source → figures of `older` and `newer` that `merge` drops for another one of the same day.

    Figures that merely repeat, value and status, are not counted. Sources without any are left out.
    """
    combined = pd.concat([older, newer], ignore_index=True)
    keys = _vintage_of_fact(combined)
    repeated = keys.duplicated(keep=False)
    said = keys[repeated].assign(value=combined["value"], status=combined["status"]).drop_duplicates()
    dropped = said[said.duplicated(list(keys.columns), keep="last")]
    return {str(source): int(figures) for source, figures in dropped.groupby("source").size().items()}


def split(everything: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The vintages that hold, and those superseded or withdrawn.

    Parameters
    ----------
    everything
        Observations of any vintages, in any order.
    """
    newest_first = everything.sort_values("as_of", ascending=False, kind="stable").reset_index(drop=True)
    past = identity(newest_first).duplicated() | _withdrawn(newest_first)
    return newest_first[~past].reset_index(drop=True), newest_first[past].reset_index(drop=True)


def as_of(everything: pd.DataFrame, day: date) -> pd.DataFrame:
    """What held on a day: the vintages up to it, without those superseded by then."""
    return split(everything[everything["as_of"] <= pd.Timestamp(day)])[0]


def _vintage_of_fact(rows: pd.DataFrame) -> pd.DataFrame:
    return identity(rows).assign(as_of=rows["as_of"])


def _withdrawn(rows: pd.DataFrame) -> pd.Series:
    """Whether a newer whole release of the row's period exists; rows of that release itself are not."""
    whole_sources = [entry.id for entry in catalog.SOURCES.values() if entry.whole_releases]
    # Predicted figures are left out of the count: an agency stops giving them once a period is complete.
    released = rows[rows["source"].isin(whole_sources) & rows["status"].ne("predicted")]
    sizes = released.groupby([*RELEASED_TOGETHER, "as_of"], as_index=False, observed=True).size()
    sizes = sizes.sort_values("as_of")
    largest = sizes.groupby(RELEASED_TOGETHER)["size"].cummax()
    whole = sizes[sizes["size"] >= WHOLE_SHARE * largest]
    newest_whole = whole.groupby(RELEASED_TOGETHER, as_index=False)["as_of"].max()
    if newest_whole.empty:
        return pd.Series(False, index=rows.index)
    beside = rows[RELEASED_TOGETHER].merge(newest_whole, on=RELEASED_TOGETHER, how="left")
    withdrawn = (beside["as_of"] > rows["as_of"].reset_index(drop=True)).set_axis(rows.index)
    return withdrawn & ~_still_divides(rows)


def _still_divides(rows: pd.DataFrame) -> pd.Series:
    """Whether a row is the population of a county of former boundaries."""
    divides = rows["indicator"].isin({entry.denominator for entry in catalog.INDICATORS.values()})
    counties = rows["place"].where(divides & rows["place_kind"].eq("county"), "")
    former = {str(county): is_former(str(county)) for county in counties.unique()}
    return counties.map(former).astype(bool)
