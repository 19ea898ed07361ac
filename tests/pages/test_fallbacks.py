"""What is offered in place of a withheld figure, and how high a withheld rate could be."""

import base64
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs

import numpy as np
import pandas as pd
import pytest

from components.fallbacks import fallbacks, fallbacks_words
from components.withheld import highest_rates
from data.extract.outlines import read_outlines
from data.geography.outlines import ensure_outlines
from model import catalog
from model.settings import PROJECT
from model.view import parse_view
from panels.county_map import map_values
from queries.explore import explore
from queries.fallbacks import instead_of
from queries.results import Figure
from queries.store import Store


@pytest.fixture(scope="module")
def reader(simulated_extract):
    return Store(simulated_extract).current()


@pytest.fixture(scope="module")
def asked(reader):
    outlines = read_outlines(ensure_outlines(PROJECT / "var" / "static"))
    return lambda query: explore(reader, parse_view(query)[0], outlines)


@pytest.fixture(scope="module")
def facts(reader):
    """Everybody's figures, as published."""
    rows = pd.read_parquet(reader.extract.table("series"))
    everybody = (rows[["sex", "age", "race_ethnicity", "intent"]] == "all").all(axis=1)
    return rows[everybody & rows["status"].ne("predicted")]


@pytest.fixture(scope="module")
def suppressed(asked):
    """Counties of Ohio without a figure in the newest period."""
    rows = asked("place=39").map.in_focus
    return rows.index[rows["status"] == "suppressed"].tolist()


def buttons(result):
    """Words of each button, and what it means."""
    found = [] if not fallbacks(result) else fallbacks(result)[0].children[1:]
    means = [vars(button).get("data-fallback") or vars(button).get("data-go") for button in found]
    return dict(zip([button.children for button in found], means, strict=True))


def test_a_county_without_a_figure_is_offered_a_longer_period_its_group_and_its_state(
    asked, facts, suppressed
):
    assert len(suppressed) > 10
    for county in suppressed:
        result = asked(f"place={county}")
        offered = list(buttons(result).items())
        assert offered[-1] == ("Ohio", "39")
        assert offered[-2][1].startswith(("urban-", "hidta-"))
        assert county in result.resolved.groups[offered[-2][1]].counties
        own = facts[(facts["place"] == county) & (facts["indicator"] == "deaths") & facts["value"].notna()]
        if own.empty:
            assert len(offered) == 2
            continue
        parts = parse_qs(offered[0][1])
        # A calendar year is no longer than twelve months, so the newest of both is offered.
        assert parts["period"] == [f"{own['period_end'].max():%Y-%m}"]
        assert offered[0][0].endswith(", its newest figure")
        found = asked(f"place={county}&{offered[0][1]}")
        assert found.figure.value is not None
        assert found.resolved.remarks == () and fallbacks(found) == []


class Listing:
    """A reader whose answer to what is released is given."""

    def __init__(self, reader, rows):
        self.reader, self.rows = reader, rows

    def query(self, question, **values):
        return self.rows if question == "released" else self.reader.query(question, **values)

    def __getattr__(self, name):
        return getattr(self.reader, name)


def test_a_longer_period_goes_before_a_newer_one(asked, reader):
    resolved = asked("place=39001").resolved
    rows = pd.DataFrame(
        {
            "period_kind": ["12-month-ending", "pooled years", "pooled years"],
            "period_start": pd.to_datetime(["2024-01-01", "2019-01-01", "2018-01-01"]),
            "period_end": pd.to_datetime(["2024-12-31", "2023-12-31", "2022-12-31"]),
            "source": ["vsrr_county", "dose_discharge", "dose_discharge"],
            "value": [11.0, 31.0, 28.0],
        }
    )
    period = instead_of(Listing(reader, rows), resolved=resolved, figure=Figure("39001", "suppressed")).period
    assert (period.kind, period.end, period.is_longer) == ("pooled years", date(2023, 12, 31), True)
    assert period.value == 31


def test_where_nothing_can_be_pressed_the_released_figures_themselves_are_said(asked, facts, suppressed):
    deaths = facts[(facts["indicator"] == "deaths") & (facts["drug"] == "all") & facts["value"].notna()]
    deaths = deaths.assign(period_end=pd.to_datetime(deaths["period_end"]))
    for county in suppressed[:12]:
        result = asked(f"place={county}")
        words = fallbacks_words(result)
        if period := result.instead.period:
            own = deaths[
                (deaths["place"] == county)
                & (deaths["period_kind"] == period.kind)
                & (deaths["period_end"] == pd.Timestamp(period.end))
                & (deaths["source"] == period.source)
            ]
            assert f"{own['value'].item():,.0f} deaths in " in words
        group, state = result.instead.figures
        members = result.resolved.groups[group.place].counties
        now = deaths[
            deaths["place"].isin(members)
            & (deaths["period_end"] == pd.Timestamp(result.resolved.period_end))
            & (deaths["source"] == "vsrr_county")
        ]
        assert f"{now['value'].sum():,.0f} deaths" in words
        assert f"{len(now):,} of {len(members):,} counties released" in words
        assert f"Ohio, {state.value:,.0f} deaths in 12 months ending" in words


def test_a_place_with_a_figure_is_offered_nothing(asked):
    for query in ("", "place=39", "place=39061", "place=39061&indicator=svi"):
        assert fallbacks(asked(query)) == []


def test_own_groups_go_before_the_extracts(asked, suppressed):
    county = suppressed[0]
    offered = buttons(asked(f"place={county}&groups=Our+district:{county}.39061"))
    assert offered["Our district"] == "own-1"


def test_the_words_name_place_and_period(asked, suppressed):
    line = fallbacks(asked(f"place={suppressed[0]}"))[0].children[0].children
    assert line.startswith("No figure is released for ") and "12 months ending" in line


@pytest.mark.parametrize("query", ["place=39", "measure=count"])
def test_the_highest_rate_is_the_highest_withheld_count_over_the_population(asked, query):
    result = asked(query)
    sent = map_values(result.view, result.map)
    rows = result.map.places
    withheld = rows[(rows["status"] == "suppressed") & rows["count"].isna()]
    tenths = np.frombuffer(base64.b64decode(sent["most"]), dtype=np.int32)
    assert len(tenths) == len(withheld) > 1000
    exact = 9 / withheld["denominator"].to_numpy() * 100_000
    known = ~np.isnan(exact)
    assert (tenths[~known] == 0).all()
    assert ((tenths[known] / 10 >= exact[known] - 1e-6) & (tenths[known] / 10 < exact[known] + 0.1)).all()
    assert "which is 9 over the population" in sent["most_words"]


@pytest.mark.parametrize(
    "query", ["measure=change", "indicator=svi", "indicator=lab_reports", "indicator=opioid_dispensing"]
)
def test_no_bound_is_stated_where_the_agency_states_none(asked, query):
    result = asked(query)
    assert "most" not in map_values(result.view, result.map)


def test_a_partners_table_may_withhold_other_counts(asked):
    result = asked("")
    partners = replace(result.map, provenance=replace(result.map.provenance, source="user_district"))
    assert "most" not in map_values(result.view, partners)


def test_an_upper_bound_is_rounded_up():
    rows = pd.DataFrame(
        {"count": [np.nan] * 4, "denominator": [90_000, 70_000, np.nan, 0], "status": "suppressed"}
    )
    rates = highest_rates(rows, catalog.INDICATORS["deaths"])
    assert rates.tolist()[:2] == [10.0, 12.9]  # 12.857…
    assert np.isnan(rates).tolist() == [False, False, True, True]
