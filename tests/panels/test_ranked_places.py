"""Which places the ranking lists and in what order, and what the distribution sends of its columns."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from panels.distribution import _spread
from panels.ranked_places import listed_positions


def result_of(ranking="", measure="rate", place="US", focused=None, **columns):
    """Twelve places, the first of rank 1 with 110.0 and the last of rank 12 with zero."""
    shown = np.arange(11, -1, -1) * 10.0
    places = pd.DataFrame(
        {
            "shown": shown,
            "lower": shown - 50,
            "upper": shown - 30,
            "rank": np.arange(1, 13),
            "class_number": np.uint8([4, 4, 4, 3, 3, 2, 2, 1, 1, 0, 0, 255]),
            **columns,
        },
        index=[f"39{number:03d}" for number in range(12)],
    )
    view = SimpleNamespace(indicator="deaths", ranking=ranking, measure=measure, place=place)
    return SimpleNamespace(view=view, map=SimpleNamespace(places=places, focused=focused))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, range(10)),
        ({"ranking": "lowest"}, range(10, 0, -1)),
        ({"measure": "change"}, range(6)),
        ({"measure": "change", "ranking": "lowest"}, (11, 10, 9)),
        ({"focused": np.arange(12) > 8}, (9, 10, 11)),
        ({"rank": np.array([2, 1, *[0] * 10])}, (1, 0)),
        ({"ranking": "around", "place": "39006"}, range(1, 11)),
        ({"ranking": "around", "place": "39000"}, range(10)),
        ({"ranking": "around", "place": "39011"}, range(2, 12)),
        ({"ranking": "around", "place": "48001"}, ()),
        ({"ranking": "around", "place": "39006", "focused": np.arange(12) > 8}, range(1, 11)),
        ({"measure": "smoothed"}, ()),
    ],
)
def test_the_list_asked_for_has_at_most_ten_places_by_rank(asked, expected):
    assert listed_positions(result_of(**asked)).tolist() == list(expected)


def test_places_of_one_rank_stand_in_the_order_of_the_map():
    assert listed_positions(result_of(rank=np.array([1, *[2] * 11])))[:3].tolist() == [0, 1, 2]


def test_the_distribution_sends_places_by_column_and_class_without_zeros():
    sent = _spread(result_of())
    assert (sent["low"], sent["high"], sent["zeros"], sent["count"], sent["median"]) == (0, 1100, 1, 12, 600)
    assert sum(count for column in sent["columns"] for _, count in column) == 11
    assert sent["columns"][-1] == [[4, 1]]


def test_two_classes_in_one_column_are_counted_apart():
    sent = _spread(result_of(shown=np.array([100.0, *[0.4] * 11])))
    assert sent["columns"][0] == [[0, 2], [1, 2], [2, 2], [3, 2], [4, 2], [255, 1]]
