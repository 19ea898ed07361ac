"""What the panels under the map are told, against figures worked out from the rows that were written."""

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest
from agency_files import COUNTY, STATE, SUPPRESSED_COUNTY
from publishing import read_published
from scipy.stats import binomtest

from model import catalog
from model.view import parse_view
from panels.rising import rising_table, rising_texts
from panels.sectors import sectors_content, sparkline
from queries.breakdown import _strata, breakdown
from queries.resolved_view import resolve
from queries.rising import rising
from queries.sectors import _one_series, sectors
from queries.series import source_series
from queries.store import Store
from queries.twelve_months import twelve_months

CALM = {"39061": (100, 90), "39049": (200, 170), "39035": (300, 240)}
RISEN = {"39153": (60, 120), "39113": (50, 95)}
NOT_CLEAR = {"39093": (40, 46)}
FEW = {"39009": (12, 40), "39001": (30, 11)}
HIDDEN = {"39003": (25, ""), "39005": ("", 30)}
COUNTED = CALM | RISEN | NOT_CLEAR | FEW | HIDDEN


def county_rows():
    for county, counts in COUNTED.items():
        for year, count in zip((2023, 2024), counts, strict=True):
            footnote = SUPPRESSED_COUNTY if count == "" else ""
            yield {
                "fips": county,
                "year": year,
                "month": "12",
                "provisional_drug_overdose_deaths": count,
                "footnote": footnote,
            }


def state_rows(nation):
    for state, counts in {"US": nation, "OH": (4000, 3000)}.items():
        for year, count in zip((2023, 2024), counts, strict=True):
            yield {"state": state, "year": year, "month": "December", "data_value": count, "footnote": ""}


def opened_with(folder, nation):
    contents = {"county": COUNTY.text(*county_rows())}
    if nation:
        contents["state"] = STATE.text(*state_rows(nation))
    return read_published(folder, contents)


@pytest.fixture(scope="module")
def falling(tmp_path_factory):
    return opened_with(tmp_path_factory.mktemp("falling"), (100_000, 80_000))


@pytest.fixture(scope="module")
def steady(tmp_path_factory):
    return opened_with(tmp_path_factory.mktemp("steady"), (100_000, 100_100))


@pytest.fixture(scope="module")
def without_nation(tmp_path_factory):
    return opened_with(tmp_path_factory.mktemp("without"), None)


@pytest.fixture(scope="module")
def simulated(simulated_extract):
    return Store(simulated_extract).current()


def shown(reader, search):
    resolved = resolve(reader, parse_view(search)[0])
    return resolved, rising(reader, resolved)


def exact_change(before, now):
    """Limits by an implementation of its own: the later count is binomial, given both together."""
    share = binomtest(now, now + before).proportion_ci(0.95, "exact")
    return ((share.low / (1 - share.low) - 1) * 100, (share.high / (1 - share.high) - 1) * 100)


def test_only_places_whose_interval_lies_above_zero_rise(falling):
    _, found = shown(falling, "period=2024-12")
    assert set(found.places["place"]) == set(RISEN)
    for row in found.places.itertuples():
        lower, upper = exact_change(*RISEN[row.place])
        assert (row.lower, row.upper) == (pytest.approx(lower), pytest.approx(upper))
        assert row.shown == pytest.approx((RISEN[row.place][1] / RISEN[row.place][0] - 1) * 100)
    assert found.places["lower"].is_monotonic_decreasing


def test_the_places_are_those_of_the_state_in_focus(falling):
    resolved, whole = shown(falling, "period=2024-12")
    state = whole.places["place"].iloc[0][:2]
    everywhere = [*CALM, *RISEN, *NOT_CLEAR]
    for focus in dict.fromkeys(place[:2] for place in everywhere):
        resolved, found = shown(falling, f"period=2024-12&place={focus}")
        assert found.comparable == sum(place.startswith(focus) for place in everywhere)
        assert set(found.places["place"]) == {place for place in RISEN if place.startswith(focus)}
        # What they are set against stays the whole.
        assert found.tide == whole.tide
        assert f" in {resolved.label(focus)} " in rising_texts(resolved, found)["rising-title"]
    resolved, elsewhere = shown(falling, "period=2024-12&place=40")
    assert (elsewhere.comparable, len(elsewhere.places)) == (0, 0)
    title = rising_texts(resolved, elsewhere)["rising-title"]
    assert title == "No county in Oklahoma can be compared with a year earlier"
    county = next(place for place in RISEN if place.startswith(state))
    assert shown(falling, f"period=2024-12&place={county}")[1].comparable == sum(
        place.startswith(state) for place in everywhere
    )


