"""Boundary files: read by content, refused with a reason, kept with the extract, never wrongly joined."""

import gzip
import json
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely
from agency_files import COUNTY, census_text
from boundary_files import (
    CONNECTICUT,
    COUNTIES_2010,
    COUNTIES_2013,
    COUNTIES_2015,
    COUNTIES_2019,
    COUNTIES_2022,
    REGIONS,
    counties,
    packed,
    shapefile,
    squares,
    zipped,
)
from fastapi import FastAPI
from support import ask, write_files
from test_outlines import parse

from data.extract.outlines import Outlines, best_outlines, drawn_on
from data.extract.reading import ExtractProblem, current_folder, open_extract
from data.extract.writing import rollback
from data.geography import boundaries
from data.geography.boundaries import BoundaryProblem, NotBoundaries, is_shapefile, read_boundaries
from data.geography.outlines import outlines_document
from data.pipeline.harvest import FileReport, files_under, harvest
from data.pipeline.ingest import NoFigures, publish_harvest
from model.places import MixedGeography, geography_year, same_area
from model.view import parse_view
from pages.outlines import first_url, router
from queries.explore import explore
from queries.store import Store

pytestmark = pytest.mark.extract

GEOGRAPHIES = {
    2010: COUNTIES_2010,
    2013: COUNTIES_2013,
    2015: COUNTIES_2015,
    2019: COUNTIES_2019,
    2022: COUNTIES_2022,
}
STATES = tuple(sorted({code[:2] for code in COUNTIES_2015}))


def outlines(codes, name="outlines-0123456789ab.json"):
    return Outlines(name, tuple(codes), STATES)


SIMPLIFIED = {}


def remembered(codes, names, shapes):
    """The outlines of a file, computed once for all tests that read the same counties."""
    what = (tuple(names), tuple(shapely.to_wkb(shapes)))
    if what not in SIMPLIFIED:
        SIMPLIFIED[what] = outlines_document(codes, names, shapes)
    return SIMPLIFIED[what]


@pytest.fixture(scope="module", autouse=True)
def quick():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(boundaries, "outlines_document", remembered)
        yield


@pytest.fixture(scope="session")
def archive_2022(tmp_path_factory):
    return zipped(counties(COUNTIES_2022), tmp_path_factory.mktemp("regions"), "cb_2022_us_county_20m")


@pytest.fixture(scope="session")
def archive_2018(tmp_path_factory):
    return zipped(counties(COUNTIES_2015), tmp_path_factory.mktemp("counties"))


@pytest.fixture(scope="session")
def regions(archive_2022):
    """What the archive gives."""
    return read_boundaries(archive_2022)


# Which counties of which year.


@pytest.mark.parametrize("year", GEOGRAPHIES)
def test_the_codes_tell_the_geography(year):
    assert geography_year(GEOGRAPHIES[year]) == year


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        ([*COUNTIES_2015, *REGIONS], "holds 09001, 09003"),
        (set(COUNTIES_2015) - {"09001"}, "holds 09003"),
        (set(COUNTIES_2022) - {"09190"}, "holds 09110"),
        (set(COUNTIES_2019) - {"02066"}, "holds 02063 of 02261 and 02063, 02066"),
        ({*COUNTIES_2022, "02261"} - {"02063", "02066"}, "beside 02261, which had gone by then"),
        (set(COUNTIES_2015) - {"46102"}, "holds none of 46113 and 46102"),
    ],
)
def test_counties_that_were_never_all_there_at_once(codes, message):
    with pytest.raises(MixedGeography, match=message):
        geography_year(codes)


def test_a_county_of_the_future_may_stand_for_known_ones():
    assert geography_year({*COUNTIES_2022, "09210"} - {"09110", "09120"}) == 2022


# The joins: a figure is drawn on an outline of its own area, or not at all.


