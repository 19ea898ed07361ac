import numpy as np
import pandas as pd

from methods.sums import MONTHS_OF_A_YEAR, by_group, windows


def test_a_window_is_the_sum_of_twelve_consecutive_months() -> None:
    monthly = np.random.default_rng(7).integers(0, 30, (4, 31))
    rolling = pd.DataFrame(monthly.T).rolling(MONTHS_OF_A_YEAR).sum().dropna().to_numpy().T

    assert (windows(monthly) == rolling).all()
    assert windows(monthly).shape == (4, 31 - 11)


def test_windows_of_a_single_place_need_no_further_axis() -> None:
    assert windows(np.ones(13, dtype=np.int64)).tolist() == [12, 12]


def test_a_year_of_fewer_than_twelve_months_has_no_window() -> None:
    assert windows(np.ones((2, 11), dtype=np.int64)).shape == (2, 0)


def test_the_places_of_a_group_are_summed_whatever_their_order() -> None:
    counts = np.array([[1, 10], [2, 20], [4, 40]])

    assert by_group(counts, np.array([1, 0, 1]), 3).tolist() == [[2, 20], [5, 50], [0, 0]]
