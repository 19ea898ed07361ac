"""One module a source: it knows its file's header, markers and quirks, and nothing else.

Adding a source is a module here with a `LOADER`, an entry in `LOADERS`, its catalog entries and
its tests.
"""

from data.sources import cbp_seizures, census_population, vsrr_county, vsrr_state
from data.sources.base import Loader
from data.sources.table import Sheet, headers

LOADERS: tuple[Loader, ...] = (
    vsrr_state.LOADER,
    vsrr_county.LOADER,
    cbp_seizures.NATIONWIDE,
    cbp_seizures.AIR_MARINE,
    census_population.LOADER,
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
