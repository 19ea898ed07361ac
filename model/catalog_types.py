"""What a data set declares of itself: its sources, indicators, drugs and addresses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, TypeVar

MEGABYTE: Final = 1_000_000

Sector = Literal["health", "supply", "response", "context"]
Edition = Literal["public", "partner"]
Measure = Literal["count", "rate", "smoothed", "share", "change"]


@dataclass(frozen=True)
class Drug:
    """A drug class of the project's own vocabulary."""

    id: str
    label: str
    """As shown in a list of choices."""
    phrase: str
    """As read within a sentence after "involving" or before "seized"."""
    within: tuple[str, ...] = ()
    """Classes that it is wholly within; every drug is within `all` besides."""


@dataclass(frozen=True)
class SocrataView:
    """A data set of data.cdc.gov."""

    source: str
    view: str
    """Its id there."""
    file_name: str
    limit: int
    """Most bytes that are taken for this file; so for every kind of address."""
    host: str = "data.cdc.gov"

    @property
    def asked(self) -> str:
        """Address of the whole data set as CSV."""
        return f"https://{self.host}/api/views/{self.view}/rows.csv?accessType=DOWNLOAD"

    @property
    def described(self) -> str:
        """Address of its description: columns, and when its rows were last changed."""
        return f"https://{self.host}/api/views/{self.view}.json"

    @property
    def rows(self) -> str:
        """Address of its rows by page, without an ending."""
        return f"https://{self.host}/resource/{self.view}"


@dataclass(frozen=True)
class PageLinks:
    """Files of fiscal years linked from a page."""

    source: str
    asked: str
    pattern: re.Pattern[str]
    """File names; groups `first` and `last` are fiscal years, `month` the last month, where named."""
    limit: int


@dataclass(frozen=True)
class YearFolders:
    """A file that lies in a folder of its year."""

    source: str
    asked: str
    folder: re.Pattern[str]
    """Names of the folders; group 1 is the year."""
    inside: str
    """Path within the folder."""
    files: tuple[re.Pattern[str], ...]
    """File names, the most wanted first."""
    limit: int


@dataclass(frozen=True)
class FixedFile:
    """A file at an address that stays."""

    source: str
    asked: str
    limit: int


Address = SocrataView | PageLinks | YearFolders | FixedFile


@dataclass(frozen=True)
class Addition:
    """Places of one kind that make up a place of another kind, in one source."""

    part: str
    whole: str
    parts: int = 0
    """How many there must be for the sum to be of everything; 0 where absent ones had nothing."""
    outside: tuple[str, ...] = ()
    """Places of the kind that are not in the whole."""
    holds_more: bool = False
    """Whether the whole counts what is in none of the parts."""


@dataclass(frozen=True)
class Source:
    """A published data set of an agency or a partner."""

    id: str
    agency: str
    title: str
    short: str
    """As written under a panel."""
    citation: str
    schedule: str
    """When it is published, in words."""
    period_months: int = 0
    """Months from one published period to the next; 0 where there is no schedule."""
    lag_days: int = 0
    """Days after a period's end by which it is expected, with a month of grace."""
    page: str = ""
    """Where the agency publishes it."""
    caution: str = ""
    """What to bear in mind of this source, whatever the indicator."""
    own_denominators: bool = False
    """Whether the file brings the population of each count; no other is used then."""
    whole_releases: bool = True
    """Whether a release holds every place of the periods it covers, so that a place it no longer lists
    has been withdrawn."""
    precedence: int = 0
    """Of two sources that give one figure, the one with the lower number is shown."""
    by_hand: str = ""
    """What to do on `page` to get its file, where it has no address of its own."""
    additions: tuple[Addition, ...] = ()
    """Which of its figures add up to which."""
    totals_of_reporting: bool = False
    """Whether its totals are of the places that report alone; in the others, what is not shown may be in
    them."""


