"""Maps: places in the colors and patterns of the page's map, borders, and what the view looks at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from components.numbers import rounded
from export.drawing.shapes import Bounds, Shapes, around, bounds_of
from export.drawing.svg_canvas import Box, SvgCanvas, element, plain_number
from export.drawing.tokens import hatches, map_numbers, palette_colors, speckle, tokens
from methods.classes import NO_CLASS
from methods.rates import width_step
from model import catalog
from model.view import View
from panels.county_map import palette
from panels.table_digits import decimals_shown
from queries.results import MapResult

FAINT: Final = (1.0, *(map_numbers()[f"faint-{step}"] for step in (1, 2, 3)))
"""How much of its color a place keeps, by the step of its interval's width."""
BESIDE: Final = round(1 - map_numbers()["veil"], 2)
"""How much of their color places keep that the view does not look at: what the page's veil lets through."""
PATTERN_UNIT: Final = 0.42
"""Size of a pattern's cell on the sheet, as a share of that on the page's map of 2,653 units."""
LINED_FROM: Final = 0.2
"""Size of a unit on the sheet from which on counties are parted by lines; on smaller maps those hide them."""
AROUND_FOCUS: Final = 0.06
"""Share of the focus' size that is left free around it."""


@dataclass(frozen=True)
class Figured:
    """What a map shows: a row a place with the look it wears, and what it looks at.

    Attributes
    ----------
    looks
        Place → its look: a class, with `unreliable ` before it where it is, or a status.
    faint
        Place → how much of its color it keeps, where that is less than all.
    focused
        Places that the view looks at; None for all.
    place, compare
        Outlined as in focus, and as compared with.
    """

    level: str
    looks: Mapping[str, str]
    faint: Mapping[str, float]
    focused: frozenset[str] | None = None
    place: str = ""
    compare: tuple[str, ...] = ()


def figured(view: View, on_map: MapResult) -> Figured:
    """What a map of a view shows."""
    rows = on_map.places
    worn = palette(view, on_map.edges)
    classes = [look.removeprefix("ramp ") for look in worn["colors"]]
    colors = np.array([*classes, *[""] * (NO_CLASS + 1 - len(classes))], dtype=object)
    colors[NO_CLASS] = worn["unclassed"]
    class_number = rows["class_number"].to_numpy()
    looks = colors[class_number]
    status = rows["status"].to_numpy(dtype=object)
    few = (status == "unreliable") & (class_number != NO_CLASS)
    looks[few] = [f"unreliable {look}" for look in looks[few]]
    absent = rows["shown"].isna().to_numpy()
    looks[absent] = status[absent]
    focused = None if on_map.focused is None else frozenset(on_map.in_focus.index)
    return Figured(
        on_map.level,
        dict(zip(rows.index, looks.tolist(), strict=True)),
        _faintness(view, rows) if view.fade else {},
        focused,
        view.place,
        view.compare,
    )


def _faintness(view: View, rows: pd.DataFrame) -> dict[str, float]:
    """How much of its color a place keeps, from the digits shown, as the browser finds it."""
    decimals = decimals_shown(view)
    whole = (np.rint(rounded(rows[name], decimals) * 10**decimals) for name in ("shown", "lower", "upper"))
    steps = np.nan_to_num(np.asarray(width_step(*whole), dtype=float)).astype(int)
    return {
        place: FAINT[step] for place, step in zip(rows.index, steps, strict=True) if 0 < step < len(FAINT)
    }


def palette_of(view: View) -> Mapping[str, str]:
    """Colors of classes: the view's own palette, or the sector's."""
    return palette_colors(view.palette or catalog.INDICATORS[view.indicator].sector)


def color_of(look: str, colors: Mapping[str, str]) -> str:
    """The color of a class, of zero, or of places that are not classed."""
    return colors.get(look) or tokens()[look]


class Fills:
    """What looks are filled with on a sheet; patterns are defined once a size and ground."""

    def __init__(self, canvas: SvgCanvas, colors: Mapping[str, str]) -> None:
        self._paper, self._colors = canvas, colors
        self._defined: dict[tuple[str, float], str] = {}

    def fill(self, look: str, unit: float = 1.0) -> str:
        """Fill of a look where one unit of the drawing is `unit` long on the sheet."""
        if look in hatches() or look == "missing" or look.startswith("unreliable"):
            return f"url(#{self._pattern(look, round(unit, 4))})"
        return color_of(look, self._colors)

    def _pattern(self, look: str, unit: float) -> str:
        if (look, unit) not in self._defined:
            name = f"p{len(self._paper.definitions)}-{look.replace(' ', '-')}"
            self._paper.definitions.append(self._definition(name, look, unit))
            self._defined[look, unit] = name
        return self._defined[look, unit]

    def _definition(self, name: str, look: str, unit: float) -> str:
        kind = "speckle" if look.startswith("unreliable") else look
        sizes = map_numbers()
        side = sizes["hatch-size" if kind in hatches() else "dots-size"]
        size = plain_number(side)
        ground = color_of(look.split()[1], self._colors) if kind == "speckle" else tokens()["paper"]
        drawn = element("rect", width=size, height=size, fill=ground)
        if kind == "speckle":
            radius = plain_number(sizes["speckle-radius"])
            color, opacity = speckle()
            drawn += "".join(
                element("circle", cx=at, cy=at, r=radius, fill=color, fill_opacity=opacity)
                for at in (side / 4, side * 3 / 4)
            )
        elif kind == "missing":
            drawn += element(
                "circle",
                cx=plain_number(side / 2),
                cy=plain_number(side / 2),
                r=sizes["dot-radius"],
                fill=tokens()["hatch"],
            )
        else:
            wide = sizes["hatch-width"]
            drawn += element(
                "path", d=hatches()[kind], stroke=tokens()["hatch"], stroke_width=wide, fill="none"
            )
        scale = f"scale({PATTERN_UNIT / unit:.4f})"
        return element(
            "pattern",
            drawn,
            id=name,
            width=size,
            height=size,
            patternUnits="userSpaceOnUse",
            patternTransform=scale,
        )


