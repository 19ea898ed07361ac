"""Which vintage of a fact holds: in whatever order files come, whatever they leave out."""

from datetime import date

import pandas as pd
import pytest
from agency_files import CBP, COUNTY
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis_profiles import examples
from publishing import publish

from data.extract.reading import open_extract
from model import vintages
from model.observations import COLUMNS, IDENTITY, observation_frame

PLACES = [f"39{number:03d}" for number in range(1, 21, 2)]
DAYS = [date(2026, 1, 14), date(2026, 4, 15), date(2026, 7, 15)]


def release(day, counts, source="vsrr_county", **shared):
    """A release of one period: place → count, None where it is suppressed."""
    known = pd.Series(counts, dtype="float64")
    status = pd.Series("provisional", index=known.index).mask(known.isna(), "suppressed")
    rows = pd.DataFrame({"place": known.index, "value": known.to_numpy(), "status": status.to_numpy()})
    fixed = {
        "source": source,
        "indicator": "deaths",
        "drug": "all",
        "place_kind": "county",
        "basis": "residence",
        "period_kind": "12-month-ending",
        "period_start": "2024-01-01",
        "period_end": "2024-12-31",
        "as_of": str(day),
    }
    return observation_frame(rows.assign(**{**fixed, **shared}))


NOTHING = release(DAYS[0], {}).iloc[:0]


def loaded(releases):
    everything = NOTHING
    for one in releases:
        everything = vintages.merge(everything, one)
    return everything


def held(rows):
    """Place → value, as text so that a withheld one equals itself."""
    return {row.place: str(row.value) for row in rows.itertuples()}


def same(one, other):
    columns = list(COLUMNS)
    ordered = [rows.sort_values([*IDENTITY, "status", "as_of"])[columns] for rows in (one, other)]
    pd.testing.assert_frame_equal(*(rows.reset_index(drop=True) for rows in ordered))


