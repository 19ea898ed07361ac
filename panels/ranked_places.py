"""The places of the map that have a rank: which of them the ranking lists, how the distribution spreads them,
and the words of their figures."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from components.how_to_read import NO_RANK, NO_SMOOTHED_RANK
from components.numbers import limits_words, number, rounded
from components.words import LEVEL_WORDS, cautions, footer, rate_footnote
from methods.bounds import median_bounds
from methods.histogram import Histogram, histogram
from model import catalog
from model.observations import HELD_STATUSES
from model.view import View
from panels.map_table import ranked_rows
from panels.notes import figure_notes
from panels.panel import Fact
from panels.table_digits import decimals_shown
from queries.results import ExploreResult, Provenance, ResolvedView
from queries.withheld_limits import figure_limits

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


def reading_without_ranks(view: View) -> list[str]:
    """How a panel of ranked places is read where no place has a rank; empty where places have."""
    if not catalog.INDICATORS[view.indicator].comparable:
        return [NO_RANK]
    return [NO_SMOOTHED_RANK] if view.measure == "smoothed" else []


def ranked_foot(result: ExploreResult) -> str:
    """Sources and cautions under a panel of ranked places."""
    sources = [result.map.provenance if result.map else None]
    return footer(sources, (*cautions(result.view), *rate_footnote(result.view, sources)))


def ranked_notes(resolved: ResolvedView, result: ExploreResult, rows: pd.DataFrame) -> list[Fact]:
    """What must be known of a table of ranked places."""
    return figure_notes(resolved.view, map_provenance(result), rows)


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


MEASURE: Final = 3
"""Position of the measure among the columns of the ranking's table."""


def listed(result: ExploreResult) -> pd.DataFrame:
    """The rows of the ranking's table that the panel lists, in their order; may be none."""
    positions = listed_positions(result)
    if result.map is None or not len(positions):
        return ranking_table(result).head(0)
    places = result.map.places.index[positions]
    return ranking_table(result).set_index("place", drop=False).loc[places].reset_index(drop=True)


def listed_positions(result: ExploreResult) -> NDArray[np.intp]:
    """Where the places that the panel lists stand among the map's, in the order of the list; may be none."""
    if result.map is None or why_no_rank(result):
        return np.empty(0, dtype=np.intp)
    rows, which = result.map.places, result.view.ranking
    rank = rows["rank"].to_numpy()
    has_rank = rank > 0
    if which == "around":
        return _around(_by_rank(has_rank, rank), rows.index == result.view.place)
    here = has_rank if result.map.focused is None else has_rank & result.map.focused
    if which == "lowest":
        return _by_rank(here & _can_be_lowest(result), rank)[: -LISTED - 1 : -1]
    if result.view.measure == "change":
        here = here & (in_screen_digits(result, "lower") > 0)
    return _by_rank(here, rank)[:LISTED]


def _by_rank(wanted: NDArray[np.bool_], rank: NDArray[np.int_]) -> NDArray[np.intp]:
    """Positions of the places wanted, the first rank first."""
    at = np.flatnonzero(wanted)
    return at[np.argsort(rank[at], kind="stable")]


def _can_be_lowest(result: ExploreResult) -> NDArray[np.bool_]:
    """Clear falls among changes; else what is not zero, because zeros share the last rank."""
    if result.view.measure == "change":
        return in_screen_digits(result, "upper") < 0
    return in_screen_digits(result, "shown") != 0


def _around(ordered: NDArray[np.intp], is_focus: NDArray[np.bool_]) -> NDArray[np.intp]:
    """The place in focus with its neighbors in rank."""
    at = np.flatnonzero(is_focus[ordered])
    if not len(at):
        return ordered[:0]
    first = max(0, min(int(at[0]) - LISTED // 2, len(ordered) - LISTED))
    return ordered[first : first + LISTED]


def in_screen_digits(result: ExploreResult, column: str) -> NDArray[np.float64]:
    """A column of the map's places as the screen shows it; NaN where there is no figure."""
    if result.map is None:
        return np.empty(0)
    return rounded(result.map.places[column], decimals_shown(result.view))


def shown_of_ranked(result: ExploreResult) -> pd.Series:
    """The figures of every place that has a rank, by place, in the digits of the screen."""
    if result.map is None:
        return pd.Series(dtype=float)
    has_rank = result.map.places["rank"].to_numpy() > 0
    return pd.Series(in_screen_digits(result, "shown")[has_rank], index=result.map.places.index[has_rank])


def spread_of(result: ExploreResult, shown: pd.Series) -> Histogram:
    """How these figures are spread, in whole multiples of the last digit of the screen."""
    whole = np.rint(shown.to_numpy() * 10 ** decimals_shown(result.view))
    return histogram(whole, diverging=result.view.measure == "change")


def median_of_all(result: ExploreResult) -> str:
    """The median of all places of the map as a sentence, where it is not that of the places with a rank."""
    on_map, view = result.map, result.view
    if on_map is None or on_map.provenance is None or view.measure in ("change", "smoothed"):
        return ""
    rows = {str(name): on_map.places[name].to_numpy() for name in on_map.places}
    if (rows["rank"] > 0).all():
        return ""
    limits = figure_limits(
        rows,
        measure=view.measure,
        entry=catalog.INDICATORS[view.indicator],
        source=on_map.provenance.source,
    )
    _, plural = LEVEL_WORDS[on_map.level]
    absent = int(np.isnan(rows["shown"]).sum())
    held = f" ({number(absent)} without a figure)" if absent else ""
    words = limits_words(*median_bounds(*limits), decimals_shown(view))
    return f"Median of all {number(len(on_map.places))} {plural}: {words}{held}."


def from_whole(result: ExploreResult, whole: float) -> float:
    """A figure from whole multiples of the last digit of the screen."""
    return float(rounded(whole / 10 ** decimals_shown(result.view), decimals_shown(result.view)))


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
