"""The view: everything that determines what is on screen, as it stands in the URL.

One row of `parts_in` a part of the URL gives its parser, its default and the form it must have, so that
parsing, writing and the message about a malformed part cannot disagree.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from methods.classes import METHODS
from model import catalog
from model.catalog import Edition
from model.groups import GROUPS_FORM, PEERS, Group, format_groups, is_group, known_counties, parse_groups
from model.observations import PERIOD_KINDS
from model.places import NATION, places, same_area

LONGEST_QUERY: Final = 12_000
"""Room for three groups of 400 counties."""
MOST_NAMED: Final = 5
"""Codes that one remark names."""
LONGEST_AREA: Final = 80
MOST_COMPARED: Final = 4


@dataclass(frozen=True)
class View:
    """What is on screen.

    Attributes
    ----------
    indicator, drug, measure
        Ids of the catalog.
    level
        Which places the map draws: `county` or `state`; empty takes the finest that is published.
    place
        The place in focus, which may be a group of counties.
    compare
        Up to four places drawn beside it; `peers` stands for the counties most like the one in focus.
    groups
        The user's own groups, which `own-1` and so on stand for.
    kind
        Kind of period; empty takes the first of the indicator's that is published.
    source
        Whose figures; empty takes the first of the catalog that has them.
    period
        Month in which the period ends, `YYYY-MM`, or its last day, `YYYY-MM-DD`; empty is the newest.
    since
        First month of a brushed range that ends with `period`; empty is the period's own length.
    seized
        Drug of the seizure panel; empty follows `drug`.
    areas
        `land` for field offices and sectors, `air-marine` for Air and Marine Operations.
    area
        One CBP area of responsibility in the seizure panel; empty is all of them.
    classes
        How the map is classed: empty for quantiles, `equal`, `jenks`, `continuous`, or own upper limits with
        commas between.
    palette
        Colors of the map; empty is the sector's own.
    fade
        `1` fades places by the width of their interval.
    maps
        Empty for one map; `two` side by side, `both` in one (3 by 3 classes), or one a period (`periods`) or
        a drug (`drugs`).
    indicator2, drug2, measure2, period2
        Of the second map; empty is as the first.
    legend2
        `own` gives the second map classes of its own where it could share the first's.
    scale
        Of the trend: empty, `log`, or `index` (100 in the first period shown).
    segments
        `1` draws the trend segments of the place in focus.
    ranking
        Which places the ranking lists: empty for the highest, `lowest`, or `around` the place in focus.
    """

    indicator: str = "deaths"
    drug: str = "all"
    measure: str = "rate"
    level: str = ""
    place: str = NATION
    compare: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    kind: str = ""
    source: str = ""
    period: str = ""
    since: str = ""
    seized: str = ""
    areas: str = "land"
    area: str = ""
    classes: str = ""
    palette: str = ""
    fade: str = ""
    maps: str = ""
    indicator2: str = ""
    drug2: str = ""
    measure2: str = ""
    period2: str = ""
    legend2: str = ""
    scale: str = ""
    segments: str = ""
    ranking: str = ""


@dataclass(frozen=True)
class Part:
    """How one part of the URL is read.

    Attributes
    ----------
    parse
        Returns the value, or None if the text is not of the allowed form.
    allowed
        The allowed form, in words that end a sentence.
    write
        The text that reads back as the value.
    """

    parse: Callable[[str], object]
    allowed: str
    write: Callable[[Any], str] = str


def _one_of(words: Mapping[str, object] | tuple[str, ...]) -> Callable[[str], str | None]:
    return lambda text: text if text in words else None


def _month(text: str) -> str | None:
    return text if re.fullmatch(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])", text) else None


def _period(text: str) -> str | None:
    """A month, or a day of the calendar."""
    if _month(text):
        return text
    if not re.fullmatch(r"(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _source(text: str) -> str | None:
    return text if text in catalog.SOURCES or re.fullmatch(r"user_[a-z0-9_]{1,40}", text) else None


def _place(text: str) -> str | None:
    known = _renamed(text)
    return known if known in places() or (is_group(known) and known != PEERS) else None


def _renamed(text: str) -> str:
    """A county's code of today, where only its name and code changed."""
    return text if text in places() else same_area(text) or text


