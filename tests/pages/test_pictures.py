"""Pictures of panels: whole, safe, and with the very figures of the panel's file."""

import csv
import io
import random
import re
import struct
import xml.etree.ElementTree as ElementTree
import zlib
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from support import ask
from view_answers import panels_of_every_view

from components.table_files import to_csv
from export.drawing.shapes import bounds_of, read_shapes
from export.drawing.tokens import hatches
from export.exported_panels import exported_panel
from model.view import explorable_in
from pages import pictures
from pages.answering import answered_panel

SVG = "{http://www.w3.org/2000/svg}"
PANELS = panels_of_every_view()
HOSTILE = '<script>alert(1)</script>&"]]>'
PLACES = ["US", "39", "39061", "09", "09001", "02", "36", "46102", "72", "own-1", "urban-1"]


@pytest.fixture(scope="module")
def get(store, outlines):
    server = FastAPI()
    server.include_router(pictures.router(store, outlines))
    return lambda path: ask(server, path)


def some_views():
    chance = random.Random(11)
    groups = f"&groups={quote(quote(HOSTILE, safe=''))}:39035.39061.39049"
    for _ in range(60):
        place = chance.choice(PLACES)
        parts = {
            "indicator": chance.choice(explorable_in("public")),
            "measure": chance.choice(["count", "rate", "change", "share", "smoothed"]),
            "place": place,
            "compare": chance.choice(["", *PLACES]),
            "scale": chance.choice(["", "log", "index"]),
            "classes": chance.choice(["", "equal", "continuous"]),
            "fade": chance.choice(["", "1"]),
            "ranking": chance.choice(["", "lowest", "around"]),
            "level": chance.choice(["", "state"]),
        }
        query = "&".join(f"{name}={value}" for name, value in parts.items() if value)
        yield query + groups, chance.choice(PANELS)


def texts_of(root):
    return [element.text for element in root.iter(f"{SVG}text")]


@pytest.mark.parametrize(("query", "panel"), list(some_views()))
def test_a_drawing_is_whole_and_carries_the_panels_file(get, store, outlines, query, panel):
    answer = get(f"/picture/{panel}.svg?{query}")
    assert answer.status_code == 200
    root = ElementTree.fromstring(answer.content)
    carried = {element.get("id"): element.text for element in root.iter(f"{SVG}metadata")}
    file = answered_panel(store, outlines, panel, query).export
    assert carried["data"] == to_csv(file).decode("utf-8-sig")
    assert root.find(f"{SVG}title").text == carried["title"] or panel in ("ranking", "distribution", "areas")
    assert root.find(f"{SVG}desc").text
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert not tags & {"script", "foreignObject", "image", "a", "style"}
    assert not any(name.startswith("on") or "href" in name for part in root.iter() for name in part.attrib)
    assert (("SIMULATED DATA" in texts_of(root)) == ("simulated" in carried)) or file.rows.empty


@pytest.mark.parametrize("query", ["place=39&measure=rate", "measure=change&compare=39035", "level=state"])
def test_figures_of_a_drawn_ranking_are_those_of_the_file(store, outlines, query):
    exported = exported_panel(store, outlines, "ranking", query)
    drawn = texts_of(ElementTree.fromstring(exported.drawing))
    values = {f"{value:,.1f}" for value in exported.export.rows.iloc[:, 3].dropna().abs()}
    bold = [text.strip("+−%") for text in drawn if re.fullmatch(r"[+−]?[\d,]+\.\d%?", text)]
    assert len(bold) == len(exported.chart.series[0].at)
    assert set(bold) <= values


def test_suppressed_counties_wear_the_pattern_and_no_number(store, outlines):
    exported = exported_panel(store, outlines, "map", "")
    root = ElementTree.fromstring(exported.drawing)
    hidden = exported.export.rows.query("status == 'suppressed'")["place"]
    paths = read_shapes(outlines.path).county
    worn = [part for part in root.iter(f"{SVG}path") if part.get("class") == "suppressed"]
    assert sorted(re.findall("M[^M]+", "".join(part.get("d") for part in worn))) == sorted(
        re.findall("M[^M]+", "".join(paths[place] for place in hidden if place in paths))
    )
    pattern = worn[0].get("fill").removeprefix("url(#").removesuffix(")")
    found = next(part for part in root.iter(f"{SVG}pattern") if part.get("id") == pattern)
    assert found.find(f"{SVG}path").get("d") == hatches()["suppressed"]


def test_names_that_a_link_brings_are_text(get):
    query = f"groups={quote(quote(HOSTILE, safe=''))}:39035.39061&place=own-1"
    answer = get(f"/picture/trend.svg?{query}")
    root = ElementTree.fromstring(answer.content)
    assert HOSTILE in root.find(f"{SVG}title").text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert HOSTILE not in answer.headers["content-disposition"]


def chunks_of(png):
    """Kind and content of each chunk, read by the specification alone."""
    at = 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        content = png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + content)
        yield kind.decode(), content
        at += 12 + length


def facts_of(png):
    for kind, content in chunks_of(png):
        if kind == "iTXt":
            name, _, rest = content.partition(b"\0")
            yield name.decode(), zlib.decompress(rest[4:]).decode()


@pytest.mark.parametrize("panel", ["headline", "trend", "sectors"])
def test_a_png_carries_the_panels_table(get, store, outlines, panel):
    png = get(f"/picture/{panel}.png?place=39&scale=2").content
    kinds = list(chunks_of(png))
    assert struct.unpack(">II", kinds[0][1][:8]) == (2560, 1440)
    facts = dict(facts_of(png))
    file = answered_panel(store, outlines, panel, "place=39").export
    assert facts["Simulated"] and facts["Source"] and facts["Extract"] == store.current().extract.version
    lines = [line for line in facts["Data"].splitlines() if not line.startswith("#")]
    rows = list(csv.reader(io.StringIO("\n".join(lines))))
    assert rows[0] == list(file.rows.columns)
    assert len(rows) == len(file.rows) + 1


@pytest.mark.parametrize(
    ("query", "scale", "rest", "remarked"),
    [
        ("place=39", 1, "place=39", False),
        ("place=39&scale=4", 4, "place=39", False),
        ("place=39&scale=99999999", 4, "place=39", True),
        ("scale=0", 1, "", True),
        ("scale=log&scale=3", 3, "scale=log", False),
        ("scale=999999999999999999999", 1, "", True),
    ],
)
def test_a_scale_that_there_is_not_gives_the_nearest(query, scale, rest, remarked):
    order = pictures.order_of("trend", "png", query)
    assert (order.scale, order.query, bool(order.remark)) == (scale, rest, remarked)


@pytest.mark.parametrize(
    "path", ["/picture/nothing.svg", "/picture/map.exe", "/picture/map2.svg", "/picture/..%2fmap.svg"]
)
def test_what_is_no_picture_is_not_found(get, path):
    assert get(path).status_code == 404


def test_bounds_hold_every_corner():
    assert bounds_of("M10 20l5 0 0-3zM1 1l1.5 0 0 2z") == (1, 1, 15, 20)
