"""DEA NFLIS-Drug: laboratory drug reports by state and year, and exports of the public data query."""

from types import MappingProxyType
from typing import Final

from model.catalog_types import Addition, Declaration, Indicator, Source

DECLARATION: Final = Declaration(
    sources=(
        Source(
            id="nflis_state",
            agency="DEA",
            title="NFLIS-Drug reports by state and year, all drugs",
            short="DEA NFLIS-Drug, states by year",
            citation=(
                "Drug Enforcement Administration, Diversion Control Division. National Forensic "
                "Laboratory Information System (NFLIS-Drug), drug reports by state and year."
            ),
            schedule="yearly, about eight months after the period",
            period_months=12,
            lag_days=274,
            page="https://www.nflis.deadiversion.usdoj.gov",
            caution="About 30% of cases are never analyzed.",
            own_denominators=True,
            precedence=110,
            by_hand="take the reports by state from the page of annual data",
            # Reports of unknown origin and of small territories are in no state.
            additions=(Addition("state", "nation", holds_more=True),),
        ),
        Source(
            id="nflis_query",
            agency="DEA",
            title="NFLIS-Drug public data query system",
            short="DEA NFLIS-Drug, public data query",
            citation=(
                "Drug Enforcement Administration, Diversion Control Division. National Forensic "
                "Laboratory Information System (NFLIS-Drug), public data query system."
            ),
            schedule="half-yearly, about eight months after the period",
            period_months=6,
            lag_days=274,
            page="https://www.nflis.deadiversion.usdoj.gov",
            caution="Counts change with each query; about 30% of cases are never analyzed.",
            own_denominators=True,
            whole_releases=False,
            precedence=120,
            by_hand="ask the public data query system, export as CSV",
            # Reports of unknown origin and of small territories are in no state.
            additions=(Addition("state", "nation", holds_more=True),),
        ),
    ),
    indicators=(
        Indicator(
            id="lab_reports",
            label="Laboratory drug reports",
            sentence="Laboratory drug reports",
            definition=(
                "Drugs identified in items that law enforcement submitted and laboratories analyzed. A "
                "report is one drug found in one item, not a person and not a weight."
            ),
            sector="supply",
            unit="reports",
            decimals=0,
            period_kinds=("year", "half-year"),
            bases=MappingProxyType({"nation": "laboratory submission", "state": "laboratory submission"}),
            measures=("share", "count"),
            amount_label="reports",
            names_drugs=True,
            drug_sentence="Laboratory reports of {drug}",
            default_drug="fentanyl",
            counts_people=False,
            cautions=("Submission and testing differ between states and years.",),
            count_caution="DEA advises against trends of raw counts of reports.",
            order=60,
            sector_order=80,
        ),
    ),
)
