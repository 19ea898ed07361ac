"""The profile of a place: addresses, what it says, and that no sentence is contradicted by its panel."""

import random
import re
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis_profiles import examples, first_of

from components.numbers import number
from model.catalog import INDICATORS
from model.places import places
from model.view import View, parse_view
from pages.answering import resolved_view
from pages.lazy_panels import answer
from pages.place import content, view_of
from panels.answers import lazy_answer
from panels.map_table import map_table
from panels.panel import Where
from panels.profile_facets import facets_table
from panels.profile_insights import sentence
from panels.profile_peers import peers_table
from panels.profile_words import decimals_of
from panels.registry import appearing_in, panel
from queries.explore import explore
from queries.insight_rules import Material, apply_rules
from queries.measures import frame_of, measure_columns
from queries.profile import facet_of
from queries.profile_results import Completeness, Facets, Peers
from queries.results import PlaceSeries, Provenance, ResolvedView
from queries.store import Store
from tests.pages.test_unwanted_words import strings_of

MOVED = ("change", "against the nation", "drug", "nonfatal", "laboratories", "response")
PLACES_TRIED = 12
ON_PROFILE = [each.id for each in appearing_in(Where.PROFILE)]


@pytest.mark.parametrize(
    ("pathname", "search", "place"),
    [
        ("/place/39061", "", "39061"),
        ("/place/39", "?indicator=svi", "39"),
        ("/place/US", None, "US"),
        ("/place/urban-2", "", "urban-2"),
        ("/place/46113", "", "46102"),
        ("/place/own-1", "?groups=Ours:39061.39035", "own-1"),
    ],
)
def test_an_address_names_a_place(pathname, search, place):
    view = view_of(pathname, search)
    assert view is not None and view.place == place
    assert view.indicator == "deaths"


@pytest.mark.parametrize(
    "pathname",
    [
        "/place/",
        "/place/99999",
        "/place/<b>",
        "/place/39061&place=39",
        "/place/" + "9" * 500,
        None,
        "/place/peers",
    ],
)
def test_another_address_is_told_apart_and_not_repeated(store, outlines, pathname):
    assert view_of(pathname, "") is None
    said = list(strings_of(content(store, outlines, pathname, "").to_plotly_json()))
    assert "There is no such place" in said
    assert not any("99999" in text or "<b>" in text for text in said)


def test_a_group_that_the_link_does_not_bring_is_no_place(store, outlines):
    said = list(strings_of(content(store, outlines, "/place/own-1", "").to_plotly_json()))
    assert "There is no such place" in said


def test_without_an_extract_it_says_so(tmp_path, outlines):
    said = list(strings_of(content(Store(tmp_path), outlines, "/place/39", "").to_plotly_json()))
    assert "There is nothing to show yet" in said


def test_the_name_of_an_own_group_is_only_ever_text(store, outlines):
    page = content(store, outlines, "/place/own-1", "?groups=%3Cimg src=x%3E:39061.39035")
    said = list(strings_of(page.to_plotly_json()))
    assert "<img src=x>" in said
    assert not any(text.startswith("/place/<") for text in said)


def suppressed_county(store):
    for place in places().values():
        if place.kind == "county":
            found = answer(*resolved_view(store, f"place={place.place}"), panel("drugs"))["content"]["charts"]
            if found and found[0]["newest"].startswith("Suppressed") and not found[0]["whose"]:
                return place.place
    raise AssertionError("no county is suppressed")


def test_a_suppressed_county_offers_a_longer_period_its_group_and_its_state(store, outlines):
    county = suppressed_county(store)
    told = answer(*resolved_view(store, f"place={county}"), panel("insights"))["content"]["sentences"][0]
    links = [each["link"] for each in told["instead"]]
    assert links[0].startswith(f"/?place={county}&kind=")
    assert links[1].startswith("/place/urban-") and links[2] == f"/place/{county[:2]}"
    said = list(strings_of(content(store, outlines, f"/place/{county}", "").to_plotly_json()))
    opening = next(position for position, text in enumerate(said) if text.startswith("No figure is released"))
    assert [text for text in said[opening:] if text in links] == links


@pytest.mark.parametrize("name", ON_PROFILE)
def test_a_panel_answers_any_view(store, name):
    for query in (
        "indicator=svi&place=39061",
        "indicator=seized_weight&drug=cocaine",
        "place=own-1&groups=X:39061",
    ):
        reader, resolved = resolved_view(store, query)
        said = answer(reader, resolved, panel(name))
        assert said["texts"][f"{name}-title"]
        table = lazy_answer(reader, panel(name), resolved).table
        assert len(table) or resolved.view.place != "39061"


