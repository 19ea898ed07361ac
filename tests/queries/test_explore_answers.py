"""What the Explore page is told, against figures worked out from the rows that were written."""

import random
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from agency_files import CBP, COUNTY, STATE, SUPPRESSED_COUNTY, SUPPRESSED_STATE, census_text, population
from esda.smoothing import Empirical_Bayes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_profiles import examples
from publishing import publish, read_published

from components.words import amount_title
from data.extract.outlines import Outlines
from methods import rates
from model import catalog
from model.place_codes import state_from_abbreviation
from model.places import counties_of, in_geography, places
from model.view import parse_view
from queries.explore import explore
from queries.measures import measure_columns
from queries.resolved_view import resolve
from queries.store import Store

AREAS = ("EL PASO FIELD OFFICE", "TUCSON SECTOR", "MIAMI FIELD OFFICE")
FISCAL = [(year, month) for year in (2023, 2024, 2025) for month in ("OCT", "DEC", "JAN", "JUN")]

UNDERREPORTED = "Underreported due to incomplete data."


def _county_rows(chance):
    for state in ("39", "36", "09", "01"):
        for county in counties_of(state):
            for year in (2023, 2024, 2025):
                count = chance.choice(["", 0, chance.randint(10, 19), chance.randint(20, 900)])
                footnote = SUPPRESSED_COUNTY if count == "" else ""
                yield {
                    "fips": county.place.lstrip("0"),
                    "year": year,
                    "provisional_drug_overdose_deaths": count,
                    "footnote": footnote,
                }


def _state_rows(chance):
    for state in ("US", "OH", "AL", "CT", "TX"):
        for year in (2022, 2023, 2024):
            for month in ("June", "December"):
                count = "" if (state, year) == ("CT", 2023) else chance.randint(15, 5000)
                yield {
                    "state": state,
                    "year": year,
                    "month": month,
                    "data_value": count,
                    "predicted_value": "" if count == "" or state == "TX" else count + 40,
                    "footnote": SUPPRESSED_STATE
                    if count == ""
                    else UNDERREPORTED
                    if state in ("TX", "OH")
                    else "",
                }


def _seizure_rows(chance):
    for year, month in FISCAL:
        for area in AREAS:
            if chance.random() < 0.7:
                yield {
                    "fy": year,
                    "month_abbv": month,
                    "area_of_responsibility": area,
                    "count_of_event": chance.randint(1, 9),
                    "sum_qty_lbs": chance.randint(0, 900) / 8,
                }


@pytest.fixture(scope="module")
def rows():
    chance = random.Random(11)
    return {
        "county": list(_county_rows(chance)),
        "state": list(_state_rows(chance)),
        "seizures": list(_seizure_rows(chance)),
    }


@pytest.fixture(scope="module")
def reader(rows, tmp_path_factory):
    folder = tmp_path_factory.mktemp("varied")
    contents = {
        "county": COUNTY.text(*rows["county"]),
        "state": STATE.text(*rows["state"]),
        "seizures": CBP.text(*rows["seizures"]),
        "people": census_text(),
    }
    return read_published(folder, contents)


@pytest.fixture(scope="module")
def counties(rows):
    """Counts as written, by county and year; NaN is suppressed."""
    frame = pd.DataFrame(rows["county"])
    frame["place"] = frame["fips"].str.zfill(5)
    frame["count"] = pd.to_numeric(frame["provisional_drug_overdose_deaths"])
    return frame.pivot(index="place", columns="year", values="count")


@pytest.fixture(scope="module")
def states(rows):
    """Reported counts as written, by place and month end."""
    frame = pd.DataFrame(rows["state"])
    frame["place"] = [state_from_abbreviation(state) or state for state in frame["state"]]
    ends = {"June": "-06-30", "December": "-12-31"}
    frame["end"] = pd.to_datetime(frame["year"].astype(str) + frame["month"].map(ends))
    frame["count"] = pd.to_numeric(frame["data_value"])
    return frame.pivot(index="place", columns="end", values="count")


