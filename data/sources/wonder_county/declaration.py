"""CDC WONDER: deaths by county and year."""

from typing import Final

from model.catalog_types import Declaration, Source

DECLARATION: Final = Declaration(
    sources=(
        Source(
            id="wonder_county",
            agency="CDC/NCHS",
            title="CDC WONDER Multiple Cause of Death, counties by year",
            short="CDC WONDER, counties",
            citation=(
                "Centers for Disease Control and Prevention, National Center for Health Statistics. CDC "
                "WONDER Online Database, county deaths by year (wonder.cdc.gov)."
            ),
            schedule="yearly, about a year after the period",
            period_months=12,
            lag_days=395,
            page="https://wonder.cdc.gov",
            caution=(
                "The file does not state its cause-of-death selection; its totals agree with drug "
                "overdose deaths, all intents."
            ),
            own_denominators=True,
            precedence=30,
            by_hand="agree to the terms of use, group by county and year, export",
        ),
    ),
    also_supplies=("deaths",),
)
