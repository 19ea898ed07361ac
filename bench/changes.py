"""The changes of filters that both apps are put through: seeded, and each to a view not asked before."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from data.extract.outlines import read_outlines
from data.extract.reading import open_extract
from data.geography.outlines import ensure_outlines
from model import catalog
from model.places import NATION, state_of
from model.settings import Settings
from queries.store import Reader

KINDS = ("drug", "period", "measure", "place by list", "place by map click")
ATTEMPTS = 200
BACK_TO_COUNTIES = 0.9
"""How often a change of drug away from a single drug returns to all drugs, which have the county map."""

MEASURES = ("count", "rate", "change")
"""Of deaths, which both show; the baseline has no smoothed rates."""


@dataclass(frozen=True)
class Change:
    """One change of a filter.

    Attributes
    ----------
    control
        `drug`, `period`, `measure`, `state`, or `map` for a click on the place `value`.
    level
        What the map draws after the change: `county` for all drugs together, else `state`.
    """

    kind: str
    control: str
    value: str
    level: str = ""


@dataclass(frozen=True)
class Choices:
    """What can be chosen in the extract, for drug overdose deaths."""

    drugs: tuple[str, ...]
    periods: tuple[str, ...]
    counties: tuple[str, ...]
    states: tuple[str, ...]


def choices(settings: Settings) -> Choices:
    """Drugs, and the periods of the county map, in the extract; places of the outlines."""
    reader = Reader(open_extract(settings.extracts))
    coverage = reader.query("coverage", indicator="deaths", drug="all")
    rolling = coverage["period_kind"] == catalog.INDICATORS["deaths"].period_kind
    by_county = coverage[rolling & (coverage["place_kind"] == "county")]["period_end"]
    outlines = read_outlines(ensure_outlines(settings.static))
    return Choices(
        drugs=tuple(sorted(reader.query("drugs", indicator="deaths")["drug"])),
        periods=tuple(sorted({f"{day:%Y-%m}" for day in by_county})),
        counties=outlines.county_places,
        states=outlines.state_places,
    )


def sequence(found: Choices, count: int, seed: int) -> list[Change]:
    """Changes of every kind in turn, in random order, starting from the default view.

    A change that only leads to views already asked is left out of its round, so that no answer comes
    from a cache.
    """
    chance = random.Random(seed)
    view = {"drug": "all", "measure": "rate", "period": found.periods[-1], "place": NATION}
    asked = {tuple(view.values())}
    changes: list[Change] = []
    for kind in _rounds(chance):
        for change, new in _offers(chance, found, view, kind):
            if tuple(new.values()) not in asked:
                changes.append(replace(change, level="county" if new["drug"] == "all" else "state"))
                asked.add(tuple(new.values()))
                view = new
                break
        if len(changes) == count:
            return changes
    return changes


def _rounds(chance: random.Random) -> Iterator[str]:
    while True:
        yield from chance.sample(KINDS, len(KINDS))


def _offers(
    chance: random.Random, found: Choices, view: dict[str, str], kind: str
) -> Iterator[tuple[Change, dict[str, str]]]:
    for _ in range(ATTEMPTS):
        if kind == "place by list":
            value = chance.choice((NATION, *found.states))
            # The list already stands on the state of a county in focus.
            if value not in (view["place"], state_of(view["place"])):
                yield Change(kind, "state", value), view | {"place": value}
        elif kind == "place by map click":
            value = chance.choice(_on_map(found, view))
            yield Change(kind, "map", value), view | {"place": value}
        else:
            options = {"drug": found.drugs, "period": found.periods, "measure": MEASURES}[kind]
            back = kind == "drug" and view["drug"] != "all" and chance.random() < BACK_TO_COUNTIES
            value = "all" if back else chance.choice(options)
            yield Change(kind, kind, value), view | {kind: value}


def _on_map(found: Choices, view: dict[str, str]) -> tuple[str, ...]:
    """Places that can be clicked: counties are published for all drugs together, and the map zooms in."""
    if view["drug"] != "all":
        return found.states
    state = view["place"][:2]
    return tuple(place for place in found.counties if view["place"] == NATION or place.startswith(state))
