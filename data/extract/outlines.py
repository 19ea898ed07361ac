"""Outlines as the app reads them: which places a set of map shapes draws, and which set draws a map best.

Counties change, so a figure is only drawn on an outline of the very area it is for: see :func:`drawn_on`.
`data.geography.outlines` makes the files.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from model.places import geography_year, same_area

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

URL: Final = "/outlines/"
"""Where the files are served."""


# Compared by identity: hashing thousands of codes at each view would cost more than the answer it finds.
@dataclass(frozen=True, eq=False)
class Outlines:
    """What the server needs to know of an outlines file.

    Attributes
    ----------
    file_name : str
        ``outlines-<12 hexadecimal digits>.json``, or ``outlines-<year>-<12 hexadecimal digits>.json`` for one
        made from a boundary file.
    county_places : tuple of str
        5-digit codes in the order of the shapes (ascending).
    state_places : tuple of str
        2-digit codes in the order of the shapes (ascending).
    path : Path or None
        The file, where it is at hand.
    """

    file_name: str
    county_places: tuple[str, ...]
    state_places: tuple[str, ...]
    path: Path | None = None

    @property
    def url(self) -> str:
        """Where browsers get the file."""
        return URL + self.file_name

    @cached_property
    def geography(self) -> int:
        """Year of the newest county change that the outlines show."""
        return geography_year(self.county_places)

    @cached_property
    def drawn(self) -> frozenset[str]:
        """Every place that has an outline."""
        return frozenset((*self.state_places, *self.county_places))


def _renamed_on(outlines: Outlines, listed: frozenset[str]) -> dict[str, str]:
    """Places that are drawn under their other name; not where that stands in the list by itself."""
    twins = {place: same_area(place) for place in listed - outlines.drawn}
    return {place: twin for place, twin in twins.items() if twin in outlines.drawn and twin not in listed}


def drawn_on(outlines: Outlines, listed: Collection[str]) -> dict[str, str]:
    """Which outline each place is drawn on.

    Parameters
    ----------
    outlines : Outlines
        The set to draw on.
    listed : collection of str
        Codes of the places that have a row on the map.

    Returns
    -------
    dict of str to str
        Place → the place whose outline it is drawn on. Places without an outline of their area are left out:
        a split county is not its parts, and a county that joined another is not the other.
    """
    renamed = _renamed_on(outlines, frozenset(listed))
    return {
        place: renamed.get(place, place) for place in listed if place in renamed or place in outlines.drawn
    }


def best_outlines(at_hand: Sequence[Outlines], listed: Collection[str], figured: Collection[str]) -> Outlines:
    """The set that draws most of a map's figures.

    Parameters
    ----------
    at_hand : sequence of Outlines
        At least one, the one to prefer among equals last.
    listed, figured : collection of str
        Places that have a row, and those among them that have a figure.

    Returns
    -------
    Outlines
        Most figures first; then most rows, so that a suppressed county is drawn as one; then the newest
        geography, then the last of `at_hand`.
    """
    if len(at_hand) == 1:
        return at_hand[0]
    rows, figures = frozenset(listed), frozenset(figured)

    def worth(candidate: tuple[int, Outlines]) -> tuple[int, int, int, int]:
        position, outlines = candidate
        drawn = (rows & outlines.drawn).union(_renamed_on(outlines, rows))
        return len(figures & drawn), len(drawn), outlines.geography, position

    return max(enumerate(at_hand), key=worth)[1]


def read_outlines(path: Path) -> Outlines:
    """Read the order of the shapes in an outlines file.

    Parameters
    ----------
    path : Path
        A file that holds what :func:`outlines_document` makes.

    Returns
    -------
    Outlines
        Counties, and 51 states (the District of Columbia among them).

    Raises
    ------
    OSError
        If the file cannot be read.
    ValueError, KeyError
        If it is not an outlines document.
    """
    document = json.loads(path.read_text(encoding="utf-8"))
    return Outlines(
        file_name=path.name,
        county_places=tuple(document["county"]["place"]),
        state_places=tuple(document["state"]["place"]),
        path=path,
    )
