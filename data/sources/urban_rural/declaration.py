"""NCHS Urban-Rural Classification Scheme for Counties."""

from types import MappingProxyType
from typing import Final

from model.catalog_types import Declaration, Indicator, Source

URBAN_RURAL_CLASSES: Final = MappingProxyType(
    {
        1: "large central metro",
        2: "large fringe metro",
        3: "medium metro",
        4: "small metro",
        5: "micropolitan",
        6: "noncore",
    }
)

DECLARATION: Final = Declaration(
    sources=(
        Source(
            id="urban_rural",
            agency="CDC/NCHS",
            title="Urban-Rural Classification Scheme for Counties",
            short="NCHS urban-rural classification",
            citation=(
                "National Center for Health Statistics. NCHS Urban-Rural Classification Scheme for Counties."
            ),
            schedule="every ten years",
            page="https://www.cdc.gov/nchs/data-analysis-tools/urban-rural.html",
            precedence=170,
            by_hand="take the county file of the newest scheme",
        ),
    ),
    indicators=(
        Indicator(
            id="urban_rural",
            label="Urban-rural class",
            sentence="NCHS urban-rural class",
            definition="Urban-rural class of the county, from 1 (large central metro) to 6 (noncore).",
            sector="context",
            unit="class",
            decimals=0,
            period_kinds=("year",),
            bases=MappingProxyType({"county": "residence"}),
            measures=("count",),
            amount_label="class",
            counts_people=False,
            adds_over_places=False,
            categories=URBAN_RURAL_CLASSES,
            explorable=False,
            order=180,
            sector_order=160,
        ),
    ),
)