OUTLINES = Outlines(
    "outlines-0123456789ab.json",
    tuple(
        sorted(
            code for code, place in places().items() if place.kind == "county" and in_geography(code, "2016")
        )
    ),
    tuple(sorted(code for code, place in places().items() if place.kind == "state" and code != "72")),
)


def ask(reader, search):
    view, remarks = parse_view(search)
    assert remarks == ()
    return explore(reader, view, OUTLINES)


def drawn(reader, search, written):
    """The map's rows of the places that were written; every other outline must have no figure."""
    found = ask(reader, search).map.places
    others = found.drop(written)
    assert set(others["status"]) == {"missing"}
    assert others[["shown", "count"]].isna().all(axis=None)
    assert set(others["class_number"]) == {255}
    return found.loc[written]


def people_of(place, year):
    """Census estimates as written, the newest for later years."""
    return population(place, min(year, 2024))


def test_the_map_of_counts(reader, counties):
    shown = drawn(reader, "measure=count&period=2024-12", counties.index)
    np.testing.assert_array_equal(shown["shown"], counties[2024].loc[shown.index])
    hidden = counties[2024].isna()
    assert (shown["status"] == np.where(hidden, "suppressed", "provisional")).all()
    lower, upper = rates.poisson_interval(counties[2024])
    np.testing.assert_allclose(shown["lower"], lower)
    np.testing.assert_allclose(shown["upper"], upper)
    pd.testing.assert_series_equal(
        shown["rank"],
        counties[2024].rank(ascending=False, method="min").fillna(0).astype(int),
        check_names=False,
        check_index_type=False,
    )


def test_zero_is_a_value_and_has_no_class_and_suppressed_is_neither(reader, counties):
    shown = drawn(reader, "measure=count&period=2024-12", counties.index)
    zero, hidden = counties[2024] == 0, counties[2024].isna()
    assert zero.any() and hidden.any()
    assert (shown["shown"] == 0).tolist() == zero.tolist()
    assert (shown["class_number"] == 255).tolist() == (zero | hidden).tolist()


@pytest.mark.parametrize("year", [2024, 2025])
def test_the_map_of_rates(reader, counties, year):
    shown = drawn(reader, f"measure=rate&period={year}-12", counties.index)
    count = counties[year].loc[shown.index]
    old_connecticut = shown.index.str.startswith("09")
    people = np.array(
        [
            np.nan if old else people_of(place, year)
            for place, old in zip(shown.index, old_connecticut, strict=True)
        ]
    )
    np.testing.assert_allclose(shown["shown"], count / people * 100_000)
    lower, upper = (limit / people * 100_000 for limit in rates.poisson_interval(count))
    np.testing.assert_allclose(shown["lower"], lower)
    np.testing.assert_allclose(shown["upper"], upper)
    expected = np.where(count < 20, "unreliable", "provisional")
    expected = np.where(old_connecticut, "missing", expected)
    expected = np.where(count.isna(), "suppressed", expected)
    assert shown["status"].tolist() == expected.tolist()
    assert (shown.loc[shown["status"] == "unreliable", "rank"] == 0).all()
    missing = shown[shown["status"] == "missing"]
    assert len(missing) and (missing["reason"] == "no population is published for these boundaries").all()


def test_smoothed_rates_are_made_of_released_counts_only(reader, counties):
    smoothed = drawn(reader, "measure=smoothed&period=2024-12", counties.index)
    crude = drawn(reader, "measure=rate&period=2024-12", counties.index)
    people = np.array([people_of(place, 2024) for place in smoothed.index], dtype=float)
    rated = (crude["shown"].notna()).to_numpy()
    expected = Empirical_Bayes(counties[2024].loc[smoothed.index].to_numpy()[rated], people[rated]).r.ravel()
    np.testing.assert_allclose(smoothed["shown"][rated], expected * 100_000)
    assert smoothed["shown"][~rated].isna().all()
    assert smoothed["status"].tolist() == crude["status"].tolist()
    assert smoothed[["lower", "upper"]].isna().all(axis=None)
    assert (smoothed["rank"] == 0).all()
    edges = [ask(reader, f"measure={measure}&period=2024-12").map.edges for measure in ("smoothed", "rate")]
    assert edges[0] == edges[1] != ()


