"""Kinds of file that are made of pages, and who writes each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from export.docx import write_docx
from export.fact_sheet import write_fact_sheet
from export.html_brief import write_html
from export.pdf import write_deck_pdf
from export.pptx import write_pptx
from export.wording import Page

Write = Callable[[str, Sequence[Page]], bytes]

WRITERS: Final[Mapping[str, Write]] = MappingProxyType(
    {
        "pptx": write_pptx,
        "pdf": write_deck_pdf,
        "docx": write_docx,
        "html": write_html,
        "fact-sheet": write_fact_sheet,
    }
)
"""Kind → its writer."""


@dataclass(frozen=True)
class Job:
    """A file to be made.

    Attributes
    ----------
    kind
        One of `WRITERS`.
    title
        Of the document.
    """

    kind: str
    title: str
    pages: tuple[Page, ...]

    def write(self) -> bytes:
        """The file."""
        return WRITERS[self.kind](self.title, self.pages)
