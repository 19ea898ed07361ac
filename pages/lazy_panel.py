"""What it takes to answer a panel that is asked for when it comes into sight."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from model.view import View
from queries.results import Provenance, ResolvedView
from queries.store import Reader


@dataclass(frozen=True)
class AskedPanel:
    """How a panel is answered; what `find` finds goes to all the others.

    Attributes
    ----------
    find
        The figures of a view.
    texts
        Title (`NAME-title`), subtitle and what else is said, by element id.
    content
        What its browser module draws.
    table
        The same figures for the file and the grid.
    origins
        Where the figures come from.
    """

    find: Callable[[Reader, View, ResolvedView], Any]
    texts: Callable[[View, ResolvedView, Any], dict[str, str]]
    content: Callable[[View, ResolvedView, Any], Any]
    table: Callable[[View, ResolvedView, Any], pd.DataFrame]
    provenance: Callable[[Any], list[Provenance]]