def test_what_cannot_be_compared_is_counted_and_never_listed(falling):
    _, found = shown(falling, "period=2024-12")
    assert found.comparable == len(CALM | RISEN | NOT_CLEAR)
    assert found.left_out == {"unreliable": len(FEW), "suppressed": len(HIDDEN)}


def test_the_title_and_the_foot_say_what_is_set_against_what(falling):
    texts = rising_texts(*shown(falling, "period=2024-12"))
    assert texts["rising-title"] == "2 of 6 comparable counties clearly rose while the nation fell by 20.0%"
    assert "by place of residence, states and the nation by place of occurrence" in texts["rising-foot"]
    assert "2 on fewer than 20 in either year" in texts["rising-subtitle"]
    assert "2 suppressed in either year" in texts["rising-subtitle"]
    assert "by chance alone" in texts["rising-note"]


def test_nothing_rises_against_a_nation_that_did_not_clearly_fall(steady):
    resolved, found = shown(steady, "period=2024-12")
    assert found.places.empty
    assert "did not clearly fall" in rising_texts(resolved, found)["rising-title"]
    assert rising_table(resolved, found).empty


def test_the_sum_of_those_compared_stands_in_for_a_nation_that_is_not_published(without_nation):
    resolved, found = shown(without_nation, "period=2024-12")
    before, now = (sum(counts[year] for counts in (CALM | RISEN | NOT_CLEAR).values()) for year in (0, 1))
    assert found.tide.place == ""
    assert found.tide.change.value == pytest.approx((now / before - 1) * 100)
    assert "is not the nation" in rising_texts(resolved, found)["rising-foot"]


@pytest.mark.parametrize("indicator", ["syndromic_visits", "ed_visits", "opioid_dispensing", "seized_weight"])
def test_what_cannot_be_set_against_a_nation_says_why(indicator, simulated):
    resolved, found = shown(simulated, f"indicator={indicator}")
    assert found is None
    assert rising_texts(resolved, found)["rising-subtitle"].endswith(".")


def row_of(found, indicator):
    return next(row for row in found.rows if row.indicator == indicator)


def test_a_county_shows_its_own_figure_and_its_change(falling):
    row = row_of(sectors(falling, "39061"), "deaths")
    assert (row.place, row.value, row.end) == ("39061", 90.0, date(2024, 12, 31))
    assert row.change.value == pytest.approx(-10.0)
    assert row.change.direction == 0
    (content,) = sectors_content(sectors(falling, "39061"))
    assert content["change"] == "−10.0%, no clear change"
    assert content["whose"] == content["tone"] == ""


def test_a_withheld_figure_is_said_and_not_blank(falling):
    (content,) = sectors_content(sectors(falling, "39003"))
    assert content["value"] == ""
    assert content["absent"] == "suppressed (1 to 9)"


def test_a_county_without_a_figure_shows_its_states_and_says_so(simulated):
    found = sectors(simulated, "39061")
    content = dict(
        zip((row.indicator for row in found.rows), sectors_content(found), strict=True),
    )
    assert content["naloxone_dispensing"]["whose"] == "of Ohio"
    assert content["lab_reports"]["whose"] == "of Ohio"
    assert content["seized_weight"]["whose"].startswith("the nation's")
    assert content["svi"]["whose"] == ""
    assert all(row["value"] or row["absent"] for row in content.values())


def test_the_nation_says_what_is_published_by_county_or_state_alone(simulated):
    found = sectors(simulated, "US")
    said = {
        row.indicator: content["absent"]
        for row, content in zip(found.rows, sectors_content(found), strict=True)
    }
    assert said["svi"] == "published by county only"
    assert said["naloxone_dispensing"] == "published by state only"
    assert row_of(found, "ed_visits").change is None


def test_a_group_of_counties_has_no_strip(simulated):
    assert sectors(simulated, "urban-2").rows == ()


def test_the_strip_agrees_with_the_series_it_ends(simulated):
    row = row_of(sectors(simulated, "39"), "deaths")
    series = source_series(simulated, "deaths", "all", "12-month-ending", "vsrr_state", "39")
    by_day = pd.DataFrame({name: series[name] for name in ("period_end", "modeled", "value", "flagged")})
    table = by_day.pivot(index="period_end", columns="modeled", values="value")
    flagged = by_day.groupby("period_end")["flagged"].any()
    shown = table[False].mask(flagged & table[True].notna(), table[True]).to_numpy()
    assert row.value == shown[-1] != table[False].iloc[-1]
    np.testing.assert_array_equal(row.trail, shown[-len(row.trail) :])


