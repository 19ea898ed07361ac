"""What is shown outside the page, on slides, in documents and pictures: a panel's words, table and chart."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from components.table_files import Export
from panels.chart import Chart
from panels.drawings import Tile
from panels.sheet_part import SheetPart


@dataclass(frozen=True)
class ExportedPanel:
    """A panel of one view, with the same numbers as on screen.

    Attributes
    ----------
    panel
        Its name.
    title, subtitle
        As on screen.
    alternative
        What it shows, for those who do not see it.
    foot
        Sources with their vintages, and what must be known of the figures.
    export
        The panel's table as its file holds it, with the facts that travel with it; every number of the
        chart and the drawing is in it.
    chart
        None for a table or a map.
    drawing
        A whole picture as SVG, with title and foot in it unless it goes into a page that says them; empty for
        a table that has none.
    tiles
        The large figures of a panel that has them, in the words of the screen.
    listed
        The rows of the table that are written, the first ones first; None for those of the table itself.
    sheet_part
        What it is on the fact sheet of a place; None for what is not on it.
    """

    panel: str
    title: str
    subtitle: str
    alternative: str
    foot: str
    export: Export
    simulated: bool
    chart: Chart | None = None
    drawing: str = ""
    tiles: Sequence[Tile] = ()
    listed: pd.DataFrame | None = None
    sheet_part: SheetPart | None = None
