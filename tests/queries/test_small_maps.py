"""Small maps, one a year or a drug, against the single maps of the same views."""

import base64
from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.extract.outlines import read_outlines
from data.geography.outlines import ensure_outlines
from model.periods import years_apart
from model.settings import PROJECT
from model.view import parse_view
from pages import explore as page
from panels import small_maps as component
from queries import more_maps, small_maps
from queries.explore import explore

OUTLINES = read_outlines(ensure_outlines(PROJECT / "var" / "static"))


@pytest.fixture(scope="module")
def shown(store):
    def result_of(query):
        reader = store.current()
        return more_maps.with_more_maps(reader, explore(reader, parse_view(query)[0], OUTLINES), OUTLINES)

    return result_of


def test_periods_are_years_apart_and_end_with_the_newest_such(shown):
    result = shown("maps=periods&period=2021-03")
    ends = [each.resolved.period_end for each in result.small.maps]
    assert 2 <= len(ends) <= small_maps.MOST_MAPS
    assert {end.month for end in ends} == {3}
    assert [end.year for end in ends] == list(range(ends[0].year, ends[-1].year + 1))
    assert date(2021, 3, 31) in ends
    newest = max(end for end in result.resolved.periods if end.month == 3)
    assert ends[-1] == newest


def test_choosing_one_of_them_sends_none_again(store):
    first = page.answer(store, OUTLINES, "maps=periods&period=2021-03", {})
    assert first["panels"]["small-maps"]["maps"]
    again = page.answer(store, OUTLINES, "maps=periods&period=2022-03", first["keys"])
    assert again["panels"]["small-maps"] is None
    assert again["map"] is not None


@pytest.mark.parametrize(
    ("kind", "day", "other", "apart"),
    [
        ("12-month-ending", date(2020, 2, 29), date(2021, 2, 28), True),
        ("month", date(2020, 2, 29), date(2021, 3, 31), False),
        ("week", date(2024, 12, 28), date(2023, 12, 30), True),
        ("week", date(2024, 12, 28), date(2023, 12, 23), False),
        ("day", date(2024, 5, 4), date(2023, 5, 4), True),
        ("day", date(2024, 5, 4), date(2023, 5, 5), False),
        ("year", date(2024, 12, 31), date(2010, 12, 31), True),
    ],
)
def test_years_apart(kind, day, other, apart):
    assert years_apart(kind, day, other) is apart
    assert not years_apart(kind, day, None)


def test_what_is_drawn_is_what_each_view_alone_shows(shown):
    result = shown("maps=periods&period=2023-06")
    values = component.values(result.view, result)
    for small in values["maps"]:
        alone = shown(f"period={small['value']}").map.places
        codes = np.frombuffer(base64.b64decode(small["codes"]), dtype=np.uint8)
        drawn = [values["looks"][code] for code in codes]
        expected = [
            [status, component.NO_FIGURE if np.isnan(figure) else number]
            for status, figure, number in zip(
                alone["status"], alone["shown"], alone["class_number"], strict=True
            )
        ]
        assert drawn == expected


def test_drugs_share_classes_of_all_of_them_together(shown):
    result = shown("level=state&drug=cocaine&maps=drugs")
    drugs = [each.view.drug for each in result.small.maps]
    assert "cocaine" in drugs and len(drugs) > 3 and len(set(drugs)) == len(drugs)
    used = [
        value
        for drug in drugs
        for _, value, status, count in shown(f"level=state&drug={drug}")
        .map.places[["shown", "status", "count"]]
        .itertuples()
        if status in ("ok", "predicted", "provisional") and count != 0
    ]
    expected = np.quantile(used, [0.2, 0.4, 0.6, 0.8, 1])
    assert result.small.edges == pytest.approx(expected, abs=0.051)
    assert all(each.map.edges == result.small.edges for each in result.small.maps)
    title = component.texts(result.view, result)["small-maps-title"]
    assert "one map a drug" in title
    other = shown("level=state&drug=heroin&maps=drugs")
    assert component.key(other) == component.key(result)


def test_the_national_figure_stands_under_each(shown):
    result = shown("maps=periods&period=2023-06")
    values = component.values(result.view, result)
    points = next(line for line in result.series if line.place == "US").points
    line = points.set_index("period_end")["shown"]
    own = []
    for small, each in zip(values["maps"], result.small.maps, strict=True):
        national = line.get(pd.Timestamp(each.resolved.period_end))
        own.append(national is not None)
        assert (
            small["figure"] == f"United States: {national:.1f}" if own[-1] else "released" in small["figure"]
        )
    # The counties' newest period is newer than the nation's.
    assert own == [True] * (len(own) - 1) + [False]


@pytest.mark.parametrize("query", ["indicator=seized_weight&maps=periods", "indicator=svi&maps=drugs"])
def test_without_two_maps_there_are_no_small_ones(shown, query):
    result = shown(query)
    assert result.small is None
    assert more_maps.NO_SMALL_MAPS in result.resolved.remarks
    assert component.values(result.view, result) == {"maps": []}


def test_the_table_holds_every_map(shown):
    result = shown("maps=periods&period=2023-06&place=39")
    table = component.table(result)
    per_map = table.groupby("period_end").size()
    assert len(per_map) == len(result.small.maps)
    assert (per_map >= 3142).all()


def test_states_stand_in_where_counties_are_published_for_one_drug(shown):
    result = shown("maps=drugs")
    assert result.map.level == "county"
    assert {each.map.level for each in result.small.maps} == {"state"}
    assert len(result.small.maps) > 3
    assert "so these are states" in component.texts(result.view, result)["small-maps-subtitle"]


def test_places_that_must_not_be_compared_have_no_classes(shown):
    result = shown("indicator=syndromic_visits&maps=drugs")
    values = component.values(result.view, result)
    assert ["released", "released, not colored by class"] in values["legend"]
    assert {number for _, number in values["looks"]} <= {component.NO_CLASS, component.NO_FIGURE}
