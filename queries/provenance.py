"""Where an answer's figures come from."""

from datetime import date

import numpy as np

from queries.measures import Rows
from queries.results import Provenance
from queries.store import Reader


def provenance_of(reader: Reader, rows: Rows) -> Provenance | None:
    """Source, basis and vintage of the newest of some rows (`source, basis, as_of`); None of none."""
    days = np.asarray(rows["as_of"]).astype("datetime64[D]")
    if len(days) == 0:
        return None
    newest = int(days.argmax())
    source, basis = (str(np.asarray(rows[name], dtype=object)[newest]) for name in ("source", "basis"))
    return reader.once(_origin, source, basis, days[newest].item())


def _origin(reader: Reader, source: str, basis: str, as_of: date) -> Provenance:
    state = reader.sources.loc[source]
    return Provenance(
        source,
        str(state["short"]),
        basis,
        as_of,
        bool(state["as_of_stated"]),
        bool(state["simulated"]),
        str(state["citation"]),
        str(state["caution"]),
    )
