"""What the data brief says in any format: the table of each section, methods and sources at its end."""

from collections.abc import Sequence
from dataclasses import dataclass

from export.tables import TableWords, table_words
from export.wording import Page, clean, facts_of, notes_of, sentences_of, statuses_of


@dataclass(frozen=True)
class Ending:
    """What stands at the end of a brief, under one heading."""

    heading: str
    words: tuple[str, ...]


def endings(pages: Sequence[Page]) -> list[Ending]:
    """Methods, meaning of each status and sources of all panels, each once."""
    exported_panels = [page.exported for page in pages]
    found = [
        Ending("What to bear in mind", tuple(notes_of(exported_panels))),
        Ending("How it is defined", tuple(facts_of(exported_panels, ("Definition",)))),
        Ending("What a figure's status means", tuple(statuses_of(exported_panels))),
        Ending("Sources", tuple(facts_of(exported_panels, ("Source", "Citation")))),
    ]
    return [ending for ending in found if ending.words]


def shown_table(page: Page) -> TableWords | None:
    """The table that stands under a section; sentences need none."""
    if sentences_of(page.exported):
        return None
    table = table_words(page.exported)
    return table if table.header else None


def alternative_of(page: Page) -> str:
    """What a picture shows, for those who do not see it."""
    return clean(page.exported.alternative or page.exported.title)
