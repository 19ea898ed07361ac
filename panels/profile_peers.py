"""Rank among all places and among peers, and the context of a place, as a list in words."""

from math import isfinite
from typing import Any, Final

import pandas as pd

from components.numbers import number, rounded
from components.periods import period_phrase
from components.words import measure_phrase, sources_words
from model import catalog
from panels.chart import chart_over_time
from panels.panel import ON_PROFILE, Panel
from panels.profile_insights import context_words, median_words
from queries.peer_ranks import peer_ranks
from queries.profile_results import PeerRank, Peers
from queries.ranks import RANKED_STATUSES
from queries.results import Provenance

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
    "rank_lower",
    "rank_upper",
    "ranked",
    "rank_among_peers",
    "rank_among_peers_lower",
    "rank_among_peers_upper",
    "peers_ranked",
    "median_of_peers_least",
    "median_of_peers_most",
    "peers_listed",
    "peers_withheld",
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
        "peers-foot": sources_words(peers_provenance(found)),
    }


def peers_provenance(found: Peers) -> list[Provenance]:
    """Where the figures come from, each once."""
    return list(dict.fromkeys(each.provenance for each in found.peer_ranks if each.provenance))


def peers_content(found: Peers) -> dict[str, Any]:
    """The rows of a table: indicator, figure, rank among all, rank among peers and their median."""
    columns = [
        "Indicator",
        "Figure",
        "Among all",
        *(["Among peers", "Median of those peers"] if found.peers else []),
    ]
    rows = [_cells(found, each) for each in found.peer_ranks]
    return {
        "table": {"caption": "Rank, 1 is the highest", "columns": columns, "rows": rows} if rows else None
    }


def _cells(found: Peers, peer_rank: PeerRank) -> list[str]:
    what = catalog.sentence(peer_rank.view.indicator, peer_rank.view.drug)
    cells = [f"{what}{measure_phrase(peer_rank.view, found.level)}", _figure(peer_rank)]
    cells.append(_rank(peer_rank.rank, peer_rank.ranked, peer_rank.rank_interval, PLURALS[found.level]))
    if found.peers:
        among = (peer_rank.peers_rank, peer_rank.peers_ranked, peer_rank.peers_rank_interval)
        cells.append(_rank(*among, "counties"))
        cells.append(median_words(peer_rank))
    return cells


def _figure(peer_rank: PeerRank) -> str:
    period = period_phrase(peer_rank.kind, peer_rank.start, peer_rank.end)
    if peer_rank.value is None:
        return f"{catalog.status_words(peer_rank.status, peer_rank.view.indicator)}, {period}"
    digits = _decimals(peer_rank)
    said = [number(peer_rank.value, digits)]
    if peer_rank.lower is not None and peer_rank.upper is not None:
        said[0] += f" (95% interval {number(peer_rank.lower, digits)} to {number(peer_rank.upper, digits)})"
    said.append(period)
    if peer_rank.status not in RANKED_STATUSES:
        said.append(catalog.status_words(peer_rank.status, peer_rank.view.indicator))
    return ", ".join(said)


def _rank(rank: int, ranked: int, interval: tuple[int, int] | None, plural: str) -> str:
    if not rank:
        return "no rank"
    words = f"{number(rank)} of {number(ranked)} {plural}"
    if interval is None:
        return words
    lower, upper = map(number, interval)
    return f"{words} (95% interval {lower} to {upper})"


def _decimals(peer_rank: PeerRank) -> int:
    return catalog.INDICATORS[peer_rank.view.indicator].decimals_of(peer_rank.view.measure)


def peers_table(found: Peers) -> pd.DataFrame:
    """One row an indicator, in the digits of the screen."""
    return pd.DataFrame([_table_row(found, each) for each in found.peer_ranks], columns=COLUMNS)


def _table_row(found: Peers, peer_rank: PeerRank) -> dict[str, Any]:
    digits, entry = _decimals(peer_rank), catalog.INDICATORS[peer_rank.view.indicator]
    least, most = peer_rank.median or (None, None)

    def written(value: float | None) -> float:
        return float("nan") if value is None else float(rounded(value, digits))

    return {
        "place": found.place,
        "name": found.name,
        "indicator": peer_rank.view.indicator,
        "drug": peer_rank.view.drug,
        "period_end": pd.Timestamp(peer_rank.end),
        "value": written(peer_rank.value),
        "lower": written(peer_rank.lower),
        "upper": written(peer_rank.upper),
        "unit": f"{entry.unit} per {catalog.RATE_PER:,}" if peer_rank.view.measure == "rate" else entry.unit,
        "status": peer_rank.status,
        "rank": peer_rank.rank or pd.NA,
        **_ends("rank", peer_rank.rank_interval),
        "ranked": peer_rank.ranked,
        "rank_among_peers": peer_rank.peers_rank or pd.NA,
        **_ends("rank_among_peers", peer_rank.peers_rank_interval),
        "peers_ranked": peer_rank.peers_ranked,
        "median_of_peers_least": written(least),
        "median_of_peers_most": written(most if most is not None and isfinite(most) else None),
        "peers_listed": peer_rank.peers_listed,
        "peers_withheld": peer_rank.peers_withheld,
    }


def _ends(name: str, interval: tuple[int, int] | None) -> dict[str, Any]:
    lower, upper = interval or (pd.NA, pd.NA)
    return {f"{name}_lower": lower, f"{name}_upper": upper}


PANEL: Final = Panel(
    id="peers",
    order=250,
    name="Rank among peers",
    link_words="Rank and context",
    figures="ranks",
    appears_in=ON_PROFILE,
    find=lambda reader, resolved: peer_ranks(reader, resolved.view),
    texts=lambda _resolved, found: peers_texts(found),
    content=lambda _resolved, found: peers_content(found),
    table=lambda _resolved, found: peers_table(found),
    provenance=peers_provenance,
    reading=(
        "Rank 1 is the highest figure, whether that is good or bad. A suppressed, unreliable or "
        "unpublished figure has no rank.",
        "Peers are the counties of the same urban-rural class and the same quartile of the Social "
        "Vulnerability Index. The interval of a rank is the range that chance alone would leave it in; two "
        "places whose intervals overlap may not differ.",
        "The median is that of all those peers. Where some are withheld it is known only within limits: a "
        "count withheld as 1 to 9 is at least 1 and at most 9, over its county's population.",
    ),
    browser_module="profile/panels",
    follows_indicator=False,
    chart=chart_over_time,
)