def some_places():
    chance = random.Random(11)
    drawable = [place for place, known in places().items() if known.kind in ("state", "county")]
    return ["US", "urban-3", *chance.sample(drawable, PLACES_TRIED)]


@pytest.mark.parametrize("place", first_of(some_places(), 6))
def test_no_sentence_is_contradicted_by_its_panel(store, place):
    reader, resolved = resolved_view(store, f"place={place}")
    found = panel("insights").find(reader, resolved)
    assert 3 <= len(found.insights) <= 6
    tables = {each.id: lazy_answer(reader, each, resolved).table for each in appearing_in(Where.PROFILE)}
    for told in found.insights:
        if told.rule in MOVED:
            check_change(told, tables[told.panel])
        elif told.rule == "peers":
            check_peers(told, tables["peers"])
        elif told.rule == "incomplete":
            rows = tables["completeness"]
            row = rows[(rows["place"] == told.of.place) & (rows["indicator"] == told.of.indicator)].iloc[0]
            assert pd.notna(row["incomplete_from"])
        elif told.rule == "suppressed":
            row = newest(tables["drugs"], told.of, "reported")
            assert row["status"] == "suppressed" and pd.isna(row["value"])


def newest(table, of, series):
    rows = table[
        (table["place"] == of.place)
        & (table["indicator"] == of.indicator)
        & (table["drug"] == of.drug)
        & (table["series"] == series)
        & (table["period_end"] == pd.Timestamp(of.end))
    ]
    assert len(rows) == 1
    return rows.iloc[0]


def check_change(told, table):
    """The words of a change against the rows of its panel, which are all that is looked at."""
    words = sentence(told)
    for of in filter(None, (told.of, told.beside)):
        reported = newest(table, of, "reported")
        row = newest(table, of, "predicted") if of.predicted else reported
        assert reported["status"] not in ("suppressed", "unreliable", "missing", "not_reported")
        assert pd.notna(reported["value"])
        assert row["change_lower"] > 0 or row["change_upper"] < 0
        unit = " percentage points" if row["change_unit"] == "points" else "%"
        way = "up" if row["change"] > 0 else "down"
        assert f"{way} {number(abs(row['change']), 1)}{unit}" in words
        assert number(abs(row["change_lower"]), 1) in words and number(abs(row["change_upper"]), 1) in words
    # No newer period of the place is in the panel.
    own = table[(table["place"] == told.of.place) & (table["indicator"] == told.of.indicator)]
    assert own[own["drug"] == told.of.drug]["period_end"].max() == pd.Timestamp(told.of.end)


def check_peers(told, table):
    row = table[table["indicator"] == "deaths"].iloc[0]
    outer = 0.2 * row["peers_ranked"]
    if "highest fifth" in sentence(told):
        assert row["rank_among_peers"] <= outer and row["lower"] > row["median_of_peers_most"]
    else:
        assert row["rank_among_peers"] > row["peers_ranked"] - outer
        assert row["upper"] < row["median_of_peers_least"]
    assert number(row["median_of_peers_least"], 1) in sentence(told)


counts = st.one_of(st.none(), st.integers(0, 60), st.integers(0, 20_000))
"""None is withheld."""
ENDS = (date(2024, 12, 31), date(2025, 12, 31))
ORIGIN = Provenance("vsrr_state", "VSRR", "occurrence", ENDS[1], True, False, "cited")


def is_unsure(now, expected, incomplete):
    """Whether over 2% more is predicted for the newest year than is reported."""
    return incomplete and None not in (now, expected) and expected[1] > 1.02 * now


def line_of(place, before, now, expected, incomplete, measure):
    """A line of two years, as the queries make it, from counts before and now."""
    reported, predicted = ([before, now], [None, None] if expected is None else expected)

    def points(values, status):
        value = np.array([np.nan if each is None else float(each) for each in values])
        columns = {
            "value": value,
            "numerator": value,
            "denominator": np.full(2, 1e6),
            "status": np.where(np.isnan(value), "suppressed", status).astype(object),
            "compared": value,
            "compared_before": np.array([np.nan, value[0]]),
            "status_before": np.array([None, "suppressed" if np.isnan(value[0]) else status], dtype=object),
            "without_interval": np.array([False, is_unsure(now, expected, incomplete)]),
        }
        measured = measure_columns(columns, measure, INDICATORS["deaths"])
        days = {"period_end": np.array(ENDS, dtype="datetime64[s]")}
        return frame_of(measured | days | {"flagged": np.array([False, incomplete])})

    expectation = points(predicted, "predicted") if expected else points(reported, "ok").iloc[:0]
    first = ENDS[1] if incomplete else None
    return PlaceSeries(
        place, place, points(reported, "provisional"), expectation, ORIGIN, incomplete_from=first
    )