def _compared(text: str) -> tuple[str, ...] | None:
    found = tuple(dict.fromkeys(map(_renamed, text.split(","))))
    known = all(place in places() or is_group(place) for place in found)
    return found if known and len(found) <= MOST_COMPARED else None


def _area(text: str) -> str | None:
    return text if len(text) <= LONGEST_AREA and text.isprintable() else None


def _classes(text: str) -> str | None:
    """A method, or ascending limits written shortly."""
    if text in CLASS_METHODS:
        return text
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?(,[0-9]{1,9}(\.[0-9]{1,2})?)*", text):
        return None
    limits = own_limits(text)
    ascending = all(lower < upper for lower, upper in pairwise(limits))
    return text if ascending and len(limits) <= MOST_LIMITS else None


def own_limits(classes: str) -> tuple[float, ...]:
    """Upper limits that a view gives its classes; none where it names a method."""
    return tuple(map(float, classes.split(","))) if classes[:1].isdigit() else ()


MEASURES: Final = ("count", "rate", "smoothed", "share", "change")
LEVELS: Final = ("county", "state")
AREAS: Final = ("land", "air-marine")
CLASS_METHODS: Final = tuple(METHODS)[1:]
"""Beside quantiles, which a view does not name."""
MOST_LIMITS: Final = 4
"""Own limits; with the class above the last they make at most five classes."""
PALETTES: Final = ("viridis", "cividis")
FADE_REASON: Final = "fading needs a 95% interval around a count of people or its rate."
MAPS: Final = ("two", "both", "periods", "drugs")
SECOND_PARTS: Final = ("indicator2", "drug2", "measure2", "period2", "legend2")
"""Parts of a second map, which says nothing where there is none."""
SCALES: Final = ("log", "index")
RANKINGS: Final = ("lowest", "around")
SEIZED_DRUGS: Final = (
    "fentanyl",
    "methamphetamine",
    "cocaine",
    "heroin",
    "marijuana",
    "ketamine",
    "ecstasy",
    "lsd",
    "khat",
    "other",
)

PARTS: Final[Mapping[str, Part]] = MappingProxyType(
    {
        "drug": Part(_one_of(catalog.DRUGS), f"one of {', '.join(catalog.DRUGS)}"),
        "measure": Part(_one_of(MEASURES), f"one of {', '.join(MEASURES)}"),
        "level": Part(_one_of(LEVELS), "county or state"),
        "place": Part(_place, "US, a 2-digit state or a 5-digit county FIPS code, or a group's code"),
        "compare": Part(_compared, f"up to {MOST_COMPARED} place codes with commas between", ",".join),
        "groups": Part(parse_groups, GROUPS_FORM, format_groups),
        "kind": Part(_one_of(PERIOD_KINDS), f"one of {', '.join(PERIOD_KINDS)}"),
        "source": Part(_source, f"one of {', '.join(catalog.SOURCES)}, or a partner's own that starts user_"),
        "period": Part(_period, "a month such as 2024-12, or a last day such as 2024-12-28"),
        "since": Part(_month, "a month such as 2024-01"),
        "seized": Part(_one_of(SEIZED_DRUGS), f"one of {', '.join(SEIZED_DRUGS)}"),
        "areas": Part(_one_of(AREAS), "land or air-marine"),
        "area": Part(_area, "the name of a CBP area"),
        "classes": Part(
            _classes,
            f"one of {', '.join(CLASS_METHODS)}, or up to {MOST_LIMITS} ascending limits such as 5,10,20",
        ),
        "palette": Part(_one_of(PALETTES), f"one of {', '.join(PALETTES)}"),
        "fade": Part(_one_of(("1",)), "1"),
        "maps": Part(_one_of(MAPS), f"one of {', '.join(MAPS)}"),
        "drug2": Part(_one_of(catalog.DRUGS), f"one of {', '.join(catalog.DRUGS)}"),
        "measure2": Part(_one_of(MEASURES), f"one of {', '.join(MEASURES)}"),
        "period2": Part(_period, "a month such as 2024-12, or a last day such as 2024-12-28"),
        "legend2": Part(_one_of(("own",)), "own"),
        "scale": Part(_one_of(SCALES), f"one of {', '.join(SCALES)}"),
        "segments": Part(_one_of(("1",)), "1"),
        "ranking": Part(_one_of(RANKINGS), "lowest or around"),
    }
)
"""Parts that every edition has alike."""
INDICATOR_PARTS: Final = ("indicator", "indicator2")
"""Parts that name an indicator of the edition."""


