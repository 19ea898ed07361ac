"""Answers addresses of panels: what cannot be answered becomes the status that says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from fastapi import HTTPException

from data.extract.outlines import Outlines
from data.extract.reading import ExtractProblem
from model.view import View, parse_view
from panels.answers import NotInView, panel_answer
from panels.panel import PanelAnswer
from panels.registry import UnknownPanel
from queries.explore import settled
from queries.results import ResolvedView
from queries.store import Reader, Store

NO_DATA: Final = "There is no data to show."


@contextmanager
def problems_as_status() -> Iterator[None]:
    """404 for what is no panel, or maps that the view has not; 503 where there is no data."""
    try:
        yield
    except UnknownPanel as problem:
        raise HTTPException(404) from problem
    except NotInView as problem:
        raise HTTPException(404, "The view has no such maps.") from problem
    except ExtractProblem as problem:
        raise HTTPException(503, NO_DATA) from problem


def answered_panel(store: Store, outlines: Outlines, name: str, query: str) -> PanelAnswer:
    """The panel of a name for the view of a query string.

    Raises
    ------
    HTTPException
        404 for what is no panel, or maps that the view has not; 503 where there is no data.
    """
    with problems_as_status():
        return panel_answer(store.current(), outlines, name, query)


def resolved_view(store: Store, query: str) -> tuple[Reader, View, ResolvedView]:
    """The extract, and the view of an address as it can be shown; 503 where there is no data."""
    asked, _ = parse_view(query)
    with problems_as_status():
        reader = store.current()
    return reader, *settled(reader, asked)
