"""Dated events, as anybody lists them."""

from typing import Final

from model.catalog_types import Declaration, Source

DECLARATION: Final = Declaration(
    sources=(
        Source(
            id="events",
            agency="As stated by each event",
            title="Dated events",
            short="Dated events",
            citation="Dated events; each names its own source.",
            schedule="as they happen",
            whole_releases=False,
            precedence=190,
        ),
    ),
)
