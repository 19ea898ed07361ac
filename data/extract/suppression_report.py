"""The report of what suppression cost, as it lies beside a partner extract: a row for each source, indicator,
drug, period and state.

It is made of true counts, so only the partner edition reads it. `data.suppression.cost` writes it.
"""

from pathlib import Path
from typing import Final

import pandas as pd

KEYS: Final = ("source", "indicator", "basis", "period_kind", "period", "drug", "state")
TALLIES: Final = ("cells", "deaths", "primary_cells", "primary_deaths", "secondary_cells", "secondary_deaths")
"""`primary` are the small counts themselves, `secondary` those held back so that none can be worked out."""
FOLDER: Final = "suppression"
LATEST: Final = "latest.csv"


def read_report(partner: Path) -> pd.DataFrame | None:
    """The newest report, None where nothing was published.

    Parameters
    ----------
    partner
        Folder of the partner extract.
    """
    path = partner / FOLDER / LATEST
    return pd.read_csv(path, dtype=dict.fromkeys(KEYS, "str")) if path.exists() else None
