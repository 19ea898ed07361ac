"""CDC/ATSDR Social Vulnerability Index by county."""

from types import MappingProxyType
from typing import Final

from model.catalog_types import MEGABYTE, Declaration, FixedFile, Indicator, Source

RANKS: Final[tuple[tuple[int, str, str, str, str], ...]] = (
    (
        130,
        "svi",
        "Social vulnerability",
        "Social Vulnerability Index",
        "Overall Social Vulnerability Index (16 factors of the American Community Survey).",
    ),
    (
        140,
        "svi_socioeconomic",
        "Social vulnerability: socioeconomic status",
        "Social Vulnerability Index, socioeconomic status",
        "Theme 1: poverty, unemployment, housing cost, schooling, insurance.",
    ),
    (
        150,
        "svi_household",
        "Social vulnerability: household characteristics",
        "Social Vulnerability Index, household characteristics",
        "Theme 2: age, disability, single parents, language.",
    ),
    (
        160,
        "svi_minority",
        "Social vulnerability: racial and ethnic minority status",
        "Social Vulnerability Index, racial and ethnic minority status",
        "Theme 3: racial and ethnic minority status.",
    ),
    (
        170,
        "svi_housing",
        "Social vulnerability: housing and transportation",
        "Social Vulnerability Index, housing type and transportation",
        "Theme 4: housing structure, mobile homes, crowding, vehicles, group quarters.",
    ),
)
"""Order, id, label, sentence, definition."""

DECLARATION: Final = Declaration(
    sources=(
        Source(
            id="svi",
            agency="CDC/ATSDR",
            title="Social Vulnerability Index, counties",
            short="CDC/ATSDR Social Vulnerability Index",
            citation=(
                "Centers for Disease Control and Prevention/Agency for Toxic Substances and Disease "
                "Registry. CDC/ATSDR Social Vulnerability Index, counties."
            ),
            schedule="every two years, about a year and a half after the period",
            period_months=24,
            lag_days=578,
            page="https://www.atsdr.cdc.gov/place-health/php/svi/index.html",
            precedence=160,
        ),
    ),
    indicators=(
        *(
            Indicator(
                id=name,
                label=label,
                sentence=sentence,
                definition=(
                    f"{definition} Percentile rank among counties of the edition's year: 0 is the least, 1"
                    " the most vulnerable."
                ),
                sector="context",
                unit="percentile rank",
                decimals=2,
                period_kinds=("year",),
                bases=MappingProxyType({"county": "residence"}),
                measures=("count",),
                amount_label="percentile rank",
                counts_people=False,
                adds_over_places=False,
                order=order,
                sector_order=150 if name == "svi" else 0,
            )
            for order, name, label, sentence, definition in RANKS
        ),
    ),
    addresses=(
        FixedFile(
            source="svi",
            asked="https://svi.cdc.gov/Documents/Data/2022/csv/states_counties/SVI_2022_US_county.csv",
            limit=50 * MEGABYTE,
        ),
    ),
)