def test_a_renamed_county_is_drawn_on_the_same_area_under_its_other_code():
    assert (same_area("46113"), same_area("46102"), same_area("02270")) == ("46102", "46113", "02158")
    assert drawn_on(outlines(COUNTIES_2015), ["46113", "02270"]) == {"46113": "46102", "02270": "02158"}
    assert drawn_on(outlines(COUNTIES_2013), ["46102", "02158"]) == {"46102": "46113", "02158": "02270"}


def test_a_renamed_county_given_under_both_codes_is_drawn_once():
    assert drawn_on(outlines(COUNTIES_2015), ["46113", "46102"]) == {"46102": "46102"}


@pytest.mark.parametrize("codes", [COUNTIES_2013, COUNTIES_2015, COUNTIES_2022])
def test_a_merged_county_is_not_drawn_over_the_one_it_joined(codes):
    assert same_area("51515") is None
    assert drawn_on(outlines(codes), ["51515", "51019"]) == {"51019": "51019"}


def test_a_merged_county_is_drawn_where_it_still_has_an_outline():
    assert drawn_on(outlines(COUNTIES_2010), ["51515"]) == {"51515": "51515"}


def test_a_split_county_and_its_parts_are_not_drawn_on_each_other():
    assert drawn_on(outlines(COUNTIES_2015), ["02261", "02063", "02066"]) == {"02261": "02261"}
    new = drawn_on(outlines(COUNTIES_2022), ["02261", "02063", "02066"])
    assert new == {"02063": "02063", "02066": "02066"}
    assert drawn_on(outlines(COUNTIES_2015), ["02063", "02066"]) == {}
    assert drawn_on(outlines(COUNTIES_2022), ["02261"]) == {}


def test_connecticuts_counties_and_regions_are_not_drawn_on_each_other():
    both = [*CONNECTICUT, *REGIONS]
    assert list(drawn_on(outlines(COUNTIES_2015), both)) == CONNECTICUT
    assert list(drawn_on(outlines(COUNTIES_2022), both)) == REGIONS
    assert drawn_on(outlines(COUNTIES_2015), REGIONS) == drawn_on(outlines(COUNTIES_2022), CONNECTICUT) == {}


def test_kalawao_has_its_own_outline():
    assert drawn_on(outlines(COUNTIES_2015), ["15005", "15009"]) == {"15005": "15005", "15009": "15009"}


def test_the_set_that_draws_most_figures_is_chosen():
    old, new = outlines(COUNTIES_2015), outlines(COUNTIES_2022)
    assert best_outlines((old, new), COUNTIES_2015, COUNTIES_2015) is old
    assert best_outlines((old, new), COUNTIES_2022, COUNTIES_2022) is new
    alaska_and_old_connecticut = [*CONNECTICUT, "02063", "02066"]
    assert best_outlines((old, new), alaska_and_old_connecticut, alaska_and_old_connecticut) is old
    # Two figures go before eight suppressed counties.
    assert best_outlines((old, new), alaska_and_old_connecticut, ["02063", "02066"]) is new


def test_among_equals_suppressed_counties_count_then_the_newest_then_the_last():
    old, new, again = outlines(COUNTIES_2015), outlines(COUNTIES_2022), outlines(COUNTIES_2015)
    assert best_outlines((new, old), ["09001", "39061"], ["39061"]) is old
    assert best_outlines((new, old), ["39061"], ["39061"]) is new
    assert best_outlines((old, again), ["39061"], ["39061"]) is again


# Reading.


def test_an_archive_is_read_whole(regions):
    assert (regions.geography, list(regions.counties)) == (2022, COUNTIES_2022)
    assert (regions.left_out, regions.unknown) == (0, ())
    document = json.loads(regions.document)
    assert document["county"]["place"] == COUNTIES_2022
    assert document["state"]["place"] == list(STATES)
    names = dict(zip(document["county"]["place"], document["county"]["name"], strict=True))
    assert (names["09110"], names["02063"]) == ("Capitol Planning Region", "Chugach Census Area")


def test_neighbors_still_share_their_borders(regions):
    shapes = np.array([parse(path) for path in json.loads(regions.document)["county"]["path"]])
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.area(shapes).min() > 0


