"""Answers a panel: asks what it declares of the extract, for one view."""

from data.extract.outlines import Outlines
from model.view import View, parse_view
from panels.panel import Panel, PanelAnswer, Source
from panels.registry import panel
from queries.explore import explore, settled
from queries.more_maps import with_more_maps
from queries.results import ExploreResult, ResolvedView
from queries.store import Reader


class NotInView(LookupError):
    """The view has no such panel: it shows one map, and a second was asked for."""


def panel_answer(reader: Reader, outlines: Outlines, name: str, query: str) -> PanelAnswer:
    """The panel of an id for the view of a query string.

    Raises
    ------
    UnknownPanel
        If there is no panel of that id.
    NotInView
        If the view has it not.
    """
    wanted = panel(name)
    asked, _ = parse_view(query)
    if wanted.is_lazy:
        found = lazy_answer(reader, wanted, *settled(reader, asked))
    else:
        found = answer_within(wanted, with_more_maps(reader, explore(reader, asked, outlines), outlines))
    if not found.is_there:
        raise NotInView(wanted.id)
    return found


def lazy_answer(reader: Reader, wanted: Panel, view: View, resolved: ResolvedView) -> PanelAnswer:
    """A panel that is answered by itself, for a settled view."""
    assert not isinstance(wanted.find, Source)
    found = wanted.find(reader, view, resolved)
    return PanelAnswer(wanted, view, resolved, found, reader.extract.version)


def answer_within(wanted: Panel, result: ExploreResult) -> PanelAnswer:
    """A panel that is answered with the others of Explore, from their result."""
    return PanelAnswer(wanted, result.view, result.resolved, result, result.version)
