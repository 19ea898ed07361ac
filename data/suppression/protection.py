"""Decides what of a cube is held back, and certifies that no small count can be bounded more tightly."""

from collections.abc import Callable
from typing import Final

from methods.suppression.policy import POLICIES

DEFAULT_POLICY: Final = POLICIES["1-9"]
Progress = Callable[[str, int, int], None]
