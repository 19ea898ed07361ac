"""Random views, and what figures shown in different ways have to agree in."""

import csv
import io
import itertools
import random
import re

from model import catalog
from model.view import MEASURES, explorable_in

NUMBER = re.compile(r"[+−-]?\d[\d,]*(?:\.\d+)?")


def some_views(count: int) -> list[str]:
    """Query strings, the same at every run."""
    chance = random.Random(11)
    every = [
        f"indicator={indicator}&drug={drug}&measure={measure}"
        for indicator, drug, measure in itertools.product(explorable_in("public"), catalog.DRUGS, MEASURES)
    ]
    shown = ["US", "39", "39061", "36", "09", "46102", "30069", "urban-1", "svi-4", "02"]
    views = []
    for _ in range(count):
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
    """Rows of a panel's file, without what it says of itself."""
    lines = [line for line in text.lstrip("\ufeff").splitlines() if not line.startswith("# ")]
    return list(csv.DictReader(io.StringIO("\n".join(lines))))


def value_of(text: str | None) -> float | None:
    return float(text) if text else None


def shown_of(row: dict[str, str]) -> float | None:
    """The figure that the map shows of a place, in its row of the map's file."""
    return value_of(list(row.values())[3])


def numbers_of(text: str) -> list[float]:
    return [float(number.replace("−", "-").replace(",", "")) for number in NUMBER.findall(text)]


def in_class(value: float, words: str) -> bool:
    """Whether a value lies in a class as the legend words it."""
    if words.startswith(("fell", "rose")):
        value = -value if words.startswith("fell") else value
        words = words.replace("over", "").strip() + " or more" if "over" in words else words
    ends = numbers_of(words)
    if words.startswith("within"):
        return abs(value) <= ends[0]
    if words.endswith("or more"):
        return value >= ends[0]
    if words.startswith("up to"):
        return value <= ends[0]
    # A class of a single figure names it once.
    low, high = ends if len(ends) == 2 else ends * 2
    return low <= value <= high


def trend_figures(rows: list[dict[str, str]]) -> list[float]:
    """Figures that the trend draws, in its file: the index where it is drawn as one."""
    column = -1 if rows and "index" in list(rows[0])[-1] else 4
    return [value for row in rows if (value := value_of(list(row.values())[column])) is not None]


def above_zero_if_log(scale: str, *some: list[float]) -> list[list[float]]:
    """A logarithm has no zero; the panel says how many it leaves out."""
    return [[each for each in figures if each > 0] if scale == "log" else figures for figures in some]


def missing_tiles(rows: list[dict[str, str]], tiles: str) -> list[dict[str, str]]:
    """Rows of the headline's file whose figure no tile says."""
    said = numbers_of(tiles)

    def is_said(value: float) -> bool:
        return any(abs(value - each) < 1e-9 for each in said)

    return [row for row in rows if (value := value_of(row["value"])) is not None and not is_said(value)]
