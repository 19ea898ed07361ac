"""Which places the ranking lists, by the rules of the page's own dot plot (`assets/js/panels/ranking.js`)."""

from typing import Final

import pandas as pd

from components.panel_tables import ranking_table
from panels.ranking import why_no_rank, within
from queries.results import ExploreResult

LISTED: Final = 10


def places_here(result: ExploreResult) -> pd.DataFrame:
    """Rows of the map that the list is of: those in focus, or all for the places around one."""
    if result.map is None:
        return pd.DataFrame(columns=["rank", "status", "reason", "shown"])
    return result.map.places if result.view.ranking == "around" else result.map.in_focus


def listed(result: ExploreResult) -> pd.DataFrame:
    """The rows of the ranking's table that the panel lists, in their order; may be none."""
    rows = ranking_table(result)
    if why_no_rank(result) or rows.empty:
        return rows.head(0)
    which = result.view.ranking
    if which == "around":
        return _around(rows, result.view.place)
    starts = within(result)
    here = rows[rows["place"].str.startswith(tuple(starts))] if starts else rows
    if result.view.measure == "change":
        here = here[here["upper"] < 0] if which == "lowest" else here[here["lower"] > 0]
    elif which == "lowest":
        here = here[here.iloc[:, MEASURE] != 0]
    return here.tail(LISTED).iloc[::-1] if which == "lowest" else here.head(LISTED)


MEASURE: Final = 3
"""Position of the measure among the columns of the ranking's table."""


def _around(rows: pd.DataFrame, place: str) -> pd.DataFrame:
    """The place in focus with its neighbours in rank."""
    at = rows.index[rows["place"] == place]
    if not len(at):
        return rows.head(0)
    first = max(0, min(int(at[0]) - LISTED // 2, len(rows) - LISTED))
    return rows.iloc[first : first + LISTED]
