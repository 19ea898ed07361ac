"""Where an answer's figures come from."""

import pandas as pd

from data.results import Origin
from queries.store import Opened


def origin_of(opened: Opened, rows: pd.DataFrame) -> Origin | None:
    """Source, basis and vintage of the newest of some rows (`source, basis, as_of`); None of none."""
    if rows.empty:
        return None
    newest = rows.iloc[int(rows["as_of"].to_numpy().argmax())]
    state = opened.sources.loc[newest["source"]]
    return Origin(
        str(newest["source"]),
        str(state["short"]),
        str(newest["basis"]),
        newest["as_of"].date(),
        bool(state["as_of_stated"]),
        bool(state["simulated"]),
        str(state["citation"]),
        str(state["caution"]),
    )
