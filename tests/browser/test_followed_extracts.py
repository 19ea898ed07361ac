"""A running app follows its folder of extracts: none, a damaged one, real figures, other counties.

The tests share one app, whose folder each empties first.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from agency_files import COUNTY, STATE, census_text
from boundary_files import CONNECTICUT, COUNTIES_2015, COUNTIES_2022, REGIONS, counties, zipped
from conftest import write_files
from playwright.sync_api import expect

from data.pipeline.harvest import files_under, harvest
from data.pipeline.ingest import publish_harvest

from .pages import Watched, running_app

pytestmark = pytest.mark.browser

SVI_HEADER = "ST,STATE,ST_ABBR,COUNTY,FIPS,LOCATION,RPL_THEME1,RPL_THEME2,RPL_THEME3,RPL_THEME4,RPL_THEMES"
DRAWN = """() => Object.fromEntries([...document.querySelectorAll("#map-svg .county path")]
  .filter((path) => /^09|^02(063|066|261)$/.test(path.dataset.place))
  .map((path) => [path.dataset.place, path.dataset.status]))"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The folder of extracts of an app, and its address."""
    extracts = tmp_path_factory.mktemp("followed") / "extracts"
    with running_app(extracts) as address:
        yield extracts, address


@pytest.fixture
def extracts(app: tuple[Path, str]) -> Path:
    shutil.rmtree(app[0], ignore_errors=True)
    return app[0]


@pytest.fixture
def following_app(app: tuple[Path, str], extracts: Path) -> str:
    return app[1]


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


def go(seen: Watched, query: str) -> dict[str, str]:
    """Asks for a view as a control does; what the counties in question then show."""
    seen.go(query)
    drawn: dict[str, str] = seen.page.evaluate(DRAWN)
    return drawn


def test_a_missing_or_damaged_extract_is_named_and_a_new_one_is_shown_without_a_restart(
    simulated_extract: Path, extracts: Path, following_app: str, fresh: Watched
) -> None:
    page, alert = fresh.page, fresh.page.get_by_role("alert")
    page.goto(following_app)
    expect(alert).to_contain_text("There is no extract")
    expect(alert).to_contain_text("python -m data simulate")
    fresh.found_unavailable()

    shutil.copytree(simulated_extract, extracts, symlinks=True)
    parquet = extracts / "current" / "observations.parquet"
    whole = parquet.read_bytes()
    parquet.write_bytes(whole[:10_000])
    for _ in range(2):
        page.goto(f"{following_app}/?place=39")
        expect(alert).to_contain_text("observations.parquet")
        expect(alert).to_contain_text("rollback")
    assert "Traceback" not in page.content()
    fresh.found_unavailable()

    parquet.write_bytes(whole)
    fresh.open(following_app)
    expect(page.locator("#headline")).to_contain_text(", United States")
    fresh.rested()


def test_each_source_is_drawn_on_its_own_counties_and_a_running_app_follows(
    tmp_path: Path, extracts: Path, following_app: str, fresh: Watched
) -> None:
    states = STATE.text(*({"state": state, "year": 2025} for state in ("CT", "AK", "OH")))
    contents = {"SVI_2022_US_county": svi(), "county": deaths(), "state": states, "people": census_text()}
    publish(write_files(tmp_path / "in", contents), extracts)
    fresh.open(following_app)
    before = go(fresh, "indicator=svi&measure=count")
    assert set(before) == {*CONNECTICUT, "02261"} and set(before.values()) == {"missing"}
    subtitle = fresh.page.locator("#map-subtitle")
    expect(subtitle).to_contain_text("11 not drawn on this map: Chugach Census Area, AK")
    assert len(fresh.asked("outlines-")) == 1

    publish(Path(zipped(counties(COUNTIES_2022), tmp_path, "cb_2022_us_county_20m")), extracts)
    fresh.open(following_app)
    assert set(fresh.page.evaluate(DRAWN)) == {*CONNECTICUT, "02261"}
    regions = go(fresh, "indicator=svi&measure=count")
    assert set(regions) == {*REGIONS, "02063", "02066"} and set(regions.values()) == {"ok"}
    expect(subtitle).to_contain_text("All 3,144 counties have a figure")
    fresh.page.locator('#map-svg path[data-place="09110"]').dispatch_event("pointermove")
    expect(fresh.page.locator("#map-hover")).to_contain_text("Capitol Planning Region, Connecticut")

    count = len(fresh.asked("outlines-"))
    assert go(fresh, "measure=count") == dict.fromkeys((*CONNECTICUT, "02261"), "provisional")
    assert fresh.page.locator("#map-svg svg").count() == 1
    assert go(fresh, "indicator=svi&measure=count") == regions
    go(fresh, "measure=count&level=state")
    assert len(fresh.asked("outlines-")) == count, "a set of outlines is asked for once"
    look_at_states(fresh)
    look_closely(fresh)


def look_at_states(seen: Watched) -> None:
    """The state in focus is looked at on either geography."""
    svg = seen.page.locator("#map-svg svg")
    go(seen, "measure=count")
    whole = svg.get_attribute("viewBox")
    go(seen, "measure=count&place=09")
    assert svg.get_attribute("viewBox") != whole
    go(seen, "indicator=svi&measure=count&place=09")
    assert svg.get_attribute("viewBox") != whole
    go(seen, "indicator=svi&measure=count&place=09110")
    assert seen.page.locator("#map-svg .chosen path").count() == 1


def look_closely(seen: Watched) -> None:
    """A state with the same counties gets the embedded finer shapes where its file puts it."""
    close_up = seen.page.locator("#map-svg .close-up path[data-place]")
    go(seen, "indicator=svi&measure=count&place=10")
    expect(close_up).to_have_count(3)
    go(seen, "indicator=svi&measure=count&place=09")
    expect(close_up).to_have_count(0)


@pytest.mark.sources
def test_real_figures_without_a_simulated_banner(
    real_extract: Path, extracts: Path, following_app: str, fresh: Watched
) -> None:
    shutil.copytree(real_extract, extracts, symlinks=True)
    fresh.open(following_app)
    page = fresh.page
    expect(page.locator("#banner")).to_be_hidden()
    expect(page.locator("#headline")).to_contain_text("62,825")
    assert page.locator('#map-svg .county path[data-status="suppressed"]').count() == 1629
    assert page.locator("#map-svg .county path.zero").count() == 526
    hidden = page.locator('#map-svg .county path[data-status="suppressed"]').first
    assert "pattern-suppressed" in hidden.evaluate("shape => getComputedStyle(shape).fill")
    zero = page.locator("#map-svg .county path.zero").first
    assert "pattern" not in zero.evaluate("shape => getComputedStyle(shape).fill")
    hidden.hover(force=True)
    expect(page.locator("#map-hover")).to_contain_text("suppressed (1 to 9)")
    fresh.go("place=39&period=2025-02")
    expect(page.locator("#headline")).to_contain_text("2,970")
    expect(page.locator("#map-svg svg")).to_have_attribute("data-level", "state")
