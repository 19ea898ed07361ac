"""The places figures are reported for: nation, states, counties, and two reporting areas of New York.

Codes are always text. Counties change identity over time (:func:`changes`), and Connecticut's counties were
replaced by planning regions they do not nest in, so a list of counties always belongs to one geography.
Only the csv module is needed here: every serving worker imports this module.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

NATION: Final = "US"
PUERTO_RICO: Final = "72"
REFERENCE: Final = Path(__file__).parent / "reference"

PlaceKind = Literal["nation", "state", "county", "reporting_area"]
Geography = Literal["2016", "2022"]
GEOGRAPHIES: Final[tuple[Geography, ...]] = ("2016", "2022")
ChangeKind = Literal["renamed", "merged", "split", "replaced-not-nesting"]

FIRST_GEOGRAPHY: Final = 2010
"""Year of the list of counties before any of the changes kept here: that of the 2010 Census."""

_NEW_YORK_CITY = ("36005", "36047", "36061", "36081", "36085")


@dataclass(frozen=True, slots=True)
class Place:
    """A place that figures can belong to.

    Attributes
    ----------
    place : str
        ``US``, a 2-digit state, a 5-digit county, ``NYC`` or ``NY-REST``.
    kind : {"nation", "state", "county", "reporting_area"}
        What sort of place it is.
    name : str
        Full legal name, without the state ("Athens County").
    state : str or None
        2-digit code of the state it is in; None for the nation. A state is in itself.
    abbreviation : str or None
        Postal abbreviation of that state ("OH"); None for the nation.
    """

    place: str
    kind: PlaceKind
    name: str
    state: str | None
    abbreviation: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One old county and one county that followed it.

    Attributes
    ----------
    old, new : str
        5-digit codes.
    year : int
        Year the change took effect.
    kind : {"renamed", "merged", "split", "replaced-not-nesting"}
        How the two relate; see ``model/reference/README.md``.
    note : str
        One sentence for people.
    """

    old: str
    new: str
    year: int
    kind: ChangeKind
    note: str


