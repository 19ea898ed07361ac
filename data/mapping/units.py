"""Units that a partner's figures may be in, and what makes them an indicator's own."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

KG_PER_LB: Final = 0.45359237
"""The international pound, by definition."""

CONVERSIONS: Final[Mapping[str, Mapping[str, float]]] = MappingProxyType(
    {
        "lb": MappingProxyType(
            {"kg": 1 / KG_PER_LB, "g": 0.001 / KG_PER_LB, "oz": 1 / 16, "metric tons": 1000 / KG_PER_LB}
        ),
        "per 100 residents": MappingProxyType(
            {"per 1,000 residents": 0.1, "per 10,000 residents": 0.01, "per 100,000 residents": 0.001}
        ),
        "per 10,000 ED visits": MappingProxyType(
            {"per 1,000 ED visits": 10.0, "per 100,000 ED visits": 0.1, "percent of ED visits": 100.0}
        ),
        "percent": MappingProxyType({"fraction": 100.0}),
    }
)
"""Indicator's unit → unit of the file → what its numbers are multiplied by."""


def units_for(unit: str) -> tuple[str, ...]:
    """Every unit that can be made into `unit`, itself first."""
    return (unit, *CONVERSIONS.get(unit, {}))


def factor(given: str, unit: str) -> float:
    """What numbers in `given` are multiplied by to be in `unit`.

    Raises
    ------
    KeyError
        If they cannot be.
    """
    return 1.0 if given == unit else CONVERSIONS[unit][given]
