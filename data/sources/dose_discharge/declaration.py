"""CDC DOSE: nonfatal overdoses from discharge records, by jurisdiction, county, sex and age."""

from types import MappingProxyType
from typing import Final

from model.catalog_types import Addition, Declaration, Indicator, Source

PAGE: Final = "https://www.cdc.gov/overdose-prevention/data-research/facts-stats/dose-dashboard-nonfatal-discharge-data.html"

DECLARATION: Final = Declaration(
    sources=(
        Source(
            id="dose_discharge_state",
            agency="CDC",
            title="DOSE discharge data, jurisdictions",
            short="CDC DOSE discharge, jurisdictions",
            citation=(
                "Centers for Disease Control and Prevention. Drug Overdose Surveillance and Epidemiology "
                "(DOSE) Dashboard: Nonfatal Overdose Discharge Data, jurisdictions."
            ),
            schedule="yearly, about a year and a half after the period",
            period_months=12,
            lag_days=578,
            page=PAGE,
            caution="About 28 states take part; the national figure covers those alone.",
            own_denominators=True,
            precedence=40,
            by_hand="press the dashboard's download button (jurisdictions)",
            # `US` is the jurisdictions taking part.
            additions=(Addition("state", "nation"),),
            totals_of_reporting=True,
        ),
        Source(
            id="dose_discharge_county",
            agency="CDC",
            title="DOSE discharge data, counties",
            short="CDC DOSE discharge, counties",
            citation=(
                "Centers for Disease Control and Prevention. Drug Overdose Surveillance and Epidemiology "
                "(DOSE) Dashboard: Nonfatal Overdose Discharge Data, counties."
            ),
            schedule="yearly, about a year and a half after the period",
            period_months=12,
            lag_days=578,
            page=PAGE,
            caution="Residents seen in their own state only; visits in another state are not counted.",
            own_denominators=True,
            precedence=50,
            by_hand="press the dashboard's download button (counties)",
        ),
        Source(
            id="dose_discharge_strata",
            agency="CDC",
            title="DOSE discharge data by sex and age",
            short="CDC DOSE discharge, by sex and age",
            citation=(
                "Centers for Disease Control and Prevention. Drug Overdose Surveillance and Epidemiology "
                "(DOSE) Dashboard: Nonfatal Overdose Discharge Data, overall by sex and age."
            ),
            schedule="yearly, about a year and a half after the period",
            period_months=12,
            lag_days=578,
            page=PAGE,
            caution="All jurisdictions taking part, together.",
            own_denominators=True,
            precedence=60,
            by_hand="press the dashboard's download button (overall by sex and age)",
            totals_of_reporting=True,
        ),
    ),
    indicators=(
        Indicator(
            id="ed_visits",
            label="Nonfatal overdose ED visits",
            sentence="Nonfatal overdose emergency department visits",
            definition=(
                "Emergency department visits, from discharge records, with a diagnosis of overdose "
                "(T36-T50, intents 1 to 4, initial encounter) that did not end in death."
            ),
            sector="health",
            unit="visits",
            decimals=0,
            period_kinds=("year", "pooled years", "month"),
            bases=MappingProxyType({"nation": "occurrence", "state": "occurrence", "county": "residence"}),
            measures=("count", "rate", "smoothed", "change"),
            amount_label="count",
            denominator="population",
            names_drugs=True,
            more_is_worse=True,
            suppression="suppressed (1 to 9)",
            strata_source="dose_discharge_strata",
            suppressed_most=9,
            drug_caution="One visit can involve several drugs, so visits by drug never add up.",
            nation_label="Participating jurisdictions",
            order=80,
            sector_order=20,
        ),
        Indicator(
            id="hospitalizations",
            label="Nonfatal overdose hospitalizations",
            sentence="Nonfatal overdose hospitalizations",
            definition=(
                "Inpatient hospitalizations, from discharge records, with a diagnosis of overdose "
                "(T36-T50, intents 1 to 4, initial encounter) that did not end in death."
            ),
            sector="health",
            unit="hospitalizations",
            decimals=0,
            period_kinds=("year", "month"),
            bases=MappingProxyType({"nation": "occurrence", "state": "occurrence"}),
            measures=("count", "rate", "smoothed", "change"),
            amount_label="count",
            denominator="population",
            names_drugs=True,
            more_is_worse=True,
            suppression="suppressed (1 to 9)",
            strata_source="dose_discharge_strata",
            suppressed_most=9,
            drug_caution="One hospitalization can involve several drugs, so they never add up by drug.",
            nation_label="Participating jurisdictions",
            order=90,
            sector_order=30,
        ),
    ),
)