def test_a_shapefile_is_read_with_its_parts_beside_it(tmp_path, regions):
    path = shapefile(counties(COUNTIES_2022), tmp_path, "tl_2022_us_county")
    assert read_boundaries(path).document == regions.document


@pytest.mark.parametrize(
    "changed",
    [
        lambda rows: rows.drop(columns="GEOID"),
        lambda rows: rows.drop(columns=["STATEFP", "COUNTYFP"]),
        lambda rows: rows.drop(columns=["STATEFP", "COUNTYFP"]).astype({"GEOID": int}),
        lambda rows: rows.drop(columns="GEOID").astype({"STATEFP": int, "COUNTYFP": int}),
        lambda rows: rows.rename(columns={"STATEFP": "STATE", "COUNTYFP": "COUNTY", "GEOID": "GEO_ID"}),
        lambda rows: rows.sample(frac=1, random_state=1),
        lambda rows: rows.set_crs(None, allow_override=True),
    ],
    ids=["pair", "geoid", "number", "numbers", "2010", "unsorted", "no crs"],
)
def test_what_differs_between_years_makes_no_difference(changed, tmp_path, regions):
    assert read_boundaries(zipped(changed(counties(COUNTIES_2022)), tmp_path)).document == regions.document


def test_another_projection_is_brought_back_to_degrees(tmp_path, regions):
    made = read_boundaries(zipped(counties(COUNTIES_2022).to_crs(3857), tmp_path))
    ours, theirs = (json.loads(document)["width"] for document in (made.document, regions.document))
    assert ours == pytest.approx(theirs, abs=1)


def test_territories_are_left_out_and_counted(tmp_path, regions):
    puerto_rico = [f"72{number:03}" for number in range(1, 157, 2)]
    made = read_boundaries(zipped(counties([*COUNTIES_2022, *puerto_rico]), tmp_path))
    assert (len(made.counties), made.left_out) == (3144, 78)


def test_a_county_of_an_older_or_a_future_year_has_the_files_name(tmp_path):
    codes = sorted({*COUNTIES_2013, "39999"})
    made = read_boundaries(zipped(counties(codes), tmp_path))
    layer = json.loads(made.document)["county"]
    names = dict(zip(layer["place"], layer["name"], strict=True))
    assert (made.geography, made.unknown) == (2013, ("39999",))
    assert (names["46113"], names["39999"]) == ("County 46113", "County 39999")


def test_a_border_that_crosses_itself_is_mended(tmp_path):
    shapes = squares(COUNTIES_2015)
    x, y = shapely.get_coordinates(shapes[-1])[2]
    far = [(x, y), (x + 0.4, y + 0.4), (x + 0.4, y), (x, y + 0.4)]
    shapes[-1] = shapely.Polygon(far)
    assert not shapes[-1].is_valid
    made = read_boundaries(zipped(counties(COUNTIES_2015, shapes), tmp_path))
    assert len(made.counties) == 3142


def test_counties_that_overlap_a_little_are_parted(tmp_path):
    shapes = squares(COUNTIES_2015)
    shapes[1000] = shapely.box(*(np.array(shapes[1000].bounds) + [0, 0, 0.05, 0]))
    assert not shapely.coverage_is_valid(shapes)
    made = read_boundaries(zipped(counties(COUNTIES_2015, shapes), tmp_path))
    drawn = np.array([parse(path) for path in json.loads(made.document)["county"]["path"]])
    assert shapely.coverage_is_valid(drawn)


# Refusing.


def refused(tmp_path, rows, problem=BoundaryProblem):
    with pytest.raises(problem) as raised:
        read_boundaries(zipped(rows, tmp_path))
    return str(raised.value)


def test_points_are_no_boundaries(tmp_path):
    points = [shape.centroid for shape in squares(COUNTIES_2015)]
    assert "points or lines, not areas: Autauga County, AL (01001)" in refused(
        tmp_path, counties(COUNTIES_2015, points)
    )


