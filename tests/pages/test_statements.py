"""Sentences that once did not hold, each on a small extract in the agencies' formats.

Sources end at different dates, as real ones do. The rules and their numbers are those of docs/statements.md.
"""

import dataclasses

import numpy as np
import pytest
from agency_files import COUNTY, STATE
from hypothesis import given
from hypothesis import strategies as st
from publishing import read_published

from components.map_legend import class_words
from components.numbers import counted, number, pounds
from components.words import (
    OCCURRENCE_RATES,
    map_foot,
    map_subtitle,
    map_title,
    seized_title,
    trend_title,
)
from methods.classes import NO_CLASS
from model.places import NATION
from model.view import parse_view
from panels.headline import headline_table, tiles
from panels.profile_words import value_words
from panels.rising import rising_texts
from panels.sectors import sectors_content, sectors_table
from queries.explore import explore
from queries.frames import STATUS_STEP, UNCLASSED, frames
from queries.profile import facets
from queries.resolved_view import NO_POPULATION, resolve
from queries.results import Estimate, Highest
from queries.rising import rising
from queries.sectors import sectors
from queries.series import place_series

FLAG = "Underreported due to incomplete data."
FINAL = "Numbers may differ from published reports using final data. See Technical Notes."
MONTHS = [("2024", "January"), ("2024", "February"), ("2025", "January"), ("2025", "February")]
REPORTED = {
    # Reported and predicted counts of the months above; all of 2025 carries the agency's note.
    "US": ((105000, 104000, 78594, 76298), (105500, 104900, 79929, 78309)),
    "OH": ((4600, 4500, 3050, 2970), (4600, 4500, 3050, 2970)),
    "OK": ((1200, 1190, 900, 790), (1210, 1200, 960, 934)),
    "CA": ((12000, 11900, 9500, 9296), (12500, 12400, 9900, 9726)),
    # Rose while the nation fell, and its records are complete.
    "NV": ((1100, 1110, 1500, 1551), (1100, 1110, 1500, 1551)),
    "YC": ((3000, 2950, 2100, 2039), (3000, 2950, 2250, 2302)),
    "NY": ((3200, 3100, 2100, 2053), (3200, 3100, 2110, 2060)),
}


def state_rows():
    for state, (reported, predicted) in REPORTED.items():
        for (year, month), count, expected in zip(MONTHS, reported, predicted, strict=True):
            yield {
                "state": state,
                "year": year,
                "month": month,
                "data_value": count,
                "predicted_value": expected,
                "footnote": FLAG if year == "2025" else FINAL,
            }


def county_rows():
    """Ten months newer than the states' file."""
    for fips, counts in ((39061, (420, 380)), (32003, (700, 810))):
        for year, count in zip(("2024", "2025"), counts, strict=True):
            yield {
                "fips": fips,
                "year": year,
                "month": "12",
                "provisional_drug_overdose_deaths": count,
                "footnote": "",
            }


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    folder = tmp_path_factory.mktemp("statements")
    contents = {"states": STATE.text(*state_rows()), "counties": COUNTY.text(*county_rows())}
    return read_published(folder, contents)


@pytest.fixture(scope="module")
def shown(reader, outlines):
    return lambda query: explore(reader, parse_view(query)[0], outlines)


def incomplete_from(reader, place):
    resolved = resolve(reader, parse_view(f"place={place}&level=state&period=2025-02")[0])
    (own,) = [each for each in place_series(reader, resolved) if each.place == place]
    return own.incomplete_from and str(own.incomplete_from)


@pytest.mark.parametrize(
    ("place", "first"),
    [
        # The note stands at every state's count; where all that is predicted is reported, nothing is missing.
        ("39", None),
        ("32", None),
        ("40", "2025-01-31"),
        # Predicted is over 2% more in every month, and the agency's note begins in 2025.
        ("06", "2025-01-31"),
        (NATION, "2025-02-28"),
        # The sum of two areas, one of which is incomplete.
        ("36", "2025-01-31"),
    ],
)
def test_what_is_incomplete_is_decided_by_note_and_prediction(reader, place, first):
    assert incomplete_from(reader, place) == first


