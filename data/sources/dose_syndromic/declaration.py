"""CDC DOSE: suspected nonfatal overdoses from syndromic surveillance."""

from types import MappingProxyType
from typing import Final

from model.catalog_types import Declaration, Indicator, Source

RATE_WITHHELD_BELOW: Final = 20
"""CDC withholds a rate on fewer overdoses than this."""

DECLARATION: Final = Declaration(
    sources=(
        Source(
            id="dose_syndromic",
            agency="CDC",
            title="DOSE syndromic surveillance data",
            short="CDC DOSE syndromic, jurisdictions",
            citation=(
                "Centers for Disease Control and Prevention. Drug Overdose Surveillance and Epidemiology "
                "(DOSE) Dashboard: Nonfatal Overdose Syndromic Surveillance Data."
            ),
            schedule="monthly, about two months after the period",
            period_months=1,
            lag_days=91,
            page=(
                "https://www.cdc.gov/overdose-prevention/data-research/facts-stats/dose-dashboard-nonfatal-surveillance-data.html"
            ),
            caution="CDC: comparisons between jurisdictions should not be made.",
            precedence=70,
            by_hand="press the dashboard's download button",
        ),
    ),
    indicators=(
        Indicator(
            id="syndromic_visits",
            label="Suspected nonfatal overdose ED visits (syndromic)",
            sentence="Suspected nonfatal overdose visits per 10,000 emergency department visits",
            definition=(
                "Emergency department visits whose diagnosis or chief complaint suggests an overdose, per"
                " 10,000 visits for any reason. The drug classes are nested and overlap."
            ),
            sector="health",
            unit="per 10,000 ED visits",
            decimals=1,
            period_kinds=("month", "12-month-ending"),
            bases=MappingProxyType({"nation": "occurrence", "state": "occurrence"}),
            measures=("count",),
            amount_label="per 10,000 ED visits",
            names_drugs=True,
            drug_sentence="{sentence}, involving {drug}",
            counts_people=False,
            published_rate=True,
            adds_over_places=False,
            comparable=False,
            more_is_worse=True,
            suppression=f"suppressed (rate on fewer than {RATE_WITHHELD_BELOW})",
            cautions=("CDC: comparisons between jurisdictions should not be made.",),
            strata_source="dose_syndromic",
            drug_caution="The drug classes are nested and overlap.",
            nation_label="Participating jurisdictions",
            order=100,
            sector_order=40,
        ),
    ),
)
