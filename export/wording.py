"""What every file says alike: clean text, sources, tables in words."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from export.exported_panel import ExportedPanel
from model.deck import Slide

SIMULATED_MARK: Final = "Simulated data"
STATUS: Final = "Status "
METHODS: Final = ("Note", "Classes")
TOLD_BY: Final = 30
"""Letters by which a note is told to stand in a panel's words."""


@dataclass(frozen=True)
class Page:
    """One slide with the panel that it shows, cleaned.

    Attributes
    ----------
    title, text, notes
        The slide's own; the title is the panel's where the slide has none.
    """

    title: str
    text: str
    notes: str
    exported: ExportedPanel


def clean(text: str) -> str:
    """Text without characters that do not print or that files cannot hold."""
    kept = (letter for letter in text if letter in "\n\t" or not _unprintable(letter))
    return "".join(kept)


def _unprintable(letter: str) -> bool:
    # U+FFFE and its like are not assigned, and XML refuses them.
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn")


def page_of(slide: Slide, exported: ExportedPanel) -> Page:
    """A slide with its panel; its own words go first."""
    return Page(clean(slide.title or exported.title), clean(slide.text), clean(slide.notes), exported)


def subtitle_of(page: Page) -> str:
    """What stands under the title: the panel's own title too, where the slide has another."""
    own = clean(page.exported.title)
    said = (own if own != page.title else "", clean(page.exported.subtitle))
    return " ".join(_sentence(part) for part in said if part)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def foot_of(exported: ExportedPanel) -> str:
    """Sources and vintages."""
    return clean(exported.foot)


def facts_of(exported_panels: Iterable[ExportedPanel], names: Sequence[str]) -> list[str]:
    """The words of some facts of all panels, each once, in order."""
    facts = (fact for exported in exported_panels for fact in exported.export.facts)
    said = (clean(words) for name, words in facts if name in names)
    return list(dict.fromkeys(said))


def notes_of(exported_panels: Iterable[ExportedPanel]) -> list[str]:
    """What must be known of the figures, without what the panels say of themselves already."""
    found = []
    for exported in exported_panels:
        said = " ".join((clean(exported.subtitle), foot_of(exported), clean(exported.alternative)))
        found += [note for note in facts_of([exported], METHODS) if note[:TOLD_BY] not in said]
    return list(dict.fromkeys(found))


def statuses_of(exported_panels: Iterable[ExportedPanel]) -> list[str]:
    """What each status means, each once; those that say no more than their name are left out."""
    said = (
        _sentence(clean(words)).capitalize()
        for exported in exported_panels
        for name, words in exported.export.facts
        if name.startswith(STATUS) and name.removeprefix(STATUS).replace("_", " ") != words
    )
    return list(dict.fromkeys(said))


def sentences_of(exported: ExportedPanel) -> list[str]:
    """The sentences of a panel that is made of them."""
    rows = exported.export.rows
    return [clean(str(said)) for said in rows["sentence"]] if "sentence" in rows.columns else []
