"""Map shapes: counties, states and the nation as pre-projected SVG paths in one view box.

The lower 48 states are drawn in an Albers equal-area projection, with Alaska (at a smaller scale) and Hawaii
inset below the southwest. Borders are simplified and rounded as one coverage, so neighbors still share every
vertex, and states and nation are dissolved from the rounded counties, so their borders are county borders.

The result is one JSON document, named by its content so that it may be cached for ever:
``{"width", "height", "county": {"place", "name", "path"}, "state": {...}, "nation": path}``.
The embedded set is the Census Bureau's of 2016; `data.geography.boundaries` makes further ones from newer
files.
Counties change, so a figure is only drawn on an outline of the very area it is for: see :func:`drawn_on`.
Geometry libraries are imported only while building: a serving worker just reads the file.
"""

from __future__ import annotations

import importlib.resources
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data.static.files import find_static, write_static
from model.places import places

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Shapes = NDArray[np.object_]

CENSUS_DATUM: Final = 4269  # the package's shapefile says nothing about its coordinates: they are NAD83
LAST_STATE: Final = "56"  # codes above are territories, which the map has no room for

METERS_PER_UNIT: Final = 1750.0
TOLERANCE: Final = 2.0  # of simplification, in units: 3.5 km in the lower 48
STEM: Final = "outlines"
SUFFIX: Final = ".json"
MARGIN: Final = 8  # units left free around the map for strokes
SMALLEST_COUNTY: Final = (
    10.0  # square units: a smaller county is enlarged until it can be seen and pointed at
)
SMALLEST_ISLAND: Final = 1.5  # square units: smaller islands and lakes are left out

ALASKA_SCALE: Final = 0.35
# Lower left corners of the insets, in meters of the lower 48's projection.
ALASKA_CORNER: Final = (-2_356_000.0, 170_000.0)
HAWAII_CORNER: Final = (-1_010_000.0, 170_000.0)
# In degrees. Honolulu County reaches 2,000 km further, along uninhabited atolls that would not fit.
WESTERNMOST_OF_HAWAII: Final = -161.0


def embedded_counties() -> tuple[list[str], Shapes]:
    """County codes and shapes in degrees, sorted by code."""
    import geopandas

    package = importlib.resources.files("_plotly_geo") / "package_data"
    # A directory is needed, not one file: a shapefile is several files side by side.
    with importlib.resources.as_file(package) as folder:
        counties = geopandas.read_file(
            Path(folder) / "cb_2016_us_county_500k.shp", columns=["GEOID", "STATEFP"]
        )
    counties = counties[counties.STATEFP <= LAST_STATE].sort_values("GEOID")
    return counties.GEOID.tolist(), counties.geometry.to_numpy()


def _without_atolls(shapes: Shapes) -> Shapes:
    """Shapes without the parts that lie west of the main Hawaiian islands."""
    import shapely

    parts, owners = shapely.get_parts(shapes, return_index=True)
    kept = shapely.bounds(parts)[:, 0] > WESTERNMOST_OF_HAWAII
    return shapely.multipolygons(parts[kept], indices=owners[kept])


def _projected(shapes: Shapes, projection: str) -> Shapes:
    """Shapes in degrees, in meters of a projection."""
    import geopandas

    return geopandas.GeoSeries(shapes, crs=CENSUS_DATUM).to_crs(projection).to_numpy()


def _moved_to(shapes: Shapes, corner: tuple[float, float], scale: float) -> Shapes:
    """Shapes scaled, with their lower left corner at the given point."""
    import shapely

    left, bottom, _, _ = shapely.total_bounds(shapes)
    return shapely.transform(shapes, lambda points: (points - (left, bottom)) * scale + corner)


def arranged(codes: list[str], shapes: Shapes) -> tuple[Shapes, int, int]:
    """Shapes in view units (y downwards), and the view box's width and height."""
    import numpy as np
    import shapely

    states = np.array([code[:2] for code in codes])
    alaska, hawaii = states == "02", states == "15"
    frame = np.empty(len(shapes), dtype=object)
    frame[~(alaska | hawaii)] = _projected(shapes[~(alaska | hawaii)], "EPSG:5070")
    frame[alaska] = _moved_to(_projected(shapes[alaska], "EPSG:3338"), ALASKA_CORNER, ALASKA_SCALE)
    main_islands = _projected(_without_atolls(shapes[hawaii]), "ESRI:102007")
    frame[hawaii] = _moved_to(main_islands, HAWAII_CORNER, 1.0)

    left, bottom, right, top = shapely.total_bounds(frame)
    units = (1 / METERS_PER_UNIT, -1 / METERS_PER_UNIT)
    frame = shapely.transform(frame, lambda points: (points - (left, top)) * units + MARGIN)
    width = int(np.ceil((right - left) / METERS_PER_UNIT)) + 2 * MARGIN
    height = int(np.ceil((top - bottom) / METERS_PER_UNIT)) + 2 * MARGIN
    return frame, width, height


