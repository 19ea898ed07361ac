"""The map in a real browser: each source on its own county geography, each set of outlines asked for once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from agency_files import COUNTY, STATE, census_text
from boundary_files import CONNECTICUT, COUNTIES_2015, COUNTIES_2022, REGIONS, counties, zipped
from conftest import write_files
from playwright.sync_api import expect

from data.pipeline.ingest import files_under, harvest, publish_harvest

from .conftest import Watched, running_app

pytestmark = pytest.mark.browser

SVI_HEADER = "ST,STATE,ST_ABBR,COUNTY,FIPS,LOCATION,RPL_THEME1,RPL_THEME2,RPL_THEME3,RPL_THEME4,RPL_THEMES"
DRAWN = """() => Object.fromEntries([...document.querySelectorAll("#map-svg .county path")]
  .filter((path) => /^09|^02(063|066|261)$/.test(path.dataset.place))
  .map((path) => [path.dataset.place, path.dataset.status]))"""


def svi() -> str:
    """CDC/ATSDR's county file of 2022, with Connecticut's nine regions, cut to the columns read."""
    lines = [
        f"{int(code[:2])},State,ST,County,{code},County,0.1,0.2,0.3,0.4,{index % 100 / 100}"
        for index, code in enumerate(COUNTIES_2022)
    ]
    return "\n".join(["\ufeff" + SVI_HEADER, *lines]) + "\n"


def deaths() -> str:
    rows = [
        {"fips": code, "year": 2025, "provisional_drug_overdose_deaths": 20 + index % 90}
        for index, code in enumerate(COUNTIES_2015)
    ]
    return COUNTY.text(*rows)


def publish(folder: Path, extracts: Path) -> None:
    found = harvest(files_under(folder), lambda path: None)
    assert found.complete
    publish_harvest(found, extracts)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(zipped(counties(COUNTIES_2022), tmp_path_factory.mktemp("census"), "cb_2022_us_county_20m"))


@pytest.fixture
def extracts(tmp_path: Path) -> Path:
    states = STATE.text(*({"state": state, "year": 2025} for state in ("CT", "AK", "OH")))
    contents = {"SVI_2022_US_county": svi(), "county": deaths(), "state": states, "people": census_text()}
    publish(write_files(tmp_path / "in", contents), tmp_path / "extracts")
    return tmp_path / "extracts"


@pytest.fixture
def app(extracts: Path) -> Iterator[str]:
    with running_app(extracts) as address:
        yield address


def go(watched: Watched, query: str) -> dict[str, str]:
    """Asks for a view as a control does; what the counties in question then show."""
    watched.page.evaluate("query => window.dash_clientside.set_props('url', { search: query })", f"?{query}")
    watched.settled(query)
    drawn: dict[str, str] = watched.page.evaluate(DRAWN)
    return drawn


def test_each_source_is_drawn_on_its_own_counties_and_a_running_app_follows(
    app: str, extracts: Path, archive: Path, watched: Watched
) -> None:
    asked: list[str] = []
    watched.page.on("request", lambda request: "outlines-" in request.url and asked.append(request.url))
    watched.open(app)
    before = go(watched, "indicator=svi&measure=count")
    assert set(before) == {*CONNECTICUT, "02261"} and set(before.values()) == {"missing"}
    assert (
        "11 not drawn on this map: Chugach Census Area, AK"
        in watched.page.locator("#map-subtitle").inner_text()
    )
    assert len(asked) == 1

    publish(archive, extracts)
    watched.open(app)
    former = watched.page.evaluate(DRAWN)
    assert set(former) == {*CONNECTICUT, "02261"}
    regions = go(watched, "indicator=svi&measure=count")
    assert set(regions) == {*REGIONS, "02063", "02066"} and set(regions.values()) == {"ok"}
    assert "All 3,144 counties have a figure" in watched.page.locator("#map-subtitle").inner_text()
    watched.page.locator('#map-svg path[data-place="09110"]').dispatch_event("pointermove")
    assert "Capitol Planning Region, Connecticut" in watched.page.locator("#map-hover").inner_text()

    count = len(asked)
    assert go(watched, "measure=count") == dict.fromkeys((*CONNECTICUT, "02261"), "provisional")
    assert watched.page.locator("#map-svg svg").count() == 1
    assert go(watched, "indicator=svi&measure=count") == regions
    go(watched, "measure=count&level=state")
    assert len(asked) == count, "a set of outlines is asked for once"


def test_the_state_in_focus_is_looked_at_on_either_geography(
    app: str, extracts: Path, archive: Path, watched: Watched
) -> None:
    publish(archive, extracts)
    watched.open(app)
    box = "() => document.querySelector('#map-svg svg').getAttribute('viewBox')"
    whole = watched.page.evaluate(box)
    go(watched, "measure=count&place=09")
    assert watched.page.evaluate(box) != whole
    go(watched, "indicator=svi&measure=count&place=09")
    assert watched.page.evaluate(box) != whole
    go(watched, "indicator=svi&measure=count&place=09110")
    assert watched.page.locator("#map-svg .chosen path").count() == 1


def test_a_state_with_the_same_counties_gets_the_embedded_finer_shapes_where_its_file_puts_it(
    app: str, extracts: Path, archive: Path, watched: Watched
) -> None:
    publish(archive, extracts)
    watched.open(app)
    go(watched, "indicator=svi&measure=count&place=10")
    close_up = watched.page.locator("#map-svg .close-up path[data-place]")
    expect(close_up).to_have_count(3)
    go(watched, "indicator=svi&measure=count&place=09")
    expect(close_up).to_have_count(0)
