"""By how much figures moved."""

import numpy as np
import pytest

from methods.revisions import moved


def test_only_what_both_releases_show_is_compared():
    found = moved([100, 50, np.nan, 20, 0, 10], [110, 50, 30, np.nan, 5, 9])
    assert (found.figures, found.rose, found.fell, found.stayed) == (4, 2, 1, 1)
    # Differences 10, 0, 5 and -1; percents 10, 0 and -10, for there is none of a zero.
    assert found.difference[1] == 2.5
    assert found.difference.tolist() == pytest.approx([-0.7, 2.5, 8.5])
    assert found.percent.tolist() == pytest.approx([-8, 0, 8])


def test_without_figures_there_is_no_percentile():
    found = moved([np.nan], [3.0])
    assert found.figures == 0 and np.isnan(found.percent).all() and np.isnan(found.difference).all()