def test_a_missing_state_is_named(tmp_path):
    assert "no county of Ohio (39)" in refused(
        tmp_path, counties([code for code in COUNTIES_2015 if not code.startswith("39")])
    )


def test_a_missing_county_is_named(tmp_path):
    message = refused(tmp_path, counties([code for code in COUNTIES_2022 if code not in ("15005", "39009")]))
    assert "lacks Kalawao County, HI (15005), Athens County, OH (39009)" in message


def test_a_county_twice_is_named(tmp_path):
    assert "Athens County, OH (39009) more than once" in refused(
        tmp_path, counties([*COUNTIES_2015, "39009"])
    )


def test_old_and_new_counties_at_once_are_refused(tmp_path):
    assert "not of the counties of any one year" in refused(tmp_path, counties([*COUNTIES_2015, *REGIONS]))


def test_meters_without_a_projection_are_refused(tmp_path):
    rows = counties(COUNTIES_2015).to_crs(3857).set_crs(None, allow_override=True)
    assert "not degrees" in refused(tmp_path, rows)


def test_a_county_without_a_shape_is_named(tmp_path):
    shapes = squares(COUNTIES_2015)
    shapes[0] = None
    assert "no shape for Autauga County, AL (01001)" in refused(tmp_path, counties(COUNTIES_2015, shapes))


def test_a_row_without_a_code_is_named(tmp_path):
    rows = counties(COUNTIES_2015)
    rows.loc[6, ["STATEFP", "COUNTYFP"]] = None
    assert "STATEFP and COUNTYFP of area 7 (1 in all)" in refused(tmp_path, rows)


@pytest.mark.parametrize("missing", [".dbf", ".shx"])
def test_a_missing_part_is_named(missing, tmp_path):
    path = shapefile(counties(["39009"]), tmp_path / "whole")
    with pytest.raises(BoundaryProblem, match=f"lacks its {missing}"):
        read_boundaries(packed(path, tmp_path / "part.zip", leave_out=(missing,)))
    path.with_suffix(missing).unlink()
    with pytest.raises(BoundaryProblem, match=f"lacks its {missing}"):
        read_boundaries(path)


@pytest.mark.parametrize("outside", ["../", "/etc/", "a/../../", "C:\\", "..\\"])
def test_paths_that_lead_outside_are_refused_and_nothing_is_written(outside, tmp_path):
    path = shapefile(counties(["39009"]), tmp_path / "whole")
    archive = packed(path, tmp_path / "slip.zip", rename=lambda name: outside + name)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BoundaryProblem, match="leads outside"):
        read_boundaries(archive)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_within_the_archive_is_fine(tmp_path, regions):
    path = shapefile(counties(COUNTIES_2022), tmp_path / "whole")
    archive = packed(path, tmp_path / "deep.zip", rename=lambda name: f"counties/2022/{name}")
    assert read_boundaries(archive).document == regions.document


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path):
    archive = tmp_path / "huge.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
        for suffix in (".shp", ".shx"):
            written.writestr(f"a{suffix}", b"")
        with written.open("a.dbf", "w", force_zip64=True) as part:
            for _ in range(boundaries.MAX_BYTES // 10_000_000 + 1):
                part.write(bytes(10_000_000))
    assert archive.stat().st_size < 1_000_000
    with pytest.raises(BoundaryProblem, match=r"is 410 MB unpacked, more than any county file needs: 400 MB"):
        read_boundaries(archive)


def test_a_shapefile_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(boundaries, "MAX_BYTES", 1000)
    with pytest.raises(BoundaryProblem, match="more than any county file needs"):
        read_boundaries(shapefile(counties(COUNTIES_2015), tmp_path))


def test_a_damaged_archive_is_refused(tmp_path, archive_2018):
    content = bytearray(archive_2018.read_bytes())
    content[len(content) // 2] ^= 0xFF
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(content)
    with pytest.raises(BoundaryProblem, match=r"cannot be unpacked .*download it again"):
        read_boundaries(damaged)


def test_a_shapefile_cut_short_is_refused(tmp_path):
    path = shapefile(counties(COUNTIES_2015), tmp_path)
    path.write_bytes(path.read_bytes()[:50])
    with pytest.raises(BoundaryProblem, match="cannot be read"):
        read_boundaries(path)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (counties(["39009"]).drop(columns=["STATEFP", "COUNTYFP", "GEOID"]), "without GEOID"),
        (counties(["39009"])[["GEOID", "geometry"]].assign(GEOID="39"), "its GEOID holds no county code"),
    ],
    ids=["roads", "states"],
)
def test_other_shapefiles_are_not_recognized(rows, message, tmp_path):
    assert message in refused(tmp_path, rows, NotBoundaries)


