"""The stylesheet's light colors and patterns: read from it, so that a picture and the page cannot differ."""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from model.settings import PROJECT

STYLESHEETS: Final = PROJECT / "assets" / "css"
STYLES: Final = ("style.css", "maps.css", "palettes.css")
_TOKEN: Final = re.compile(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), #[0-9a-f]{6}\)")
_LOOKS: Final = "map_looks.css"
_HATCH: Final = re.compile(r'--hatch-([a-z_]+): "([^"]+)";')
_NUMBER: Final = re.compile(r"--([a-z0-9-]+): ([0-9.]+);")
_SPECKLE: Final = re.compile(r"--speckle: light-dark\(rgba\((\d+), (\d+), (\d+), ([0-9.]+)\)")
_PALETTE: Final = re.compile(r'\[data-palette="([a-z]+)"\] \{([^}]*)\}')


@cache
def tokens() -> Mapping[str, str]:
    """Name of a token → its color on a light ground; those of palettes are in `palette_colors`."""
    text = "\n".join((STYLESHEETS / name).read_text() for name in STYLES[:2])
    return MappingProxyType(dict(_TOKEN.findall(text)))


@cache
def hatches() -> Mapping[str, str]:
    """Status → the path that its pattern repeats."""
    return MappingProxyType(dict(_HATCH.findall((STYLESHEETS / _LOOKS).read_text())))


@cache
def map_numbers() -> Mapping[str, float]:
    """Sizes of patterns and opacities of a map, by name."""
    text = (STYLESHEETS / _LOOKS).read_text()
    return MappingProxyType({name: float(value) for name, value in _NUMBER.findall(text)})


@cache
def speckle() -> tuple[str, float]:
    """Color and opacity of the dots on an unreliable figure.

    Raises
    ------
    ValueError
        If the stylesheet does not say them.
    """
    found = _SPECKLE.search((STYLESHEETS / _LOOKS).read_text())
    if found is None:
        raise ValueError(f"{_LOOKS} has no --speckle of two rgba() colors.")
    red, green, blue = (int(channel) for channel in found.groups()[:3])
    return f"#{red:02x}{green:02x}{blue:02x}", float(found[4])


@cache
def palette_colors(name: str) -> Mapping[str, str]:
    """Look of a class → its color: `c0` to `c4`, `d0` to `d4`, `b00` to `b22`, and the ramp `r0` to `r24`.

    Raises
    ------
    KeyError
        For a palette that there is not.
    """
    text = (STYLESHEETS / STYLES[2]).read_text()
    steps = dict(_TOKEN.findall(dict(_PALETTE.findall(text))[name]))
    classed = {look: color for look, color in tokens().items() if re.fullmatch(r"d\d|b\d\d", look)}
    ramp = {
        f"r{step}": mixed(steps[f"c{step // 6}"], steps[f"c{min(step // 6 + 1, 4)}"], step % 6 / 6)
        for step in range(25)
    }
    return MappingProxyType({**steps, **classed, **ramp})


def mixed(one: str, other: str, share: float) -> str:
    """A color between two, mixed in OKLab as CSS's `color-mix(in oklab, …)` does (Ottosson 2020)."""
    parts = zip(_oklab(one), _oklab(other), strict=True)
    return _hex(tuple(first + (second - first) * share for first, second in parts))


def _oklab(color: str) -> tuple[float, ...]:
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _hex(lab: tuple[float, ...]) -> str:
    light, a, b = lab
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    channels = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(_encoded(channel) * 255):02x}" for channel in channels)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _encoded(channel: float) -> float:
    channel = min(max(channel, 0.0), 1.0)
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
