"""What the panels under the map are drawn from: one frozen shape a panel."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from queries.results import Estimate, Provenance


@dataclass(frozen=True)
class SectorRow:
    """The newest figure of one indicator for a place.

    Attributes
    ----------
    place
        Whose figure it is: the place in focus, or its state or the nation where only they have one.
    kind, start, end
        Its period; empty and None where there is no figure at all.
    value
        In the indicator's unit, or percent where the indicator opens on shares; None where there is none.
    rate
        Per 100,000; None where it would be unreliable.
    change
        Percent on a year earlier; None where it cannot be stated.
    trail
        The figures up to that one, oldest first, NaN for a gap.
    """

    indicator: str
    drug: str
    place: str
    status: str
    kind: str = ""
    start: date | None = None
    end: date | None = None
    value: float | None = None
    rate: Estimate | None = None
    change: Estimate | None = None
    change_of_predicted: bool = False
    incomplete: bool = False
    trail: tuple[float, ...] = ()
    provenance: Provenance | None = None


@dataclass(frozen=True)
class Sectors:
    """Every sector's indicators for one place, in the order shown."""

    place: str
    rows: tuple[SectorRow, ...]


@dataclass(frozen=True)
class Stratum:
    """The figure of one sex, age group, race and ethnicity or intent.

    Attributes
    ----------
    dimension
        `sex`, `age`, `race_ethnicity` or `intent`.
    rate
        Per 100,000; None without a denominator.
    withheld
        How many of the figures it would be the sum of have no value; it then has none either.
    """

    dimension: str
    name: str
    status: str
    value: float | None = None
    rate: Estimate | None = None
    withheld: int = 0


@dataclass(frozen=True)
class Breakdown:
    """A figure by stratum.

    Attributes
    ----------
    strata
        By dimension, in the order shown; empty where nothing is published by stratum.
    elsewhere
        Place kind, kind of period and strata (with commas between) that the figure is published for.
    """

    place: str
    strata: tuple[Stratum, ...]
    elsewhere: tuple[tuple[str, str, str], ...]
    provenance: Provenance | None = None


@dataclass(frozen=True)
class Tide:
    """What places are set against: how the whole changed.

    Attributes
    ----------
    place
        The nation; empty where the comparable places were added up, because the nation's figure of the
        period is not published or, where `nation_is_prediction`, has no interval.
    predicted
        Whether predicted counts were compared.
    """

    change: Estimate
    place: str
    predicted: bool = False
    nation_is_prediction: bool = False
    provenance: Provenance | None = None


@dataclass(frozen=True)
class Rising:
    """Places that rose beyond their interval while the whole fell beyond its own.

    Attributes
    ----------
    tide
        None where the change of the whole is not known.
    places
        `place, now, before, shown, lower, upper`, the clearest rise first; empty unless the whole fell.
    comparable
        How many places have counts of at least 20 in both years, reported in full.
    left_out
        Why the others cannot be compared: status → how many; `incomplete` for those that report too little.
    whole
        How many places the whole is the sum of, where it is one.
    """

    level: str
    tide: Tide | None
    places: pd.DataFrame
    comparable: int
    left_out: dict[str, int]
    whole: int
    provenance: Provenance | None
