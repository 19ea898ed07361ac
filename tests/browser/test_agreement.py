"""What the browser makes of an answer agrees: the hover card, the shapes' looks, the chart and the tiles with
the files. That the answers themselves agree over many more views is tested without a browser."""

import random
import re
from typing import Any

import pytest
from agreement import (
    above_zero_if_log,
    in_class,
    missing_tiles,
    numbers_of,
    shown_of,
    some_views,
    table_of,
    trend_figures,
    value_of,
)
from playwright.sync_api import Page

from model.places import places

from .pages import Watched

pytestmark = pytest.mark.browser

VIEWS = 14
PLACES_READ = 12
"""Places of a map whose card is read, in every view."""

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
    files: { map: await file("map"), trend: await file("trend"), headline: await file("headline") },
  };
}"""


def check_card(place: str, card: dict[str, Any], row: dict[str, str], legend: dict[str, str]) -> int:
    """The card, pattern and class of a place against its row in the file; 1 if a figure was compared."""
    shown = shown_of(row)
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
        read = numbers_of(intervals[0].split("interval", 1)[-1].split("allows", 1)[-1])
        assert read == pytest.approx(limits), place
    (step,) = [name for name in card["look"].split() if re.fullmatch(r"[cd]\d", name)] or [""]
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
    drawn = [value for value in seen["trend"] if value is not None]
    written, shown = above_zero_if_log(seen["scale"], trend_figures(table_of(seen["files"]["trend"])), drawn)
    assert sorted(written) == pytest.approx(sorted(shown))
    assert missing_tiles(table_of(seen["files"]["headline"]), seen["tiles"]) == [], seen["tiles"]
    return compared + len(drawn)


def test_map_hover_legend_trend_and_file_agree(simulated_app: str, watched: Watched) -> None:
    chance = random.Random(5)
    watched.show(simulated_app)
    compared = 0
    for view in some_views(VIEWS):
        watched.go(view)
        try:
            compared += check_view(watched.page, chance)
        except AssertionError as problem:
            raise AssertionError(f"{view}: {problem}") from problem
    assert compared > VIEWS * 20
