"""What a panel is: one declaration, from which its place on pages, its files and its slides are derived.

Every function of a declaration takes the resolved view and what `find` found of it; a panel that is answered
together with Explore is given Explore's whole result.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from components import words
from components.table_files import Export
from model.view import View, query_string
from panels.chart import Chart
from panels.drawings import Drawing
from panels.sheet_part import SheetPart
from queries.results import ExploreResult, Provenance, ResolvedView
from queries.store import Reader

Fact = tuple[str, str]
"""Name and words of something that must be known of a table."""
ID: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
NOTHING: Final = "This panel has nothing to show for this view."


class Where(Enum):
    """Where a panel can appear."""

    EXPLORE = "explore"
    PROFILE = "profile"
    BRIEFING = "briefing"
    EMBED = "embed"


class Region(Enum):
    """Parts of the Explore page, each with its panels in their order."""

    MAIN = "main"
    SIDE = "side"
    UNDER_MAP = "under the map"
    MORE = "more"


class Source(Enum):
    """Where the figures of a panel are found, if not by a function of its own."""

    EXPLORE_ANSWER = "explore answer"


WITH_EXPLORE: Final = Source.EXPLORE_ANSWER
"""Stands for `find` in a panel whose figures come together with the others of the Explore page."""

Find = Callable[[Reader, ResolvedView], Any]


@dataclass(frozen=True)
class Captions:
    """The words around a panel's figures, outside the page.

    Attributes
    ----------
    stands
        What is said under the figures; may be empty.
    """

    title: str
    subtitle: str
    alternative: str
    foot: str
    stands: str = ""


@dataclass(frozen=True)
class BrowserChart:
    """A chart that the browser draws with Plotly.

    Attributes
    ----------
    figure
        Traces and layout; sent only when the panel's key has changed.
    marks
        Shapes over it, which change more often.
    alternative
        What it shows, for those who do not see it.
    """

    figure: Callable[[ResolvedView, Any], dict[str, Any]]
    marks: Callable[[ResolvedView, Any], list[dict[str, Any]]]
    alternative: Callable[[ResolvedView, Any], str]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One panel.

    Attributes
    ----------
    id
        Its name in addresses, decks and element ids.
    order
        Its position among all panels, ascending, on pages and in lists.
    name
        What it is called in the list of slides.
    figures
        What names its figures for screen readers: "the trend".
    appears_in
        The pages that show it, and whether it can be a slide or embedded.
    find
        The question it asks of an extract; or `WITH_EXPLORE`.
    texts
        Its title (`ID-title`), definition line (`ID-subtitle`) and what else is said, by element id.
    table
        Its figures, for the file and the grid.
    provenance
        Where what it found comes from.
    reading
        How it is read, in plain sentences; of a panel answered with Explore, a function may make them.
    content
        What its browser module draws.
    browser_module
        The JavaScript module that draws `content`, within `assets/js/` and without its ending; empty where
        none does.
    plot
        The chart that the browser draws with Plotly.
    alternative
        Of a panel that is no chart: what it shows, from the texts of the page, for those who do not see it.
    key
        What it depends on, of Explore's result; the browser keeps the panel while that stays the same. None
        for one that comes anew with every answer.
    frame
        The panel before its answer, from the address of the map's outlines.
    region
        Where on Explore it stands.
    within
        Id of the panel in whose frame it stands; empty for one with a frame of its own.
    former_ids
        What it was called earlier, in links and decks that still work.
    follows_indicator
        Whether it shows another figure for another indicator, so that the list of slides names it.
    link_words
        What a link to it says; empty takes its name.
    page_words
        What is said in its texts and can be done on the page alone; left out elsewhere.
    is_there
        Whether the view has it.
    empty
        What a document says where the view has it not.
    title
        Of its file, where that is not the one of `texts`.
    is_of_period
        Whether its file states the period shown.
    notes
        What must be known of its figures, as facts of its file; None takes what its texts say.
    export
        Its whole file, where it is not the table with the usual facts.
    captions
        Its words outside the page; None takes those of its texts.
    listed
        The rows of its table that documents and slides write, the first ones first; None takes the table.
    chart
        Its chart for slides and documents, from its table; None for one that has none.
    drawing
        What a picture of it is drawn from; None takes the lines of its chart, or else its table.
    sheet_part
        What it is on the fact sheet of a place; None keeps it out.
    """

    id: str
    order: int
    name: str
    figures: str
    appears_in: frozenset[Where]
    find: Find | Source
    texts: Callable[[ResolvedView, Any], dict[str, str]]
    table: Callable[[ResolvedView, Any], pd.DataFrame]
    provenance: Callable[[Any], Sequence[Provenance]]
    reading: Sequence[str] | Callable[[ResolvedView, ExploreResult], list[str]]
    content: Callable[[ResolvedView, Any], Any] | None = None
    browser_module: str = ""
    plot: BrowserChart | None = None
    alternative: Callable[[Mapping[str, str]], str] | None = None
    key: Callable[[ExploreResult], tuple[str, ...]] | None = None
    frame: Callable[["Panel", str], Component] | None = None
    region: Region = Region.MORE
    within: str = ""
    former_ids: tuple[str, ...] = ()
    follows_indicator: bool = True
    link_words: str = ""
    page_words: tuple[str, ...] = ()
    is_there: Callable[[ResolvedView, Any], bool] = lambda _resolved, _found: True
    empty: str = NOTHING
    title: Callable[[ResolvedView, Any], str] | None = None
    is_of_period: bool = False
    notes: Callable[[ResolvedView, Any, pd.DataFrame], list[Fact]] | None = None
    export: Callable[["PanelAnswer"], Export] | None = None
    captions: Callable[[ResolvedView, Any], Captions] | None = None
    listed: Callable[[ResolvedView, Any], pd.DataFrame] | None = None
    chart: Callable[[ResolvedView, Any, pd.DataFrame], Chart | None] | None = None
    drawing: Callable[[ResolvedView, Any], Drawing | None] | None = None
    sheet_part: SheetPart | None = None

    def __post_init__(self) -> None:
        for is_wrong, mend in (
            (not ID.fullmatch(self.id), "Give it an id of lowercase letters, digits and single hyphens."),
            (not self.name, "Give it a name, which the list of slides shows."),
            (not self.figures, "Say what its figures are called, for screen readers."),
            (not self.appears_in, "Say where it appears."),
            (self.is_lazy and self.content is None, "Say what the browser draws of it, as `content`."),
            (
                self.is_lazy and callable(self.reading),
                "Say how it is read in fixed sentences, because it is not answered with Explore.",
            ),
            (
                self.is_lazy and Where.EXPLORE in self.appears_in and not (self.key and self.browser_module),
                "On Explore it needs a `key`, and a `browser_module` that draws it.",
            ),
        ):
            if is_wrong:
                raise ValueError(f"The panel {self.id!r} is not whole. {mend}")

    @property
    def is_lazy(self) -> bool:
        """Whether it is answered by itself, when it comes into sight."""
        return not isinstance(self.find, Source)

    @property
    def is_slide(self) -> bool:
        """Whether it can be put into a briefing."""
        return Where.BRIEFING in self.appears_in