def test_the_trend_and_headline_beside_smoothed_rates_are_the_observed_ones(reader):
    smoothed, crude = (ask(reader, f"measure={measure}&place=39") for measure in ("smoothed", "rate"))
    assert smoothed.figure == crude.figure
    for ours, theirs in zip(smoothed.series, crude.series, strict=True):
        pd.testing.assert_frame_equal(ours.points, theirs.points)


def test_own_limits_class_every_period_alike(reader, counties):
    shown = drawn(reader, "measure=count&period=2024-12&classes=20,50.5", counties.index)
    count = counties[2024].loc[shown.index]
    expected = np.select([count.isna() | (count == 0), count <= 20, count <= 50], [255, 0, 1], default=2)
    assert shown["class_number"].tolist() == expected.tolist()


def test_the_map_of_changes_by_county(reader, counties):
    shown = drawn(reader, "measure=change&period=2024-12", counties.index)
    now, before = counties[2024].loc[shown.index], counties[2023].loc[shown.index]
    expected = ((now / before - 1) * 100).where(before > 0)
    np.testing.assert_allclose(shown["shown"], expected)
    lower, upper = rates.percent_change_interval(now, before)
    np.testing.assert_allclose(shown["lower"], lower)
    np.testing.assert_allclose(shown["upper"], upper)
    assert (shown.loc[now.isna(), "status"] == "suppressed").all()
    withheld = shown[now.notna() & before.isna()]
    assert set(withheld["status"]) == {"suppressed"}
    assert set(withheld["reason"]) == {"suppressed a year earlier"}
    from_zero = shown[now.notna() & (before == 0)]
    assert set(from_zero["status"]) == {"missing"}
    few = shown[(np.minimum(now, before) < 20) & (before > 0)]
    assert set(few["status"]) == {"unreliable"}


def test_the_map_of_changes_by_state_compares_predicted_with_predicted(reader, states):
    shown = drawn(reader, "measure=change&level=state&period=2024-12", ["01", "09", "39", "48"])
    now, before = states[pd.Timestamp("2024-12-31")], states[pd.Timestamp("2023-12-31")]
    # Ohio alone is noted as underreported and predicted; Alabama has no note, Texas no prediction.
    late = pd.Series({"39": 40, "01": 0, "48": 0})
    expected = ((now + late) / (before + late) - 1) * 100
    assert shown["shown"].drop("09").to_dict() == pytest.approx(expected.loc[["01", "39", "48"]].to_dict())
    assert shown.loc["09", ["status", "reason"]].tolist() == ["suppressed", "suppressed a year earlier"]


def test_series_hold_every_period_with_reported_and_predicted_apart(reader, states):
    series = {line.place: line for line in ask(reader, "measure=count&place=39&compare=48,09").series}
    assert list(series) == ["39", "48", "09", "US"]
    for place, line in series.items():
        written = states.loc[place]
        assert line.points["period_end"].tolist() == written.index.tolist()
        np.testing.assert_array_equal(line.points["shown"], written)
    np.testing.assert_array_equal(series["39"].predicted["shown"], states.loc["39"] + 40)
    assert series["48"].predicted.empty
    hidden = series["09"].points["status"][series["09"].points["shown"].isna()]
    assert set(hidden) == {"suppressed"}
    assert {line.provenance.basis for line in series.values()} == {"occurrence"}


def test_series_of_a_county_and_its_state_and_nation(reader, counties, states):
    series = {line.place: line for line in ask(reader, "measure=rate&place=39061").series}
    assert list(series) == ["39061", "39", "US"]
    written = counties.loc["39061"]
    expected = [written[year] / people_of("39061", year) * 1e5 for year in (2023, 2024, 2025)]
    np.testing.assert_allclose(series["39061"].points["shown"], expected)
    assert series["39061"].provenance.basis == "residence"


