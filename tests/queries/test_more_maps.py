"""A second map, beside the first or in one with it, against the single maps of the same views."""

import numpy as np
import pandas as pd
import pytest

from data.extract.outlines import read_outlines
from data.geography.outlines import ensure_outlines
from model.settings import PROJECT
from model.view import parse_view
from pages import explore as page
from panels import maps_in_one, second_map
from queries import more_maps
from queries.explore import explore

OUTLINES = read_outlines(ensure_outlines(PROJECT / "var" / "static"))


@pytest.fixture(scope="module")
def shown(store):
    def result_of(query):
        view, _ = parse_view(query)
        reader = store.current()
        return more_maps.with_more_maps(reader, explore(reader, view, OUTLINES), OUTLINES)

    return result_of


def test_one_map_is_left_alone(store):
    reader = store.current()
    result = explore(reader, parse_view("indicator2=svi")[0], OUTLINES)
    assert more_maps.with_more_maps(reader, result, OUTLINES) is result
    assert page.answer(store, OUTLINES, "", {})["panels"]["map2"] == {"mode": ""}


@pytest.mark.parametrize(
    ("two", "alone"),
    [
        ("maps=two&period2=2023-06", "period=2023-06"),
        ("maps=two&measure2=change", "measure=change"),
        ("maps=two&indicator2=svi", "indicator=svi"),
        ("drug=cocaine&level=state&maps=two&drug2=heroin&legend2=own", "drug=heroin&level=state"),
        ("indicator=ed_visits&maps=two", "indicator=ed_visits"),
    ],
)
def test_the_second_map_is_what_its_view_alone_shows(shown, two, alone):
    second, single = shown(two).second, shown(alone)
    pd.testing.assert_frame_equal(second.map.places, single.map.places)
    assert second.map.edges == single.map.edges


def test_parts_that_the_second_has_not_are_said(shown):
    result = shown("drug=cocaine&level=state&measure=change&maps=two&indicator2=svi")
    assert (result.second.view.drug, result.second.view.measure) == ("all", "count")
    said = " ".join(result.resolved.remarks)
    assert "Second map: Social vulnerability is not published by drug." in said
    assert "has no measure “change”" in said


def test_shared_classes_are_the_firsts(shown):
    query = "drug=all&level=state&maps=two&drug2=heroin"
    result, own = shown(query), shown(f"{query}&legend2=own")
    assert result.second.may_share and result.second.shares
    assert own.second.may_share and not own.second.shares
    assert result.second.map.edges == result.map.edges != own.second.map.edges
    rows = result.second.map.places
    released = rows[rows["shown"].notna() & (rows["count"] != 0)]
    expected = [
        min(sum(value > edge for edge in result.map.edges), len(result.map.edges) - 1)
        for value in released["shown"].round(1)
    ]
    assert released["class_number"].tolist() == expected


def test_own_limits_are_of_one_unit(shown):
    assert shown("classes=10,20&maps=two&period2=2023-06").second.map.edges[:2] == (10.0, 20.0)
    assert shown("classes=10,20&maps=two&measure2=count").second.view.classes == ""


def test_other_units_share_no_classes(shown):
    assert not shown("maps=two&indicator2=svi").second.may_share
    assert not shown("maps=two&measure2=count").second.may_share


def test_thirds_are_of_released_reliable_figures(shown):
    result = shown("maps=both&measure2=change")
    for on_map, limits, zero_apart in zip(
        (result.map, result.second.map), result.second.terciles, (True, False), strict=True
    ):
        rows = on_map.places
        used = rows[rows["status"].isin(["ok", "provisional"])]
        used = used[used["count"] != 0] if zero_apart else used
        expected = np.quantile(used["shown"].dropna().round(1), [1 / 3, 2 / 3])
        assert limits == pytest.approx(expected, abs=0.051)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("maps=both", more_maps.THE_SAME),
        ("maps=both&indicator2=syndromic_visits", more_maps.NOT_COMPARABLE),
        ("maps=both&indicator2=deaths_all_causes", more_maps.OTHER_PLACES),
    ],
)
def test_what_cannot_stand_in_one_map_leaves_the_first(shown, query, said):
    result = shown(query)
    assert result.second.terciles == ()
    assert said in result.resolved.remarks
    assert second_map.map_values(result.view, result) == {"mode": ""}


def test_the_table_of_both_has_each_third(shown):
    result = shown("maps=both&measure2=change")
    table = maps_in_one.table(result)
    assert len(table) == 3142 + len(result.map.undrawn)
    first = table["deaths per 100,000"]
    low, high = result.second.terciles[0]
    assert table.loc[first <= low, "third"].eq(1).all()
    assert table.loc[(first > low) & (first <= high), "third"].eq(2).all()
    assert table.loc[first > high, "third"].eq(3).all()
    assert table.loc[first.isna(), "third"].isna().all()
    assert set(table["third_second"].dropna()) == {1, 2, 3}


def test_the_second_is_sent_only_when_its_own_parts_changed(store):
    first = page.answer(store, OUTLINES, "maps=two&period2=2023-06", {})
    keys = first["keys"]
    again = page.answer(store, OUTLINES, "maps=two&period2=2023-06&measure=change&measure2=rate", keys)
    assert again["panels"]["map2"] is None
    assert again["map"] is not None
    other = page.answer(store, OUTLINES, "maps=two&period2=2022-06", keys)
    assert other["panels"]["map2"]["level"] == "county"
    assert other["map"] is None