def test_states_with_complete_records_are_set_against_the_nation(reader):
    resolved = resolve(reader, parse_view("level=state&period=2025-02")[0])
    found = rising(reader, resolved)
    assert list(found.places["place"]) == ["32"]
    # Ohio and Nevada; of California, Oklahoma and New York too much is predicted to know.
    assert (found.comparable, found.left_out["incomplete"]) == (2, 3)
    # The nation's own change is of a prediction without an interval.
    assert found.tide.place == "" and found.tide.change.upper < 0
    assert "predicted count and has no interval" in rising_texts(resolved, found)["rising-foot"]


def test_an_incomplete_count_is_hedged_and_not_colored(shown):
    result = shown("place=40&level=state&period=2025-02")
    assert result.figure.incomplete
    assert trend_title(result.view, result).endswith(": 934, and 1,200 a year earlier, predicted counts")
    amount, _, change = [tile for tile in tiles(result.view, result) if "released" not in tile.title]
    assert (amount.value, amount.small) == ("934", "predicted for late reports; 790 reported")
    assert change.small == "1,200 a year earlier; no interval for a prediction"
    assert (change.value, change.tone) == ("−22.2%", "")


def test_a_complete_count_is_not_hedged(shown):
    result = shown("place=39&level=state&period=2025-02")
    assert not result.figure.incomplete
    assert trend_title(result.view, result).endswith("down 34.0% on a year earlier")


@given(st.tuples(*[st.floats(-100, 100)] * 3).map(sorted))
def test_a_direction_needs_a_whole_interval_on_its_side(numbers):
    lower, value, upper = numbers
    sides = {1 if each > 0 else -1 if each < 0 else 0 for each in numbers}
    found = Estimate(value, lower, upper).direction
    assert found == (sides.pop() if len(sides) == 1 else 0)


def test_without_limits_there_is_no_direction():
    for limits in ((None, None), (1.0, None), (None, -1.0)):
        change = Estimate(50.0, *limits)
        assert (change.direction, change.is_assessed) == (0, False)


def test_without_an_interval_both_figures_are_told_and_no_direction(store, outlines):
    for query in (
        "indicator=syndromic_visits&place=50&kind=month",
        "indicator=naloxone_dispensing&place=39",
        "indicator=seized_weight",
    ):
        result = explore(store.current(), parse_view(query)[0], outlines)
        change = result.figure.change
        assert change is not None and not change.is_assessed, query
        title = trend_title(result.view, result)
        assert title.endswith(" a year earlier") and ", and " in title, title
        assert not any(word in title for word in (" up ", " down ", "clear")), title
        assert title.endswith("lb a year earlier") == (query == "indicator=seized_weight"), title
        (tile,) = [each for each in tiles(result.view, result) if each.title == "A year earlier"]
        assert (tile.tone, "no direction is stated" in tile.small) == ("", True)
        table = headline_table(result)
        assert not table["figure"].str.contains("change").any()
        earlier = table[table["figure"].str.endswith("a year earlier")]
        assert list(earlier["value"]) == pytest.approx([result.figure.before], abs=0.5)
        # The same figures with an interval have a direction.
        surer = dataclasses.replace(change, lower=1.0, upper=2.0)
        told = dataclasses.replace(result, figure=dataclasses.replace(result.figure, change=surer))
        assert "on a year earlier" in trend_title(result.view, told)


def test_of_a_weight_seized_both_years_are_told(store, outlines):
    result = explore(store.current(), parse_view("")[0], outlines)
    assert result.seized.weight_before
    title = seized_title(result.seized, "")
    assert title.endswith(f", and {number(result.seized.weight_before, 1)} lb a year earlier")
    assert "%" not in title


def test_the_strip_across_sectors_gives_both_figures_where_there_is_no_interval(store):
    view, _ = parse_view("place=39061")
    found = sectors(store.current(), view.place)
    table = sectors_table(resolve(store.current(), view), found).set_index("indicator")
    words = {row["indicator"]: row for row in sectors_content(found)}
    told = table.loc["naloxone_dispensing"]
    assert words["naloxone_dispensing"]["change"] == f"from {number(told['year_earlier'], 1)}"
    assert words["naloxone_dispensing"]["tone"] == ""
    assert told[["change_percent", "lower", "upper"]].isna().all()
    counted = table.loc["deaths"]
    assert counted[["change_percent", "lower", "upper"]].notna().all()
    assert counted[["year_earlier"]].isna().all()


def test_a_published_rate_has_no_map_of_change():
    view, remarks = parse_view("indicator=syndromic_visits&measure=change")
    assert view.measure == "count"
    assert remarks


