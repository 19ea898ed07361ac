"""DEA NFLIS-Drug: the printed table of fentanyl and fentanyl-related substances by state."""

from typing import Final

from model.catalog_types import Addition, Declaration, Source

DECLARATION: Final = Declaration(
    sources=(
        Source(
            id="nflis_fentanyl_table",
            agency="DEA",
            title="NFLIS-Drug reports of fentanyl and fentanyl-related substances by state and year",
            short="DEA NFLIS-Drug, printed table of fentanyls",
            citation=(
                "Drug Enforcement Administration, Diversion Control Division. National Forensic Laboratory "
                "Information System (NFLIS-Drug), Table 3, fentanyl and fentanyl-related substances by state."
            ),
            schedule="yearly, about a year after the period",
            period_months=12,
            lag_days=395,
            page="https://www.nflis.deadiversion.usdoj.gov",
            caution="As printed, and not changed since; about 30% of cases are never analyzed.",
            precedence=125,
            by_hand="take Table 3 of the year's report on fentanyl, as workbook or CSV",
            # Reports of unknown origin and of small territories are in no state.
            additions=(Addition("state", "nation", holds_more=True),),
        ),
    ),
    also_supplies=("lab_reports",),
)
