"""U.S. Customs and Border Protection: drug seizures, nationwide and of Air and Marine Operations."""

import re
from types import MappingProxyType
from typing import Final

from model.catalog_types import MEGABYTE, Addition, Declaration, Indicator, PageLinks, Source

_FISCAL_YEARS: Final = r"-fy(?P<first>\d{2})(?:-fy(?P<last>\d{2}))?(?:-(?P<month>[a-z]{3,4}))?(?:_\d+)?\.csv"
NATIONWIDE_PAGE: Final = "https://www.cbp.gov/document/stats/nationwide-drug-seizures"
AIR_MARINE_PAGE: Final = "https://www.cbp.gov/document/stats/amo-drug-seizures"
_AREAS: Final = MappingProxyType(
    {"nation": "agency area", "cbp_component": "agency area", "cbp_area": "agency area"}
)

DECLARATION: Final = Declaration(
    sources=(
        Source(
            id="cbp_nationwide",
            agency="CBP",
            title="Nationwide Drug Seizures",
            short="U.S. Customs and Border Protection, field offices and sectors",
            citation="U.S. Customs and Border Protection. Drug Seizure Statistics, nationwide (cbp.gov).",
            schedule="monthly, about one month after the period",
            period_months=1,
            lag_days=61,
            page=NATIONWIDE_PAGE,
            precedence=130,
            additions=(Addition("cbp_component", "nation"), Addition("cbp_area", "nation")),
        ),
        Source(
            id="cbp_air_marine",
            agency="CBP",
            title="Air and Marine Operations Drug Seizures",
            short="U.S. Customs and Border Protection, Air and Marine Operations",
            citation="U.S. Customs and Border Protection. Air and Marine Operations Drug Seizures (cbp.gov).",
            schedule="monthly, about one month after the period",
            period_months=1,
            lag_days=61,
            page=AIR_MARINE_PAGE,
            precedence=140,
        ),
    ),
    indicators=(
        Indicator(
            id="seized_weight",
            label="Drugs seized, pounds",
            sentence="Drugs seized",
            definition="Weight of drugs seized by U.S. Customs and Border Protection.",
            sector="supply",
            unit="lb",
            decimals=1,
            period_kinds=("month",),
            bases=_AREAS,
            measures=("count", "change"),
            amount_label="weight",
            names_drugs=True,
            drug_sentence="{Drug} seized",
            default_drug="fentanyl",
            counts_people=False,
            cautions=("Seizures measure enforcement as much as supply.",),
            on_map=False,
            order=40,
            sector_order=70,
        ),
        Indicator(
            id="seized_events",
            label="Drug seizure events",
            sentence="Drug seizure events",
            definition="Number of events in which U.S. Customs and Border Protection seized the drug.",
            sector="supply",
            unit="events",
            decimals=0,
            period_kinds=("month",),
            bases=_AREAS,
            measures=("count", "change"),
            amount_label="events",
            names_drugs=True,
            drug_sentence="{Drug} seizure events",
            default_drug="fentanyl",
            counts_people=False,
            cautions=("Seizures measure enforcement as much as supply.",),
            on_map=False,
            order=50,
        ),
    ),
    addresses=(
        PageLinks(
            source="cbp_nationwide",
            asked=NATIONWIDE_PAGE,
            pattern=re.compile("nationwide-drugs" + _FISCAL_YEARS, re.IGNORECASE),
            limit=50 * MEGABYTE,
        ),
        PageLinks(
            source="cbp_air_marine",
            asked=AIR_MARINE_PAGE,
            pattern=re.compile("amo-drug-seizures" + _FISCAL_YEARS, re.IGNORECASE),
            limit=50 * MEGABYTE,
        ),
    ),
)
