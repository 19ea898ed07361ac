"""CDC dispensing rates of retail pharmacies: opioids, naloxone and buprenorphine."""

from types import MappingProxyType
from typing import Final

from model.catalog_types import Declaration, Indicator, Source

DECLARATION: Final = Declaration(
    sources=(
        Source(
            id="opioid_dispensing",
            agency="CDC",
            title="U.S. county opioid dispensing rates",
            short="CDC opioid dispensing, counties",
            citation=(
                "Centers for Disease Control and Prevention. Opioid Dispensing Rate Maps, counties (IQVIA"
                " Xponent)."
            ),
            schedule="yearly, about a year after the period",
            period_months=12,
            lag_days=395,
            page=(
                "https://www.cdc.gov/overdose-prevention/data-research/facts-stats/opioid-dispensing-rate-maps.html"
            ),
            precedence=80,
            by_hand="press the download button below the county map",
        ),
        Source(
            id="naloxone_dispensing",
            agency="CDC",
            title="U.S. state naloxone dispensing rates",
            short="CDC naloxone dispensing, states",
            citation=(
                "Centers for Disease Control and Prevention. Naloxone Dispensing Rate Maps, states (IQVIA"
                " Xponent)."
            ),
            schedule="yearly, about a year after the period",
            period_months=12,
            lag_days=395,
            page=(
                "https://www.cdc.gov/overdose-prevention/data-research/facts-stats/naloxone-dispensing-rate-maps.html"
            ),
            precedence=90,
            by_hand="press the download button below the state map",
        ),
        Source(
            id="buprenorphine_dispensing",
            agency="CDC",
            title="U.S. state buprenorphine dispensing rates",
            short="CDC buprenorphine dispensing, states",
            citation=(
                "Centers for Disease Control and Prevention. Buprenorphine Dispensing Rate Maps, states "
                "(IQVIA Xponent)."
            ),
            schedule="yearly, about a year after the period",
            period_months=12,
            lag_days=395,
            page=(
                "https://www.cdc.gov/overdose-prevention/data-research/facts-stats/buprenorphine-dispensing-rate-maps.html"
            ),
            precedence=100,
            by_hand="press the download button below the state map",
        ),
    ),
    indicators=(
        Indicator(
            id="opioid_dispensing",
            label="Opioid prescriptions dispensed, retail pharmacies",
            sentence="Opioid prescriptions dispensed by retail pharmacies per 100 residents",
            definition="Opioid prescriptions dispensed by retail pharmacies per 100 residents of the county.",
            sector="supply",
            unit="per 100 residents",
            decimals=1,
            period_kinds=("year",),
            bases=MappingProxyType({"county": "agency area"}),
            measures=("count",),
            amount_label="per 100 residents",
            counts_people=False,
            published_rate=True,
            adds_over_places=False,
            order=70,
            sector_order=90,
        ),
        Indicator(
            id="naloxone_dispensing",
            label="Naloxone dispensed, retail pharmacies",
            sentence="Naloxone prescriptions dispensed by retail pharmacies per 100 residents",
            definition=(
                "Naloxone prescriptions dispensed by retail pharmacies per 100 residents. Kits that "
                "community programs hand out are not in it."
            ),
            sector="response",
            unit="per 100 residents",
            decimals=1,
            period_kinds=("year",),
            bases=MappingProxyType({"nation": "agency area", "state": "agency area"}),
            measures=("count",),
            amount_label="per 100 residents",
            counts_people=False,
            published_rate=True,
            adds_over_places=False,
            more_is_worse=False,
            cautions=("Naloxone from community programs is not counted.",),
            order=110,
            sector_order=100,
        ),
        Indicator(
            id="buprenorphine_dispensing",
            label="Buprenorphine dispensed, retail pharmacies",
            sentence="Buprenorphine prescriptions dispensed by retail pharmacies per 100 residents",
            definition=(
                "Prescriptions of buprenorphine, one of the medications for opioid use disorder (MOUD), "
                "dispensed by retail pharmacies per 100 residents."
            ),
            sector="response",
            unit="per 100 residents",
            decimals=1,
            period_kinds=("year",),
            bases=MappingProxyType({"nation": "agency area", "state": "agency area"}),
            measures=("count",),
            amount_label="per 100 residents",
            counts_people=False,
            published_rate=True,
            adds_over_places=False,
            more_is_worse=False,
            cautions=("Buprenorphine dispensed by treatment programs is not counted.",),
            order=120,
            sector_order=130,
        ),
    ),
)
