"""Colors of the maps can be told apart: neighbors in every palette, theme and kind of color vision."""

import itertools
import re
import warnings

import numpy as np
import pytest

from model.catalog import INDICATORS
from model.settings import PROJECT
from model.view import PALETTES

with warnings.catch_warnings():
    # It warns of a plotting library that is not there.
    warnings.simplefilter("ignore")
    import colour

# It says that tritanopia is approximated.
pytestmark = pytest.mark.filterwarnings("ignore::colour.utilities.ColourUsageWarning")

ASSETS = PROJECT / "assets" / "css"
THEMES = ("light", "dark")
VISIONS = ("Normal", "Deuteranomaly", "Protanomaly", "Tritanomaly")
NEIGHBORS_DIFFER = 9.0
"""Least CIEDE2000 difference of neighboring classes; about 2 can just be seen side by side."""
ZERO_DIFFERS = 6.0
"""Least difference of the lowest class from a true zero."""
TOKEN = re.compile(r"--(\w+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
WHITE = colour.CCS_ILLUMINANTS["CIE 1931 2 Degree Standard Observer"]["D65"]


def palettes() -> dict[str, dict[str, tuple[str, str]]]:
    """Palette → token → its color in each theme."""
    text = (ASSETS / "palettes.css").read_text(encoding="utf-8")
    blocks = re.findall(r'\[data-palette="(\w+)"\] \{(.*?)\}', text, re.DOTALL)
    return {name: tokens(body) for name, body in blocks}


def tokens(text: str) -> dict[str, tuple[str, str]]:
    """Token → its color in each theme."""
    return {token: (light, dark) for token, light, dark in TOKEN.findall(text)}


STYLE = tokens((ASSETS / "style.css").read_text(encoding="utf-8"))


def seen(color: str, vision: str) -> np.ndarray:
    """CIELAB of a color as somebody without one kind of cones sees it (Machado et al. 2009)."""
    linear = colour.cctf_decoding([int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)], function="sRGB")
    if vision != "Normal":
        linear = np.clip(colour.matrix_cvd_Machado2009(vision, 1.0) @ linear, 0, 1)
    return colour.XYZ_to_Lab(colour.RGB_to_XYZ(linear, "sRGB"), WHITE)


def difference(one: str, other: str, vision: str) -> float:
    return float(colour.delta_E(seen(one, vision), seen(other, vision), method="CIE 2000"))


def test_the_difference_is_that_of_its_published_example():
    """The first pair of Sharma, Wu and Dalal (2005), table 1."""
    pair = ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485])
    assert float(colour.delta_E(*pair, method="CIE 2000")) == pytest.approx(2.0425, abs=5e-5)


def test_every_sector_and_every_choice_has_a_palette():
    sectors = {entry.sector for entry in INDICATORS.values()}
    assert set(palettes()) == sectors | set(PALETTES)
    assert all(sorted(tokens) == ["c0", "c1", "c2", "c3", "c4"] for tokens in palettes().values())


@pytest.mark.parametrize(("name", "theme"), list(itertools.product(palettes(), THEMES)))
def test_neighboring_classes_can_be_told_apart_by_everybody(name, theme):
    colors = [pair[THEMES.index(theme)] for _, pair in sorted(palettes()[name].items())]
    zero = STYLE["zero"][THEMES.index(theme)]
    for vision in VISIONS:
        assert difference(zero, colors[0], vision) >= ZERO_DIFFERS
        for one, other in itertools.pairwise(colors):
            assert difference(one, other, vision) >= NEIGHBORS_DIFFER, (vision, one, other)


@pytest.mark.parametrize(("name", "theme"), list(itertools.product(palettes(), THEMES)))
def test_a_palette_rises_in_one_direction_of_lightness(name, theme):
    """So that it also reads in gray: darker is more on light ground, lighter is more on dark ground."""
    colors = [pair[THEMES.index(theme)] for _, pair in sorted(palettes()[name].items())]
    for vision in VISIONS:
        steps = np.diff([seen(color, vision)[0] for color in colors])
        assert (steps < 0).all() if theme == "light" else (steps > 0).all()


@pytest.mark.parametrize("theme", THEMES)
def test_a_fall_and_a_rise_can_be_told_apart_by_everybody(theme):
    colors = [STYLE[f"d{step}"][THEMES.index(theme)] for step in range(5)]
    for vision in VISIONS:
        for one, other in itertools.combinations(colors, 2):
            assert difference(one, other, vision) >= NEIGHBORS_DIFFER, (vision, one, other)
