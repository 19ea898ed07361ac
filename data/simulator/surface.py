"""Smooth surfaces over the counties, so that neighbors resemble one another."""

import importlib.resources
from pathlib import Path
from typing import Final

import numpy as np

from data.simulator.common import Floats

CENSUS_DATUM: Final = 4269  # the package's shapefile says nothing about its coordinates: they are NAD83
FEATURES: Final = 160


def county_middles(counties: tuple[str, ...]) -> Floats:
    """Middle of each county.

    Parameters
    ----------
    counties : tuple of str
        5-digit codes of the 2016 geography.

    Returns
    -------
    ndarray, shape (counties, 2)
        Kilometers east and north in an equal-area projection of the lower 48 states; distances within
        Alaska and Hawaii are a little stretched.

    Raises
    ------
    KeyError
        If a county has no outline.
    """
    import geopandas
    import shapely

    package = importlib.resources.files("_plotly_geo") / "package_data"
    # A directory is needed, not one file: a shapefile is several files side by side.
    with importlib.resources.as_file(package) as folder:
        shapes = geopandas.read_file(Path(folder) / "cb_2016_us_county_500k.shp", columns=["GEOID"])
    shapes = shapes.set_index("GEOID").loc[list(counties)]
    middles = geopandas.GeoSeries(shapely.centroid(shapes.geometry.to_numpy()), crs=CENSUS_DATUM)
    return np.asarray(shapely.get_coordinates(middles.to_crs("EPSG:5070").to_numpy()) / 1000.0)


def smooth_field(middles: Floats, range_km: float, draw: np.random.Generator) -> Floats:
    """Draw a random surface by Fourier features.

    Parameters
    ----------
    middles : ndarray, shape (counties, 2)
        Kilometers.
    range_km : float
        Distance over which values stay alike.
    draw : numpy.random.Generator
        Where the surface comes from.

    Returns
    -------
    ndarray, shape (counties,)
        About standard normal.
    """
    waves = draw.normal(size=(2, FEATURES)) / range_km
    phases = draw.uniform(0.0, 2.0 * np.pi, FEATURES)
    heights = draw.normal(size=FEATURES)
    return np.asarray(np.sqrt(2.0 / FEATURES) * np.cos(middles @ waves + phases) @ heights)


def smoothed(middles: Floats, values: Floats, weights: Floats, range_km: float) -> Floats:
    """Weighted mean of the values around each county.

    Parameters
    ----------
    middles : ndarray, shape (counties, 2)
        Kilometers.
    values : ndarray, shape (counties, columns)
        What to smooth.
    weights : ndarray, shape (counties,)
        Weight of each county, such as its population.
    range_km : float
        Standard deviation of the Gaussian kernel.

    Returns
    -------
    ndarray, shape (counties, columns)
    """
    lengths = (middles**2).sum(axis=1)
    squared = lengths[:, None] + lengths[None, :] - 2.0 * middles @ middles.T
    kernel = np.exp(np.clip(squared, 0.0, None) / (-2.0 * range_km**2)) * weights
    return np.asarray(kernel @ values / kernel.sum(axis=1, keepdims=True))
