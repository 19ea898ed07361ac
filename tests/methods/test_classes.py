"""Class breaks and class numbers of maps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mapclassify import Quantiles
from mapclassify.datasets import calemp

from methods.classes import ABOVE_ALL, METHODS, RAMP_STEPS, class_edges, classify, own_edges

# Values that tie are the point of these tests; mapclassify warns of them.
pytestmark = pytest.mark.filterwarnings("ignore:Not enough unique values")

NUMBERS = st.lists(st.floats(-1e9, 1e9), max_size=60)


CHECKED = {
    "quantiles": ([1.464, 5.798, 13.278, 54.616, 4111.45], [12, 11, 12, 11, 12]),
    "jenks": ([75.29, 192.05, 370.5, 722.85, 4111.45], [49, 3, 4, 1, 1]),
}
"""Method → edges and counts of mapclassify's own example (58 values), five classes."""


@pytest.mark.parametrize("method", CHECKED)
def test_edges_and_counts_of_the_mapclassify_example(method):
    values = calemp.load().to_numpy()
    bins, counted = CHECKED[method]
    edges = class_edges(values, 3, method)
    assert edges == pytest.approx(bins)
    assert len(values) == 58
    assert np.bincount(classify(values, edges)).tolist() == counted


def test_equal_intervals_divide_the_range():
    assert class_edges([0, 3, 10], 1, "equal") == [2, 4, 6, 8, 10]


def test_a_continuous_color_ends_at_the_second_and_98th_percentile():
    edges = class_edges(np.arange(101), 2, "continuous")
    assert len(edges) == RAMP_STEPS
    assert np.diff(edges) == pytest.approx(96 / RAMP_STEPS)
    assert edges[0] == pytest.approx(2 + 96 / RAMP_STEPS)
    assert edges[-1] == 98
    assert classify([0, 2, 98, 100], edges).tolist() == [0, 0, RAMP_STEPS - 1, RAMP_STEPS - 1]


def test_natural_breaks_of_many_values_are_found_in_few_of_them_and_always_the_same():
    """Three groups far apart: any sample finds the gaps; the highest value is always in it."""
    chance = np.random.default_rng(4)
    groups = [chance.normal(middle, 1, 20_000) for middle in (10, 50, 90)]
    values = np.concatenate(groups)
    edges = class_edges(values, 1, "jenks")
    assert edges == class_edges(chance.permutation(values), 1, "jenks")
    assert len(edges) == 5
    assert edges[-1] == round(values.max(), 1)
    most = [np.bincount(classify(group, edges)).argmax() for group in groups]
    assert len(set(most)) == 3


def test_own_limits_are_cut_to_the_legend_and_the_rest_is_above():
    assert own_edges([5, 10.55, 20], 1) == [5, 10.5, 20, ABOVE_ALL]
    assert own_edges([5.1, 5.9], 0) == [5, ABOVE_ALL]
    assert classify([5, 6, 1e12], own_edges([5.5], 0)).tolist() == [0, 1, 1]


@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=200).filter(lambda values: len(set(values)) > 1))
def test_quantiles_are_those_of_mapclassify(values):
    bins = Quantiles(values, k=min(5, len(set(values)))).bins
    assert class_edges(values, 3) == sorted({round(edge, 3) for edge in bins.tolist()})


def test_what_cannot_be_classified_gives_no_edge():
    assert class_edges([], 1) == []
    assert class_edges([np.nan, np.inf, -np.inf], 1) == []
    assert classify([1.0, np.nan], []).tolist() == [255, 255]


def test_one_value_is_one_class():
    assert class_edges([7.04, 7.04, np.nan], 1) == [7.0]
    assert classify([7.04, np.nan], [7.0]).tolist() == [0, 255]


def test_edges_that_look_alike_in_the_legend_are_merged():
    assert class_edges([1.01, 1.02, 1.03, 1.04, 2.0], 1) == [1.0, 1.2, 2.0]


def test_a_value_on_an_edge_is_in_the_lower_class_and_one_above_all_in_the_last():
    assert classify([0, 10, 10.1, 20, 99], [10, 20]).tolist() == [0, 0, 1, 1, 1]


@given(NUMBERS, st.integers(0, 3), st.sampled_from(sorted(METHODS)))
def test_edges_ascend_and_every_number_has_a_class(values, decimals, method):
    edges = class_edges(values, decimals, method)
    assert edges == sorted(set(edges))
    assert len(edges) <= (RAMP_STEPS if method == "continuous" else 5)
    assert bool(edges) == bool(values)
    assert (classify(values, edges) < max(len(edges), 1)).all()


@given(NUMBERS)
def test_classes_rise_with_the_values(values):
    ordered = np.sort(values)
    assert (np.diff(classify(ordered, class_edges(values, 1)).astype(int)) >= 0).all()


@given(NUMBERS)
def test_missing_is_never_a_class(values):
    edges = class_edges([*values, 1.0], 1)
    assert classify([*values, np.nan], edges)[-1] == 255
