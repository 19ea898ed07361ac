"""County boundary files of the Census Bureau, read into the map's outlines.

A cartographic boundary file is a shapefile of counties, alone or zipped (www2.census.gov, GENZ). It is told
by its content, not its name: areas with a county code. Nothing of an archive's own paths is ever used.
"""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from data.extract.outlines import read_outlines
from data.geography.outlines import CENSUS_DATUM, LAST_STATE, STEM, outlines_document
from data.sources.table import FileProblem
from model.place_codes import fips, state_fips
from model.places import MixedGeography, changes, geography_year, in_geography, is_new_county, label, places

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import geopandas as gpd
    import numpy as np
    from numpy.typing import NDArray

SOURCE: Final = "census_boundaries"
"""Stands for the source in reports; it has no figures, so the catalog has no entry."""

NEEDED: Final = (".shp", ".shx", ".dbf")
PARTS: Final = (*NEEDED, ".prj", ".cpg")
"""Files of a shapefile that are read; others (indexes, metadata) lie beside them unread."""
BESIDE: Final = (*PARTS, ".sbn", ".sbx", ".shp.xml", ".shp.iso.xml", ".shp.ea.iso.xml")
MAX_BYTES: Final = 400_000_000
"""Of an unpacked shapefile. The most detailed county file takes about 130 MB."""

CODE_COLUMNS: Final = ("GEOID", "GEOID10", "GEOID20")
STATE_AND_COUNTY_COLUMNS: Final = (("STATEFP", "COUNTYFP"), ("STATE", "COUNTY"))
NAME_COLUMNS: Final = ("NAMELSAD", "NAME")
AREA_DIMENSIONS: Final = 2
NAMED: Final = 3
"""How many counties a message names."""


class NotBoundaries(FileProblem):
    """A shapefile or archive that does not hold counties."""


class BoundaryProblem(FileProblem):
    """A county boundary file that cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class BoundarySet:
    """Outlines made from a boundary file.

    Attributes
    ----------
    geography
        Year of the newest county change it shows.
    counties
        Codes of the counties it draws, ascending.
    left_out
        How many areas of territories it does not.
    unknown
        Codes of counties that are new to this version of the dashboard.
    document
        The outlines, by `data.geography.outlines`.
    """

    geography: int
    counties: tuple[str, ...]
    left_out: int
    unknown: tuple[str, ...]
    document: bytes


def outline_sets(standing: Sequence[Path], found: Sequence[BoundarySet]) -> list[tuple[str, bytes]]:
    """Outlines that stand and those just made, one set for each list of counties.

    Parameters
    ----------
    standing
        Files of outlines.
    found
        What takes the place of a standing set with the same counties.

    Returns
    -------
    list of (str, bytes)
        Stem of the file name and content; older geographies first.
    """
    sets = {}
    for path in standing:
        outlines = read_outlines(path)
        sets[outlines.county_places] = (outlines.geography, path.read_bytes())
    sets |= {made.counties: (made.geography, made.document) for made in found}
    return [(f"{STEM}-{geography}", content) for geography, content in sorted(sets.values())]


def is_shapefile(path: Path) -> bool:
    """Whether a file is a shapefile's `.shp`, or an archive that holds one."""
    if path.suffix.lower() == ".shp":
        return True
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.lower().endswith(".shp") for name in archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return False


def is_part_of_shapefile(path: Path) -> bool:
    """Whether a file only belongs to a `.shp` that lies beside it."""
    name = path.name.lower()
    endings = [ending for ending in BESIDE if name.endswith(ending) and ending != ".shp"]
    # Agencies write the endings in either case.
    return any(
        path.with_name(path.name[: -len(ending)] + shape).is_file()
        for ending in endings
        for shape in (".shp", ".SHP")
    )


def read_boundaries(path: Path) -> BoundarySet:
    """Read, check and simplify a county boundary file.

    Parameters
    ----------
    path
        A zip archive, or a `.shp` with its `.shx` and `.dbf` beside it.

    Raises
    ------
    NotBoundaries
        If it is not of counties.
    BoundaryProblem
        If it is, and cannot be used: not areas, counties missing or twice, borders that overlap, an archive
        that is too large or leads outside.
    """
    with tempfile.TemporaryDirectory(prefix="boundaries-") as folder:
        counties, codes = _read_counties(_unpacked(path, Path(folder)))
    wanted = _in_states(codes)
    geography = _check_counties([code for code, kept in zip(codes, wanted, strict=True) if kept])
    kept = counties.assign(place=codes)[wanted].sort_values("place")
    shapes = _shapes(kept)
    place = kept["place"].tolist()
    try:
        document = outlines_document(place, _names(kept), shapes)
    except RuntimeError as problem:
        raise BoundaryProblem(f"cannot be simplified for the map: {problem}") from problem
    unknown = tuple(code for code in place if is_new_county(code))
    return BoundarySet(geography, tuple(place), len(codes) - len(place), unknown, document)


