"""Map, hover card, legend, trend, tiles and files say the same of 200 random views."""

import csv
import io
import itertools
import random
import re
from typing import Any

import pytest
from playwright.sync_api import Page

from bench.browser import module
from model import catalog
from model.places import places
from model.view import EXPLORABLE, MEASURES

from .conftest import Watched

pytestmark = pytest.mark.browser

VIEWS = 200
PLACES_READ = 12
"""Places of a map whose card is read, in every view."""
NUMBER = re.compile(r"[+−-]?\d[\d,]*(?:\.\d+)?")

READ_PAGE = """async ([places]) => {
  const shape = (place) => document.querySelector(`#map-svg .shapes [data-place="${place}"]`);
  const level = document.querySelector("#map-svg svg").dataset.level;
  const cards = {};
  for (const place of level ? places[level] : []) {
    const found = shape(place);
    if (!found) continue;
    found.dispatchEvent(new PointerEvent("pointermove", { bubbles: true }));
    const card = document.getElementById("map-hover");
    cards[place] = {
      look: found.getAttribute("class"),
      status: found.dataset.status,
      rows: [...card.children].map((row) => [row.className, row.textContent]),
    };
  }
  const legend = [...document.querySelectorAll("#map-legend [data-legend]")].map((row) =>
    [row.dataset.legend, row.querySelector("span:nth-of-type(2)").textContent]);
  const trend = (document.getElementById("trend-chart").data || [])
    .filter((trace) => trace.hoverinfo !== "skip").flatMap((trace) => [...trace.y]);
  const file = async (panel) => {
    const link = document.querySelector(`[data-download="${panel}.csv"]`).getAttribute("href");
    return (await fetch(link)).text();
  };
  return {
    level, cards, legend, trend,
    scale: document.getElementById("scale")?.value || "",
    tiles: [...document.querySelectorAll("#headline .tile > *")].map((part) => part.textContent).join(" | "),
    title: document.getElementById("map-title").textContent,
    files: { map: await file("map"), trend: await file("trend"), headline: await file("headline") },
  };
}"""


def some_views() -> list[str]:
    """Query strings, the same at every run."""
    chance = random.Random(11)
    every = [
        f"indicator={indicator}&drug={drug}&measure={measure}"
        for indicator, drug, measure in itertools.product(EXPLORABLE, catalog.DRUGS, MEASURES)
    ]
    shown = ["US", "39", "39061", "36", "09", "46102", "30069", "urban-1", "svi-4", "02"]
    views = []
    for _ in range(VIEWS):
        # Deaths have the most to disagree about: reported and predicted, by county and state, withheld.
        measured = f"measure={chance.choice(MEASURES)}" if chance.random() < 0.5 else chance.choice(every)
        parts = [measured, f"place={chance.choice(shown)}", f"compare={chance.choice(shown)}"]
        if chance.random() < 0.6:
            parts.append(f"period={chance.randint(2016, 2025)}-{chance.choice(('03', '06', '09', '12'))}")
        if chance.random() < 0.3:
            parts.append("level=state")
        parts.append(f"classes={chance.choice(('', 'equal', 'jenks', 'continuous', '5,10,20'))}")
        parts.append(f"scale={chance.choice(('', '', 'log', 'index'))}")
        views.append("&".join(part for part in parts if not part.endswith("=")))
    return views


def table_of(text: str) -> list[dict[str, str]]:
    lines = [line for line in text.lstrip("\ufeff").splitlines() if not line.startswith("# ")]
    return list(csv.DictReader(io.StringIO("\n".join(lines))))


def value_of(text: str | None) -> float | None:
    return float(text) if text else None


def numbers_of(text: str) -> list[float]:
    return [float(number.replace("−", "-").replace(",", "")) for number in NUMBER.findall(text)]


def in_class(value: float, words: str) -> bool:
    """Whether a value lies in a class as the legend words it."""
    ends = numbers_of(words)
    if "or more" in words or ("over" in words and "rose" in words):
        return value >= ends[0]
    if words.startswith("up to"):
        return value <= ends[0]
    return ends[0] <= value <= ends[-1] if len(ends) == 2 else True


def check_card(place: str, card: dict[str, Any], row: dict[str, str], legend: dict[str, str]) -> int:
    """The card, pattern and class of a place against its row in the file; 1 if a figure was compared."""
    shown = value_of(list(row.values())[3])
    assert card["status"] == row["status"], place
    figures = [text for kind, text in card["rows"] if kind == "figure"]
    if shown is None:
        assert figures == [], place
        assert "absent" in card["look"], place
        return 0
    assert numbers_of(figures[0])[0] == pytest.approx(shown), place
    intervals = [text for _, text in card["rows"] if re.search(r"(interval|allows) [+−\d]", text)]
    limits = [value_of(row.get("lower")), value_of(row.get("upper"))]
    if intervals and None not in limits and max(map(abs, limits)) < 1e6:  # type: ignore[arg-type]
        read = NUMBER.findall(intervals[0].split("interval", 1)[-1].split("allows", 1)[-1])
        assert [float(each.replace("−", "-").replace(",", "")) for each in read] == pytest.approx(limits), (
            place
        )
    (step,) = [name for name in card["look"].split() if re.fullmatch(r"c\d", name)] or [""]
    if step in legend:
        assert in_class(shown, legend[step]), (place, shown, legend[step])
    return 1


def check_view(page: Page, chance: random.Random) -> int:
    """Everything that can be read of the view on the page; how many figures were compared."""
    drawable = {
        "county": chance.sample([code for code in places() if len(code) == 5], PLACES_READ * 4) + ["39061"],
        "state": [code for code in places() if len(code) == 2 and code.isdigit()][:PLACES_READ],
    }
    seen = page.evaluate(READ_PAGE, [drawable])
    rows = {row["place"]: row for row in table_of(seen["files"]["map"])}
    legend = dict(seen["legend"])
    compared = sum(
        check_card(place, card, rows[place], legend) for place, card in seen["cards"].items() if place in rows
    )
    trend = table_of(seen["files"]["trend"])
    column = -1 if trend and "index" in list(trend[0])[-1] else 4
    in_file = [value for row in trend if (value := value_of(list(row.values())[column])) is not None]
    drawn = [value for value in seen["trend"] if value is not None]
    if seen["scale"] == "log":
        # A logarithm has no zero; the panel says how many it leaves out.
        in_file, drawn = ([each for each in some if each > 0] for some in (in_file, drawn))
    assert sorted(in_file) == pytest.approx(sorted(drawn))
    tiles = numbers_of(seen["tiles"])
    for row in table_of(seen["files"]["headline"]):
        value = value_of(row["value"])
        assert value is None or any(abs(value - tile) < 1e-9 for tile in tiles), (row, seen["tiles"])
    return compared + len(drawn)


def test_map_hover_legend_trend_table_and_file_agree(simulated_app: str, watched: Watched) -> None:
    chance = random.Random(5)
    watched.open(simulated_app)
    compared = 0
    for view in some_views():
        watched.page.evaluate(
            f"async (query) => {module('explore/navigation.js')}.navigate(new URLSearchParams(query))", view
        )
        watched.page.wait_for_selector('html[data-busy="false"]')
        try:
            compared += check_view(watched.page, chance)
        except AssertionError as problem:
            raise AssertionError(f"{view}: {problem}") from problem
    assert compared > VIEWS * 20
