"""NCHS VSRR: provisional drug overdose deaths by county, 12 months ending."""

from typing import Final

from model.catalog_types import MEGABYTE, Declaration, SocrataView, Source

DECLARATION: Final = Declaration(
    sources=(
        Source(
            id="vsrr_county",
            agency="CDC/NCHS",
            title="VSRR Provisional County-Level Drug Overdose Death Counts",
            short="CDC/NCHS VSRR, counties",
            citation=(
                "National Center for Health Statistics. VSRR Provisional County-Level Drug Overdose Death"
                " Counts (data.cdc.gov, gb4e-yj24)."
            ),
            schedule="quarterly, about four months after the period",
            period_months=3,
            lag_days=152,
            page="https://data.cdc.gov/d/gb4e-yj24",
            caution="Counts are provisional and are revised as late records arrive.",
            precedence=20,
        ),
    ),
    also_supplies=(
        "deaths",
        "records_pending",
    ),
    addresses=(
        SocrataView(
            source="vsrr_county",
            view="gb4e-yj24",
            file_name="VSRR_Provisional_County-Level_Drug_Overdose_Death_Counts.csv",
            limit=200 * MEGABYTE,
        ),
    ),
)