def test_a_place_that_the_agency_flags_is_incomplete_unless_it_predicts_what_is_reported(reader, states):
    for place in ("48", "39", "01"):
        value = states.at[place, pd.Timestamp("2024-12-31")]
        # Texas has no prediction, Alabama no flag, and Ohio is predicted to have 40 more.
        incomplete = {"48": True, "39": 0.02 * value < 40, "01": False}[place]
        assert ask(reader, f"place={place}&period=2024-12").figure.incomplete == incomplete


def test_the_headline_figure_of_a_state(reader, states):
    figure = ask(reader, "place=39&period=2024-12").figure
    value = states.at["39", pd.Timestamp("2024-12-31")]
    assert (figure.value, figure.reported, figure.status) == (value + 40, value, "predicted")
    assert figure.rate.value == pytest.approx((value + 40) / people_of("39", 2024) * 1e5)
    before = states.at["39", pd.Timestamp("2023-12-31")]
    assert figure.change.value == pytest.approx(((value + 40) / (before + 40) - 1) * 100)
    # A prediction that adds over 2% has no interval, and neither has its change.
    assert figure.rate.is_assessed == (value * 0.02 >= 40)
    assert figure.change.is_assessed == (min(value, before) * 0.02 >= 40)


@pytest.mark.parametrize(
    ("place", "inside"),
    [
        ("US", lambda county: True),
        ("36", lambda county: county.startswith("36")),
        ("NYC", lambda county: county in ("36005", "36047", "36061", "36081", "36085")),
        ("NY-REST", lambda c: c.startswith("36") and c not in ("36005", "36047", "36061", "36081", "36085")),
    ],
)
def test_without_a_figure_of_its_own_a_place_shows_the_sum_of_its_released_counties(
    reader, counties, place, inside
):
    result = ask(reader, f"place={place}&period=2025-12")
    figure = result.released or result.figure
    released = counties.loc[[county for county in counties.index if inside(county)], 2025].dropna()
    assert figure.value == (released.sum() if len(released) else None)
    assert figure.places_summed == len(released)
    assert figure.places_to_sum == sum(inside(county) for county in counties.index) > len(released)
    # A part of the counties has no rate that could pass for the whole's.
    assert figure.rate is None


def test_a_place_shows_its_newest_figure_where_the_map_is_newer(reader, states):
    result = ask(reader, "place=US")
    assert result.resolved.period_end == date(2025, 12, 31)
    newest = states.columns[-1]
    assert (result.figure.value, result.figure.end) == (states.at["US", newest], newest.date())
    assert result.released.end == date(2025, 12, 31)
    assert amount_title(result).endswith("United States, 12 months ending December 2024")
    # An older period shown is never answered with a newer figure.
    assert ask(reader, "place=US&period=2023-12").figure.end == date(2023, 12, 31)


def test_the_sum_of_all_counties_has_a_rate(files, tmp_path):
    folder = files(
        county=COUNTY.text(
            *({"fips": fips, "provisional_drug_overdose_deaths": 30} for fips in (10001, 10003, 10005))
        ),
        people=census_text(),
    )
    publish(folder, tmp_path / "whole")
    result = explore(Store(tmp_path / "whole").current(), parse_view("place=10")[0], OUTLINES)
    assert (result.figure.value, result.figure.places_summed, result.figure.places_to_sum) == (90, 3, 3)
    assert amount_title(result).startswith("Drug overdose deaths, Delaware")


def test_a_part_of_the_counties_is_never_titled_as_the_whole(reader):
    result = ask(reader, "place=36&period=2025-12")
    assert amount_title(result) == (
        "Drug overdose deaths in released counties, New York, 12 months ending December 2025"
    )


