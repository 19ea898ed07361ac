"""County boundary files as the Census Bureau publishes them, with every county a square on a grid.

A file must hold the whole country, so the tests write all of it, and small: real codes and columns, square
counties that share their borders, each where the map's projections are made for.
"""

import itertools
import zipfile
from pathlib import Path

import geopandas
import shapely

from model.places import in_geography, places

COUNTIES_2015 = sorted(
    code for code, place in places().items() if place.kind == "county" and in_geography(code, "2016")
)
COUNTIES_2022 = sorted(
    code for code, place in places().items() if place.kind == "county" and in_geography(code, "2022")
)
CONNECTICUT = [code for code in COUNTIES_2015 if code.startswith("09")]
REGIONS = [code for code in COUNTIES_2022 if code.startswith("09")]
COUNTIES_2019 = sorted({*COUNTIES_2015, "02063", "02066"} - {"02261"})
COUNTIES_2013 = sorted({*COUNTIES_2015, "46113", "02270"} - {"46102", "02158"})
COUNTIES_2010 = sorted({*COUNTIES_2013, "51515"})

GRIDS = {"02": (-168.0, 56.0, 1.5, 20), "15": (-160.0, 19.0, 0.5, 5), "": (-124.0, 25.0, 0.4, 120)}
"""First two digits ("" for the rest) → left, bottom and size in degrees, and counties side by side."""


def squares(codes):
    """A square for each code, side by side, so that each shares its borders with its neighbors."""
    cells = {state: itertools.count() for state in GRIDS}
    shapes = []
    for code in codes:
        state = code[:2] if code[:2] in GRIDS else ""
        left, bottom, size, across = GRIDS[state]
        row, column = divmod(next(cells[state]), across)
        corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
        shapes.append(shapely.Polygon([(left + x * size, bottom + y * size) for x, y in corners]))
    return shapes


def counties(codes, shapes=None):
    """Rows of a cartographic boundary file, with the agency's columns of 2018."""
    rows = {
        "STATEFP": [code[:2] for code in codes],
        "COUNTYFP": [code[2:] for code in codes],
        "COUNTYNS": [f"0{index:07}" for index, _ in enumerate(codes)],
        "AFFGEOID": [f"0500000US{code}" for code in codes],
        "GEOID": list(codes),
        "NAME": [f"County {code}" for code in codes],
        "LSAD": "06",
        "ALAND": 1_539_631_461,
        "AWATER": 25_677_536,
    }
    return geopandas.GeoDataFrame(rows, geometry=shapes or squares(codes), crs=4269)


def shapefile(rows, folder, stem="cb_2018_us_county_20m"):
    """The rows as a shapefile; returns its `.shp`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}.shp"
    rows.to_file(path)
    return path


def zipped(rows, folder, stem="cb_2018_us_county_20m"):
    """The rows as a zip archive, as it is downloaded."""
    return packed(shapefile(rows, Path(folder) / "unpacked", stem), Path(folder) / f"{stem}.zip")


def packed(path, archive, rename=lambda name: name, leave_out=()):
    """An archive of a shapefile's parts."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
        for part in sorted(path.parent.glob(f"{path.stem}.*")):
            if part.suffix not in leave_out:
                # Given by its own name, an absolute path would be made a relative one.
                written.writestr(zipfile.ZipInfo(rename(part.name)), part.read_bytes())
    return archive
