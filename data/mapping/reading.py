"""Reads a mapping, and says of one that cannot be used what to mend."""

import re
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from data.mapping.declaration import TableMapping
from data.mapping.plain_yaml import MAX_BYTES, BadYaml, read_plain_yaml

MOST_ERRORS: Final = 20
FIELD: Final = re.compile(r"[a-z_.]+: ")
"""How the words of a mapping's own rules begin where they are of one field among several."""


class BadMapping(ValueError):
    """A mapping that cannot be used; a line for each thing to mend."""


def read_mapping(path: Path) -> TableMapping:
    """Read and check a mapping.

    Raises
    ------
    BadMapping
        With a line for each thing that is wrong: the field, the allowed words, and the mend.
    """
    try:
        with path.open("rb") as file:
            given = read_plain_yaml(file.read(MAX_BYTES + 1))
        return TableMapping.model_validate(given)
    except OSError as error:
        raise BadMapping(f"it cannot be read: {error.strerror}") from error
    except BadYaml as error:
        raise BadMapping(str(error)) from error
    except ValidationError as error:
        raise BadMapping("\n".join(_mends(error))) from error


def _mends(error: ValidationError) -> list[str]:
    found = error.errors(include_url=False)
    lines = []
    for one in found[:MOST_ERRORS]:
        field = ".".join(str(part)[:60] for part in one["loc"] if part != "[key]")
        # What is said of several fields begins with the one to mend, which is then named whole.
        lines.append(".".join(filter(None, (field, _words(one)))) if _names_field(one) else _said(field, one))
    if len(found) > MOST_ERRORS:
        lines.append(f"and {len(found) - MOST_ERRORS} more")
    return lines


def _names_field(error: Any) -> bool:
    return error["type"] == "value_error" and bool(FIELD.match(str(error["ctx"]["error"])))


def _said(field: str, error: Any) -> str:
    return f"{field}: {_words(error)}" if field else _words(error)


def _words(error: Any) -> str:
    kind, given = error["type"], error["input"]
    shown = repr(given)[:60]
    if kind == "value_error":
        return str(error["ctx"]["error"])
    if kind == "missing":
        return "is missing"
    if kind == "literal_error":
        return f"{shown} is not one of: {str(error['ctx']['expected']).replace(' or ', ', ')}"
    if kind == "string_type":
        return "must be text"
    if kind == "string_pattern_mismatch":
        return "must be one line of text"
    if kind == "string_too_short":
        return "is empty"
    if kind.startswith("int_"):
        return f"{shown} is not a whole number"
    if kind == "dict_type":
        return "must be words, each with ours behind a colon"
    if kind == "tuple_type":
        return "must be a list: [week, month]"
    return f"{error['msg'].lower()}: {shown}"
