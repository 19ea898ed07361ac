"""Panels outside the page: words, table, chart and drawing of each panel of a view."""

from dataclasses import replace
from functools import partial

from components import words
from components.table_files import Export
from data.extract.outlines import Outlines
from export.drawing.pictures import Asked, Drawn, asked_picture, explored_picture, is_bare_table
from export.drawing.shapes import Shapes, read_shapes
from export.exported_panel import Chart, Exhibit
from export.panel_charts import CHARTS, asked_chart
from export.panel_words import Captions, asked_words, said_of
from model import catalog
from pages.downloads import panel_export, require_panel, view_result, with_panel
from pages.lazy_panels import ASKED, asked_shown, resolved_view
from queries.store import Store


def exhibit_of(
    store: Store, outlines: Outlines, panel: str, query: str, *, is_inset: bool = False
) -> Exhibit:
    """A panel of a view, with the same words and numbers as on screen.

    Parameters
    ----------
    is_inset
        Whether the drawing goes into a page that says title and sources itself, and writes tables as text.

    Raises
    ------
    HTTPException
        404 for what is no panel, or maps that the view has not; 503 where there is no data.
    """
    if panel in ASKED:
        return _asked(store, panel, query, is_inset=is_inset)
    require_panel(panel)
    result = with_panel(view_result(store, outlines, query), panel)
    export, said = panel_export(result, panel), said_of(result, panel)
    chart = CHARTS[panel](result, export.rows) if panel in CHARTS else None
    shapes = partial(_shapes, store, outlines)
    drawn = Drawn(result, _drawn(said, is_inset=is_inset), _is_simulated(export), shapes)
    return _exhibit(panel, said, export, chart, explored_picture(panel, drawn))


def _shapes(store: Store, embedded: Outlines, url: str) -> Shapes:
    """The shapes at an address; any set will do for states, which have none."""
    found = next((each for each in (embedded, *store.current().outlines) if each.url == url), embedded)
    assert found.path is not None
    return read_shapes(found.path)


def _asked(store: Store, panel: str, query: str, *, is_inset: bool) -> Exhibit:
    reader, view, resolved = resolved_view(store, query)
    shown = asked_shown(reader, view, resolved, panel)
    said, chart = asked_words(panel, shown.texts, shown.content), asked_chart(view, panel, shown.export)
    sector = catalog.INDICATORS[view.indicator].sector
    drawn = Asked(
        _drawn(said, is_inset=is_inset),
        _is_simulated(shown.export),
        sector,
        shown.content,
        shown.export.rows,
        chart,
    )
    drawing = "" if is_inset and is_bare_table(panel, drawn) else asked_picture(panel, drawn)
    return _exhibit(panel, said, shown.export, chart, drawing)


def _drawn(said: Captions, *, is_inset: bool) -> Captions:
    """What a drawing says itself."""
    return replace(said, title="", subtitle="", foot="") if is_inset else said


def _exhibit(panel: str, said: Captions, export: Export, chart: Chart | None, drawing: str) -> Exhibit:
    return Exhibit(
        panel,
        said.title,
        said.subtitle,
        said.alternative,
        said.foot,
        export,
        simulated=_is_simulated(export),
        chart=chart,
        drawing=drawing,
    )


def _is_simulated(export: Export) -> bool:
    return ("Simulated", words.SIMULATED_BANNER) in export.facts
