"""The Census Bureau's own boundary files, and the figures of agencies on old and new counties."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from test_outlines import parse

from data.extract.outlines import read_outlines
from data.geography.boundaries import read_boundaries
from data.geography.outlines import build_outlines
from data.pipeline.harvest import files_under, harvest
from data.pipeline.ingest import publish_harvest
from model.view import parse_view
from queries.explore import explore
from queries.store import Store

SOURCES = Path(__file__).resolve().parents[3] / "shared" / "sources"
BOUNDARIES = SOURCES / "census-boundaries"
pytestmark = [
    pytest.mark.extract,
    pytest.mark.sources,
    pytest.mark.skipif(not BOUNDARIES.is_dir(), reason="no boundary files in ../shared/sources"),
]
FILES = {2015: "cb_2018_us_county_20m.zip", 2022: "counties_2022_20m.zip"}
WIRE_LIMIT = 125_000
FORMER = [f"09{number:03}" for number in range(1, 16, 2)]
REGIONS = [f"09{number}" for number in range(110, 200, 10)]


@pytest.fixture(scope="module")
def read():
    return {year: read_boundaries(BOUNDARIES / name) for year, name in FILES.items()}


@pytest.mark.parametrize(("year", "counties", "left_out"), [(2015, 3142, 78), (2022, 3144, 0)])
def test_each_file_is_of_its_year(read, year, counties, left_out):
    made = read[year]
    assert (made.geography, len(made.counties), made.left_out, made.unknown) == (year, counties, left_out, ())


def test_2018_has_connecticuts_counties_and_valdez_cordova(read):
    assert {"02261", "46102", "02158", "51019", "15005", *FORMER} <= set(read[2015].counties)
    assert not {"02063", "02066", "46113", "02270", "51515", *REGIONS} & set(read[2015].counties)


def test_2022_has_connecticuts_regions_chugach_and_copper_river(read):
    assert {"02063", "02066", "46102", "02158", "51019", "15005", *REGIONS} <= set(read[2022].counties)
    assert not {"02261", "46113", "02270", "51515", *FORMER} & set(read[2022].counties)


@pytest.mark.parametrize("year", FILES)
def test_counties_share_their_borders_and_can_be_seen(read, year):
    shapes = np.array([parse(path) for path in json.loads(read[year].document)["county"]["path"]])
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.area(shapes).min() > 5


@pytest.mark.parametrize("year", FILES)
def test_the_outlines_are_small_on_the_wire(read, year):
    assert len(gzip.compress(read[year].document, 9)) <= WIRE_LIMIT


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folders = ("cdc-svi", "cdc-vsrr-county", "census-boundaries")
    paths = [path for name in folders for path in files_under(SOURCES / name)]
    wonder = [path for path in files_under(SOURCES / "cdc-wonder") if path.name.startswith("2012")]
    found = harvest(sorted(paths + wonder), lambda path: None)
    assert found.complete
    extracts = tmp_path_factory.mktemp("extracts")
    publish_harvest(found, extracts)
    return Store(extracts)


@pytest.fixture(scope="module")
def on_map(store, tmp_path_factory):
    embedded = read_outlines(build_outlines(tmp_path_factory.mktemp("static")))
    return lambda search: explore(store.current(), parse_view(search)[0], embedded).map


def test_the_county_deaths_of_2025_are_drawn_on_the_former_counties(on_map):
    shown = on_map("measure=count&period=2025-12")
    assert "outlines-2015-" in shown.outlines_url
    assert shown.undrawn.empty
    figures = shown.places["count"]
    # As the file states: Fairfield, Hartford, and the sum of all shown counts.
    assert (figures["09001"], figures["09003"]) == (140, 240)
    assert figures.sum() == 62_825


def test_the_social_vulnerability_of_2022_is_drawn_on_the_regions(on_map):
    shown = on_map("indicator=svi")
    assert "outlines-2022-" in shown.outlines_url
    assert shown.undrawn.empty
    assert shown.places.loc[["02063", "02066", *REGIONS], "count"].notna().all()
    assert not set(FORMER) & set(shown.places.index)


def test_wonder_of_2012_names_bedford_city_and_draws_shannon_county_where_it_lies(on_map):
    shown = on_map("measure=count&period=2012-12&kind=year")
    # Of southeastern Alaska the file has three areas that were divided before 2010.
    assert shown.undrawn.index.tolist() == ["02201", "02232", "02280", "51515"]
    # 46113 and 02270 had none; the county that Bedford city joined has its own row, suppressed.
    assert shown.places.loc[["46102", "02158"], "count"].tolist() == [0, 0]
    assert shown.places.loc["51019", "status"] == "suppressed"
