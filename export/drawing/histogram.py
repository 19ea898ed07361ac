"""The distribution: columns of places in the map's colors, with the median and the places chosen."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from components.numbers import number
from export.drawing.maps import Fills
from export.drawing.svg_canvas import Box, SvgCanvas, element
from export.drawing.tokens import tokens
from export.drawing.type import width
from methods.histogram import COLUMNS
from model.places import label
from panels.drawings import Histogram
from panels.ranked_places import from_whole, shown_of_ranked, spread_of, value_words
from queries.results import ExploreResult

SIZE: Final = 14.0


def draw_histogram(
    canvas: SvgCanvas, box: Box, result: ExploreResult, looks: Mapping[str, str], fills: Fills
) -> None:
    """Columns of how many places have a figure, and marks over them; `looks` are of places."""
    shown = shown_of_ranked(result)
    spread = spread_of(result, shown)
    low, high = (from_whole(result, end) for end in (spread.low, spread.high))
    marks = _marks(result, shown, from_whole(result, spread.median))
    plot = box.inside(left=54, right=20, top=20 * _levels(marks, box, (low, high)) + 8, bottom=30)
    held = pd.DataFrame({"column": spread.columns, "look": [looks[place] for place in shown.index]})
    held = held[held["column"] >= 0]
    counts = held.value_counts().unstack("look", fill_value=0) if len(held) else pd.DataFrame()
    most = max(1, int(counts.sum(axis=1).max()) if len(counts) else 1)
    _draw_columns(canvas, plot, counts, most, fills)
    _ends(canvas, plot, (value_words(result, low), value_words(result, high)), most)
    _draw_marks(canvas, box, plot, marks, (low, high))


def tails(drawing: Histogram) -> str:
    """What is said of zeros and of the places beyond the ends."""
    result, forms = drawing.result, drawing.forms
    shown = shown_of_ranked(result)
    if shown.empty:
        return ""
    spread = spread_of(result, shown)
    said = (
        (forms["zeros"], spread.zeros, 0.0),
        (forms["below"], spread.below, spread.low),
        (forms["beyond"], spread.beyond, spread.high),
    )
    return " ".join(
        form.replace("{number}", number(count)).replace(
            "{value}", value_words(result, from_whole(result, value))
        )
        for form, count, value in said
        if count
    )


def _draw_columns(canvas: SvgCanvas, plot: Box, counts: pd.DataFrame, most: int, fills: Fills) -> None:
    wide = plot.width / COLUMNS
    base = dict.fromkeys(range(COLUMNS), plot.bottom)
    for look in sorted(counts.columns):
        drawn = ""
        for column, count in zip(counts.index.tolist(), counts[look].tolist(), strict=True):
            height = count / most * plot.height
            base[column] -= height
            left = plot.left + column * wide + 1
            drawn += (
                f"M{left:.1f} {base[column]:.1f}h{wide - 2:.1f}v{height:.1f}h{2 - wide:.1f}z" if count else ""
            )
        canvas.add(
            element(
                "path",
                d=drawn,
                fill=fills.fill(look),
                stroke=tokens()["ink"],
                stroke_opacity=0.35,
                stroke_width=0.7,
            )
        )


def _ends(canvas: SvgCanvas, plot: Box, words: tuple[str, str], most: int) -> None:
    muted = tokens()["muted"]
    canvas.add(element("path", d=f"M{plot.left:.1f} {plot.bottom:.1f}H{plot.right:.1f}", stroke=muted))
    canvas.text((plot.left, plot.bottom + 20), words[0], SIZE, fill=muted)
    canvas.text((plot.right, plot.bottom + 20), words[1], SIZE, text_anchor="end", fill=muted)
    canvas.text((plot.left - 8, plot.top + 5), number(most), 13, text_anchor="end", fill=muted)
    canvas.text((plot.left - 8, plot.bottom + 1), "0", 13, text_anchor="end", fill=muted)


def _marks(result: ExploreResult, shown: pd.Series, median: float) -> list[tuple[float, str, bool]]:
    """Figure, words and whether it is the place in focus, ascending."""
    view = result.view
    chosen = [place for place in dict.fromkeys((view.place, *view.compare)) if place in shown.index]
    marks = [(median, f"median {value_words(result, median)}", False)]
    marks += [(float(shown[place]), label(place), place == view.place) for place in chosen]
    return sorted(marks)


def _level(taken: list[float], start: float, end: float) -> int:
    """The lowest line on which a label has room; `taken` holds where each line is free from."""
    for level, free in enumerate(taken):
        if free < start:
            taken[level] = end
            return level
    taken.append(end)
    return len(taken) - 1


def _placed(
    marks: list[tuple[float, str, bool]], box: Box, ends: tuple[float, float]
) -> list[tuple[float, float, int]]:
    """Where each mark and the middle of its label stand, and on which line the label is."""
    left, right = box.left + 54, box.right - 20
    taken: list[float] = []
    placed = []
    for value, words, strong in marks:
        share = min(max((value - ends[0]) / (ends[1] - ends[0]), 0), 1)
        x, half = left + share * (right - left), width(words, SIZE, 700 if strong else 400) / 2
        middle = min(max(x, left + half), right - half)
        placed.append((x, middle, _level(taken, middle - half - 12, middle + half)))
    return placed


def _levels(marks: list[tuple[float, str, bool]], box: Box, ends: tuple[float, float]) -> int:
    return 1 + max(level for _, _, level in _placed(marks, box, ends))


def _draw_marks(
    canvas: SvgCanvas, box: Box, plot: Box, marks: list[tuple[float, str, bool]], ends: tuple[float, float]
) -> None:
    for (x, middle, level), (_, words, strong) in zip(_placed(marks, box, ends), marks, strict=True):
        top = box.top + level * 20 + 14
        look: dict[str, str | float] = {} if strong else {"stroke_dasharray": "4 3"}
        canvas.add(
            element(
                "path",
                d=f"M{x:.1f} {top + 5:.1f}V{plot.bottom:.1f}",
                stroke=tokens()["ink"],
                stroke_width=2.2 if strong else 1.2,
                **look,
            )
        )
        canvas.text((middle, top), words, SIZE, weight=700 if strong else 400, text_anchor="middle")
