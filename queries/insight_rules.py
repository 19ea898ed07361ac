"""What stands out in a place, by stated rules and from released figures alone.

A change speaks where its 95% interval lies on one side of zero, where both years' counts are at least 20, and
where the newest period is reported in full or the agency's predictions of both years are compared. What is
suppressed, unreliable or incomplete is never compared, and of what has no interval (rates published without
their counts, weights) no direction is told. Rules say what was measured and never why.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Final

from model.catalog import INDICATORS
from model.observations import HELD_STATUSES
from model.places import NATION
from queries.profile_results import (
    Completeness,
    Facet,
    Facets,
    Insight,
    NewestFigure,
    PeerRank,
    Peers,
    Reading,
    Rule,
)
from queries.results import Instead

MOST: Final = 6
FEWEST: Final = 3
SOUND: Final = ("ok", "provisional", "predicted")
"""Statuses of figures that may be compared."""
SHOWN: Final = 0.05
"""What a limit must at least be so that the panel, in its digits, does not show it as zero."""
FIFTH: Final = 0.2
FEWEST_PEERS: Final = 10
"""With reliable figures; a fifth of fewer says little."""


@dataclass(frozen=True)
class Material:
    """What the rules look at.

    Attributes
    ----------
    facets
        Panel → its small charts.
    instead
        What to look at in place of a suppressed count of deaths.
    """

    place: str
    facets: Mapping[str, Facets]
    peers: Peers
    completeness: Completeness
    instead: Instead | None = None

    def facet(self, panel: str, indicator: str, drug: str = "all") -> Facet | None:
        """The small chart of an indicator and drug."""
        wanted = (indicator, drug)
        shown = self.facets[panel].facets
        return next((each for each in shown if (each.view.indicator, each.view.drug) == wanted), None)

    @property
    def deaths(self) -> Facet | None:
        """The small chart of deaths from all drugs, where they are the place's own."""
        shown = self.facet("drugs", "deaths")
        return shown if shown and shown.view.place == self.place else None


def is_clear(reading: Reading | None) -> bool:
    """Whether a change on a year earlier may be spoken of as a rise or a fall."""
    if reading is None or reading.change is None or reading.incomplete:
        return False
    if not reading.value:
        # None reported yet, whatever is predicted.
        return False
    lower, upper = reading.change.lower, reading.change.upper
    if lower is None or upper is None or not isfinite(lower) or not isfinite(upper):
        return False
    return _is_sound(reading) and (lower >= SHOWN or upper <= -SHOWN)


def _is_sound(reading: Reading) -> bool:
    return reading.status in SOUND and reading.change_status in SOUND


def rises(reading: Reading) -> bool:
    """Direction of a clear change."""
    return reading.change is not None and reading.change.value > 0


def _suppressed(material: Material) -> Iterable[Insight]:
    """Deaths are withheld: what can be looked at instead."""
    shown = material.deaths
    if shown and shown.own.status in HELD_STATUSES and material.instead:
        yield Insight(
            "suppressed", "drugs", shown.view, shown.own, instead=material.instead, resolved=shown.resolved
        )


def _released(material: Material) -> Iterable[Insight]:
    """A group is not whole: how many of its counties are in its figures."""
    shown = material.deaths
    if shown and shown.own.counties > shown.own.summed:
        yield Insight("released", "drugs", shown.view, shown.own)


def _against_the_nation(material: Material) -> Iterable[Insight]:
    """Deaths moved clearly one way, and those of the nation clearly the other way in the same period."""
    shown = material.deaths
    if shown is None or material.place == NATION or not is_clear(shown.own):
        return
    nation = shown.of(NATION)
    if nation and is_clear(nation) and nation.end == shown.own.end and rises(nation) != rises(shown.own):
        yield Insight("against the nation", "drugs", shown.view, shown.own, nation)


def _change(material: Material) -> Iterable[Insight]:
    """Deaths changed clearly."""
    shown = material.deaths
    if shown and is_clear(shown.own):
        yield Insight("change", "drugs", shown.view, shown.own)


def _drug(material: Material) -> Iterable[Insight]:
    """Deaths involving a drug changed clearly the other way than deaths from all drugs of the same place."""
    every = [each for each in material.facets["drugs"].facets if is_clear(each.own)]
    wholes = {each.view.place: each for each in every if each.view.drug == "all"}
    # A county's drugs are its state's, which are then set beside all drugs of the state.
    own = material.facet("drugs", "deaths")
    for each in every:
        place = each.view.place
        whole = wholes[place].own if place in wholes else own.of(place) if own else None
        if each.view.drug == "all" or place == NATION != material.place or whole is None:
            continue
        if is_clear(whole) and whole.end == each.own.end and rises(whole) != rises(each.own):
            yield Insight("drug", "drugs", each.view, each.own, whole)


def _peers(material: Material) -> Iterable[Insight]:
    """The death rate is in the highest or lowest fifth of the peers', its interval clear of their median, and
    most peers have a reliable one."""
    for each in material.peers.peer_ranks:
        # Where most peers are withheld, the median of the others is not that of the peers.
        known = each.peers_ranked > material.peers.peers / 2
        if (each.view.indicator, each.view.drug) == ("deaths", "all") and known and is_apart(each):
            yield Insight("peers", "peers", each.view, peer_rank=each, context=material.peers)


