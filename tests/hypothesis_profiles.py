"""How many examples tests try that draw them: few and the same in every run, or many and others in each,
with `--hypothesis-profile full`.

How long an example takes is no finding: a machine may be slow, or busy with other work.
"""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import settings

FEW = 50
MANY = 1000
TIMES_IN_FULL = 10

settings.register_profile("default", deadline=None, max_examples=FEW, derandomize=True)
settings.register_profile("full", deadline=None, max_examples=MANY, print_blob=True)
settings.load_profile("default")


def is_full() -> bool:
    """Whether the large profile was asked for."""
    return settings.get_current_profile_name() == "full"


def examples(number: int, in_full: int | None = None) -> int:
    """Number of examples, in the profile asked for, of a test that tries `number` of them by default.

    Parameters
    ----------
    in_full
        Number in the full profile; ten times as many if not given.
    """
    if not is_full():
        return number
    return number * TIMES_IN_FULL if in_full is None else in_full


def first_of(cases: Iterable[Any], number: int) -> list[Any]:
    """Cases for `pytest.mark.parametrize`, of which all but the first few are left to `make test-full`."""
    return [
        case if place < number else pytest.param(case, marks=pytest.mark.full)
        for place, case in enumerate(cases)
    ]
