"""One module a source: it knows its file's header, markers and quirks, and nothing else.

Adding a source is a module here with a `LOADER`, an entry in `LOADERS`, its catalog entries and
its tests.
"""

from data.sources import (
    cbp_seizures,
    census_population,
    dispensing,
    dose_discharge,
    dose_syndromic,
    event_list,
    hidta_announced,
    nflis,
    svi,
    urban_rural,
    vsrr_county,
    vsrr_state,
    wonder_county,
)
from data.sources.base import Loader
from data.sources.table import Sheet, headers

LOADERS: tuple[Loader, ...] = (
    vsrr_state.LOADER,
    *vsrr_county.LOADERS,
    *wonder_county.LOADERS,
    *dose_discharge.LOADERS,
    *dose_syndromic.LOADERS,
    cbp_seizures.NATIONWIDE,
    cbp_seizures.AIR_MARINE,
    census_population.LOADER,
    dispensing.COUNTY_OPIOIDS,
    dispensing.STATE_NALOXONE,
    dispensing.STATE_BUPRENORPHINE,
    nflis.ALL_DRUGS,
    nflis.QUERY,
    nflis.TABLE,
    svi.LOADER,
    svi.WITHOUT_FIPS,
    *urban_rural.LOADERS,
    hidta_announced.LOADER,
    event_list.WITH_START,
    event_list.WITH_DATE,
)


def recognise(sheet: Sheet) -> tuple[Loader, int] | None:
    """The loader that knows a sheet, and where in its rows the header stands; None without either.

    The header may stand below lines of a title. The first row that any loader knows is it.
    """
    for position, header in headers(sheet):
        for loader in LOADERS:
            if loader.required <= header:
                return loader, position
    return None


def is_dictionary(sheet: Sheet) -> bool:
    """Whether a sheet describes the columns of a data set rather than holding one."""
    return any({"variable", "definition"} <= header for _, header in headers(sheet))
