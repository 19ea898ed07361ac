"""Outlines: every county drawn, borders shared exactly, small on the wire, the same at each build."""

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import brotli
import geopandas
import numpy as np
import pytest
import shapely

from data.extract.outlines import read_outlines
from data.geography import outlines
from data.geography.outlines import build_outlines, ensure_outlines, find_outlines
from model.places import in_geography, places

pytestmark = pytest.mark.extract

WIRE_LIMIT = 150_000
NUMBER = re.compile(r"-?\d+")


def parse(path):
    """Geometry of an SVG path: a ring wound counterclockwise begins a polygon, the others are its holes."""
    polygons = []
    for subpath in path.removesuffix("z").split("z"):
        start, steps = re.fullmatch(r"M(-?\d+ -?\d+)l([-\d ]+)", subpath).groups()
        numbers = [int(number) for number in NUMBER.findall(start) + NUMBER.findall(steps)]
        ring = shapely.linearrings(np.cumsum(np.reshape(numbers, (-1, 2)), axis=0))
        if shapely.is_ccw(ring):
            polygons.append([ring])
        else:
            polygons[-1].append(ring)
    return shapely.multipolygons([shapely.polygons(rings[0], rings[1:] or None) for rings in polygons])


@pytest.fixture(scope="session")
def outlines_file(tmp_path_factory):
    return build_outlines(tmp_path_factory.mktemp("outlines"))


@pytest.fixture(scope="session")
def document(outlines_file):
    return json.loads(outlines_file.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def counties(document):
    return np.array([parse(path) for path in document["county"]["path"]])


@pytest.fixture(scope="session")
def states(document):
    return np.array([parse(path) for path in document["state"]["path"]])


@pytest.fixture(scope="session")
def county_states(document):
    return np.array([code[:2] for code in document["county"]["place"]])


def test_parse_reads_holes_and_parts():
    shape = parse("M0 0l9 0 0 9-9 0zM3 3l0 2 2 0 0-2zM20 20l2 0 0 2z")
    assert shape.area == 81 - 4 + 2


def test_every_county_is_drawn(document, counties):
    codes = document["county"]["place"]
    assert codes == sorted(codes)
    assert set(codes) == {
        code for code, place in places().items() if place.kind == "county" and in_geography(code, "2016")
    }
    assert len(counties) == 3142
    assert shapely.is_valid(counties).all()
    # Rounding takes a little from the size small counties are grown to.
    assert shapely.area(counties).min() >= 0.6 * outlines.SMALLEST_COUNTY


def test_small_counties_are_no_needles(counties):
    small = counties[shapely.area(counties) < 2 * outlines.SMALLEST_COUNTY]
    assert len(small) > 10
    assert shapely.area(shapely.minimum_rotated_rectangle(small)).max() < 6 * outlines.SMALLEST_COUNTY


def test_counties_share_their_borders(counties):
    assert shapely.coverage_is_valid(counties)


def test_an_overlap_of_one_unit_would_be_noticed(counties):
    def moved(step):
        points = shapely.get_coordinates(counties[1000])
        points[1] += step
        touched = counties.copy()
        touched[1000] = shapely.transform(counties[1000], lambda _: points)
        return touched

    # One way the vertex leaves a gap, which is a valid coverage; the other way it overlaps.
    assert not all(shapely.coverage_is_valid(moved(step)) for step in (1, -1))


def test_no_overlap_and_no_gap(counties):
    together = shapely.union_all(counties)
    assert together.area == pytest.approx(shapely.area(counties).sum(), abs=1e-6)
    holes = [shapely.polygons(ring) for part in together.geoms for ring in part.interiors]
    # A hole is a gap between counties unless it is water on the real map too.
    real, _, _ = outlines.arranged(*outlines.embedded_counties())
    land = [shapely.area(shapely.intersection(hole, real)).sum() / hole.area for hole in holes]
    assert len(holes) < 20
    assert max(land) < 0.5


def test_counties_keep_their_size_and_place(document, counties):
    codes, degrees = outlines.embedded_counties()
    assert codes == document["county"]["place"]
    lower = np.array([code[:2] not in ("02", "15") for code in codes])
    real = geopandas.GeoSeries(degrees[lower], crs=4269).to_crs(5070)
    scale = outlines.METERS_PER_UNIT
    area = real.area.to_numpy() / scale**2
    error = np.abs(shapely.area(counties[lower]) - area) / area
    assert np.median(error) < 0.02
    assert error[area > 100].max() < 0.25
    left, _, _, top = real.total_bounds
    middles = shapely.centroid(counties[lower])
    real_middles = shapely.transform(
        real.centroid.to_numpy(),
        lambda points: (points - (left, top)) * (1 / scale, -1 / scale) + outlines.MARGIN,
    )
    assert shapely.distance(middles, real_middles).max() < 6


def test_states_and_nation_have_the_counties_borders(document, counties, states, county_states):
    assert document["state"]["place"] == sorted(set(county_states.tolist()))
    assert len(states) == 51
    assert shapely.coverage_is_valid(states)
    vertices = set(map(tuple, shapely.get_coordinates(counties)))
    for code, state in zip(document["state"]["place"], states, strict=True):
        inside = counties[county_states == code]
        assert shapely.equals(state, shapely.union_all(inside)), code
        assert shapely.coverage_is_valid([state, *counties[county_states != code]]), code
        assert vertices.issuperset(map(tuple, shapely.get_coordinates(state))), code
    nation = parse(document["nation"])
    assert shapely.equals(nation, shapely.union_all(counties))
    assert vertices.issuperset(map(tuple, shapely.get_coordinates(nation)))


def test_insets_stand_clear(document, states):
    shape = dict(zip(document["state"]["place"], states, strict=True))
    lower = shapely.union_all([state for code, state in shape.items() if code not in ("02", "15")])
    clear = 20
    assert shapely.distance(shape["02"], lower) > clear
    assert shapely.distance(shape["15"], lower) > clear
    assert shapely.distance(shape["02"], shape["15"]) > clear
    for inset in (shape["02"], shape["15"]):
        assert inset.bounds[1] > shape["06"].bounds[3], "below California"
        assert inset.bounds[2] < shape["48"].bounds[2] - 300, "left of the tip of Texas"


def test_alaska_is_not_wrapped_or_squashed(document, counties, states):
    alaska = states[document["state"]["place"].index("02")]
    left, top, right, bottom = alaska.bounds
    assert (right - left) / (bottom - top) == pytest.approx(3661 / 1962, rel=0.03)
    # 02016 reaches across the antimeridian: all of it belongs at the left end.
    aleutians = counties[document["county"]["place"].index("02016")]
    assert aleutians.bounds[0] == left
    assert aleutians.bounds[2] < (left + right) / 2


def test_everything_lies_in_the_view_box(document, counties):
    left, top, right, bottom = shapely.total_bounds(counties)
    assert 2000 <= document["width"] <= 3000
    assert min(left, top, document["width"] - right, document["height"] - bottom) >= outlines.MARGIN - 1


def test_names(document):
    names = dict(zip(document["county"]["place"], document["county"]["name"], strict=True))
    assert names["39009"] == "Athens County"
    assert names["35013"] == "Doña Ana County"
    assert names["02261"] == "Valdez-Cordova Census Area"
    assert dict(zip(document["state"]["place"], document["state"]["name"], strict=True))["39"] == "Ohio"


@pytest.mark.parametrize(("suffix", "decompress"), [(".gz", gzip.decompress), (".br", brotli.decompress)])
def test_compressed_twins(outlines_file, suffix, decompress):
    twin = outlines_file.with_name(outlines_file.name + suffix).read_bytes()
    assert decompress(twin) == outlines_file.read_bytes()
    assert len(twin) <= WIRE_LIMIT


def test_name_is_the_content_and_a_second_build_is_the_same(outlines_file, tmp_path):
    digest = hashlib.sha256(outlines_file.read_bytes()).hexdigest()
    assert outlines_file.name == f"outlines-{digest[:12]}.json"
    again = build_outlines(tmp_path / "made")
    assert sorted(path.name for path in again.parent.iterdir()) == [
        f"{outlines_file.name}{suffix}" for suffix in ("", ".br", ".gz")
    ]
    for path in again.parent.iterdir():
        assert path.read_bytes() == outlines_file.with_name(path.name).read_bytes()


def test_find_the_newest(tmp_path):
    assert find_outlines(tmp_path / "absent") is None
    assert find_outlines(tmp_path) is None
    for age, name in ((20, "outlines-b.json"), (10, "outlines-a.json"), (0, "outlines-a.json.gz")):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))
    assert find_outlines(tmp_path) == tmp_path / "outlines-a.json"