releases = st.lists(
    st.tuples(
        st.sampled_from(DAYS),
        st.dictionaries(st.sampled_from(PLACES), st.none() | st.integers(0, 3), min_size=1),
        st.sampled_from(["vsrr_county", "nflis_query"]),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda given: (given[0], given[2]),
)


@settings(max_examples=examples(12, 250))
@given(releases, st.randoms(use_true_random=False))
def test_files_give_the_same_view_in_any_order(given_releases, chance):
    made = [release(*one) for one in given_releases]
    shuffled = chance.sample(made, len(made))
    one, other = (vintages.split(loaded(order)) for order in (made, shuffled))
    same(one[0], other[0])
    same(one[1], other[1])


@settings(max_examples=examples(12, 250))
@given(releases, st.sampled_from(DAYS))
def test_as_of_a_day_is_the_view_when_only_files_up_to_it_were_loaded(given_releases, day):
    everything = loaded(release(*one) for one in given_releases)
    by_then = loaded(release(*one) for one in given_releases if one[0] <= day)
    same(vintages.as_of(everything, day), vintages.split(by_then)[0])


@settings(max_examples=examples(12, 250))
@given(releases)
def test_no_vintage_is_lost_and_each_fact_holds_at_most_once(given_releases):
    everything = loaded(release(*one) for one in given_releases)
    current, past = vintages.split(everything)
    same(pd.concat([current, past]), everything)
    assert not current.duplicated(list(IDENTITY)).any()


@settings(max_examples=examples(12, 250))
@given(releases)
def test_loading_again_changes_nothing(given_releases):
    everything = loaded(release(*one) for one in given_releases)
    same(vintages.merge(everything, everything), everything)
    assert vintages.replaced(everything, everything) == {}


ALL_TEN = dict.fromkeys(PLACES, 10)


def test_a_newer_vintage_holds_and_an_older_one_that_comes_later_changes_nothing():
    newer, older = release(DAYS[1], ALL_TEN), release(DAYS[0], dict.fromkeys(PLACES, 5))
    same(vintages.split(loaded([newer, older]))[0], newer)
    same(vintages.split(loaded([older, newer]))[0], newer)


def test_a_whole_newer_release_withdraws_what_it_no_longer_lists():
    nine = dict.fromkeys(PLACES[1:], 10)
    everything = loaded([release(DAYS[0], ALL_TEN), release(DAYS[1], nine)])
    current, past = vintages.split(everything)
    assert held(current) == dict.fromkeys(PLACES[1:], "10.0")
    assert PLACES[0] in set(past["place"])
    assert PLACES[0] in held(vintages.as_of(everything, DAYS[0]))


@pytest.mark.parametrize(("listed", "withdrawn"), [(8, 2), (7, 0), (1, 0)])
def test_a_part_of_a_file_withdraws_nothing(listed, withdrawn):
    part = dict.fromkeys(PLACES[:listed], 11)
    current, _ = vintages.split(loaded([release(DAYS[0], ALL_TEN), release(DAYS[1], part)]))
    assert len(current) == 10 - withdrawn
    assert held(current)[PLACES[0]] == "11.0"


def test_the_population_of_former_counties_is_not_withdrawn_by_that_of_the_new_ones():
    census = {
        "source": "census_population",
        "indicator": "population",
        "period_kind": "year",
        "period_start": "2020-01-01",
        "period_end": "2020-12-31",
    }
    old, new = ["09001", "09003", "09005"], ["09110", "09120", "09130"]
    older = release(DAYS[0], {**dict.fromkeys(old, 900.0), "39001": 50.0, "39003": 60.0}, **census)
    newer = release(DAYS[1], {**dict.fromkeys(new, 890.0), "39001": 51.0}, **census)
    now = held(vintages.split(loaded([older, newer]))[0])
    assert set(now) == {*old, *new, "39001"}
    # A county of today's boundaries that is no longer listed has been withdrawn.
    assert "39003" not in now
    deaths = [release(day, dict.fromkeys(codes, 20.0)) for day, codes in zip(DAYS, (old, new), strict=False)]
    assert set(held(vintages.split(loaded(deaths))[0])) == set(new)


def test_a_release_of_another_period_withdraws_nothing():
    other = release(DAYS[1], {PLACES[0]: 3}, period_start="2025-01-01", period_end="2025-12-31")
    current, past = vintages.split(loaded([release(DAYS[0], ALL_TEN), other]))
    assert (len(current), len(past)) == (11, 0)


@pytest.mark.parametrize("source", ["nflis_query", "a_partner"])
def test_a_source_that_releases_parts_withdraws_nothing(source):
    nine = dict.fromkeys(PLACES[1:], 10)
    both = loaded([release(DAYS[0], ALL_TEN, source), release(DAYS[1], nine, source)])
    assert len(vintages.split(both)[0]) == 10


def test_predictions_that_a_complete_period_no_longer_has_are_withdrawn():
    predicted = release(DAYS[0], ALL_TEN, status="predicted")
    first = pd.concat([release(DAYS[0], ALL_TEN), predicted])
    current, past = vintages.split(loaded([first, release(DAYS[1], ALL_TEN)]))
    assert set(current["status"]) == {"provisional"}
    assert len(past) == 20


def test_of_two_figures_of_one_day_the_later_loaded_holds_and_it_is_said():
    first = release(DAYS[0], {"39001": 10, "39003": 20, "39005": None})
    second = release(DAYS[0], {"39001": 10, "39003": 21, "39005": 12})
    assert held(vintages.split(loaded([first, second]))[0])["39003"] == "21.0"
    assert held(vintages.split(loaded([second, first]))[0])["39003"] == "20.0"
    assert vintages.replaced(first, second) == {"vsrr_county": 2}
    assert vintages.replaced(NOTHING, pd.concat([first, second])) == {"vsrr_county": 2}
    assert vintages.replaced(first, release(DAYS[1], {"39001": 11})) == {}


# --- by files ---


def table(extracts, name):
    return pd.read_parquet(open_extract(extracts).table(name))


OLD_SEIZURES = CBP.text(
    {"fy": "2022", "month_abbv": "AUG", "sum_qty_lbs": "1.5"},
    {"fy": "2022", "month_abbv": "SEP", "sum_qty_lbs": "2.5"},
)
NEW_SEIZURES = CBP.text(
    {"fy": "2023", "month_abbv": "OCT", "sum_qty_lbs": "3.5"},
    {"fy": "2026 (FYTD)", "month_abbv": "OCT", "sum_qty_lbs": "4.5"},
)


def test_the_two_files_of_seizures_give_one_view_in_either_order(files, tmp_path):
    old, new = files(old=OLD_SEIZURES), files(new=NEW_SEIZURES)
    for name, order in (("a", (old, new)), ("b", (new, old))):
        for folder in order:
            publish(folder, tmp_path / name)
    one, other = (table(tmp_path / name, "observations") for name in "ab")
    pd.testing.assert_frame_equal(one, other)
    weight = one[(one["indicator"] == "seized_weight") & (one["place"] == "US") & (one["value"] > 0)]
    assert sorted(weight["value"]) == [1.5, 2.5, 3.5, 4.5]
    assert table(tmp_path / "a", "vintages").empty


def test_the_report_says_when_figures_of_the_same_day_are_replaced(command, files, tmp_path):
    command("ingest", files(a=NEW_SEIZURES), "--extracts", tmp_path / "x")
    again = files(a=NEW_SEIZURES.replace("4.5", "5.5"))
    result = command("ingest", again, "--extracts", tmp_path / "x")
    # The weight of the area, of its component and of the nation.
    assert "cbp_nationwide replaces figures of the same day: 3." in result.stderr
    assert "--as-of DATE" in result.stderr
    kept = command("ingest", files(a=NEW_SEIZURES), "--as-of", "2025-12-01", "--extracts", tmp_path / "x")
    assert "replaces" not in kept.stderr
    past = table(tmp_path / "x", "vintages")
    assert 5.5 in set(past["value"])


def test_no_as_of_is_asked_for_where_the_file_states_its_day(command, files, tmp_path):
    for count in (50, 55):
        folder = files(a=COUNTY.text({"provisional_drug_overdose_deaths": count}))
        result = command("ingest", folder, "--extracts", tmp_path / "x")
    assert "vsrr_county replaces figures of the same day: 1." in result.stderr
    assert "--as-of" not in result.stderr
