"""Where the files of every source are published, as their declarations say, and the boundaries beside them.

Addresses as published by the agencies: data.cdc.gov serves data sets by the Socrata interface
(dev.socrata.com), cbp.gov by a page whose links change every month, www2.census.gov by folders of a year.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from data.geography.boundaries import SOURCE as BOUNDARIES
from model.catalog import SOURCES
from model.catalog_types import MEGABYTE, Address, YearFolders
from model.declarations import declarations

SMALL_ANSWER: Final = 20 * MEGABYTE
"""Most bytes of a page, a folder's listing or a description of a data set."""

ADDRESSES: Final[tuple[Address, ...]] = (
    *(address for declared in declarations().values() for address in declared.addresses),
    YearFolders(
        BOUNDARIES,
        "https://www2.census.gov/geo/tiger/",
        re.compile(r"GENZ(\d{4})/"),
        "shp/",
        (re.compile(r"cb_(\d{4})_us_county_20m\.zip"), re.compile(r"cb_(\d{4})_us_county_5m\.zip")),
        100 * MEGABYTE,
    ),
)
HOSTS: Final = frozenset(urlsplit(address.asked).netloc for address in ADDRESSES)
"""The only hosts that are asked; a redirect to any other is refused."""

BY_HAND: Final[Mapping[str, str]] = MappingProxyType(
    {source.id: source.by_hand for source in SOURCES.values() if source.by_hand}
)
"""Sources without an address of their own, and what to do on their page."""


def refreshable() -> tuple[str, ...]:
    """Every source that `refresh` knows, those by hand last."""
    return tuple(dict.fromkeys([address.source for address in ADDRESSES])) + tuple(BY_HAND)