def test_a_change_of_rates_without_counts_has_no_interval():
    entry = catalog.INDICATORS["naloxone_dispensing"]
    rows = pd.DataFrame(
        {"value": [0.8], "numerator": [np.nan], "denominator": [np.nan], "status": ["ok"]}
        | {"compared": [0.8], "compared_before": [0.7], "status_before": ["ok"], "without_interval": [False]}
    )
    found = {name: column[0] for name, column in measure_columns(rows, "change", entry).items()}
    assert np.isnan([found["lower"], found["upper"]]).all()
    # A rate below 20 per 100 residents is not a rate on fewer than 20.
    assert found["status"] == "ok"


def test_a_county_without_an_outline_is_named_and_still_counts(reader, counties):
    fewer = replace(OUTLINES, county_places=tuple(set(OUTLINES.county_places) - {"39061"}))
    result = explore(reader, parse_view("place=39&period=2025-12")[0], fewer)
    assert result.map.undrawn.index.tolist() == ["39061"]
    released = counties.loc[counties.index.str.startswith("39"), 2025].dropna()
    assert "39061" in released.index
    assert (result.released.value, result.released.places_summed) == (released.sum(), len(released))


def test_a_suppressed_county_has_a_status_and_no_figure(reader, counties):
    hidden = counties.index[counties[2024].isna()][0]
    figure = ask(reader, f"place={hidden}&period=2024-12").figure
    assert (figure.status, figure.value, figure.rate, figure.change) == ("suppressed", None, None, None)


# --- seizures ---


@pytest.fixture(scope="module")
def seizures(rows):
    frame = pd.DataFrame(rows["seizures"])
    number = frame["month_abbv"].map({"OCT": 10, "DEC": 12, "JAN": 1, "JUN": 6})
    year = frame["fy"] - (number >= 10).astype(int)
    frame["end"] = pd.to_datetime(
        pd.DataFrame({"year": year, "month": number, "day": 1})
    ) + pd.offsets.MonthEnd(0)
    return frame.assign(area=frame["area_of_responsibility"].str.title())


def test_seizures_of_the_window_by_area(reader, seizures):
    found = ask(reader, "period=2024-12&since=2023-12").seized
    inside = seizures[seizures["end"].between("2023-12-31", "2024-12-31")]
    by_area = inside.groupby("area")[["sum_qty_lbs", "count_of_event"]].sum()
    assert (found.first, found.last) == (date(2023, 12, 31), date(2024, 12, 31))
    assert found.weight == pytest.approx(inside["sum_qty_lbs"].sum())
    assert found.events == inside["count_of_event"].sum()
    assert found.areas.set_index("place")["weight"].to_dict() == pytest.approx(
        by_area["sum_qty_lbs"].to_dict()
    )
    assert found.areas["weight"].is_monotonic_decreasing
    assert found.months_wanted == 13


def test_an_area_has_a_zero_in_a_covered_month_without_a_seizure(reader, seizures):
    whole = ask(reader, "period=2024-12").seized.months
    found = ask(reader, "period=2024-12&area=Tucson+Sector").seized.months
    assert found["period_end"].tolist() == whole["period_end"].tolist()
    own = seizures[seizures["area"] == "Tucson Sector"]
    assert found["weight"].sum() == pytest.approx(own["sum_qty_lbs"].sum())
    assert (found["weight"].isna().sum(), (found["events"] == 0).any()) == (0, True)


@pytest.mark.parametrize("search", ["area=Atlantis", "areas=air-marine&area=Tucson+Sector", "area=<b>0</b>"])
def test_an_area_nobody_reports_for_is_set_aside_with_a_remark(reader, search):
    found = ask(reader, search)
    assert found.view.area == ""
    assert any("area" in remark for remark in found.resolved.remarks)
    assert all("Atlantis" not in remark and "<b>" not in remark for remark in found.resolved.remarks)


def test_a_range_that_would_overlap_itself_is_not_compared_with_a_year_earlier(reader):
    months = {f"{day:%Y-%m}" for day in ask(reader, "").seized.months["period_end"]}
    month = next(month for month in sorted(months) if f"{int(month[:4]) - 1}{month[4:]}" in months)
    seizures = "indicator=seized_weight&drug=fentanyl"
    assert ask(reader, f"{seizures}&period={month}&since={month}").seized.weight_before is not None
    earlier = f"{int(month[:4]) - 2}{month[4:]}"
    assert ask(reader, f"{seizures}&period={month}&since={earlier}").seized.weight_before is None


