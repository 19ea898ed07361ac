"""Attributes for screen readers, in Python names."""

from typing import Any


def aria(**words: str) -> dict[str, Any]:
    """`aria(label="Pages")` → `{"aria-label": "Pages"}`, to be passed to a Dash HTML component."""
    return {f"aria-{name}": value for name, value in words.items()}
