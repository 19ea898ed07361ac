"""NCHS VSRR: provisional drug overdose deaths by state, 12 months ending."""

from types import MappingProxyType
from typing import Final

from model.catalog_types import MEGABYTE, Addition, Declaration, Indicator, SocrataView, Source

PUERTO_RICO: Final = "72"

COMPLETENESS: Final[tuple[tuple[int, str, str, str], ...]] = (
    (
        250,
        "records_pending",
        "Death records pending investigation",
        "Percent of death records of the period whose cause is still under investigation.",
    ),
    (
        260,
        "records_complete",
        "Death records received",
        "Percent of the death records expected for the period that the agency has received.",
    ),
)
"""Order, id, label, definition."""

DECLARATION: Final = Declaration(
    sources=(
        Source(
            id="vsrr_state",
            agency="CDC/NCHS",
            title="VSRR Provisional Drug Overdose Death Counts",
            short="CDC/NCHS VSRR, states",
            citation=(
                "National Center for Health Statistics. VSRR Provisional Drug Overdose Death Counts "
                "(data.cdc.gov, xkb8-kh2a)."
            ),
            schedule="monthly, about four months after the period",
            period_months=1,
            lag_days=152,
            page="https://data.cdc.gov/d/xkb8-kh2a",
            caution="Counts are provisional and are revised as late records arrive.",
            precedence=10,
            # The nation is the 50 states and the District of Columbia; New York is its two areas added.
            additions=(Addition("state", "nation", parts=51, outside=(PUERTO_RICO,)),),
        ),
    ),
    indicators=(
        Indicator(
            id="deaths",
            label="Drug overdose deaths",
            sentence="Drug overdose deaths",
            definition=(
                "Deaths with an underlying cause of drug overdose, all intents (ICD-10 X40-X44, X60-X64, "
                "X85, Y10-Y14). Deaths involving a drug name it among the multiple causes (T40.0-T40.6, "
                "T43.6); one death can involve several drugs."
            ),
            sector="health",
            unit="deaths",
            decimals=0,
            period_kinds=("12-month-ending", "year"),
            bases=MappingProxyType({"nation": "occurrence", "state": "occurrence", "county": "residence"}),
            measures=("count", "rate", "smoothed", "change"),
            amount_label="count",
            denominator="population",
            names_drugs=True,
            more_is_worse=True,
            suppression="suppressed (1 to 9)",
            suppressed_most=9,
            drug_caution="One death can involve several drugs, so deaths by drug never add up.",
            order=10,
            sector_order=10,
        ),
        Indicator(
            id="drugs_specified",
            label="Share of overdose deaths that name a drug",
            sentence="Share of drug overdose deaths whose certificate names a drug",
            definition="Percent of drug overdose death records on which at least one drug is specified.",
            sector="context",
            unit="percent",
            decimals=1,
            period_kinds=("12-month-ending",),
            bases=MappingProxyType({"nation": "occurrence", "state": "occurrence"}),
            measures=("count",),
            amount_label="percent",
            counts_people=False,
            adds_over_places=False,
            more_is_worse=False,
            cautions=("Where few certificates name a drug, deaths by drug are undercounted.",),
            order=20,
        ),
        Indicator(
            id="deaths_all_causes",
            label="Deaths from all causes",
            sentence="Deaths from all causes",
            definition="All deaths that occurred in the place, whatever the cause.",
            sector="context",
            unit="deaths",
            decimals=0,
            period_kinds=("12-month-ending",),
            bases=MappingProxyType({"nation": "occurrence", "state": "occurrence"}),
            measures=("count", "rate", "smoothed", "change"),
            amount_label="count",
            denominator="population",
            more_is_worse=True,
            order=30,
        ),
        *(
            Indicator(
                id=name,
                label=label,
                sentence=label,
                definition=definition,
                sector="context",
                unit="percent",
                decimals=1,
                period_kinds=("12-month-ending",),
                bases=MappingProxyType(
                    {"nation": "occurrence", "state": "occurrence", "county": "residence"}
                ),
                measures=("count",),
                amount_label="percent",
                counts_people=False,
                adds_over_places=False,
                explorable=False,
                order=order,
            )
            for order, name, label, definition in COMPLETENESS
        ),
    ),
    addresses=(
        SocrataView(
            source="vsrr_state",
            view="xkb8-kh2a",
            file_name="VSRR_Provisional_Drug_Overdose_Death_Counts.csv",
            limit=200 * MEGABYTE,
        ),
    ),
)
