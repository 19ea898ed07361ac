"""Codes of counties and states from what agency files and spreadsheets make of them."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from model.places import places

_WHOLE_NUMBER: Final = re.compile(r"(\d+)(?:\.0*)?", re.ASCII)


@lru_cache(maxsize=8192)
def fips(text: object) -> str | None:
    """County code as 5-digit text, from what agency files and spreadsheets make of it.

    Parameters
    ----------
    text : object
        "01001", "1001", "1001.0", " 1001 ", 1001 or 1001.0.

    Returns
    -------
    str or None
        5 digits; None for anything else, and for the county code 000, which marks a state's total.
        The county need not exist: look it up in :func:`places`.
    """
    match = _WHOLE_NUMBER.fullmatch(str(text).strip())
    if match is None or len(match[1]) not in (4, 5):
        return None
    code = match[1].zfill(5)
    return None if code.startswith("00") or code.endswith("000") else code


def state_fips(text: object) -> str | None:
    """State code as 2-digit text.

    Parameters
    ----------
    text : object
        "01", "1", "1.0", " 1 ", 1 or 1.0.

    Returns
    -------
    str or None
        2 digits; None for anything else. The state need not exist: look it up in :func:`places`.
    """
    match = _WHOLE_NUMBER.fullmatch(str(text).strip())
    if match is None or len(match[1]) > 2 or int(match[1]) == 0:
        return None
    return match[1].zfill(2)


@lru_cache(maxsize=1)
def _states_by_abbreviation() -> Mapping[str, str]:
    return {
        place.abbreviation: place.place
        for place in places().values()
        if place.kind == "state" and place.abbreviation
    }


def state_from_abbreviation(abbreviation: str) -> str | None:
    """State code of a postal abbreviation.

    Parameters
    ----------
    abbreviation : str
        "OH"; case and surrounding blanks do not matter.

    Returns
    -------
    str or None
        "39"; None when no state has it ("US", "XX", and "YC", by which some files mean New York City).
    """
    return _states_by_abbreviation().get(abbreviation.strip().upper())