def test_on_a_map_of_changes_only_a_clear_one_is_colored(shown, store, outlines):
    states = shown("level=state&measure=change&period=2025-02").map.places
    # Ohio fell and Nevada rose beyond chance; of California and Oklahoma too much is predicted to say.
    assert (states.loc[["39", "32"], "class_number"] != NO_CLASS).all()
    assert (states.loc[["06", "40"], "class_number"] == NO_CLASS).all()
    assert states.loc[["06", "40"], "shown"].notna().all()
    counties = explore(store.current(), parse_view("measure=change")[0], outlines)
    rows = counties.map.places
    spans = (rows["lower"] <= 0) & (rows["upper"] >= 0)
    assert spans.any() and (rows.loc[spans, "class_number"] == NO_CLASS).all()
    frames_now = frames(store.current(), resolved=counties.resolved, embedded=outlines)
    size = frames_now.places[-1]
    codes = np.frombuffer(frames_now.codes, dtype=np.uint8)[-size:] % STATUS_STEP
    drawn = rows["class_number"].to_numpy()
    assert (codes[drawn != NO_CLASS] == drawn[drawn != NO_CLASS]).all()
    assert (codes[(drawn == NO_CLASS) & rows["shown"].notna().to_numpy()] == UNCLASSED).all()


def test_a_rate_by_occurrence_says_so_and_lines_of_one_name_are_told_apart(store, outlines):
    states = explore(store.current(), parse_view("level=state&place=39")[0], outlines)
    assert "by place of occurrence per 100,000 residents" in map_title(states.resolved)
    assert OCCURRENCE_RATES in map_foot(states)
    assert any("crude, by place of occurrence" in tile.title for tile in tiles(states.view, states))
    counties = explore(store.current(), parse_view("place=11001")[0], outlines)
    assert "occurrence" not in map_title(counties.resolved)
    names = [line.name for line in counties.series if line.name.startswith("District of Columbia")]
    assert names == ["District of Columbia (by residence)", "District of Columbia (by occurrence)"]


def test_the_highest_is_called_so_only_where_it_nearly_certainly_is(store, outlines):
    result = explore(store.current(), parse_view("")[0], outlines)
    for probability, words in (
        (0.998, "Highest reliable rate: Adams County, OH (probability over 99%)."),
        (0.95, "Highest reliable rate: Adams County, OH (probability 95%)."),
        (0.6, "Among the highest reliable rates: Adams County, OH, the highest with a probability of 60%."),
        (None, "Highest reliable rate: Adams County, OH."),
    ):
        told = dataclasses.replace(result.map, highest=Highest("39001", probability))
        assert map_subtitle(result.resolved, told).endswith(words)
    own = result.map.highest
    first = result.map.places["rank"].eq(1)
    assert own.place == result.map.places.index[first].item()
    assert own.probability == result.map.places.loc[first, "highest"].item()


def test_numbers_agree_with_their_nouns_and_small_weights_are_not_none():
    assert [counted(count, "county", "counties") for count in (0, 1, 2)] == [
        "0 counties",
        "1 county",
        "2 counties",
    ]
    assert [pounds(weight) for weight in (0, 0.02, 0.05, 3.25, 10_914.7)] == [
        "0.0 lb",
        "under 0.1 lb",
        "0.1 lb",
        "3.3 lb",
        "10,914.7 lb",
    ]
    words = class_words(parse_view("measure=rate")[0], (0.2, 0.3, 0.4, 1.0))
    assert words == ["up to 0.2", "0.3", "0.4", "0.5 or more"]


def test_deaths_without_a_population_are_counts_with_a_line_on_how_to_bring_one(shown):
    """No Census file lies beside the counts."""
    result = shown("place=39061")
    assert result.view.measure == "count"
    assert NO_POPULATION in result.resolved.remarks
    assert result.map.places["shown"].notna().any()


def test_the_profile_of_a_place_without_a_population_has_its_counts(reader):
    resolved = resolve(reader, parse_view("place=39061")[0])
    found = facets(reader, view=resolved.view, panel="drugs")
    (deaths,) = [facet for facet in found.facets if facet.view.drug == "all"]
    assert value_words(deaths.own) == "380 deaths (95% interval 343 to 420)"
    assert deaths.view.measure == "count"
