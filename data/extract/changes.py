"""What differs between two extracts: new periods, revised values, newly suppressed or released."""

from typing import Final

import numpy as np
import pandas as pd

from model.observations import IDENTITY, identity

CHANGES: Final = ("new", "revised", "suppressed", "released", "status", "withdrawn")
"""`new` periods or facts; `revised` values; newly `suppressed` or otherwise withheld; newly `released`;
another `status` with the same value, or no value either time; `withdrawn` facts."""
COLUMNS: Final = (
    "change",
    *(name for name in IDENTITY if name != "period_start"),
    "predicted",
    "before",
    "after",
    "status_before",
    "status_after",
    "facts",
)
_NEW_TOGETHER: Final = ["source", "indicator", "place_kind", "basis", "period_kind", "period_end"]


def changes_between(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Changes from one current view to the next.

    Parameters
    ----------
    before, after
        Observations of the vintages that hold. Nothing before means a first extract: no change.

    Returns
    -------
    DataFrame
        `COLUMNS`: one row a fact, except that new facts are one row a period and place kind with their
        number in `facts`; `drug`, `place` and the strata of those are empty.
    """
    if before.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    beside = _keyed(before).merge(
        _keyed(after), how="outer", on=[*IDENTITY, "predicted"], suffixes=("_before", "_after")
    )
    beside = beside.rename(columns={"value_before": "before", "value_after": "after"})
    beside["change"] = _kind(beside)
    told = beside[~beside["change"].isin(("", "new"))].assign(facts=1)
    new = beside[beside["change"] == "new"]
    together = new.groupby(_NEW_TOGETHER, as_index=False).size().rename(columns={"size": "facts"})
    together = together.assign(change="new")
    everything = pd.concat([told, together.reindex(columns=told.columns)], ignore_index=True)
    texts = [name for name in IDENTITY if name not in ("period_start", "period_end")]
    everything[[*texts, "status_before", "status_after"]] = everything[
        [*texts, "status_before", "status_after"]
    ].fillna("")
    everything["predicted"] = everything["predicted"].fillna(False).astype(bool)
    ordered = everything.sort_values(["source", "change", "indicator", "period_end", "drug", "place"])
    return ordered[list(COLUMNS)].reset_index(drop=True)


def _keyed(rows: pd.DataFrame) -> pd.DataFrame:
    return identity(rows).assign(value=rows["value"], status=rows["status"])


def _kind(beside: pd.DataFrame) -> np.ndarray:
    was, now = beside["status_before"].notna(), beside["status_after"].notna()
    had, has = beside["before"].notna(), beside["after"].notna()
    cases = {
        "new": ~was,
        "withdrawn": ~now,
        "released": ~had & has,
        "suppressed": had & ~has,
        "revised": had & has & (beside["before"] != beside["after"]),
        "status": beside["status_before"] != beside["status_after"],
    }
    return np.select(list(cases.values()), list(cases), default="")
