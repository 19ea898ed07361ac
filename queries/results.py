"""What queries answer and components draw: one frozen shape a panel."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from methods.reporting_triangle import Backtest
from model.groups import Group
from model.places import NATION, label
from model.view import View, observed


@dataclass(frozen=True)
class Provenance:
    """Where a panel's figures come from.

    Attributes
    ----------
    source
        Id of the source.
    short
        What it is called under a panel.
    basis
        What places a count in a place.
    as_of
        Day the figures are of; the end of the newest period where the file does not state it.
    as_of_stated
        Whether the file states it.
    """

    source: str
    short: str
    basis: str
    as_of: date
    as_of_stated: bool
    simulated: bool
    citation: str
    caution: str = ""


@dataclass(frozen=True)
class ResolvedView:
    """A view as the extract can show it, with everything that the extract decides.

    Attributes
    ----------
    view
        The view requested, without what does not exist.
    kind
        Kind of the period shown.
    period_end
        Last day of the period shown, None where nothing is published at all.
    level
        `county` or `state`: what the map draws; empty for an indicator without a map.
    levels
        Place kinds the map could draw in this period.
    kinds
        Kinds of period the indicator and drug are published for.
    sources
        Place kind → the source whose figures are shown.
    periods
        Last day of every period on offer, newest first, with the place kinds each has.
    starts
        Last day → first day of each of those periods.
    drugs
        Drugs the indicator is published for → whether by county.
    indicators
        Indicators that have figures at all, and the one requested.
    remarks
        One sentence for each thing that is not as requested.
    groups
        Every group that has counties here, by its code.
    nation_label
        What the national figure covers, where that is not the nation.
    """

    view: View
    kind: str
    period_end: date | None
    level: str
    levels: tuple[str, ...]
    kinds: tuple[str, ...]
    sources: dict[str, str]
    periods: dict[date, tuple[str, ...]]
    starts: dict[date, date]
    drugs: dict[str, bool]
    indicators: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    groups: Mapping[str, Group] = field(default_factory=dict)
    nation_label: str = ""

    def with_view(self, **changes: Any) -> "ResolvedView":
        """The same with some parts of the view changed, which must not change what the extract decides."""
        return replace(self, view=replace(self.view, **changes))

    def with_remarks(self, *remarks: str) -> "ResolvedView":
        """The same with further remarks, each of which is made once."""
        return replace(self, remarks=tuple(dict.fromkeys((*self.remarks, *remarks))))

    @property
    def observed(self) -> "ResolvedView":
        """The same with the observed rate in place of a smoothed one, which only a map has."""
        return replace(self, view=observed(self.view))

    def label(self, place: str) -> str:
        """Name of a place or group beside the view's figures."""
        if place in self.groups:
            return self.groups[place].name
        return (self.nation_label if place == NATION else "") or label(place)

    @property
    def period_start(self) -> date | None:
        """First day of the period shown."""
        return self.starts[self.period_end] if self.period_end else None


@dataclass(frozen=True)
class Highest:
    """The place with the highest figure, and the probability that it is, given what chance does to counts;
    None where that is not known."""

    place: str
    probability: float | None


@dataclass(frozen=True)
class MapResult:
    """One figure a place, for the map.

    Attributes
    ----------
    places
        One row an outline, in the outlines' order, indexed by place code: `shown, lower, upper` in the
        measure's unit, `count` in the indicator's, `denominator`, `before` (what a change is on), `is_clear`
        (whether zero lies outside the interval), `status`, `class_number` (uint8; 255 none), `rank` with the
        95% interval `rank_lower` to `rank_upper` (0 none), `highest` (the probability to be the highest),
        `reason` (words beside a status, may be empty).
    edges
        Upper class edges.
    undrawn
        The same of places in focus that have a figure and no outline, so that none is silently lost.
    outlines_url
        Where the outlines are that `places` is in the order of; empty for states, which any set has alike.
    focus
        Code of the state or group that the view looks at; empty where it looks at the whole map.
    focused
        Which rows lie in it; None for all.
    highest
        Of the places that the view looks at; None where none stands alone, or few are ranked.
    """

    level: str
    places: pd.DataFrame
    undrawn: pd.DataFrame
    edges: tuple[float, ...]
    provenance: Provenance | None
    outlines_url: str = ""
    focus: str = ""
    focused: NDArray[np.bool_] | None = None
    highest: Highest | None = None

    @cached_property
    def in_focus(self) -> pd.DataFrame:
        """Rows of the places that the view looks at."""
        return self.places if self.focused is None else self.places[self.focused]

    @property
    def ranked(self) -> int:
        """Number of places that have a rank."""
        return int((self.places["rank"] > 0).sum())