def test_ensure_builds_only_when_absent(monkeypatch, outlines_file, tmp_path):
    monkeypatch.setattr(outlines, "build_outlines", lambda folder: folder / "built")
    assert ensure_outlines(outlines_file.parent) == outlines_file
    assert ensure_outlines(tmp_path) == tmp_path / "built"


def test_read_outlines(outlines_file, document):
    read = read_outlines(outlines_file)
    assert read.file_name == outlines_file.name
    assert list(read.county_places) == document["county"]["place"]
    assert list(read.state_places) == document["state"]["place"]
    assert read.url == f"/outlines/{outlines_file.name}"
    assert read.geography == 2015


def test_a_county_that_vanishes_is_an_error(monkeypatch):
    monkeypatch.setattr(outlines, "SMALLEST_COUNTY", 0.01)
    # The second square rounds to a point.
    squares = np.array([shapely.box(0, 0, 9, 9), shapely.box(20.1, 20.1, 20.3, 20.3)])
    with pytest.raises(RuntimeError, match="lost 1 counties"):
        outlines._rounded(squares)


def test_serving_does_not_load_geometry_libraries():
    heavy = {"geopandas", "shapely", "pandas", "numpy", "brotli"}
    loaded = f"import sys, data.geography.outlines; print(sorted({heavy} & set(sys.modules)))"
    answer = subprocess.run(
        [sys.executable, "-c", loaded],
        cwd=Path(outlines.__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == "[]"