def is_apart(peer_rank: PeerRank) -> bool:
    """Whether a place is in an outer fifth of its peers with an interval that leaves out their median,
    whatever the withheld ones are."""
    lower, upper, median = peer_rank.lower, peer_rank.upper, peer_rank.median
    if peer_rank.status not in SOUND or not peer_rank.peers_rank or median is None:
        return False
    if lower is None or upper is None or peer_rank.peers_ranked <= FEWEST_PEERS:
        return False
    outer = FIFTH * peer_rank.peers_ranked
    least, most = median
    highest = peer_rank.peers_rank <= outer and lower > most
    return highest or (peer_rank.peers_rank > peer_rank.peers_ranked - outer and upper < least)


def _nonfatal(material: Material) -> Iterable[Insight]:
    """Counts of nonfatal overdoses of the place itself changed clearly."""
    for each in material.facets["nonfatal"].facets:
        if each.view.drug == "all" and each.view.place == material.place and is_clear(each.own):
            yield Insight("nonfatal", "nonfatal", each.view, each.own)


def _laboratories(material: Material) -> Iterable[Insight]:
    """A drug's share of laboratory reports changed clearly: the one whose interval is farthest from zero."""
    changed = [
        each
        for each in material.facets["supply"].facets
        if each.view.indicator == "lab_reports"
        and each.view.measure == "share"
        and (each.view.place != NATION or material.place == NATION)
        and is_clear(each.own)
    ]
    for each in sorted(changed, key=_nearest_limit, reverse=True)[:1]:
        yield Insight("laboratories", "supply", each.view, each.own)


def _nearest_limit(shown: Facet) -> float:
    """How far from zero the nearer limit of a clear change is."""
    change = shown.own.change
    if change is None or change.lower is None or change.upper is None:
        return 0.0
    return min(abs(change.lower), abs(change.upper))


def _response(material: Material) -> Iterable[Insight]:
    """A response figure changed clearly."""
    for each in material.facets["response"].facets:
        if is_clear(each.own) and INDICATORS[each.view.indicator].more_is_worse is False:
            yield Insight("response", "response", each.view, each.own)


def _incomplete(material: Material) -> Iterable[Insight]:
    """The newest counts of deaths are incomplete: of the place, else of the one that stands in for it."""
    for row in _deaths_rows(material):
        if row.incomplete_from:
            yield _of_newest("incomplete", row, material)


def _deaths_rows(material: Material) -> list[NewestFigure]:
    """Of deaths of the place, else of its state or the nation."""
    rows = [row for row in material.completeness.rows if row.reading.indicator == "deaths"]
    return [row for row in rows if row.reading.place == material.place] or rows[:1]


def _of_newest(rule: Rule, row: NewestFigure, material: Material) -> Insight:
    shown = (each for panel in material.facets.values() for each in panel.facets)
    wanted = (row.reading.indicator, row.reading.place)
    view = next(each.view for each in shown if (each.view.indicator, each.view.place) == wanted)
    return Insight(rule, "completeness", view, row.reading, newest=row)


def _no_clear_change(material: Material) -> Iterable[Insight]:
    """Deaths can be compared with a year earlier and did not change clearly."""
    shown = material.deaths
    change = shown.own.change if shown else None
    if shown is None or change is None or not change.is_assessed or change.direction:
        return
    if _is_sound(shown.own) and not shown.own.incomplete:
        yield Insight("no clear change", "drugs", shown.view, shown.own)


def _complete(material: Material) -> Iterable[Insight]:
    """Deaths are not called incomplete."""
    for row in _deaths_rows(material)[:1]:
        if not row.incomplete_from:
            yield _of_newest("complete", row, material)


def _class(material: Material) -> Iterable[Insight]:
    """Of what kind the county is, or the counties of the place are."""
    peers, shown = material.peers, material.facet("drugs", "deaths")
    if shown and (peers.classes or peers.urban_rural is not None):
        yield Insight("class", "peers", shown.view, context=peers)


def _as_of(material: Material) -> Iterable[Insight]:
    """Of what day the figures are."""
    for row in material.completeness.rows[:1]:
        yield _of_newest("as of", row, material)


RULES: Final[tuple[Callable[[Material], Iterable[Insight]], ...]] = (
    _suppressed,
    _against_the_nation,
    _change,
    _drug,
    _peers,
    _nonfatal,
    _laboratories,
    _response,
    _incomplete,
    _released,
)
"""In the order of importance; where they yield too many insights, the first are kept."""
FILLING: Final = (_no_clear_change, _complete, _class, _as_of)
"""Rules that fill up where the others yield fewer than three insights."""
ALWAYS: Final = ("suppressed", "incomplete", "released")
"""Rules whose insights are kept whatever else there is."""


def apply_rules(material: Material) -> tuple[Insight, ...]:
    """Three to six things that stand out, in the order of the rules; fewer where nothing is published."""
    insights = [each for rule in RULES for each in rule(material)]
    if any(each.rule == "against the nation" for each in insights):
        # It states the same change.
        insights = [each for each in insights if each.rule != "change"]
    kept = {id(each) for each in insights if each.rule in ALWAYS}
    for each in insights:
        if len(kept) < MOST:
            kept.add(id(each))
    chosen = [each for each in insights if id(each) in kept][:MOST]
    for rule in FILLING:
        if len(chosen) < FEWEST:
            chosen += rule(material)
    return tuple(chosen)