def _unpacked(path: Path, folder: Path) -> Path:
    """The `.shp` of a file, with its parts beside it."""
    if path.suffix.lower() == ".shp":
        beside = [each for each in path.parent.iterdir() if each.stem == path.stem]
        _check_parts({each.suffix.lower() for each in beside})
        _check_size(sum(each.stat().st_size for each in beside))
        return path
    try:
        with zipfile.ZipFile(path) as archive:
            return _extracted(archive, folder)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as problem:
        raise BoundaryProblem(f"cannot be unpacked ({problem}): download it again") from problem


def _extracted(archive: zipfile.ZipFile, folder: Path) -> Path:
    """The archive's one shapefile, written under names of our own."""
    members = archive.infolist()
    outside = [item.filename for item in members if _leads_outside(item.filename)]
    if outside:
        raise BoundaryProblem(f"holds {outside[0]!r}, a path that leads outside the archive: do not trust it")
    shapes = [item.filename for item in members if item.filename.lower().endswith(".shp")]
    if len(shapes) != 1:
        raise NotBoundaries(f"holds {len(shapes)} shapefiles: unpack it and keep the one of counties")
    stem = shapes[0][: -len(".shp")]
    parts = {
        suffix: item for item in members for suffix in PARTS if item.filename.lower() == stem.lower() + suffix
    }
    _check_parts(parts)
    _check_size(sum(item.file_size for item in parts.values()))
    for suffix, item in parts.items():
        # Never more than the archive states, which was checked above; the checksum is checked at the end.
        (folder / f"counties{suffix}").write_bytes(archive.read(item))
    return folder / "counties.shp"


def _leads_outside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name


def _check_size(size: int) -> None:
    if size > MAX_BYTES:
        raise BoundaryProblem(
            f"is {size / 1e6:,.0f} MB unpacked, more than any county file needs: {MAX_BYTES / 1e6:,.0f} MB"
        )


def _check_parts(there: Collection[str]) -> None:
    lacking = [suffix for suffix in NEEDED if suffix not in there]
    if lacking:
        raise BoundaryProblem(
            f"lacks its {' and '.join(lacking)}: keep all files of the shapefile together, "
            "or the zip as downloaded"
        )


