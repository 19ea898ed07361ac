"""Populations beside counts: the right year, the right boundaries, or none."""

import pandas as pd
import pytest

from data.extract.denominators import LONGEST_CARRY_YEARS, with_denominators
from model.observations import observation_frame

CONNECTICUT_OLD = ["09001", "09003", "09005", "09007", "09009", "09011", "09013", "09015"]


def population(place, year, people, vintage=2024):
    return {
        "source": "census_population",
        "indicator": "population",
        "place": place,
        "period_kind": "year",
        "period_start": f"{year}-01-01",
        "period_end": f"{year}-12-31",
        "value": people,
        "status": "ok",
        "as_of": f"{vintage}-12-31",
    }


def deaths(place, end, value=30.0, indicator="deaths"):
    start = pd.Timestamp(end) + pd.offsets.MonthEnd(-12) + pd.Timedelta(days=1)
    return {
        "source": "vsrr_county",
        "indicator": indicator,
        "place": place,
        "period_kind": "12-month-ending",
        "period_start": start,
        "period_end": end,
        "value": value,
        "status": "provisional",
        "as_of": "2026-08-09",
    }


def divided(*rows):
    """Denominators of the rows that are not populations, in order; None where there is none."""
    frame = pd.DataFrame(rows).assign(drug="all", place_kind="county", basis="residence")
    for column in ("period_start", "period_end", "as_of"):
        frame[column] = pd.to_datetime(frame[column])
    found = with_denominators(observation_frame(frame))
    assert (
        found[["place", "value"]].to_numpy() == observation_frame(frame)[["place", "value"]].to_numpy()
    ).all()
    counts = found[found["indicator"] != "population"]
    return [None if pd.isna(people) else people for people in counts["denominator"]]


@pytest.mark.parametrize(
    ("end", "year"),
    [
        ("2024-12-31", 2024),
        ("2024-07-31", 2024),
        ("2024-06-30", 2023),
        ("2025-02-28", 2024),
        ("2024-01-31", 2023),
    ],
)
def test_the_year_in_which_the_middle_of_the_period_lies(end, year):
    people = {2023: 1000.0, 2024: 1010.0, 2025: 1020.0}
    rows = [population("01001", each, count) for each, count in people.items()]
    assert divided(deaths("01001", end), *rows) == [people[year]]


@pytest.mark.parametrize("years_later", range(LONGEST_CARRY_YEARS + 2))
def test_a_population_is_carried_two_years_and_no_longer(years_later):
    found = divided(deaths("01001", f"{2024 + years_later}-12-31"), population("01001", 2024, 1000.0))
    assert found == [1000.0 if years_later <= 2 else None]


def test_a_population_is_never_carried_backward():
    assert divided(deaths("01001", "2023-12-31"), population("01001", 2024, 1000.0)) == [None]


def test_the_newest_vintage_of_an_estimate_is_taken():
    rows = [population("01001", 2020, 900.0, 2024), population("01001", 2020, 1000.0, 2020)]
    assert divided(deaths("01001", "2020-12-31"), *rows) == [900.0]


@pytest.mark.parametrize("county", CONNECTICUT_OLD)
def test_old_connecticut_counties_have_no_population_after_2022_and_never_the_regions(county):
    regions = [
        population(f"09{code}", year, 500_000.0) for code in range(110, 200, 10) for year in range(2020, 2025)
    ]
    counts = [deaths(county, f"{year}-12-31") for year in (2020, 2021, 2022, 2023, 2024, 2025)]
    found = divided(*counts, population(county, 2020, 900_000.0, 2020), *regions)
    assert found == [900_000.0, 900_000.0, 900_000.0, None, None, None]
    assert divided(*counts, *regions) == [None] * 6


def test_valdez_cordova_is_the_sum_of_the_two_areas_it_was_split_into():
    parts = [population("02063", 2024, 6604.0), population("02066", 2024, 2631.0)]
    assert divided(deaths("02261", "2024-12-31"), *parts) == [9235.0]
    assert divided(deaths("02261", "2024-12-31"), parts[0]) == [None]


def test_a_county_that_joined_another_is_not_divided_by_the_whole():
    rows = [population("51019", 2014, 77_000.0), population("51515", 2012, 5900.0, 2012)]
    counts = [deaths("51515", "2012-12-31"), deaths("51515", "2015-12-31"), deaths("51019", "2014-12-31")]
    assert divided(*counts, *rows) == [5900.0, None, 77_000.0]


def test_kalawao_is_divided_by_its_own_few_residents():
    rows = [population("15005", 2024, 81.0), population("15009", 2024, 164_000.0)]
    assert divided(deaths("15005", "2024-12-31", 0.0), deaths("15009", "2024-12-31"), *rows) == [
        81.0,
        164_000.0,
    ]


@pytest.mark.parametrize(("old", "new"), [("46113", "46102"), ("02270", "02158")])
def test_a_renamed_county_is_divided_under_the_code_that_has_a_population(old, new):
    before, after = population(old, 2013, 14_000.0, 2014), population(new, 2016, 14_300.0)
    counts = [deaths(old, "2013-12-31"), deaths(new, "2016-12-31")]
    assert divided(*counts, before, after) == [14_000.0, 14_300.0]


def test_valdez_cordova_keeps_its_sum_when_an_older_file_still_knows_it():
    parts = [population("02063", 2024, 6604.0), population("02066", 2024, 2631.0)]
    old = population("02261", 2019, 9202.0, 2019)
    counts = [deaths("02261", "2019-12-31"), deaths("02261", "2024-12-31")]
    assert divided(*counts, old, *parts) == [9202.0, 9235.0]


def test_new_york_city_and_the_rest_are_sums_of_all_their_counties():
    from model.places import components_of, counties_of

    rows = [population(county.place, 2024, 1000.0) for county in counties_of("36")]
    counts = [deaths("NYC", "2024-12-31"), deaths("NY-REST", "2024-12-31")]
    assert divided(*counts, *rows) == [5000.0, 57_000.0]
    assert len(components_of("NY-REST")) == 57
    assert divided(*counts, *rows[1:]) == [5000.0, None]


def test_only_indicators_with_a_denominator_get_one():
    rows = [deaths("01001", "2024-12-31", 91.5, "drugs_specified"), population("01001", 2024, 1000.0)]
    assert divided(*rows) == [None]


def test_without_any_population_the_counts_stay():
    assert divided(deaths("01001", "2024-12-31")) == [None]