def test_an_archive_of_several_shapefiles_is_not_recognized(tmp_path):
    for name in ("states", "counties"):
        shapefile(counties(["39009"]), tmp_path / "all", name)
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as written:
        for part in (tmp_path / "all").iterdir():
            written.write(part, part.name)
    with pytest.raises(NotBoundaries, match="holds 2 shapefiles"):
        read_boundaries(archive)


def test_what_holds_no_shapefile_is_left_to_the_loaders(tmp_path):
    text, archive = tmp_path / "cb_2018_us_county_20m.zip", tmp_path / "tables.zip"
    text.write_text("Not Found")
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr("readme.txt", "no shapes")
    assert not is_shapefile(text)
    assert not is_shapefile(archive)
    found = harvest([text, archive], lambda path: None)
    assert [report.outcome for report in found.reports] == ["not recognized"] * 2


# Within an extract.


def county_file(codes, year):
    rows = [
        {"fips": code, "year": year, "provisional_drug_overdose_deaths": 20 + index % 90}
        for index, code in enumerate(codes)
    ]
    return COUNTY.text(*rows)


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    """An extract in which the county file is of the old counties in one year and of the new in the other."""
    folder = tmp_path_factory.mktemp("figures")
    contents = {
        "county": county_file([*COUNTIES_2015, "51515"], 2024),
        "newer": county_file(COUNTIES_2022, 2025),
        "people": census_text(),
    }
    found = harvest(files_under(write_files(folder / "in", contents)), lambda path: None)
    assert found.complete
    publish_harvest(found, folder / "extracts")
    return folder / "extracts"


@pytest.fixture
def extracts(figures, tmp_path):
    return Path(shutil.copytree(figures, tmp_path / "extracts", symlinks=True))


def add(extracts, *paths):
    found = harvest(list(paths), lambda path: None)
    return publish_harvest(found, extracts)


EMBEDDED = outlines(COUNTIES_2015)


def on_map(extracts, search):
    return explore(Store(extracts).current(), parse_view(search)[0], EMBEDDED).map


def test_without_newer_outlines_new_counties_are_listed_as_not_drawn(extracts):
    shown = on_map(extracts, "measure=count&period=2025-12")
    assert shown.outlines_url == "/outlines/outlines-0123456789ab.json"
    assert sorted(shown.undrawn.index) == ["02063", "02066", *REGIONS]
    assert set(shown.places.loc[[*CONNECTICUT, "02261"], "status"]) == {"missing"}


def test_with_newer_outlines_each_year_is_drawn_on_its_own_geography(extracts, archive_2022):
    add(extracts, archive_2022)
    newer = on_map(extracts, "measure=count&period=2025-12")
    assert newer.outlines_url.startswith("/outlines/outlines-2022-")
    assert newer.places.index.tolist() == COUNTIES_2022
    assert newer.undrawn.empty
    assert newer.places.loc["09110", "shown"] == 20 + COUNTIES_2022.index("09110") % 90
    older = on_map(extracts, "measure=count&period=2024-12")
    assert older.outlines_url == "/outlines/outlines-0123456789ab.json"
    assert older.places.index.tolist() == COUNTIES_2015
    assert older.undrawn.index.tolist() == ["51515"]
    assert older.places.loc["51019", "shown"] == 20 + COUNTIES_2015.index("51019") % 90