def _read_counties(path: Path) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Rows of a shapefile and their county codes."""
    import geopandas as gpd

    try:
        rows = gpd.read_file(path)
    except (RuntimeError, ValueError) as problem:
        raise BoundaryProblem("is a shapefile that cannot be read: download it again") from problem
    columns = _code_columns(list(rows.columns))
    if not columns:
        raise NotBoundaries("is a shapefile without GEOID and without STATEFP and COUNTYFP: not of counties")
    return rows, _codes(rows, columns)


def _code_columns(columns: Collection[str]) -> tuple[str, ...]:
    """Columns that hold the county code; none where there are none."""
    for pair in STATE_AND_COUNTY_COLUMNS:
        if set(pair) <= set(columns):
            return pair
    return next(((name,) for name in CODE_COLUMNS if name in columns), ())


def _codes(rows: gpd.GeoDataFrame, columns: tuple[str, ...]) -> list[str]:
    """County code of each row."""
    found = list(_each_code(rows, columns))
    wrong = [position for position, code in enumerate(found) if code is None]
    if len(wrong) == len(found):
        raise NotBoundaries(f"is a shapefile, but not of counties: its {columns[0]} holds no county code")
    if wrong:
        raise BoundaryProblem(
            f"has no county code in {' and '.join(columns)} of area {wrong[0] + 1} ({len(wrong)} in all)"
        )
    return [code for code in found if code is not None]


def _each_code(rows: gpd.GeoDataFrame, columns: tuple[str, ...]) -> Iterator[str | None]:
    if len(columns) == 1:
        yield from (fips(code) for code in rows[columns[0]])
        return
    for state, county in zip(rows[columns[0]], rows[columns[1]], strict=True):
        known, digits = state_fips(state), _three_digits(county)
        yield fips(known + digits) if known and digits else None


def _three_digits(county: Any) -> str | None:
    digits = str(county).strip().removesuffix(".0")
    return digits.zfill(3) if digits.isdecimal() and len(digits) <= 3 else None


def _in_states(codes: list[str]) -> list[bool]:
    """Whether each county lies in the states or D.C.; the map has no room for territories."""
    return [code[:2] <= LAST_STATE for code in codes]


def _check_counties(codes: list[str]) -> int:
    """Year of the counties' geography, if each is there exactly once.

    A code that is not known is a county newer than this version of the dashboard, and may stand in its state
    for counties that are known.
    """
    twice = sorted({code for code in codes if codes.count(code) > 1}) if len(set(codes)) < len(codes) else []
    if twice:
        raise BoundaryProblem(f"has {_named(twice)} more than once: it is not a file of counties alone")
    try:
        geography = geography_year(codes)
    except MixedGeography as problem:
        _check_states(codes)
        raise BoundaryProblem(f"is not of the counties of any one year: it {problem}") from problem
    _check_states(codes)
    listed = set(codes)
    renewed = {code[:2] for code in listed if is_new_county(code)}
    expected = {code for code, place in places().items() if place.kind == "county" and _lasting(code)}
    lacking = sorted(code for code in expected - listed if code[:2] not in renewed)
    if lacking:
        raise BoundaryProblem(f"lacks {_named(lacking)}: use the file of the whole country, as published")
    return geography


def _check_states(codes: list[str]) -> None:
    states = [code for code, place in places().items() if place.kind == "state" and code <= LAST_STATE]
    lacking = sorted(set(states) - {code[:2] for code in codes})
    if lacking:
        raise BoundaryProblem(
            f"has no county of {_named(lacking)}: use the file of the whole country, as published"
        )


def _lasting(code: str) -> bool:
    """Whether a county is in every geography, so that a file of any year must have it."""
    came = any(change.new == code and change.kind != "merged" for change in changes())
    went = any(change.old == code for change in changes())
    return not came and not went and in_geography(code, "2016")


def _named(codes: list[str]) -> str:
    others = f" and {len(codes) - NAMED:,} others" if len(codes) > NAMED else ""
    return ", ".join(f"{label(code)} ({code})" for code in codes[:NAMED]) + others


def _names(rows: gpd.GeoDataFrame) -> list[str]:
    """Full name of each county: ours where it is known, else the file's."""
    own = next((column for column in NAME_COLUMNS if column in rows), "place")
    given = zip(rows["place"], rows[own], strict=True)
    return [places()[code].name if code in places() else str(name) for code, name in given]


def _shapes(rows: gpd.GeoDataFrame) -> NDArray[np.object_]:
    """Polygons in degrees, mended where they cross themselves, that share their borders exactly."""
    import shapely

    located = rows.set_crs(CENSUS_DATUM) if rows.crs is None else rows.to_crs(CENSUS_DATUM)
    shapes, codes = located.geometry.to_numpy(), rows["place"].tolist()
    absent = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    _refuse(absent, codes, "has no shape for {}: download it again")
    points_or_lines = shapely.get_dimensions(shapes) < AREA_DIMENSIONS
    _refuse(points_or_lines, codes, "holds points or lines, not areas: {}")
    left, bottom, right, top = shapely.bounds(shapes).T
    outside = (left < -180) | (bottom < -90) | (right > 180) | (top > 90)
    _refuse(outside, codes, "has coordinates that are not degrees: keep its .prj beside it ({})")
    invalid = ~shapely.is_valid(shapes)
    shapes[invalid] = shapely.make_valid(shapes[invalid], method="structure", keep_collapsed=False)
    if not shapely.coverage_is_valid(shapes):
        shapes = shapely.coverage_clean(shapes)
    _refuse(shapely.area(shapes) == 0, codes, "has nothing left after mending of {}: download it again")
    return shapes


def _refuse(wrong: NDArray[np.bool_], codes: list[str], message: str) -> None:
    named = [code for code, is_wrong in zip(codes, wrong, strict=True) if is_wrong]
    if named:
        raise BoundaryProblem(message.format(_named(named)))