@cache
def explorable_in(edition: Edition) -> tuple[str, ...]:
    """Indicators that a view may be of in an edition."""
    return tuple(entry.id for entry in catalog.served_in(edition).values() if entry.explorable)


@cache
def parts_in(edition: Edition) -> Mapping[str, Part]:
    """Every part of the URL, as it is read in an edition."""
    indicators = explorable_in(edition)
    indicator = Part(_one_of(indicators), f"one of {', '.join(indicators)}")
    return MappingProxyType({**PARTS, **dict.fromkeys(INDICATOR_PARTS, indicator)})


def parse_view(search: str | None, edition: Edition = "public") -> tuple[View, tuple[str, ...]]:
    """Read a view from a URL's query string; never raises.

    Parameters
    ----------
    search
        Query string with or without its question mark.
    edition
        Whose indicators the view may be of.

    Returns
    -------
    view
        With its default wherever a part is unknown, malformed or at odds with the catalog.
    remarks
        One sentence for each part that was set aside. They never repeat what the visitor sent.
    """
    text = search.lstrip("?") if isinstance(search, str) else ""
    if len(text) > LONGEST_QUERY:
        return View(), ("The link is too long to be read; the default view is shown.",)
    given: dict[str, object] = {}
    remarks: list[str] = []
    for name, value in parse_qsl(text, keep_blank_values=False, max_num_fields=None):
        part = parts_in(edition).get(name)
        if part is None:
            remarks.append("A part of the link is not known here and was left out.")
            continue
        parsed = part.parse(value)
        if parsed is None:
            remarks.append(f"The link's {name} is not {part.allowed}; the default is shown.")
            continue
        given[name] = parsed
    view, conflicts = normalize(View(**given))  # type: ignore[arg-type]
    return view, tuple(dict.fromkeys((*remarks, *conflicts)))


def normalize(view: View) -> tuple[View, tuple[str, ...]]:
    """Mend parts that the catalog does not allow together, with a sentence for each."""
    entry = catalog.INDICATORS[view.indicator]
    remarks = []
    if view.measure not in entry.measures:
        # An indicator without rates simply opens on its amount; only a change of mind is worth a word.
        if view.measure != View().measure:
            remarks.append(
                f"{entry.label} has no measure “{view.measure}”; its {entry.amount_label} is shown."
            )
        view = replace(view, measure=entry.measures[0])
    if not entry.names_drugs and view.drug != "all":
        remarks.append(f"{entry.label} is not published by drug.")
        view = replace(view, drug="all")
    if view.drug == "all" and entry.default_drug != "all":
        view = replace(view, drug=entry.default_drug)
    view, unclassed = _normalize_colors(view, entry)
    remarks += unclassed
    if view.since and view.period and view.since > view.period[:7]:
        remarks.append("The link's range ends before it starts; its end is kept.")
        view = replace(view, since="")
    if view.since and not view.period:
        view = replace(view, since="")
    view, left_out = _with_known_counties(view)
    remarks += left_out
    if view.compare and not entry.comparable:
        remarks.append(f"{entry.label}: places must not be compared, so one alone is shown.")
        view = replace(view, compare=())
    if view.scale and view.measure == "change":
        remarks.append("A change is drawn on a linear scale, because it can be below zero.")
        view = replace(view, scale="")
    kept = tuple(place for place in view.compare if place != view.place)
    if not has_second_map(view):
        view = replace(view, **dict.fromkeys(SECOND_PARTS, ""))  # type: ignore[arg-type]
    return replace(view, compare=kept), tuple(remarks)