def _rows(file_name: str) -> list[dict[str, str]]:
    """Rows of a reference table, every cell as text."""
    with (REFERENCE / file_name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


@lru_cache(maxsize=1)
def _place_rows() -> tuple[dict[str, str], ...]:
    return tuple(_rows("places.csv"))


@lru_cache(maxsize=1)
def places() -> Mapping[str, Place]:
    """Every known place by its code: nation, states, reporting areas, then counties in FIPS order.

    Returns
    -------
    Mapping of str to Place
        Read-only. Holds the counties of both geographies.
    """
    return MappingProxyType(
        {
            row["place"]: Place(
                place=row["place"],
                kind=row["place_kind"],  # type: ignore[arg-type]  # a test holds the table to these kinds
                name=row["name"],
                state=row["state"] or None,
                abbreviation=row["state_abbreviation"] or None,
            )
            for row in _place_rows()
        }
    )


@lru_cache(maxsize=1)
def former_counties() -> Mapping[str, Place]:
    """Counties that went before the older geography kept here, under the codes of older files.

    Returns
    -------
    Mapping of str to Place
        Read-only; none of them is in `places`: no outline, list or choice holds them.
    """
    return MappingProxyType(
        {
            row["place"]: Place(row["place"], "county", row["name"], row["state"], row["state_abbreviation"])
            for row in _rows("former_counties.csv")
        }
    )


@lru_cache(maxsize=1)
def reported_places() -> Mapping[str, Place]:
    """Every place that an agency's file may report by a code: `places`, then `former_counties`."""
    return MappingProxyType({**places(), **former_counties()})


@lru_cache(maxsize=1)
def populations_2020() -> Mapping[str, int]:
    """Residents of every place in 2020, for rough sizes and simulation, not as a rate's denominator.

    Returns
    -------
    Mapping of str to int
        People, by place code. ``model/reference/README.md`` says which 2020 figure each is.
    """
    return MappingProxyType({row["place"]: int(row["population_2020"]) for row in _place_rows()})


@lru_cache(maxsize=1)
def _geographies() -> Mapping[str, frozenset[str]]:
    both = frozenset({"2016", "2022"})
    return {
        row["place"]: both if row["geography"] == "both" else frozenset({row["geography"]})
        for row in _place_rows()
    }


@lru_cache(maxsize=1)
def changes() -> tuple[Change, ...]:
    """County identity changes since 2013, oldest first.

    Returns
    -------
    tuple of Change
    """
    return tuple(
        Change(row["old"], row["new"], int(row["year"]), row["kind"], row["note"])  # type: ignore[arg-type]
        for row in _rows("county_changes.csv")
    )


def label(place: str) -> str:
    """Name of a place as shown alone on screen.

    Parameters
    ----------
    place : str
        A place code.

    Returns
    -------
    str
        "Athens County, OH", "Ohio", "United States"; the code itself when it is not known, so that a figure
        with an unknown place can still be named.
    """
    known = reported_places().get(place)
    if known is None:
        return place
    is_plain_county = known.kind == "county" and known.name != places()[known.place[:2]].name
    return f"{known.name}, {known.abbreviation}" if is_plain_county else known.name


def state_of(place: str) -> str | None:
    """State a place lies in.

    Parameters
    ----------
    place : str
        A place code.

    Returns
    -------
    str or None
        2-digit code ("39" for "39009" and for "39"); None for the nation and for unknown places.
    """
    known = places().get(place)
    return known.state if known else None


def in_geography(place: str, geography: Geography) -> bool:
    """Whether a place exists in a geography.

    Parameters
    ----------
    place : str
        A place code.
    geography : {"2016", "2022"}
        "2016" is that of the embedded outlines, "2022" has Connecticut's planning regions.

    Returns
    -------
    bool
        False for unknown places.
    """
    return geography in _geographies().get(place, frozenset())


@lru_cache(maxsize=256)
def _counties_of(state: str, geography: Geography) -> tuple[Place, ...]:
    inside = (
        place
        for place in places().values()
        if place.kind == "county" and place.state == state and in_geography(place.place, geography)
    )
    return tuple(sorted(inside, key=lambda place: (place.name, place.place)))


def counties_of(state: str, geography: Geography = "2016") -> list[Place]:
    """Counties of a state in one geography, sorted by name.

    Parameters
    ----------
    state : str
        2-digit state code.
    geography : {"2016", "2022"}, default "2016"
        Which set of counties; never a mixture, so that figures of the result can be added up.

    Returns
    -------
    list of Place
        Empty for an unknown state and for Puerto Rico, whose municipalities are not kept.
    """
    return list(_counties_of(state, geography))


def member_sets(whole: str) -> tuple[frozenset[str], ...]:
    """The places that make up a state or the nation, a set for each geography there was.

    The nation is the states and the District of Columbia: national figures leave Puerto Rico out.
    """
    if whole == NATION:
        states = (code for code, place in places().items() if place.kind == "state" and code != PUERTO_RICO)
        return (frozenset(states),)
    listed = (frozenset(county.place for county in counties_of(whole, year)) for year in GEOGRAPHIES)
    return tuple(counties for counties in listed if counties)


def changed_boundaries(place: str) -> str:
    """What happened to a county's boundaries, in a sentence; empty where nothing did.

    Parameters
    ----------
    place : str
        A place code, of before or after the change.

    Returns
    -------
    str
        "Fairfield County, CT (09001): ..." with the note of `county_changes.csv`.
    """
    notes = dict.fromkeys(change.note for change in changes() if place in (change.old, change.new))
    if not notes:
        return ""
    return f"{label(place)} ({place}): {' '.join(notes)} An agency may still count by the other boundaries."


def components_of(place: str) -> tuple[str, ...]:
    """Places that together are exactly the given place, where the county tables split it so.

    Parameters
    ----------
    place : str
        A place code.

    Returns
    -------
    tuple of str
        ``("02063", "02066")`` for "02261"; the boroughs for "NYC", the other counties for "NY-REST". Empty
        for any other place, Connecticut's former counties among them: they do not nest in the new regions.
    """
    if place == "NYC":
        return _NEW_YORK_CITY
    if place == "NY-REST":
        state = (county.place for county in counties_of("36"))
        return tuple(sorted(county for county in state if county not in _NEW_YORK_CITY))
    return tuple(change.new for change in changes() if change.old == place and change.kind == "split")


def successor(place: str) -> str:
    """Code that carries a county's figures today, when exactly one does.

    Parameters
    ----------
    place : str
        A place code.

    Returns
    -------
    str
        The new code of a renamed or merged county ("46113" gives "46102"), otherwise ``place`` unchanged.
        Figures of a merged county ("51515") must be added to its successor's, not written over them.
    """
    for change in changes():
        if change.old == place and change.kind in ("renamed", "merged"):
            return change.new
    return place


@lru_cache(maxsize=1)
def _renamed() -> Mapping[str, str]:
    pairs = [(change.old, change.new) for change in changes() if change.kind == "renamed"]
    return MappingProxyType(dict(pairs) | {new: old for old, new in pairs})


def same_area(place: str) -> str | None:
    """The other code of a county that was only renamed, so that the two never differ in area.

    Parameters
    ----------
    place : str
        A place code.

    Returns
    -------
    str or None
        "46102" for "46113" and the other way round; None for any other place, merged and split ones among
        them.
    """
    return _renamed().get(place)


def is_new_county(county: str) -> bool:
    """Whether a county code came up after the newest geography kept here."""
    return county not in places() and not any(county == change.old for change in changes())


class MixedGeography(ValueError):
    """A list of counties that were never all there at once, or that lacks some that were."""


def geography_year(counties: Collection[str]) -> int:
    """Year of the newest county change that a list of counties already shows.

    Parameters
    ----------
    counties : collection of str
        5-digit codes of one list of counties, such as a boundary file's.

    Returns
    -------
    int
        2022 with Connecticut's planning regions, 2019 with Chugach and Copper River beside Connecticut's
        former counties, 2015 for the embedded outlines; ``FIRST_GEOGRAPHY`` where no change has happened yet.

    Raises
    ------
    MixedGeography
        If a change has happened by halves, or before an older one; the message names the counties.
    """
    listed = frozenset(counties)
    renewed = {county[:2] for county in listed if is_new_county(county)}
    happened, waiting = {FIRST_GEOGRAPHY: ""}, {}
    for state, year, old, new in _replacements():
        before, after = listed & old, listed & new
        if before == old and not after:
            waiting[year] = _list(before)
        elif not before and (after == new or state in renewed):
            happened[year] = _list(after)
        else:
            raise MixedGeography(f"holds {_list(before | after) or 'none'} of {_list(old)} and {_list(new)}")
    newest = max(happened)
    if any(year < newest for year in waiting):
        older = waiting[min(waiting)]
        raise MixedGeography(f"holds {happened[newest]} of {newest} beside {older}, which had gone by then")
    return newest


def is_former(county: str) -> bool:
    """Whether a county's boundaries are gone: an older geography has it and the newest has not."""
    known = places().get(county)
    return known is not None and known.kind == "county" and not in_geography(county, GEOGRAPHIES[-1])


def _list(codes: Collection[str]) -> str:
    return ", ".join(sorted(codes))


@lru_cache(maxsize=1)
def _replacements() -> tuple[tuple[str, int, frozenset[str], frozenset[str]], ...]:
    """State, year, codes that went and codes that came, for the changes of each year and state."""
    found: dict[tuple[str, int], tuple[set[str], set[str]]] = {}
    for change in changes():
        old, new = found.setdefault((change.old[:2], change.year), (set(), set()))
        old.add(change.old)
        # The county that another one joined was there before, under the same code.
        if change.kind != "merged":
            new.add(change.new)
    return tuple((state, year, frozenset(old), frozenset(new)) for (state, year), (old, new) in found.items())
