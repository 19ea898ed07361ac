"""How a view is cited, and the dialog that shows it."""

from datetime import date

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from components.numbers import day_words
from components.table_files import Export

OURS = "Overdose Response Dashboard"


def citation(export: Export, address: str, day: date) -> str:
    """A text that says what was seen, of whom it is, and where and when.

    Parameters
    ----------
    export
        The panel's table with its facts.
    address
        Link of the view.
    day
        When it was seen.
    """
    facts: dict[str, list[str]] = {}
    for name, words in export.facts:
        facts.setdefault(name, []).append(words.rstrip("."))
    said = [*facts["Title"], *facts.get("Simulated", ()), *facts.get("Citation", ())]
    said += [f"Figures: {words}" for words in facts.get("Source", ())]
    said += [f"{OURS}, extract {version}" for version in facts.get("Extract", ())]
    return f"{'. '.join(said)}. {address} (seen {day_words(day)})."


def add_button(panel: str, words: str) -> Component:
    """Puts a panel into the briefing."""
    return html.Button(
        ["Add", html.Span(" to briefing")],
        className="quiet small",
        type="button",
        **attributes(data_add_to_deck="", data_show=panel, aria_label=f"Add to briefing: {words}"),
    )
