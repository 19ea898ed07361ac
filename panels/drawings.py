"""The kinds of drawing that a panel can be in a picture: what each is drawn from, and nothing of how.

`export.drawing` draws each kind; a panel of a kind that is here needs no code there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from panels.chart import Chart
from queries.results import ExploreResult


@dataclass(frozen=True)
class Tile:
    """A large figure, or words in its place, with what it is over it and what must be known under it."""

    title: str
    value: str
    small: str
    tone: str = ""

    @property
    def is_number(self) -> bool:
        """Whether a number stands on it, or a dash for one."""
        return self.value[:1].isdigit() or self.value[:1] in "+−–"


@dataclass(frozen=True)
class Tiles:
    """Large figures beside each other."""

    tiles: Sequence[Tile]


@dataclass(frozen=True)
class Dot:
    """A row: what stands left of the line, the figure with its interval, and its words at the right."""

    name: str
    value: float
    words: str
    lower: float | None = None
    upper: float | None = None
    rank: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Dots:
    """A row a dot, in the color of a sector."""

    rows: Sequence[Dot]
    sector: str


@dataclass(frozen=True)
class Bar:
    """A row with a bar; lengths are shares of the longest, None where there is no figure."""

    name: str
    length: float | None
    words: str
    limits: tuple[float, float] | None = None
    beside: str = ""


@dataclass(frozen=True)
class Bars:
    """Bars under a heading."""

    heading: str
    rows: tuple[Bar, ...]


@dataclass(frozen=True)
class BarGroups:
    """Groups of bars, in the color of a sector."""

    groups: Sequence[Bars]
    sector: str


@dataclass(frozen=True)
class Table:
    """Headings and cells; columns named in `numeric` stand to the right."""

    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Lines:
    """The lines of a chart, the first in the color of a sector."""

    chart: Chart
    sector: str


@dataclass(frozen=True)
class Plot:
    """A chart as the page's own are described.

    Attributes
    ----------
    longer
        Label on the page → the longer one that a picture has room for.
    events
        What is marked over the chart and listed under it, as `panels.trend_events` describes it.
    """

    figure: Mapping[str, Any]
    longer: Mapping[str, str] = field(default_factory=dict)
    events: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class MapDrawing:
    """The map of a result."""

    result: ExploreResult


@dataclass(frozen=True)
class SmallMapsDrawing:
    """The small maps of a result."""

    result: ExploreResult


@dataclass(frozen=True)
class Histogram:
    """How the places of a result's map are spread; `forms` are the sentences of the panel."""

    result: ExploreResult
    forms: Mapping[str, Any]


Drawing = Tiles | Dots | BarGroups | Table | Lines | Plot | MapDrawing | SmallMapsDrawing | Histogram
"""All kinds there are."""
