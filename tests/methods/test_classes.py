"""Class breaks and class numbers of maps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mapclassify.datasets import calemp

from methods.classes import classify, quantile_edges

# Values that tie are the point of these tests; mapclassify warns of them.
pytestmark = pytest.mark.filterwarnings("ignore:Not enough unique values")

NUMBERS = st.lists(st.floats(-1e9, 1e9), max_size=60)


def test_edges_and_counts_of_the_mapclassify_example():
    values = calemp.load().to_numpy()
    edges = quantile_edges(values, decimals=3)
    assert edges == pytest.approx([1.464, 5.798, 13.278, 54.616, 4111.45])
    counts = np.bincount(classify(values, edges))
    assert len(values) == 58
    assert counts.tolist() == [12, 11, 12, 11, 12]


@given(st.lists(st.integers(0, 10_000), min_size=6, max_size=200, unique=True))
def test_edges_are_the_quantiles_of_numpy(values):
    assert quantile_edges(values, 3) == pytest.approx(np.quantile(values, np.arange(1, 6) / 5), abs=6e-4)


def test_what_cannot_be_classified_gives_no_edge():
    assert quantile_edges([], 1) == []
    assert quantile_edges([np.nan, np.inf, -np.inf], 1) == []
    assert classify([1.0, np.nan], []).tolist() == [255, 255]


def test_one_value_is_one_class():
    assert quantile_edges([7.04, 7.04, np.nan], 1) == [7.0]
    assert classify([7.04, np.nan], [7.0]).tolist() == [0, 255]


def test_edges_that_look_alike_in_the_legend_are_merged():
    assert quantile_edges([1.01, 1.02, 1.03, 1.04, 2.0], 1) == [1.0, 1.2, 2.0]


def test_a_value_on_an_edge_is_in_the_lower_class_and_one_above_all_in_the_last():
    assert classify([0, 10, 10.1, 20, 99], [10, 20]).tolist() == [0, 0, 1, 1, 1]


@given(NUMBERS, st.integers(0, 3))
def test_edges_ascend_and_every_number_has_a_class(values, decimals):
    edges = quantile_edges(values, decimals)
    assert edges == sorted(set(edges))
    assert len(edges) <= 5
    assert bool(edges) == bool(values)
    assert (classify(values, edges) < max(len(edges), 1)).all()


@given(NUMBERS)
def test_classes_rise_with_the_values(values):
    ordered = np.sort(values)
    assert (np.diff(classify(ordered, quantile_edges(values, 1)).astype(int)) >= 0).all()


@given(NUMBERS)
def test_missing_is_never_a_class(values):
    edges = quantile_edges([*values, 1.0], 1)
    assert classify([*values, np.nan], edges)[-1] == 255
