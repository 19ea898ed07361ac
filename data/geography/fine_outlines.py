"""Finer county shapes, one file a state, for a map that looks at that state.

They are made from the embedded counties, in the view box of the outlines they replace, simplified as one
coverage, so neighbors within a state still share every vertex. Coordinates are tenths of a unit. Unlike on
the coarse outlines, no county is enlarged: who looks this closely sees the smallest.

An index, ``{"outlines": file name, "states": {"39": file name, ...}}``, says which outlines they replace.
Each state's file is ``{"county": {place: path}, "state": path}``. All are named by their content.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from data.geography.outlines import SUFFIX, arranged, embedded_counties
from data.static.files import find_static, write_static

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Shapes = NDArray[np.object_]

TOLERANCE: Final = 0.3  # of simplification, in units: 0.5 km in the lower 48
PARTS_OF_UNIT: Final = 10
SMALLEST_ISLAND: Final = 0.1  # square units: 0.3 square kilometers
INDEX_STEM: Final = "fine-index"
STEM: Final = "fine"
BROTLI_QUALITY: Final = 9


def ensure_fine_outlines(folder: Path, outlines: Path) -> Path:
    """Index of the finer shapes that replace a set of outlines, built only when absent.

    Parameters
    ----------
    folder
        Where to look and, if need be, write.
    outlines
        The embedded outlines' file.

    Returns
    -------
    Path
        The index.
    """
    found = find_static(folder, INDEX_STEM, SUFFIX)
    if found and json.loads(found.read_bytes())["outlines"] == outlines.name:
        return found
    return build_fine_outlines(folder, outlines.name)


def build_fine_outlines(folder: Path, outlines_name: str) -> Path:
    """Compute and write the files of all states, then their index; takes a few seconds."""
    documents = fine_documents(*embedded_counties())
    files = {
        state: write_static(folder, f"{STEM}-{state}", SUFFIX, _json(document), BROTLI_QUALITY).name
        for state, document in documents.items()
    }
    index = {"outlines": outlines_name, "states": files}
    return write_static(folder, INDEX_STEM, SUFFIX, _json(index), BROTLI_QUALITY)


def fine_documents(codes: list[str], shapes: Shapes) -> dict[str, dict]:
    """Document of each state, by its code.

    Parameters
    ----------
    codes
        5-digit codes, ascending.
    shapes
        Their polygons, in degrees, NAD83, sharing their borders exactly.
    """
    import numpy as np
    import shapely

    frame, _, _ = arranged(codes, shapes)
    simplified = shapely.coverage_simplify(frame, TOLERANCE)
    state_codes = np.array([code[:2] for code in codes])
    states = np.unique(state_codes)
    # Dissolved before rounding, which lets borders touch.
    dissolved = np.array([shapely.coverage_union_all(simplified[state_codes == state]) for state in states])
    county_paths = np.array([_path(shape) for shape in _in_parts(simplified)], dtype=object)
    return {
        str(state): {
            "county": dict(
                zip(np.array(codes)[state_codes == state], county_paths[state_codes == state], strict=True)
            ),
            "state": _path(outline),
        }
        for state, outline in zip(states, _in_parts(dissolved), strict=True)
    }


def _in_parts(shapes: Shapes) -> Shapes:
    """Shapes in whole parts of a unit, without islands too small to see; the largest of each shape stays."""
    import numpy as np
    import shapely

    whole = shapely.transform(shapes, lambda points: np.rint(points * PARTS_OF_UNIT))
    parts, owners = shapely.get_parts(whole, return_index=True)
    area = shapely.area(parts)
    largest = np.zeros(len(shapes))
    np.maximum.at(largest, owners, area)
    kept = (area >= SMALLEST_ISLAND * PARTS_OF_UNIT**2) | (area == largest[owners])
    return shapely.multipolygons(parts[kept], indices=owners[kept])


def _path(shape: BaseGeometry) -> str:
    """SVG path of a polygon or multipolygon in relative steps; holes are wound the other way."""
    import shapely

    polygons = shapely.get_parts(shapely.orient_polygons(shape))
    return "".join(_ring_path(ring) for polygon in polygons for ring in shapely.get_rings(polygon))


def _ring_path(ring: BaseGeometry) -> str:
    import numpy as np
    import shapely

    points = shapely.get_coordinates(ring)[:-1].astype(int)
    steps = np.diff(points, axis=0)
    moving = steps[steps.any(axis=1)]
    start = " ".join(map(_decimal, points[0].tolist()))
    return f"M{start}l{' '.join(map(_decimal, moving.ravel().tolist())).replace(' -', '-')}z"


def _decimal(parts: int) -> str:
    """A number of parts as units, as short as it can be: -3 is "-.3", 20 is "2"."""
    whole, rest = divmod(abs(parts), PARTS_OF_UNIT)
    digits = (str(whole) if whole or not rest else "") + (f".{rest}" if rest else "")
    return f"-{digits}" if parts < 0 else digits


def _json(document: dict) -> bytes:
    return json.dumps(document, separators=(",", ":")).encode()