def _even_polygon(ring: NDArray[np.float64], area: float) -> NDArray[np.float64]:
    """Vertices of a ring (n × 2, not repeated at the end) moved to a regular polygon of the given area.

    Middle, order and, as nearly as can be, directions stay: a needle becomes a triangle one can point at.
    """
    import numpy as np
    import shapely

    count = len(ring)
    around = shapely.linearrings(ring)
    turn = (1 if shapely.is_ccw(around) else -1) * 2 * np.pi * np.arange(count) / count
    middle = shapely.get_coordinates(shapely.polygons(around).centroid)[0]
    directions = np.arctan2(*(ring - middle).T[::-1])
    turn += np.angle(np.exp(1j * (directions - turn)).sum())
    radius = np.sqrt(2 * area / (count * np.sin(2 * np.pi / count)))
    return middle + radius * np.column_stack([np.cos(turn), np.sin(turn)])


def _enlarged(shapes: Shapes) -> Shapes:
    """Shapes in which counties too small to see are grown, their neighbors making room.

    The vertices of such a county's largest part move, in all shapes that have them.
    """
    import numpy as np
    import shapely

    points = shapely.get_coordinates(shapes)
    moved = points.copy()
    _, vertices = np.unique(points, axis=0, return_inverse=True)
    area = shapely.area(shapes)
    for small in np.flatnonzero(area < SMALLEST_COUNTY):
        parts = shapely.get_parts(shapes[small])
        ring = shapely.get_coordinates(parts[np.argmax(shapely.area(parts))].exterior)[:-1]
        for old, new in zip(ring, _even_polygon(ring, SMALLEST_COUNTY), strict=True):
            moved[vertices == vertices[(points == old).all(axis=1).argmax()]] = new
    return shapely.set_coordinates(shapes.copy(), moved)


def _faces(shapes: Shapes) -> Shapes:
    """Polygons into which the shapes' borders, rounded to whole units, divide the plane."""
    import numpy as np
    import shapely

    # Rounding alone would let borders cross; noding on the grid splits them where they meet, for all at once.
    borders = shapely.line_merge(shapely.union_all(shapely.boundary(shapes), grid_size=1.0))
    straightened = shapely.simplify(borders, 0.0)
    return np.asarray(shapely.get_parts(shapely.polygonize([shapely.node(straightened)])))


def _owners(faces: Shapes, shapes: Shapes) -> NDArray[np.int64]:
    """Index of the shape that each face belongs to; -1 for open water."""
    import numpy as np
    import shapely

    area = shapely.area(shapes)
    face, shape = shapely.STRtree(shapely.make_valid(shapes)).query(
        shapely.point_on_surface(faces), predicate="intersects"
    )
    # Where an enlarged county lies over its neighbor the face is the smaller one's: written last, it stays.
    order = np.argsort(-area[shape], kind="stable")
    owners = np.full(len(faces), -1, dtype=np.int64)
    owners[face[order]] = shape[order]
    return owners


def _without_specks(faces: Shapes, owners: NDArray[np.int64]) -> NDArray[np.int64]:
    """Owners of the faces, where faces too small to see go to the neighbor they share most border with.

    That fills pinholes between counties and takes back splinters that rounding cut off; an islet, which has
    no neighbor, goes to the water (-1). The largest face of a county always stays.
    """
    import numpy as np
    import shapely

    area = shapely.area(faces)
    largest_last = np.argsort(area, kind="stable")
    largest = np.full(owners.max() + 1, -1)
    on_land = largest_last[owners[largest_last] >= 0]
    largest[owners[on_land]] = on_land
    tree = shapely.STRtree(faces)
    cleaned = owners.copy()
    for speck in np.setdiff1d(np.flatnonzero(area < SMALLEST_ISLAND), largest):
        around = tree.query(faces[speck], predicate="touches")
        around = around[owners[around] >= 0]
        shared = shapely.length(shapely.intersection(faces[speck].boundary, shapely.boundary(faces[around])))
        cleaned[speck] = owners[around[np.argmax(shared)]] if shared.any() else -1
    return cleaned


