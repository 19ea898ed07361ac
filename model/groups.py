"""Named sets of counties: codes of those an extract knows of, and the user's own as the link carries them.

A link's groups read `NAME:39035.39061;NAME:…`. Within a name only the characters that this form needs are
escaped, by percent signs as in any URL.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from model.place_codes import fips
from model.places import places, same_area

MOST_GROUPS: Final = 3
MOST_COUNTIES: Final = 400
LONGEST_NAME: Final = 60
PEERS: Final = "peers"
"""Stands for the counties most like the one in focus; it can be compared with and not be in focus."""
GROUPS_FORM: Final = (
    f"up to {MOST_GROUPS} groups of up to {MOST_COUNTIES} counties such as Ohio HIDTA:39035.39061"
)

_CODE: Final = re.compile(rf"urban-[1-6]|svi-[1-4]|hidta-[a-z0-9-]{{1,60}}|own-[1-{MOST_GROUPS}]", re.ASCII)
_NUMBER: Final = re.compile(r"[0-9]{1,5}", re.ASCII)
_SEPARATORS: Final = {ord(letter): f"%{ord(letter):02X}" for letter in "%:;"}


@dataclass(frozen=True)
class Group:
    """A named set of counties.

    Attributes
    ----------
    name
        As shown on screen, always as text.
    counties
        5-digit codes, each once. In a group read from a link and not checked yet some may be unknown.
    short
        What fits beside a line of a chart; the name where nothing is given.
    """

    name: str
    counties: tuple[str, ...]
    short: str = ""


def is_group(place: str) -> bool:
    """Whether a place code stands for a group of counties."""
    return place == PEERS or bool(_CODE.fullmatch(place))


def own_code(position: int) -> str:
    """Code of the link's own group at a position from 0."""
    return f"own-{position + 1}"


def parse_groups(text: str) -> tuple[Group, ...] | None:
    """The own groups of a link, None if the text is not of the form; unknown codes are kept.

    Codes that lost their leading zero are mended, and those of counties that were only renamed are
    renamed.
    """
    found = tuple(_parsed(part) for part in text.split(";"))
    return found if len(found) <= MOST_GROUPS and None not in found else None  # type: ignore[return-value]


def _parsed(text: str) -> Group | None:
    written, separator, codes = text.rpartition(":")
    name = unquote(written)
    counties = codes.split(".") if codes else []
    if not separator or not is_name(name) or not all(map(_NUMBER.fullmatch, counties)):
        return None
    known = tuple(dict.fromkeys(map(_county, counties)))
    return Group(name, known) if len(known) <= MOST_COUNTIES else None


def is_name(name: str) -> bool:
    """Whether a group may be called so: one to 60 printable characters without blanks around them."""
    return 0 < len(name) <= LONGEST_NAME and name.isprintable() and name == name.strip()


def _county(code: str) -> str:
    """A county's code of today as far as it is known."""
    mended = fips(code) or code
    return mended if mended in places() else same_area(mended) or mended


def format_groups(groups: Iterable[Group]) -> str:
    """The text that reads back as the same groups."""
    return ";".join(f"{group.name.translate(_SEPARATORS)}:{'.'.join(group.counties)}" for group in groups)


def known_counties(group: Group) -> tuple[Group, tuple[str, ...]]:
    """The group with its known counties alone, and the codes left out."""
    there = tuple(code for code in group.counties if is_county(code))
    return Group(group.name, there), tuple(code for code in group.counties if code not in there)


def is_county(code: str) -> bool:
    """Whether a code is a known county's."""
    return code in places() and places()[code].kind == "county"