@dataclass(frozen=True)
class PanelAnswer:
    """A panel with what was found of it for one view.

    Attributes
    ----------
    version
        Of the extract.
    """

    panel: Panel
    resolved: ResolvedView
    found: Any
    version: str

    @property
    def _given(self) -> tuple[ResolvedView, Any]:
        return self.resolved, self.found

    @property
    def view(self) -> View:
        """The view as the extract can show it."""
        return self.resolved.view

    @property
    def is_there(self) -> bool:
        """Whether the view has the panel."""
        return self.panel.is_there(*self._given)

    @cached_property
    def texts(self) -> dict[str, str]:
        """What it says, by element id."""
        return self.panel.texts(*self._given)

    @cached_property
    def content(self) -> Any:
        """What its browser module draws."""
        return self.panel.content(*self._given) if self.panel.content else None

    @cached_property
    def table(self) -> pd.DataFrame:
        """Its figures."""
        return self.panel.table(*self._given)

    @property
    def listed(self) -> pd.DataFrame | None:
        """The rows that documents write, where those are not the first of the table."""
        return self.panel.listed(*self._given) if self.panel.listed else None

    @property
    def title(self) -> str:
        """Of its file."""
        return self.panel.title(*self._given) if self.panel.title else self.texts[f"{self.panel.id}-title"]

    @cached_property
    def provenance(self) -> tuple[Provenance, ...]:
        """Where its figures come from, each once."""
        return tuple(dict.fromkeys(self.panel.provenance(self.found)))

    @property
    def is_simulated(self) -> bool:
        """Whether its figures are made up."""
        if isinstance(self.found, ExploreResult):
            return self.found.simulated
        return any(each.simulated for each in self.provenance)

    @cached_property
    def export(self) -> Export:
        """Its table with the facts that travel with it."""
        return self.panel.export(self) if self.panel.export else self.usual_export()

    def usual_export(self) -> Export:
        """The table with its title, sources and notes."""
        rows = self.table
        return Export(tuple(self.facts(rows)), rows)

    def facts(self, rows: pd.DataFrame) -> list[Fact]:
        """What must be known of a table of the panel."""
        facts = [("Title", self.title), ("View", f"/?{query_string(self.view)}")]
        if self.panel.is_of_period and (phrase := words.shown_period(self.resolved)):
            facts.append(("Period", phrase))
        if self.is_simulated:
            facts.append(("Simulated", words.SIMULATED_BANNER))
        facts += [("Source", words.provenance_words(each)) for each in self.provenance]
        facts += [("Citation", each.citation) for each in self.provenance]
        return [*facts, *self._notes(rows), ("Extract", self.version)]

    def _notes(self, rows: pd.DataFrame) -> list[Fact]:
        if self.panel.notes:
            return self.panel.notes(*self._given, rows)
        title = f"{self.panel.id}-title"
        return [("Note", said) for where, said in self.texts.items() if said and where != title]

    @cached_property
    def captions(self) -> Captions:
        """Its words outside the page."""
        return self.panel.captions(*self._given) if self.panel.captions else self._captions()

    def _captions(self) -> Captions:
        texts = self.texts.items()
        said = {where.removeprefix(f"{self.panel.id}-"): self._beyond_page(text) for where, text in texts}
        title, subtitle, foot = (said.pop(name, "") for name in ("title", "subtitle", "foot"))
        content = self.content
        absent = content.get("absent", "") if isinstance(content, dict) else ""
        stands = " ".join(filter(None, (absent, *said.values())))
        alternative = " ".join(filter(None, (f"{title}.", subtitle, stands)))
        return Captions(title, subtitle, alternative, foot, stands)

    def _beyond_page(self, text: str) -> str:
        return without(self.panel.page_words, text)

    def chart(self, rows: pd.DataFrame) -> Chart | None:
        """Its chart, from its table."""
        return self.panel.chart(*self._given, rows) if self.panel.chart else None

    def drawing(self) -> Drawing | None:
        """What a picture is drawn from; None where there is nothing to draw, or no drawing of its own."""
        return self.panel.drawing(*self._given) if self.panel.drawing else None


def without(phrases: Sequence[str], text: str) -> str:
    """A text without what can only be done on the page."""
    for phrase in phrases:
        text = text.replace(phrase, "")
    return " ".join(text.split())


ON_EXPLORE: Final = frozenset({Where.EXPLORE, Where.BRIEFING, Where.EMBED})
ON_PROFILE: Final = frozenset({Where.PROFILE, Where.BRIEFING, Where.EMBED})
