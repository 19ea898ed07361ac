"""Decks: views in an order with titles and notes, in a link or a file, and never trusted when read."""

import base64
import binascii
import json
import unicodedata
import zlib
from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError

from model.view import LONGEST_QUERY, parse_view, query_string

FORMAT: Final = 1
MOST_SLIDES: Final = 40
LONGEST_FILE: Final = 256 * 1024
"""Bytes of a deck as JSON; a link that unpacks to more is refused before it is unpacked whole."""
UNPRINTABLE: Final = "has characters that do not print"
TOO_LONG: Final = "is too long"


class DeckProblem(Exception):
    """A deck that cannot be read; the message says why, in words that are safe to show."""


def _plain(text: str) -> str:
    """Text without characters that do not print, such as those that turn the writing direction."""
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co") and letter != "\n" for letter in text):
        raise ValueError(UNPRINTABLE)
    return text.strip()


def _canonical(query: str) -> str:
    """The query string as the view itself writes it: what is unknown in it is left out, and never kept."""
    return query_string(parse_view(query)[0])


def _known_panel(name: str, info: ValidationInfo) -> str:
    """The panel that a name stands for, among those that a slide can show; the program's own slides are not
    asked."""
    if info.context is None:
        return name
    if name not in info.context:
        raise PydanticCustomError("unknown_panel", "no panel of that name can be shown")
    return str(info.context[name])


Words = Annotated[str, AfterValidator(_plain)]
Query = Annotated[str, StringConstraints(max_length=LONGEST_QUERY), AfterValidator(_canonical)]


class Slide(BaseModel):
    """One panel of one view.

    Attributes
    ----------
    view
        Query string of the view, as `model.view.query_string` writes it.
    show
        Name of the panel.
    title
        Its own title; empty takes the sentence made from the view.
    text
        What stands under the title, for all to read.
    notes
        What only the speaker sees.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    view: Query = ""
    show: Annotated[str, AfterValidator(_known_panel)] = "map"
    title: Annotated[Words, StringConstraints(max_length=160)] = ""
    text: Annotated[Words, StringConstraints(max_length=600)] = ""
    notes: Annotated[Words, StringConstraints(max_length=4000)] = ""


class Deck(BaseModel):
    """Slides in their order.

    Attributes
    ----------
    extract
        Version of the extract that the deck was made with; empty where that does not matter.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = FORMAT
    title: Annotated[Words, StringConstraints(max_length=160)] = ""
    extract: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{0,64}$")] = ""
    slides: Annotated[tuple[Slide, ...], Field(max_length=MOST_SLIDES)] = ()


def read_deck(text: str | bytes, panels: Mapping[str, str]) -> Deck:
    """A deck from its JSON.

    Parameters
    ----------
    panels
        Every name by which a slide may ask for a panel, also former ones, and the id it stands for.

    Raises
    ------
    DeckProblem
        If it is too large, no JSON, of a newer format, or not of the form; never repeats what was given.
    """
    if len(text) > LONGEST_FILE:
        raise DeckProblem(f"The deck is larger than {LONGEST_FILE // 1024} kB.")
    try:
        return Deck.model_validate_json(text, context=panels)
    except (ValidationError, UnicodeError, RecursionError) as problem:
        raise DeckProblem(_reason(problem)) from problem


def _reason(problem: Exception) -> str:
    if not isinstance(problem, ValidationError):
        return "The deck cannot be read."
    first = problem.errors(include_input=False, include_url=False)[0]
    if first["loc"] == ("format",):
        return "The deck was made by another version of this dashboard and cannot be read by this one."
    if first["type"] in ("json_invalid", "model_type"):
        return "The deck is not of the form that is written here."
    named = [str(part) for part in first["loc"] if isinstance(part, int) or part in _FIELDS]
    where = " ".join(f"number {int(part) + 1}" if part.isdigit() else part for part in named) or "a part"
    return f"The deck cannot be read: {where} {_FAULTS.get(first['type'], 'is not of the allowed form')}."


_FAULTS: Final = {
    "value_error": UNPRINTABLE,
    "string_too_long": TOO_LONG,
    "too_long": TOO_LONG,
}
"""Kind of fault → how the sentence about a part ends."""
_FIELDS: Final = frozenset({*Slide.model_fields, *Deck.model_fields})


def deck_json(deck: Deck) -> str:
    """The deck as a file holds it."""
    return json.dumps({"format": FORMAT, **deck.model_dump(exclude_defaults=True)}, ensure_ascii=False)


def deck_code(deck: Deck) -> str:
    """The deck as a link holds it: compressed, in the letters of URLs."""
    packed = zlib.compress(deck_json(deck).encode(), level=9)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def deck_of_code(code: str, panels: Mapping[str, str]) -> Deck:
    """A deck from a link; `panels` are as in `read_deck`.

    Raises
    ------
    DeckProblem
        If the code is damaged, unpacks to too much, or holds no deck.
    """
    try:
        packed = base64.b64decode(code + "=" * (-len(code) % 4), altchars=b"-_", validate=True)
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(packed, LONGEST_FILE + 1)
    except (binascii.Error, ValueError, zlib.error) as problem:
        raise DeckProblem("The link's deck is damaged or incomplete.") from problem
    if not unpacking.eof and len(text) <= LONGEST_FILE:
        raise DeckProblem("The link's deck is damaged or incomplete.")
    return read_deck(text, panels)