@dataclass(frozen=True)
class Indicator:
    """One thing measured, with one unit."""

    id: str
    label: str
    sentence: str
    """Opens a title: "Drug overdose deaths"."""
    definition: str
    sector: Sector
    unit: str
    """Plural noun behind a number."""
    decimals: int
    period_kinds: tuple[str, ...]
    """The first one published is what it opens on."""
    bases: Mapping[str, str]
    """Which place kinds it has, and what places a count in each of them."""
    measures: tuple[Measure, ...]
    """The first is what it opens on, unless the view asks for another."""
    amount_label: str
    """What the measure `count` is called for this indicator."""
    denominator: str = ""
    """Indicator whose value divides it in a rate."""
    names_drugs: bool = False
    drug_sentence: str = "{sentence} involving {drug}"
    """Opens a title for one drug."""
    default_drug: str = "all"
    """Drug it opens on; `all` where the source adds drugs up itself."""
    adds_over_places: bool = True
    adds_over_drugs: bool = False
    counts_people: bool = True
    """Whether values are counts of people or events, which have a Poisson interval."""
    published_rate: bool = False
    """Whether values are rates that the agency computed, without the counts: chance cannot be assessed, so of
    two of them no direction is stated."""
    comparable: bool = True
    """May places be compared and ranked?"""
    more_is_worse: bool | None = None
    suppression: str = ""
    """What the agency withholds, in the words shown."""
    strata_source: str = ""
    """The source that gives it by sex, age or the like."""
    suppressed_most: int = 0
    """Highest count that it withholds; 0 where it does not say."""
    cautions: tuple[str, ...] = ()
    drug_caution: str = ""
    """Said beside figures of one drug."""
    count_caution: str = ""
    """Said beside counts, where the agency advises against reading them."""
    nation_label: str = ""
    """What the national figure covers, where that is not the nation."""
    categories: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    """Words of each value, where values are codes."""
    on_map: bool = True
    edition: Edition = "public"
    """Who may see it; an indicator of the partner edition does not exist in the public one."""
    explorable: bool = True
    """Offered in the list of indicators; the others only divide or qualify."""
    order: int = 0
    """Where it stands in every list, the lowest first."""
    sector_order: int = 0
    """Where it stands among the indicators that are side by side for one place; 0 where it is not."""

    @property
    def period_kind(self) -> str:
        """The period kind it opens on where that is published."""
        return self.period_kinds[0]

    @property
    def classed(self) -> bool:
        """Whether its maps may be colored by class: codes have no order of more and less."""
        return self.on_map and self.comparable and not self.categories

    @property
    def compares_years(self) -> bool:
        """Whether a figure is set beside that of a year earlier, be chance assessed or not."""
        return "change" in self.measures or self.published_rate

    def decimals_of(self, measure: str) -> int:
        """Digits shown behind the point of a measure."""
        return self.decimals if measure == "count" else 1


@dataclass(frozen=True)
class Declaration:
    """Everything that one folder of `data/sources` says of its data set."""

    sources: tuple[Source, ...]
    """One for each kind of file."""
    indicators: tuple[Indicator, ...] = ()
    """Those that no data set of higher precedence supplies."""
    also_supplies: tuple[str, ...] = ()
    """Ids of indicators that it supplies and another data set declares."""
    drugs: tuple[Drug, ...] = ()
    """Those that only its files name."""
    addresses: tuple[Address, ...] = ()
    """Where its files are downloaded from."""

    @property
    def precedence(self) -> int:
        """That of its first source."""
        return min(source.precedence for source in self.sources)


Entry = TypeVar("Entry", Drug, Source, Indicator)


def by_id(*entries: Entry) -> Mapping[str, Entry]:
    """Entries by their ids, in order, read-only.

    Raises
    ------
    ValueError
        If two entries have one id.
    """
    found = {entry.id: entry for entry in entries}
    if len(found) < len(entries):
        ids = [entry.id for entry in entries]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        raise ValueError(f"declared twice: {', '.join(twice)}")
    return MappingProxyType(found)