series = st.tuples(
    counts,
    counts,
    st.one_of(st.none(), st.tuples(st.integers(0, 20_000), st.integers(0, 20_000))),
    st.booleans(),
)


@given(all_drugs=series, nation=series, one_drug=series)
@settings(max_examples=examples(30, 600))
def test_no_sentence_of_any_series_is_contradicted(all_drugs, nation, one_drug):
    resolved = ResolvedView(
        View(place="39"), "12-month-ending", ENDS[1], "state", ("state",), ("12-month-ending",), {},
        dict.fromkeys(reversed(ENDS), ()), {}, {}, (),
    )  # fmt: skip

    def drawn(drug, *series):
        rates, changes = (
            tuple(line_of(place, *each, measure) for place, each in series) for measure in ("rate", "change")
        )
        return facet_of(resolved.with_view(drug=drug), series=rates, changes=changes)

    shown = Facets(
        "drugs",
        "39",
        "Ohio",
        (drawn("all", ("39", all_drugs), ("US", nation)), drawn("cocaine", ("39", one_drug), ("US", nation))),
    )
    others = {name: Facets(name, "39", "Ohio", ()) for name in ("nonfatal", "supply", "response")}
    material = Material(
        "39",
        {"drugs": shown, **others},
        Peers("39", "Ohio", "state", ()),
        Completeness("39", "Ohio", (), (), ()),
    )
    table = facets_table(shown)
    for told in apply_rules(material):
        if told.rule in MOVED:
            check_change(told, table)
            assert not (told.of.incomplete or (told.beside and told.beside.incomplete))
            for of in filter(None, (told.of, told.beside)):
                both = {"all": all_drugs if of.place == "39" else nation, "cocaine": one_drug}[of.drug]
                before, now, expected, incomplete = both
                assert now is not None and now >= 20
                assert min(expected if of.predicted else (before, now)) >= 20
                assert of.predicted == (incomplete and expected is not None)
                assert not incomplete or expected[1] <= 1.02 * now
        elif told.rule == "no clear change":
            row = newest(table, told.of, "predicted" if told.of.predicted else "reported")
            assert row["change_lower"] <= 0 <= row["change_upper"]
            assert "no clear change" in sentence(told)


def test_numbers_in_the_words_of_a_chart_are_those_of_its_table(store):
    reader, resolved = resolved_view(store, "place=39061")
    for name in ("drugs", "nonfatal", "supply", "response"):
        shown = lazy_answer(reader, panel(name), resolved)
        for chart, facet in zip(shown.content["charts"], shown.found.facets, strict=True):
            row = newest(
                shown.table, facet.own, "predicted" if facet.own.status == "predicted" else "reported"
            )
            if pd.notna(row["value"]):
                written = float(re.match(r"[\d.,]+", chart["newest"]).group().replace(",", ""))
                assert written == row["value"]
            if chart["change"]:
                changed = newest(shown.table, facet.own, "predicted" if facet.own.predicted else "reported")
                told = facet.own.change.value if facet.own.change.is_assessed else facet.own.change.before
                digits = 1 if facet.own.change.is_assessed else decimals_of(facet.own)
                assert number(abs(told), digits) in chart["change"]
                assert changed["change"] == pytest.approx(facet.own.change.value, abs=0.06)


def test_ranks_are_those_of_the_map(store, outlines):
    reader, resolved = resolved_view(store, "place=39061")
    row = peers_table(panel("peers").find(reader, resolved)).iloc[0]
    mapped = map_table(explore(reader, parse_view("place=39061")[0], outlines))
    own = mapped[mapped["place"] == "39061"].iloc[0]
    assert (row["rank"], row["value"]) == (own["rank"], own["deaths per 100,000"])


@pytest.mark.extract
@pytest.mark.parametrize("place", ["US", "39", "39061", "39001", "53033"])
@pytest.mark.parametrize("name", ON_PROFILE)
def test_a_panel_of_an_extract_with_little_in_it(small_extract, name, place):
    reader, resolved = resolved_view(Store(small_extract), f"place={place}")
    said = answer(reader, resolved, panel(name))
    assert said["texts"][f"{name}-title"]
    table = lazy_answer(reader, panel(name), resolved).table
    assert table.columns.is_unique
    if name == "insights" and place == "39001":
        assert said["content"]["sentences"][0]["text"].startswith("Drug overdose deaths, Adams County, OH")
        assert "suppressed" in said["content"]["sentences"][0]["text"]
