"""What is shown outside the page, on slides, in documents and pictures: a panel's words, table and chart."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from components.table_files import Export


@dataclass(frozen=True)
class Series:
    """One line, row of bars or row of dots.

    Attributes
    ----------
    at
        Names of bars and dots, or last days of the periods of a line, ascending.
    values
        In the digits of the screen; None for what has no figure, which is drawn as a gap and never as zero.
    lower, upper
        Limits of the 95% intervals; empty where there are none.
    predicted
        Whether it is the agency's expectation and not a report, drawn broken.
    """

    name: str
    at: tuple[str, ...] | tuple[date, ...]
    values: tuple[float | None, ...]
    lower: tuple[float | None, ...] = ()
    upper: tuple[float | None, ...] = ()
    predicted: bool = False


@dataclass(frozen=True)
class Chart:
    """Series on one axis of values.

    Attributes
    ----------
    unit
        Of the values, as the axis says it.
    decimals
        Digits behind the point.
    """

    form: Literal["line", "bar", "dot"]
    series: tuple[Series, ...]
    unit: str
    decimals: int


@dataclass(frozen=True)
class Exhibit:
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
