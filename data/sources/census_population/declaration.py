"""Census Bureau: resident population of counties, states and the nation."""

import re
from types import MappingProxyType
from typing import Final

from model.catalog_types import MEGABYTE, Addition, Declaration, FixedFile, Indicator, Source, YearFolders

PUERTO_RICO: Final = "72"
_POPEST: Final = "https://www2.census.gov/programs-surveys/popest/datasets/"

DECLARATION: Final = Declaration(
    sources=(
        Source(
            id="census_population",
            agency="Census Bureau",
            title="County Population Totals (Population Estimates Program)",
            short="U.S. Census Bureau population estimates",
            citation=(
                "U.S. Census Bureau. Annual Resident Population Estimates for States and Counties "
                "(census.gov)."
            ),
            schedule="yearly, in March",
            period_months=12,
            lag_days=120,
            page="https://www.census.gov/programs-surveys/popest.html",
            precedence=150,
            additions=(
                Addition("state", "nation", parts=51, outside=(PUERTO_RICO,)),
                Addition("county", "state"),
            ),
        ),
    ),
    indicators=(
        Indicator(
            id="population",
            label="Resident population",
            sentence="Resident population",
            definition="Resident population on 1 July, as estimated by the Census Bureau.",
            sector="context",
            unit="residents",
            decimals=0,
            period_kinds=("year",),
            bases=MappingProxyType({"nation": "residence", "state": "residence", "county": "residence"}),
            measures=("count", "change"),
            amount_label="residents",
            counts_people=False,
            explorable=False,
            order=270,
        ),
    ),
    addresses=(
        # The last vintage of the decade before: rates of 2010 to 2019 are divided by it.
        FixedFile(
            source="census_population",
            asked=_POPEST + "2010-2020/counties/totals/co-est2020-alldata.csv",
            limit=50 * MEGABYTE,
        ),
        YearFolders(
            source="census_population",
            asked=_POPEST,
            folder=re.compile(r"2020-(\d{4})/"),
            inside="counties/totals/",
            files=(re.compile(r"co-est(\d{4})-alldata\.csv"),),
            limit=50 * MEGABYTE,
        ),
    ),
)
