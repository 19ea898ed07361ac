"""Checks across figures, always within one source and one basis; findings are shown, never mended."""

import pandas as pd

CHECK_COLUMNS = ["check", "source", "indicator", "examined", "failed", "example"]


def checks(observations: pd.DataFrame) -> pd.DataFrame:
    """Outcome of every check: how many were examined, how many failed, and an example in words.

    Returns
    -------
    DataFrame
        `CHECK_COLUMNS`.
    """
    return pd.DataFrame(columns=CHECK_COLUMNS)
