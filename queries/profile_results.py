"""What the panels of a place's profile are drawn from: one frozen shape a panel."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from model.view import View
from queries.results import Estimate, Instead, PlaceSeries, Provenance, ResolvedView

Rule = Literal[
    "suppressed",
    "against the nation",
    "change",
    "peers",
    "drug",
    "nonfatal",
    "laboratories",
    "response",
    "incomplete",
    "released",
    "no clear change",
    "complete",
    "class",
    "as of",
]


@dataclass(frozen=True)
class ShareCounts:
    """The counts that a share and that of a year earlier are made of: a share may rise while its count
    falls."""

    part: float
    whole: float
    part_before: float
    whole_before: float


@dataclass(frozen=True)
class Reading:
    """The newest figure of a place's series, and how it changed on a year earlier.

    Attributes
    ----------
    start
        First day of the period; None where it is not known.
    value, lower, upper
        In the measure's unit, with its interval; None where there is none.
    status
        Of the value.
    change
        On a year earlier: percent, or percentage points of a share; None where it cannot be stated.
    change_status
        Why a change is unsure or absent: of the figures of both years.
    predicted
        Whether the agency's predicted counts of both years are compared.
    incomplete
        Whether the period is reported too little and no prediction mends that.
    summed, compared, counties
        Of a group, how many of its counties are in the value, how many are released in both years, and how
        many it has; else 0.
    counts
        Of a share whose change is stated.
    measure
        What the value is: a count where there is no population to divide it by.
    """

    indicator: str
    drug: str
    place: str
    name: str
    kind: str
    start: date | None
    end: date
    status: str
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    change: Estimate | None = None
    change_status: str = ""
    predicted: bool = False
    incomplete: bool = False
    summed: int = 0
    compared: int = 0
    counties: int = 0
    counts: ShareCounts | None = None
    measure: str = "rate"


@dataclass(frozen=True)
class Facet:
    """One small chart: an indicator and drug at a place, beside its state and the nation.

    Attributes
    ----------
    resolved
        What Explore shows of it. Its place is the profile's own, or the one that stands in for it because
        the indicator is not published for the place itself.
    series
        The measure, the view's place first.
    changes
        The same places' change on a year earlier; empty where the indicator has none.
    readings
        The newest figure of each series.
    """

    resolved: ResolvedView
    series: tuple[PlaceSeries, ...]
    changes: tuple[PlaceSeries, ...]
    readings: tuple[Reading, ...]

    @property
    def view(self) -> View:
        """The view that Explore shows."""
        return self.resolved.view

    @property
    def own(self) -> Reading:
        """The newest figure of the place that it is of."""
        return next(each for each in self.readings if each.place == self.view.place)

    def of(self, place: str) -> Reading | None:
        """The newest figure of one of its places."""
        return next((each for each in self.readings if each.place == place), None)


@dataclass(frozen=True)
class Facets:
    """The small charts of one panel.

    Attributes
    ----------
    place, name
        Whose profile it is.
    """

    panel: str
    place: str
    name: str
    facets: tuple[Facet, ...]


@dataclass(frozen=True)
class PeerRank:
    """Where a place stands in one indicator among all places of its kind and among its peers.

    Attributes
    ----------
    rank, ranked
        1 is the highest of `ranked` places with a reliable figure; 0 where the place has no rank.
    rank_interval
        The ends of its 95% interval; None where there is none.
    peers_rank, peers_ranked, peers_rank_interval
        The same among the place and its peers.
    median
        Between which limits that of its peers' figures lies, all of them, withheld ones too; None without
        peers.
    peers_listed, peers_withheld
        How many peers the source lists, and how many of them have no figure.
    """

    view: View
    kind: str
    start: date
    end: date
    status: str
    value: float | None
    lower: float | None
    upper: float | None
    rank: int
    ranked: int
    rank_interval: tuple[int, int] | None
    peers_rank: int
    peers_ranked: int
    peers_rank_interval: tuple[int, int] | None
    median: tuple[float, float] | None
    peers_listed: int
    peers_withheld: int
    provenance: Provenance | None


@dataclass(frozen=True)
class Peers:
    """The context of a place.

    Attributes
    ----------
    level
        `county` or `state`; empty for the nation and for groups, which have no rank.
    urban_rural, svi, quartile
        Of a county; None where not known.
    peers
        How many counties are its peers.
    classes
        Of a wider place: urban-rural class → how many of its counties are of it.
    """

    place: str
    name: str
    level: str
    peer_ranks: tuple[PeerRank, ...]
    urban_rural: int | None = None
    svi: float | None = None
    quartile: int | None = None
    peers: int = 0
    classes: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class NewestFigure:
    """How complete the newest figure of one indicator is, and whether a newer one is to be had.

    Attributes
    ----------
    incomplete_from
        Last day of the first of its newest periods that are still incomplete.
    due
        Day by which the next period is expected; None without a schedule.
    is_outdated
        Whether that day is past.
    """

    reading: Reading
    provenance: Provenance
    incomplete_from: date | None
    due: date | None
    is_outdated: bool


@dataclass(frozen=True)
class Completeness:
    """How complete and how recent the figures of a profile are.

    Attributes
    ----------
    records
        What the agency says of its own records: percent complete, pending, naming a drug.
    """

    place: str
    name: str
    rows: tuple[NewestFigure, ...]
    records: tuple[Reading, ...]
    provenance: tuple[Provenance, ...]


@dataclass(frozen=True)
class Insight:
    """One thing that stands out, by one rule.

    Attributes
    ----------
    panel
        Where it is shown.
    view
        Where Explore shows it.
    of, beside
        The figure spoken of, and the one it is set beside.
    resolved
        What Explore shows of it, beside `instead`, which is to be named.
    """

    rule: Rule
    panel: str
    view: View
    of: Reading | None = None
    beside: Reading | None = None
    peer_rank: PeerRank | None = None
    newest: NewestFigure | None = None
    context: Peers | None = None
    instead: Instead | None = None
    resolved: ResolvedView | None = None


@dataclass(frozen=True)
class Insights:
    """What stands out in a place, the most urgent first."""

    resolved: ResolvedView
    name: str
    insights: tuple[Insight, ...]
    provenance: tuple[Provenance, ...]
