"""One module a source: it knows its file's header, markers and quirks, and nothing else.

Adding a source is a module here with a `LOADER`, an entry in `LOADERS`, its catalog entries and
its tests.
"""

from data.sources import cbp_seizures, census_population, vsrr_county, vsrr_state
from data.sources.base import Loader

LOADERS: tuple[Loader, ...] = (
    vsrr_state.LOADER,
    vsrr_county.LOADER,
    cbp_seizures.NATIONWIDE,
    cbp_seizures.AIR_MARINE,
    census_population.LOADER,
)


def recognise(header: frozenset[str]) -> Loader | None:
    """Return the loader whose required columns are all in a normalised header, or None."""
    return next((loader for loader in LOADERS if loader.required <= header), None)