@dataclass(frozen=True)
class SecondMap:
    """A second map, and how the two may be read together.

    Attributes
    ----------
    may_share
        Whether it could have the first map's classes: the same unit and places, classed differently.
    shares
        Whether it has them.
    terciles
        Of both maps in one: upper limits of the lower two terciles of the first and of the second map's
        figures; empty where they are not shown in one.
    """

    resolved: ResolvedView
    map: MapResult | None
    may_share: bool = False
    shares: bool = False
    terciles: tuple[tuple[float, ...], ...] = ()

    @property
    def view(self) -> View:
        """The view of the second map."""
        return self.resolved.view


@dataclass(frozen=True)
class LateRecords:
    """What late records will still add to the newest counts of a county.

    Attributes
    ----------
    releases
        How many releases of the county file are held.
    tested
        How well the newest of them was predicted from the others; None where they are too few to learn from.
    points
        `period_end, shown, lower, upper, status` of the incomplete tail, adjusted, in the unit of the series.
    """

    releases: int
    tested: Backtest | None
    points: pd.DataFrame


@dataclass(frozen=True)
class PlaceSeries:
    """A place's series.

    Attributes
    ----------
    name
        What the place is called beside these figures.
    points
        `period_end, shown, lower, upper, status`, ascending by period; null `shown` is a gap. For a group
        also `summed`, the counties whose figures are in the point, and `run`, which changes from one point
        to the next where those are not the same counties.
    predicted
        The same for predicted values; empty where there are none.
    counties
        How many counties a group has; 0 for a place of its own figures.
    incomplete_from
        Last day of the first of the newest periods that are still incomplete; None where all are complete.
    short
        The name at the end of its line on a chart; empty takes `name`.
    late
        What late records will still add; None where that is not asked of the series.
    """

    place: str
    name: str
    points: pd.DataFrame
    predicted: pd.DataFrame
    provenance: Provenance
    counties: int = 0
    incomplete_from: date | None = None
    short: str = ""
    late: LateRecords | None = None

    @property
    def adjusted(self) -> pd.DataFrame:
        """The incomplete tail, adjusted for late records, in the columns of `points`; empty without any."""
        return pd.DataFrame() if self.late is None else self.late.points

    @property
    def first_day(self) -> date:
        """Last day of the first period."""
        return _day(self.points, 0)

    @property
    def last_day(self) -> date:
        """Last day of the last period."""
        return _day(self.points, -1)

    @property
    def last_shown(self) -> tuple[date, float] | None:
        """The newest value and the last day of its period; None where no period has one."""
        shown = self.points["shown"].to_numpy()
        known = np.flatnonzero(~np.isnan(shown))
        return (_day(self.points, known[-1]), float(shown[known[-1]])) if len(known) else None


def _day(points: pd.DataFrame, position: int) -> date:
    return points["period_end"].to_numpy()[position].astype("datetime64[D]").item()


@dataclass(frozen=True)
class Events:
    """Dated events beside a trend.

    Attributes
    ----------
    shown
        `event, kind, place, start, end, title, source`, oldest first; `end` is null for a single day.
    others
        How many more there are.
    """

    shown: pd.DataFrame = field(default_factory=pd.DataFrame)
    others: int = 0


@dataclass(frozen=True)
class Estimate:
    """A number with its 95% interval.

    Attributes
    ----------
    lower, upper
        None where chance is not assessed.
    before
        Of a change: the figure that it is a change from.
    of_few
        Of a change: whether either figure is of too few events for a direction.
    """

    value: float
    lower: float | None = None
    upper: float | None = None
    before: float | None = None
    of_few: bool = False

    @property
    def is_assessed(self) -> bool:
        """Whether chance is assessed, so that something can be said of a direction."""
        return self.lower is not None and self.upper is not None

    @property
    def direction(self) -> int:
        """1 for a rise and -1 for a fall whose whole interval says so; else 0, without an interval too."""
        if self.lower is None or self.upper is None:
            return 0
        return int(self.lower > 0) - int(self.upper < 0)


@dataclass(frozen=True)
class TrendSegment:
    """Annual percent change from one year to another."""

    first: int
    last: int
    change: Estimate


@dataclass(frozen=True)
class TrendSegments:
    """Trend segments of one place, by `methods.trend_segments`.

    Attributes
    ----------
    fitted
        Year → fitted value, in the unit of the line.
    weighted
        Whether years are weighted by their counts.
    left_out
        Newest years that are incomplete or not published.
    refusal
        Why there are no segments, in words that end a sentence; empty where there are.
    """

    place: str = ""
    name: str = ""
    segments: tuple[TrendSegment, ...] = ()
    fitted: Mapping[int, float] = field(default_factory=dict)
    weighted: bool = False
    left_out: tuple[int, ...] = ()
    refusal: str = ""

    def segment_of(self, year: int) -> TrendSegment | None:
        """The segment of a year; a year in which two meet is of the earlier."""
        return next((each for each in self.segments if each.first <= year <= each.last), None)


