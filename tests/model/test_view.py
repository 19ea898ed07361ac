"""The view in the URL: anything may come in, nothing raises, and what is written reads back the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import catalog
from model.places import places
from model.view import (
    AREAS,
    CLASS_METHODS,
    LEVELS,
    LONGEST_AREA,
    LONGEST_QUERY,
    MEASURES,
    PALETTES,
    PARTS,
    SEIZED_DRUGS,
    View,
    explorable_in,
    normalize,
    parse_view,
    query_string,
    seized_drug,
)

MONTHS = st.builds("{}-{:02d}".format, st.integers(1900, 2099), st.integers(1, 12))
PLACES = st.sampled_from(sorted(places()))
VIEWS = st.builds(
    View,
    indicator=st.sampled_from(explorable_in("public")),
    drug=st.sampled_from(sorted(catalog.DRUGS)),
    measure=st.sampled_from(MEASURES),
    level=st.sampled_from(("", *LEVELS)),
    place=PLACES,
    compare=st.lists(PLACES, max_size=4, unique=True).map(tuple),
    period=st.just("") | MONTHS,
    since=st.just("") | MONTHS,
    seized=st.sampled_from(("", *SEIZED_DRUGS)),
    areas=st.sampled_from(AREAS),
    classes=st.sampled_from(("", *CLASS_METHODS, "5,10,20", "0.25")),
    palette=st.sampled_from(("", *PALETTES)),
    fade=st.sampled_from(("", "1")),
    segments=st.sampled_from(("", "1")),
    area=st.text(
        st.characters(categories=["L", "N", "P", "S"], include_characters=" "), max_size=LONGEST_AREA
    ),
)
QUERIES = st.one_of(
    st.none(),
    st.text(),
    st.binary().map(lambda raw: raw.decode("utf-8", "surrogateescape")),
    st.lists(st.tuples(st.sampled_from([*PARTS, "x", ""]), st.text(max_size=20))).map(
        lambda parts: "?" + "&".join(f"{name}={value}" for name, value in parts)
    ),
)


@given(QUERIES)
def test_parsing_never_raises_and_gives_a_normal_view(search):
    view, remarks = parse_view(search)
    assert normalize(view) == (view, ())
    assert all(isinstance(remark, str) and remark.endswith(".") for remark in remarks)


@given(QUERIES)
def test_a_parsed_view_reads_back_the_same_from_its_query_string(search):
    view, _ = parse_view(search)
    assert parse_view(query_string(view)) == (view, ())


@given(VIEWS)
def test_every_normal_view_round_trips(view):
    normal, _ = normalize(view)
    assert parse_view("?" + query_string(normal)) == (normal, ())


@given(st.sampled_from(sorted(PARTS)), st.text("<>qzü\"'&;=%+,{}", min_size=6, max_size=60))
def test_remarks_never_echo_what_the_visitor_sent(name, text):
    _, remarks = parse_view(f"{name}={text}&{text}=1")
    assert not any(text in remark for remark in remarks)


def test_nothing_asked_is_the_default_without_a_remark():
    for search in (None, "", "?", "indicator="):
        assert parse_view(search) == (View(), ())
    assert query_string(View()) == ""


@pytest.mark.parametrize(
    ("search", "words"),
    [
        ("indicator=population", "The link's indicator is not one of deaths,"),
        ("drug=crack", "The link's drug is not one of all,"),
        ("place=99999", "The link's place is not US, a 2-digit state or a 5-digit county FIPS code"),
        ("place=1001", "5-digit county"),
        ("compare=39,99", "up to 4 place codes"),
        ("compare=01,02,04,05,06", "up to 4 place codes"),
        ("period=2024", "a month such as 2024-12"),
        ("period=2024-13", "a month such as 2024-12"),
        ("period=20٢٤-01", "a month such as 2024-12"),
        ("period=2024-12%0A", "a month such as 2024-12"),
        ("since=0000-01", "a month such as 2024-01"),
        ("level=tract", "county or state"),
        ("areas=sea", "land or air-marine"),
        ("area=" + "x" * (LONGEST_AREA + 1), "the name of a CBP area"),
        ("area=%00", "the name of a CBP area"),
        ("utm_source=x", "A part of the link is not known here"),
        ("indicator=drugs_specified&measure=change", "has no measure"),
        ("indicator=drugs_specified&drug=heroin", "is not published by drug"),
        ("period=2024-01&since=2024-06", "range ends before it starts"),
        ("classes=kmeans", "equal, jenks, continuous, or up to 4 ascending limits such as 5,10,20"),
        ("classes=10,5", "ascending limits"),
        ("classes=1,2,3,4,5", "up to 4 ascending limits"),
        ("classes=5,,10", "ascending limits"),
        ("classes=1e3", "ascending limits"),
        ("classes=-5", "ascending limits"),
        ("classes=5.125", "ascending limits"),
        ("classes=5,10&measure=change", "a change has fixed classes"),
        ("indicator=syndromic_visits&classes=equal", "places must not be compared"),
        ("indicator=seized_weight&classes=jenks", "there is no map"),
        ("palette=magma", "one of viridis, cividis"),
        ("fade=2", "The link's fade is not 1"),
        ("segments=2", "The link's segments is not 1"),
        ("measure=change&fade=1", "fading needs a 95% interval"),
        ("indicator=svi&fade=1", "fading needs a 95% interval"),
        ("place=39&" + "x" * LONGEST_QUERY, "too long"),
    ],
)
def test_a_malformed_part_falls_back_and_is_remarked_on_once(search, words):
    view, remarks = parse_view(search + "&" + search if len(search) < 900 else search)
    assert len(remarks) == 1
    assert words in remarks[0]
    assert normalize(view) == (view, ())


def test_other_parts_survive_a_malformed_one():
    view, _ = parse_view("place=39&period=soon&drug=heroin")
    assert (view.place, view.period, view.drug) == ("39", "", "heroin")


def test_the_place_in_focus_is_not_compared_with_itself():
    assert parse_view("place=39&compare=39,US,US")[0].compare == ("US",)


@given(VIEWS)
def test_the_seizure_panel_always_has_a_drug_that_is_seized(view):
    assert seized_drug(view) in SEIZED_DRUGS
