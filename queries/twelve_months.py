"""Monthly amounts summed over twelve months: single months of seizures jump too much to be read."""

from typing import Final

import numpy as np
import pandas as pd

YEAR: Final = 12


def twelve_months(months: pd.DataFrame, column: str) -> pd.DataFrame:
    """Sums of twelve months without a gap, one row by the last month of each.

    Parameters
    ----------
    months
        `period_end`, `status` and `column`, ascending by period; others are kept as in the last month.

    Returns
    -------
    DataFrame
        As given, with the sum in `column`; null, with the month's status, where a month has no value.
    """
    months = months.reset_index(drop=True)
    numbers = months["period_end"].to_numpy().astype("datetime64[M]").astype(int)
    last = np.flatnonzero(numbers[YEAR - 1 :] - numbers[: -(YEAR - 1)] == YEAR - 1) + YEAR - 1
    missing = months[column].isna()
    reason = months["status"].where(missing).ffill()
    is_part_missing = missing.rolling(YEAR, min_periods=1).max().astype(bool)
    summed = months.assign(
        **{column: months[column].rolling(YEAR, min_periods=YEAR).sum()},
        status=months["status"].mask(is_part_missing, reason),
    )
    return summed.iloc[last].reset_index(drop=True)
