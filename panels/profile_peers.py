"""Rank among all places and among peers, and the context of a place, as a list in words."""

from typing import Any, Final

import pandas as pd

from components.numbers import number, rounded
from components.periods import period_phrase
from components.words import measure_phrase, sources_words
from model import catalog
from panels.profile_insights import context_words
from queries.profile_results import Peers, Standing
from queries.results import Origin

NO_RANK: Final = "Only counties and states have a rank: a figure of a group may not be of the whole."
PLURALS: Final = {"county": "counties", "state": "states (with D.C.)"}
COLUMNS: Final = (
    "place",
    "name",
    "indicator",
    "drug",
    "period_end",
    "value",
    "lower",
    "upper",
    "unit",
    "status",
    "rank",
    "ranked",
    "rank_among_peers",
    "peers_ranked",
    "median_of_peers",
)


def peers_texts(found: Peers) -> dict[str, str]:
    """Title, subtitle and foot."""
    words = [context_words(found)]
    if not found.level:
        words.append(NO_RANK)
    elif found.level == "state":
        words.append("Peers are known of counties alone.")
    elif found.peers:
        words.append("Places without a reliable figure have no rank.")
    return {
        "peers-title": f"Rank and context, {found.name}",
        "peers-subtitle": " ".join(filter(None, words)),
        "peers-foot": sources_words(peers_origins(found)),
    }


def peers_origins(found: Peers) -> list[Origin]:
    """Where the figures come from, each once."""
    return list(dict.fromkeys(each.origin for each in found.standings if each.origin))


def peers_content(found: Peers) -> dict[str, Any]:
    """The rows of a table: indicator, figure, rank among all, rank among peers and their median."""
    columns = [
        "Indicator",
        "Figure",
        "Among all",
        *(["Among peers", "Median of those peers"] if found.peers else []),
    ]
    rows = [_cells(found, each) for each in found.standings]
    return {
        "table": {"caption": "Rank, 1 is the highest", "columns": columns, "rows": rows} if rows else None
    }


def _cells(found: Peers, standing: Standing) -> list[str]:
    digits = _decimals(standing)
    what = catalog.sentence(standing.view.indicator, standing.view.drug)
    cells = [f"{what}{measure_phrase(standing.view)}", _figure(standing)]
    cells.append(_rank(standing.rank, standing.ranked, PLURALS[found.level]))
    if found.peers:
        cells.append(_rank(standing.peers_rank, standing.peers_ranked, "counties"))
        cells.append(number(standing.median, digits))
    return cells


def _figure(standing: Standing) -> str:
    period = period_phrase(standing.kind, standing.start, standing.end)
    if standing.value is None:
        return f"{catalog.status_words(standing.status, standing.view.indicator)}, {period}"
    digits = _decimals(standing)
    said = [number(standing.value, digits)]
    if standing.lower is not None and standing.upper is not None:
        said[0] += f" (95% interval {number(standing.lower, digits)} to {number(standing.upper, digits)})"
    said.append(period)
    if standing.status not in ("ok", "provisional"):
        said.append(catalog.status_words(standing.status, standing.view.indicator))
    return ", ".join(said)


def _rank(rank: int, ranked: int, plural: str) -> str:
    if not rank:
        return "no rank"
    return f"{number(rank)} of {number(ranked)} {plural}"


def _decimals(standing: Standing) -> int:
    return catalog.INDICATORS[standing.view.indicator].decimals_of(standing.view.measure)


def peers_table(found: Peers) -> pd.DataFrame:
    """One row an indicator, in the digits of the screen."""
    return pd.DataFrame([_table_row(found, each) for each in found.standings], columns=COLUMNS)


def _table_row(found: Peers, standing: Standing) -> dict[str, Any]:
    digits, entry = _decimals(standing), catalog.INDICATORS[standing.view.indicator]

    def written(value: float | None) -> float:
        return float("nan") if value is None else float(rounded(value, digits))

    return {
        "place": found.place,
        "name": found.name,
        "indicator": standing.view.indicator,
        "drug": standing.view.drug,
        "period_end": pd.Timestamp(standing.end),
        "value": written(standing.value),
        "lower": written(standing.lower),
        "upper": written(standing.upper),
        "unit": f"{entry.unit} per {catalog.RATE_PER:,}" if standing.view.measure == "rate" else entry.unit,
        "status": standing.status,
        "rank": standing.rank or pd.NA,
        "ranked": standing.ranked,
        "rank_among_peers": standing.peers_rank or pd.NA,
        "peers_ranked": standing.peers_ranked,
        "median_of_peers": written(standing.median),
    }
