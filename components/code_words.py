"""The words of codes, where a table is read and not computed with."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from model import catalog

NAMED: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {
        "indicator": lambda code: catalog.INDICATORS[code].label if code in catalog.INDICATORS else code,
        "drug": lambda code: catalog.drug_label(code) if code in catalog.DRUGS else code,
        "status": lambda code: catalog.STATUS_WORDS.get(code, code),
    }
)
"""Columns of codes → their words."""
