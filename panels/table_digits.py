"""The digits and the names in which tables hold the figures that are shown."""

import pandas as pd

from components.numbers import rounded
from components.words import unit_phrase
from model import catalog
from model.view import View


def decimals_shown(view: View) -> int:
    """Digits behind the point of the measure on screen."""
    return catalog.INDICATORS[view.indicator].decimals_of(view.measure)


def in_digits(values: pd.Series, decimals: int) -> pd.Series:
    """Numbers in the digits of the screen; whole ones without a point."""
    digits = pd.Series(rounded(values, decimals), index=values.index)
    return digits if decimals else digits.astype("Int64")


def measure_column(view: View) -> str:
    """What a table calls the measure of the view."""
    entry = catalog.INDICATORS[view.indicator]
    return entry.unit if view.measure == "count" else unit_phrase(view).lower()
