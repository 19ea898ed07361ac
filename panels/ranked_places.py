"""The places of the map that have a rank: which of them the ranking lists, by the rules of the page's own dot
plot (`assets/js/panels/ranking.js`), and the words of their figures."""

from typing import Final

import numpy as np
import pandas as pd

from components.numbers import number, rounded
from model import catalog
from model.observations import HELD_STATUSES
from panels.map_table import ranked_rows
from panels.table_digits import decimals_shown
from queries.results import ExploreResult, Provenance

LISTED: Final = 10


def why_no_rank(result: ExploreResult) -> str:
    """Why no place has a rank; empty where places have."""
    entry = catalog.INDICATORS[result.view.indicator]
    if not entry.comparable:
        return " ".join(
            (
                "No place has a rank, and none is set beside another: the figures of different places must "
                "not be compared.",
                *entry.cautions,
            )
        )
    if result.view.measure == "smoothed":
        return (
            "Smoothed rates are drawn toward each other, so no place has a rank and none is set beside "
            "another; choose the observed rate."
        )
    if result.map is None:
        return "No county or state figure is published for this view, so there is nothing to rank."
    return ""


def within(result: ExploreResult) -> list[str]:
    """How the codes start of the places in focus on the map; empty for all of them."""
    focus = result.map.focus if result.map else ""
    group = result.resolved.groups.get(focus)
    return list(group.counties) if group else [focus] if focus else []


def map_provenance(result: ExploreResult) -> list[Provenance]:
    """Where the figures of the map come from."""
    return [result.map.provenance] if result.map and result.map.provenance else []


def places_here(result: ExploreResult) -> pd.DataFrame:
    """Rows of the map that the list is of: those in focus, or all for the places around one."""
    if result.map is None:
        return pd.DataFrame(columns=["rank", "status", "reason", "shown"])
    return result.map.places if result.view.ranking == "around" else result.map.in_focus


def ranking_table(result: ExploreResult) -> pd.DataFrame:
    """Every place of the map that has a rank, from the highest on."""
    return ranked_rows(result).sort_values(["rank", "place"], ignore_index=True)


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
    """The place in focus with its neighbors in rank."""
    at = rows.index[rows["place"] == place]
    if not len(at):
        return rows.head(0)
    first = max(0, min(int(at[0]) - LISTED // 2, len(rows) - LISTED))
    return rows.iloc[first : first + LISTED]


def shown_of_ranked(result: ExploreResult) -> pd.Series:
    """The figures of every place that has a rank, by place, in the digits of the screen."""
    rows = result.map.places if result.map else pd.DataFrame(columns=["rank", "shown"])
    ranked = rows.loc[rows["rank"] > 0, "shown"]
    return pd.Series(rounded(ranked, decimals_shown(result.view)), index=ranked.index)


def median_of(result: ExploreResult, shown: pd.Series) -> float:
    """The middle figure, in the digits of the screen."""
    return float(rounded(np.median(shown), decimals_shown(result.view)))


def value_words(result: ExploreResult, value: float) -> str:
    """A figure with its sign or percent sign, as beside a dot."""
    view = result.view
    sign = "+" if view.measure == "change" and value > 0 else ""
    return f"{sign}{number(value, decimals_shown(view))}{'%' if view.measure in ('change', 'share') else ''}"


def status_of(result: ExploreResult, status: str, reason: str) -> str:
    """Why a place has no figure, in words."""
    said = catalog.status_words(status, result.view.indicator)
    if not reason:
        return said
    return reason if status in HELD_STATUSES else f"{said} ({reason})"


def filled(form: str, **parts: str) -> str:
    """A sentence form with its parts; what a part contains is never taken for a form."""
    pieces = form.split("{")
    written = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}")
        written.append(parts[name] + rest)
    return "".join(written)
