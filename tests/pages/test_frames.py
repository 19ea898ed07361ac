"""Every frame that the map is played with is the map that the page itself shows of that period."""

import base64
import json
import struct

import numpy as np
import pytest
from agency_files import COUNTY, STATE, SUPPRESSED_COUNTY, census_text
from boundary_files import COUNTIES_2015, COUNTIES_2022, counties, zipped
from fastapi import FastAPI
from hypothesis_profiles import is_full
from support import ask, write_files

from data.pipeline.harvest import files_under, harvest
from data.pipeline.ingest import publish_harvest
from pages import explore, frames
from queries.store import Store

NO_FIGURE = np.iinfo(np.int32).min
NO_CLASS = 255
VIEWS = {
    "": 12,
    "measure=count&place=39061&period=2022-06": 12,
    "measure=change": 6,
    "level=state": 6,
    "level=state&measure=change&drug=cocaine": 1,
    "indicator=syndromic_visits": 8,
    "indicator=lab_reports&drug=xylazine": 1,
    "indicator=lab_reports&measure=change": 1,
    "indicator=discharge_ed": 1,
    "measure=smoothed": 12,
    "classes=continuous": 12,
    "classes=jenks&measure=count": 12,
    "classes=5,10,20": 12,
}
"""View → how many periods stand between two that `make test-full` compares; the last is always among them."""
SPARSER = 1 if is_full() else 3
"""How many times more of them by default."""


def getter(store, outlines):
    server = FastAPI()
    server.include_router(frames.router(store, outlines))
    return lambda query, method="GET", **headers: ask(server, f"/frames?{query}", method, **headers)


@pytest.fixture(scope="module")
def get(store, outlines):
    return getter(store, outlines)


def unpacked(content):
    """Header and the frames, one array a period."""
    (length,) = struct.unpack_from("<I", content)
    head = json.loads(content[4 : 4 + length])
    codes = np.frombuffer(content, dtype=np.uint8, offset=4 + length)
    ends = np.cumsum([period["places"] for period in head["periods"]])
    assert len(codes) == (ends[-1] if len(ends) else 0)
    return head, np.split(codes, ends[:-1]) if len(ends) else []


def map_of(store, outlines, query):
    return explore.answer(store, outlines, query, {})["map"]


def assert_same(head, codes, answered):
    status, low = np.divmod(codes, head["step"])
    shown = np.frombuffer(base64.b64decode(answered["shown"]), dtype=np.int32)
    classes = np.frombuffer(base64.b64decode(answered["classes"]), dtype=np.uint8)
    assert head["status_ids"] == answered["status_ids"]
    assert status.tobytes() == base64.b64decode(answered["statuses"])
    assert ((low == head["no_figure_code"]) == (shown == NO_FIGURE)).all()
    figured = shown != NO_FIGURE
    wanted = np.where(classes == NO_CLASS, head["unclassed_code"], classes)
    assert (low[figured] == wanted[figured]).all()
    for name in ("level", "colors", "unclassed"):
        assert head[name] == answered[name]


@pytest.mark.random
@pytest.mark.parametrize("view", VIEWS)
def test_each_frame_is_the_map_of_its_period(view, store, outlines, get):
    head, codes = unpacked(get(view).content)
    periods = head["periods"]
    assert len(periods) > 1
    assert sorted(period["period"] for period in periods) == [period["period"] for period in periods]
    for position in range(len(periods) - 1, -1, -VIEWS[view] * SPARSER):
        period = periods[position]
        answered = map_of(store, outlines, f"{head['query']}&period={period['period']}&level={head['level']}")
        assert_same(head, codes[position], answered)
        assert head["outlines"][period["outlines"]] == answered["outlines"]


def test_the_page_offers_the_periods_of_the_frames(store, outlines, get):
    answer = explore.answer(store, outlines, "place=39&measure=count", {})
    series = answer["series"]
    head, _ = unpacked(get(series["query"]).content)
    assert series["version"] == head["version"]
    assert series["periods"] == [period["period"] for period in head["periods"]]
    assert series["words"] == [period["words"] for period in head["periods"]]
    assert (
        answer["period_words"]
        == series["words"][series["periods"].index(answer["controls"]["period"]["value"])]
    )
    assert series["query"] == "measure=count&level=county"


