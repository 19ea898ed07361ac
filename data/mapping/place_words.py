"""What a partner's table may call a place, and the code of it."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final, Literal

from model.place_codes import fips, state_fips, state_from_abbreviation
from model.places import NATION, changes, label, places

PlaceKey = Literal["fips", "state_fips", "state_abbreviation", "county_name", "nation"]
PLACE_KINDS: Final[Mapping[str, str]] = {
    "fips": "county",
    "state_fips": "state",
    "state_abbreviation": "state",
    "county_name": "county",
    "nation": "nation",
}
"""How places are written → kind of the places."""

WORDS_FOR_COUNTY: Final = (
    " county",
    " parish",
    " borough",
    " census area",
    " municipality",
    " city and borough",
    " planning region",
    " city",
)
"""What a county's legal name may be written without."""


class UnknownPlace(ValueError):
    """A word that is no place's, or of several; the message says which."""


def place_code(key: PlaceKey, text: str, state: str = "") -> str:
    """Code of a place.

    Parameters
    ----------
    key
        How the place is written.
    text
        What the table has for it; case and surrounding blanks do not matter. Nothing for the nation.
    state
        2-digit code of the state that a county's name is of.

    Raises
    ------
    UnknownPlace
        If there is no such place, or several.
    """
    if key == "nation":
        return NATION
    return _READERS[key](text, state)


def _county(text: str, _: str) -> str:
    code = fips(text)
    if code is None:
        raise UnknownPlace("not a county FIPS code")
    if code in places():
        return code
    followed = {change.kind: change.new for change in changes() if change.old == code}
    if "renamed" in followed:
        return followed["renamed"]
    if "merged" in followed:
        into = label(followed["merged"])
        raise UnknownPlace(f"a county that is now part of {into}: add its figures to that county's")
    raise UnknownPlace("no county has this FIPS code")


def _state(text: str, _: str) -> str:
    code = state_fips(text)
    if code is None or code not in places():
        raise UnknownPlace("not a state FIPS code")
    return code


def _abbreviated_state(text: str, _: str) -> str:
    code = state_from_abbreviation(text)
    if code is None:
        raise UnknownPlace("not the postal abbreviation of a state")
    return code


def _named_county(text: str, state: str) -> str:
    codes = _county_names(state).get(text.strip().lower(), ())
    if not codes:
        raise UnknownPlace(f"no county of {label(state)} has this name")
    if len(codes) > 1:
        named = ", ".join(places()[code].name for code in codes)
        raise UnknownPlace(f"{len(codes)} counties of {label(state)} have this name ({named}): write which")
    return codes[0]


@lru_cache(maxsize=64)
def _county_names(state: str) -> Mapping[str, tuple[str, ...]]:
    """Lower-case names of a state's counties, with and without the word for their kind → codes."""
    names: dict[str, tuple[str, ...]] = {}
    inside = [place for place in places().values() if place.kind == "county" and place.state == state]
    for place in inside:
        legal = place.name.lower()
        names[legal] = (place.place,)
    for place in inside:
        legal = place.name.lower()
        for word in WORDS_FOR_COUNTY:
            short = legal.removesuffix(word)
            if short != legal and place.place not in names.get(short, ()):
                names[short] = (*names.get(short, ()), place.place)
    return names


_READERS: Final[Mapping[str, Callable[[str, str], str]]] = {
    "fips": _county,
    "state_fips": _state,
    "state_abbreviation": _abbreviated_state,
    "county_name": _named_county,
}