def _with_known_counties(view: View) -> tuple[View, list[str]]:
    """The view without group members that are no county, with a sentence naming each group's."""
    checked = [known_counties(group) for group in view.groups]
    remarks = [
        f"Left out of the link's group {position}, because no county has the code: {_listed(unknown)}."
        for position, (_, unknown) in enumerate(checked, start=1)
        if unknown
    ]
    return replace(view, groups=tuple(group for group, _ in checked)), remarks


def _listed(codes: tuple[str, ...]) -> str:
    named, others = codes[:MOST_NAMED], len(codes) - MOST_NAMED
    return ", ".join(named) + (f" and {others} more" if others > 0 else "")


def has_second_map(view: View) -> bool:
    """Whether two maps are shown, beside each other or in one."""
    return view.maps in ("two", "both")


def _normalize_colors(view: View, entry: catalog.Indicator) -> tuple[View, list[str]]:
    """Mend classes and fading that the indicator or measure does not have."""
    remarks = []
    if view.classes and (view.measure == "change" or not entry.classed):
        remarks.append(f"The chosen classes are left out: {class_reason(view)}")
        view = replace(view, classes="")
    if view.fade and not has_interval(view):
        remarks.append(f"Nothing is faded: {FADE_REASON}")
        view = replace(view, fade="")
    return view, remarks


def class_reason(view: View) -> str:
    """Why the map's classes cannot be chosen; empty where they can."""
    entry = catalog.INDICATORS[view.indicator]
    if not entry.on_map:
        return "there is no map of this indicator."
    if not entry.comparable:
        return "places must not be compared, so they are not colored by class."
    if view.measure == "change":
        return "a change has fixed classes on both sides of no change."
    return ""


def has_interval(view: View) -> bool:
    """Whether figures on the map have an interval that says how sure they are.

    That of a change is left out: its width cannot be set beside a value around zero.
    """
    return catalog.INDICATORS[view.indicator].counts_people and view.measure in ("count", "rate")


def observed(view: View) -> View:
    """The view with the observed rate in place of a smoothed one, which only a map has."""
    return replace(view, measure="rate") if view.measure == "smoothed" else view


def query_string(view: View) -> str:
    """Shortest query string that reads back as the same view, without a question mark."""
    default = View()
    given = []
    for part in fields(view):
        value = getattr(view, part.name)
        if value != getattr(default, part.name):
            write = str if part.name in INDICATOR_PARTS else PARTS[part.name].write
            given.append((part.name, write(value)))
    return urlencode(given, safe=",:;")


def seized_drug(view: View) -> str:
    """Drug the seizure panel shows."""
    if view.seized:
        return view.seized
    if catalog.INDICATORS[view.indicator].sector == "supply" and view.drug in SEIZED_DRUGS:
        return view.drug
    return catalog.SEIZED_AS.get(view.drug, catalog.SEIZED_DEFAULT)


def months_between(first: str, last: str) -> int:
    """Number of months from one month to another, both counted; each written `YYYY-MM` or as a day in it."""
    (first_year, first_month), (last_year, last_month) = (
        map(int, month[:7].split("-")) for month in (first, last)
    )
    return (last_year - first_year) * 12 + last_month - first_month + 1
