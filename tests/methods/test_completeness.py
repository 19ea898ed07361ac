"""The incomplete tail is the run of newest periods that are flagged, and predicted well above reported."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.completeness import LATE_SHARE, incomplete_tail

NONE = float("nan")


def tail(reported, predicted, flagged=None):
    given_flags = np.zeros(len(reported), dtype=bool) if flagged is None else np.array(flagged)
    return incomplete_tail(np.array(reported, dtype=float), np.array(predicted, dtype=float), given_flags)


@pytest.mark.parametrize(
    ("reported", "predicted", "flagged", "length"),
    [
        ([100, 100, 100], [101, 101, 101], [True, True, True], 0),
        ([100, 100, 100], [101, 103, 110], [True, True, True], 2),
        ([100, 100, 100], [103, 101, 110], [True, True, True], 1),
        # Before the agency's own note begins, no prediction makes a period incomplete.
        ([100, 100, 100], [110, 110, 110], None, 0),
        ([100, 100, 100], [110, 110, 110], [False, False, True], 1),
        # The note stands at every jurisdiction's count, complete ones too.
        ([2970, 2970], [2970, 2970], [True, True], 0),
        ([760, 790], [760, 934], [True, True], 1),
        ([100, 100, 100], [NONE, NONE, NONE], [False, False, True], 1),
        ([100, 100], [NONE, NONE], [True, True], 2),
        ([NONE, NONE], [110, 110], None, 0),
        ([NONE, NONE], [NONE, NONE], [True, True], 2),
        ([0, 0], [0, 0], None, 0),
        ([], [], None, 0),
    ],
)
def test_the_tail_is_the_run_of_newest_incomplete_periods(reported, predicted, flagged, length):
    assert tail(reported, predicted, flagged) == length


def test_published_national_counts():
    # VSRR, 12 months ending October 2024 to February 2025, reported and predicted.
    reported = [85103, 82849, 80719, 78594, 76298]
    predicted = [86283, 83890, 81740, 79929, 78309]
    assert tail(reported, predicted, [True] * 5) == 1


@given(
    st.lists(
        st.tuples(st.floats(1, 1e5), st.floats(1, 1e5), st.booleans()),
        max_size=30,
    )
)
def test_agrees_with_a_walk_from_the_newest_backward(rows):
    expected = 0
    for reported, predicted, flagged in reversed(rows):
        if not flagged or predicted <= reported * (1 + LATE_SHARE):
            break
        expected += 1
    columns = list(zip(*rows, strict=True)) or [[], [], []]
    assert tail(columns[0], columns[1], np.array(columns[2], dtype=bool)) == expected
