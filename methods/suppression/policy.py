"""Which counts are small enough to be withheld."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True)
class Policy:
    """Counts from `least` to `most`, both included, are small.

    A least of 1 shows a true zero (NCHS and CDC WONDER withhold 1 to 9); a least of 0 withholds it too.
    """

    name: str
    least: int
    most: int


POLICIES: Final[Mapping[str, Policy]] = MappingProxyType(
    {
        policy.name: policy
        for policy in (Policy("1-9", 1, 9), Policy("<10", 0, 9), Policy("<5", 0, 4), Policy("<11", 0, 10))
    }
)
DEFAULT: Final = POLICIES["1-9"]
