"""What the panels of Explore add to the answer of its page: keys, texts, contents, charts."""

from collections.abc import Iterable
from typing import Any

from panels.panel import Panel, Where
from panels.registry import appearing_in
from queries.results import ExploreResult


def panel_keys(result: ExploreResult) -> dict[str, tuple[str, ...]]:
    """What each panel depends on, also those answered by themselves; without those that come every time."""
    return {each.id: each.key(result) for each in appearing_in(Where.EXPLORE) if each.key}


def panel_texts(result: ExploreResult) -> dict[str, str]:
    """How each panel is read, and what it says, by element id."""
    texts = {
        f"{each.id}-reading": " ".join(each.reading(result.view, result.resolved, result))
        for each in _answered_here()
        if callable(each.reading)
    }
    for each in _answered_here():
        texts |= each.texts(result.view, result.resolved, result)
    return texts


def panel_contents(result: ExploreResult, stale: Iterable[str]) -> dict[str, Any]:
    """What the panels' browser modules draw; None for what the browser already has."""
    return {
        each.id: each.content(result.view, result.resolved, result) if each.id in stale else None
        for each in _answered_here()
        if each.content
    }


def panel_charts(result: ExploreResult, stale: Iterable[str]) -> dict[str, Any]:
    """The charts that Plotly draws; None for those that the browser already has."""
    return {
        each.id: each.plot.figure(result.view, result.resolved, result) if each.id in stale else None
        for each in _answered_here()
        if each.plot
    }


def chart_marks(result: ExploreResult) -> dict[str, Any]:
    """What is marked over the charts."""
    return {
        each.id: each.plot.marks(result.view, result.resolved, result)
        for each in _answered_here()
        if each.plot
    }


def alternatives(result: ExploreResult, texts: dict[str, str]) -> dict[str, str]:
    """What maps and charts show, for those who do not see them, by element id."""
    of_maps = {each.id: each.alternative(texts) for each in _answered_here() if each.alternative}
    of_charts = {
        f"{each.id}-chart": each.plot.alternative(result.view, result.resolved, result)
        for each in _answered_here()
        if each.plot
    }
    return {where: said for where, said in (of_maps | of_charts).items() if said}


def _answered_here() -> list[Panel]:
    """The panels that are answered together."""
    return [each for each in appearing_in(Where.EXPLORE) if not each.is_lazy]
