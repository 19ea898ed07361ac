"""The outlines themselves, for drawing on the server: paths by place, and where on the map each lies."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

Bounds = tuple[float, float, float, float]
"""Left, top, right and bottom, in units of the outlines."""
_NUMBER: Final = re.compile(r"-?\d*\.?\d+")
MOST_READ: Final = 4
"""Sets of outlines held at once; each takes about a megabyte."""


@dataclass(frozen=True)
class Shapes:
    """Outlines of one file.

    Attributes
    ----------
    width, height
        Of the whole map, in units.
    county, state
        Code → SVG path.
    nation
        SVG path of all together.
    """

    width: float
    height: float
    county: Mapping[str, str]
    state: Mapping[str, str]
    nation: str

    def paths(self, level: str) -> Mapping[str, str]:
        """Paths of counties or states."""
        return self.county if level == "county" else self.state


@lru_cache(maxsize=MOST_READ)
def read_shapes(path: Path) -> Shapes:
    """The shapes of an outlines file.

    Raises
    ------
    OSError, ValueError, KeyError
        If it cannot be read or is none.
    """
    document = json.loads(path.read_bytes())
    layers = {
        layer: dict(zip(document[layer]["place"], document[layer]["path"], strict=True))
        for layer in ("county", "state")
    }
    return Shapes(
        document["width"], document["height"], layers["county"], layers["state"], document["nation"]
    )


@lru_cache(maxsize=8192)
def bounds_of(path: str) -> Bounds:
    """The box around a path of absolute starts and relative steps, as outlines are written."""
    corners = []
    for ring in path.split("M")[1:]:
        steps = np.array([float(text) for text in _NUMBER.findall(ring)]).reshape(-1, 2)
        points = steps.cumsum(axis=0)
        corners.append((points.min(axis=0), points.max(axis=0)))
    low = np.min([corner[0] for corner in corners], axis=0)
    high = np.max([corner[1] for corner in corners], axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def around(bounds: list[Bounds]) -> Bounds:
    """The box around several."""
    lefts, tops, rights, bottoms = zip(*bounds, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
