"""Where each source is published: the one place that knows addresses, file names and size limits.

Addresses as published by the agencies: data.cdc.gov serves data sets by the Socrata interface
(dev.socrata.com), cbp.gov by a page whose links change every month, www2.census.gov by folders of a year.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from data.geography.boundaries import SOURCE as BOUNDARIES
from model.catalog import SOURCES

HOSTS: Final = frozenset({"data.cdc.gov", "svi.cdc.gov", "www.cbp.gov", "www2.census.gov"})
"""The only hosts that are asked; a redirect to any other is refused."""

MEGABYTE: Final = 1_000_000
SMALL_ANSWER: Final = 20 * MEGABYTE
"""Most bytes of a page, a folder's listing or a description of a data set."""


@dataclass(frozen=True)
class SocrataView:
    """A data set of data.cdc.gov."""

    source: str
    view: str
    """Its id there."""
    file_name: str
    limit: int
    """Most bytes that are taken for this file; so for every kind of address."""
    host: str = "data.cdc.gov"

    @property
    def asked(self) -> str:
        """Address of the whole data set as CSV."""
        return f"https://{self.host}/api/views/{self.view}/rows.csv?accessType=DOWNLOAD"

    @property
    def described(self) -> str:
        """Address of its description: columns, and when its rows were last changed."""
        return f"https://{self.host}/api/views/{self.view}.json"

    @property
    def rows(self) -> str:
        """Address of its rows by page, without an ending."""
        return f"https://{self.host}/resource/{self.view}"


@dataclass(frozen=True)
class PageLinks:
    """Files of fiscal years linked from a page."""

    source: str
    asked: str
    pattern: re.Pattern[str]
    """File names; groups `first` and `last` are fiscal years, `month` the last month, where named."""
    limit: int


@dataclass(frozen=True)
class YearFolders:
    """A file that lies in a folder of its year."""

    source: str
    asked: str
    folder: re.Pattern[str]
    """Names of the folders; group 1 is the year."""
    inside: str
    """Path within the folder."""
    files: tuple[re.Pattern[str], ...]
    """File names, the most wanted first."""
    limit: int


@dataclass(frozen=True)
class FixedFile:
    """A file at an address that stays."""

    source: str
    asked: str
    limit: int


Address = SocrataView | PageLinks | YearFolders | FixedFile

_POPEST: Final = "https://www2.census.gov/programs-surveys/popest/datasets/"
_FISCAL_YEARS: Final = r"-fy(?P<first>\d{2})(?:-fy(?P<last>\d{2}))?(?:-(?P<month>[a-z]{3,4}))?(?:_\d+)?\.csv"

ADDRESSES: Final[tuple[Address, ...]] = (
    SocrataView(
        "vsrr_state",
        "xkb8-kh2a",
        "VSRR_Provisional_Drug_Overdose_Death_Counts.csv",
        200 * MEGABYTE,
    ),
    SocrataView(
        "vsrr_county",
        "gb4e-yj24",
        "VSRR_Provisional_County-Level_Drug_Overdose_Death_Counts.csv",
        200 * MEGABYTE,
    ),
    PageLinks(
        "cbp_nationwide",
        SOURCES["cbp_nationwide"].page,
        re.compile("nationwide-drugs" + _FISCAL_YEARS, re.IGNORECASE),
        50 * MEGABYTE,
    ),
    PageLinks(
        "cbp_air_marine",
        SOURCES["cbp_air_marine"].page,
        re.compile("amo-drug-seizures" + _FISCAL_YEARS, re.IGNORECASE),
        50 * MEGABYTE,
    ),
    # The last vintage of the decade before: rates of 2010 to 2019 are divided by it.
    FixedFile(
        "census_population",
        _POPEST + "2010-2020/counties/totals/co-est2020-alldata.csv",
        50 * MEGABYTE,
    ),
    YearFolders(
        "census_population",
        _POPEST,
        re.compile(r"2020-(\d{4})/"),
        "counties/totals/",
        (re.compile(r"co-est(\d{4})-alldata\.csv"),),
        50 * MEGABYTE,
    ),
    FixedFile(
        "svi",
        "https://svi.cdc.gov/Documents/Data/2022/csv/states_counties/SVI_2022_US_county.csv",
        50 * MEGABYTE,
    ),
    YearFolders(
        BOUNDARIES,
        "https://www2.census.gov/geo/tiger/",
        re.compile(r"GENZ(\d{4})/"),
        "shp/",
        (re.compile(r"cb_(\d{4})_us_county_20m\.zip"), re.compile(r"cb_(\d{4})_us_county_5m\.zip")),
        100 * MEGABYTE,
    ),
)

_BUTTON: Final = "press the dashboard's download button"
BY_HAND: Final[Mapping[str, str]] = MappingProxyType(
    {
        "wonder_county": "agree to the terms of use, group by county and year, export",
        "dose_discharge_state": f"{_BUTTON} (jurisdictions)",
        "dose_discharge_county": f"{_BUTTON} (counties)",
        "dose_discharge_strata": f"{_BUTTON} (overall by sex and age)",
        "dose_syndromic": _BUTTON,
        "opioid_dispensing": "press the download button below the county map",
        "naloxone_dispensing": "press the download button below the state map",
        "buprenorphine_dispensing": "press the download button below the state map",
        "nflis_state": "take the reports by state from the page of annual data",
        "nflis_query": "ask the public data query system, export as CSV",
        "urban_rural": "take the county file of the newest scheme",
        "hidta_announced": "add newly announced counties to the table of announcements",
    }
)
"""Sources without an address of their own, and what to do on their page."""


def refreshable() -> tuple[str, ...]:
    """Every source that `refresh` knows, those by hand last."""
    return tuple(dict.fromkeys([address.source for address in ADDRESSES])) + tuple(BY_HAND)