def test_the_geography_does_not_change_with_the_measure(extracts, archive_2022):
    add(extracts, archive_2022)
    urls = {on_map(extracts, f"measure={name}&period=2024-12").outlines_url for name in ("count", "rate")}
    assert len(urls) == 1


def test_a_file_of_the_embedded_counties_takes_the_embedded_outlines_place(extracts, archive_2018):
    add(extracts, archive_2018)
    assert on_map(extracts, "measure=count&period=2024-12").outlines_url.startswith(
        "/outlines/outlines-2015-"
    )


def test_the_same_file_twice_changes_nothing(extracts, archive_2018, archive_2022):
    first, changed = add(extracts, archive_2018, archive_2022)
    assert changed
    assert add(extracts, archive_2018, archive_2022) == (first, False)
    assert add(extracts, archive_2022) == (first, False)
    assert [path.name[:13] for path in open_extract(extracts).outlines] == ["outlines-2015", "outlines-2022"]


def test_another_file_of_the_same_counties_replaces_the_first(extracts, archive_2022, tmp_path):
    add(extracts, archive_2022)
    shapes = squares(COUNTIES_2022)
    ohio = [index for index, code in enumerate(COUNTIES_2022) if code.startswith("39")]
    shapes[ohio[0]], shapes[ohio[1]] = shapes[ohio[1]], shapes[ohio[0]]
    rows = counties(COUNTIES_2022, shapes)
    before = open_extract(extracts).outlines[0].name
    add(extracts, zipped(rows, tmp_path))
    (after,) = open_extract(extracts).outlines
    assert after.name != before


def test_outlines_stay_when_figures_are_ingested_and_go_with_a_rollback(extracts, archive_2022, tmp_path):
    add(extracts, archive_2022)
    (standing,) = open_extract(extracts).outlines
    folder = write_files(tmp_path / "later", {"county": county_file(["39009"], 2023)})
    add(extracts, *files_under(folder))
    (kept,) = open_extract(extracts).outlines
    assert kept.read_bytes() == standing.read_bytes()
    assert gzip.decompress(kept.with_name(kept.name + ".gz").read_bytes()) == kept.read_bytes()
    rollback(extracts)
    assert rollback(extracts).outlines == ()


def test_figures_and_boundaries_may_come_together(archive_2022, tmp_path):
    folder = write_files(tmp_path / "in", {"county": county_file(COUNTIES_2022, 2025)})
    shutil.copy(archive_2022, folder)
    shapefile(counties(COUNTIES_2015), folder, "tl_2018_us_county")
    found = harvest(files_under(folder), lambda path: None)
    outcomes = {report.path.name: report.outcome for report in found.reports}
    assert found.complete
    assert outcomes == {
        "cb_2022_us_county_20m.zip": "loaded",
        "county.csv": "loaded",
        "tl_2018_us_county.cpg": "not data",
        "tl_2018_us_county.dbf": "not data",
        "tl_2018_us_county.prj": "not data",
        "tl_2018_us_county.shp": "loaded",
        "tl_2018_us_county.shx": "not data",
    }
    publish_harvest(found, tmp_path / "extracts")
    assert len(open_extract(tmp_path / "extracts").outlines) == 2


def test_boundaries_alone_need_an_extract(archive_2022, tmp_path, command):
    with pytest.raises(NoFigures, match="ingest agency files with them"):
        add(tmp_path / "none", archive_2022)
    result = command("ingest", archive_2022, "--extracts", tmp_path / "none")
    assert result.exit_code == 1
    assert "alone show nothing" in result.stderr
    assert current_folder(tmp_path / "none") is None


def test_the_command_line_says_what_was_drawn(extracts, archive_2022, command):
    result = command("ingest", archive_2022, "--extracts", extracts)
    assert result.exit_code == 0
    assert "3,144" in result.stdout
    again = command("ingest", archive_2022, "--extracts", extracts)
    assert again.exit_code == 0
    assert "nothing new" in again.stderr