def test_played_states_are_named_where_counties_would_be_shown(store, outlines):
    def named(query):
        return explore.answer(store, outlines, query, {})["series"]["named"]

    assert named("level=state")
    assert not named("")
    assert not named("drug=cocaine")


@pytest.mark.extract
def test_true_figures_of_two_years(tmp_path, outlines):
    """A true zero, a count that is suppressed, a low and a high one, and a county that is not listed."""
    counts = {39061: ("400", "400"), 39009: ("25", "50"), 1001: ("0", "0"), 39001: ("", "")}
    rows = [
        {
            "fips": fips,
            "year": year,
            "provisional_drug_overdose_deaths": count,
            **({} if count else {"footnote": SUPPRESSED_COUNTY}),
        }
        for fips, pair in counts.items()
        for year, count in zip(("2023", "2024"), pair, strict=True)
    ]
    folder = write_files(
        tmp_path / "in",
        {"county": COUNTY.text(*rows), "state": STATE.text({"year": "2024"}), "people": census_text()},
    )
    publish_harvest(harvest(files_under(folder), lambda path: None), tmp_path / "extracts")
    head, codes = unpacked(getter(Store(tmp_path / "extracts"), outlines)("measure=count").content)
    assert [period["period"] for period in head["periods"]] == ["2023-12", "2024-12"]
    first, second = (
        [frame[outlines.county_places.index(f"{fips:05d}")] for fips in counts] for frame in codes
    )
    words = head["status_ids"]
    assert [words[code // head["step"]] for code in first] == ["provisional"] * 3 + ["suppressed"]
    assert first[2] % head["step"] == head["unclassed_code"]
    assert first[3] % head["step"] == head["no_figure_code"]
    assert first[0] == second[0]
    assert first[1] % head["step"] < first[0] % head["step"]
    other = codes[0][outlines.county_places.index("56001")]
    assert (words[other // head["step"]], other % head["step"]) == ("missing", head["no_figure_code"])


@pytest.mark.extract
def test_a_period_of_other_counties_is_drawn_on_other_outlines(tmp_path, outlines):
    """Connecticut's counties in one year and its planning regions in the next, each on its own outlines."""
    rows = [
        {"fips": code, "year": year, "provisional_drug_overdose_deaths": 20 + index % 90}
        for year, codes in (("2023", COUNTIES_2015), ("2024", COUNTIES_2022))
        for index, code in enumerate(codes)
    ]
    zipped(counties(COUNTIES_2022), tmp_path, "cb_2022_us_county_20m")
    contents = {"county": COUNTY.text(*rows), "state": STATE.text({"year": "2024"}), "people": census_text()}
    folder = write_files(tmp_path / "in", contents)
    paths = [*files_under(folder), *tmp_path.glob("*.zip")]
    publish_harvest(harvest(paths, lambda path: None), tmp_path / "extracts")
    store = Store(tmp_path / "extracts")
    head, codes = unpacked(getter(store, outlines)("measure=count").content)
    assert [period["outlines"] for period in head["periods"]] == [0, 1]
    assert len(set(head["outlines"])) == 2
    for period, frame in zip(head["periods"], codes, strict=True):
        answered = map_of(store, outlines, f"measure=count&period={period['period']}")
        assert answered["outlines"] == head["outlines"][period["outlines"]]
        assert_same(head, frame, answered)


@pytest.mark.parametrize(
    "query",
    [
        "place=99999",
        "drug=%3Cscript%3E&measure=square",
        "level=planet&period=9999-99",
        "unheard=of",
        "x" * 13_000,
        "period=%00&source='; DROP TABLE observations",
    ],
)
def test_a_malformed_query_gives_the_default_frames(query, get):
    response = get(query)
    assert response.status_code == 200
    assert unpacked(response.content)[0] == unpacked(get("").content)[0]


def test_a_view_without_a_map_has_no_frames(get):
    head, codes = unpacked(get("indicator=seized_weight").content)
    assert (head["periods"], codes) == ([], [])


def test_an_answer_that_the_browser_has_is_not_sent_again(get):
    first = get("measure=count&place=39")
    assert first.headers["cache-control"] == "public, no-cache"
    tag = first.headers["etag"]
    again = get("measure=count&place=06&period=2022-12", **{"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert get("measure=rate", **{"If-None-Match": tag}).status_code == 200


def test_without_an_extract_there_is_nothing_to_play(tmp_path, outlines):
    assert getter(Store(tmp_path / "none"), outlines)("").status_code == 503
