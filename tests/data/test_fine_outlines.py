"""Finer outlines of one state: the same counties in the same view box, closer to the real borders."""

import json
import re

import numpy as np
import pytest
import shapely

from data.geography import fine_outlines, outlines
from data.geography.fine_outlines import ensure_fine_outlines, fine_documents

pytestmark = pytest.mark.extract

NUMBER = re.compile(r"-?\d*\.?\d+")


def parse(path):
    """The shape of a path, read as a browser does."""
    rings = []
    for subpath in path.split("M")[1:]:
        numbers = [float(number) for number in NUMBER.findall(subpath)]
        rings.append(shapely.linearrings(np.cumsum(np.reshape(numbers, (-1, 2)), axis=0)))
    polygons = []
    for ring in rings:
        if shapely.is_ccw(ring):
            polygons.append([ring])
        else:
            polygons[-1].append(ring)
    return shapely.make_valid(
        shapely.multipolygons([shapely.polygons(r[0], r[1:] or None) for r in polygons])
    )


@pytest.fixture(scope="module")
def embedded():
    return outlines.embedded_counties()


@pytest.fixture(scope="module")
def documents(embedded):
    return fine_documents(*embedded)


def test_every_county_of_every_state_has_a_finer_shape(embedded, documents):
    codes, _ = embedded
    assert [code for document in documents.values() for code in document["county"]] == codes
    assert len(documents) == 51


@pytest.mark.parametrize("state", ["39", "44", "51"])
def test_shapes_are_within_half_a_kilometer_and_share_their_borders(embedded, documents, state):
    codes, shapes = embedded
    frame, _, _ = outlines.arranged(codes, shapes)
    real = {code: shape for code, shape in zip(codes, frame, strict=True) if code[:2] == state}
    drawn = {code: parse(path) for code, path in documents[state]["county"].items()}
    for code, shape in drawn.items():
        largest = max(shapely.get_parts(real[code]), key=shapely.area)
        assert shapely.area(shapely.difference(largest, shape.buffer(1.0))) < 0.5, code
        assert shape.area == pytest.approx(real[code].area, rel=0.1, abs=1.0)
    overlap = sum(shape.area for shape in drawn.values()) - shapely.union_all(list(drawn.values())).area
    assert overlap < 1e-3 * sum(shape.area for shape in drawn.values())
    outline = parse(documents[state]["state"])
    assert outline.symmetric_difference(shapely.union_all(list(drawn.values()))).area < 0.01 * outline.area


@pytest.mark.parametrize(
    ("parts", "written"), [(-3, "-.3"), (20, "2"), (0, "0"), (15, "1.5"), (-20, "-2"), (-101, "-10.1")]
)
def test_a_decimal_is_written_as_short_as_it_can_be(parts, written):
    assert fine_outlines._decimal(parts) == written


def test_files_are_built_once_for_one_set_of_outlines(documents, monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(fine_outlines, "embedded_counties", lambda: asked.append(1) or ([], []))
    monkeypatch.setattr(fine_outlines, "fine_documents", lambda *_: {"39": documents["39"]})
    index = ensure_fine_outlines(tmp_path, tmp_path / "outlines-a.json")
    assert ensure_fine_outlines(tmp_path, tmp_path / "outlines-a.json") == index
    assert len(asked) == 1
    described = json.loads(index.read_bytes())
    assert described["outlines"] == "outlines-a.json"
    assert json.loads((tmp_path / described["states"]["39"]).read_bytes()) == documents["39"]
    ensure_fine_outlines(tmp_path, tmp_path / "outlines-b.json")
    assert len(asked) == 2