def test_a_refused_file_leaves_the_extract_and_is_reported(extracts, tmp_path, command):
    bad = zipped(counties(COUNTIES_2015[:-1]), tmp_path)
    before = current_folder(extracts)
    result = command("ingest", bad, "--extracts", extracts)
    assert result.exit_code == 1
    assert "lacks Weston County, WY (56045)" in result.stdout
    assert current_folder(extracts) == before


def test_boundaries_join_simulated_figures_and_these_stay_simulated(figures, archive_2022, tmp_path):
    text = county_file(COUNTIES_2015, 2024).splitlines()
    simulated = "\n".join([text[0] + ",Simulated", *(line + ",yes" for line in text[1:])]) + "\n"
    folder = write_files(tmp_path / "in", {"county": simulated})
    extracts = tmp_path / "extracts"
    add(extracts, *files_under(folder))
    add(extracts, archive_2022)
    assert open_extract(extracts).simulated
    assert len(open_extract(extracts).outlines) == 1
    real = write_files(tmp_path / "real", {"county": county_file(COUNTIES_2015, 2024)})
    add(extracts, *files_under(real))
    assert not open_extract(extracts).simulated
    assert len(open_extract(extracts).outlines) == 1


@pytest.mark.parametrize("damage", [lambda path: path.write_text("{}"), Path.unlink], ids=["cut", "gone"])
def test_damaged_outlines_make_a_damaged_extract(damage, extracts, archive_2022):
    add(extracts, archive_2022)
    damage(open_extract(extracts).outlines[0])
    with pytest.raises(ExtractProblem, match="is missing or damaged"):
        open_extract(extracts)


def test_a_report_counts_what_was_left_out(tmp_path):
    path = zipped(counties([*COUNTIES_2022, "72001", "39999"]), tmp_path)
    (report,) = harvest([path], lambda path: None).reports
    assert report == FileReport(
        path,
        "loaded",
        boundaries.SOURCE,
        rows=3145,
        set_aside=1,
        problem="with counties that are not known yet: 39999",
    )


# Served.


@pytest.fixture
def served(extracts, archive_2022, tmp_path):
    add(extracts, archive_2022)
    static = tmp_path / "static"
    static.mkdir()
    (static / "outlines-0123456789ab.json").write_text("{}")
    server = FastAPI()
    server.include_router(router(extracts, static))
    return lambda path, method="GET", **headers: ask(server, path, method, **headers)


def test_outlines_are_served_compressed_and_kept_for_ever(served, extracts):
    (path,) = open_extract(extracts).outlines
    for accepted, encoding in (("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("", None)):
        answer = served(f"/outlines/{path.name}", **{"Accept-Encoding": accepted})
        assert answer.headers.get("content-encoding") == encoding
        assert answer.headers["cache-control"] == "public, max-age=315360000, immutable"
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["content-type"] == "application/json"
    assert answer.content == path.read_bytes()
    assert served("/outlines/outlines-0123456789ab.json", **{"Accept-Encoding": ""}).text == "{}"
    assert served(f"/outlines/{path.name}", "HEAD").status_code == 200


def test_nothing_else_is_served(served):
    names = ("outlines-000000000000.json", "extract.json", "..%2Fextract.json", "observations.parquet", "x")
    assert {name: served(f"/outlines/{name}").status_code for name in names} == dict.fromkeys(names, 404)


def test_a_page_of_the_version_before_still_gets_its_outlines(served, extracts):
    (path,) = open_extract(extracts).outlines
    rollback(extracts)
    assert open_extract(extracts).outlines == ()
    assert served(f"/outlines/{path.name}").status_code == 200


def test_a_running_app_follows_new_outlines(extracts, archive_2018):
    store = Store(extracts)
    assert first_url(store, EMBEDDED) == EMBEDDED.url
    store.current()
    assert first_url(store, EMBEDDED) == EMBEDDED.url
    add(extracts, archive_2018)
    store.current()
    assert first_url(store, EMBEDDED).startswith("/outlines/outlines-2015-")
