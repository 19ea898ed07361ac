"""Where a place stands among all places of its kind and among its peers, and of what kind it is."""

from collections import Counter
from datetime import date
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from methods.bounds import median_bounds
from model import catalog
from model.groups import PEERS
from model.places import NATION, places
from model.view import View, normalize
from queries.estimates import known_number
from queries.groups import classes_of, peers_of
from queries.map_rows import provenance_of_map, shown_rows
from queries.measures import measure_columns
from queries.profile import place_name, resolve_place
from queries.profile_results import PeerRank, Peers
from queries.ranks import has_rank, intervals_of_ranks, is_reliable, rank_columns
from queries.resolved_view import resolve
from queries.results import ResolvedView
from queries.store import Columns, Reader
from queries.withheld_limits import figure_limits

RANKED: Final = (
    ("deaths", "all"),
    ("deaths", "synthetic_opioids"),
    ("deaths", "psychostimulants"),
    ("deaths", "cocaine"),
    ("ed_visits", "all"),
    ("hospitalizations", "all"),
    ("opioid_dispensing", "all"),
    ("naloxone_dispensing", "all"),
    ("buprenorphine_dispensing", "all"),
    ("svi", "all"),
)
"""Indicators whose places may be compared, each as a rate or as published."""


def peer_ranks(reader: Reader, view: View) -> Peers:
    """Rank among all and among peers, and the context of the place of a view."""
    known = places().get(view.place)
    level = known.kind if known and known.kind in ("county", "state") else ""
    candidates = (_peer_rank(reader, view, level, *figure) for figure in RANKED) if level else ()
    ranked = tuple(each for each in candidates if each)
    name = place_name(reader, view)
    if level == "county":
        return _of_county(reader, view, name, ranked)
    return Peers(view.place, name, level, ranked, classes=_classes_within(reader, view))


def _of_county(reader: Reader, view: View, name: str, ranked: tuple[PeerRank, ...]) -> Peers:
    classes = reader.once(classes_of)
    peers = peers_of(reader, view.place)
    if view.place not in classes.index:
        return Peers(view.place, name, "county", ranked)
    urban, quartile, svi = (
        known_number(classes.at[view.place, column]) for column in ("urban", "quartile", "svi")
    )
    return Peers(
        view.place,
        name,
        "county",
        ranked,
        None if urban is None else int(urban),
        svi,
        None if quartile is None else int(quartile),
        len(peers.counties) if peers else 0,
    )


def _classes_within(reader: Reader, view: View) -> tuple[tuple[int, int], ...]:
    """Urban-rural classes of the counties of a state, a group or the nation."""
    urban = reader.once(classes_of)["urban"].dropna()
    if group := resolve_place(reader, view).groups.get(view.place):
        urban = urban[urban.index.isin(group.counties)]
    elif view.place != NATION:
        urban = urban[urban.index.str.startswith(view.place)]
    return tuple(sorted(Counter(urban.astype(int).tolist()).items()))


def _peer_rank(reader: Reader, view: View, level: str, indicator: str, drug: str) -> PeerRank | None:
    """A place among all of its kind in the newest period of an indicator; None where it is not listed."""
    entry = catalog.INDICATORS[indicator]
    if level not in entry.bases or drug not in set(reader.query("drugs", indicator=indicator)["drug"]):
        return None
    of_figure, _ = normalize(View(indicator=indicator, drug=drug, place=view.place, level=level))
    resolved = resolve(reader, of_figure)
    if resolved.level != level or resolved.period_end is None:
        return None
    keys = _keys(resolved)
    rows = reader.once(_measured, tuple(keys.items()), resolved.period_end, resolved.view.measure)
    is_own = rows["place"] == view.place
    if not is_own.any():
        return None
    own = {name: column[is_own][0] for name, column in rows.items()}
    peers = resolved.groups.get(PEERS)
    alike = np.isin(rows["place"], peers.counties if peers else ())
    figures = rows["shown"][alike & (rows["rank"] > 0)]
    reliable = bool(own["rank"])
    among_peers = reliable and bool(len(figures))
    return PeerRank(
        resolved.view,
        resolved.kind,
        cast(date, resolved.period_start),
        resolved.period_end,
        str(own["status"]),
        known_number(own["shown"]),
        known_number(own["lower"]),
        known_number(own["upper"]),
        int(own["rank"]),
        int((rows["rank"] > 0).sum()),
        (int(own["rank_lower"]), int(own["rank_upper"])) if own["rank_lower"] else None,
        int((figures > own["shown"]).sum()) + 1 if among_peers else 0,
        len(figures) + reliable if len(figures) else 0,
        _rank_interval(rows, alike | is_own, is_own, resolved.view) if among_peers else None,
        _median(rows, alike, resolved),
        int(alike.sum()),
        int(np.isnan(rows["shown"][alike]).sum()),
        provenance_of_map(reader, keys, resolved.period_end),
    )


def _rank_interval(
    rows: Columns, among: NDArray[np.bool_], is_own: NDArray[np.bool_], view: View
) -> tuple[int, int] | None:
    """The interval of a place's rank among some places."""
    ranked = among & (rows["rank"] > 0)
    entry = catalog.INDICATORS[view.indicator]
    found = intervals_of_ranks(rows, ranked, measure=view.measure, entry=entry)
    position = np.flatnonzero(is_own[ranked])[0]
    return (int(found.lower[position]), int(found.upper[position])) if found else None


def _median(rows: Columns, alike: NDArray[np.bool_], resolved: ResolvedView) -> tuple[float, float] | None:
    """Limits of the median of some places' figures."""
    if not alike.any():
        return None
    view = resolved.view
    limits = figure_limits(
        {name: column[alike] for name, column in rows.items()},
        measure=view.measure,
        entry=catalog.INDICATORS[view.indicator],
        source=resolved.sources[resolved.level],
    )
    return median_bounds(*limits)


def _keys(resolved: ResolvedView) -> dict[str, str]:
    return {
        "indicator": resolved.view.indicator,
        "drug": resolved.view.drug,
        "place_kind": resolved.level,
        "period_kind": resolved.kind,
        "source": resolved.sources[resolved.level],
    }


def _measured(reader: Reader, keys: tuple[tuple[str, str], ...], period_end: date, measure: str) -> Columns:
    """Every place of a period with its rank as on the map."""
    by_name = dict(keys)
    rows = shown_rows(reader, by_name, period_end)
    measured = measure_columns(rows, measure, catalog.INDICATORS[by_name["indicator"]])
    entry = catalog.INDICATORS[by_name["indicator"]]
    known = ~np.isnan(measured["shown"])
    measured["before"] = np.full(len(known), np.nan)
    ranked = is_reliable(measured["status"]) & has_rank(rows["place"]) & known
    ranks = rank_columns(measured, ranked, measure=measure, entry=entry)
    return {"place": rows["place"], **measured, **ranks}