@dataclass(frozen=True)
class Figure:
    """One number for one place and period, or why there is none.

    Attributes
    ----------
    value
        In the indicator's unit; None where there is no figure. The agency's predicted count where that stands
        in for the reported one.
    rate
        Per 100,000.
    share
        Percent of the denominator.
    change
        Percent on a year earlier; of predicted values where `change_of_predicted`.
    before
        What the change compares with.
    reported
        The reported count, where `value` is a predicted one that differs from it.
    places_summed
        Released places added up where the agency gives no figure of its own; 0 for its own figure.
    places_to_sum
        How many places there are, released or not.
    places_rated
        How many of those added up have a population and so stand in the rate.
    places_compared
        How many are released a year earlier too and so stand in the change.
    incomplete
        Whether late records are still to come by the rule of `methods.completeness`.
    end
        Last day of its period, which is older than the period shown where the place's own figure is not
        published for that yet; None where the place has no figure.
    """

    place: str
    status: str
    value: float | None = None
    rate: Estimate | None = None
    share: float | None = None
    change: Estimate | None = None
    before: float | None = None
    reported: float | None = None
    change_of_predicted: bool = False
    provenance: Provenance | None = None
    places_summed: int = 0
    places_to_sum: int = 0
    places_rated: int = 0
    places_compared: int = 0
    incomplete: bool = False
    end: date | None = None


@dataclass(frozen=True)
class ReleasedPeriod:
    """A period that a place has a released figure for, whose figure it is, what it is in the indicator's
    unit, and whether the period is longer than the one shown."""

    kind: str
    start: date
    end: date
    source: str
    value: float
    is_longer: bool


@dataclass(frozen=True)
class Instead:
    """What has a figure where that of the place in focus is suppressed.

    Attributes
    ----------
    period
        The newest longer one that the place has a figure for; where there is none, the newest as long; None
        where nothing of the place was ever released.
    group
        Code of a group of counties that it lies in; empty for none.
    wider
        Its state; the nation for a state.
    figures
        Of the group and of the wider place, the newest up to the period shown.
    """

    period: ReleasedPeriod | None
    group: str
    wider: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class SeizedResult:
    """Seizures of one drug.

    Attributes
    ----------
    months
        `period_end, weight, events` for every month covered, ascending; weight in pounds.
    areas
        `place, weight, events` within the window, heaviest first.
    first, last
        First and last month end of the window.
    months_covered, months_wanted
        How many months of the window the source covers.
    weight_before
        Pounds in the window of the same length a year earlier; None where it is not covered whole, or
        would overlap.
    areas_known
        Every area one could choose.
    """

    drug: str
    months: pd.DataFrame
    areas: pd.DataFrame
    first: date
    last: date
    months_covered: int
    months_wanted: int
    weight: float
    events: float
    weight_before: float | None
    provenance: Provenance | None
    areas_known: tuple[str, ...] = ()


@dataclass(frozen=True)
class SmallMap:
    """One of several maps of a figure; `national` is a series of one point at most."""

    resolved: ResolvedView
    map: MapResult
    national: PlaceSeries | None

    @property
    def view(self) -> View:
        """The view of the map."""
        return self.resolved.view


@dataclass(frozen=True)
class SmallMaps:
    """Maps of one figure, a period or a drug each, oldest or first of the vocabulary first.

    Attributes
    ----------
    edges
        Upper class edges of all of them.
    pooled
        Whether those are of all their figures together, and so not of the large map.
    """

    maps: tuple[SmallMap, ...]
    edges: tuple[float, ...]
    pooled: bool


@dataclass(frozen=True)
class ExploreResult:
    """Everything the Explore page shows.

    Attributes
    ----------
    figure
        The newest figure of the place in focus up to the period shown.
    released
        The sum of released places in the period shown, where `figure` is of an older one.
    segments
        Of the place in focus, where the view asks for them.
    """

    resolved: ResolvedView
    map: MapResult | None
    series: tuple[PlaceSeries, ...]
    figure: Figure
    seized: SeizedResult
    version: str
    simulated: bool
    provenance: tuple[Provenance, ...] = field(default=())
    events: Events = field(default_factory=Events)
    second: SecondMap | None = None
    small: SmallMaps | None = None
    instead: Instead | None = None
    released: Figure | None = None
    segments: TrendSegments | None = None

    @property
    def view(self) -> View:
        """The view as the extract can show it."""
        return self.resolved.view

    def second_alone(self) -> "ExploreResult":
        """This result with the second map, where there is one, in place of the first."""
        if self.second is None:
            return self
        return replace(self, resolved=self.second.resolved, map=self.second.map)
