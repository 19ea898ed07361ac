"""Own groups in a link: whatever their names hold reads back the same, and nothing malformed raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.groups import (
    LONGEST_NAME,
    MOST_COUNTIES,
    MOST_GROUPS,
    Group,
    format_groups,
    is_group,
    parse_groups,
)
from model.places import places
from model.view import LONGEST_QUERY, View, parse_view, query_string

COUNTIES = sorted(code for code, place in places().items() if place.kind == "county")
NAMES = st.one_of(
    st.text(
        st.characters(categories=["L", "N", "P", "S"], include_characters=" "),
        min_size=1,
        max_size=LONGEST_NAME,
    ),
    st.text("%:;.,&=+#?<>\"' é😀aA3", min_size=1, max_size=LONGEST_NAME),
).filter(lambda name: name == name.strip())
GROUPS = st.lists(
    st.builds(Group, NAMES, st.lists(st.sampled_from(COUNTIES), max_size=12, unique=True).map(tuple)),
    min_size=1,
    max_size=MOST_GROUPS,
).map(tuple)


@given(GROUPS)
def test_groups_of_any_name_read_back_the_same(groups):
    assert parse_groups(format_groups(groups)) == groups


@given(GROUPS)
def test_they_come_back_from_the_url_beside_other_parts(groups):
    view = View(place="own-1", compare=("peers", "svi-4"), groups=groups)
    assert parse_view("?" + query_string(view)) == (view, ())


@given(st.text() | st.text("ab:;.%0123456789", max_size=40))
def test_nothing_malformed_raises_and_what_is_read_is_of_the_form(text):
    for group in parse_groups(text) or ():
        assert 0 < len(group.name) <= LONGEST_NAME
        assert group.name.isprintable()


def test_the_largest_groups_fit_into_a_link():
    groups = tuple(Group("é" * LONGEST_NAME, tuple(COUNTIES[:MOST_COUNTIES])) for _ in range(MOST_GROUPS))
    query = query_string(View(place="own-3", groups=groups))
    assert len(query) < LONGEST_QUERY
    assert parse_view(query)[0].groups == groups


@pytest.mark.parametrize(
    "text",
    [
        "39061",
        ":39061",
        "a:39061;b",
        "a:39061.x",
        "a:3906１",
        " a:39061",
        "a\x07:39061",
        "x" * 61 + ":39061",
        "a:1;b:1;c:1;d:1",
        "a:" + ".".join(f"{number:05d}" for number in range(1, MOST_COUNTIES + 2)),
    ],
)
def test_what_is_not_of_the_form_is_set_aside_in_one_line(text):
    assert parse_groups(text) is None
    view, remarks = parse_view(f"groups={text}&place=39".replace(";", "%3B"))
    assert (view.groups, view.place) == ((), "39")
    assert len(remarks) == 1
    assert "up to 3 groups of up to 400 counties" in remarks[0]


def test_lost_zeros_are_mended_and_retired_codes_renamed():
    assert parse_groups("a:1001.01001.46113.2270") == (Group("a", ("01001", "46102", "02158")),)


def test_unknown_codes_are_left_out_and_named():
    view, remarks = parse_view("place=own-2&groups=a:39061;b:39061.39999.12")
    assert view.groups == (Group("a", ("39061",)), Group("b", ("39061",)))
    assert remarks == ("Left out of the link's group 2, because no county has the code: 39999, 12.",)


def test_many_unknown_codes_are_counted():
    _, remarks = parse_view("groups=a:39061." + ".".join(f"99{number:03d}" for number in range(1, 100)))
    assert remarks[0].endswith("99001, 99002, 99003, 99004, 99005 and 94 more.")


def test_which_codes_stand_for_groups():
    assert all(map(is_group, ("urban-6", "svi-1", "hidta-new-england", "own-3", "peers")))
    assert not any(map(is_group, ("urban-7", "svi-0", "own-4", "hidta-", "hidta-A", "39061", "US", "own-1 ")))


def test_peers_can_be_compared_with_and_not_be_in_focus():
    assert parse_view("place=39061&compare=peers")[0].compare == ("peers",)
    assert parse_view("place=peers")[0].place == "US"
