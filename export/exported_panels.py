"""Panels outside the page: words, table, chart and drawing of each panel of a view."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from data.extract.outlines import Outlines
from export.drawing.pictures import picture, table_of
from export.drawing.shapes import Shapes, read_shapes
from export.exported_panel import ExportedPanel
from model import catalog
from panels.answers import panel_answer
from panels.chart import Chart
from panels.drawings import Drawing, Lines, Tiles
from panels.panel import Captions, PanelAnswer
from queries.store import Store


def exported_panel(
    store: Store, outlines: Outlines, name: str, query: str, *, is_inset: bool = False
) -> ExportedPanel:
    """A panel of a view, with the same words and numbers as on screen.

    Parameters
    ----------
    is_inset
        Whether the drawing goes into a page that says title and sources itself, and writes tables as text.

    Raises
    ------
    UnknownPanel
        If there is no panel of that name.
    NotInView
        If the view has it not.
    ExtractProblem
        If there is no data.
    """
    answer = panel_answer(store.current(), outlines, name, query)
    captions, export = answer.captions, answer.export
    chart, drawing = answer.chart(export.rows), answer.drawing()
    return ExportedPanel(
        answer.panel.id,
        captions.title,
        captions.subtitle,
        captions.alternative,
        captions.foot,
        export,
        simulated=export.is_simulated,
        chart=chart,
        drawing=_picture(answer, chart, partial(_shapes, store, outlines), is_inset=is_inset),
        tiles=drawing.tiles if isinstance(drawing, Tiles) else (),
        listed=answer.listed,
        sheet_part=answer.panel.sheet_part,
    )


def _picture(
    answer: PanelAnswer, chart: Chart | None, shapes: Callable[[str], Shapes], *, is_inset: bool
) -> str:
    """The picture of a panel; none within a page for what would say no more than the table written there."""
    drawing = answer.drawing()
    if answer.panel.drawing is None:
        drawing = _usual_drawing(answer, chart)
        if is_inset and not isinstance(drawing, Lines):
            return ""
    captions = _captions(answer, is_inset=is_inset)
    return picture(drawing, captions, simulated=answer.export.is_simulated, shapes=shapes)


def _usual_drawing(answer: PanelAnswer, chart: Chart | None) -> Drawing | None:
    """The lines of a panel without a drawing of its own, or its table."""
    if chart and chart.form == "line":
        return Lines(chart, catalog.INDICATORS[answer.view.indicator].sector)
    rows = answer.export.rows
    return table_of(rows) if len(rows) else None


def _captions(answer: PanelAnswer, *, is_inset: bool) -> Captions:
    """What a picture says itself."""
    captions = answer.captions
    return replace(captions, title="", subtitle="", foot="") if is_inset else captions


def _shapes(store: Store, embedded: Outlines, url: str) -> Shapes:
    """The shapes at an address; any set will do for states, which have none."""
    found = next((each for each in (embedded, *store.current().outlines) if each.url == url), embedded)
    assert found.path is not None
    return read_shapes(found.path)