def draw_map(canvas: SvgCanvas, box: Box, shown: Figured, shapes: Shapes, fills: Fills) -> None:
    """Draw a map as large as fits, in the middle of a box, zoomed on what it looks at."""
    paths = shapes.paths(shown.level)
    window = _window(shown, shapes)
    unit = min(box.width / (window[2] - window[0]), box.height / (window[3] - window[1]))
    left = box.left + (box.width - (window[2] - window[0]) * unit) / 2
    top = box.top + (box.height - (window[3] - window[1]) * unit) / 2
    seen = _widened(window, box, unit) if shown.focused is not None else window
    inside = [place for place in shown.looks if place in paths and _meet(bounds_of(paths[place]), seen)]
    drawn = "".join(
        _group(
            shown,
            paths,
            fills,
            unit,
            [place for place in inside if _looked_at(shown, place) is looked_at],
            looked_at,
        )
        for looked_at in (False, True)
    )
    drawn += _borders(shown, shapes, unit, seen) + _outlined(shown, shapes, unit)
    clip = f"clip{len(canvas.definitions)}"
    canvas.definitions.append(
        element(
            "clipPath", element("rect", x=box.left, y=box.top, width=box.width, height=box.height), id=clip
        )
    )
    moved = f"translate({left - window[0] * unit:.2f} {top - window[1] * unit:.2f}) scale({unit:.5f})"
    canvas.add(element("g", element("g", drawn, transform=moved), clip_path=f"url(#{clip})"))


def _looked_at(shown: Figured, place: str) -> bool:
    return shown.focused is None or place in shown.focused


def _window(shown: Figured, shapes: Shapes) -> Bounds:
    """The part of the map that is drawn: the places looked at with some air, or everything."""
    paths = shapes.paths(shown.level)
    known = [bounds_of(paths[place]) for place in shown.focused or () if place in paths]
    if not known:
        return 0.0, 0.0, float(shapes.width), float(shapes.height)
    left, top, right, bottom = around(known)
    air = max(right - left, bottom - top) * AROUND_FOCUS
    return left - air, top - air, right + air, bottom + air


def _widened(window: Bounds, box: Box, unit: float) -> Bounds:
    """What the whole box shows when the window stands in its middle."""
    wide, high = box.width / unit, box.height / unit
    across, down = (window[0] + window[2]) / 2, (window[1] + window[3]) / 2
    return across - wide / 2, down - high / 2, across + wide / 2, down + high / 2


def _meet(one: Bounds, other: Bounds) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _group(
    shown: Figured,
    paths: Mapping[str, str],
    fills: Fills,
    unit: float,
    places: Sequence[str],
    looked_at: bool,
) -> str:
    """Places in one path a look: 3,142 elements would make the picture slow to open."""
    worn: dict[tuple[str, float], list[str]] = {}
    for place in places:
        worn.setdefault((shown.looks[place], shown.faint.get(place, 1.0)), []).append(paths[place])
    drawn = "".join(
        element(
            "path",
            d="".join(shapes),
            fill=fills.fill(look, unit),
            **({"fill_opacity": opacity} if opacity < 1 else {}),
            **{"class": look},
        )
        for (look, opacity), shapes in sorted(worn.items())
    )
    if not drawn:
        return ""
    veil = {} if looked_at else {"opacity": BESIDE}
    line = 0.9 if shown.level == "state" else 0.55 if unit > LINED_FROM else 0.0
    return element("g", drawn, stroke=tokens()["county"], stroke_width=line / unit, **veil)


def _borders(shown: Figured, shapes: Shapes, unit: float, seen: Bounds) -> str:
    """Borders of the states that are seen."""
    states = "".join(path for path in shapes.state.values() if _meet(bounds_of(path), seen))
    return element(
        "path",
        d=states,
        fill="none",
        stroke=tokens()["border"],
        stroke_width=0.9 / unit,
        stroke_linejoin="round",
    )


def _outlined(shown: Figured, shapes: Shapes, unit: float) -> str:
    """The places compared with, broken, and the place in focus."""
    paths = {**shapes.state, **shapes.county}
    broken = f"{plain_number(4 / unit)} {plain_number(3 / unit)}"
    drawn = "".join(
        element(
            "path",
            d=paths[place],
            fill="none",
            stroke=tokens()["good"],
            stroke_width=2 / unit,
            stroke_dasharray=broken,
        )
        for place in shown.compare
        if place in paths
    )
    if shown.place in paths:
        drawn += element(
            "path",
            d=paths[shown.place],
            fill="none",
            stroke=tokens()["ink"],
            stroke_width=2.2 / unit,
            stroke_linejoin="round",
        )
    return drawn
