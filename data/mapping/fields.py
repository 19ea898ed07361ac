"""Words of a mapping that a field may hold, each with what is said of another."""

import re
from collections.abc import Collection
from datetime import date
from typing import Annotated, Final

from pydantic import AfterValidator, StringConstraints

from data.mapping.place_words import UnknownPlace, place_code
from data.sources.base import FIRST_YEAR
from data.sources.table import normalize
from model import catalog


def one_of(words: Collection[str]) -> AfterValidator:
    """Check that a word is one of these."""

    def check(word: str) -> str:
        if word not in words:
            raise ValueError(f"{word!r} is not one of: {', '.join(words)}")
        return word

    return AfterValidator(check)


def _column(name: str) -> str:
    column = normalize(name)
    if not column:
        raise ValueError(f"{name!r} has no letter a to z and no digit: rename the column in the file")
    return column


def day(text: object) -> date:
    """A day of this data, written as 2026-11-22."""
    try:
        day = date.fromisoformat(str(text))
    except ValueError as error:
        raise ValueError(f"{text!r} is not a day: write it as 2026-11-22") from error
    if not FIRST_YEAR <= day.year <= date.today().year + 1:
        raise ValueError(f"{text!r} is not a day of this data")
    return day


DIRECTIVES: Final = frozenset("YymdbBHMSfpI%")
DAY_OF_MONTH, MONTH, YEAR = {"%d"}, {"%m", "%b", "%B"}, {"%Y", "%y"}


def _date_format(form: str) -> str:
    found = re.findall(r"%(.?)", form)
    unknown = sorted(set(found) - DIRECTIVES)
    if unknown:
        raise ValueError(f"%{unknown[0]} is not read here; allowed: %Y %y %m %b %B %d %H %M %S %f %p %I")
    if not YEAR & set(re.findall(r"%.", form)):
        raise ValueError("says no year: dates like 03/31/2026 are %m/%d/%Y")
    return form


def county_state(code: str) -> str:
    """The two-digit code of the state that all counties lie in."""
    try:
        return place_code("state_fips", code)
    except UnknownPlace as error:
        raise ValueError(f"{code!r} is not a state: write its 2-digit code, 39 for Ohio") from error


def web_page(address: str) -> str:
    """An address that a link may lead to; may be empty."""
    if address and not re.fullmatch(r"https?://[^\s<>\"']+", address):
        raise ValueError("must begin with https:// or http:// and hold no blanks")
    return address


def source_id(name: str) -> str:
    """A name that no source of the catalog can have."""
    if not re.fullmatch(r"user_[a-z0-9_]{1,40}", name):
        raise ValueError(
            f"{name!r} must be user_ and up to 40 of a to z, 0 to 9 and _: user_franklin_ems, say"
        )
    return name


def lower_keys(words: dict[str, str]) -> dict[str, str]:
    """A table of words, each in lower case and only once."""
    lowered = {word.strip().lower(): ours for word, ours in words.items()}
    if len(lowered) < len(words):
        raise ValueError("holds a word twice: upper and lower case and blanks around it do not matter")
    return lowered


PLAIN: Final = r"^[^\x00-\x1f\x7f]*$"
Line = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, max_length=500, pattern=PLAIN)]
Text = Annotated[Line, StringConstraints(min_length=1)]
Column = Annotated[Text, AfterValidator(_column)]
DateFormat = Annotated[Text, AfterValidator(_date_format)]
Drug = Annotated[Text, one_of(catalog.DRUGS)]
MAPPABLE: Final = tuple(entry.id for entry in catalog.INDICATORS.values() if entry.explorable)
"""The indicators that a table may bring; the others only divide or qualify, and the agencies publish them."""
