"""Attributes with a hyphen (`aria-…`, `data-…`), in Python names."""

from typing import Any


def attributes(**named: str) -> dict[str, Any]:
    """`attributes(aria_label="Pages")` → `{"aria-label": "Pages"}`, for a Dash HTML component."""
    return {name.replace("_", "-"): value for name, value in named.items()}
