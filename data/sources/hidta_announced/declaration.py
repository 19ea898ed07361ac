"""ONDCP: counties announced as newly designated to a HIDTA."""

from typing import Final

from model.catalog_types import Declaration, Source

DECLARATION: Final = Declaration(
    sources=(
        Source(
            id="hidta_announced",
            agency="ONDCP",
            title="Announced HIDTA designations",
            short="ONDCP announced HIDTA designations (partial)",
            citation=(
                "Office of National Drug Control Policy. Announcements of newly designated High Intensity"
                " Drug Trafficking Areas counties."
            ),
            schedule="as announced",
            page="https://www.whitehouse.gov/ondcp",
            caution="Announced designations only: not the full list of HIDTA counties.",
            whole_releases=False,
            precedence=180,
            by_hand="add newly announced counties to the table of announcements",
        ),
    ),
)