def _rounded(shapes: Shapes) -> Shapes:
    """Shapes on whole units that still share every border, none lost and none overlapping."""
    import numpy as np
    import shapely

    enlarged = _enlarged(shapes)
    faces = _faces(enlarged)
    owners = _without_specks(faces, _owners(faces, enlarged))
    if missing := set(range(len(shapes))).difference(owners.tolist()):
        raise RuntimeError(
            f"rounding lost {len(missing)} counties: raise SMALLEST_COUNTY or lower METERS_PER_UNIT"
        )
    return np.array([shapely.coverage_union_all(faces[owners == index]) for index in range(len(shapes))])


def _ring_path(ring: BaseGeometry) -> str:
    """One closed ring as an SVG subpath with relative, whole-number steps."""
    import numpy as np
    import shapely

    points = shapely.get_coordinates(ring)[:-1].astype(int)
    steps = " ".join(str(number) for number in np.diff(points, axis=0).ravel())
    return f"M{points[0][0]} {points[0][1]}l{steps.replace(' -', '-')}z"


def _path(shape: BaseGeometry) -> str:
    """SVG path of a polygon or multipolygon: each outer ring, then its holes, wound the other way."""
    import shapely

    polygons = shapely.get_parts(shapely.orient_polygons(shapely.normalize(shape)))
    return "".join(_ring_path(ring) for polygon in polygons for ring in shapely.get_rings(polygon))


def _layer(
    codes: Iterable[str], names: Iterable[str], shapes: Iterable[BaseGeometry]
) -> dict[str, list[str]]:
    """One layer of the document."""
    return {"place": list(codes), "name": list(names), "path": [_path(shape) for shape in shapes]}


def outlines_document(codes: list[str], names: list[str], shapes: Shapes) -> bytes:
    """Compute an outlines document.

    Parameters
    ----------
    codes : list of str
        5-digit codes, ascending, of counties in all 50 states and D.C.
    names : list of str
        Their full names, without the state.
    shapes : array of geometry
        Their polygons, in degrees, NAD83, sharing their borders exactly.

    Returns
    -------
    bytes
        UTF-8 JSON; the same input gives the same bytes.

    Raises
    ------
    RuntimeError
        If the settings above make a county vanish.
    """
    import numpy as np
    import shapely

    frame, width, height = arranged(codes, shapes)
    counties = _rounded(shapely.coverage_simplify(frame, TOLERANCE))
    state_codes = np.array([code[:2] for code in codes])
    states = {
        str(state): shapely.coverage_union_all(counties[state_codes == state])
        for state in np.unique(state_codes)
    }
    document = {
        "width": width,
        "height": height,
        "county": _layer(codes, names, counties),
        "state": _layer(states, [places()[code].name for code in states], states.values()),
        "nation": _path(shapely.coverage_union_all(counties)),
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def build_outlines(folder: Path) -> Path:
    """Compute the map shapes and write them with their compressed twins (``.br``, ``.gz``).

    Takes a few seconds. The same input gives the same file name and bytes.

    Parameters
    ----------
    folder : Path
        Where to write; made if absent.

    Returns
    -------
    Path
        The JSON file, ``outlines-<first 12 hexadecimal digits of its SHA-256>.json``.

    Raises
    ------
    RuntimeError
        If the settings above make a county vanish.
    """
    codes, shapes = embedded_counties()
    names = [places()[code].name for code in codes]
    return write_static(folder, STEM, SUFFIX, outlines_document(codes, names, shapes))


def find_outlines(folder: Path) -> Path | None:
    """Newest outlines file of a folder.

    Parameters
    ----------
    folder : Path
        Need not exist.

    Returns
    -------
    Path or None
        None when the folder has no outlines.
    """
    return find_static(folder, STEM, SUFFIX)


def ensure_outlines(folder: Path) -> Path:
    """Outlines file of a folder, built only when absent.

    Parameters
    ----------
    folder : Path
        Where to look and, if need be, write.

    Returns
    -------
    Path
        The JSON file.

    Raises
    ------
    RuntimeError
        As :func:`build_outlines`.
    """
    return find_outlines(folder) or build_outlines(folder)
