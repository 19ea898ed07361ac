"""What the server answers for a view, read in Python as the browser reads it."""

import base64
from dataclasses import dataclass
from typing import Any

import numpy as np
from dash.development.base_component import Component

from data.extract.outlines import Outlines
from pages import explore
from panels.registry import panels
from queries.store import Store

NO_FIGURE = np.iinfo(np.int32).min


@dataclass(frozen=True)
class ViewAnswer:
    """The figures of a view, and the parts of the page that came as components."""

    data: dict[str, Any]
    parts: dict[str, Any]

    def numbers(self, name: str) -> list[float | None]:
        """A vector of the map in the units shown."""
        whole = np.frombuffer(base64.b64decode(self.data["map"][name]), dtype=np.int32).tolist()
        return [None if each == NO_FIGURE else each / 10 ** self.data["map"]["decimals"] for each in whole]

    def small(self, name: str) -> list[int]:
        """A vector of the map of classes or statuses."""
        return list(base64.b64decode(self.data["map"][name]))


def answer_of(store: Store, outlines: Outlines, query: str) -> ViewAnswer:
    """What a page that shows nothing yet is answered."""
    data = explore.answer(store, outlines, query, {})
    return ViewAnswer(data, data["parts"])


def texts_of(part: Any) -> list[str]:
    """Texts of a component, in their order."""
    if isinstance(part, Component):
        return texts_of(getattr(part, "children", None))
    if isinstance(part, list | tuple):
        return [text for each in part for text in texts_of(each)]
    return [] if part is None else [str(part)]


def components_with(part: Any, attribute: str) -> list[Component]:
    """Components that have an attribute, in their order."""
    if isinstance(part, list | tuple):
        return [found for each in part for found in components_with(each, attribute)]
    if not isinstance(part, Component):
        return []
    mine = [part] if attribute in part.to_plotly_json()["props"] else []
    return mine + components_with(getattr(part, "children", None), attribute)


def panels_of_every_view(is_lazy: bool | None = None) -> list[str]:
    """Ids of the panels that a view has whatever it says; only lazy ones or only others, if asked."""
    shown = (each for each in panels() if each.id not in ("map2", "small-maps"))
    return [each.id for each in shown if is_lazy is None or each.is_lazy == is_lazy]