def test_weights_have_no_interval_of_counts(reader):
    series = ask(reader, "indicator=seized_weight&drug=fentanyl&measure=change").series
    assert [line.place for line in series] == ["US"]
    assert series[0].points[["lower", "upper"]].isna().all(axis=None)


def test_a_range_beyond_what_is_published_falls_back_to_a_whole_window(reader):
    found = ask(reader, "period=2031-01&since=2030-02").seized
    assert found.first <= found.last
    assert found.months_wanted == 12


# --- the resolved view ---


@pytest.mark.parametrize(
    ("search", "period", "level", "remark"),
    [
        ("", date(2025, 12, 31), "county", None),
        ("level=state", date(2024, 12, 31), "state", None),
        ("period=2024-12&level=state", date(2024, 12, 31), "state", None),
        ("period=2024-06", date(2024, 6, 30), "state", None),
        ("period=2024-06&level=county", date(2024, 6, 30), "state", "Not published by county for June 2024."),
        (
            "period=2025-12&level=state",
            date(2025, 12, 31),
            "county",
            "Not published by state for December 2025.",
        ),
        ("period=1999-01", date(2025, 12, 31), "county", "No figure is published for January 1999"),
        ("drug=heroin", None, "", "is not in this extract"),
        ("indicator=deaths_all_causes", None, "", "is not in this extract"),
        ("indicator=seized_weight&drug=fentanyl", date(2025, 6, 30), "", None),
    ],
)
def test_odd_views_are_resolved_with_a_remark(reader, search, period, level, remark):
    resolved = resolve(reader, parse_view(search)[0])
    assert (resolved.period_end, resolved.level) == (period, level)
    assert bool(resolved.remarks) == bool(remark)
    assert remark is None or remark in resolved.remarks[0]


SEARCHES = st.fixed_dictionaries(
    {},
    optional={
        "indicator": st.sampled_from(sorted(catalog.INDICATORS)),
        "drug": st.sampled_from(sorted(catalog.DRUGS)),
        "measure": st.sampled_from(["count", "rate", "change"]),
        "level": st.sampled_from(["county", "state"]),
        "place": st.sampled_from(
            ["US", "39", "39061", "36", "NYC", "NY-REST", "09", "09001", "09110", "02261"]
        ),
        "compare": st.sampled_from(["39", "01,39", "NYC,36061"]),
        "period": st.sampled_from(["2024-12", "2025-12", "2024-06", "1900-01", "2099-12"]),
        "since": st.sampled_from(["1900-01", "2024-12", "2024-01", "2099-11"]),
        "seized": st.sampled_from(["fentanyl", "khat"]),
        "areas": st.sampled_from(["land", "air-marine"]),
        "area": st.sampled_from(["Tucson Sector", "Nowhere"]),
    },
)


@settings(max_examples=examples(40, 1_200), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SEARCHES)
def test_every_view_is_answered(reader, search):
    view, _ = parse_view("&".join(f"{name}={value}" for name, value in search.items()))
    result = explore(reader, view, OUTLINES)
    assert result.version == reader.extract.version
    assert not result.simulated
    assert result.seized.first <= result.seized.last
    assert result.seized.months_wanted > 0
    assert result.figure.place == view.place
    if result.figure.status in ("suppressed", "missing", "not_reported"):
        assert result.figure.value is None
    for line in result.series:
        absent = line.points["status"].isin(["suppressed", "missing", "not_reported"])
        assert line.points.loc[absent, "shown"].isna().all() or view.measure == "change"
        assert set(line.points.columns) >= {"period_end", "shown", "lower", "upper", "status"}
    if result.map is not None:
        county = result.map.level == "county"
        assert tuple(result.map.places.index) == (OUTLINES.county_places if county else OUTLINES.state_places)