def months(values, first="2023-01-01"):
    starts = pd.date_range(first, periods=len(values), freq="MS")
    return pd.DataFrame(
        {
            "period_start": starts,
            "period_end": starts + pd.offsets.MonthEnd(),
            "value": values,
            "status": ["suppressed" if math.isnan(value) else "ok" for value in values],
            "denominator": np.nan,
        }
    )


def test_twelve_months_are_summed_and_a_withheld_one_withholds_the_sum():
    summed = twelve_months(months([1.0] * 12 + [5.0] + [math.nan]), "value")
    assert summed["value"].tolist()[:2] == [12.0, 16.0]
    assert math.isnan(summed["value"].iloc[2])
    assert summed["status"].tolist() == ["ok", "ok", "suppressed"]


def test_a_year_of_months_begins_with_its_first_month():
    entry = catalog.INDICATORS["seized_weight"]
    rows = months([1.0] * 13).assign(period_kind="month", source="cbp_nationwide", place="39")
    kind, series = _one_series(entry, {name: rows[name].to_numpy() for name in rows})
    assert kind == "12-month-ending"
    assert list(pd.to_datetime(series["period_start"])) == [
        pd.Timestamp("2023-01-01"),
        pd.Timestamp("2023-02-01"),
    ]


def test_months_with_a_gap_between_make_no_year():
    gap = pd.concat([months([1.0] * 6), months([1.0] * 6, "2023-09-01")], ignore_index=True)
    assert twelve_months(gap, "value").empty


def test_a_sparkline_breaks_where_a_figure_is_missing():
    path = sparkline((1.0, 2.0, math.nan, 4.0, 3.0))
    assert path.count("M") == 2 and path.count("L") == 2
    assert sparkline((1.0,)) == sparkline(()) == sparkline((math.nan, math.nan)) == ""
    assert sparkline((3.0, 3.0)).count("M") == 1


def broken_down(reader, search):
    resolved = resolve(reader, parse_view(search)[0])
    return resolved, breakdown(reader, resolved)


def test_strata_are_sums_of_their_parts_with_the_rate_of_the_parts_that_have_a_population(simulated):
    resolved, found = broken_down(simulated, "indicator=ed_visits")
    rows = simulated.query(
        "breakdown",
        indicator="ed_visits",
        drug="all",
        place="US",
        period_kind="year",
        period_end=resolved.period_end,
    )
    women = next(stratum for stratum in found.strata if stratum.name == "female")
    cells = rows[rows["sex"] == "female"]
    assert women.value == cells["value"].sum()
    divided = cells[cells["age"] != "unknown"]
    expected = divided["value"].sum() / divided["denominator"].sum() * catalog.RATE_PER
    assert women.rate.value == pytest.approx(expected)
    assert women.rate.lower < expected < women.rate.upper


def test_a_stratum_with_a_withheld_part_has_no_figure():
    cells = pd.DataFrame(
        {
            "sex": ["female", "female", "male", "male"],
            "age": ["0-14", "15-24", "0-14", "15-24"],
            "race_ethnicity": "all",
            "intent": "all",
            "value": [30.0, math.nan, 40.0, 50.0],
            "denominator": [1000.0, 1000.0, 1000.0, math.nan],
            "status": ["ok", "suppressed", "ok", "ok"],
        }
    )
    women, men = _strata(catalog.INDICATORS["ed_visits"], "sex", cells)
    assert (women.status, women.value, women.rate, women.withheld) == ("suppressed", None, None, 1)
    assert men.value == 90.0
    assert men.rate.value == pytest.approx(40 / 1000 * catalog.RATE_PER)


def test_ages_stand_in_their_order_and_the_unknown_last(simulated):
    _, found = broken_down(simulated, "indicator=syndromic_visits")
    ages = [stratum.name for stratum in found.strata if stratum.dimension == "age"]
    assert ages == ["0-14", "15-24", "25-34", "35-44", "45-54", "55-64", "65+", "unknown"]


def test_published_strata_are_shown_as_published(simulated):
    resolved, found = broken_down(simulated, "indicator=syndromic_visits")
    rows = simulated.query(
        "breakdown",
        indicator="syndromic_visits",
        drug="all",
        place="US",
        period_kind=resolved.kind,
        period_end=resolved.period_end,
    )
    men = next(stratum for stratum in found.strata if stratum.name == "male")
    assert men.value == rows[(rows["sex"] == "male") & (rows["age"] == "all")]["value"].item()
    assert men.rate is None
