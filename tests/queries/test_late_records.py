"""Counts adjusted for late records: from releases of the county file to the trend, its table and words."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from agency_files import CENSUS
from county_releases import WITHHELD, publish_releases, simulated_releases
from late_records import World
from publishing import publish
from support import write_files

from methods.completeness import LATE_SHARE
from model.view import parse_view
from panels.late_records_words import ADJUSTED
from panels.registry import panel
from panels.trend import trend_table
from queries.explore import explore
from queries.late_records import late_of_places
from queries.map_rows import compared_rows
from queries.profile import facets
from queries.store import Store

pytestmark = pytest.mark.extract

SLOW = World(jurisdictions=2, counties=12, median_deaths=150, size_spread=0.4, delay=4.0, delay_spread=0.0)
"""Two states whose records come late, so that the newest periods are far from complete."""
STATES = ("21", "39")
OWN = "39001"
KEYS = {
    "indicator": "deaths",
    "drug": "all",
    "place_kind": "county",
    "period_kind": "12-month-ending",
    "source": "vsrr_county",
}


@pytest.fixture(scope="module")
def releases():
    """Five releases; in the newest one the newest periods of one county are withheld."""
    made = simulated_releases(SLOW, STATES, 5, np.random.default_rng(3))
    newest = made[max(made)]
    last = max(end for _, end in newest)
    for county, end in list(newest):
        if county == "39003" and end > last - timedelta(days=100):
            newest[county, end] = WITHHELD
    return made


@pytest.fixture(scope="module")
def store(tmp_path_factory, releases):
    folder = tmp_path_factory.mktemp("five")
    people = CENSUS.text({"state": OWN[:2], "county": OWN[2:], "stname": "Ohio", "ctyname": "Adams County"})
    publish(write_files(folder / "census", {"people": people}), folder / "extracts")
    return Store(publish_releases(folder, releases))


@pytest.fixture(scope="module")
def three(tmp_path_factory, releases):
    first = dict(list(releases.items())[:3])
    return Store(publish_releases(tmp_path_factory.mktemp("three"), first))


@pytest.fixture
def asked(outlines):
    def ask(store, query):
        return explore(store.current(), parse_view(query)[0], outlines)

    return ask


def own_line(result):
    return next(line for line in result.series if line.place == result.view.place)


def test_the_incomplete_tail_of_a_county_is_adjusted_with_an_interval(store, asked):
    line = own_line(asked(store, f"place={OWN}&measure=count"))
    adjusted = line.adjusted.set_index("period_end")
    reported = line.points.set_index("period_end")["shown"]
    assert len(adjusted) >= 3 and adjusted.index[-1] == reported.index[-1]
    beside = reported[adjusted.index]
    assert (adjusted["shown"] > beside * (1 + LATE_SHARE)).all()
    assert (adjusted["lower"] >= beside).all()  # No death was ever taken back.
    assert (adjusted["lower"] <= adjusted["shown"]).all() and (adjusted["shown"] <= adjusted["upper"]).all()
    # The whole chart knows where the tail begins.
    assert pd.Timestamp(line.incomplete_from) == adjusted.index[0]


def test_rates_are_the_adjusted_counts_over_the_same_people(store, asked):
    counts, rates = (
        own_line(asked(store, f"place={OWN}&measure={measure}")) for measure in ("count", "rate")
    )
    people = counts.points.set_index("period_end")["denominator"][counts.adjusted["period_end"]].to_numpy()
    assert (people > 58_000).all()
    for name in ("shown", "lower", "upper"):
        expected = counts.adjusted[name].to_numpy() / people * 100_000
        assert rates.adjusted[name].to_numpy() == pytest.approx(expected)
    assert own_line(asked(store, f"place={OWN}&measure=change")).late is None


def test_table_chart_and_words_hold_the_same_adjusted_counts(store, asked):
    result = asked(store, f"place={OWN}&measure=count")
    line, trend = own_line(result), panel("trend")
    rows = trend_table(result)
    told = rows[(rows["series"] == ADJUSTED) & (rows["place"] == OWN)]
    assert told["upper"].tolist() == line.adjusted["upper"].tolist()
    figure = trend.plot.figure(result.resolved, result)
    dashed, dots = (trace for trace in figure["data"] if str(trace.get("name", "")).endswith(ADJUSTED))
    assert dashed["line"]["dash"] == "dash"
    assert dashed["y"] == dots["y"] == told.iloc[:, 4].tolist()
    assert [y + up for y, up in zip(dots["y"], dots["error_y"]["array"], strict=True)] == told[
        "upper"
    ].tolist()
    chart = trend.chart(result.resolved, result, rows)
    assert any(series.name.endswith(ADJUSTED) and series.predicted for series in chart.series)
    said = " ".join(trend.reading(result.resolved, result))
    assert "counts lay within their 95% interval." in said
    foot = trend.texts(result.resolved, result)["trend-foot"]
    assert "5 releases of the county file show how counts of each age were revised" in foot
    assert (
        "Dashed: adjusted for late records (95% interval)."
        in trend.texts(result.resolved, result)["trend-subtitle"]
    )
    assert ADJUSTED in trend.plot.alternative(result.resolved, result)


def test_an_index_has_no_adjusted_counts_and_no_word_of_them(store, asked):
    result = asked(store, f"place={OWN}&measure=count&scale=index")
    assert ADJUSTED not in set(trend_table(result)["series"])
    said = [*panel("trend").texts(result.resolved, result).values()]
    said += panel("trend").reading(result.resolved, result)
    assert not any("late records" in sentence.replace("as late records arrive", "") for sentence in said)


def test_a_withheld_count_has_no_adjusted_one_though_an_earlier_release_showed_it(store, asked):
    line = own_line(asked(store, "place=39003&measure=count"))
    withheld = line.points.loc[line.points["status"] == "suppressed", "period_end"]
    assert len(withheld) >= 3
    assert not set(withheld) & set(line.adjusted["period_end"] if len(line.adjusted) else ())
    held = (
        store.current()
        .fetch(
            "releases",
            indicator="deaths",
            period_kind="12-month-ending",
            source="vsrr_county",
            oldest=pd.Timestamp("2024-01-01").date(),
            newest=pd.Timestamp(line.provenance.as_of).date(),
            months=36,
        )
        .to_pandas()
    )
    of_it = held[held["place"] == "39003"]
    assert len(of_it) and not set(pd.to_datetime(of_it["period_end"])) & set(withheld)


def test_with_three_releases_it_is_said_that_four_are_needed(three, asked):
    result = asked(three, f"place={OWN}&measure=count")
    line = own_line(result)
    assert line.adjusted.empty and line.incomplete_from is None
    assert (
        "No adjustment for late records: this copy holds 3 releases of the county file, and 4 are needed."
        in panel("trend").texts(result.resolved, result)["trend-foot"]
    )
    assert ADJUSTED not in set(trend_table(result)["series"])


def test_a_fall_of_an_incomplete_count_has_no_color_anywhere(store, three, asked):
    """Neither on the tile, nor on the map of changes, nor among the places that rise."""
    assert asked(store, f"place={OWN}&measure=count").figure.incomplete
    assert not asked(three, f"place={OWN}&measure=count").figure.incomplete
    reader = store.current()
    end = pd.Timestamp(own_line(asked(store, f"place={OWN}")).last_day).date()
    rows = compared_rows(reader, KEYS, end)
    shown = ~np.isnan(rows["reported"])
    assert rows["flagged"][shown].all() and rows["without_interval"][shown].all()


def test_other_figures_are_left_alone(store):
    reader, places = store.current(), np.array([OWN], dtype=object)
    end, counts = np.array(["2025-09-30"], "datetime64[D]"), np.array([100.0])
    assert late_of_places(reader, places, end, counts, KEYS).tolist() == [True]
    assert late_of_places(reader, places, end, counts, KEYS | {"indicator": "records_pending"}).tolist() == [
        False
    ]


def test_a_profile_shows_the_adjusted_counts_and_says_how(store):
    found = facets(store.current(), view=parse_view(f"place={OWN}")[0], panel="drugs")
    drugs = panel("drugs")
    table = drugs.table(found.facets[0].resolved, found)
    assert (table["series"] == ADJUSTED).any()
    texts = drugs.texts(found.facets[0].resolved, found)
    assert any("adjusted for late records" in text for text in texts.values())
