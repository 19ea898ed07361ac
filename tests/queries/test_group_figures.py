"""Figures of groups against sums worked out from the stored observations, released ones alone."""

import numpy as np
import pandas as pd
import pytest
from agency_files import CENSUS, HIDTA
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_profiles import examples
from publishing import publish

from data.extract.reading import open_extract
from methods import rates
from model.groups import Group
from model.places import places
from model.view import View, parse_view, query_string
from panels.headline import headline_table
from panels.map_table import map_table
from panels.trend import trend_table
from panels.trend_figure import trend_figure
from queries.explore import explore
from queries.groups import groups_of, peers_of
from queries.resolved_view import NO_PEERS, UNKNOWN_GROUP
from queries.store import Store

COUNTIES = sorted(code for code, place in places().items() if place.kind == "county")
PERIODS = list(pd.date_range("2020-12-31", "2026-06-30", freq="ME"))
SLOW = settings(max_examples=examples(20, 400), suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def reader(simulated_extract):
    return Store(simulated_extract).current()


@pytest.fixture(scope="module")
def written(simulated_extract):
    """Deaths of counties as stored: `value`, `numerator` and `denominator` by period and place."""
    rows = pd.read_parquet(open_extract(simulated_extract).table("observations"))
    chosen = rows[
        (rows["indicator"] == "deaths")
        & (rows["source"] == "vsrr_county")
        & (rows["period_kind"] == "12-month-ending")
    ]
    chosen = chosen.assign(period_end=pd.to_datetime(chosen["period_end"]))
    return {
        column: chosen.pivot(index="period_end", columns="place", values=column)
        for column in ("value", "numerator", "denominator")
    }


@pytest.fixture(scope="module")
def ask(reader, outlines):
    def answered(search):
        view, remarks = parse_view(search)
        assert remarks == ()
        return explore(reader, view, outlines)

    return answered


def of(counties, **parts):
    return query_string(View(place="own-1", groups=(Group("Tried", tuple(counties)),), **parts))


def released(table, counties, period):
    """Values of a period's released counties, by county."""
    row = table.loc[period].reindex(list(counties)).astype(float)
    return row[row.notna()]


GROUPS = st.lists(st.sampled_from(COUNTIES), min_size=1, max_size=60, unique=True)


@SLOW
@given(GROUPS, st.sampled_from(PERIODS))
def test_a_groups_figure_is_the_sum_of_its_released_counties(ask, written, counties, period):
    result = ask(of(counties, period=f"{period:%Y-%m}"))
    now = released(written["value"], counties, period)
    figure = result.figure
    assert (figure.places_summed, figure.places_to_sum) == (len(now), len(counties))
    if now.empty:
        assert figure.value is None
        return
    assert figure.value == now.sum()
    rated = released(written["denominator"], now.index, period).index
    if len(rated):
        deaths = written["numerator"].loc[period, rated].astype(float).sum()
        people = written["denominator"].loc[period, rated].astype(float).sum()
        assert figure.rate.value == pytest.approx(deaths / people * 100_000)
        lower, upper = rates.rate_interval([deaths], [people], 100_000)
        assert (figure.rate.lower, figure.rate.upper) == pytest.approx((lower[0], upper[0]))
    assert figure.places_rated == len(rated)


@SLOW
@given(GROUPS, st.sampled_from(PERIODS[12:]))
def test_its_change_is_over_counties_released_in_both_years(ask, written, counties, period):
    figure = ask(of(counties, period=f"{period:%Y-%m}")).figure
    earlier = released(written["value"], counties, period - pd.offsets.MonthEnd(12))
    both = released(written["value"], counties, period).index.intersection(earlier.index)
    assert figure.places_compared == len(both)
    before = earlier[both].sum()
    if not before:
        assert figure.change is None
        return
    now = written["value"].loc[period, both].astype(float).sum()
    assert figure.before == before
    assert figure.change.value == pytest.approx((now / before - 1) * 100)


@SLOW
@given(GROUPS)
def test_its_line_agrees_and_breaks_where_other_counties_are_released(ask, written, counties):
    result = ask(of(counties, measure="count"))
    line = next((line for line in result.series if line.place == "own-1"), None)
    table = written["value"].reindex(columns=counties).astype(float)
    there = table.notna().to_numpy()
    if line is None:
        assert not there.any()
        return
    table, there = table[there.any(axis=1)], there[there.any(axis=1)]
    assert line.points["shown"].tolist() == table.sum(axis=1).tolist()
    assert line.points["summed"].tolist() == there.sum(axis=1).tolist()
    changes = (there[1:] != there[:-1]).any(axis=1)
    assert (np.diff(line.points["run"]) != 0).tolist() == changes.tolist()


def test_headline_trend_and_files_hold_the_same_numbers(ask):
    for measure in ("count", "rate", "change"):
        result = ask(query_string(View(place="svi-3", measure=measure)))
        rows = trend_table(result)
        newest = rows["period_end"] == pd.Timestamp(result.resolved.period_end)
        last = rows[(rows["place"] == "svi-3") & newest]
        tiles = headline_table(result)["value"]
        row = {"count": 0, "rate": 1, "change": 2}[measure]
        assert last[last.columns[4]].iloc[0] == tiles[row]
        assert last["counties"].iloc[0] == result.figure.places_to_sum
        assert set(map_table(result)["place"]) <= set(result.resolved.groups["svi-3"].counties)


def test_a_broken_line_is_drawn_with_gaps_and_says_how_many(ask):
    result = ask(query_string(View(place="svi-1", measure="count")))
    traces = trend_figure(result.series, result.resolved)["data"]
    drawn = [trace for trace in traces if "text" in trace]
    assert drawn
    counts = {text for trace in drawn for text in trace["text"] if text}
    (line,) = (line for line in result.series if line.counties)
    assert counts == {f"{summed:,}" for summed in line.points["summed"]}
    assert all("of 786 counties released" in trace["hovertemplate"] for trace in drawn)


def test_a_name_is_a_text_in_the_chart_too(ask):
    name = '<a href="https://example.org">x</a>'
    result = ask(query_string(View(place="own-1", groups=(Group(name, ("39061", "39035")),))))
    figure = trend_figure(result.series, result.resolved)
    texts = [trace.get("name", "") for trace in figure["data"]]
    texts += [annotation["text"] for annotation in figure["layout"]["annotations"]]
    assert '&lt;a href="https://example.org"&gt;x&lt;/a&gt;' in texts
    assert not any("<" in text for text in texts)


def test_classes_of_an_extract_are_complete_and_disjoint(reader):
    groups = groups_of(reader)
    for kind, most in (("urban", 6), ("svi", 4)):
        members = [groups[f"{kind}-{number}"].counties for number in range(1, most + 1)]
        assert all(members)
        assert len(set().union(*members)) == sum(map(len, members))


def test_peers_are_the_others_of_the_same_class_and_quartile(reader):
    groups = groups_of(reader)
    (urban,) = (g for code, g in groups.items() if code.startswith("urban") and "39061" in g.counties)
    (svi,) = (g for code, g in groups.items() if code.startswith("svi") and "39061" in g.counties)
    expected = (set(urban.counties) & set(svi.counties)) - {"39061"}
    assert set(peers_of(reader, "39061").counties) == expected
    assert peers_of(reader, "39") is None


def test_the_map_counts_the_groups_counties_alone(ask):
    result = ask(of(["39061", "39035", "39001"]))
    assert sorted(result.map.in_focus.index) == ["39001", "39035", "39061"]
    assert result.map.focus == "own-1"
    # Connecticut's planning regions are on no map of these figures; the group's other county is.
    assert list(ask(of(["09110", "39061"])).map.in_focus.index) == ["39061"]


def test_what_does_not_add_up_has_no_figure(ask):
    result = ask(query_string(View(indicator="svi", measure="count", place="urban-1")))
    assert result.figure.value is None
    assert [line.place for line in result.series] == []


@pytest.mark.parametrize(
    ("search", "remark", "place", "compare"),
    [
        ("place=hidta-nowhere", UNKNOWN_GROUP, "US", ()),
        ("place=own-2&groups=a:39061", UNKNOWN_GROUP, "US", ()),
        ("place=own-1&groups=a:", UNKNOWN_GROUP, "US", ()),
        ("place=39&compare=own-1,US", UNKNOWN_GROUP, "39", ("US",)),
        ("place=39&compare=peers", NO_PEERS, "39", ()),
        ("place=svi-2&compare=peers,urban-1", NO_PEERS, "svi-2", ("urban-1",)),
    ],
)
def test_a_group_that_stands_for_nothing_is_left_out_in_one_line(ask, search, remark, place, compare):
    result = ask(search)
    assert result.resolved.remarks == (remark,)
    assert (result.view.place, result.view.compare) == (place, compare)


def test_announced_designations_are_called_partial(tmp_path, files, outlines):
    announced = HIDTA.text({}, {"fips": 39005, "hidta_as_printed": "OHIO HIDTA"})
    folder = files(people=CENSUS.text({}), hidta=announced)
    publish(folder, tmp_path / "extracts")
    reader = Store(tmp_path / "extracts").current()
    group = groups_of(reader)["hidta-ohio"]
    assert group.counties == ("39003", "39005")
    assert group.name.endswith("HIDTA (announced designations, partial)")
